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
  public mutating func step() throws(OutputError) {
    count += 1
    guard isShown else { return }
    let now = ContinuousClock.now
    if now - lastShown < .milliseconds(100) { return }
    lastShown = now
    hasWritten = true
    try buffer.write("\r\(Self.text(count: count, of: noun, after: now - start))\u{1B}[K")
  }

  /// Removes the line, so that what comes next stands in its place.
  public mutating func clear() throws(OutputError) {
    if hasWritten { try buffer.write("\r\u{1B}[K") }
    hasWritten = false
  }

  /// What the line says.
  static func text(count: Int, of noun: String, after time: Duration) -> String {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    let rate = seconds > 0 ? Int((Double(count) / seconds).rounded()) : 0
    return "\(count) \(noun), \(rate) a second"
  }
}
