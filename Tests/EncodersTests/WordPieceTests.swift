import LinearModels
import Testing

@testable import Encoders

@Suite("Word pieces")
struct WordPieceTests {
  @Test("are those of the reference")
  func references() throws {
    let tokenizer = WordPieceTokenizer(try TinyEncoder.vocabulary())
    let references = try TinyEncoder.references().filter { $0.text != nil }
    #expect(references.count >= 20)
    for reference in references {
      let text = reference.text ?? ""
      #expect(tokenizer.ids(of: text.utf8) == reference.ids, "\(text)")
      // Bytes that lie in several pieces of memory are read as well.
      #expect(tokenizer.ids(of: text.utf8.lazy.map { $0 }) == reference.ids, "\(text)")
    }
  }

  @Test("do not see bytes that are not UTF-8")
  func broken() throws {
    let tokenizer = WordPieceTokenizer(try TinyEncoder.vocabulary())
    let whole = tokenizer.ids(of: "the minister said nothing".utf8)
    for broken in [[0x80], [0xFF], [0xC3], [0xE6, 0x9D], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80]] {
      let bytes = broken.map(UInt8.init)
      #expect(
        tokenizer.ids(of: Array("the mini".utf8) + bytes + Array("ster said nothing".utf8)) == whole
      )
      #expect(tokenizer.ids(of: Array("the minister said nothing".utf8) + bytes) == whole)
      #expect(tokenizer.ids(of: bytes) == [])
    }
    var generator = Generator(state: 3)
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: Int(generator.number() * 128)) }
      #expect(tokenizer.ids(of: bytes).allSatisfy { (0..<191).contains($0) })
    }
  }

  @Test(
    "are refused when the vocabulary is broken",
    arguments: [
      ("[UNK]\n[CLS]\n", "the parts of the model do not fit together: the vocabulary has no [SEP]"),
      (
        "[UNK]\n\n[CLS]\n[SEP]\n",
        "the parts of the model do not fit together: piece 1 of the vocabulary is empty"
      ),
      (
        "[UNK]\n[CLS]\n[SEP]\na\na\n",
        "the parts of the model do not fit together: pieces 3 and 4 of the vocabulary are the same"
      ),
    ])
  func brokenVocabulary(text: String, message: String) {
    do {
      _ = try Vocabulary(text: Array(text.utf8))
      Issue.record("accepted")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test("can be looked up by name and number")
  func lookUp() throws {
    let vocabulary = try TinyEncoder.vocabulary()
    #expect(vocabulary["minister"] == 9)
    #expect(vocabulary["##ness"] == 30)
    #expect(vocabulary["ness"] == nil)
    #expect(vocabulary.piece(30) == "##ness")
    #expect(vocabulary["[unused0]"] == 4)
  }
}
