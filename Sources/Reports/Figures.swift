import Foundation
import StanceScoring

/// How numbers are written in all reports: always the same digits.
enum Figures {
  /// A number with a fixed count of decimals; what rounds to zero has no sign.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) }
      ? String(text.dropFirst()) : text
  }

  /// A number with a sign, such as `+0.42`, with the minus of print.
  static func signed(_ value: Double) -> String {
    let text = fixed(value, 2)
    if text.hasPrefix("-") { return "−" + text.dropFirst() }
    return text == "0.00" ? " 0.00" : "+" + text
  }

  static func percent(_ share: Double?) -> String {
    share.map { fixed(100 * $0, 0) + " %" } ?? "n/a"
  }

  /// A measure's value, or `n/a` when it is not defined.
  static func value(_ value: Double?) -> String { value.map { fixed($0, 3) } ?? "n/a" }

  static func interval(_ interval: ClosedRange<Double>?) -> String {
    interval.map { "[\(fixed($0.lowerBound, 3)), \(fixed($0.upperBound, 3))]" } ?? ""
  }

  static func signedInterval(_ interval: ClosedRange<Double>?) -> String {
    interval.map {
      "[\(trimmed(signed($0.lowerBound))), \(trimmed(signed($0.upperBound)))]"
    } ?? ""
  }

  static func trimmed(_ text: String) -> String { String(text.drop { $0 == " " }) }

  /// "1 quote", "2 quotes".
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The sign of a stance, which says without colour what a colour says.
  static func sign(_ stance: Stance) -> String {
    switch stance {
    case .favor: "+"
    case .neutral: "="
    case .against: "−"
    }
  }

  /// The text cut to a length, with an ellipsis when something is gone.
  static func cut(_ text: String, _ length: Int) -> String {
    text.count <= length ? text : text.prefix(max(length - 1, 0)) + "…"
  }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func padLeft(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
