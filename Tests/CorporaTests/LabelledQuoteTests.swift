import Documents
import Foundation
import StanceScoring
import Testing

@testable import Corpora

/// A folder of files that is gone when the value is.
final class Folder {
  let path = FileManager.default.temporaryDirectory.path + "/sayso-corpora-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }
}

@Suite("Labelled quotes")
struct LabelledQuoteTests {
  private func read(_ name: String, _ text: String) throws -> [LabelledQuote] {
    let folder = try Folder()
    return try LabelledQuote.read(folder.file(name, text))
  }

  @Test("read with spans in code points")
  func jsonLines() throws {
    let quotes = try read(
      "labels.jsonl",
      #"""
      {"id":"a","text":"“Ñandú é!” said Ada Öz of Bo.","target":{"start":26,"end":28},"source":{"start":16,"end":22},"label":"favor","group":"g","content":[{"start":0,"end":10}],"cue":[{"start":11,"end":15}],"more":[1,{"x":null}]}

      {"text":"Bo fell.","target":{"start":0,"end":2},"source":null,"label":"neutral"}
      """#)
    #expect(quotes.count == 2)
    let text = quotes[0].text
    func words(_ span: TextSpan?) -> String? {
      span.map { String(decoding: text[$0.range], as: UTF8.self) }
    }
    #expect(words(quotes[0].target) == "Bo")
    #expect(words(quotes[0].source) == "Ada Öz")
    #expect(words(quotes[0].content.first) == "“Ñandú é!”")
    #expect(words(quotes[0].cue.first) == "said")
    #expect(quotes[0].group == "g")
    #expect(quotes[1].id == "labels:3")
    #expect(quotes[1].group == "labels:3")
    #expect(quotes[1].source == nil)
  }

  @Test(
    "say what is wrong with a line and what would be right",
    arguments: [
      (#"{"text":5}"#, #"expected a string for "text", found a number"#),
      (#"{"text":null}"#, #"expected a string for "text", found null"#),
      (#"{"text":["a"]}"#, #"expected a string for "text", found a list"#),
      (#"{"id":true,"text":"a"}"#, #"expected a string for "id", found true or false"#),
      (#"{}"#, #"missing "text""#),
      (#"[]"#, "expected an object, found a list"),
      (#""x""#, "expected an object, found a string"),
      (#"{"text":"Bo","label":"favor"}"#, #"missing "target""#),
      (
        #"{"text":"Bo","target":"Bo","label":"favor"}"#,
        #"expected an object for "target", found a string"#
      ),
      (
        #"{"text":"Bo","target":{"start":"0","end":2},"label":"favor"}"#,
        #"expected a whole number for "target.start", found a string"#
      ),
      (
        #"{"text":"Bo","target":{"start":0.5,"end":2},"label":"favor"}"#,
        #"expected a whole number for "target.start", found a number with a fraction"#
      ),
      (
        #"{"text":"Bo","target":{"start":0,"end":3},"label":"favor"}"#,
        #""target" runs from 0 to 3, but the text has 2 code points"#
      ),
      (
        #"{"text":"Bo","target":{"start":-1,"end":2},"label":"favor"}"#,
        #""target" runs from -1 to 2, but the text has 2 code points"#
      ),
      (
        #"{"text":"Bo","target":{"start":1,"end":1},"label":"favor"}"#,
        #""target" is an empty span (start and end are 1)"#
      ),
      (
        #"{"text":"Bo","target":{"start":0,"end":2,"text":"No"},"label":"favor"}"#,
        #""target" says "No", but at its offsets stands "Bo": offsets count Unicode code points"#
      ),
      (
        #"{"text":"Bo","target":{"start":0,"end":2},"content":[{"start":0,"end":9}],"label":"favor"}"#,
        #""content[0]" runs from 0 to 9, but the text has 2 code points"#
      ),
      (
        #"{"text":"Bo","target":{"start":0,"end":2},"label":"pro"}"#,
        #"expected favor, neutral or against for "label", found "pro""#
      ),
      (#"{"text":" \n","target":{"start":0,"end":1},"label":"favor"}"#, #""text" is empty"#),
      (
        #"{"id":"a","text":"Bo","target":{"start":0,"end":2},"label":"favor"}"#,
        #""a" is there twice (first on line 1)"#
      ),
    ])
  func mistakes(line: String, message: String) throws {
    let first = #"{"id":"a","text":"Bo","target":{"start":0,"end":2},"label":"favor"}"#
    let folder = try Folder()
    let file = try folder.file("labels.jsonl", first + "\n" + line + "\n")
    #expect { try LabelledQuote.read(file) } throws: { error in
      (error as? CorpusError)?.message == "\(file):2: \(message)"
    }
  }

  @Test("say where broken JSON breaks")
  func brokenJSON() throws {
    let folder = try Folder()
    let file = try folder.file("x.jsonl", #"{"text":"a""#)
    #expect { try LabelledQuote.read(file) } throws: { error in
      (error as? CorpusError)?.message.hasPrefix("\(file):1:12: not valid JSON: ") == true
    }
  }

  @Test(
    "come from tables, whose targets are words or offsets",
    arguments: [
      ("t.csv", "text,target,label\r\n\"He said \"\"no\"\", Bo\",Bo,against\r\n", "Bo"),
      ("t.csv", "label,text,start,end\nagainst,\"Bo,\nÄ Cy\",6,8\n", "Cy"),
      ("t.tsv", "text\ttarget\tlabel\n\"Bo\" is, he said, fine\tBo\tagainst\n", "Bo"),
      ("t.csv", "\u{FEFF}text,target,label\nBo,Bo,against", "Bo"),
    ])
  func tables(name: String, text: String, target: String) throws {
    let quotes = try read(name, text)
    #expect(quotes.count == 1)
    #expect(String(decoding: quotes[0].text[quotes[0].target.range], as: UTF8.self) == target)
    #expect(quotes[0].label == .against)
  }

  @Test(
    "say what is wrong with a table",
    arguments: [
      (
        "t.csv", "text,label\na,favor\n",
        #":1: no column "target" in the header, which has "text", "label""#
      ),
      ("t.csv", "text,target,label\nBo,Bo\n", ":2: expected 3 columns as in the header, found 2"),
      (
        "t.csv", "text,target,label\n\"a\nb\",b,favor\nBo,Cy,favor\n",
        #":4: the target "Cy" does not occur in the text"#
      ),
      (
        "t.csv", "text,target,label\nBo,Bo,favor\n\"Bo,Bo,favor\n",
        ":3: a field opens with a quotation mark and never closes"
      ),
      (
        "t.csv", "text,target,label\nBo,Bo,good\n",
        #":2: expected favor, neutral or against for "label", found "good""#
      ),
      (
        "t.csv", "text,start,end,label\nBo,0,two,favor\n",
        #":2: expected a whole number for "end", found "two""#
      ),
      ("t.csv", "text,target,label\n,Bo,favor\n", #":2: "text" is empty"#),
      ("t.csv", "", ": is empty: expected a header with the columns text, target and label"),
      ("t.jsonl", "\n\n", ": is empty: expected one labelled quote a line"),
      (
        "t.xlsx", "x",
        ": cannot read files ending in .xlsx: expected .jsonl, .csv, .tsv, .json or .ann"
      ),
    ])
  func tableMistakes(name: String, text: String, message: String) throws {
    let folder = try Folder()
    let file = try folder.file(name, text)
    #expect { try LabelledQuote.read(file) } throws: { error in
      (error as? CorpusError)?.message == file + message
    }
  }

  @Test("a file that is not there is missing, not bad")
  func missing() {
    #expect { try LabelledQuote.read("/nowhere/x.jsonl") } throws: { error in
      let error = error as? CorpusError
      return error?.message == "/nowhere/x.jsonl: no such file or folder"
        && error?.cause == .missingInput
    }
  }
}
