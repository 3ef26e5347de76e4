import Glibc

extension Float: LinearScalar {
  public static func exponential(_ value: Float) -> Float { expf(value) }
  public static func logarithm(_ value: Float) -> Float { logf(value) }
}

extension Double: LinearScalar {
  public static func exponential(_ value: Double) -> Double { exp(value) }
  public static func logarithm(_ value: Double) -> Double { log(value) }
}
