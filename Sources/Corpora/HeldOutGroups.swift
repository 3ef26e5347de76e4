import Lexicons
import LinearModels

/// Decides which groups of labelled data are held out of training.
///
/// The decision depends on the group's name and the seed alone: it is the same whatever else is in the
/// data, in whatever order, and a command that trains and one that evaluates agree on it.
public struct HeldOutGroups: Sendable {
  private let share: Double
  private let seed: UInt64

  /// - Parameter share: How large a share of the groups to hold out, from 0 to 1; with few groups the
  ///   real share differs by chance.
  public init(share: Double, seed: UInt64) {
    precondition((0...1).contains(share), "a share of \(share) is not from 0 to 1")
    self.share = share
    self.seed = seed
  }

  public func contains(_ group: String) -> Bool {
    var seeds = SeededGenerator(seed: seed)
    var generator = SeededGenerator(seed: TextHash.hash(Array(group.utf8)) ^ seeds.next())
    return Double(generator.next() >> 11) * 0x1p-53 < share
  }
}
