/// The labels of the recogniser: outside, and the beginning and inside of each kind.
package enum EntityLabels {
  /// The kinds that are learned, with their names in data sets.
  package static let kinds: [(kind: Entity.Kind, name: String)] = [
    (.person, "PER"), (.organization, "ORG"), (.place, "LOC"),
  ]
  package static let count = 7
  package static func beginning(_ kind: Int) -> Int32 { Int32(1 + 2 * kind) }
  package static func inside(_ kind: Int) -> Int32 { Int32(2 + 2 * kind) }

  /// The kind of a label, and whether it begins an entity; nil outside.
  static func kind(of label: UInt8) -> (kind: Entity.Kind, begins: Bool)? {
    guard label > 0 else { return nil }
    return (kinds[(Int(label) - 1) / 2].kind, label % 2 == 1)
  }
}
