import CommandLineKit
import Foundation
import Testing

@testable import sayso_tool

/// Inputs with a mistake each, and what the program says of it: where it is, what stands there and what
/// would be right. In contents and messages `@` is the folder of the files.
@Suite("Error messages")
struct ErrorMessageTests {
  /// A command line with its files and what it must answer.
  struct Row: CustomTestStringConvertible, Sendable {
    var line: String
    /// Contents by name; each character is a byte.
    var files: KeyValuePairs<String, String>
    var code: Int32
    var message: String

    init(_ line: String, _ files: KeyValuePairs<String, String>, _ code: Int32, _ message: String) {
      (self.line, self.files, self.code, self.message) = (line, files, code, message)
    }

    var testDescription: String { line }
  }

  /// A folder that is gone after the test.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.path + "/sayso-errors-\(UUID().uuidString)"

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ contents: String) throws {
      let bytes = contents.unicodeScalars.map { UInt8($0.value) }
      try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }
  }

  /// The code and the lines after "Error: ", with `@` for the folder.
  private func run(_ words: [String], in folder: Folder) -> (code: Int32, messages: [String]) {
    let console = Console(out: OutputBuffer(), err: OutputBuffer())
    let code = saysoTool.run(words, console: console)
    let lines = console.err.text.replacing(folder.path, with: "@").split(separator: "\n")
    return (
      code.rawValue,
      lines.filter { $0.hasPrefix("Error: ") }.map { String($0.dropFirst("Error: ".count)) }
    )
  }

  private func check(_ row: Row) throws {
    let folder = try Folder()
    try folder.write("a.txt", "It rained.")
    for (name, contents) in row.files { try folder.write(name, contents) }
    let words = row.line.split(separator: " ").map { word in
      word == "''" ? "" : String(word.replacing("@", with: folder.path))
    }
    let result = run(words, in: folder)
    #expect(result.code == row.code)
    #expect(result.messages.last == row.message)
  }

  // MARK: Articles

  /// More than the MiB that the test allows.
  private static let long = String(repeating: "x", count: 1 << 20) + "yz"

  /// Files with articles, nil for one that is not there; what is said of each follows its name.
  private static let articles: [(name: String, contents: String?, message: String)] = [
    ("none.txt", nil, ": no such file or folder"),
    ("empty.txt", "", ": is empty: expected the text of an article"),
    ("blank.md", " \n\t\n", ": is empty: expected the text of an article"),
    ("nul.txt", "It rained.\u{0}", ": is not text (a NUL byte at offset 10): expected UTF-8 text"),
    (
      "paper.pdf", "x",
      ": cannot read files ending in .pdf: expected .txt, .md, .html, .jsonl, .csv, .tsv or .warc, also with .gz or .zst"
    ),
    (
      "noending.docx", "x",
      ": cannot read files ending in .docx: expected .txt, .md, .html, .jsonl, .csv, .tsv or .warc, also with .gz or .zst"
    ),
    (
      "cut.txt.gz",
      "\u{1F}\u{8B}\u{8}\u{0}\u{0}\u{0}\u{0}\u{0}\u{2}\u{FF}+\u{C9}HUH\u{CE}/\u{CD}K\u{CE}\u{CC}Q\u{C8}M-\u{1}\u{0}yK\u{AD}\u{1F}\u{F}",
      ": the gzip data ends too early"
    ),
    (
      "broken.txt.gz",
      "\u{1F}\u{8B}\u{8}\u{0}\u{0}\u{0}\u{0}\u{0}\u{2}\u{FF}+\u{C9}\u{FF}\u{FF}\u{FF}\u{CE}/\u{CD}K\u{CE}\u{CC}Q\u{C8}M-\u{1}\u{0}yK\u{AD}\u{1F}\u{F}\u{0}\u{0}\u{0}",
      ": the gzip data is broken: invalid distance too far back"
    ),
    (
      "cut.txt.zst", "(\u{B5}/\u{FD}\u{4}Xy\u{0}\u{0}the council metX",
      ": the zstd data ends too early"
    ),
    (
      "broken.txt.zst", "(\u{B5}/\u{FD}\u{4}X\u{FF}\u{FF}\u{FF}\u{FF}he council metX\u{AC}s\u{D8}",
      ": the zstd data is broken: data corruption detected"
    ),
    ("empty.jsonl", "\n \n", ": is empty: expected one article a line"),
    ("a1.jsonl", #"{"text":1}"#, #":1: expected a string for "text", found a number"#),
    ("a2.jsonl", #"{"text":null}"#, #":1: expected a string for "text", found null"#),
    ("a3.jsonl", #"{"id":"x"}"#, #":1: missing "text""#),
    ("a4.jsonl", #"{"text":" "}"#, #":1: "text" is empty"#),
    ("a5.jsonl", #"{"text":"a","text":"b"}"#, #":1: "text" is there twice"#),
    ("a6.jsonl", #"{"id":{},"text":"a"}"#, #":1: expected a string for "id", found an object"#),
    ("a7.jsonl", "[1]", ":1: expected an object, found a list"),
    ("a8.jsonl", #""It rained.""#, ":1: expected an object, found a string"),
    (
      "b1.jsonl", #"{"text":"a""#,
      ":1:12: not valid JSON: expected a comma or the object's end, found nothing more"
    ),
    ("b2.jsonl", #"{"text":"a",}"#, #":1:13: not valid JSON: expected a string, found "}""#),
    ("b3.jsonl", "{'text':'a'}", #":1:2: not valid JSON: expected a string, found "'""#),
    ("b4.jsonl", #"{"text":"a","n":NaN}"#, #":1:17: not valid JSON: expected a value, found "N""#),
    (
      "b5.jsonl", #"{"text":"a\#tb"}"#,
      ":1:11: not valid JSON: expected no control character in a string, found a tab"
    ),
    ("b6.jsonl", #"{"text":"\x"}"#, #":1:11: not valid JSON: expected an escape, found "x""#),
    (
      "b7.jsonl", #"{"text":"a","n":01}"#,
      #":1:18: not valid JSON: expected a comma or the object's end, found "1""#
    ),
    ("b8.jsonl", #"{"text":"a"} and more"#, #":1:14: not valid JSON: expected the end, found "a""#),
    ("b9.jsonl", #"{"text":"a","n":1.}"#, #":1:19: not valid JSON: expected a digit, found "}""#),
    (
      "c1.jsonl", #"{"text" "a"}"#, ":1:9: not valid JSON: expected a colon, found a quotation mark"
    ),
    ("c2.jsonl", #"{text:"a"}"#, #":1:2: not valid JSON: expected a string, found "t""#),
    (
      "c3.jsonl", #"{"text":"a","x":"# + String(repeating: "[", count: 600),
      #":1:517: not valid JSON: expected no more than 500 levels, found "[""#
    ),
    (
      "c4.jsonl", #"{"text":"open"#,
      ":1:14: not valid JSON: expected the string's end, found nothing more"
    ),
    (
      "c5.jsonl", #"{"text":"\#u{FF}\#u{FE}"}"#,
      ":1: is not valid UTF-8 (byte offset 9): expected UTF-8 text"
    ),
    ("c6.jsonl", "It rained.", #":1:1: not valid JSON: expected a value, found "I""#),
    ("empty.csv", "", ": is empty: expected a header with the column text"),
    ("head.csv", "text\n", ": is empty: expected one article a line"),
    (
      "names.csv", "id,body\n1,It rained.\n",
      #":1: no column "text" in the header, which has "id", "body""#
    ),
    ("twice.csv", "text,x,x\na,b,c\n", #":1: "x" is there twice"#),
    ("wide.csv", "text,id\nIt rained.,1,2\n", ":2: expected 2 columns as in the header, found 3"),
    (
      "open.csv", #"text,id\#n"It rained.,1\#n"#,
      ":2: a field opens with a quotation mark and never closes"
    ),
    ("blank.csv", "text,id\n,1\n", #":2: "text" is empty"#),
    (
      "latin.csv", "text\nCaf\u{E9}\n",
      ":2: is not valid UTF-8 (byte offset 3): expected UTF-8 text"
    ),
    ("narrow.tsv", "text\tid\nIt rained.\n", ":2: expected 2 columns as in the header, found 1"),
    ("w1.warc", "It rained.\n", ":1: not a valid WARC record: expected a line such as WARC/1.1"),
    (
      "w2.warc", "WARC/1.1\r\nWARC-Type: response\r\n\r\n",
      ":1: not a valid WARC record: a record needs a Content-Length"
    ),
    (
      "w3.warc", "WARC/1.1\r\nWARC-Type: response",
      ":1: not a valid WARC record: its headers have no end"
    ),
    (
      "w4.warc",
      "WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 68\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: br\r\n\r\n?\r\n\r\n",
      #":1: not a valid WARC record: cannot read the content encoding "br""#
    ),
    (
      "w5.warc",
      "WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 17\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n",
      ":1: not a valid WARC record: the server's message has no end of its headers"
    ),
    (
      "w6.warc",
      "WARC/1.1\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nIt rai",
      ":1: not a valid WARC record: the file ends inside a record"
    ),
    ("long.txt", long, ": is longer than 1 MiB"),
    ("long.jsonl", "{\"text\":\"\(long)\"}", ":1: is longer than 1 MiB"),
    ("long.csv", "text\n\"\(long)\"\n", ":2: is longer than 1 MiB"),
  ]

  @Test("tell of each article that cannot be read where it is and what is wrong")
  func articles() throws {
    let folder = try Folder()
    for (name, contents, _) in Self.articles {
      if let contents { try folder.write(name, contents) }
    }
    let paths = Self.articles.map { "\(folder.path)/\($0.name)" }
    let result = run(["score", "--max-size", "1"] + paths, in: folder)
    #expect(result.code == ExitCode.missingInput.rawValue)
    #expect(result.messages == Self.articles.map { "@/" + $0.name + $0.message })
  }

  // MARK: Labels

  @Test(
    "tell of labels where a mistake is",
    arguments: [
      (
        "t.jsonl",
        #"{"text":"Bo won.","target":{"start":0,"end":2},"label":"favor"}\#n{"text":"Bo won.","label":"favor"}"#,
        #":2: missing "target""#
      ),
      (
        "t.jsonl", #"{"text":"Bo won.","target":{"start":0},"label":"favor"}"#,
        #":1: missing "target.end""#
      ),
      ("t.jsonl", #"{"text":"Bo won.","target":{"start":0,"end":2}}"#, #":1: missing "label""#),
      (
        "t.jsonl", #"{"text":"Bo won.","target":{"start":0,"end":2},"label":3}"#,
        #":1: expected a string for "label", found a number"#
      ),
      (
        "t.jsonl", #"{"text":"Bo won.","target":{"start":0,"end":1e99},"label":"favor"}"#,
        #":1: expected a whole number for "target.end", found a number that is too large"#
      ),
      (
        "t.jsonl",
        #"{"text":"Bo won.","target":{"start":0,"end":2},"label":"favor","source":{"start":3,"end":99}}"#,
        #":1: "source" runs from 3 to 99, but the text has 7 code points"#
      ),
      (
        "t.jsonl",
        #"{"text":"Bo won.","target":{"start":0,"end":2},"label":"favor","cue":[{"start":3,"end":3}]}"#,
        #":1: "cue[0]" is an empty span (start and end are 3)"#
      ),
      (
        "t.jsonl", #"{"text":"Bo won.","target":{"start":0,"end":2},"label":"favor","content":7}"#,
        #":1: expected a list for "content", found a number"#
      ),
      (
        "t.jsonl",
        #"{"text":"Bo won.","target":{"start":0,"end":2},"label":"favor","annotations":[{"annotator":"a","label":"good"}]}"#,
        #":1: expected favor, neutral or against for "annotations[0].label", found "good""#
      ),
      (
        "t.jsonl", #"{"text":"\#u{FF}","target":{"start":0,"end":1},"label":"favor"}"#,
        ":1: is not valid UTF-8 (byte offset 9): expected UTF-8 text"
      ),
      (
        "t.jsonl", #"{"text":"Bo won.""#,
        ":1:18: not valid JSON: expected a comma or the object's end, found nothing more"
      ),
      ("t.jsonl", "", ": is empty: expected one labelled quote a line"),
      (
        "t.csv", "text,label\nBo won.,favor\n",
        #":1: no column "target" in the header, which has "text", "label""#
      ),
      (
        "t.csv", "text,target,label\nBo won.,Cy,favor\n",
        #":2: the target "Cy" does not occur in the text"#
      ),
      ("t.csv", "text,target,label\nBo won.,,favor\n", #":2: "target" is empty"#),
      (
        "t.csv", "text,target,label\nBo won.,Bo,\n",
        #":2: expected favor, neutral or against for "label", found """#
      ),
      (
        "t.csv", "text,target,label,content\nBo won.,Bo,favor,0-x\n",
        #":2: expected a whole number for "content", found "0-x""#
      ),
      (
        "t.csv", "text,target,label,source\nBo won.,Bo,favor,Cy\n",
        #":2: the source "Cy" does not occur in the text"#
      ),
      (
        "t.csv", "text,start,end,label\nBo won.,0,70,favor\n",
        #":2: "target" runs from 0 to 70, but the text has 7 code points"#
      ),
      (
        "t.csv", "text,target,label_ada\nBo won.,Bo,maybe\n",
        #":2: expected favor, neutral or against for "label_ada", found "maybe""#
      ),
      (
        "t.csv", #"text,target,label\#n"Bo won.,Bo,favor\#n"#,
        ":2: a field opens with a quotation mark and never closes"
      ),
      (
        "t.tsv", "text\ttarget\tlabel\nBo won.\tBo\n",
        ":2: expected 3 columns as in the header, found 2"
      ),
      (
        "t.json",
        #"[{"data":{"text":"Bo won.","start":0,"end":99},"annotations":[{"result":[{"value":{"choices":["favor"]}}]}]}]"#,
        #", task 1: "start" runs from 0 to 99, but the text has 7 code points"#
      ),
      (
        "t.json",
        #"[{"data":{"text":"Bo won.","start":0},"annotations":[{"result":[{"value":{"choices":["favor"]}}]}]}]"#,
        #": missing "[0].data.end""#
      ),
      (
        "t.json",
        #"[{"data":{"text":"Bo won.","start":0,"end":2},"annotations":[{"result":[{"value":{"choices":["good"]}}]}]}]"#,
        #": expected favor, neutral or against for "[0].annotations[0].result[0].value.choices", found "good""#
      ),
      ("t.json", #"[{"annotations":[]}]"#, #": missing "[0].data""#),
      ("t.json", "[1]", #": expected an object for "[0]", found a number"#),
      (
        "t.jsonl", #"{"text":"Bo won.","spans":[],"accept":["favor"],"answer":"accept"}"#,
        #":1: missing "spans with the label TARGET""#
      ),
      (
        "t.jsonl",
        #"{"text":"Bo won.","spans":[{"start":0,"end":9,"label":"TARGET"}],"accept":["favor"],"answer":"accept"}"#,
        #":1: "spans[0]" runs from 0 to 9, but the text has 7 code points"#
      ),
      (
        "t.jsonl",
        #"{"text":"Bo won.","spans":[{"start":0,"end":2}],"accept":["favor"],"answer":"accept"}"#,
        #":1: missing "spans[0].label""#
      ),
      (
        "t.jsonl",
        #"{"text":"Bo won.","spans":[{"start":0,"end":2,"label":"TARGET"}],"accept":["good"],"answer":"accept"}"#,
        #":1: expected favor, neutral or against for "accept", found "good""#
      ),
      (
        "t.txt", "It rained.",
        ": cannot read files ending in .txt: expected .jsonl, .csv, .tsv, .json or .ann"
      ),
      (
        "t", "",
        ": cannot read files ending in no dot and letters: expected .jsonl, .csv, .tsv, .json or .ann"
      ),
    ])
  func labels(name: String, contents: String, message: String) throws {
    try check(Row("train @/\(name) -o @/m", [name: contents], 65, "@/" + name + message))
  }

  // MARK: Lists of actors and words

  @Test(
    "tell of a list where a mistake is",
    arguments: [
      .init("score @/a.txt --actors @/none.csv", [:], 66, "@/none.csv: no such file or folder"),
      .init(
        "score @/a.txt --actors @/l.xlsx", ["l.xlsx": "x"], 65,
        "@/l.xlsx: cannot read files ending in .xlsx: expected a list of actors (.csv, .tsv or .jsonl)"
      ),
      .init(
        "score @/a.txt --actors @/l.csv", ["l.csv": "id,kind\nQ1,person\n"], 65,
        #"@/l.csv:1: no column "name" in the header, which has "id", "kind""#),
      .init(
        "score @/a.txt --actors @/l.csv", ["l.csv": "name,kind\nIda,animal\n"], 65,
        #"@/l.csv:2: expected person, organization, place or group for "kind", found "animal""#),
      .init(
        "score @/a.txt --actors @/l.csv", ["l.csv": "name,kind\nIda\n"], 65,
        "@/l.csv:2: expected 2 columns as in the header, found 1"),
      .init(
        "score @/a.txt --actors @/l.tsv", ["l.tsv": "name\tid\n\tQ1\n"], 65,
        #"@/l.tsv:2: "name" is empty"#),
      .init(
        "score @/a.txt --actors @/l.csv", ["l.csv": ""], 65,
        "@/l.csv: is empty: expected a header with the column name"),
      .init(
        "score @/a.txt --actors @/l.csv", ["l.csv": "name\nCaf\u{E9}\n"], 65,
        "@/l.csv:2: is not valid UTF-8 (byte offset 8): expected UTF-8 text"),
      .init(
        "score @/a.txt --actors @/l.jsonl", ["l.jsonl": #"{"name":"Ida"}\#n{"aliases":["x"]}\#n"#],
        65, #"@/l.jsonl:2: missing "name""#),
      .init(
        "score @/a.txt --actors @/l.jsonl", ["l.jsonl": #"{"name":"Ida","aliases":"x"}\#n"#], 65,
        "@/l.jsonl:1: expected a list of strings for \"aliases\", found a string"),
      .init(
        "score @/a.txt --actors @/l.jsonl", ["l.jsonl": #"{"name":5}\#n"#], 65,
        "@/l.jsonl:1: expected a string for \"name\", found a number"),
      .init(
        "score @/a.txt --actors @/l.jsonl", ["l.jsonl": #"{"name":"Ida","kind":"animal"}\#n"#], 65,
        #"@/l.jsonl:1: expected person, organization, place or group for "kind", found "animal""#),
      .init("score @/a.txt --only-listed", [:], 64, "--only-listed needs a list: --actors <file>."),
      .init("score @/a.txt --lexicon @/none.tsv", [:], 66, "@/none.tsv: no such file or folder"),
      .init(
        "score @/a.txt --lexicon @/l.tsv", ["l.tsv": ""], 65,
        "@/l.tsv: expected a first row with the names of the columns, found no row"),
      .init(
        "score @/a.txt --lexicon @/l.tsv", ["l.tsv": "word\tvalue\ngood\t1\n"], 65,
        #"@/l.tsv: expected a column "entry", found "word", "value""#),
      .init(
        "score @/a.txt --lexicon @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\ngood\tADJ\n"
        ], 65, "@/l.tsv:6: expected 4 tab-separated fields, found 2"),
      .init(
        "score @/a.txt --lexicon @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\ngood\tADJ\tbig\tgeneral\n"
        ], 65, #"@/l.tsv:6: expected a number for "valence", found "big""#),
      .init(
        "score @/a.txt --lexicon @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\ncaf\u{E9}\tADJ\t1\tgeneral\n"
        ], 65, "@/l.tsv:6: is not valid UTF-8: expected UTF-8 text"),
      .init(
        "lexicon check @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\ngood\tADJ\t1\tgeneral\nbad\tADJ\t-1\tgeneral\n"
        ], 65, #"@/l.tsv:7: "bad" stands after "good"; entries are sorted by their bytes"#),
      .init(
        "lexicon check @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\ngood\tADJ\t1\tgeneral\ngood\tADJ\t2\tgeneral\n"
        ], 65, #"@/l.tsv:7: "good ADJ" is listed twice (first on line 6)"#),
      .init(
        "lexicon check @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\nGood\tADJ\t1\tgeneral\n"
        ], 65, #"@/l.tsv:6: no text can match "Good"; expected "good""#),
      .init(
        "lexicon check @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\ngood\tADJ\t9\tgeneral\n"
        ], 65, #"@/l.tsv:6: 9 is no "valence"; expected -4.0 to 4.0 in steps of 0.5 and not 0"#),
      .init(
        "lexicon check @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\ngood\tFISH\t1\tgeneral\n"
        ], 65, #"@/l.tsv:6: "FISH" is no value of "pos"; expected ADJ, ADV, NOUN, VERB, INTJ, X"#),
      .init(
        "lexicon check @/l.tsv",
        [
          "l.tsv":
            "# name: n\n# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\n\tADJ\t1\tgeneral\n"
        ], 65, #"@/l.tsv:6: the field "entry" is empty"#),
      .init(
        "lexicon check @/l.tsv",
        [
          "l.tsv":
            "# version: 1\n# license: CC0-1.0\n# provenance: p\nentry\tpos\tvalence\tregister\ngood\tADJ\t1\tgeneral\n"
        ], 65, "@/l.tsv: expected a line \"# name: …\" before the columns"),
      .init(
        "lexicon check @/l.tsv", ["l.tsv": "word\tvalue\ngood\t1\n"], 65,
        #"@/l.tsv: expected a column "valence", found "word", "value""#),
      .init(
        "lexicon inspect @/l.tsv", [:], 64,
        "The value 'inspect' is invalid for '<action>': expected check, import, coverage, induce."),
      .init("lexicon check", [:], 64, "Missing expected argument '<action file>'."),
      .init(
        "lexicon import @/l.txt", ["l.txt": "good\t1\n"], 64,
        "The format of @/l.txt is not known by its ending; say --format <format>."),
      .init(
        "lexicon import --format afinn @/l.txt", ["l.txt": "good\tx\n"], 65,
        #"@/l.txt:1: expected a word, a tab and a number, found "good\#tx""#),
      .init(
        "lexicon import --format nrc @/l.txt", ["l.txt": "good\tjoy\t2\n"], 65,
        #"@/l.txt:1: expected a word, a category and 0 or 1, by tabs, found "good\#tjoy\#t2""#),
      .init(
        "lexicon import --format mpqa @/l.txt", ["l.txt": "good\n"], 65,
        #"@/l.txt:1: expected fields word1=… and priorpolarity=…, found "good""#),
      .init(
        "lexicon import --format opinion @/l.txt", ["l.txt": "good\n"], 65,
        #"@/l.txt: expected a file name with "positive" or "negative" in it, found "l.txt""#),
      .init(
        "lexicon import --format lexicoder @/l.lcd", ["l.lcd": "good\n"], 65,
        #"@/l.lcd:1: expected a line with + and a category before the first word, found "good""#),
      .init(
        "lexicon import --format vader @/l.txt", ["l.txt": "good\n"], 65,
        #"@/l.txt:1: expected a word, a tab and a number, found "good""#),
      .init(
        "lexicon import @/l.dic", ["l.dic": "good\t1\n"], 65,
        #"@/l.dic:1: expected a line of % before the categories, found "good\#t1""#),
      .init(
        "lexicon import @/l.yml", ["l.yml": "x:\n  - a\n  b\n"], 65,
        #"@/l.yml:3: expected a key with a colon, or a dash, found "b""#),
      .init(
        "lexicon import @/l.dic", ["l.dic": "%\n1\tfood\n%\nbread\t1\n"], 65,
        #"@/l.dic: no category is known to be good or bad; name them with --positive and --negative. Found "food""#
      ),
    ] as [Row])
  func lists(row: Row) throws { try check(row) }

  // MARK: Models, gold and archives

  @Test(
    "tell why a file is no model",
    arguments: [
      .init(
        "score @/a.txt --model @/none.model", [:], 66,
        "@/none.model: cannot be read: no such file or directory"),
      .init(
        "score @/a.txt --model @/m.model", ["m.model": "It rained."], 65,
        "@/m.model: not a model file: the first bytes are not those of one"),
      .init(
        "score @/a.txt --model @/m.model", ["m.model": ""], 65,
        "@/m.model: not a model file: the first bytes are not those of one"),
      .init("score @/a.txt --model @", [:], 66, "@: cannot be read: not a regular file"),
    ] as [Row])
  func models(row: Row) throws { try check(row) }

  @Test(
    "tell of gold and predictions where a mistake is",
    arguments: [
      .init("evaluate @/none.jsonl -o @/o", [:], 66, "@/none.jsonl: no such file or folder"),
      .init(
        "evaluate @/g.jsonl -o @/o", ["g.jsonl": #"{"id":"a","quotes":[]}\#n"#], 65,
        #"@/g.jsonl:1: missing "text": offsets have no meaning without the article's text"#),
      .init(
        "evaluate @/g.jsonl -o @/o",
        ["g.jsonl": #"{"text":"Bo","quotes":[{"kind":"spoken","content":[]}]}\#n"#], 65,
        #"@/g.jsonl:1: expected direct, mixed or indirect for "quotes[0].kind", found "spoken""#),
      .init(
        "evaluate @/g.jsonl -o @/o",
        [
          "g.jsonl":
            #"{"text":"Bo","quotes":[{"kind":"direct","content":[{"start":0,"end":5}]}]}\#n"#
        ], 65,
        #"@/g.jsonl:1: "quotes[0].content[0]" runs from 0 to 5, but the text has 2 code points"#),
      .init(
        "evaluate @/g.jsonl -o @/o",
        ["g.jsonl": #"{"id":"a","text":"Bo","quotes":[]}\#n{"id":"a","text":"Bo","quotes":[]}\#n"#],
        65, #"@/g.jsonl:2: "a" is there twice (first on line 1)"#),
      .init(
        "evaluate @/g.conllu -o @/o", ["g.conllu": "1\tIt\tit\n"], 65,
        "@/g.conllu:1: expected 10 columns, found 3"),
      .init(
        "evaluate @/g.conllu -o @/o", ["g.conllu": "1\tIt\tit\tFISH\t_\t_\t0\troot\t_\t_\n"], 65,
        #"@/g.conllu:1: expected ADJ, ADP, ADV, AUX, CCONJ, DET, INTJ, NOUN, NUM, PART, PRON, PROPN, PUNCT, SCONJ, SYM, VERB or X for "UPOS", found "FISH""#
      ),
      .init(
        "evaluate @/g.conllu -o @/o", ["g.conllu": "1-x\tIt\tit\tPRON\t_\t_\t0\troot\t_\t_\n"], 65,
        #"@/g.conllu:1: expected word numbers such as 3-4, found "1-x""#),
      .init(
        "evaluate @/g.bio -o @/o", ["g.bio": "Dorn\n"], 65,
        "@/g.bio:1: expected a word, a tab and a label, found 1 column"),
      .init(
        "evaluate @/g.conll -o @/o", ["g.conll": "Dorn\n"], 65,
        "@/g.conll:1: expected a word and a label, found 1 column"),
      .init(
        "evaluate @/g.ann -o @/o", ["g.ann": "T1\tTarget 0 2\tIt\n"], 66,
        "@/g.txt: no such file or folder"),
      .init(
        "evaluate @/g.ann -o @/o", ["g.ann": "T1\tTarget 0 99\tIt\n", "g.txt": "It rained."], 65,
        #"@/g.ann:1: "Target" runs from 0 to 99, but the text has 10 code points"#),
      .init(
        "evaluate @/q.jsonl @/g.conllu -o @/o",
        [
          "q.jsonl": #"{"text":"Bo won.","target":{"start":0,"end":2},"label":"favor"}"#,
          "g.conllu": "1\tIt\tit\tPRON\t_\t_\t0\troot\t_\t_\n",
        ], 64, "Files of different kinds of gold cannot be evaluated together."),
      .init(
        "evaluate @/q.jsonl", ["q.jsonl": ""], 65,
        "@/q.jsonl: is empty: expected one labelled quote a line"),
      .init(
        "compare @/p.jsonl @/p.jsonl @/q.jsonl",
        [
          "p.jsonl": #"{"id":"x","label":"favor"}\#n"#,
          "q.jsonl": #"{"id":"a","text":"Bo won.","target":{"start":0,"end":2},"label":"favor"}"#,
        ], 65, #"@/p.jsonl: there is no prediction for the quote "a""#),
      .init(
        "compare @/p.jsonl @/p.jsonl @/q.jsonl",
        [
          "p.jsonl": #"{"label":"favor"}\#n"#,
          "q.jsonl": #"{"id":"a","text":"Bo won.","target":{"start":0,"end":2},"label":"favor"}"#,
        ], 65, #"@/p.jsonl:1: missing "id""#),
      .init(
        "compare @/p.jsonl @/p.jsonl @/q.jsonl",
        [
          "p.jsonl": #"{"id":"a","label":"favor","probabilities":{"favor":1}}\#n"#,
          "q.jsonl": #"{"id":"a","text":"Bo won.","target":{"start":0,"end":2},"label":"favor"}"#,
        ], 65, #"@/p.jsonl:1: missing "probabilities.neutral""#),
      .init(
        "compare @/p.jsonl @/p.jsonl @/q.jsonl",
        [
          "p.jsonl": #"{"id":"a","label":"favor"}\#n{"id":"a","label":"favor"}\#n"#,
          "q.jsonl": #"{"id":"a","text":"Bo won.","target":{"start":0,"end":2},"label":"favor"}"#,
        ], 65, #"@/p.jsonl:2: "a" is there twice (first on line 1)"#),
      .init("compare @/p.jsonl", [:], 64, "Missing expected argument '<a> <b> <gold>'."),
      .init("score --pairs @/none.jsonl", [:], 66, "@/none.jsonl: no such file or folder"),
    ] as [Row])
  func gold(row: Row) throws { try check(row) }

  @Test(
    "tell why a file is no archive",
    arguments: [
      .init(
        "score @/a.txt --db @/x.db -o @/y", [:], 64,
        "--db and --output name two places to write to: give one."),
      .init(
        "score @/a.txt --db @/x.db", ["x.db": "no database"], 65,
        "@/x.db: file is not a database: expected an archive of scored articles"),
      .init(
        "score @/a.txt --db @/no/x.db", [:], 74,
        "@/no/x.db: unable to open database file: no such file or directory"),
      .init(
        "report --db @/none.db", [:], 66,
        "@/none.db: unable to open database file: no such file or directory"),
      .init(
        "report --db @/x.db", ["x.db": ""], 65,
        "@/x.db: is empty: expected an archive of scored articles"),
    ] as [Row])
  func archives(row: Row) throws { try check(row) }

  // MARK: Options

  @Test(
    "tell what a command line lacks",
    arguments: [
      .init("score --pairs @/q.jsonl x.txt", ["q.jsonl": ""], 64, "Unexpected argument 'x.txt'."),
      .init("score", [:], 64, "Missing expected argument '<article>'."),
      .init("report", [:], 64, "Missing expected argument '<article>'."),
      .init(
        "report @/a.txt --format ipynb", [:], 64,
        "--format ipynb needs a file, for it writes others beside it: -o <file>."),
      .init(
        "report @/a.txt --format pdf", [:], 64,
        "The value 'pdf' is invalid for '--format <format>': expected terminal, md, html, csv, json or ipynb."
      ),
      .init(
        "report @/a.txt --since yesterday", [:], 64,
        "The value 'yesterday' is invalid for '--since <date>': expected a day such as 2026-03-14."),
      .init(
        "report @/a.txt --since 2026-13-40", [:], 64,
        "The value '2026-13-40' is invalid for '--since <date>': expected a day such as 2026-03-14."
      ),
      .init(
        "report @/a.txt --top 0", [:], 64,
        "The value '0' is invalid for '--top <n>': expected a whole number from 1 to 1000000."),
      .init(
        "score @/a.txt --kinds spoken", [:], 64,
        "The value 'spoken' is invalid for '--kinds <kinds>': expected one or more of direct, mixed, indirect, separated by commas."
      ),
      .init(
        "score @/a.txt --cues words", [:], 64,
        "The value 'words' is invalid for '--cues <classes>': expected all, or some of speech, evaluation, attitude, separated by commas."
      ),
      .init(
        "score @/a.txt --min-confidence 2", [:], 64,
        "The value '2' is invalid for '--min-confidence <p>': expected a number from 0 to 1."),
      .init(
        "score @/a.txt --threads 0", [:], 64,
        "The value '0' is invalid for '--threads <n>': expected a whole number from 1 to 1024."),
      .init(
        "score @/a.txt --threads many", [:], 64,
        "The value 'many' is invalid for '--threads <n>': expected a whole number from 1 to 1024."),
      .init(
        "score @/a.txt --max-size 0", [:], 64,
        "The value '0' is invalid for '--max-size <MiB>': expected a whole number from 1 to 1024."),
      .init(
        "score @/a.txt --max-errors -1", [:], 64,
        "The value '-1' is invalid for '--max-errors <n>': expected a whole number of at least 0."),
      .init(
        "score @/a.txt --offsets bytes", [:], 64,
        "The value 'bytes' is invalid for '--offsets <unit>': expected codepoint, utf8 or utf16."),
      .init(
        "score @/a.txt --input pdf", [:], 64,
        "The value 'pdf' is invalid for '--input <kind>': expected txt, md, html, jsonl, csv, tsv or warc."
      ),
      .init(
        "score @/a.txt --text-field ''", [:], 64,
        "The value '' is invalid for '--text-field <name>': expected a text that is not empty."),
      .init(
        "score @/a.txt --explain=yes", [:], 64,
        "The option '--explain' takes no value, but 'yes' was given."),
      .init("score @/a.txt --output", [:], 64, "Missing value for '--output <file>'."),
      .init(
        "score @/a.txt --treads 2", [:], 64, "Unknown option '--treads'. Did you mean '--threads'?"),
      .init("scroe @/a.txt", [:], 64, "Unknown command 'scroe'. Did you mean 'score'?"),
      .init("train @/q.jsonl", ["q.jsonl": ""], 64, "Missing value for '--output <model>'."),
      .init(
        "train @/q.jsonl -o @/m --component words", ["q.jsonl": ""], 64,
        "The value 'words' is invalid for '--component <component>': expected stance, quotes, actors, syntax or encoder."
      ),
      .init(
        "train @/q.jsonl --study ablation --component quotes", ["q.jsonl": ""], 64,
        "A study is of stance, not of quotes."),
      .init(
        "train @/q.jsonl --hold-out 2 -o @/m", ["q.jsonl": ""], 64,
        "The value '2' is invalid for '--hold-out <share>': expected a number from 0 to 1."),
      .init(
        "train @/q.jsonl --l2-penalty -1 -o @/m", ["q.jsonl": ""], 64,
        "The value '-1' is invalid for '--l2-penalty <lambda>': expected a number of at least 0."),
      .init("train", [:], 64, "Missing expected argument '<labels>'."),
      .init(
        "suggest @/a.txt -n 0", [:], 64,
        "The value '0' is invalid for '--count <n>': expected a whole number from 1 to 100000."),
      .init("inspect @/none.txt", [:], 66, "@/none.txt: no such file or folder"),
      .init(
        "inspect @/a.txt --format xml", [:], 64,
        "The value 'xml' is invalid for '--format <format>': expected text or conllu."),
      .init("actors", [:], 64, "Missing expected argument '<article>'."),
      .init("quotes @/*.html", [:], 66, "@/*.html: no file matches this pattern"),
      .init(
        "completions tcsh", [:], 64,
        "The value 'tcsh' is invalid for '<shell>': expected bash, zsh or fish."),
      .init("help scroe", [:], 64, "Unknown command 'scroe'. Did you mean 'score'?"),
      .init("config x", [:], 64, "Unexpected argument 'x'."),
    ] as [Row])
  func options(row: Row) throws { try check(row) }
}
