/// The L2 penalty of each column: one number while all are the same, so that millions of columns
/// without blocks of their own cost no memory.
struct ColumnPenalties {
  /// The penalty of every column outside blocks.
  let usual: Double
  let count: Int
  private var each: [Double] = []

  init(usual: Double, count: Int) {
    self.usual = usual
    self.count = count
  }

  subscript(column: Int) -> Double {
    get { each.isEmpty ? usual : each[column] }
    set {
      if each.isEmpty { each = [Double](repeating: usual, count: count) }
      each[column] = newValue
    }
  }

  /// Whether all columns of a range have the usual penalty.
  func areEqual(in columns: Range<Int>) -> Bool {
    each.isEmpty || each[columns].allSatisfy { $0 == usual }
  }
}
