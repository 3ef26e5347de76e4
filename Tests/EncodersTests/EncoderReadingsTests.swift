import LinearModels
import Testing

@testable import Encoders

@Suite("Readings of texts that an encoder learned from")
struct EncoderReadingsTests {
  private func readings(
    _ told: [(ids: [Int32], values: [Float])], directionCount: Int = 2
  ) throws -> EncoderReadings {
    var file = ModelFileWriter(kind: "encoder")
    EncoderReadings.add(told, to: &file)
    return try EncoderReadings(ModelFile(file.bytes()), directionCount: directionCount)
  }

  private func input(_ ids: [Int32]) -> EncoderInput {
    EncoderInput(ids: ids, target: [1], source: [])
  }

  @Test("are found by the pieces of a text, in half precision, the first of two")
  func finding() throws {
    let found = try readings([
      ([101, 7, 102], [0.5, -1.25]), ([101, 8, 102], [3, 2]), ([101, 7, 102], [9, 9]),
      ([101, 7, 7, 102], [0.1, 0]),
    ])
    #expect(found.count == 3)
    #expect(found.reading(of: input([101, 7, 102])) == [0.5, -1.25])
    #expect(found.reading(of: input([101, 8, 102])) == [3, 2])
    #expect(found.reading(of: input([101, 7, 7, 102])) == [0.099975586, 0])
    #expect(found.reading(of: input([101, 9, 102])) == nil)
    #expect(found.reading(of: input([102, 7, 101])) == nil)
    #expect(EncoderReadings.none.reading(of: input([101, 7, 102])) == nil)
  }

  @Test("must have as many numbers as there are directions")
  func counts() throws {
    #expect(throws: ModelFileError.self) {
      try readings([([1], [0.5, 1])], directionCount: 3)
    }
    #expect(try readings([], directionCount: 7).count == 0)
  }
}
