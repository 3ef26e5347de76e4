import CommandLineKit
import Corpora
import Documents
import Foundation
import JSONText
import Lexicons
import LinearModels
import Sayso
import StanceScoring

/// What libFuzzer feeds its inputs to: the one that the environment variable SAYSO_FUZZ names.
private enum Target: String, CaseIterable {
  // The whole way of an article by either scorer, then the reading of articles alone, by their kind.
  case article, encoded, text, html, markdown, jsonl, csv, tsv, warc, compressed
  // Labelled data, by the ending of its file.
  case labels, table, tasks, annotated, treebank, entities
  case lexicon, model, configuration, json
}

private let target: Target = {
  let name = ProcessInfo.processInfo.environment["SAYSO_FUZZ"] ?? ""
  guard let target = Target(rawValue: name) else {
    print("SAYSO_FUZZ must be one of " + Target.allCases.map(\.rawValue).joined(separator: ", "))
    exit(64)
  }
  return target
}()

private let analyzer = try! Analyzer(scorer: target == .encoded ? .encoder : .linear)
private let scratch = "/dev/shm/sayso-fuzz-\(getpid())"

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  switch target {
  case .article, .encoded:
    guard let text = try? ArticleText(bytes, format: .plainText, id: "x"),
      let article = try? analyzer.analyze(text, id: "x")
    else { return 0 }
    precondition(!article.json(modelDigest: "").isEmpty)
  case .text:
    guard let text = try? ArticleText(bytes, format: .plainText, id: "x") else { return 0 }
    _ = try? DocumentReader().read(text, id: "x")
  case .html: _ = try? ArticleText(bytes, format: .html, id: "x")
  case .markdown: _ = try? ArticleText(bytes, format: .markdown, id: "x")
  case .jsonl: readArticles(bytes, .jsonl)
  case .csv: readArticles(bytes, .csv)
  case .tsv: readArticles(bytes, .tsv)
  case .warc: readArticles(bytes, .warc)
  case .compressed: readArticles(bytes, .txt)
  case .labels: withFile(bytes, ".jsonl") { _ = try LabelledQuote.read($0) }
  case .table: withFile(bytes, ".csv") { _ = try LabelledQuote.read($0) }
  case .tasks: withFile(bytes, ".json") { _ = try LabelledQuote.read($0) }
  case .annotated: withFile(bytes, ".jsonl") { _ = try AnnotatedArticle.read($0) }
  case .treebank: _ = try? CoNLL.treebank(bytes, path: "x")
  case .entities: _ = try? CoNLL.entities(bytes, path: "x")
  case .lexicon: _ = try? WordList(name: "x", bytes: bytes)
  case .model: _ = try? ModelFile(bytes)
  case .configuration:
    withFile(bytes, "") { path in
      let tool = Tool("sayso", abstract: "", version: "", commands: []) { _ in ("", .failure) }
      _ = try tool.configuration(environment: ["SAYSO_CONFIG": path])
    }
  case .json:
    var scanner = JSONScanner(bytes)
    if (try? scanner.skip()) != nil && (try? scanner.finish()) != nil {
      // What is valid here must be valid for Foundation, which allows more.
      let data = Data(bytes)
      let isText = String(validating: bytes, as: UTF8.self) != nil
      let value = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
      precondition(!isText || value != nil || holdsWhatFoundationRefuses(bytes))
    }
  }
  return 0
}

/// Foundation refuses lone halves of surrogate pairs, numbers too large for a Double and deep nesting.
private func holdsWhatFoundationRefuses(_ bytes: [UInt8]) -> Bool {
  let text = String(decoding: bytes, as: UTF8.self)
  return text.contains("\\u") || text.contains("e") || text.contains("E") || bytes.count > 300
    || text.contains("\u{0}")
}

private func readArticles(_ bytes: [UInt8], _ kind: ArticleFileKind) {
  let descriptor = open(scratch, O_RDWR | O_CREAT | O_TRUNC, 0o600)
  defer { close(descriptor) }
  _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  lseek(descriptor, 0, SEEK_SET)
  var options = ArticleOptions()
  options.kind = kind
  options.longestArticle = 1 << 16
  for input in ArticleInputs(["-"], standardInput: descriptor, options: options) {
    _ = try? input.get().read()
  }
}

private func withFile(_ bytes: [UInt8], _ ending: String, _ body: (String) throws -> Void) {
  let path = scratch + ending
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  close(descriptor)
  try? body(path)
}
