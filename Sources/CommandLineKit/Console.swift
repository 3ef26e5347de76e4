/// What a command may touch of the process it runs in: its streams, terminals and environment.
///
/// A test gives its own; only `main` takes the real one.
public struct Console {
  public let out: OutputBuffer
  public let err: OutputBuffer
  public let outTerminal: Terminal
  public let errTerminal: Terminal
  public let environment: [String: String]
  /// The file descriptor that `-` reads.
  public let input: Int32

  public init(
    out: OutputBuffer, err: OutputBuffer, outTerminal: Terminal = Terminal(),
    errTerminal: Terminal = Terminal(), environment: [String: String] = [:], input: Int32 = 0
  ) {
    self.out = out
    self.err = err
    self.outTerminal = outTerminal
    self.errTerminal = errTerminal
    self.environment = environment
    self.input = input
  }

  /// The console of this process.
  public static func standard(environment: [String: String]) -> Console {
    Console(
      out: OutputBuffer(descriptor: 1), err: OutputBuffer(descriptor: 2, capacity: 0),
      outTerminal: Terminal(descriptor: 1, environment: environment),
      errTerminal: Terminal(descriptor: 2, environment: environment), environment: environment)
  }
}
