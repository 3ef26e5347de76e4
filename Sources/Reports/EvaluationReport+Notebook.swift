import Charts
public import Evaluation
import JSONText

extension EvaluationReport {
  /// The report as a Jupyter notebook (nbformat 4.5) that reads `report.json` and the tables beside it.
  ///
  /// The output that the cells would print is stored with them, so that the notebook shows the tables
  /// where nothing is run.
  public var notebook: [UInt8] {
    var notebook = Notebook()
    notebook.markdown("title", introduction)
    notebook.code(
      "load", Self.loading, prints: facts.map { "\($0.name): \($0.value)\n" }.joined())
    for (index, table) in tables.enumerated() {
      notebook.markdown("heading-\(index)", heading(table))
      notebook.code(
        "table-\(index)", "show(report[\"tables\"][\(index)])", prints: Self.listing(table))
    }
    if let confusion {
      notebook.markdown(
        "heading-confusion", "## Confusion\n\nRows are gold, columns predicted.")
      notebook.code("confusion", Self.showingConfusion, prints: Self.listing(confusion))
    }
    addFigures(to: &notebook)
    return notebook.bytes
  }

  /// Cells that draw with pandas and matplotlib from the tables beside the notebook.
  private func addFigures(to notebook: inout Notebook) {
    func add(_ id: String, _ title: String, _ source: String, _ drawing: SVGDrawing) {
      notebook.markdown("heading-\(id)", "## \(title)")
      notebook.code("figure-\(id)", source, draws: drawing)
    }
    add(
      "measures", "Measures with their intervals", Self.drawingMeasures,
      measureChart(tables[0], id: "measures"))
    if let study = studies.first(where: { $0.kind == .learningCurve }) ?? studies.first,
      let series = study.allSeries.first
    {
      add(
        "study", study.title, Self.drawingStudy(study, series.questions, series.set),
        Charts.bars(
          id: "study", title: "macro-F1 of \(series.questions), \(series.set)",
          series.rows.map {
            .init($0.setting, $0.measures.first?.value, interval: $0.measures.first?.interval)
          }))
    }
    guard let details else { return }
    add("roc", "ROC curves", Self.drawingROC, rocChart(details, id: "roc"))
    add(
      "coverage", "Coverage and accuracy", Self.drawingCoverage,
      coverageChart(details, id: "coverage"))
    add("reliability", "Reliability", Self.drawingReliability, reliabilityChart(id: "reliability"))
  }

  private static let drawingMeasures = """
    import matplotlib.pyplot as plt
    import pandas as pd

    measures = pd.read_csv("measures.csv")
    shown = measures[measures["table"] == measures["table"].iloc[0]].dropna(subset=["value", "low"])
    shown = shown[::-1]
    error = [shown["value"] - shown["low"], shown["high"] - shown["value"]]
    figure, axes = plt.subplots(figsize=(7, 0.3 * len(shown) + 1))
    axes.barh(shown["measure"], shown["value"], xerr=[part.clip(lower=0) for part in error])
    axes.set_xlabel("value, 95 % interval")
    plt.show()
    """

  private static func drawingStudy(
    _ study: StanceStudy, _ questions: String, _ set: String
  ) -> String {
    func literal(_ text: String) -> String {
      var writer = JSONWriter()
      writer.string(text)
      return writer.text
    }
    return """
      studies = pd.read_csv("studies.csv")
      shown = studies[(studies["study"] == \(literal(study.kind.rawValue)))
                      & (studies["questions"] == \(literal(questions)))
                      & (studies["set"] == \(literal(set))) & (studies["measure"] == "macro-F1")]
      shown = shown.dropna(subset=["value"])[::-1]
      error = [(shown["value"] - shown["low"]).fillna(0).clip(lower=0),
               (shown["high"] - shown["value"]).fillna(0).clip(lower=0)]
      figure, axes = plt.subplots(figsize=(7, 0.35 * len(shown) + 1))
      axes.barh(shown["setting"], shown["value"], xerr=error)
      axes.set_xlabel("macro-F1, 95 % interval")
      plt.show()
      """
  }

  private static let drawingROC = """
    answers = pd.read_csv("answers.csv")
    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    for stance in ["favor", "neutral", "against"]:
        order = answers.sort_values(stance, ascending=False, kind="stable")
        hit = order["gold"] == stance
        last = ~order[stance].duplicated(keep="last")
        recall = (hit.cumsum() / max(1, hit.sum()))[last]
        false = ((~hit).cumsum() / max(1, (~hit).sum()))[last]
        axes.plot([0, *false], [0, *recall], label=stance)
    axes.plot([0, 1], [0, 1], linestyle=":", color="gray")
    axes.set(xlabel="false positive rate", ylabel="recall")
    axes.legend()
    plt.show()
    """

  private static let drawingCoverage = """
    certainty = answers[["favor", "neutral", "against"]].max(axis=1)
    order = answers.loc[certainty.sort_values(ascending=False, kind="stable").index]
    right = (order["gold"] == order["predicted"]).expanding().mean()
    share = [(place + 1) / len(order) for place in range(len(order))]
    figure, axes = plt.subplots(figsize=(4.5, 4))
    axes.plot(share, right)
    axes.set(xlabel="share answered", ylabel="accuracy", ylim=(0, 1))
    plt.show()
    """

  private static let drawingReliability = """
    bins = [row for row in report["calibration"] if row["answers"]]
    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], linestyle=":", color="gray")
    axes.plot([row["confidence"] for row in bins], [row["accuracy"] for row in bins], marker="o")
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    plt.show()
    """

  private var introduction: String {
    "# \(Markdown.escape(title))\n\nThe figures are those of `report.json` and the tables (`.csv`) in the same folder."
  }

  private func heading(_ table: Table) -> String {
    "## \(Markdown.escape(table.title))"
      + (table.note.isEmpty ? "" : "\n\n" + Markdown.escape(table.note))
  }

  /// The source of the first cell; the cells after it use what it defines.
  private static let loading = """
    import json

    with open("report.json", encoding="utf-8") as file:
        report = json.load(file)

    def figure(value):
        return "n/a" if value is None else f"{value:.3f}"

    def show(table):
        width = max(len(measure["name"]) for measure in table["measures"])
        for measure in table["measures"]:
            line = f"{measure['name']:{width}}  {figure(measure['value']):>5}"
            if measure["low"] is not None:
                line += f"  [{figure(measure['low'])}, {figure(measure['high'])}]"
            print(line)

    for name, value in report["facts"].items():
        print(f"{name}: {value}")
    """

  private static let showingConfusion = """
    confusion = report["confusion"]
    print(" " * 10 + "".join(f"{name:>10}" for name in confusion["classes"]))
    for name, row in zip(confusion["classes"], confusion["goldByPredicted"]):
        print(f"{name:10}" + "".join(f"{count:>10}" for count in row))
    """

  /// What `show` prints.
  private static func listing(_ table: Table) -> String {
    let width = table.measures.map(\.name.count).max() ?? 0
    return table.measures.map { measure in
      var line = Figures.pad(measure.name, width) + "  "
      line += Figures.padLeft(Figures.value(measure.value), 5)
      if measure.interval != nil { line += "  " + Figures.interval(measure.interval) }
      return line + "\n"
    }.joined()
  }

  private static func listing(_ matrix: ConfusionMatrix) -> String {
    var text = Figures.pad("", 10)
    text += matrix.classes.map { Figures.padLeft($0, 10) }.joined() + "\n"
    for gold in matrix.classes.indices {
      text += Figures.pad(matrix.classes[gold], 10)
      text +=
        matrix.classes.indices.map {
          Figures.padLeft("\(matrix[gold: gold, predicted: $0])", 10)
        }.joined() + "\n"
    }
    return text
  }
}
