internal import CKernels

/// The loops of an encoder for one instruction set; every one gives the same bytes.
///
/// What each computes, and how weights lie in memory, is written in `CKernels.h`.
package struct EncoderKernels: @unchecked Sendable {
  // Unchecked: the members are plain functions without state.
  package typealias Input = UnsafePointer<Float>
  package typealias Output = UnsafeMutablePointer<Float>

  package let quantise:
    (
      Int, Int, Input, Input, UnsafeMutablePointer<Int8>, Output, Output,
      UnsafeMutablePointer<Int32>
    ) -> Void
  package let multiply:
    (
      Int, Int, Int, Int, UnsafePointer<Int8>, Input, Input, UnsafePointer<Int32>,
      UnsafePointer<UInt8>, Input, Input, Input, Int32, Output, Int
    ) -> Void
  package let finish: (Int, Int, Input, Int32, Output, Int) -> Void
  package let normalise: (Int, Int, Input, Input, Input, Input, Float, Output) -> Void
  package let attend:
    (Int, Int, Int, Int, Float, Input, Int, Input, Input, Int, Output, Output) -> Void

  /// The instruction sets that the kernels are compiled for.
  package enum Level: Int32, CaseIterable, Sendable {
    /// What every processor of the architecture has.
    case baseline = 0
    /// AVX2 with fused multiply-add.
    case avx2 = 1
    /// AVX2 with products of bytes.
    case avxVNNI = 2
    /// AVX-512 with products of bytes.
    case avx512VNNI = 3
  }

  /// The kernels of a level, or `nil` where the processor lacks it.
  package init?(level: Level) {
    guard let table = ckernels_encoder(level.rawValue)?.pointee else { return nil }
    quantise = table.quantise
    multiply = table.multiply
    finish = table.finish
    normalise = table.normalise
    attend = table.attend
  }

  /// The kernels of the highest level of this processor.
  package static let best: EncoderKernels = {
    let level = Level(rawValue: ckernels_encoder_best_level()) ?? .baseline
    guard let kernels = EncoderKernels(level: level) else {
      preconditionFailure("no kernels for the level that the processor has")
    }
    return kernels
  }()
}
