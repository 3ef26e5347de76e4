import Foundation
import JSONText

/// Decodes one JSON value of a line; what is wrong with it comes out as a `CorpusProblem`.
func decodeLine<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws(CorpusProblem) -> T {
  // Foundation's decoder allows more than JSON does, and does not look into fields that nobody reads.
  do throws(JSONProblem) {
    var scanner = JSONScanner(bytes)
    try scanner.skip()
    try scanner.finish()
  } catch {
    throw .invalidJSON(error.sentence, column: error.offset + 1)
  }
  do {
    return try JSONDecoder().decode(type, from: Data(bytes))
  } catch let problem as CorpusProblem {
    throw problem
  } catch DecodingError.dataCorrupted {
    throw .invalidJSON("a value is larger than can be read", column: 1)
  } catch {
    throw .invalidJSON("the value has another shape", column: 1)
  }
}

/// A member of an object on a line.
struct JSONLineMember {
  var name: String
  var kind: JSONScanner.Kind
  /// The value as it stands there.
  var value: ArraySlice<UInt8>

  var json: String { String(decoding: value, as: UTF8.self) }

  /// The value to be carried through: on one line for every reader, some of which take U+2028 and U+2029
  /// for line breaks.
  var carried: MetadataField {
    if let text { return MetadataField(name: name, text: text) }
    var scanner = JSONScanner(Array(value))
    let compact = (try? scanner.compactValue()) ?? json
    return MetadataField(
      name: name,
      json: compact.replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029"))
  }

  /// The text of a string; nil for other values.
  var text: String? {
    guard kind == .string else { return nil }
    var scanner = JSONScanner(Array(value))
    return try? scanner.string()
  }

  /// A number as it stands there; nil for other values.
  var digits: String? { kind == .number ? json : nil }

  func mismatch(_ expected: String) -> CorpusProblem {
    .wrongType(field: name, expected: expected, found: Self.words(for: kind))
  }

  static func words(for kind: JSONScanner.Kind) -> String {
    switch kind {
    case .object: "an object"
    case .array: "a list"
    case .string: "a string"
    case .number: "a number"
    case .bool: "true or false"
    case .null: "null"
    case .none: "no value"
    }
  }
}

/// The members of the object that a line holds, in their order.
func jsonMembers(of line: [UInt8]) throws(CorpusProblem) -> [JSONLineMember] {
  var members: [JSONLineMember] = []
  var other: JSONScanner.Kind?
  do throws(JSONProblem) {
    var scanner = JSONScanner(line)
    if scanner.peek() == .object {
      try scanner.beginObject()
      while let name = try scanner.nextKey() {
        let kind = scanner.peek()
        members.append(JSONLineMember(name: name, kind: kind, value: try scanner.skip()))
      }
    } else {
      other = scanner.peek()
      try scanner.skip()
    }
    try scanner.finish()
  } catch {
    throw .invalidJSON(error.sentence, column: error.offset + 1)
  }
  if let other {
    throw .wrongType(field: "", expected: "an object", found: JSONLineMember.words(for: other))
  }
  return members
}

/// The key of a field, whatever its name.
struct FieldName: CodingKey, ExpressibleByStringLiteral {
  var stringValue: String
  var intValue: Int? { nil }
  init(stringLiteral value: String) { stringValue = value }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// An object's fields, with errors that name the field, what was expected and what was found.
struct Fields {
  private let container: KeyedDecodingContainer<FieldName>

  init(_ decoder: any Decoder) throws {
    do {
      container = try decoder.container(keyedBy: FieldName.self)
    } catch DecodingError.typeMismatch {
      let value = try decoder.singleValueContainer()
      throw CorpusProblem.wrongType(
        field: fieldPath(decoder.codingPath), expected: "an object", found: kind(of: value))
    }
  }

  /// Whether the field is there and not `null`.
  func has(_ name: FieldName) -> Bool {
    container.contains(name) && (try? container.decodeNil(forKey: name)) == false
  }

  /// Whether the field is there, be it `null`.
  func mentions(_ name: FieldName) -> Bool { container.contains(name) }

  func string(_ name: FieldName) throws -> String {
    try value(name, String.self, expected: "a string")
  }

  func optionalString(_ name: FieldName) throws -> String? {
    has(name) ? try string(name) : nil
  }

  func integer(_ name: FieldName) throws -> Int {
    try value(name, Int.self, expected: "a whole number")
  }

  func number(_ name: FieldName) throws -> Double {
    try value(name, Double.self, expected: "a number")
  }

  /// A field of objects, each read by its own `init(from:)`.
  func object<T: Decodable>(_ name: FieldName, _ type: T.Type) throws -> T {
    try value(name, type, expected: "an object")
  }

  /// A list of objects; an absent or `null` field is an empty list, a single object a list of one.
  func list<T: Decodable>(_ name: FieldName, _ type: T.Type) throws -> [T] {
    guard has(name) else { return [] }
    if (try? container.nestedContainer(keyedBy: FieldName.self, forKey: name)) != nil {
      return [try object(name, type)]
    }
    return try value(name, [T].self, expected: "a list")
  }

  /// A word out of a few.
  func word<T: RawRepresentable<String> & CaseIterable>(_ name: FieldName, _ type: T.Type) throws
    -> T
  {
    let text = try string(name)
    guard let word = T(rawValue: text) else {
      throw CorpusProblem.wrongWord(
        field: path(name), found: text, expected: T.allCases.map(\.rawValue))
    }
    return word
  }

  /// A list of words out of a few; a single word is a list of one.
  func words<T: RawRepresentable<String> & CaseIterable>(
    _ name: FieldName, _ type: T.Type
  ) throws -> [T] {
    if (try? string(name)) != nil { return [try word(name, type)] }
    guard has(name) else { return [] }
    return try value(name, [String].self, expected: "a list of words").map { text in
      guard let word = T(rawValue: text) else {
        throw CorpusProblem.wrongWord(
          field: path(name), found: text, expected: T.allCases.map(\.rawValue))
      }
      return word
    }
  }

  func path(_ name: FieldName) -> String { fieldPath(container.codingPath + [name]) }

  private func value<T: Decodable>(
    _ name: FieldName, _ type: T.Type, expected: String
  ) throws -> T {
    do {
      return try container.decode(type, forKey: name)
    } catch DecodingError.keyNotFound {
      throw CorpusProblem.missingField(path(name))
    } catch let problem as CorpusProblem {
      throw problem
    } catch {
      // Foundation has an error of its own for a number that does not fit, beside its DecodingError.
      throw CorpusProblem.wrongType(
        field: path(name), expected: expected, found: kindOfValue(name))
    }
  }

  private func kindOfValue(_ name: FieldName) -> String {
    if (try? container.decodeNil(forKey: name)) == true { return "null" }
    if (try? container.decode(Bool.self, forKey: name)) != nil { return "true or false" }
    if let number = try? container.decode(Double.self, forKey: name) {
      if abs(number) >= 0x1p63 { return "a number that is too large" }
      return number.rounded() == number ? "a number" : "a number with a fraction"
    }
    if (try? container.decode(String.self, forKey: name)) != nil { return "a string" }
    return (try? container.nestedUnkeyedContainer(forKey: name)) != nil ? "a list" : "an object"
  }
}

/// What a value is, for a message.
private func kind(of value: any SingleValueDecodingContainer) -> String {
  if value.decodeNil() { return "null" }
  if (try? value.decode(Bool.self)) != nil { return "true or false" }
  if (try? value.decode(Double.self)) != nil { return "a number" }
  return (try? value.decode(String.self)) != nil ? "a string" : "a list"
}

/// A path such as `quotes[3].content[0]`.
private func fieldPath(_ path: [any CodingKey]) -> String {
  path.reduce(into: "") { text, key in
    if let index = key.intValue {
      text += "[\(index)]"
    } else {
      text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
    }
  }
}
