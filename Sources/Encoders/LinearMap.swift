import LinearAlgebra
import LinearModels

/// A linear map of an encoder: a matrix and what is added to its products.
struct LinearMap: Sendable {
  enum Weights: Sendable {
    case bytes(Bytes)
    /// A row for each column of the result.
    case floats(FlatArray<Float>)
  }

  struct Bytes: Sendable {
    /// The weights as `CKernels.h` lays them out.
    var weights: FlatArray<UInt8>
    /// What a byte of each column stands for, and the sum of its bytes.
    var scales: FlatArray<Float>
    var sums: FlatArray<Float>
    /// What each number that goes in is multiplied by before it is rounded; the weights are divided by it.
    var factors: FlatArray<Float>
  }

  var weights: Weights
  var bias: FlatArray<Float>
  /// The length of what goes in.
  var inner: Int
  /// Notes how large the numbers are that go in; only while an encoder is rounded.
  var peaks: Peaks?

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
      case .bytes(let bytes):
        bytes.factors.withUnsafeBufferPointer { factors in
          kernels.quantise(
            rows, inner, input, factors.baseAddress!, space.bytes, space.scales, space.zeros,
            space.shifts)
        }
        bytes.weights.withUnsafeBufferPointer { weights in
          bytes.scales.withUnsafeBufferPointer { scales in
            bytes.sums.withUnsafeBufferPointer { sums in
              kernels.multiply(
                rows, inner, columns.lowerBound / 16, columns.upperBound / 16, space.bytes,
                space.scales, space.zeros, space.shifts, weights.baseAddress!,
                scales.baseAddress!, sums.baseAddress!, bias.baseAddress!, activates, result,
                stride)
            }
          }
        }
      case .floats(let floats):
        peaks?.note(rows, input)
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

/// The largest size of each of the numbers that go into a map.
final class Peaks: @unchecked Sendable {
  // Unchecked: an encoder that notes them runs on one thread.
  private(set) var largest: [Float]

  init(count: Int) { largest = [Float](repeating: 0, count: count) }

  func note(_ rows: Int, _ input: UnsafePointer<Float>) {
    for row in 0..<rows {
      for index in largest.indices {
        largest[index] = max(largest[index], abs(input[row * largest.count + index]))
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
  /// The input of a product in eight bits, with what belongs to each row.
  let bytes: UnsafeMutablePointer<Int8>
  let scales: UnsafeMutablePointer<Float>
  let zeros: UnsafeMutablePointer<Float>
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
    zeros = floats(rows)
    shifts = .allocate(capacity: max(1, rows))
  }

  deinit {
    let floats = [
      state, attention, mixture, result, inner, asked, queries, scratch, scales, zeros,
    ]
    for pointer in floats { pointer.deallocate() }
    bytes.deallocate()
    shifts.deallocate()
  }
}
