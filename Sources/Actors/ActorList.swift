public import Lexicons

/// A user's own actors: names, aliases, kinds and identifiers, to which an article's actors are bound.
///
/// Names are compared as the gazetteers compare theirs: case, accents and typography apart. The texts
/// lie in one buffer and a name is found through one open-addressing table, so that a list of a hundred
/// thousand actors is read in tens of milliseconds and costs an article one look-up a name.
public struct ActorList: Sendable {
  /// One actor of the list.
  public struct Entry: Hashable, Sendable {
    public var name: String
    /// What the list calls the actor elsewhere, such as a Wikidata id; the name when it has none.
    public var externalID: String
    /// Nil when the list does not say.
    public var kind: Actor.Kind?
  }

  private var text: [UInt8] = []
  private var names: [Range<Int>] = []
  private var identifiers: [Range<Int>] = []
  private var kinds: [Actor.Kind?] = []
  /// The table: for each slot the latest link of one name, or -1. Slots are small, for they are looked
  /// up at random; a link leads on to the next actor of the same name.
  private var slots = [Int32](repeating: -1, count: 1024)
  private var links: [(hash: UInt64, entry: Int32, next: Int32)] = []
  private var used = 0

  public init() {}

  /// The number of actors.
  public var count: Int { names.count }

  public subscript(index: Int) -> Entry {
    let name = String(decoding: text[names[index]], as: UTF8.self)
    let identifier = identifiers[index]
    return Entry(
      name: name,
      externalID: identifier.isEmpty ? name : String(decoding: text[identifier], as: UTF8.self),
      kind: kinds[index])
  }

  /// Adds an actor under its name and its aliases.
  ///
  /// - Precondition: the name is not empty.
  public mutating func append(
    name: ArraySlice<UInt8>, aliases: some Sequence<ArraySlice<UInt8>>, kind: Actor.Kind?,
    id: ArraySlice<UInt8>
  ) {
    precondition(!name.isEmpty, "an actor of a list needs a name")
    let entry = Int32(names.count)
    names.append(text.count..<text.count + name.count)
    text += name
    identifiers.append(text.count..<text.count + id.count)
    text += id
    kinds.append(kind)
    insert(Self.hash(name), entry)
    for alias in aliases where !alias.isEmpty { insert(Self.hash(alias), entry) }
  }

  /// The actors that are called by a phrase, by the hash of its normalised form.
  func entries(_ hash: UInt64) -> [Int] {
    var found: [Int] = []
    var link = slots[slot(of: hash)]
    while link >= 0 {
      found.append(Int(links[Int(link)].entry))
      link = links[Int(link)].next
    }
    return found.reversed()
  }

  /// The hash of a name's normalised form.
  private static func hash(_ name: ArraySlice<UInt8>) -> UInt64 {
    var state = TextHash.start
    for byte in name {
      switch byte {
      case 0x80...: return TextNormalizer.hash(name)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): state = TextHash.step(state, byte | 0x20)
      case UInt8(ascii: "`"): state = TextHash.step(state, UInt8(ascii: "'"))
      default: state = TextHash.step(state, byte)
      }
    }
    return TextHash.finish(state)
  }

  private func slot(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while slots[index] >= 0, links[Int(slots[index])].hash != hash { index = (index + 1) & mask }
    return index
  }

  private mutating func insert(_ hash: UInt64, _ entry: Int32) {
    if used * 2 >= slots.count { grow() }
    let index = slot(of: hash)
    let first = slots[index]
    if first >= 0, links[Int(first)].entry == entry { return }
    if first < 0 { used += 1 }
    links.append((hash, entry, first))
    slots[index] = Int32(links.count - 1)
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: -1, count: old.count * 4)
    for link in old where link >= 0 { slots[slot(of: links[Int(link)].hash)] = link }
  }
}
