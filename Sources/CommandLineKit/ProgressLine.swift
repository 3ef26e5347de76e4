/// One line on a terminal that says how much is done and how fast; silent anywhere else.
public struct ProgressLine {
  private let buffer: OutputBuffer
  private let isShown: Bool
  private let noun: String
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var count = 0
  private var hasWritten = false

  /// - Parameter noun: What is counted, in the plural.
  public init(_ noun: String, console: Console) {
    self.noun = noun
    buffer = console.err
    isShown = console.errTerminal.isTerminal && !console.outTerminal.isTerminal
  }

  /// Counts one more; the line is written anew at most ten times a second.
  ///
  /// - Parameters:
  ///   - errors: How many of all were errors.
  ///   - share: How much of the input is read, from 0 to 1; nil when nobody knows.
  public mutating func step(errors: Int = 0, share: Double? = nil) throws(OutputError) {
    count += 1
    guard isShown else { return }
    let now = ContinuousClock.now
    if now - lastShown < .milliseconds(100) { return }
    lastShown = now
    hasWritten = true
    let text = Self.text(
      count: count, of: noun, errors: errors, share: share, after: now - start)
    try buffer.write("\r\(text)\u{1B}[K")
  }

  /// Removes the line, so that what comes next stands in its place.
  public mutating func clear() throws(OutputError) {
    if hasWritten { try buffer.write("\r\u{1B}[K") }
    hasWritten = false
  }

  /// What the line says, such as `1200 articles, 150 a second, 3 errors, 40 %, 8 s left`.
  static func text(
    count: Int, of noun: String, errors: Int = 0, share: Double? = nil, after time: Duration
  ) -> String {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    let rate = seconds > 0 ? Int((Double(count) / seconds).rounded()) : 0
    var parts = ["\(count) \(noun)", "\(rate) a second"]
    if errors > 0 { parts.append(errors == 1 ? "1 error" : "\(errors) errors") }
    if let share, share > 0 {
      parts.append("\(Int(share * 100)) %")
      parts.append(duration(seconds * (1 - share) / share) + " left")
    }
    return parts.joined(separator: ", ")
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(), 1e9))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
