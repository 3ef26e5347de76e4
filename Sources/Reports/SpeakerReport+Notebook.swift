import Charts
import JSONText
import StanceScoring

extension SpeakerReport {
  /// The report as a Jupyter notebook that reads the table and the JSON beside it with pandas and draws
  /// with matplotlib; outputs are in place.
  ///
  /// - Parameter name: What the files beside it are called, without their endings `.csv` and `.json`.
  public func notebook(besides name: String) -> [UInt8] {
    var notebook = Notebook()
    notebook.markdown(
      "title",
      "# Who says what about whom\n\nThe figures are those of `\(Self.plain(name)).csv` (a row for each "
        + "speaker and target) and `\(Self.plain(name)).json` (with every quote) in the same folder.\n\n"
        + "Scores run from −1 (against) over 0 to +1 (favor). \(Self.smallNote)")
    notebook.code("load", Self.loading(name), prints: summary + "\n")
    let pairs = Array(
      speakers.flatMap { speaker in speaker.targets.map { (speaker.name, $0) } }
        .enumerated().sorted {
          ($1.element.1.quoteCount, $0.offset) < ($0.element.1.quoteCount, $1.offset)
        }.map(\.element).prefix(12))
    notebook.markdown("heading-pairs", "## Speakers and whom they talk about")
    notebook.code(
      "pairs", Self.listing,
      prints: pairs.map { speaker, target in
        "\(speaker) | \(target.name) | \(target.quoteCount) | "
          + "\(Figures.fixed(target.meanScore, 2))\n"
      }.joined())
    if !pairs.isEmpty {
      notebook.markdown("heading-means", "## Mean scores with their intervals")
      notebook.code(
        "means", Self.drawingPairs,
        draws: Charts.bars(
          id: "means", title: "Mean scores with their 95 % intervals",
          pairs.map { speaker, target in
            .init(
              "\(speaker) on \(target.name)", target.meanScore, interval: target.interval,
              style: "bar-\(target.leaning.rawValue)")
          }, range: -1...1))
    }
    let months = months
    if !months.isEmpty {
      notebook.markdown("heading-months", "## Mean score by month")
      notebook.code(
        "months", Self.drawingMonths,
        draws: Charts.timeLine(
          id: "months", title: "Mean score by month",
          months.map { ($0.day, $0.name, $0.mean, $0.interval) }))
    }
    return notebook.bytes
  }

  /// A file's name as words of Markdown.
  private static func plain(_ name: String) -> String { name.replacing("`", with: "'") }

  private static func loading(_ name: String) -> String {
    var writer = JSONWriter()
    writer.string(name)
    return """
      import json

      import matplotlib.pyplot as plt
      import pandas as pd

      name = \(writer.text)
      pairs = pd.read_csv(name + ".csv", keep_default_na=False, na_values=[""])
      with open(name + ".json", encoding="utf-8") as file:
          report = json.load(file)

      def count(number, noun):
          return f"{number} {noun}" + ("" if number == 1 else "s")

      speakers = len(report["speakers"])
      line = ", ".join([count(report["articles"], "article"), count(report["quotes"], "quote"),
                        count(speakers, "speaker")])
      without = report["quotesWithoutSpeaker"]
      if without:
          line += f"; {without} without a speaker ({100 * without / report['quotes']:.0f} %)"
      print(line)
      """
  }

  private static let listing = """
    top = pairs.sort_values("quotes", ascending=False, kind="stable").head(12)
    for row in top.itertuples():
        print(f"{row.speaker} | {row.target} | {row.quotes} | {row.mean_score:.2f}")
    """

  private static let drawingPairs = """
    shown = top[::-1]
    error = [(shown["mean_score"] - shown["interval_low"]).fillna(0).clip(lower=0),
             (shown["interval_high"] - shown["mean_score"]).fillna(0).clip(lower=0)]
    names = (shown["speaker"] + " on " + shown["target"]).str.replace("$", r"\\$", regex=False)
    figure, axes = plt.subplots(figsize=(8, 0.4 * len(shown) + 1))
    axes.barh(range(len(shown)), shown["mean_score"], xerr=error)
    axes.set_yticks(range(len(shown)), names)
    axes.set(xlim=(-1, 1), xlabel="mean score, 95 % interval")
    plt.show()
    """

  private static let drawingMonths = """
    months = pd.DataFrame(report["months"])
    low = months["low"].astype(float).fillna(months["meanScore"])
    high = months["high"].astype(float).fillna(months["meanScore"])
    figure, axes = plt.subplots(figsize=(8, 3))
    axes.errorbar(pd.to_datetime(months["month"]), months["meanScore"],
                  yerr=[months["meanScore"] - low, high - months["meanScore"]], fmt="o")
    axes.axhline(0, color="gray", linewidth=0.8)
    axes.set(ylim=(-1, 1), ylabel="mean score, 95 % interval")
    plt.show()
    """
}
