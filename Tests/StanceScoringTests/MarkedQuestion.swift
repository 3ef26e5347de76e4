import Documents
import StanceScoring
import Syntax

/// A question written as one line: `{t …}` marks the target, `{s …}` the source, `{q …}` the content
/// and `{c …}` the cue. Marks may be nested.
struct MarkedQuestion {
  var text: String
  private var spans: [Character: [TextSpan]] = [:]

  init(_ marked: String) {
    var bytes: [UInt8] = []
    var open: [(kind: Character, start: Int)] = []
    var spans: [Character: [TextSpan]] = [:]
    var rest = Substring(marked)
    while let character = rest.first {
      if character == "{" {
        let kind = rest[rest.index(after: rest.startIndex)]
        rest = rest.dropFirst(3)
        open.append((kind, bytes.count))
      } else if character == "}" {
        let (kind, start) = open.removeLast()
        spans[kind, default: []].append(TextSpan(Int32(start), Int32(bytes.count)))
        rest = rest.dropFirst()
      } else {
        bytes += Array(character.utf8)
        rest = rest.dropFirst()
      }
    }
    precondition(open.isEmpty, "a mark is not closed: \(marked)")
    text = String(decoding: bytes, as: UTF8.self)
    self.spans = spans.mapValues { $0.sorted() }
  }

  func question(_ syntax: SyntaxAnalyzer) throws -> StanceQuestion {
    let document = try DocumentReader().read(Array(text.utf8), id: "test")
    let parse = syntax.parse(document)
    func tokens(_ kind: Character) -> [Range<Int>] {
      (spans[kind] ?? []).compactMap { document.tokens(in: $0) }
    }
    let named = tokens("t") + tokens("s")
    return StanceQuestion(
      document: document, parse: parse, context: [0..<document.tokens.count],
      targetMentions: tokens("t"), sourceMentions: tokens("s"),
      otherMentions: parse.entities.map(\.tokens).filter { entity in
        !named.contains { $0.overlaps(entity) }
      }, content: tokens("q"), cue: tokens("c"))
  }
}

/// The scorer and the analyzer of the binary, made once for all tests.
enum BuiltInScorer {
  static let syntax: SyntaxAnalyzer = {
    do { return try SyntaxAnalyzer() } catch { fatalError("\(error)") }
  }()
  static let scorer: StanceScorer = {
    do { return try StanceScorer.builtIn() } catch { fatalError("\(error)") }
  }()

  static func score(_ marked: String, explaining: Bool = false) throws -> StanceScore {
    scorer.score(try MarkedQuestion(marked).question(syntax), explaining: explaining)
  }
}
