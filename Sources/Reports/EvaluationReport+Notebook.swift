import Charts
public import Evaluation
import JSONText

extension EvaluationReport {
  /// The report as a Jupyter notebook (nbformat 4.5) that reads `report.json` beside it.
  ///
  /// The output that the cells would print is stored with them, so that the notebook shows the tables
  /// where nothing is run.
  public var notebook: [UInt8] {
    var writer = JSONWriter(indented: true)
    writer.object { json in
      json.key("cells")
      json.array { json in
        Self.markdownCell("title", introduction, to: &json)
        Self.codeCell(
          "load", number: 1, source: Self.loading,
          output: facts.map { "\($0.name): \($0.value)\n" }
            .joined(), to: &json)
        for (index, table) in tables.enumerated() {
          Self.markdownCell("heading-\(index)", heading(table), to: &json)
          Self.codeCell(
            "table-\(index)", number: index + 2, source: "show(report[\"tables\"][\(index)])",
            output: Self.listing(table), to: &json)
        }
        if let confusion {
          Self.markdownCell(
            "heading-confusion", "## Confusion\n\nRows are gold, columns predicted.", to: &json)
          Self.codeCell(
            "confusion", number: tables.count + 2, source: Self.showingConfusion,
            output: Self.listing(confusion), to: &json)
        }
        writeFigures(to: &json)
      }
      json.member(object: "metadata") { json in
        json.member(object: "kernelspec") { json in
          json.member("display_name", "Python 3")
          json.member("language", "python")
          json.member("name", "python3")
        }
        json.member(object: "language_info") { $0.member("name", "python") }
      }
      json.member("nbformat", 4)
      json.member("nbformat_minor", 5)
    }
    writer.endLine()
    return writer.bytes
  }

  /// Cells that draw with pandas and matplotlib from the tables beside the notebook.
  private func writeFigures(to json: inout JSONWriter) {
    var number = tables.count + (confusion == nil ? 1 : 2)
    func add(_ id: String, _ title: String, _ source: String, _ drawing: SVGDrawing) {
      number += 1
      Self.markdownCell("heading-\(id)", "## \(title)", to: &json)
      Self.figureCell(id, number: number, source: source, drawing: drawing, to: &json)
    }
    add(
      "measures", "Measures with their intervals", Self.drawingMeasures,
      measureChart(tables[0], id: "measures"))
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

  /// A cell whose stored output is a drawing.
  private static func figureCell(
    _ id: String, number: Int, source: String, drawing: SVGDrawing, to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("cell_type", "code")
      json.member("execution_count", number)
      json.member("id", "figure-\(id)")
      json.member(object: "metadata") { _ in }
      json.key("outputs")
      json.array { json in
        json.object { json in
          json.member(object: "data") { json in
            json.key("image/svg+xml")
            lines(drawing.standalone, to: &json)
            json.key("text/plain")
            lines("<Figure>", to: &json)
          }
          json.member(object: "metadata") { _ in }
          json.member("output_type", "display_data")
        }
      }
      json.key("source")
      lines(source, to: &json)
    }
  }

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

  private static func markdownCell(_ id: String, _ source: String, to json: inout JSONWriter) {
    json.object { json in
      json.member("cell_type", "markdown")
      json.member("id", id)
      json.member(object: "metadata") { _ in }
      json.key("source")
      lines(source, to: &json)
    }
  }

  private static func codeCell(
    _ id: String, number: Int, source: String, output: String, to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("cell_type", "code")
      json.member("execution_count", number)
      json.member("id", id)
      json.member(object: "metadata") { _ in }
      json.key("outputs")
      json.array { json in
        json.object { json in
          json.member("name", "stdout")
          json.member("output_type", "stream")
          json.key("text")
          lines(output, to: &json)
        }
      }
      json.key("source")
      lines(source, to: &json)
    }
  }

  /// A text as notebooks store it: a list of lines that keep their line breaks.
  private static func lines(_ text: String, to json: inout JSONWriter) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "\($0)\n" }
    if let last = lines.popLast(), last != "\n" { lines.append(String(last.dropLast())) }
    json.array(lines) { $0.string($1) }
  }
}
