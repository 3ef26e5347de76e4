import LinearAlgebra

/// The loops over whole vectors of a solver.
///
/// Sums run over blocks of fixed length, each in eight lanes, and the blocks are added in double
/// precision in order: the result is the same whoever computes which block.
enum VectorLoops<Scalar: LinearScalar> {
  static var blockLength: Int { 4096 }

  /// Σ aᵢ bᵢ.
  static func dot(_ a: Buffer<Scalar>, _ b: Buffer<Scalar>) -> Double {
    sum(count: a.count) { a.base[$0] * b.base[$0] }
  }

  /// Σ aᵢ bᵢ cᵢ.
  static func dot(_ a: Buffer<Scalar>, _ b: Buffer<Scalar>, _ c: Buffer<Scalar>) -> Double {
    sum(count: a.count) { a.base[$0] * b.base[$0] * c.base[$0] }
  }

  @inline(__always)
  static func sum(count: Int, _ term: (Int) -> Scalar) -> Double {
    var total = 0.0
    var start = 0
    while start < count {
      let end = min(count, start + blockLength)
      var (s0, s1, s2, s3) = (Scalar(0), Scalar(0), Scalar(0), Scalar(0))
      var index = start
      while index &+ 4 <= end {
        s0 += term(index)
        s1 += term(index &+ 1)
        s2 += term(index &+ 2)
        s3 += term(index &+ 3)
        index &+= 4
      }
      while index < end {
        s0 += term(index)
        index &+= 1
      }
      total += Double(s0) + Double(s1) + Double(s2) + Double(s3)
      start = end
    }
    return total
  }

  /// y += factor · x.
  static func add(_ factor: Double, _ x: Buffer<Scalar>, to y: Buffer<Scalar>) {
    let factor = Scalar(factor)
    for index in 0..<y.count { y.base[index] += factor * x.base[index] }
  }

  /// y = x + factor · y.
  static func scale(_ y: Buffer<Scalar>, by factor: Double, adding x: Buffer<Scalar>) {
    let factor = Scalar(factor)
    for index in 0..<y.count { y.base[index] = x.base[index] + factor * y.base[index] }
  }
}
