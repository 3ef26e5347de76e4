import LinearAlgebra

/// The vectors of a solver: their length, and the loops over them.
///
/// Sums run over blocks of fixed length and the blocks are added in order, so that they are the
/// same for any number of threads.
struct VectorSpace<Scalar: LinearScalar> {
  let count: Int
  let team: ThreadTeam
  private let kernels = Scalar.kernels
  private var partCount: Int { (count + Self.blockLength - 1) / Self.blockLength }
  private static var blockLength: Int { 1 << 16 }

  init(count: Int, team: ThreadTeam) {
    self.count = count
    self.team = team
  }

  /// A vector of zeros.
  func vector() -> Buffer<Scalar> { Buffer(count: count, filledWith: 0) }

  private func forBlocks(_ body: (Int, Int) -> Void) {
    team.run(parts: partCount) { part in
      let begin = part * Self.blockLength
      body(begin, min(count, begin + Self.blockLength))
    }
  }

  private func sumOfBlocks(_ body: (Int, Int) -> Double) -> Double {
    if partCount == 1 { return body(0, count) }
    let partial = Buffer<Double>(count: partCount, filledWith: 0)
    forBlocks { begin, end in partial.base[begin / Self.blockLength] = body(begin, end) }
    return (0..<partCount).reduce(0.0) { $0 + partial[$1] }
  }

  /// Σ aᵢ bᵢ.
  func dot(_ a: Buffer<Scalar>, _ b: Buffer<Scalar>) -> Double {
    sumOfBlocks { kernels.dot($0, $1, a.base, b.base) }
  }

  /// y += factor · x.
  func add(_ factor: Double, _ x: Buffer<Scalar>, to y: Buffer<Scalar>) {
    forBlocks { kernels.add($0, $1, Scalar(factor), x.base, y.base) }
  }

  /// y = x + factor · y.
  func extend(_ y: Buffer<Scalar>, by factor: Double, from x: Buffer<Scalar>) {
    forBlocks { kernels.extend($0, $1, Scalar(factor), x.base, y.base) }
  }

  /// step += α · direction; residual −= α · product; z = residual · inverse; returns residual · z.
  func advance(
    _ alpha: Double, direction: Buffer<Scalar>, product: Buffer<Scalar>, inverse: Buffer<Scalar>,
    step: Buffer<Scalar>, residual: Buffer<Scalar>, z: Buffer<Scalar>
  ) -> Double {
    sumOfBlocks {
      kernels.advance(
        $0, $1, Scalar(alpha), direction.base, product.base, inverse.base, step.base,
        residual.base, z.base)
    }
  }
}
