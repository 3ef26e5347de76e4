import Documents
import Glibc
import LinearModels
import Testing

@testable import Syntax

@Suite("Probabilities of entities")
struct EntityProbabilityTests {
  /// Label 2 may neither begin nor follow 0, as the inside of an entity.
  private static let edges: [Double] = [
    0.3, -0.4, -.infinity,
    -0.2, 0.1, 0.7,
    0.5, -0.6, 0.2,
    0.1, 0.4, -.infinity,
    -0.3, 0.2, 0.6,
  ]

  private static func draws(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 22) - 2
    }
  }

  /// exp of the score of a labelling.
  private static func weight(_ labels: [Int], _ scores: [Double]) -> Double {
    var sum = edges[9 + labels[0]] + edges[12 + labels[labels.count - 1]]
    for (token, label) in labels.enumerated() {
      sum += scores[token * 3 + label]
      if token > 0 { sum += edges[labels[token - 1] * 3 + label] }
    }
    return exp(sum)
  }

  @Test("are sums over all labellings", arguments: 1...6 as ClosedRange<UInt64>)
  func allLabellings(seed: UInt64) {
    let count = 5
    let scores = Self.draws(count * 3, seed: seed)
    let lattice = LabelLattice(scores: scores, edges: Self.edges, labelCount: 3)
    let labellings = (0..<243).map { number in
      [number % 3, number / 3 % 3, number / 9 % 3, number / 27 % 3, number / 81]
    }
    let total = labellings.reduce(0) { $0 + Self.weight($1, scores) }
    for start in 0..<count {
      for length in 1...(count - start) {
        let part = [1] + [Int](repeating: 2, count: length - 1)
        let end = start + length
        let share = labellings.filter {
          Array($0[start..<end]) == part && (end == count || $0[end] != 2)
        }
        .reduce(0) { $0 + Self.weight($1, scores) }
        let found = lattice.probability(of: part, from: start, without: 2)
        #expect(abs(found - share / total) < 1e-12)
      }
    }
  }

  @Test("are stated for persons, bodies and places, and change nothing in the parse")
  func stated() throws {
    let text = "Gen. Omar Haddad met the Iraqis in Lima. Haddad thanked the Musqueam Indian Band."
    let (document, parse) = try analyzed(text)
    let probabilities = try SyntaxAnalyzer().entityProbabilities(parse, of: document)
    #expect(probabilities.count == parse.entities.count)
    for (entity, probability) in zip(parse.entities, probabilities) {
      #expect((probability == nil) == (entity.kind == .group))
      if let probability { #expect(probability > 0 && probability < 1) }
    }
    let omar = try #require(parse.entities.firstIndex { $0.tokens.count == 2 })
    #expect(try #require(probabilities[omar]) > 0.8)
  }

  @Test("are lower for the same words as another kind or cut off")
  func alternatives() throws {
    let (document, parse) = try analyzed("Marta Olsen flew home on Monday.")
    let analyzer = try SyntaxAnalyzer()
    let name = try #require(parse.entities.first)
    func evidence(_ tokens: Range<Int>, _ kind: Entity.Kind) throws -> EntityEvidence {
      let other = Parse(
        tags: parse.tags, lemmas: parse.lemmas, lemmaBytes: parse.lemmaBytes,
        lemmaHashes: parse.lemmaHashes,
        entities: [Entity(tokens: tokens, kind: kind, probability: 1)],
        nounChunks: parse.nounChunks, verbGroups: parse.verbGroups, clauses: parse.clauses,
        entityOfToken: parse.entityOfToken, nounChunkOfToken: parse.nounChunkOfToken,
        verbGroupOfToken: parse.verbGroupOfToken)
      return try #require(analyzer.entityEvidence(other, of: document)[0])
    }
    let right = try evidence(name.tokens, .person)
    #expect(right.isRecognized)
    let others = [
      try evidence(name.tokens, .place), try evidence(0..<1, .person), try evidence(3..<4, .person),
    ]
    for other in others { #expect(other.odds < right.odds && !other.isRecognized) }
  }

  @Test("are found again by a calibration that was stored, and a broken one is told")
  func stored() throws {
    var calibration = EntityCalibration()
    (calibration.factor, calibration.offset) = (0.5, -0.25)
    (calibration.madeFactor, calibration.madeOffset) = (0.125, 1)
    var file = ModelFileWriter(kind: "test")
    calibration.write(to: &file, as: "lines")
    file.add("broken", doubles: [1, .nan, 1, 0])
    let read = try ModelFile(file.bytes())
    #expect(try EntityCalibration(from: read, as: "lines") == calibration)
    #expect(throws: ModelFileError.self) { try EntityCalibration(from: read, as: "broken") }
    let odds = EntityEvidence(odds: 2, isRecognized: true)
    #expect(abs(calibration.probability(odds) - 1 / (1 + exp(-0.75))) < 1e-12)
  }
}
