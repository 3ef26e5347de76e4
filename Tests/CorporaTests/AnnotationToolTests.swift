import Corpora
import Documents
import StanceScoring
import Testing

@Suite("Annotation tools")
struct AnnotationToolTests {
  private func summary(_ quote: LabelledQuote) -> String {
    func words(_ span: TextSpan) -> String {
      String(decoding: quote.text[span.range], as: UTF8.self)
    }
    return [
      quote.id, quote.group, quote.label.rawValue, words(quote.target),
      quote.source.map(words) ?? "-", quote.content.map(words).joined(separator: "+"),
      quote.cue.map(words).joined(separator: "+"),
      quote.metadata.map { $0.name }.joined(separator: "+"),
    ].joined(separator: " | ")
  }

  @Test("Prodigy's choices and accepted labels are quotes, what was rejected is not")
  func prodigy() throws {
    let folder = try Folder()
    let text = #""text":"“Öl-Quill lies,” said Okafor.""#
    let spans =
      #""spans":[{"start":1,"end":9,"label":"TARGET"},{"start":22,"end":28,"label":"Source"},"#
      + #"{"start":0,"end":16,"label":"CONTENT"},{"start":17,"end":21,"label":"cue"}]"#
    let file = try folder.file(
      "p.jsonl",
      """
      {\(text),\(spans),"accept":["against"],"answer":"accept","_task_hash":7,"desk":"news","group":"g"}
      {\(text),\(spans),"label":"favor","answer":"accept","id":"own"}
      {\(text),\(spans),"label":"favor","answer":"reject"}
      {\(text),\(spans),"accept":[],"answer":"accept"}

      """)
    #expect(
      try LabelledQuote.read(file).map(summary) == [
        "p:1 | g | against | Öl-Quill | Okafor | “Öl-Quill lies,” | said | desk",
        "own | own | favor | Öl-Quill | Okafor | “Öl-Quill lies,” | said | ",
      ])
    let bare = try folder.file(
      "b.jsonl", "{\(text),\"spans\":[],\"accept\":[\"favor\"],\"answer\":\"accept\"}\n")
    #expect {
      try LabelledQuote.read(bare)
    } throws: {
      ($0 as? CorpusError)?.message == "\(bare):1: missing \"spans with the label TARGET\""
    }
  }

  @Test("brat's marks are quotes in their paragraphs, joined by relations")
  func brat() throws {
    let folder = try Folder()
    _ = try folder.file(
      "a.txt", "It räined.\n“Quill lies,” said Okafor, “and Marsden knows.”\nQuill was silent.\n")
    let marks = try folder.file(
      "a.ann",
      """
      T1\tContent 11 24;38 58\t“Quill lies,” “and Marsden knows.”
      T2\tTarget 12 17\tQuill
      T3\tTarget 43 50\tMarsden
      T4\tSource 30 36\tOkafor
      T5\tCue 25 29\tsaid
      T6\tTarget 59 64\tQuill
      A1\tStance T2 against
      A2\tStance T3 Neutral
      R1\tAbout Arg1:T1 Arg2:T2
      R2\tAbout Arg1:T1 Arg2:T3
      R3\tBy Arg1:T1 Arg2:T4
      R4\tIn Arg1:T5 Arg2:T1
      #1\tAnnotatorNotes T1\ta note

      """)
    let quotes = try LabelledQuote.read(marks)
    #expect(
      quotes.map(summary) == [
        "a:T2 | a | against | Quill | Okafor | “Quill lies,”+“and Marsden knows.” | said | ",
        "a:T3 | a | neutral | Marsden | Okafor | “Quill lies,”+“and Marsden knows.” | said | ",
      ])
    #expect(
      String(decoding: quotes[0].text, as: UTF8.self)
        == "“Quill lies,” said Okafor, “and Marsden knows.”")
    guard case .quotes(let same) = try GoldFile.read(marks) else {
      Issue.record("brat's marks are labelled quotes")
      return
    }
    #expect(same == quotes)
  }

  @Test(
    "mistakes in brat's marks say where they are",
    arguments: [
      ("T1\tTarget 0 99\tx", ":1: \"Target\" runs from 0 to 99, but the text has 10 code points"),
      ("T1\tTarget 0\tx", ":1: expected two offsets, found \" 0\""),
      ("T1\t\tx", ":1: a mark needs a type and offsets"),
      ("nonsense", ":1: expected an id, a tab and a mark, found \"nonsense\""),
      ("\nR1\tAbout Arg1:T1", ":2: a relation needs two marks"),
      (
        "T1\tTarget 0 2\tIt\nA1\tStance T1 unsure",
        ":2: expected favor, neutral or against for \"Stance\", found \"unsure\""
      ),
    ])
  func bratMistakes(marks: String, message: String) throws {
    let folder = try Folder()
    _ = try folder.file("a.txt", "It rained.")
    let path = try folder.file("a.ann", marks)
    #expect { try LabelledQuote.read(path) } throws: {
      ($0 as? CorpusError)?.message == path + message
    }
  }

  @Test("the columns of the shared tasks are entities")
  func columns() throws {
    let folder = try Folder()
    let path = try folder.file(
      "a.conll",
      "-DOCSTART- -X- O O\n\nDorn NNP I-NP I-ORG\nMarine NNP I-NP I-ORG\nQuill NNP I-NP I-PER\n"
        + "met VBD I-VP O\n\nOkafor\tB-PER\n")
    guard case .entities(let sentences) = try GoldFile.read(path) else {
      Issue.record("columns are entities")
      return
    }
    #expect(sentences.map(\.words) == [["Dorn", "Marine", "Quill", "met"], ["Okafor"]])
    #expect(sentences.map(\.labels) == [["B-ORG", "I-ORG", "B-PER", "O"], ["B-PER"]])
    let broken = try folder.file("b.conll", "Dorn\n")
    #expect { try GoldFile.read(broken) } throws: {
      ($0 as? CorpusError)?.message == "\(broken):1: expected a word and a label, found 1 column"
    }
  }
}
