import Dispatch
import Foundation
import Synchronization

/// Works on items on several threads and hands out the results in the order of the items.
///
/// At most four items a thread wait for the result that is handed out next, so that memory is
/// bounded however many items there are. With one worker everything happens on the calling thread.
///
/// - Parameters:
///   - items: Read on the calling thread.
///   - workers: How many threads work.
///   - work: Called on any thread; must give the same result for the same item.
///   - deliver: Called on the calling thread, once for each item. What it throws ends everything.
public func workInOrder<Items: IteratorProtocol, Result: Sendable>(
  on items: Items, workers: Int, _ work: @escaping @Sendable (Items.Element) -> Result,
  deliver: (Result) throws -> Void
) throws where Items.Element: Sendable {
  var items = items
  try withoutActuallyEscaping(deliver) { deliver in
    let queue = OrderedWork(workers: workers, work, deliver: deliver)
    defer { queue.close() }
    while let item = items.next() { try queue.submit(item) }
    try queue.drain()
  }
}

/// Threads that work on items as they come, and hand out the results in the items' order.
///
/// Used on one thread, which gets all results. Whoever makes it calls `close` at the end.
public final class OrderedWork<Item: Sendable, Result: Sendable> {
  private let workers: Int
  private let board = JobBoard<Item, Result>()
  private let work: @Sendable (Item) -> Result
  private let deliver: (Result) throws -> Void
  private var submitted = 0
  private var delivered = 0

  /// - Parameters:
  ///   - work: Called on any thread; must give the same result for the same item.
  ///   - deliver: Called on the thread that calls `submit` and `drain`, once for each item.
  public init(
    workers: Int, _ work: @escaping @Sendable (Item) -> Result,
    deliver: @escaping (Result) throws -> Void
  ) {
    self.workers = workers
    self.work = work
    self.deliver = deliver
    guard workers > 1 else { return }
    let board = board
    for _ in 0..<workers {
      let thread = Thread {
        while let job = board.takeJob() { board.post(work(job.item), for: job.number) }
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  /// Takes an item up, and hands out the oldest result when as many wait as may.
  public func submit(_ item: Item) throws {
    guard workers > 1 else { return try deliver(work(item)) }
    board.submit(item, number: submitted)
    submitted += 1
    if submitted - delivered >= 4 * workers { try deliverNext() }
  }

  /// Waits for all results and hands them out.
  public func drain() throws {
    while delivered < submitted { try deliverNext() }
  }

  private func deliverNext() throws {
    let result = board.result(delivered)
    delivered += 1
    try deliver(result)
  }

  /// Drops what nobody took up and sends the threads home.
  public func close() {
    if workers > 1 { board.close(workers: workers) }
  }
}

/// Where the calling thread leaves jobs and the workers leave results.
private final class JobBoard<Item: Sendable, Result: Sendable>: Sendable {
  private struct State {
    var jobs: [(number: Int, item: Item)] = []
    var nextJob = 0
    var results: [Int: Result] = [:]
  }

  private let state = Mutex(State())
  private let jobsWaiting = DispatchSemaphore(value: 0)
  private let resultsPosted = DispatchSemaphore(value: 0)

  func submit(_ item: Item, number: Int) {
    state.withLock { $0.jobs.append((number, item)) }
    jobsWaiting.signal()
  }

  /// The next job, when there is one; nil when the board is closed.
  func takeJob() -> (number: Int, item: Item)? {
    jobsWaiting.wait()
    return state.withLock { state in
      guard state.nextJob < state.jobs.count else { return nil }
      defer {
        state.nextJob += 1
        if state.nextJob == state.jobs.count {
          state.jobs.removeAll(keepingCapacity: true)
          state.nextJob = 0
        }
      }
      return state.jobs[state.nextJob]
    }
  }

  func post(_ result: Result, for number: Int) {
    state.withLock { $0.results[number] = result }
    resultsPosted.signal()
  }

  /// Waits for the result of a job.
  func result(_ number: Int) -> Result {
    while true {
      if let result = state.withLock({ $0.results.removeValue(forKey: number) }) { return result }
      resultsPosted.wait()
    }
  }

  /// Drops the jobs that nobody took and sends the workers home.
  func close(workers: Int) {
    state.withLock { state in
      state.jobs.removeAll()
      state.nextJob = 0
    }
    for _ in 0..<workers { jobsWaiting.signal() }
  }
}
