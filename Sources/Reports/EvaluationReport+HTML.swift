public import Evaluation

extension EvaluationReport {
  /// The report as a page that needs nothing but itself.
  public var html: String {
    var page = HTMLPage(title: title)
    page.heading(1, title)
    page.table(["fact", "value"], facts.map { [$0.name, $0.value] })
    addTables(to: &page)
    return page.text
  }

  private func addTables(to page: inout HTMLPage) {
    for table in tables {
      page.heading(2, table.title)
      if !table.note.isEmpty { page.paragraph(table.note) }
      page.table(measureHeader, measureRows(table))
    }
    if let confusion {
      page.heading(2, "Confusion")
      page.paragraph("Rows are gold, columns predicted.")
      page.table([""] + confusion.classes, confusionRows(confusion))
    }
    if !calibration.isEmpty {
      page.heading(2, "Calibration")
      page.table(calibrationHeader, calibrationCells)
    }
  }
}
