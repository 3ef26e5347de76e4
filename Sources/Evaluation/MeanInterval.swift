import Glibc

/// The 95 % interval of a mean of numbers that come in clusters, such as scores by article.
///
/// The mean is over all numbers, so that a cluster counts by its size. The standard error is the
/// cluster-robust one of a ratio, and the quantile is Student's with one degree of freedom less than
/// there are clusters (Cameron and Miller, "A Practitioner's Guide to Cluster-Robust Inference", 2015,
/// section VI): a percentile bootstrap over few clusters is too narrow.
///
/// - Parameter bounds: What the mean cannot leave; the interval is cut there.
/// - Returns: Nil for fewer than two clusters.
public func clusteredMeanInterval(
  _ clusters: [(sum: Double, count: Int)], bounds: ClosedRange<Double>
) -> ClosedRange<Double>? {
  guard clusters.count >= 2 else { return nil }
  let total = Double(clusters.reduce(0) { $0 + $1.count })
  guard total > 0 else { return nil }
  let mean = clusters.reduce(0) { $0 + $1.sum } / total
  let groups = Double(clusters.count)
  var squares = 0.0
  for cluster in clusters {
    let residual = cluster.sum - mean * Double(cluster.count)
    squares += residual * residual
  }
  let error = (squares * groups / (groups - 1)).squareRoot() / total
  let reach = studentQuantile(degrees: clusters.count - 1) * error
  return min(
    max(mean - reach, bounds.lowerBound), mean)...max(min(mean + reach, bounds.upperBound), mean)
}

/// The .975 quantile of Student's t, to seven digits.
///
/// Source: Hill, "Algorithm 396: Student's t-quantiles", Communications of the ACM 1970.
func studentQuantile(degrees: Int) -> Double {
  precondition(degrees > 0, "Student's t needs a degree of freedom")
  let tail = 0.05
  let n = Double(degrees)
  if degrees == 1 { return 1 / tan(tail * .pi / 2) }
  if degrees == 2 { return (2 / (tail * (2 - tail)) - 2).squareRoot() }
  let a = 1 / (n - 0.5)
  let b = 48 / (a * a)
  var c = ((20700 * a / b - 98) * a - 16) * a + 96.36
  let d = ((94.5 / (b + c) - 3) / b + 1) * (a * .pi / 2).squareRoot() * n
  var y = pow(d * tail, 2 / n)
  if y > 0.05 + a {
    let x = -1.959963984540054
    y = x * x
    if n < 5 { c += 0.3 * (n - 4.5) * (x + 0.6) }
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    y = expm1(a * y * y)
  } else {
    let inner = 1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)
    y = (inner * y - 1) * (n + 1) / (n + 2) + 1 / y
  }
  return (n * y).squareRoot()
}
