import Corpora
import Documents
import Lexicons
import LinearModels
import StanceScoring
import Syntax
import Testing
import Training

@Suite("Stance training")
struct StanceTrainingTests {
  static let syntax: SyntaxAnalyzer = {
    do { return try SyntaxAnalyzer() } catch { fatalError("\(error)") }
  }()
  static let lexicons: StanceLexicons = {
    do { return try .builtIn() } catch { fatalError("\(error)") }
  }()

  /// Sentences about a name, with the stance that their text takes.
  static let sentences: [(text: String, label: Stance)] = [
    ("NAME has betrayed the valley and its farmers.", .against),
    ("NAME is a corrupt and lazy mayor.", .against),
    ("The voters are tired of the lies of NAME.", .against),
    ("NAME insulted the victims of the flood.", .against),
    ("Nobody should trust NAME, a cruel man.", .against),
    ("NAME has saved the valley and its farmers.", .favor),
    ("NAME is an honest and brave mayor.", .favor),
    ("The voters are fond of the wit of NAME.", .favor),
    ("NAME comforted the victims of the flood.", .favor),
    ("Everybody should admire NAME, a kind man.", .favor),
    ("NAME will speak in the town hall on Monday.", .neutral),
    ("NAME lives in a house near the harbour.", .neutral),
    ("The letter was sent to NAME in March.", .neutral),
    ("NAME met the delegation at the station.", .neutral),
  ]
  static let names = ["Ilse Okonjo", "Tomasz Vireo", "Bram Oduya", "Dara Quill", "Mirela Sand"]

  static func quotes(swapping: Bool = false) -> [LabelledQuote] {
    names.enumerated().flatMap { number, name in
      sentences.enumerated().map { index, sentence in
        let text = Array(sentence.text.replacing("NAME", with: name).utf8)
        let start = Array(sentence.text.utf8).firstRange(of: Array("NAME".utf8))!.lowerBound
        var label = sentence.label
        if swapping { label = label == .favor ? .against : label == .against ? .favor : .neutral }
        return LabelledQuote(
          id: "\(number).\(index)", text: text,
          target: TextSpan(Int32(start), Int32(start + name.utf8.count)), label: label,
          group: "\(number)")
      }
    }
  }

  static func train(
    _ quotes: [LabelledQuote], lexicons: StanceLexicons = lexicons,
    change: (inout StanceTraining.Options) -> Void = { _ in }
  ) throws -> StanceTraining.Result {
    var options = StanceTraining.Options()
    change(&options)
    return try StanceTraining.train(
      Dictionary(grouping: quotes, by: StanceTraining.kind(of:)), lexicons: lexicons,
      card: "test", options: options, parse: { syntax.parse($0) })
  }

  @Test("gives the same bytes for any number of threads", arguments: [2, 3, 8])
  func threads(_ count: Int) throws {
    let one = try Self.train(Self.quotes()).model.bytes()
    let many = try Self.train(Self.quotes()) { $0.threads = count }.model.bytes()
    #expect(one == many)
  }

  @Test("learns what the labels say")
  func learning() throws {
    let result = try Self.train(Self.quotes())
    let answers = result.heads[0].heldOut
    #expect(answers.count == Self.quotes().count)
    #expect(answers.allSatisfy { $0.predicted == $0.gold })
  }

  @Test("swaps the probabilities when labels and lexicons are swapped")
  func symmetry() throws {
    // Reporting verbs have stances of their own that this test leaves alone.
    func precise(_ options: inout StanceTraining.Options) {
      options.groups.remove(.cues)
      options.relativeGap = 1e-7
      options.pruning = 0
    }
    var reversed = Self.lexicons
    reversed.valence = reversed.valence.reversed()
    reversed.frames = reversed.frames.reversed()
    let plain = try Self.train(Self.quotes(), change: precise)
    let swapped = try Self.train(Self.quotes(swapping: true), lexicons: reversed, change: precise)
    let first = try StanceScorer(ModelFile(plain.model.bytes()), lexicons: Self.lexicons)
    let second = try StanceScorer(ModelFile(swapped.model.bytes()), lexicons: reversed)
    for quote in Self.quotes().prefix(Self.sentences.count) {
      let document = try DocumentReader().read(quote.text, id: quote.id)
      let question = try #require(
        quote.question(document: document, parse: Self.syntax.parse(document)))
      let one = first.score(question, explaining: false)
      let other = second.score(question, explaining: false)
      #expect(abs(one[.favor] - other[.against]) < 2e-3)
      #expect(abs(one[.neutral] - other[.neutral]) < 2e-3)
      #expect(abs(one[.against] - other[.favor]) < 2e-3)
    }
  }

  @Test("leaves out the features of a group that is switched off", arguments: FeatureGroup.allCases)
  func groups(_ group: FeatureGroup) throws {
    let with = try Self.train(Self.quotes()) {
      $0.groups = Set(FeatureGroup.allCases)
      $0.pruning = 0
    }
    let without = try Self.train(Self.quotes()) {
      $0.groups = Set(FeatureGroup.allCases).subtracting([group])
      $0.pruning = 0
    }
    #expect(without.model.groups == Set(FeatureGroup.allCases).subtracting([group]))
    let kept = try #require(without.model.heads[.sentence]).vocabulary.columnCount
    let all = try #require(with.model.heads[.sentence]).vocabulary.columnCount
    // These sentences have no source, no content and no turn of the argument.
    let isEmpty = [.reporting, .between, .shifters].contains(group)
    #expect(isEmpty ? kept == all : kept != all)
  }

  @Test("refuses to learn from nothing")
  func nothing() throws {
    #expect(throws: FitError.self) {
      try StanceTraining.train(
        [.sentence: []], lexicons: Self.lexicons, card: "", options: .init(),
        parse: { Self.syntax.parse($0) })
    }
  }

  @Test("keeps to the head that a labelled quote is for")
  func kinds() {
    var quote = Self.quotes()[0]
    #expect(StanceTraining.kind(of: quote) == .sentence)
    quote.source = TextSpan(0, 3)
    #expect(StanceTraining.kind(of: quote) == .directed)
    quote.content = [TextSpan(0, 3)]
    #expect(StanceTraining.kind(of: quote) == .quotes)
  }
}
