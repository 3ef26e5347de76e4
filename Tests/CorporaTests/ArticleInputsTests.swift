import Corpora
import Foundation
import Testing

@Suite("Article inputs")
struct ArticleInputsTests {
  /// Every article's id and text with its date and other fields, and every error's message without the
  /// folder.
  private func outcomes(
    _ paths: [String], in folder: Folder, input: Int32 = 0,
    options: ArticleOptions = ArticleOptions()
  ) -> [String] {
    ArticleInputs(paths, standardInput: input, options: options).map { input in
      do throws(CorpusError) {
        let article = try input.get().read()
        let fields = article.metadata.map { " \($0.name):\($0.json)" }
        return article.id + "=" + String(decoding: article.text, as: UTF8.self)
          + (article.date.map { " on \($0)" } ?? "") + fields.joined()
      } catch {
        return error.message.replacingOccurrences(of: folder.path + "/", with: "")
      }
    }
  }

  @Test("come from folders in order, without hidden files and READMEs")
  func folders() throws {
    let folder = try Folder()
    for name in ["b.txt", "a/z.md", "a/c.txt", ".hidden.txt", "README.md", "x.png", ".git/d.txt"] {
      _ = try folder.file(name, name)
    }
    _ = try folder.file("n.jsonl", "{\"id\":\"1\",\"text\":\"one\"}\n\n{\"text\":\"three\"}\n")
    #expect(
      outcomes([folder.path], in: folder)
        == ["c=a/c.txt", "z=a/z.md", "b=b.txt", "1=one", "n:3=three"])
  }

  @Test("an error takes the place of its article and the rest goes on")
  func errors() throws {
    let folder = try Folder()
    let paths = try [
      folder.path + "/none.txt", folder.file("ok.txt", "fine"), folder.file("empty.txt", ""),
      folder.file("blank.txt", " \n"), folder.file("binary.txt", [0x41, 0x00, 0x42]),
      folder.file("latin.txt", [0x41, 0x42, 0xE9, 0x20]), folder.file("paper.pdf", "x"),
      folder.file("lines.jsonl", "{\"text\":1}\n{\"text\":\"good\"}\n{\n"),
      folder.file("none.jsonl", "\n"), folder.path + "/missing.pdf",
    ]
    #expect(
      outcomes(paths, in: folder).map {
        $0.hasPrefix("lines.jsonl:3:2: not valid JSON") ? "broken" : $0
      } == [
        "none.txt: no such file or folder", "ok=fine",
        "empty.txt: is empty: expected the text of an article",
        "blank.txt: is empty: expected the text of an article",
        "binary.txt: is not text (a NUL byte at offset 1): expected UTF-8 text",
        "latin=ABé ",
        "paper.pdf: cannot read files ending in .pdf: expected .txt, .md, .html, .jsonl, .csv, .tsv or "
          + ".warc, also with .gz or .zst",
        "lines.jsonl:1: expected a string for \"text\", found a number", "lines:2=good", "broken",
        "none.jsonl: is empty: expected one article a line", "missing.pdf: no such file or folder",
      ])
  }

  @Test("a folder without articles is an error")
  func emptyFolder() throws {
    let folder = try Folder()
    _ = try folder.file("x/picture.png", "x")
    #expect(
      outcomes([folder.path + "/x"], in: folder)
        == [
          "x: no articles in this folder: expected files ending in .txt, .md, .html, .jsonl, .csv, "
            + ".tsv or .warc, also with .gz or .zst"
        ])
  }

  @Test(
    "standard input is one text or JSONL",
    arguments: [
      ("one\ntwo", ["standard input=one\ntwo"]),
      ("\n{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n", ["a=x", "b=y"]),
      ("", ["standard input: is empty: expected the text of an article"]),
    ])
  func standardInput(text: String, expected: [String]) throws {
    let folder = try Folder()
    let descriptor = try open(folder.file("stdin", text), O_RDONLY)
    defer { close(descriptor) }
    #expect(outcomes(["-"], in: folder, input: descriptor) == expected)
  }

  @Test(
    "standard input is of the kind that was named, and no longer than allowed",
    arguments: [
      (ArticleFileKind.txt, "{\"text\":1}", ["standard input={\"text\":1}"]),
      (.html, "<p>It <b>rained</b>.", ["standard input=It rained."]),
      (.jsonl, "{\"text\":\"x\"}\n", ["standard input:1=x"]),
      (.csv, "text,id\nx,a\n", ["a=x"]),
      (.txt, String(repeating: "x", count: 3000), ["standard input: is longer than 1 KiB"]),
      (nil, String(repeating: "x\n", count: 3000), ["standard input: is longer than 1 KiB"]),
    ] as [(ArticleFileKind?, String, [String])])
  func standardInput(kind: ArticleFileKind?, text: String, expected: [String]) throws {
    let folder = try Folder()
    let descriptor = try open(folder.file("stdin", text), O_RDONLY)
    defer { close(descriptor) }
    var options = ArticleOptions()
    options.kind = kind
    options.longestArticle = 1024
    #expect(outcomes(["-"], in: folder, input: descriptor, options: options) == expected)
  }

  /// Options that call the fields by other names.
  private var renamed: ArticleOptions {
    var options = ArticleOptions()
    options.textField = "body"
    options.idField = "nr"
    options.dateField = "day"
    options.needsID = true
    options.needsDate = true
    return options
  }

  @Test("fields have any names, and all others are carried through as they stand")
  func fields() throws {
    let folder = try Folder()
    let lines = try folder.file(
      "a.jsonl",
      """
      {"nr":7,"day":"2026-03-01","body":"one","n":1.50,"big":12345678901234567890,"x":{"y": [1, null]}}
      {"body":"two","nr":"b","day":20260302,"s":"a\u{2028}b","e":"\\u00e9"}
      {"nr":"c","day":"2026-03-03"}
      {"body":"four","day":"2026-03-03"}
      {"nr":"e","body":"five"}
      {"nr":"f","body":"six","day":"d","body":"6"}
      {"nr":[],"body":"seven","day":"d"}
      {"nr":"h","body":7,"day":"d"}
      [1]

      """)
    #expect(
      outcomes([lines], in: folder, options: renamed) == [
        "7=one on 2026-03-01 n:1.50 big:12345678901234567890 x:{\"y\":[1,null]}",
        "b=two on 20260302 s:\"a\\u2028b\" e:\"é\"",
        "a.jsonl:3: missing \"body\"", "a.jsonl:4: missing \"nr\"", "a.jsonl:5: missing \"day\"",
        "a.jsonl:6: \"body\" is there twice",
        "a.jsonl:7: expected a string for \"nr\", found a list",
        "a.jsonl:8: expected a string for \"body\", found a number",
        "a.jsonl:9: expected an object, found a list",
      ])
  }

  @Test("tables give an article a row, with the other columns as they stand")
  func tables() throws {
    let folder = try Folder()
    let table = try folder.file(
      "a.csv",
      "\u{FEFF}nr,day,body,\"a, b\"\r\n1,2026-03-01,\"He said \"\"no\"\",\nand left\",x\r\n"
        + "2,,plain\r\n\r\n3,, ,z\r\n4,,\"last\",=1+1")
    let tabs = try folder.file("b.tsv", "text\tmore\n\"Go\", he said\t1\n")
    var options = renamed
    #expect(
      outcomes([table], in: folder, options: options) == [
        "1=He said \"no\",\nand left on 2026-03-01 a, b:\"x\"",
        "a.csv:4: expected 4 columns as in the header, found 3", "a.csv:6: \"body\" is empty",
        "4=last a, b:\"=1+1\"",
      ])
    #expect(outcomes([tabs], in: folder) == ["b:2=\"Go\", he said more:\"1\""])
    options.textField = "words"
    #expect(
      outcomes([table], in: folder, options: options)
        == [
          "a.csv:1: no column \"words\" in the header, which has \"nr\", \"day\", \"body\", \"a, b\""
        ])
    let broken = try [
      folder.file("twice.csv", "text,x,x\n1,2,3\n"), folder.file("none.csv", ""),
      folder.file("open.csv", "text\nfine\n\"open\nand more\n"),
      folder.file("header.csv", "text\n"),
      folder.file("latin.csv", Array("text\n".utf8) + [0xE9, 0x0A] + Array("fine\n".utf8)),
    ]
    #expect(
      outcomes(broken, in: folder) == [
        "twice.csv:1: \"x\" is there twice",
        "none.csv: is empty: expected a header with the column text", "open:2=fine",
        "open.csv:3: a field opens with a quotation mark and never closes",
        "header.csv: is empty: expected one article a line",
        "latin.csv:2: is not valid UTF-8 (byte offset 0): expected UTF-8 text", "latin:3=fine",
      ])
  }

  @Test("compressed files are read like others, whatever they are called")
  func compressed() throws {
    let folder = try Folder()
    func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64)!) }
    // `the council met`, compressed by the command-line programs.
    let gzip = bytes("H4sIAAAAAAAC/yvJSFVIzi/NS87MUchNLQEAeUutHw8AAAA=")
    let zstd = bytes("KLUv/QRYeQAAdGhlIGNvdW5jaWwgbWV0WKxz2A==")
    let paths = try [
      folder.file("a.txt.gz", gzip), folder.file("b.md.zst", zstd),
      folder.file("c.txt", gzip + gzip),
      folder.file("d.txt.gz", Array("plain".utf8)),
      folder.file("e.txt.gz", Array(gzip.dropLast(3))),
      folder.file("f.txt.zst", Array(zstd.dropLast(3))),
      folder.file("g.txt.gz", gzip + [0x41, 0x42, 0x43]),
    ]
    #expect(
      outcomes(paths, in: folder) == [
        "a=the council met", "b=the council met", "c=the council metthe council met", "d=plain",
        "e.txt.gz: the gzip data ends too early", "f.txt.zst: the zstd data ends too early",
        "g.txt.gz: the gzip data is broken: incorrect header check",
      ])
    #expect(
      outcomes([folder.path], in: folder).prefix(2) == ["a=the council met", "b=the council met"])
  }

  @Test("what is too long is refused, and the rest goes on")
  func limits() throws {
    let folder = try Folder()
    var options = ArticleOptions()
    options.longestArticle = 1024
    let long = String(repeating: "x", count: 2000)
    // Zeros that swell a hundred times: a text of 3,000,000 bytes in 109.
    let bomb = Data(
      base64Encoded: """
        KLUv/QRoTAAACAABAPz/ORACAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAg\
        AQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAzYOAAPJr9Y=
        """)!
    let paths = try [
      folder.file("a.txt", long), folder.file("b.txt.zst", Array(bomb)),
      folder.file(
        "c.jsonl",
        "{\"text\":\"\(String(repeating: "y", count: 700_000))\"}\n{\"text\":\"two\"}\n"
          + "{\"text\":\"\(long)\"}\n{\"text\":\"four\"}"),
      folder.file("d.csv", "text,id\n\"\(long)\n\",1\ntwo,2\n"),
      folder.file("e.jsonl.zst", Array(bomb)),
    ]
    #expect(
      outcomes(paths, in: folder, options: options) == [
        "a.txt: is longer than 1 KiB", "b.txt.zst: is longer than 1 KiB",
        "c.jsonl:1: is longer than 1 KiB", "c:2=two", "c.jsonl:3: is longer than 1 KiB", "c:4=four",
        "d.csv:2: is longer than 1 KiB", "2=two", "e.jsonl.zst:1: is longer than 1 KiB",
      ])
  }

  @Test("patterns stand for the files they match")
  func patterns() throws {
    let folder = try Folder()
    for name in ["a.txt", "b/c.txt", "b/d/e.txt", "b/d/f.md", "b/.g.txt", "h.csv"] {
      _ = try folder.file(name, name)
    }
    func ids(_ pattern: String) -> [String] { outcomes([folder.path + "/" + pattern], in: folder) }
    #expect(ids("*.txt") == ["a=a.txt"])
    #expect(ids("**/*.txt") == ["a=a.txt", "c=b/c.txt", "e=b/d/e.txt"])
    #expect(ids("b/**") == ["c=b/c.txt", "e=b/d/e.txt", "f=b/d/f.md"])
    #expect(ids("b/?/[ef].*") == ["e=b/d/e.txt", "f=b/d/f.md"])
    #expect(ids("*.html") == ["*.html: no file matches this pattern"])
  }

  /// A record of a crawl.
  private func record(_ head: String, _ block: String) -> String {
    "WARC/1.1\r\n\(head)\r\nContent-Length: \(block.utf8.count)\r\n\r\n\(block)\r\n\r\n"
  }

  @Test("pages in a crawl are decompressed, and what is too long is passed over")
  func compressedCrawls() throws {
    let folder = try Folder()
    func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64)!) }
    // `the council met`, compressed by the command-line programs.
    let gzip = bytes("H4sIAAAAAAAC/yvJSFVIzi/NS87MUchNLQEAeUutHw8AAAA=")
    let zstd = bytes("KLUv/QRYeQAAdGhlIGNvdW5jaWwgbWV0WKxz2A==")
    func record(_ head: String, _ block: [UInt8]) -> [UInt8] {
      Array("WARC/1.0\r\n\(head)\r\nContent-Length: \(block.count)\r\n\r\n".utf8) + block
        + Array("\r\n\r\n".utf8)
    }
    func page(_ name: String, _ encoding: String, _ body: [UInt8]) -> [UInt8] {
      let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nContent-Encoding: \(encoding)"
      return record(
        "WARC-Type: response\r\nContent-Type: application/http\r\nWARC-Target-URI: \(name)",
        Array("\(head)\r\n\r\n".utf8) + body)
    }
    let long = [UInt8](repeating: 0x78, count: 2000)
    let plain = Array("it rained".utf8)
    let parts = [
      page("a", "gzip", gzip), page("b", "zstd", zstd), page("c", "gzip", plain),
      page("d", "gzip", Array(gzip.dropLast(3))), page("e", "identity", long),
      record("WARC-Type: metadata", long),
      record("WARC-Type: resource\r\nContent-Type: text/plain\r\nWARC-Target-URI: f", plain),
      record("WARC-Type: resource\r\nContent-Type: image/png", [1, 2]),
      record("WARC-Type: resource\r\nContent-Type: text/plain", plain),
    ]
    var options = ArticleOptions()
    options.longestArticle = 1024
    let file = try folder.file("a.warc", parts.flatMap { $0 })
    #expect(
      outcomes([file], in: folder, options: options) == [
        "a=the council met", "b=the council met", "c=it rained",
        "a.warc:4: the gzip data ends too early", "a.warc:5: is longer than 1 KiB", "f=it rained",
        "a:9=it rained",
      ])
  }

  @Test("crawls give the pages with texts, and nothing of what else they hold")
  func crawls() throws {
    let folder = try Folder()
    let response = "WARC-Type: response\r\nContent-Type: application/http; msgtype=response"
    func page(_ address: String, _ message: String) -> String {
      record(
        "WARC-Target-URI: \(address)\r\nWARC-Date: 2026-03-01T10:00:00Z\r\n\(response)", message)
    }
    let crawl =
      record("WARC-Type: warcinfo\r\nContent-Type: application/warc-fields", "software: x\r\n")
      + page(
        "<https://n.example/a>", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nIt rained.")
      + record(
        "WARC-Type: request\r\nContent-Type: application/http", "GET /a HTTP/1.1\r\n\r\n")
      + page("https://n.example/b", "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\nno")
      + page("https://n.example/c", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG")
      + page(
        "https://n.example/d",
        "HTTP/1.1 200 OK\r\ncontent-type: Text/Plain\r\ntransfer-encoding: chunked\r\n\r\n"
          + "4\r\nIt r\r\n6;x=y\r\nained.\r\n0\r\n\r\n")
      + page(
        "https://n.example/e",
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: br\r\n\r\n???")
      + record(
        "WARC-Type: conversion\r\nWARC-Record-ID: <urn:x:1>\r\nContent-Type: text/plain", "A text.")
    #expect(
      outcomes([try folder.file("a.warc", crawl)], in: folder) == [
        "https://n.example/a=It rained. on 2026-03-01T10:00:00Z",
        "https://n.example/d=It rained. on 2026-03-01T10:00:00Z",
        "a.warc:7: not a valid WARC record: cannot read the content encoding \"br\"",
        "urn:x:1=A text. warc_record_id:\"urn:x:1\"",
      ])
    let broken = try [
      folder.file("b.warc", "not a crawl\n"), folder.file("c.warc", String(crawl.dropLast(9))),
      folder.file("d.warc", "WARC/1.0\r\nWARC-Type: response\r\n\r\n"),
      folder.file("e.warc", "WARC/1.0\r\nWARC-Type: response"),
      folder.file("f.warc", page("https://n.example/f", "HTTP/1.1 200 OK\r\n")),
    ]
    #expect(
      outcomes(broken, in: folder).filter { !$0.contains("n.example") } == [
        "b.warc:1: not a valid WARC record: expected a line such as WARC/1.1",
        "c.warc:7: not a valid WARC record: cannot read the content encoding \"br\"",
        "c.warc:8: not a valid WARC record: the file ends inside a record",
        "d.warc:1: not a valid WARC record: a record needs a Content-Length",
        "e.warc:1: not a valid WARC record: its headers have no end",
        "f.warc:1: not a valid WARC record: the server's message has no end of its headers",
      ])
  }
}
