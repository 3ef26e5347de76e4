import CommandLineKit
import Foundation
import Testing

@testable import sayso_tool

/// Sets and dictionaries have another order in each process, so that a model which depends on it can
/// only be told by training in two.
@Suite("Training in two processes")
struct RepeatedTrainingTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private static func train(_ component: String, in folder: String, threads: Int) -> Bool {
    let labels =
      component == "stance"
      ? ["\(folder)/quotes.jsonl"]
      : component == "syntax"
        ? ["\(folder)/a.conllu", "\(folder)/a.bio", "\(folder)/articles.jsonl"]
        : ["\(folder)/articles.jsonl"]
    let words =
      ["train", "--component", component, "--threads", "\(threads)"]
      + ["-o", "\(folder)/\(component).\(threads)"] + labels
    return saysoTool.run(words, console: Console(out: OutputBuffer(), err: OutputBuffer()))
      == .success
  }

  /// A few articles and quotes of the seeds, and the articles as a treebank with marked entities.
  private static func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, from, count) in [
      ("articles.jsonl", "articles.gold.jsonl", 3), ("quotes.jsonl", "quotes.jsonl", 40),
    ] {
      let seeds = try String(contentsOfFile: "\(root)/seeds/\(from)", encoding: .utf8)
      let lines = seeds.split(separator: "\n").prefix(count).joined(separator: "\n") + "\n"
      try lines.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    let out = OutputBuffer()
    let articles = ["inspect", "--format", "conllu", "\(folder)/articles.jsonl"]
    _ = saysoTool.run(articles, console: Console(out: out, err: OutputBuffer()))
    try out.text.write(toFile: "\(folder)/a.conllu", atomically: true, encoding: .utf8)
    let kinds = ["person": "PER", "organization": "ORG", "place": "LOC"]
    let rows = out.text.split(separator: "\n", omittingEmptySubsequences: false).compactMap {
      line -> String? in
      if line.hasPrefix("#") { return nil }
      let columns = line.split(separator: "\t")
      guard columns.count == 10 else { return "" }
      let mark = columns[9].split(separator: "|").first { $0.hasPrefix("Entity=") }
      let parts = mark?.dropFirst(7).split(separator: "-") ?? []
      let label = parts.count == 2 ? kinds[String(parts[1])].map { "\(parts[0])-\($0)" } : nil
      return "\(columns[1])\t\(label ?? "O")"
    }
    try rows.joined(separator: "\n").write(
      toFile: "\(folder)/a.bio", atomically: true, encoding: .utf8)
  }

  @Test(
    "gives the same bytes, on one thread and on three",
    arguments: ["syntax", "quotes", "actors", "stance"])
  func sameBytes(component: String) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/sayso-\(UUID().uuidString)"
    try Self.write(to: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .success) {
      [component = component as String, folder = folder as String] in
      #expect(RepeatedTrainingTests.train(component, in: folder, threads: 1))
    }
    await #expect(processExitsWith: .success) {
      [component = component as String, folder = folder as String] in
      #expect(RepeatedTrainingTests.train(component, in: folder, threads: 3))
    }
    let one = FileManager.default.contents(atPath: "\(folder)/\(component).1")
    #expect(one != nil && one == FileManager.default.contents(atPath: "\(folder)/\(component).3"))
  }
}
