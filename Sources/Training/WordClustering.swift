import Documents
import Foundation
import Syntax

/// Groups words by the words they stand beside.
///
/// Words and classes are described by their neighbours on the left and the right. Each word in turn
/// moves to the class with which the classes tell most about the neighbours: the sum over classes of
/// Σᵥ N(c,v) log N(c,v) − N(c) log N(c) grows with every move (N. Slonim, N. Friedman, N. Tishby,
/// "Unsupervised document classification using sequential information maximization", 2002).
struct WordClustering {
  /// The number of classes.
  var classCount = 256
  /// Words seen less often have no class.
  var minimumCount = 5
  /// Neighbours seen less often do not count.
  var minimumNeighbourCount = 10
  var passes = 10

  /// Classes from 1 on, by the form of each word (`WordFeatures.forms`).
  ///
  /// - Parameter sentences: the forms of the words of each sentence.
  func classes(_ sentences: [[UInt64]]) -> [(form: UInt64, class: UInt16)] {
    let (words, contexts) = neighbours(sentences)
    guard words.count > classCount else { return [] }
    let contextCount = 1 + (contexts.flatMap { $0.map(\.context) }.max() ?? 0)
    var counts = [Float](repeating: 0, count: contextCount * classCount)
    var totals = [Float](repeating: 0, count: classCount)
    // The most frequent words begin alone; the others join in turn.
    var classes = words.indices.map { $0 % classCount }
    for (word, found) in contexts.enumerated() {
      add(found, sign: 1, to: classes[word], &counts, &totals)
    }
    var gains = [Float](repeating: 0, count: classCount)
    for _ in 0..<passes {
      var moves = 0
      for word in words.indices {
        let found = contexts[word]
        guard !found.isEmpty else { continue }
        add(found, sign: -1, to: classes[word], &counts, &totals)
        let best = bestClass(found, counts, totals, &gains)
        if best != classes[word] { moves += 1 }
        classes[word] = best
        add(found, sign: 1, to: best, &counts, &totals)
      }
      if moves * 200 < words.count { break }
    }
    return zip(words, classes).map { ($0, UInt16($1 + 1)) }
  }

  private typealias Neighbour = (context: Int, count: Float)

  /// The words that are frequent enough, most frequent first, and their neighbours.
  private func neighbours(_ sentences: [[UInt64]]) -> ([UInt64], [[Neighbour]]) {
    var frequencies: [UInt64: Int] = [:]
    for sentence in sentences { for form in sentence { frequencies[form, default: 0] += 1 } }
    let ordered = frequencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let words = ordered.filter { $0.value >= minimumCount }.map(\.key)
    let known = ordered.filter { $0.value >= minimumNeighbourCount }.map(\.key)
    let wordIndex = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    let contextIndex = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    // Sentence boundaries and rare neighbours have contexts of their own.
    let boundary = known.count
    let rare = known.count + 1
    let side = known.count + 2
    var tables = [[Int: Float]](repeating: [:], count: words.count)
    for sentence in sentences {
      for index in sentence.indices {
        guard let word = wordIndex[sentence[index]] else { continue }
        let before = index == 0 ? boundary : contextIndex[sentence[index - 1]] ?? rare
        let after =
          index + 1 == sentence.count ? boundary : contextIndex[sentence[index + 1]] ?? rare
        tables[word][before, default: 0] += 1
        tables[word][side + after, default: 0] += 1
      }
    }
    let contexts = tables.map { table in
      table.map { (context: $0.key, count: $0.value) }.sorted { $0.context < $1.context }
    }
    return (words, contexts)
  }

  private func add(
    _ found: [Neighbour], sign: Float, to target: Int, _ counts: inout [Float],
    _ totals: inout [Float]
  ) {
    for neighbour in found {
      counts[neighbour.context * classCount + target] += sign * neighbour.count
      totals[target] += sign * neighbour.count
    }
  }

  /// The class that gains most from a word's neighbours; the lowest of equals.
  private func bestClass(
    _ found: [Neighbour], _ counts: [Float], _ totals: [Float], _ gains: inout [Float]
  ) -> Int {
    let classes = classCount
    return counts.withUnsafeBufferPointer { counts in
      gains.withUnsafeMutableBufferPointer { gains in
        var total: Float = 0
        for label in 0..<classes { gains[label] = 0 }
        for neighbour in found {
          total += neighbour.count
          let row = neighbour.context * classes
          for label in 0..<classes {
            let before = counts[row + label]
            // φ(x + n) − φ(x), where φ(x) = x log x: most cells are empty.
            gains[label] +=
              before < 0.5
              ? entropy(neighbour.count) : entropy(before + neighbour.count) - entropy(before)
          }
        }
        var best = 0
        var highest = -Float.infinity
        for label in 0..<classes {
          let gain = gains[label] - (entropy(totals[label] + total) - entropy(totals[label]))
          if gain > highest {
            highest = gain
            best = label
          }
        }
        return best
      }
    }
  }

  private func entropy(_ value: Float) -> Float { value < 0.5 ? 0 : value * logf(value) }
}
