import Corpora
import Foundation
import Testing

@Suite("Article inputs")
struct ArticleInputsTests {
  /// Every article's id and text, and every error's message without the folder.
  private func outcomes(_ paths: [String], in folder: Folder, input: Int32 = 0) -> [String] {
    ArticleInputs(paths, standardInput: input).map { input in
      do throws(CorpusError) {
        let article = try input.get().read()
        return article.id + "=" + String(decoding: article.text, as: UTF8.self)
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
        $0.hasPrefix("lines.jsonl:3: not valid JSON") ? "broken" : $0
      } == [
        "none.txt: no such file or folder", "ok=fine",
        "empty.txt: is empty: expected the text of an article",
        "blank.txt: is empty: expected the text of an article",
        "binary.txt: is not text (a NUL byte at offset 1): expected UTF-8 text",
        "latin.txt:1: is not valid UTF-8 (byte offset 2): expected UTF-8 text",
        "paper.pdf: cannot read files ending in .pdf: expected .txt, .md or .jsonl",
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
        == ["x: no articles in this folder: expected files ending in .txt, .md or .jsonl"])
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
}
