import LinearAlgebra
import LinearModels

/// A linear map of an encoder: a matrix and what is added to its products.
struct LinearMap: Sendable {
  enum Weights: Sendable {
    /// Bytes as `CKernels.h` lays them out, and a scale for each column.
    case bytes(FlatArray<UInt8>, scales: FlatArray<Float>)
    /// A row for each column of the result.
    case floats(FlatArray<Float>)
  }

  var weights: Weights
  var bias: FlatArray<Float>
  /// The length of what goes in.
  var inner: Int

  /// Maps rows that follow each other, to rows that lie `stride` numbers apart.
  ///
  /// - Parameters:
  ///   - columns: which numbers of the result to compute, multiples of 16; nil for all.
  ///   - activates: whether GELU follows.
  func apply(
    _ rows: Int, _ input: UnsafePointer<Float>, columns: Range<Int>? = nil, activates: Bool = false,
    to result: UnsafeMutablePointer<Float>, stride: Int, with space: Workspace,
    _ kernels: EncoderKernels
  ) {
    let columns = columns ?? 0..<bias.count
    let activates: Int32 = activates ? 1 : 0
    bias.withUnsafeBufferPointer { bias in
      switch weights {
      case .bytes(let bytes, let scales):
        kernels.quantise(rows, inner, input, space.bytes, space.scales, space.shifts)
        bytes.withUnsafeBufferPointer { bytes in
          scales.withUnsafeBufferPointer { scales in
            kernels.multiply(
              rows, inner, columns.lowerBound / 16, columns.upperBound / 16, space.bytes,
              space.scales, space.shifts, bytes.baseAddress!, scales.baseAddress!,
              bias.baseAddress!, activates, result, stride)
          }
        }
      case .floats(let floats):
        floats.withUnsafeBufferPointer { floats in
          DenseKernels<Float>.multiply(
            rows: rows, columns: columns.count, inner: inner, input,
            floats.baseAddress! + columns.lowerBound * inner, result, stride: stride)
          kernels.finish(
            rows, columns.count, bias.baseAddress! + columns.lowerBound, activates, result, stride)
        }
      }
    }
  }
}

/// The memory that an encoder works in, for batches of a size.
final class Workspace {
  /// The vectors of all pieces.
  let state: UnsafeMutablePointer<Float>
  /// Queries, keys and values.
  let attention: UnsafeMutablePointer<Float>
  /// What attention mixes.
  let mixture: UnsafeMutablePointer<Float>
  /// What a layer adds to its input.
  let result: UnsafeMutablePointer<Float>
  let inner: UnsafeMutablePointer<Float>
  /// The vectors of the pieces that are asked about, and their queries.
  let asked: UnsafeMutablePointer<Float>
  let queries: UnsafeMutablePointer<Float>
  /// What attention to one text needs.
  let scratch: UnsafeMutablePointer<Float>
  /// The input of a product in eight bits, with a scale and a shift for each row.
  let bytes: UnsafeMutablePointer<Int8>
  let scales: UnsafeMutablePointer<Float>
  let shifts: UnsafeMutablePointer<Int32>

  init(_ shape: EncoderShape, _ inputs: [EncoderInput], _ batches: [Range<Int>]) {
    let rows = batches.map { inputs[$0].reduce(0) { $0 + $1.ids.count } }.max() ?? 0
    let longest = inputs.map(\.ids.count).max() ?? 0
    func floats(_ count: Int) -> UnsafeMutablePointer<Float> { .allocate(capacity: max(1, count)) }
    state = floats(rows * shape.width)
    attention = floats(rows * shape.width * 3)
    mixture = floats(rows * shape.width)
    result = floats(rows * shape.width)
    inner = floats(rows * shape.inner)
    asked = floats(rows * shape.width)
    queries = floats(rows * shape.width)
    scratch = floats((longest + 15) / 16 * 16 * (shape.width / shape.heads + 4))
    bytes = .allocate(capacity: max(1, rows * max(shape.width, shape.inner)))
    scales = floats(rows)
    shifts = .allocate(capacity: max(1, rows))
  }

  deinit {
    for pointer in [state, attention, mixture, result, inner, asked, queries, scratch, scales] {
      pointer.deallocate()
    }
    bytes.deallocate()
    shifts.deallocate()
  }
}
