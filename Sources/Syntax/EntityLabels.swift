/// The labels of the recogniser: outside, and the beginning and inside of each kind.
package enum EntityLabels {
  /// The kinds that are learned, with their names in data sets.
  package static let kinds: [(kind: Entity.Kind, name: String)] = [
    (.person, "PER"), (.organization, "ORG"), (.place, "LOC"),
  ]
  package static let count = 7
  package static func beginning(_ kind: Int) -> Int32 { Int32(1 + 2 * kind) }
  package static func inside(_ kind: Int) -> Int32 { Int32(2 + 2 * kind) }

  /// The entities of a sequence of labels.
  package static func entities(_ labels: [UInt8]) -> [(tokens: Range<Int>, kind: Entity.Kind)] {
    var entities: [(tokens: Range<Int>, kind: Entity.Kind)] = []
    var current: (start: Int, kind: Entity.Kind)?
    for (index, label) in labels.enumerated() {
      let found = kind(of: label)
      if let open = current, found == nil || found!.begins {
        entities.append((open.start..<index, open.kind))
        current = nil
      }
      if let found, found.begins { current = (index, found.kind) }
    }
    if let open = current { entities.append((open.start..<labels.count, open.kind)) }
    return entities
  }

  /// The kind of a label, and whether it begins an entity; nil outside.
  static func kind(of label: UInt8) -> (kind: Entity.Kind, begins: Bool)? {
    guard label > 0 else { return nil }
    return (kinds[(Int(label) - 1) / 2].kind, label % 2 == 1)
  }
}
