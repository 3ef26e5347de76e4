import Glibc

/// What is known of the place where output goes.
public struct Terminal: Hashable, Sendable {
  public let isTerminal: Bool
  /// Columns; 80 when the output is no terminal and nothing else is known.
  public let width: Int
  /// Only on a terminal that is not dumb, and never when `NO_COLOR` is set (no-color.org).
  public let allowsColor: Bool

  /// - Parameter width: Columns.
  public init(isTerminal: Bool = false, width: Int = 80, allowsColor: Bool = false) {
    self.isTerminal = isTerminal
    self.width = width
    self.allowsColor = allowsColor
  }

  init(descriptor: Int32, environment: [String: String]) {
    isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let columns =
      isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
    let wished = environment["COLUMNS"].flatMap { Int($0) } ?? 0
    width = columns > 0 ? columns : wished > 0 ? wished : 80
    allowsColor =
      isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }
}
