import Foundation
import LinearModels
import Testing

@Suite("Model files")
struct ModelFileTests {
  static func small() -> ModelFileWriter {
    var writer = ModelFileWriter(kind: "test")
    writer.add("weights", floats: [1.5, -2, 0.25])
    writer.add("halves", halfPrecision: [1.5, -2, 65504, 0x1p-24, 0])
    writer.add("doubles", doubles: [.pi])
    writer.add("numbers", integers: [7, .max])
    writer.add("hashes", hashes: [0x0123_4567_89AB_CDEF])
    writer.add("shorts", shorts: [1, 2, 3])
    writer.add("card", string: #"{"name":"Brno"}"#)
    writer.add("nothing", floats: [])
    return writer
  }

  @Test("give back every section")
  func roundTrip() throws {
    let file = try ModelFile(Self.small().bytes())
    #expect(file.kind == "test")
    #expect(try file.floats("weights") == [1.5, -2, 0.25])
    #expect(try file.floats("halves") == [1.5, -2, 65504, 0x1p-24, 0])
    #expect(try file.doubles("doubles") == [.pi])
    #expect(try file.integers("numbers") == [7, .max])
    #expect(try file.hashes("hashes") == [0x0123_4567_89AB_CDEF])
    #expect(try Array(file.shortTable("shorts")) == [1, 2, 3])
    #expect(try file.string("card") == #"{"name":"Brno"}"#)
    #expect(try file.floats("nothing").isEmpty)
    #expect(file.sectionNames == file.sectionNames.sorted())
    try file.verify()
  }

  @Test("refuse every truncation and every flipped bit")
  func damage() {
    let bytes = Self.small().bytes()
    for length in 0..<bytes.count {
      #expect(throws: ModelFileError.self) { try ModelFile(Array(bytes[..<length])) }
    }
    #expect(throws: ModelFileError.self) { try ModelFile(bytes + [0]) }
    var accepted = 0
    for index in bytes.indices {
      for bit in 0..<8 {
        var copy = bytes
        copy[index] ^= 1 << bit
        if (try? ModelFile(copy)) != nil { accepted += 1 }
      }
    }
    #expect(accepted == 0)
  }

  @Test("open from a path, and say why they cannot")
  func paths() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "model-file-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "m.model").path
    try Self.small().write(toPath: path)
    #expect(try ModelFile(path: path).floats("weights") == [1.5, -2, 0.25])
    #expect(
      throws: ModelFileError.unreadable(
        path: folder.path + "/none", reason: "No such file or directory")
    ) { try ModelFile(path: folder.path + "/none") }
    #expect(throws: ModelFileError.unreadable(path: folder.path, reason: "not a regular file")) {
      try ModelFile(path: folder.path)
    }
  }

  @Test("say what is wrong with a section")
  func sections() throws {
    let file = try ModelFile(Self.small().bytes())
    #expect(throws: ModelFileError.missingSection(name: "bias")) { try file.floats("bias") }
    #expect(
      throws: ModelFileError.wrongElementType(
        section: "numbers", expected: "single-precision numbers", found: "32-bit integers")
    ) { try file.floats("numbers") }
    #expect(throws: ModelFileError.wrongKind(expected: "stance", found: "test")) {
      try file.expect(kind: "stance")
    }
  }

  @Test("do not depend on the order in which sections were added")
  func order() {
    var first = ModelFileWriter(kind: "k")
    first.add("a", floats: [1])
    first.add("b", integers: [2])
    var second = ModelFileWriter(kind: "k")
    second.add("b", integers: [2])
    second.add("a", floats: [1])
    #expect(first.bytes() == second.bytes())
  }
}

@Suite("Feature vocabulary")
struct FeatureVocabularyTests {
  @Test("numbers frequent features first and leaves rare ones out")
  func builder() {
    var builder = FeatureVocabularyBuilder()
    builder.count([5, 5, 5, 9, 9, 2, 0, 0])
    let vocabulary = builder.vocabulary(minimumCount: 2)
    #expect(vocabulary.columnCount == 3)
    #expect(vocabulary.columns(of: [5, 0, 9, 2, 77]) == [0, 1, 2])
    #expect(vocabulary.column(of: 2) == nil)
    #expect(vocabulary.hashes() == [5, 0, 9])
  }

  @Test("finds every one of many features, also after a trip through a file")
  func many() throws {
    var builder = FeatureVocabularyBuilder()
    var generator = SeededGenerator(seed: 3)
    let hashes = (0..<50_000).map { $0 % 2 == 0 ? generator.next() : UInt64($0) }
    builder.count(hashes)
    let vocabulary = builder.vocabulary()
    #expect(vocabulary.columnCount == 50_000)
    var writer = ModelFileWriter(kind: "test")
    vocabulary.write(to: &writer, as: "v")
    let read = try FeatureVocabulary(from: ModelFile(writer.bytes()), as: "v")
    #expect(Set(read.columns(of: hashes)).count == 50_000)
    #expect(read.hashes() == vocabulary.hashes())
    #expect(read.keeping([3, 1]).hashes() == [read.hashes()[3], read.hashes()[1]])
  }
}
