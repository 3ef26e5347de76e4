import Evaluation
import StanceScoring
import Syntax
import Testing
import Training

@Suite("Stance experiments")
struct StanceExperimentTests {
  static func experiment() -> StanceExperiment {
    var experiment = StanceExperiment(
      [.sentence: StanceTrainingTests.quotes()],
      checks: [.init(name: "same", quotes: StanceTrainingTests.quotes())],
      lexicons: StanceTrainingTests.lexicons, threads: 1,
      parse: { StanceTrainingTests.syntax.parse($0) })
    experiment.rounds = 0
    return experiment
  }

  @Test("measure on texts held out and on sets that were not learned from")
  func crossValidation() throws {
    let study = try Self.experiment().study(.crossValidation)
    #expect(study.rows.map(\.set) == ["held out", "same"])
    #expect(study.rows.allSatisfy { $0.questions == "sentence" && $0.setting == "all groups" })
    #expect(study.rows.allSatisfy { $0.measures.map(\.name) == StanceStudy.measureNames })
    #expect(study.rows[0].measures[0].value == 1)
  }

  @Test("leave out one group after another")
  func ablation() throws {
    let study = try Self.experiment().study(.ablation)
    let settings = study.series(questions: "sentence", set: "held out").map(\.setting)
    let groups = FeatureGroup.allCases.filter { FeatureGroup.standard.contains($0) }
    #expect(settings == ["all groups"] + groups.map { "without \($0.rawValue)" })
    let counts = Set(study.rows.map(\.featureCount))
    #expect(counts.count > 3)
  }

  @Test("learn from growing parts that never divide a group")
  func learningCurve() throws {
    var experiment = Self.experiment()
    experiment.shares = [0.4, 0.8, 1]
    let study = try experiment.study(.learningCurve)
    let counts = study.series(questions: "sentence", set: "held out").map(\.exampleCount)
    #expect(counts == [2, 4, 5].map { $0 * StanceTrainingTests.sentences.count })
    #expect(study.rows.last?.setting == "100 %")
  }
}
