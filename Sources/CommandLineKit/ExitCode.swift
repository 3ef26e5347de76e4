/// What a process tells its caller when it ends; the numbers are those of BSD's `sysexits.h`.
public enum ExitCode: Int32, Sendable, Comparable {
  case success = 0
  /// Anything that the other numbers do not name.
  case failure = 1
  /// A mistake on the command line.
  case usage = 64
  /// An input that is there but cannot be read as what it should be.
  case badData = 65
  /// An input that is not there or may not be opened.
  case missingInput = 66
  /// Reading or writing failed.
  case inputOutput = 74
  /// Somebody asked the program to stop: 128 and the number of the signal of control-C.
  case interrupted = 130

  public static func < (left: ExitCode, right: ExitCode) -> Bool {
    left.rawValue < right.rawValue
  }
}
