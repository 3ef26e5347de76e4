import CommandLineKit
import Testing

@Suite("Ordered work")
struct OrderedWorkTests {
  private struct Stop: Error {}

  @Test("results come in the order of the items", arguments: [1, 2, 7], [0, 1, 5, 500])
  func order(workers: Int, count: Int) throws {
    var results: [Int] = []
    try workInOrder(on: (0..<count).makeIterator(), workers: workers) { item in
      // Uneven work, so that later items are often done first.
      var sum = item
      for step in 0..<((item * 7919) % 5000) { sum = (sum &* 31 &+ step) & 0xFFFF }
      return sum < 0 ? -1 : item
    } deliver: {
      results.append($0)
    }
    #expect(results == Array(0..<count))
  }

  @Test("an error of the receiver ends the work", arguments: [1, 3])
  func errors(workers: Int) {
    var received = 0
    #expect(throws: Stop.self) {
      try workInOrder(on: (0...).makeIterator(), workers: workers) {
        $0
      } deliver: { _ in
        received += 1
        if received == 20 { throw Stop() }
      }
    }
    #expect(received == 20)
  }
}
