import Charts
import JSONText

/// A Jupyter notebook (nbformat 4.5) put together cell by cell, with the output of each cell in place.
struct Notebook {
  private var cells: [@Sendable (inout JSONWriter) -> Void] = []
  private var codeCount = 0

  /// Adds words; identifiers hold letters, digits and hyphens.
  mutating func markdown(_ id: String, _ source: String) {
    cells.append { json in
      json.object { json in
        json.member("cell_type", "markdown")
        json.member("id", id)
        json.member(object: "metadata") { _ in }
        json.key("source")
        Self.lines(source, to: &json)
      }
    }
  }

  /// Adds code that prints a text.
  mutating func code(_ id: String, _ source: String, prints output: String) {
    addCode(id, source) { json in
      json.object { json in
        json.member("name", "stdout")
        json.member("output_type", "stream")
        json.key("text")
        Self.lines(output, to: &json)
      }
    }
  }

  /// Adds code that draws.
  mutating func code(_ id: String, _ source: String, draws drawing: SVGDrawing) {
    addCode(id, source) { json in
      json.object { json in
        json.member(object: "data") { json in
          json.key("image/svg+xml")
          Self.lines(drawing.standalone, to: &json)
          json.key("text/plain")
          Self.lines("<Figure>", to: &json)
        }
        json.member(object: "metadata") { _ in }
        json.member("output_type", "display_data")
      }
    }
  }

  private mutating func addCode(
    _ id: String, _ source: String, _ output: @escaping @Sendable (inout JSONWriter) -> Void
  ) {
    codeCount += 1
    let number = codeCount
    cells.append { json in
      json.object { json in
        json.member("cell_type", "code")
        json.member("execution_count", number)
        json.member("id", id)
        json.member(object: "metadata") { _ in }
        json.key("outputs")
        json.array { json in output(&json) }
        json.key("source")
        Self.lines(source, to: &json)
      }
    }
  }

  var bytes: [UInt8] {
    var writer = JSONWriter(indented: true)
    writer.object { json in
      json.member(array: "cells", cells) { json, cell in cell(&json) }
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

  /// A text as notebooks store it: a list of lines that keep their line breaks.
  private static func lines(_ text: String, to json: inout JSONWriter) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "\($0)\n" }
    if let last = lines.popLast(), last != "\n" { lines.append(String(last.dropLast())) }
    json.array(lines) { $0.string($1) }
  }
}
