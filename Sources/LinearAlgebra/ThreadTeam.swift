import Dispatch

/// Runs the parts of a job on a number of threads.
///
/// Jobs are cut into parts by their size alone, never by the number of threads, and each part
/// writes where no other does: results are the same for any number of threads. Threads that wait
/// block; they do not spin.
package struct ThreadTeam: Sendable {
  /// The number of threads, the caller's included.
  package let threads: Int

  package init(threads: Int) {
    precondition(threads >= 1, "\(threads) threads")
    self.threads = threads
  }

  /// Calls `body` once for each part, 0 ..< parts, in no particular order.
  package func run(parts: Int, _ body: (Int) -> Void) {
    let workers = min(threads, parts)
    guard workers > 1 else {
      for part in 0..<parts { body(part) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let shared = SharedBody(body: body)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        var part = worker
        while part < parts {
          shared.body(part)
          part += workers
        }
      }
    }
  }
}

/// A closure whose caller promises that its parts do not touch the same memory.
private struct SharedBody: @unchecked Sendable {
  let body: (Int) -> Void
}
