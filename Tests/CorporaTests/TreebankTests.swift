import Corpora
import Documents
import Testing

@Suite("Treebanks")
struct TreebankTests {
  private func sentences(_ lines: String) throws -> [TreebankSentence] {
    let text = lines.replacing(" ", with: "\t").replacing("_SPACE_", with: " ")
    return try CoNLL.treebank(Array(text.utf8), path: "a.conllu")
  }

  @Test("have words, tags and lemmas; multiword tokens stand word by word")
  func words() throws {
    let found = try sentences(
      """
      #_SPACE_newdoc_SPACE_id_SPACE_=_SPACE_a
      #_SPACE_meta::genre_SPACE_=_SPACE_news
      #_SPACE_newpar
      1-2 don't _ _ _ _ _ _ _ SpaceAfter=No
      1 do do AUX _ _ 3 aux _ _
      2 n't not PART _ _ 3 advmod _ _
      3 go go VERB _ _ 0 root _ SpaceAfter=No
      3.1 far far ADV _ _ _ _ _ _
      4 . . PUNCT _ _ 3 punct _ _

      1 Rain rain NOUN _ _ 0 root _ _
      """)
    #expect(found.map(\.words) == [["do", "n't", "go", "."], ["Rain"]])
    #expect(found[0].lemmas == ["do", "not", "go", "."])
    #expect(found[0].tags.map(\.universalName) == ["AUX", "PART", "VERB", "PUNCT"])
    // What follows a multiword token stands with the token, not with its words.
    #expect(found[0].spaceAfter == [false, false, false, true])
    #expect(found.map(\.genre) == ["news", "news"])
    #expect(found.map(\.beginsDocument) == [true, false])
    #expect(found.map(\.beginsParagraph) == [true, false])
  }

  @Test("of GUM mark mentions, with their heads and names")
  func coreference() throws {
    let documents = CoreferenceDocument.documents(
      of: try sentences(
        """
        #_SPACE_newdoc_SPACE_id_SPACE_=_SPACE_a
        #_SPACE_text_SPACE_=_SPACE_The_SPACE_mayor_SPACE_of_SPACE_Osk_SPACE_met_SPACE_Ada_SPACE_Pike.
        1 The the DET _ _ 2 det _ Entity=(1-person-new-x-cf1-2-sgl
        2 mayor mayor NOUN _ _ 5 nsubj _ _
        3 of of ADP _ _ 4 case _ _
        4 Osk Osk PROPN _ _ 2 nmod _ Entity=(2-place-new-x-cf2-1-sgl)1)
        5 met meet VERB _ _ 0 root _ _
        6 Ada Ada PROPN _ _ 5 obj _ Entity=(3-person-new-x-cf3-1,2-ana
        7 Pike Pike PROPN _ _ 6 flat _ SpaceAfter=No|Entity=3)
        8 . . PUNCT _ _ 5 punct _ _

        #_SPACE_newpar
        #_SPACE_text_SPACE_=_SPACE_She_SPACE_left.
        1 She she PRON _ _ 2 nsubj _ Entity=(3-person-giv-x-cf1-1-ana)
        2 left leave VERB _ _ 0 root _ SpaceAfter=No
        3 . . PUNCT _ _ 2 punct _ _

        #_SPACE_newdoc_SPACE_id_SPACE_=_SPACE_b
        #_SPACE_text_SPACE_=_SPACE_It_SPACE_rained.
        1 It it PRON _ _ 2 expl _ _
        2 rained rain VERB _ _ 0 root _ SpaceAfter=No
        3 . . PUNCT _ _ 2 punct _ _
        """))
    #expect(documents.count == 2)
    let text = documents[0].text
    func words(_ span: TextSpan) -> String { String(decoding: text[span.range], as: UTF8.self) }
    #expect(
      String(decoding: text, as: UTF8.self) == "The mayor of Osk met Ada Pike.\n\nShe left.")
    #expect(
      documents[0].mentions.map {
        "\($0.cluster) \($0.kind): \(words($0.span)) | \(words($0.head)) | \(words($0.name)) "
          + "\($0.isName)"
      } == [
        "2 place: Osk | Osk | Osk true",
        "1 person: The mayor of Osk | mayor | mayor of Osk false",
        "3 person: Ada Pike | Ada | Ada Pike true", "3 person: She | She | She false",
      ])
    #expect(documents[1].mentions.isEmpty)
  }
}
