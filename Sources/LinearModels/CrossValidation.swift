/// Divides examples into folds so that groups stay whole and classes stay balanced.
public struct CrossValidation: Sendable, Equatable {
  /// The fold of each example.
  public let folds: [Int]
  /// The number of folds.
  public let foldCount: Int

  /// A number for each name, the same for the same name, in the order of their first places.
  public static func numbers<Name: Hashable>(of names: [Name]) -> [Int] {
    var numbers: [Name: Int] = [:]
    return names.map { name in
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
  }

  /// Deals groups out to folds, the largest first, each to the fold whose class counts it brings
  /// nearest to an equal share of every class.
  ///
  /// - Parameters:
  ///   - labels: the class of each example; one class for all stratifies nothing.
  ///   - groups: the group of each example, any numbers; `nil` makes each example its own group.
  ///   - foldCount: the number of folds, at least 2.
  ///   - seed: decides between groups of the same make-up.
  /// - Precondition: as many groups as labels, and no negative label.
  /// - Complexity: O(examples log examples + groups × folds × classes).
  public init(labels: [Int32], groups: [Int]? = nil, foldCount: Int, seed: UInt64) {
    precondition(foldCount >= 2, "\(foldCount) folds")
    let groups = groups ?? Array(labels.indices)
    precondition(groups.count == labels.count, "\(groups.count) groups, \(labels.count) labels")
    let classCount = Int(labels.max() ?? 0) + 1
    var numbers: [Int: Int] = [:]
    var counts: [[Int]] = []
    var groupOf: [Int] = []
    for (group, label) in zip(groups, labels) {
      precondition(label >= 0, "label \(label)")
      let number = numbers[group] ?? counts.count
      if number == counts.count {
        numbers[group] = number
        counts.append([Int](repeating: 0, count: classCount))
      }
      counts[number][Int(label)] += 1
      groupOf.append(number)
    }
    var totals = [Double](repeating: 0, count: classCount)
    for count in counts { for label in 0..<classCount { totals[label] += Double(count[label]) } }
    var generator = SeededGenerator(seed: seed)
    let sizes = counts.map { $0.reduce(0, +) }
    let shuffled = generator.permutation(counts.count)
    var ranks = [Int](repeating: 0, count: counts.count)
    for (rank, group) in shuffled.enumerated() { ranks[group] = rank }
    let order = shuffled.sorted {
      sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : ranks[$0] < ranks[$1]
    }
    var held = [[Double]](repeating: [Double](repeating: 0, count: classCount), count: foldCount)
    var heldSizes = [Int](repeating: 0, count: foldCount)
    var foldOf = [Int](repeating: 0, count: counts.count)
    for group in order {
      // The growth of Σ (count / class total)² is least where the group's classes are scarcest.
      var best = 0
      var bestCost = Double.infinity
      for fold in 0..<foldCount {
        var cost = 0.0
        for label in 0..<classCount where counts[group][label] > 0 {
          let added = Double(counts[group][label])
          cost += added * (2 * held[fold][label] + added) / (totals[label] * totals[label])
        }
        if cost < bestCost || (cost == bestCost && heldSizes[fold] < heldSizes[best]) {
          best = fold
          bestCost = cost
        }
      }
      foldOf[group] = best
      heldSizes[best] += sizes[group]
      for label in 0..<classCount { held[best][label] += Double(counts[group][label]) }
    }
    folds = groupOf.map { foldOf[$0] }
    self.foldCount = foldCount
  }

  /// The examples to learn from and those held out, ascending, for one fold.
  public func split(_ fold: Int) -> (training: [Int], heldOut: [Int]) {
    precondition((0..<foldCount).contains(fold), "fold \(fold) of \(foldCount)")
    return (
      folds.indices.filter { folds[$0] != fold }, folds.indices.filter { folds[$0] == fold }
    )
  }

  /// Growing parts of a training set for a learning curve: each holds the one before it, and
  /// groups stay whole.
  ///
  /// - Parameters:
  ///   - shares: the share of the examples in each part, ascending, above 0 and at most 1.
  ///   - groups: the group of each example; `nil` makes each its own.
  ///   - count: the number of examples.
  ///   - seed: decides the order in which groups are added.
  public static func learningCurve(
    shares: [Double], groups: [Int]? = nil, count: Int, seed: UInt64
  ) -> [[Int]] {
    let groups = groups ?? Array(0..<count)
    precondition(groups.count == count, "\(groups.count) groups, \(count) examples")
    var members: [Int: [Int]] = [:]
    var names: [Int] = []
    for (index, group) in groups.enumerated() {
      if members[group] == nil { names.append(group) }
      members[group, default: []].append(index)
    }
    var generator = SeededGenerator(seed: seed)
    let order = generator.permutation(names.count).flatMap { members[names[$0], default: []] }
    return shares.map { share in
      precondition(share > 0 && share <= 1, "a share of \(share)")
      var end = Int((share * Double(count)).rounded())
      while end > 0, end < count, groups[order[end]] == groups[order[end - 1]] { end += 1 }
      return order[..<min(count, max(1, end))].sorted()
    }
  }
}
