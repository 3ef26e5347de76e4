import CommandLineKit
import Foundation
import Testing

@Suite("Resumable draft")
struct ResumableDraftTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/sayso-\(UUID().uuidString)"

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test("what stands after the last checkpoint is written again, wherever the run ends")
  func goingOn() throws {
    try OutputFile.createFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/out"
    do {
      let draft = try ResumableDraft(path: path, key: "k", resumes: false)
      try draft.buffer.write("one two ")
      try draft.checkpoint(Checkpoint(items: 2, errors: 1, digest: 99), isLast: true)
      try draft.buffer.write("lost")
      try draft.buffer.flush()
    }
    #expect(try names() == ["out.journal", "out.partial"])
    // A line that was cut off counts for nothing.
    let journal = try FileHandle(forWritingTo: URL(fileURLWithPath: path + ".journal"))
    try journal.seekToEnd()
    try journal.write(contentsOf: Data("3 1 77 1".utf8))
    try journal.close()
    do {
      let draft = try ResumableDraft(path: path, key: "k", resumes: true)
      #expect(draft.start == Checkpoint(items: 2, errors: 1, digest: 99))
      try draft.buffer.write("three")
      try draft.commit()
    }
    #expect(try names() == ["out"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "one two three")
  }

  @Test("another key is refused, and without being asked to go on a run begins anew")
  func keys() throws {
    try OutputFile.createFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/out"
    do {
      let draft = try ResumableDraft(path: path, key: "k", resumes: true)
      #expect(draft.start == Checkpoint())
      try draft.buffer.write("old")
      try draft.checkpoint(Checkpoint(items: 1), isLast: true)
    }
    #expect(throws: OutputError.otherRun(path: path)) {
      try ResumableDraft(path: path, key: "other", resumes: true)
    }
    let draft = try ResumableDraft(path: path, key: "other", resumes: false)
    #expect(draft.start == Checkpoint())
    try draft.buffer.write("new")
    try draft.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
  }

  @Test("a partial file that somebody shortened is begun anew")
  func shortened() throws {
    try OutputFile.createFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/out"
    do {
      let draft = try ResumableDraft(path: path, key: "k", resumes: false)
      try draft.buffer.write("one two")
      try draft.checkpoint(Checkpoint(items: 2), isLast: true)
    }
    #expect(truncate(path + ".partial", 3) == 0)
    #expect(try ResumableDraft(path: path, key: "k", resumes: true).start == Checkpoint())
  }

  @Test("a device is written to directly")
  func devices() throws {
    let draft = try ResumableDraft(path: "/dev/null", key: "k", resumes: true)
    try draft.buffer.write("text")
    try draft.checkpoint(Checkpoint(items: 1), isLast: true)
    try draft.commit()
    #expect(throws: OutputError.failed(path: "/dev/full", reason: "no space left on device")) {
      let draft = try ResumableDraft(path: "/dev/full", key: "k", resumes: true)
      try draft.buffer.write("text")
      try draft.commit()
    }
  }
}
