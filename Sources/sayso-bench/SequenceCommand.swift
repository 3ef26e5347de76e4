import Foundation
import LinearModels

/// Training and tagging speed of the sequence models on made-up sentences: `sayso-bench sequences`.
struct SequenceCommand {
  var sentences = 4000
  var labels = 20
  var threads = 1

  struct Line: Codable {
    var model: String
    var tokens: Int
    var labels: Int
    var columns: Int
    var threads: Int
    var trainingCPUSeconds: Double
    var trainingSeconds: Double
    var passes: Int
    var microsecondsPerTokenAndPass: Double
    var tokensTaggedPerSecond: Double
    var accuracy: Double
  }

  func run() throws -> [Line] {
    var generator = SeededGenerator(seed: 7)
    let words = 30_000
    func word() -> Int {
      // Zipf by the inverse of a continuous distribution.
      let share = Double(generator.next() >> 11) * 0x1p-53
      return min(words - 1, Int(exp(share * log(Double(words)))))
    }
    var hashed: [[[UInt64]]] = []
    var gold: [[Int32]] = []
    for _ in 0..<sentences {
      let sentence = (0..<25).map { _ in word() }
      var tags: [Int32] = []
      for word in sentence {
        let noise = generator.next() % 10 == 0
        tags.append(
          noise ? ((tags.last ?? 0) + 1) % Int32(labels) : Int32(word * 7 % labels))
      }
      hashed.append(
        sentence.indices.map { place in
          (0..<20).map { kind in
            // Contexts of a word, of which the nearest repeat most.
            let neighbour = place + kind % 5 - 2
            let near = sentence.indices.contains(neighbour) ? sentence[neighbour] : words
            var hash = SeededGenerator(
              seed: UInt64(kind) << 40 | UInt64(kind < 10 ? near : near % 500))
            return hash.next()
          }
        })
      gold.append(tags)
    }
    var builder = FeatureVocabularyBuilder()
    for sentence in hashed { for token in sentence { builder.count(token) } }
    let vocabulary = builder.vocabulary(minimumCount: 2)
    var data = TaggedSequences()
    var features: [TokenFeatures] = []
    for (sentence, tags) in zip(hashed, gold) {
      var tokens = TokenFeatures()
      for token in sentence { tokens.append(token, in: vocabulary) }
      features.append(tokens)
      data.append(tokens, labels: tags)
    }
    let tokens = data.labels.count
    var lines: [Line] = []
    func add(
      _ name: String, _ report: FitReport, _ cpu: Double, _ tag: (Int) -> [Int32]
    ) {
      let start = processorSeconds()
      var right = 0
      for (index, tags) in gold.enumerated() {
        right += zip(tag(index), tags).filter { $0 == $1 }.count
      }
      let seconds = processorSeconds() - start
      lines.append(
        Line(
          model: name, tokens: tokens, labels: labels, columns: vocabulary.columnCount,
          threads: threads, trainingCPUSeconds: cpu, trainingSeconds: report.seconds,
          passes: report.passes,
          microsecondsPerTokenAndPass: cpu * 1e6 / Double(tokens * report.passes),
          tokensTaggedPerSecond: Double(tokens) / seconds,
          accuracy: Double(right) / Double(tokens)))
    }
    for (name, method) in [
      ("CRF, AdaGrad", LinearChainCRFOptions.Method.averagedAdaGrad(epochs: 4, learningRate: 0.2)),
      ("CRF, L-BFGS", .lbfgs),
    ] {
      var options = LinearChainCRFOptions()
      options.method = method
      options.threads = threads
      options.maximumPasses = 20
      let start = processorSeconds()
      let (model, report) = try LinearChainCRF.fit(
        data, columnCount: vocabulary.columnCount, labelCount: labels, options: options)
      add(name, report, processorSeconds() - start) { model.viterbi(features[$0]) }
    }
    var options = AveragedPerceptronOptions()
    options.epochs = 4
    let start = processorSeconds()
    let (model, report) = try AveragedPerceptronTagger.fit(
      gold: gold, labelCount: labels, options: options
    ) { sentence, token, _, into in into.append(contentsOf: hashed[sentence][token]) }
    add("averaged perceptron", report, processorSeconds() - start) { sentence in
      model.tag(count: 25) { token, _, into in into.append(contentsOf: hashed[sentence][token]) }
    }
    return lines
  }

  static func markdown(_ lines: [Line]) -> String {
    let rows = lines.map {
      "| \($0.model) | \($0.tokens) | \($0.labels) | \($0.columns) | \($0.threads) | "
        + "\(String(format: "%.2f", $0.trainingCPUSeconds)) | "
        + "\(String(format: "%.2f", $0.trainingSeconds)) | \($0.passes) | "
        + "\(String(format: "%.2f", $0.microsecondsPerTokenAndPass)) | "
        + "\(Int($0.tokensTaggedPerSecond)) | \(String(format: "%.4f", $0.accuracy)) |"
    }
    return
      ([
        "| model | tokens | labels | columns | threads | CPU s | wall s | passes "
          + "| µs a token and pass | tokens tagged a second | accuracy |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
      ] + rows).joined(separator: "\n")
  }
}
