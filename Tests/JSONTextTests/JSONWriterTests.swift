import Foundation
import JSONText
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
  @Test("keeps the order of keys and separates values with commas")
  func order() {
    var writer = JSONWriter()
    writer.object { json in
      json.member("b", 1)
      json.member("a", "x")
      json.member(array: "list", [1, 2]) { $0.integer($1) }
      json.member(object: "empty") { _ in }
      json.key("none")
      json.null()
      json.member("yes", true)
    }
    #expect(writer.text == #"{"b":1,"a":"x","list":[1,2],"empty":{},"none":null,"yes":true}"#)
  }

  @Test("indents on request")
  func indentation() {
    var writer = JSONWriter(indented: true)
    writer.object { json in
      json.member(array: "list", [1, 2]) { $0.integer($1) }
      json.member(object: "empty") { _ in }
      json.member("text", "ends in a colon and a space: ")
      json.member("n", 1)
    }
    #expect(
      writer.text == """
        {
          "list": [
            1,
            2
          ],
          "empty": {},
          "text": "ends in a colon and a space: ",
          "n": 1
        }
        """)
  }

  @Test(
    "writes the shortest number that reads back the same",
    arguments: [
      (0.1, "0.1"), (1.0, "1"), (-0.0, "-0"), (1.0 / 3, "0.3333333333333333"), (1e300, "1e+300"),
      (0.30000000000000004, "0.30000000000000004"), (.nan, "null"),
      (.infinity, "null"),
    ])
  func numbers(value: Double, text: String) {
    var writer = JSONWriter()
    writer.number(value)
    #expect(writer.text == text)
    if value.isFinite { #expect(Double(writer.text) == value) }
  }

  @Test(
    "escapes what JSON, JavaScript and HTML would misread",
    arguments: [
      ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t\u{1}", #""\n\r\t\u0001""#),
      ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("</script>&", #""\u003c/script>&""#),
      ("é “ñ” 😀", #""é “ñ” 😀""#), ("¨", #""¨""#), ("", #""""#),
    ])
  func escapes(value: String, text: String) {
    var writer = JSONWriter()
    writer.string(value)
    #expect(writer.text == text)
  }

  @Test("what it writes reads back the same", arguments: 0..<50 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    let scalars = (0..<40).compactMap { _ in Unicode.Scalar(UInt32(next() % 0x3000)) }
    let text = String(String.UnicodeScalarView(scalars))
    let number = Double(bitPattern: next() & 0x7FDF_FFFF_FFFF_FFFF)
    var writer = JSONWriter(indented: seed % 2 == 0)
    writer.object { json in
      json.member("text", text)
      json.member("number", number)
    }
    struct Pair: Decodable {
      var text: String
      var number: Double
    }
    let pair = try JSONDecoder().decode(Pair.self, from: Data(writer.bytes))
    #expect(Array(pair.text.unicodeScalars) == Array(text.unicodeScalars))
    #expect(pair.number == number)
  }
}
