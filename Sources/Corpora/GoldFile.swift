/// A file of gold: labelled quotes, annotated articles, a treebank, or sentences with marked entities.
public enum GoldFile: Sendable {
  case quotes([LabelledQuote])
  case articles([AnnotatedArticle])
  case treebank([TreebankSentence])
  case entities([EntitySentence])

  /// Reads a file and finds out by its content what it holds.
  ///
  /// A table and brat's `.ann` hold labelled quotes, a `.conllu` file a treebank, a `.bio` or `.conll` file
  /// entities. A JSONL file holds annotated articles when its first line has
  /// `quotes`, and labelled quotes otherwise.
  public static func read(_ path: String) throws(CorpusError) -> GoldFile {
    let ending = FileBytes.ending(of: path)
    if [".csv", ".tsv", ".ann"].contains(ending) { return .quotes(try LabelledQuote.read(path)) }
    if ending == ".conllu" {
      return .treebank(try CoNLL.treebank(FileBytes.read(path), path: path))
    }
    if ending == ".conll" {
      return .entities(try CoNLL.entityColumns(FileBytes.read(path), path: path))
    }
    if ending == ".bio" { return .entities(try CoNLL.entities(FileBytes.read(path), path: path)) }
    var reader = try LineReader(path: path)
    while let line = try reader.next() {
      if line.isBlank { continue }
      if (try? decodeLine(Probe.self, from: line))?.hasQuotes == true {
        return .articles(try AnnotatedArticle.read(path))
      }
      break
    }
    return .quotes(try LabelledQuote.read(path))
  }

  private struct Probe: Decodable {
    var hasQuotes: Bool

    init(from decoder: any Decoder) throws {
      hasQuotes = try Fields(decoder).mentions("quotes")
    }
  }
}
