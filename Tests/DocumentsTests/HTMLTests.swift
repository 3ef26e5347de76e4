import Foundation
import Testing

@testable import Documents

@Suite("HTML tokens")
struct HTMLTokenTests {
  private func tokens(
    _ page: String, _ content: HTMLTokenizer.Content = .data, in element: String = ""
  ) -> [HTMLToken] {
    var page = page
    return page.withUTF8 { bytes in
      var tokenizer = HTMLTokenizer(bytes, content: content, lastStartTag: Array(element.utf8))
      var tokens: [HTMLToken] = []
      while let token = tokenizer.next() { tokens.append(token) }
      return tokens
    }
  }

  private func text(_ tokens: [HTMLToken]) -> [String] {
    tokens.map { token in
      func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
      switch token {
      case .doctype(let type):
        return "!" + string(type.name ?? []) + (type.forcesQuirks ? "?" : "")
      case .startTag(let tag):
        let attributes = tag.attributes.map { " \(string($0.name))=\(string($0.value))" }
        return "<" + string(tag.name) + attributes.joined() + (tag.isSelfClosing ? "/" : "")
      case .endTag(let tag): return "</" + string(tag.name)
      case .comment(let comment): return "#" + string(comment)
      case .characters(let characters): return string(characters)
      }
    }
  }

  @Test(
    "are those a browser sees",
    arguments: [
      ("<!DOCTYPE html><P Class=a>x</p >", ["!html", "<p class=a", "x", "</p"]),
      ("<a b='1' c=\"2\" d=3 e B=4/>", ["<a b=1 c=2 d=3 e="]),
      ("<br/><a / b>", ["<br/", "<a b="]),
      ("a < b <3 &amp; c", ["a < b <3 & c"]),
      ("<!-- x --y--> z<!--->.", ["# x --y", " z", "#", "."]),
      ("<?php x ?>a</ b>c</>d", ["#?php x ?", "a", "# b", "cd"]),
      ("&copy;&copy2 &notin; &notit; &#8220;&#x2019;&#147;&#0;", ["©©2 ∉ ¬it; “’“\u{FFFD}"]),
      ("<a b=?x=1&copy=2&amp;d&copy>", ["<a b=?x=1&copy=2&d©"]),
      ("&#;&#x;&;&bogus;", ["&#;&#x;&;&bogus;"]),
      ("x<a href=y", ["x"]), ("<", ["<"]), ("</", ["</"]),
      ("<![CDATA[x]]>", ["#[CDATA[x]]"]),
    ])
  func data(_ page: String, _ expected: [String]) {
    #expect(text(tokens(page)) == expected)
  }

  @Test(
    "are told as html5lib's tests write them",
    arguments: [
      (
        #"<!DOCTYPE html PUBLIC "-//X//Y" 'about:x'>"#, "",
        #"[["DOCTYPE","html","-//X//Y","about:x",true]]"#
      ),
      (#"<!doctype html SYSTEM "a"  junk>"#, "", #"[["DOCTYPE","html",[],"a",true]]"#),
      ("<!doctype html public>", "", #"[["DOCTYPE","html",[],[],false]]"#),
      ("<!doctype html junk>x", "", #"[["DOCTYPE","html",[],[],false],["Character","x"]]"#),
      (#"<!doctype html public "a"#, "", #"[["DOCTYPE","html","a",[],false]]"#),
      (#"<!doctype html public "a>b"#, "", #"[["DOCTYPE","html","a",[],false],["Character","b"]]"#),
      (#"<!doctype html public "a" junk>"#, "", #"[["DOCTYPE","html","a",[],false]]"#),
      ("<!doctype html system x>", "", #"[["DOCTYPE","html",[],[],false]]"#),
      ("<!doctype html", "", #"[["DOCTYPE","html",[],[],false]]"#),
      ("<!doctype>", "", #"[["DOCTYPE",[],[],[],false]]"#),
      ("<!doctype", "", #"[["DOCTYPE",[],[],[],false]]"#),
      ("<!--a--!>b", "", #"[["Comment","a"],["Character","b"]]"#),
      ("<!--a-", "", #"[["Comment","a"]]"#),
      ("<p a=1 b/>", "", #"[["StartTag","p",{"a":"1","b":""},true]]"#),
      ("a&amp;b</x>", "RCDATA state", #"[["Character","a&b"],["EndTag","x"]]"#),
      ("a&amp;</x>", "RAWTEXT state", #"[["Character","a&amp;"],["EndTag","x"]]"#),
      ("<b>", "PLAINTEXT state", #"[["Character","<b>"]]"#),
    ])
  func conformance(page: String, state: String, expected: String) throws {
    let found = HTMLConformance.tokens(
      Array(page.utf8), state: state, lastStartTag: state.isEmpty ? "" : "x")
    let json = try JSONSerialization.data(
      withJSONObject: found, options: [.sortedKeys, .withoutEscapingSlashes])
    #expect(String(decoding: json, as: UTF8.self) == expected)
  }

  @Test("of scripts and titles end with their own end tag")
  func textElements() {
    #expect(
      text(tokens("<b>&lt;</i></title>x", .escapableText, in: "title")) == [
        "<b><</i>", "</title", "x",
      ])
    #expect(text(tokens("a&lt;</STYLE >b", .rawText, in: "style")) == ["a&lt;", "</style", "b"])
    #expect(
      text(tokens("<!--<script></script>--></script>y", .script, in: "script"))
        == ["<!--<script></script>-->", "</script", "y"])
  }
}

@Suite("HTML articles")
struct HTMLTextTests {
  /// Each paragraph of the body as its role and text.
  private func paragraphs(_ page: String) throws -> [String] {
    let text = try ArticleText(Array(page.utf8), format: .html, id: "page")
    let document = try DocumentReader().read(text, id: "page", allowEmpty: true)
    return document.paragraphs.map { "\($0.role): \(document.text($0.span))" }
  }

  private static let long =
    "The bridge was shut on Monday after cracks were found in it, the police said in a statement."

  @Test(
    "give paragraphs with what the markup says",
    arguments: [
      ("<p>One\n  line <b>of</b> text.<p>Two.", ["body: One line of text.", "body: Two."]),
      (
        "<h1>Bridge is&nbsp;shut</h1><p>It rained.",
        ["headline: Bridge is\u{A0}shut", "body: It rained."]
      ),
      ("a cat.<br><br>A dog.<hr>A cow.", ["body: a cat.", "body: A dog.", "body: A cow."]),
      (
        "<blockquote><p>We lost.</p><p>All of it.</p></blockquote>She left.",
        ["blockquote: We lost.", "blockquote: All of it.", "body: She left."]
      ),
      (
        "<ul><li>First, rain.<li>Then, <i>snow</i>.</ul>",
        ["listItem: First, rain.", "listItem: Then, snow."]
      ),
      ("<p>He said <q>no</q>, twice.", ["body: He said “no”, twice."]),
      ("<p>He said <q>she said <q>no</q></q>.", ["body: He said “she said ‘no’”."]),
      ("<p>He said <q>“no”</q>.", ["body: He said “no”."]),
      (
        "<script>x('<p>')</script><style>p{}</style><p>Rain.<noscript>Off.</noscript>",
        ["body: Rain."]
      ),
      ("<nav><a href=/>Home</a></nav><p>Rain.</p><svg><text>x</text></svg>", ["body: Rain."]),
      (
        "<p hidden>Secret.</p><div style='display: none'><p>More.</p></div><p>Rain.",
        ["body: Rain."]
      ),
      (
        "<p>Rain.<figure><figcaption>A wet road.</figcaption></figure>",
        ["body: Rain.", "boilerplate: A wet road."]
      ),
      (
        "<p>Rain.</p><aside>Weather desk</aside><footer>About us</footer>",
        ["body: Rain.", "boilerplate: Weather desk", "boilerplate: About us"]
      ),
      (
        "<p>Rain.<ul><li><a href=1>Snow in May</a><li><a href=2>Hail in June</a></ul>",
        ["body: Rain.", "boilerplate: Snow in May", "boilerplate: Hail in June"]
      ),
      (
        "<div class=article-byline>Ana Reis</div><p>Rain fell.",
        ["byline: Ana Reis", "body: Rain fell."]
      ),
      (
        "<p>Rain fell in May.</p><div class='x newsletter-box'>Our letter</div>",
        ["body: Rain fell in May.", "boilerplate: Our letter"]
      ),
      ("<div class=with-sidebar><p>Rain.</p></div>", ["body: Rain."]),
      ("<title>Rain | The Bell</title><p>It rained.", ["headline: Rain", "body: It rained."]),
      ("</div></p>Rain.</section>", ["body: Rain."]),
      ("", []),
    ])
  func roles(_ page: String, _ expected: [String]) throws {
    let found = try paragraphs(page)
    #expect(found == expected)
  }

  @Test("mark what stands outside the main part")
  func main() throws {
    let page =
      "<div>The Bell</div><main><h1>Rain</h1><p>\(Self.long)<p>\(Self.long)<p>\(Self.long)</main><div>More</div>"
    let found = try paragraphs(page).map { $0.prefix { $0 != ":" } }
    #expect(found == ["boilerplate", "headline", "body", "body", "body", "boilerplate"])
  }

  @Test("name the line of the page in diagnostics")
  func lines() throws {
    let text = try ArticleText(
      Array("<h1>Rain</h1>\n<p>\n“No, she said.\n<p>It rained.".utf8), format: .html, id: "page")
    let document = try DocumentReader().read(text, id: "page")
    #expect(document.diagnostics.map(\.code) == ["unclosed-quote"])
    #expect(document.diagnostics.map(\.line) == [3])
  }

  @Test("are read in the charset they declare, however deep and long they are")
  func hostile() throws {
    let page = Array("<meta charset=latin1><p>Caf".utf8) + [0xE9, 0x92] + Array("s.".utf8)
    let text = try ArticleText(page, format: .html, id: "page")
    #expect(String(decoding: text.bytes, as: UTF8.self) == "Café’s.")
    let nested = String(repeating: "<div><q>", count: 20_000) + "Rain."
    #expect(try paragraphs(nested).count == 1)
    let attributes = (0..<60_000).map { "a\($0)=1" }.joined(separator: " ")
    #expect(try paragraphs("<p \(attributes)>Rain.") == ["body: Rain."])
  }

  private static let pieces = [
    "<p>", "</p>", "<div class='byline'>", "</div>", "<q>", "</q>", "<blockquote>", "</blockquote>",
    "<ul><li>", "</ul>", "<a href=x>", "</a>", "<script>", "</script>", "<title>", "</title>",
    "<!--",
    "-->", "<!doctype", "<h1>", "</h1>", "<svg>", "<![CDATA[", "]]>", "</svg>", "&amp;", "&#8220;",
    "&#x", "&notit;", "“", "”", "\"", "'", "’", "It rained. ", " ", "\n", "\r\n", "<br>", "<main>",
    "</main>", "<nav>", "</nav>", "<span hidden>", "</span>", "é", "中", "\u{A0}", "<", "&", "<b",
    "=",
    ">", "# ", "**", "_", "`", "[", "](", "> ", "- ",
  ]

  @Test("give whole paragraphs in order, whatever the markup", arguments: 0..<300 as Range<UInt64>)
  func anyMarkup(seed: UInt64) throws {
    var generator = TextGenerator(state: seed)
    let page = (0..<generator.next(80)).map { _ in Self.pieces[generator.next(Self.pieces.count)] }
      .joined()
    for format in [ArticleText.Format.html, .markdown] {
      let text = try ArticleText(Array(page.utf8), format: format, id: "page")
      #expect(String(validating: text.bytes, as: UTF8.self) != nil)
      var end = 0
      for block in try #require(text.blocks) {
        #expect(block.range.lowerBound >= end && !block.range.isEmpty)
        #expect(block.line >= 1)
        end = block.range.upperBound
      }
      #expect(end == text.bytes.count)
      let document = try DocumentReader().read(text, id: "page", allowEmpty: true)
      #expect(document.paragraphs.count == text.blocks?.count)
    }
  }
}
