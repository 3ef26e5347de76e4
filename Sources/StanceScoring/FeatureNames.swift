import Documents
import Lexicons
import Syntax

/// Puts the features of one question into words.
struct FeatureNames {
  private let parts: [UInt64: FeatureCollector.Parts]
  private let compositions: [UInt64: (UInt64, UInt64)]
  private var words: [UInt64: String] = [:]

  init(_ collector: FeatureCollector, _ features: StanceFeatures) {
    parts = collector.parts
    compositions = collector.compositions
    let question = features.question
    for slot in features.reading.slots where slot.role == .word {
      words[slot.form] = question.document.normalized(slot.token)
    }
    for slot in features.reading.slots where slot.role == .word && words[slot.lemma] == nil {
      words[slot.lemma] = question.parse.lemma(slot.token)
    }
    for token in question.targetMentions[0] {
      let hash = question.document.tokens[token].hash
      if words[hash] == nil { words[hash] = question.document.normalized(token) }
    }
  }

  /// A feature in words, such as "near the target, left, next to it: slam".
  func name(of hash: UInt64) -> String {
    guard let parts = parts[hash] else { return "feature \(String(hash, radix: 16))" }
    let (a, b, c, d, e) = parts.values
    if parts.template == .step { return "\(name(of: a)) \(text(b))" }
    let values = [a, b, c, d, e].filter { $0 != 0 }.map(text)
    return values.isEmpty
      ? parts.template.title : parts.template.title + " " + values.joined(separator: " ")
  }

  private func text(_ value: UInt64) -> String {
    if let code = FeatureCode.name(value) { return code }
    if let word = words[value] { return "'\(word)'" }
    if let (first, second) = compositions[value] {
      return first == 0 ? text(second) : "\(text(first)) \(text(second))"
    }
    return "…"
  }
}
