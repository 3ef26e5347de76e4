import CPlainLoops
import Foundation
import LinearAlgebra

/// The hot loops as a share of the memory bandwidth measured in the same run, beside plain C:
/// `sayso-bench kernels`.
struct KernelsCommand {
  struct Line: Codable {
    var loop: String
    var version: String
    var milliseconds: Double
    var bytes: Int
    var gigabytesPerSecond: Double
    var shareOfBandwidth: Double
  }

  /// The median processor time of seven calls, in seconds.
  private func time(_ body: () -> Void) -> Double {
    body()
    let times = (0..<7).map { _ -> Double in
      let start = processorSeconds()
      body()
      return processorSeconds() - start
    }
    return times.sorted()[3]
  }

  func run() -> [Line] {
    let rows = 100_000
    let columns = 512
    let width = 4
    let classes = 3
    var state: UInt64 = 1
    func draw() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let dense = (0..<(rows * columns)).map { _ in Float(draw() & 1023) / 1024 - 0.5 }
    // Columns as in text after renumbering: low ones are frequent.
    let perRow = 46
    let sparseColumns = 1 << 20
    var indices: [UInt32] = []
    for _ in 0..<rows {
      for _ in 0..<perRow {
        let exponent = Double(draw() & 0xFFFFFF) / Double(0x1000000) * 20
        indices.append(UInt32(min(Double(sparseColumns - 1), exp2(exponent))))
      }
    }
    let offsets = (0...rows).map { $0 * perRow }
    let values = (0..<indices.count).map { _ in Float(draw() & 1023) / 1024 }
    let weights = (0..<(sparseColumns * width)).map { _ in Float(draw() & 1023) / 1024 - 0.5 }
    var result = [Float](repeating: 0, count: rows * width)
    var scattered = [Float](repeating: 0, count: sparseColumns * width)
    var gradient = [Float](repeating: 0, count: classes * columns)

    var lines: [Line] = []
    let denseBytes = dense.count * 4
    var seen: UInt64 = 0
    let readSeconds = dense.withUnsafeBytes { memory in
      let words = memory.assumingMemoryBound(to: UInt64.self)
      return time { seen ^= plain_read(words.count, words.baseAddress) }
    }
    let bandwidth = Double(denseBytes) / readSeconds
    func add(_ loop: String, _ version: String, _ seconds: Double, bytes: Int) {
      lines.append(
        Line(
          loop: loop, version: version, milliseconds: seconds * 1e3, bytes: bytes,
          gigabytesPerSecond: Double(bytes) / seconds / 1e9,
          shareOfBandwidth: Double(bytes) / seconds / bandwidth))
    }
    add("read", seen == 1 ? "plain C (1)" : "plain C", readSeconds, bytes: denseBytes)

    let sparseBytes = indices.count * 8
    for level in KernelLevel.allCases {
      guard let kernels = NarrowKernels<Float>(level: level) else { continue }
      let name = "\(level)"
      let fused = time {
        for tile in stride(from: 0, to: rows, by: 32) {
          let end = min(rows, tile + 32)
          result.withUnsafeMutableBufferPointer { result in
            (result.baseAddress! + tile * width).update(repeating: 0, count: (end - tile) * width)
            kernels.denseForward(
              tile, end, dense, columns, weights, classes, width, result.baseAddress!)
            gradient.withUnsafeMutableBufferPointer {
              kernels.denseBackward(
                tile, end, dense, columns, result.baseAddress!, classes, width, $0.baseAddress!)
            }
          }
        }
      }
      add("dense forward and gradient, fused", name, fused, bytes: denseBytes)
      let sparse = time {
        result.withUnsafeMutableBufferPointer {
          kernels.sparse(
            0, rows, offsets, indices, values, weights, width, nil, nil, nil, $0.baseAddress!)
        }
      }
      add("sparse times narrow", name, sparse, bytes: sparseBytes)
      let scatter = time {
        scattered.withUnsafeMutableBufferPointer {
          kernels.sparseScatter(
            0, rows, offsets, indices, values, result, width, $0.baseAddress!)
        }
      }
      add("sparse transposed times narrow", name, scatter, bytes: sparseBytes)
    }
    add(
      "dense forward and gradient, fused", "plain C",
      time { plain_dense(rows, columns, dense, weights, classes, &result, &gradient) },
      bytes: denseBytes)
    add(
      "sparse times narrow", "plain C",
      time { plain_sparse(rows, offsets, indices, values, weights, width, &result) },
      bytes: sparseBytes)
    add(
      "sparse transposed times narrow", "plain C",
      time { plain_scatter(rows, offsets, indices, values, result, width, &scattered) },
      bytes: sparseBytes)
    return lines
  }

  static func markdown(_ lines: [Line]) -> String {
    let rows = lines.map {
      "| \($0.loop) | \($0.version) | \(String(format: "%.2f", $0.milliseconds)) | "
        + "\(String(format: "%.1f", $0.gigabytesPerSecond)) | "
        + "\(String(format: "%.2f", $0.shareOfBandwidth)) |"
    }
    return
      (["| loop | version | ms | GB/s | share of read bandwidth |", "|---|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}

/// Processor time of this process, in seconds.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
