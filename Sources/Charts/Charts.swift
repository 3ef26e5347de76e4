import Foundation

/// The kinds of charts that reports need, each as a drawing.
public enum Charts {
  /// A number with its interval, to be drawn as a bar or a dot.
  public struct Bar: Sendable {
    public var label: String
    /// Nil is shown as n/a.
    public var value: Double?
    public var interval: ClosedRange<Double>?
    /// A CSS class for the colour.
    public var style: String

    public init(
      _ label: String, _ value: Double?, interval: ClosedRange<Double>? = nil,
      style: String = "fill"
    ) {
      self.label = label
      self.value = value
      self.interval = interval
      self.style = style
    }
  }

  /// Bars with their intervals, one below the other, on a common scale.
  ///
  /// - Parameter range: The ends of the scale; bars begin at 0, or at the lower end when 0 is outside.
  public static func bars(
    id: String, title: String, _ bars: [Bar], range: ClosedRange<Double> = 0...1
  ) -> SVGDrawing {
    let rowHeight = 24.0
    let left = 190.0
    let right = 60.0
    let width = 640.0
    let height = Double(bars.count) * rowHeight + 30
    var drawing = SVGDrawing(
      id: id, width: width, height: height, title: title,
      details: bars.map { "\($0.label): \(words($0.value, $0.interval))" }.joined(separator: "; "))
    let scale = (width - left - right) / (range.upperBound - range.lowerBound)
    func x(_ value: Double) -> Double {
      left + (min(max(value, range.lowerBound), range.upperBound) - range.lowerBound) * scale
    }
    let bottom = Double(bars.count) * rowHeight + 6
    for tick in ticks(range) {
      drawing.line(x(tick), 2, x(tick), bottom, class: tick == 0 ? "axis" : "grid")
      drawing.text(x(tick), bottom + 16, number(tick, 2), anchor: .middle, class: "tick")
    }
    let origin = x(0)
    for (index, bar) in bars.enumerated() {
      let y = Double(index) * rowHeight + 4
      drawing.text(left - 8, y + 14, cut(bar.label, 26), anchor: .end)
      guard let value = bar.value else {
        drawing.text(left + 4, y + 14, "n/a", class: "tick")
        continue
      }
      drawing.rectangle(
        min(origin, x(value)), y + 2, abs(x(value) - origin), rowHeight - 10, class: bar.style)
      if let interval = bar.interval {
        let middle = y + rowHeight / 2 - 3
        drawing.line(
          x(interval.lowerBound), middle, x(interval.upperBound), middle, class: "whisker")
        for end in [interval.lowerBound, interval.upperBound] {
          drawing.line(x(end), middle - 4, x(end), middle + 4, class: "whisker")
        }
      }
      drawing.text(width - 4, y + 14, number(value, 3), anchor: .end, class: "number")
    }
    return drawing
  }

  /// A matrix of counts, darker where there are more of the row's.
  public static func matrix(
    id: String, title: String, rows: [String], columns: [String], _ counts: [[Int]]
  ) -> SVGDrawing {
    let cell = (width: 110.0, height: 46.0)
    let left = 110.0
    let details = zip(rows, counts).map { row, values in
      "\(row): " + zip(columns, values).map { "\($1) \($0)" }.joined(separator: ", ")
    }
    var drawing = SVGDrawing(
      id: id, width: left + Double(columns.count) * cell.width + 4,
      height: 34 + Double(rows.count) * cell.height, title: title,
      details: details.joined(separator: "; "))
    for (index, column) in columns.enumerated() {
      drawing.text(
        left + (Double(index) + 0.5) * cell.width, 20, cut(column, 14), anchor: .middle,
        class: "tick")
    }
    for (row, values) in counts.enumerated() {
      let total = max(1, values.reduce(0, +))
      let y = 30 + Double(row) * cell.height
      drawing.text(left - 8, y + 27, cut(rows[row], 14), anchor: .end)
      for (column, count) in values.enumerated() {
        let share = Double(count) / Double(total)
        let x = left + Double(column) * cell.width
        drawing.rectangle(
          x + 1, y + 1, cell.width - 2, cell.height - 2, class: "shade", opacity: 0.08 + 0.4 * share
        )
        drawing.text(
          x + cell.width / 2, y + 21, "\(count)", anchor: .middle, class: "number")
        drawing.text(
          x + cell.width / 2, y + 37, "\(Int((100 * share).rounded())) %", anchor: .middle,
          class: "number")
      }
    }
    return drawing
  }

  /// A line through points of the unit square.
  public struct Curve: Sendable {
    public var name: String
    public var points: [(x: Double, y: Double)]
    /// A CSS class for the colour; dashes tell the lines apart too.
    public var style: String

    public init(_ name: String, _ points: [(x: Double, y: Double)], style: String) {
      self.name = name
      self.points = points
      self.style = style
    }
  }

  /// Curves in the unit square with named axes.
  ///
  /// - Parameters:
  ///   - showsDiagonal: Whether the line from corner to corner is drawn: chance, or perfect calibration.
  ///   - showsDots: Whether points are marked.
  public static func curves(
    id: String, title: String, details: String, x xName: String, y yName: String,
    _ curves: [Curve], showsDiagonal: Bool = false, showsDots: Bool = false
  ) -> SVGDrawing {
    let size = 260.0
    let left = 52.0
    let top = 24.0
    var drawing = SVGDrawing(
      id: id, width: left + size + 16, height: top + size + 48 + 18 * Double(curves.count),
      title: title, details: details)
    func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
      (left + min(max(point.x, 0), 1) * size, top + size - min(max(point.y, 0), 1) * size)
    }
    for step in 0...4 {
      let value = Double(step) / 4
      let (x, y) = place((value, value))
      drawing.line(x, top, x, top + size, class: step == 0 ? "axis" : "grid")
      drawing.line(left, y, left + size, y, class: step == 0 ? "axis" : "grid")
      drawing.text(x, top + size + 16, number(value, 2), anchor: .middle, class: "tick")
      drawing.text(left - 6, y + 4, number(value, 2), anchor: .end, class: "tick")
    }
    drawing.text(left + size / 2, top + size + 34, xName, anchor: .middle, class: "tick")
    drawing.text(left - 4, top - 10, yName, class: "tick")
    if showsDiagonal { drawing.path([place((0, 0)), place((1, 1))], class: "diagonal") }
    for (index, curve) in curves.enumerated() {
      drawing.path(curve.points.map(place), class: "curve \(curve.style)")
      if showsDots {
        for point in curve.points {
          let (x, y) = place(point)
          drawing.circle(x, y, 3, class: "dot \(curve.style)")
        }
      }
      let y = top + size + 50 + 18 * Double(index)
      drawing.path([(left, y), (left + 26, y)], class: "curve \(curve.style)")
      drawing.text(left + 34, y + 4, curve.name)
    }
    return drawing
  }

  /// Dots over time with their intervals, from -1 to 1; `days` need not be evenly spaced.
  public static func timeLine(
    id: String, title: String,
    _ points: [(day: Int, label: String, value: Double, interval: ClosedRange<Double>?)]
  ) -> SVGDrawing {
    let width = 640.0
    let left = 44.0
    let height = 170.0
    var drawing = SVGDrawing(
      id: id, width: width, height: height, title: title,
      details: points.map { "\($0.label): \(words($0.value, $0.interval))" }.joined(separator: "; ")
    )
    let days = points.map(\.day)
    let first = days.min() ?? 0
    let span = max(1, (days.max() ?? 1) - first)
    func x(_ day: Int) -> Double {
      left + 30 + Double(day - first) / Double(span) * (width - left - 70)
    }
    func y(_ value: Double) -> Double { 70 - value * 58 }
    for value in [-1.0, 0, 1] {
      drawing.line(left, y(value), width - 8, y(value), class: value == 0 ? "axis" : "grid")
      drawing.text(left - 6, y(value) + 4, signed(value), anchor: .end, class: "tick")
    }
    var lastLabel = -100.0
    for point in points {
      let place = x(point.day)
      if let interval = point.interval {
        drawing.line(
          place, y(interval.lowerBound), place, y(interval.upperBound), class: "whisker")
      }
      let style = point.value > 0.05 ? "favor" : point.value < -0.05 ? "against" : "neutral"
      drawing.circle(place, y(point.value), 4.5, class: "mark \(style)")
      if place - lastLabel > 84 {
        drawing.text(place, 154, point.label, anchor: .middle, class: "tick")
        lastLabel = place
      }
    }
    return drawing
  }

  /// Who stands where toward whom: a circle of actors with arrows, solid for favor, dashed for against.
  ///
  /// - Parameter links: From one actor to another with a mean stance and a number of quotes.
  public static func network(
    id: String, title: String, actors: [String],
    links: [(from: Int, to: Int, score: Double, count: Int)]
  ) -> SVGDrawing {
    let width = 640.0
    let height = 440.0
    let center = (x: width / 2, y: height / 2)
    var drawing = SVGDrawing(
      id: id, width: width, height: height, title: title,
      details: links.map {
        "\(actors[$0.from]) on \(actors[$0.to]): \(signed($0.score)), \($0.count) quotes"
      }.joined(separator: "; "))
    let places = actors.indices.map { index -> (x: Double, y: Double) in
      let angle = 2 * Double.pi * Double(index) / Double(max(1, actors.count)) - Double.pi / 2
      return (center.x + 175 * cos(angle), center.y + 175 * sin(angle))
    }
    for link in links {
      let (from, to) = (places[link.from], places[link.to])
      let length = max(1, hypot(to.x - from.x, to.y - from.y))
      let (ux, uy) = ((to.x - from.x) / length, (to.y - from.y) / length)
      // Arrows of both directions between two actors stand side by side.
      let (ox, oy) = (-uy * 4, ux * 4)
      let tip = (x: to.x - ux * 10 + ox, y: to.y - uy * 10 + oy)
      let style = link.score >= 0 ? "favor" : "against"
      drawing.path(
        [(from.x + ux * 8 + ox, from.y + uy * 8 + oy), tip], class: "link \(style)")
      drawing.path(
        [
          (tip.x - ux * 9 - uy * 4, tip.y - uy * 9 + ux * 4), tip,
          (tip.x - ux * 9 + uy * 4, tip.y - uy * 9 - ux * 4),
        ], class: "link tip \(style)")
    }
    for (index, actor) in actors.enumerated() {
      let place = places[index]
      drawing.circle(place.x, place.y, 6, class: "node")
      let isRight = place.x >= center.x - 1
      let isAlone = abs(place.x - center.x) < 1
      drawing.text(
        place.x + (isAlone ? 0 : isRight ? 11 : -11),
        place.y + (isAlone ? (place.y < center.y ? -12 : 22) : 4), cut(actor, 20),
        anchor: isAlone ? .middle : isRight ? .start : .end)
    }
    return drawing
  }

  /// What the charts need of a page's style sheet.
  public static let style = """
    svg.chart { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
    svg.chart text { fill: var(--text); } svg.chart .tick { fill: var(--faint); }
    svg.chart .number { font-variant-numeric: tabular-nums; }
    .grid { stroke: var(--line); } .axis { stroke: var(--faint); }
    .whisker { stroke: var(--text); stroke-width: 1.5; }
    .fill, .shade { fill: var(--accent); } .bar-favor { fill: var(--favor); }
    .bar-against { fill: var(--against); } .bar-neutral { fill: var(--neutral); }
    .curve, .link { fill: none; stroke: var(--accent); stroke-width: 2; }
    .diagonal { fill: none; stroke: var(--faint); stroke-dasharray: 3 4; }
    .curve.favor, .link.favor { stroke: var(--favor); }
    .curve.neutral { stroke: var(--neutral); stroke-dasharray: 2 3; }
    .curve.against, .link.against { stroke: var(--against); stroke-dasharray: 7 3; }
    .link.tip { stroke-dasharray: none; }
    .dot { fill: var(--accent); } .node { fill: var(--text); }
    .mark.favor { fill: var(--favor); } .mark.against { fill: var(--against); }
    .mark.neutral { fill: var(--neutral); }
    """

  // MARK: Words and numbers

  static func number(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value).replacing("-", with: "−")
  }

  static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + number(value, 2)
  }

  static func words(_ value: Double?, _ interval: ClosedRange<Double>?) -> String {
    guard let value else { return "n/a" }
    guard let interval else { return number(value, 3) }
    return "\(number(value, 3)), 95 % interval \(number(interval.lowerBound, 3)) to "
      + number(interval.upperBound, 3)
  }

  static func cut(_ text: String, _ length: Int) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }

  private static func ticks(_ range: ClosedRange<Double>) -> [Double] {
    let step = (range.upperBound - range.lowerBound) / 4
    return (0...4).map { range.lowerBound + Double($0) * step }
  }
}
