import Corpora
import Documents
import Lexicons
import LinearModels
import Syntax

/// Trains the part-of-speech tagger.
enum TaggerTraining {
  /// How the tagger is trained.
  struct Options: Sendable {
    /// Passes over the sentences.
    var epochs = 8
    var learningRate = 0.07
    var l2Penalty = 0.1
    /// Features seen less often are left out.
    var minimumFeatureCount = 2
    /// The strongest features are kept.
    var featureLimit = 110_000
    var threads = 2
  }

  /// Adds the sections of the tagger to a model file.
  ///
  /// Beside each sentence as the treebank splits it, the model sees sentences with hyphenated
  /// compounds as one word, which is how `Tokenizer` leaves them.
  ///
  /// - Parameters:
  ///   - sentences: treebanks.
  ///   - clusters: the classes of words (`WordClustering`).
  /// - Throws: `FitError` when there are no sentences.
  static func train(
    _ sentences: [TreebankSentence], clusters: WordTable, options: Options = Options(),
    into file: inout ModelFileWriter
  ) throws(FitError) {
    let sentences = sentences + sentences.compactMap(TreebankCompounds.joined)
    let dictionary = dictionary(sentences)
    var columns: [[[UInt64]]] = []
    var labels: [[Int32]] = []
    var builder = FeatureVocabularyBuilder()
    for chunk in stride(from: 0, to: sentences.count, by: 500) {
      let part = Array(sentences[chunk..<min(chunk + 500, sentences.count)])
      guard let document = try? DocumentReader().read(sentences: part.map(\.words), id: "treebank")
      else { continue }
      let words = WordFeatures(document, rules: .builtIn)
      let features = TaggerFeatures(
        words, classes: words.forms.map { clusters.value(of: $0) }, dictionary: dictionary)
      for (sentence, range) in zip(part, document.sentences.map(\.tokens)) {
        var tokens: [[UInt64]] = []
        for token in range {
          var hashes: [UInt64] = []
          features.append(token, in: range, to: &hashes)
          builder.count(hashes)
          tokens.append(hashes)
        }
        columns.append(tokens)
        labels.append(sentence.tags.map { Int32($0.rawValue) })
      }
    }
    let model = try SequenceTraining.fit(
      columns, labels, builder.vocabulary(minimumCount: options.minimumFeatureCount),
      labelCount: PartOfSpeech.allCases.count, epochs: options.epochs,
      learningRate: options.learningRate, l2Penalty: options.l2Penalty, constraints: nil,
      featureLimit: options.featureLimit, threads: options.threads)
    model.write(to: &file, as: "tagger")
    dictionary.write(to: &file, as: "tagger.words")
  }

  /// The usual tags of words seen at least three times: the first, and a second with a tenth of them.
  static func dictionary(_ sentences: [TreebankSentence]) -> WordTable {
    var counts: [UInt64: [Int]] = [:]
    for chunk in stride(from: 0, to: sentences.count, by: 500) {
      let part = Array(sentences[chunk..<min(chunk + 500, sentences.count)])
      guard let document = try? DocumentReader().read(sentences: part.map(\.words), id: "treebank")
      else { continue }
      let words = WordFeatures(document, rules: .builtIn)
      for (form, tag) in zip(words.forms, part.flatMap(\.tags)) {
        counts[form, default: [Int](repeating: 0, count: PartOfSpeech.allCases.count)][
          Int(tag.rawValue)] += 1
      }
    }
    var entries: [(form: UInt64, value: UInt16)] = []
    for (form, tags) in counts.sorted(by: { $0.key < $1.key }) {
      let total = tags.reduce(0, +)
      guard total >= 3 else { continue }
      let ranked = PartOfSpeech.allCases.sorted {
        (-tags[Int($0.rawValue)], $0.rawValue) < (-tags[Int($1.rawValue)], $1.rawValue)
      }
      let hasSecond = tags[Int(ranked[1].rawValue)] * 10 >= total
      entries.append((form, TagDictionary.code(ranked[0], hasSecond ? ranked[1] : nil)))
    }
    return WordTable(entries)
  }
}

/// Joins what treebanks split at hyphens.
enum TreebankCompounds {
  /// The sentence with "adult - learned", written without spaces, as one word; nil when nothing
  /// joins. The compound is a name when its last part is, otherwise an adjective before a noun, else
  /// what its last part is.
  static func joined(_ sentence: TreebankSentence) -> TreebankSentence? {
    var result = sentence
    result.words = []
    result.tags = []
    result.lemmas = []
    result.spaceAfter = []
    var hasJoined = false
    var index = 0
    let count = sentence.words.count
    while index < count {
      var last = index
      while last + 2 < count, sentence.words[last + 1] == "-", !sentence.spaceAfter[last],
        !sentence.spaceAfter[last + 1], isWord(sentence.words[last]),
        isWord(sentence.words[last + 2])
      {
        last += 2
      }
      if last > index {
        hasJoined = true
        result.words.append(sentence.words[index...last].joined())
        result.lemmas.append(sentence.lemmas[index...last].joined())
        result.tags.append(tag(sentence, index...last))
      } else {
        result.words.append(sentence.words[index])
        result.lemmas.append(sentence.lemmas[index])
        result.tags.append(sentence.tags[index])
      }
      result.spaceAfter.append(sentence.spaceAfter[last])
      index = last + 1
    }
    return hasJoined ? result : nil
  }

  private static func isWord(_ word: String) -> Bool {
    word.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }

  private static func tag(_ sentence: TreebankSentence, _ range: ClosedRange<Int>) -> PartOfSpeech {
    let last = sentence.tags[range.upperBound]
    let next = range.upperBound + 1
    let isBeforeNoun =
      next < sentence.tags.count
      && (sentence.tags[next] == .noun || sentence.tags[next] == .propn
        || sentence.tags[next] == .adj)
    if last == .propn || last == .adv { return last }
    if isBeforeNoun, last == .verb || last == .noun || last == .adj || last == .num { return .adj }
    return last
  }
}
