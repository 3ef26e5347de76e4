extension Document {
  /// The tokens that share at least one byte with a span, or nil when none does.
  ///
  /// - Complexity: O(log tokens).
  public func tokens(in span: TextSpan) -> Range<Int>? {
    let low = firstToken { tokens[$0].span.end > span.start }
    let high = firstToken { tokens[$0].span.start >= span.end }
    return low < high ? low..<high : nil
  }

  /// The first token for which a condition that grows true along the text holds, or the count.
  private func firstToken(where holds: (Int) -> Bool) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
