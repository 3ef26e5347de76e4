/// A day as articles carry it in their ids: `2026-03-14` anywhere in the id or file name.
public struct ArticleDate: Hashable, Comparable, Sendable {
  public let year: Int
  public let month: Int
  public let day: Int

  /// Nil when the numbers are no day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The first day that is written in a text as year, month and day with hyphens between.
  public init?(in text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    let hyphen = UInt8(ascii: "-")
    for start in bytes.indices where start + 10 <= bytes.count {
      guard bytes[start + 4] == hyphen, bytes[start + 7] == hyphen,
        let year = number(start..<start + 4), let month = number(start + 5..<start + 7),
        let day = number(start + 8..<start + 10),
        let date = ArticleDate(year: year, month: month, day: day)
      else { continue }
      self = date
      return
    }
    return nil
  }

  public static func < (a: ArticleDate, b: ArticleDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  /// Days since the first of March of the year 0 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  var dayNumber: Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  }

  /// `2026-03`.
  var monthName: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }
}
