import Foundation
import LinearAlgebra
import LinearModels
import Testing

@Suite("Linear-chain CRF")
struct LinearChainCRFTests {
  static func randomModel(
    columns: Int, labels: Int, seed: UInt64, constraints: LabelConstraints
  ) -> LinearChainCRF {
    var generator = SeededGenerator(seed: seed)
    return LinearChainCRF(
      labelCount: labels,
      weights: FlatArray((0..<(columns * labels)).map { _ in Float(Examples.number(&generator)) }),
      edges: (0..<(labels * (labels + 2))).map { _ in Float(Examples.number(&generator)) },
      constraints: constraints)
  }

  /// Every label sequence of a length.
  static func allPaths(length: Int, labels: Int) -> [[Int32]] {
    var paths: [[Int32]] = [[]]
    for _ in 0..<length {
      paths = paths.flatMap { path in (0..<Int32(labels)).map { path + [$0] } }
    }
    return paths
  }

  static func score(_ path: [Int32], _ tokens: TokenFeatures, _ model: LinearChainCRF) -> Double {
    let labels = model.labelCount
    var total = 0.0
    for (token, label) in path.enumerated() {
      for position in tokens.offsets[token]..<tokens.offsets[token + 1] {
        total += Double(model.weights[Int(tokens.columns[position]) * labels + Int(label)])
      }
      let edge = token == 0 ? labels * labels : Int(path[token - 1]) * labels
      total += Double(model.edges[edge + Int(label)])
    }
    return total + Double(model.edges[labels * (labels + 1) + Int(path[path.count - 1])])
  }

  @Test("agrees with sums over every label sequence", arguments: 0..<20 as Range<UInt64>)
  func bruteForce(seed: UInt64) {
    let labels = 1 + Int(seed % 4)
    let length = 1 + Int(seed / 4)
    var constraints = LabelConstraints(labelCount: labels)
    if labels > 2 {
      constraints.forbid(0, before: 1)
      constraints.starts[2] = false
      constraints.ends[1] = false
    }
    let model = Self.randomModel(columns: 6, labels: labels, seed: seed, constraints: constraints)
    var generator = SeededGenerator(seed: seed + 100)
    let tokens = TokenFeatures(
      (0..<length).map { _ in (0..<3).map { _ in UInt32(generator.next() % 6) } })
    let paths = Self.allPaths(length: length, labels: labels).filter {
      model.logProbability(of: $0, given: tokens) > -.infinity
    }
    #expect(!paths.isEmpty)
    let scores = paths.map { Self.score($0, tokens, model) }
    let total = log(scores.map { exp($0) }.reduce(0, +))
    for (path, score) in zip(paths, scores) {
      #expect(abs(model.logProbability(of: path, given: tokens) - (score - total)) < 1e-5)
    }
    let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
    #expect(model.viterbi(tokens) == paths[best])
    let marginals = model.marginals(tokens)
    for token in 0..<length {
      for label in 0..<labels {
        var expected = 0.0
        for (path, score) in zip(paths, scores) where path[token] == Int32(label) {
          expected += exp(score - total)
        }
        #expect(abs(Double(marginals[token, label]) - expected) < 1e-5)
      }
    }
  }

  @Test(
    "learns labels that depend on the label before",
    arguments: [
      LinearChainCRFOptions.Method.lbfgs, .averagedAdaGrad(epochs: 10, learningRate: 0.2),
    ])
  func learning(method: LinearChainCRFOptions.Method) throws {
    let train = Examples.sequences(count: 300, columns: 9, labels: 3, seed: 1)
    var options = LinearChainCRFOptions()
    options.method = method
    options.l2Penalty = 0.1
    let (model, report) = try LinearChainCRF.fit(
      train, columnCount: 9, labelCount: 3, options: options)
    #expect(report.passes > 1)
    let fresh = Examples.sequences(count: 50, columns: 9, labels: 3, seed: 2)
    var right = 0
    for sequence in 0..<fresh.count {
      let range = fresh.sequenceOffsets[sequence]..<fresh.sequenceOffsets[sequence + 1]
      let tokens = TokenFeatures(
        range.map {
          Array(fresh.tokens.columns[fresh.tokens.offsets[$0]..<fresh.tokens.offsets[$0 + 1]])
        })
      right += zip(model.viterbi(tokens), fresh.labels[range]).filter { $0 == $1 }.count
    }
    #expect(Double(right) > 0.95 * Double(fresh.labels.count))
  }

  @Test(
    "gives the same bytes for one to four threads",
    arguments: [
      LinearChainCRFOptions.Method.lbfgs, .averagedAdaGrad(epochs: 3, learningRate: 0.2),
    ])
  func threads(method: LinearChainCRFOptions.Method) throws {
    let train = Examples.sequences(count: 300, columns: 9, labels: 3, seed: 1)
    var options = LinearChainCRFOptions()
    options.method = method
    let files = try (1...4).map { threads in
      options.threads = threads
      var writer = ModelFileWriter(kind: "test")
      try LinearChainCRF.fit(train, columnCount: 9, labelCount: 3, options: options).model
        .write(to: &writer, as: "crf")
      return writer.bytes()
    }
    #expect(files.allSatisfy { $0 == files[0] })
  }

  @Test("never predicts what the constraints forbid, and refuses gold that breaks them")
  func constraints() throws {
    let train = Examples.sequences(count: 100, columns: 9, labels: 3, seed: 1)
    var options = LinearChainCRFOptions()
    var constraints = LabelConstraints(labelCount: 3)
    constraints.forbid(0, before: 0)
    options.constraints = constraints
    #expect(throws: FitError.self) {
      try LinearChainCRF.fit(train, columnCount: 9, labelCount: 3, options: options)
    }
    let model = Self.randomModel(columns: 9, labels: 3, seed: 4, constraints: constraints)
    for seed in 0..<20 as Range<UInt64> {
      let tokens = Examples.sequences(count: 1, columns: 9, labels: 3, seed: seed).tokens
      let path = model.viterbi(tokens)
      for (first, second) in zip(path, path.dropFirst()) { #expect((first, second) != (0, 0)) }
    }
  }

  @Test("scores a very long sequence without underflow")
  func longSequence() {
    let model = Self.randomModel(
      columns: 5, labels: 3, seed: 9, constraints: LabelConstraints(labelCount: 3))
    let tokens = TokenFeatures((0..<20_000).map { [UInt32($0 % 5)] })
    let marginals = model.marginals(tokens)
    for row in [0, 10_000, 19_999] {
      #expect(abs(marginals.row(row).reduce(0, +) - 1) < 1e-5)
    }
    #expect(model.logProbability(of: model.viterbi(tokens), given: tokens).isFinite)
  }

  @Test("keeps its answers when zero columns are pruned and when written and read")
  func pruningAndFiles() throws {
    let train = Examples.sequences(count: 80, columns: 9, labels: 3, seed: 3)
    let (model, _) = try LinearChainCRF.fit(train, columnCount: 20, labelCount: 3)
    let (small, columns) = model.pruned()
    #expect(columns == Array(0..<9))
    var writer = ModelFileWriter(kind: "test")
    small.write(to: &writer, as: "crf")
    let read = try LinearChainCRF(from: ModelFile(writer.bytes()), as: "crf")
    #expect(read.viterbi(train.tokens) == model.viterbi(train.tokens))
    #expect(read.marginals(train.tokens) == model.marginals(train.tokens))
  }
}
