import Testing

@testable import sayso_bench

/// The judgement over figures that are made up here.
@Suite("Benchmark verdicts")
struct VerdictTests {
  func row(
    _ set: String, _ tool: String, _ at1e4: Double?, _ at1e6: Double?, megabytes: Int,
    isOverLimit: Bool = false
  ) -> CompareCommand.Row {
    CompareCommand.Row(
      set: set, tool: tool, precision: "float32", objective: 0.5, cpuTo1e4: at1e4, cpuTo1e6: at1e6,
      ratioAt1e4: at1e4, ratioAt1e6: at1e6 ?? (isOverLimit ? 40 : nil),
      peakBytes: megabytes * 1_000_000, rounds: 3, isOverLimit: isOverLimit, limit: 40)
  }

  func met(_ benchmark: Benchmark, _ part: String) -> Bool? {
    benchmark.verdicts.first { $0.requirement.contains(part) }?.isMet
  }

  @Test("hold ours to the fastest peer and to the leanest one")
  func peers() {
    var benchmark = Benchmark()
    benchmark.compared = [
      row("a", "sayso", 1, 1, megabytes: 100), row("a", "sag", 5, 3.9, megabytes: 120),
      row("a", "lbfgs", 50, 60, megabytes: 99), row("a", "liblinear-s7", 0.9, 1.1, megabytes: 130),
    ]
    #expect(met(benchmark, "set a, gap 1e-4: at least 4 times") == true)
    #expect(met(benchmark, "set a, gap 1e-6: at least 4 times") == false)
    #expect(met(benchmark, "set a, gap 1e-4: at least 1 times LIBLINEAR") == false)
    #expect(met(benchmark, "set a, gap 1e-6: at least 1 times LIBLINEAR") == true)
    #expect(met(benchmark, "set a: peak memory") == false)
    #expect(met(benchmark, "set b") == nil)
  }

  @Test("count a peer over its limit as one that took the limit, and say so")
  func overLimit() {
    var benchmark = Benchmark()
    benchmark.compared = [
      row("b", "sayso", 1, 1, megabytes: 100),
      row("b", "saga", 8, nil, megabytes: 120, isOverLimit: true),
    ]
    #expect(met(benchmark, "set b, gap 1e-6") == true)
    let verdict = benchmark.verdicts.first { $0.requirement.contains("set b, gap 1e-6") }
    #expect(verdict?.measured == "over 40.00 times saga float32")
    #expect(CompareCommand.markdown(benchmark.compared ?? []).contains("| over 40 |"))
  }

  @Test("want one model for any number of threads")
  func threads() {
    func line(_ threads: Int, _ speedUp: Double, _ model: String) -> ThreadsCommand.Line {
      ThreadsCommand.Line(
        set: "a", threads: threads, seconds: 1 / speedUp, cpuSeconds: 1, speedUp: speedUp,
        model: model)
    }
    var benchmark = Benchmark()
    benchmark.threads = [line(1, 1, "f00"), line(2, 0.96, "f00"), line(4, 0.99, "f00")]
    #expect(met(benchmark, "the same bytes") == true)
    #expect(met(benchmark, "never slower") == true)
    benchmark.threads = [line(1, 1, "f00"), line(2, 0.9, "f00"), line(4, 1, "f01")]
    #expect(met(benchmark, "the same bytes") == false)
    #expect(met(benchmark, "never slower") == false)
  }

  @Test("leave out parts that have not run")
  func nothing() {
    #expect(Benchmark().verdicts.allSatisfy { $0.isMet == nil })
    #expect(median([3, nil]) == nil)
    #expect(median([3, 1, 2]) == 2)
    #expect(median([]) == nil)
  }
}
