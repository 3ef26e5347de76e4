/// How often each gold class was predicted as each class.
public struct ConfusionMatrix: Hashable, Sendable {
  public let classes: [String]
  /// Row by row: gold class, then predicted class.
  private var cells: [Int]

  public init(classes: [String]) {
    self.classes = classes
    cells = Array(repeating: 0, count: classes.count * classes.count)
  }

  public subscript(gold gold: Int, predicted predicted: Int) -> Int {
    get { cells[gold * classes.count + predicted] }
    set { cells[gold * classes.count + predicted] = newValue }
  }

  /// - Precondition: both have the same classes.
  public static func += (total: inout ConfusionMatrix, part: ConfusionMatrix) {
    precondition(total.classes == part.classes, "matrices of other classes do not add up")
    for index in total.cells.indices { total.cells[index] += part.cells[index] }
  }

  /// How many examples there are.
  public var total: Int { cells.reduce(0, +) }

  /// How many examples have a gold class: its support.
  public func support(_ index: Int) -> Int {
    classes.indices.reduce(0) { $0 + self[gold: index, predicted: $1] }
  }

  /// How many examples were predicted as a class.
  public func predicted(_ index: Int) -> Int {
    classes.indices.reduce(0) { $0 + self[gold: $1, predicted: index] }
  }

  private func hits(_ index: Int) -> Int { self[gold: index, predicted: index] }

  private var correct: Int { classes.indices.reduce(0) { $0 + hits($1) } }

  /// Nil when there are no examples.
  public var accuracy: Double? { ratio(correct, total) }

  /// Nil when the class was never predicted.
  public func precision(_ index: Int) -> Double? { ratio(hits(index), predicted(index)) }

  /// Nil when no example has the class.
  public func recall(_ index: Int) -> Double? { ratio(hits(index), support(index)) }

  /// Nil when the class is neither gold nor predicted.
  public func f1(_ index: Int) -> Double? {
    ratio(2 * hits(index), support(index) + predicted(index))
  }

  /// The mean of all classes' F1, where a class without one counts as 0; nil without examples.
  public var macroF1: Double? {
    guard total > 0 else { return nil }
    return classes.indices.reduce(0) { $0 + (f1($1) ?? 0) } / Double(classes.count)
  }

  /// F1 over some classes together: a hit is an example of one of them with the right class.
  public func f1(over indices: [Int]) -> Double? {
    let hit = indices.reduce(0) { $0 + hits($1) }
    let said = indices.reduce(0) { $0 + predicted($1) }
    let meant = indices.reduce(0) { $0 + support($1) }
    return ratio(2 * hit, said + meant)
  }

  /// The correlation of gold and predicted classes, from -1 to 1 (Gorodkin, "Comparing two K-category
  /// assignments by a K-category correlation coefficient", 2004); nil when all examples have one class
  /// or all were predicted as one.
  public var matthewsCorrelation: Double? {
    let n = Double(total)
    var product = 0.0
    var predictedSquares = 0.0
    var goldSquares = 0.0
    for index in classes.indices {
      let gold = Double(support(index))
      let said = Double(predicted(index))
      product += gold * said
      predictedSquares += said * said
      goldSquares += gold * gold
    }
    let spread = (n * n - predictedSquares) * (n * n - goldSquares)
    return ratio(Double(correct) * n - product, spread.squareRoot())
  }
}
