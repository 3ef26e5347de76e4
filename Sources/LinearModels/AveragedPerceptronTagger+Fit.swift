/// How an averaged perceptron is fitted.
public struct AveragedPerceptronOptions: Sendable {
  /// Passes over the sequences.
  public var epochs = 8
  /// The seed of the order in which sequences are seen.
  public var seed: UInt64 = 1
  /// How labels are chosen.
  public var decoding = AveragedPerceptronTagger.Decoding.greedy
  /// Features that fewer tokens have in the first epoch are left out of the model. With greedy
  /// decoding the count includes features of labels chosen on the way.
  public var minimumFeatureCount = 1
  /// Averaged weights smaller than this are left out of the model.
  public var pruningThreshold: Float = 0
  /// The most bytes of weights and their statistics while training.
  public var memoryLimit = 4 << 30

  /// The usual options: 8 epochs, greedy.
  public init() {}
}

extension AveragedPerceptronTagger {
  /// Fits a tagger to sequences that closures describe.
  ///
  /// In greedy decoding the context of a token holds the labels that the tagger itself chose, so it
  /// learns to go on after its own mistakes.
  ///
  /// - Parameters:
  ///   - gold: the gold labels of each sequence.
  ///   - labelCount: the number of labels, at most 65,536.
  ///   - options: the number of epochs, the decoding and what is left out of the model.
  ///   - allowed: the labels that a token of a sequence may have, as in `tag`.
  ///   - features: appends the features of a token of a sequence.
  /// - Throws: `FitError` when there are no tokens, a label is out of range or the memory limit
  ///   does not suffice.
  public static func fit(
    gold: [[Int32]], labelCount: Int, options: AveragedPerceptronOptions = .init(),
    allowed: ((_ sequence: Int, _ token: Int) -> LabelSet)? = nil,
    features: (_ sequence: Int, _ token: Int, _ context: TagContext, _ into: inout [UInt64]) -> Void
  ) throws(FitError) -> (model: AveragedPerceptronTagger, report: FitReport) {
    guard labelCount >= 1, labelCount <= 1 << 16 else {
      throw .invalidOption(
        name: "the number of labels", value: "\(labelCount)", expected: "1 to 65536")
    }
    guard options.epochs >= 1 else {
      throw .invalidOption(
        name: "the number of epochs", value: "\(options.epochs)", expected: "1 or more")
    }
    guard gold.contains(where: { !$0.isEmpty }) else { throw .noExamples }
    for (index, labels) in gold.enumerated() {
      if let bad = labels.first(where: { $0 < 0 || Int($0) >= labelCount }) {
        throw .labelOutOfRange(index: index, label: Int(bad), classCount: labelCount)
      }
    }
    let watch = Stopwatch()
    var trainer = PerceptronTrainer(labelCount: labelCount, options: options)
    var generator = SeededGenerator(seed: options.seed)
    var trace: [FitReport.Step] = []
    var hashes: [UInt64] = []
    for epoch in 0..<options.epochs {
      var mistakes = 0
      trainer.isCounting = epoch == 0
      for sequence in generator.permutation(gold.count) {
        switch options.decoding {
        case .greedy:
          var context = TagContext.start
          for (token, label) in gold[sequence].enumerated() {
            hashes.removeAll(keepingCapacity: true)
            features(sequence, token, context, &hashes)
            let set = allowed?(sequence, token) ?? .all
            let guess = trainer.learn(hashes, gold: label, allowed: set)
            mistakes += guess == label ? 0 : 1
            context = TagContext(previous: guess, beforePrevious: context.previous)
          }
        case .viterbi:
          mistakes += trainer.learn(sequence: gold[sequence]) { token, hashes in
            features(sequence, token, .start, &hashes)
            return allowed?(sequence, token) ?? .all
          }
        }
        guard trainer.byteCount <= options.memoryLimit else {
          throw .tooLarge(needed: trainer.byteCount, allowed: options.memoryLimit)
        }
      }
      trace.append(
        watch.step(passes: epoch + 1, objective: Double(mistakes)))
      if mistakes == 0 { break }
    }
    let model = trainer.model()
    let report = FitReport(
      objective: trace.last?.objective ?? 0, relativeGap: nil, hasConverged: true,
      passes: trace.count, seconds: watch.seconds, trace: trace)
    return (model, report)
  }
}

/// The growing weights of a perceptron: a row of labels for each feature seen in a mistake.
private struct PerceptronTrainer {
  let labelCount: Int
  let options: AveragedPerceptronOptions
  var isCounting = true

  // An open-addressing table from feature to row; `slots` holds row + 1.
  private var keys = [UInt64](repeating: 0, count: 1 << 12)
  private var slots = [UInt32](repeating: 0, count: 1 << 12)
  private var counts: [UInt32] = []
  private var weights: [Float] = []
  /// Σ over updates of update × the step before it, from which the average is made at the end.
  private var totals: [Double] = []
  private var transitions: [Float]
  private var transitionTotals: [Double]
  private var step = 1.0
  private var scores: [Float]
  private var rows: [Int] = []

  init(labelCount: Int, options: AveragedPerceptronOptions) {
    self.labelCount = labelCount
    self.options = options
    let edges = options.decoding == .viterbi ? labelCount * (labelCount + 1) : 0
    transitions = [Float](repeating: 0, count: edges)
    transitionTotals = [Double](repeating: 0, count: edges)
    scores = [Float](repeating: 0, count: labelCount)
  }

  var byteCount: Int { keys.count * 12 + weights.count * 12 + counts.count * 4 }

  /// Chooses a label for a token and learns when it is wrong.
  mutating func learn(_ hashes: [UInt64], gold: Int32, allowed: LabelSet) -> Int32 {
    findRows(hashes)
    scoreRows(rows[...])
    let guess = best(scores, allowed: allowed)
    if guess != gold {
      for row in rows {
        change(row * labelCount + Int(gold), by: 1)
        change(row * labelCount + Int(guess), by: -1)
      }
    }
    step += 1
    return guess
  }

  /// Chooses labels for a sequence and learns where they are wrong; returns how many were.
  mutating func learn(
    sequence gold: [Int32], features: (Int, inout [UInt64]) -> LabelSet
  ) -> Int {
    var hashes: [UInt64] = []
    var allRows: [Int] = []
    var starts = [0]
    var all: [Float] = []
    for token in gold.indices {
      hashes.removeAll(keepingCapacity: true)
      let allowed = features(token, &hashes)
      findRows(hashes)
      scoreRows(rows[...])
      mask(&scores, allowed: allowed)
      all.append(contentsOf: scores)
      allRows.append(contentsOf: rows)
      starts.append(allRows.count)
    }
    let guess = bestPath(all, transitions: transitions, labelCount: labelCount)
    var mistakes = 0
    for token in gold.indices {
      let right = Int(gold[token])
      let wrong = Int(guess[token])
      if right != wrong {
        mistakes += 1
        for row in allRows[starts[token]..<starts[token + 1]] {
          change(row * labelCount + right, by: 1)
          change(row * labelCount + wrong, by: -1)
        }
      }
      let before = token == 0 ? labelCount : Int(gold[token - 1])
      let guessedBefore = token == 0 ? labelCount : Int(guess[token - 1])
      changeTransition(before * labelCount + right, by: 1)
      changeTransition(guessedBefore * labelCount + wrong, by: -1)
    }
    step += 1
    return mistakes
  }

  private mutating func findRows(_ hashes: [UInt64]) {
    rows.removeAll(keepingCapacity: true)
    for hash in hashes { rows.append(row(of: hash)) }
  }

  private mutating func row(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while slots[slot] != 0 {
      if keys[slot] == hash {
        let row = Int(slots[slot]) - 1
        if isCounting { counts[row] &+= 1 }
        return row
      }
      slot = (slot + 1) & mask
    }
    let row = counts.count
    keys[slot] = hash
    slots[slot] = UInt32(row + 1)
    counts.append(1)
    weights.append(contentsOf: repeatElement(0, count: labelCount))
    totals.append(contentsOf: repeatElement(0, count: labelCount))
    if counts.count * 5 > slots.count * 3 { grow() }
    return row
  }

  private mutating func grow() {
    let oldKeys = keys
    let oldSlots = slots
    let mask = oldSlots.count * 2 - 1
    keys = [UInt64](repeating: 0, count: mask + 1)
    slots = [UInt32](repeating: 0, count: mask + 1)
    for (key, value) in zip(oldKeys, oldSlots) where value != 0 {
      var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = key
      slots[slot] = value
    }
  }

  private mutating func scoreRows(_ rows: ArraySlice<Int>) {
    let labels = labelCount
    scores.withUnsafeMutableBufferPointer { scores in
      weights.withUnsafeBufferPointer { weights in
        for label in 0..<labels { scores[label] = 0 }
        for row in rows {
          for label in 0..<labels { scores[label] += weights[row * labels + label] }
        }
      }
    }
  }

  private mutating func change(_ index: Int, by amount: Float) {
    weights[index] += amount
    totals[index] += Double(amount) * step
  }

  private mutating func changeTransition(_ index: Int, by amount: Float) {
    transitions[index] += amount
    transitionTotals[index] += Double(amount) * step
  }

  /// The tagger with averaged weights. The average over all steps of a weight that changed by aᵢ
  /// at step tᵢ is Σ aᵢ − Σ aᵢ tᵢ / steps.
  func model() -> AveragedPerceptronTagger {
    var kept: [(count: UInt32, hash: UInt64, row: Int)] = []
    let minimum = UInt32(clamping: options.minimumFeatureCount)
    for (key, slot) in zip(keys, slots) where slot != 0 {
      let row = Int(slot) - 1
      if counts[row] >= minimum, (0..<labelCount).contains(where: { averaged(row, $0) != 0 }) {
        kept.append((counts[row], key, row))
      }
    }
    kept.sort { $0.count != $1.count ? $0.count > $1.count : $0.hash < $1.hash }
    var offsets: [UInt32] = [0]
    var labels: [UInt16] = []
    var values: [Float] = []
    for entry in kept {
      for label in 0..<labelCount {
        let weight = averaged(entry.row, label)
        if weight != 0 {
          labels.append(UInt16(label))
          values.append(weight)
        }
      }
      offsets.append(UInt32(labels.count))
    }
    return AveragedPerceptronTagger(
      labelCount: labelCount, decoding: options.decoding,
      vocabulary: FeatureVocabulary(hashes: kept.map(\.hash)), offsets: FlatArray(offsets),
      entryLabels: FlatArray(labels), entryWeights: FlatArray(values),
      transitions: transitions.indices.map {
        Float(Double(transitions[$0]) - transitionTotals[$0] / step)
      })
  }

  private func averaged(_ row: Int, _ label: Int) -> Float {
    let index = row * labelCount + label
    let average = Float(Double(weights[index]) - totals[index] / step)
    return abs(average) > options.pruningThreshold ? average : 0
  }
}
