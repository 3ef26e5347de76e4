import Glibc
import Synchronization

/// Whether somebody asked the program to stop, with control-C or `kill`.
///
/// A program that writes piece by piece asks between two pieces, and leaves its files whole. A second
/// request ends it at once.
public enum Interrupt {
  private static let flag = Atomic<Bool>(false)

  /// From now on the first request sets the flag instead of ending the program.
  public static func watch() {
    // Made here, for a signal handler may not.
    flag.store(false, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interrupt.flag.store(true, ordering: .relaxed) }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
  }

  public static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Runs something that a request must not cut in two; it waits until the end.
  static func deferred<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var requests = sigset_t()
    var before = sigset_t()
    sigemptyset(&requests)
    sigaddset(&requests, SIGINT)
    sigaddset(&requests, SIGTERM)
    sigaddset(&requests, SIGHUP)
    pthread_sigmask(SIG_BLOCK, &requests, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try body()
  }
}
