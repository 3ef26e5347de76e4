private import CSQLite
private import Glibc

/// An open SQLite file. Used on one thread at a time.
final class Connection {
  let path: String
  private let handle: OpaquePointer

  enum Access {
    case reading, writing
  }

  /// Opens a file; for writing it is made when it is not there.
  init(path: String, _ access: Access) throws(ArchiveError) {
    self.path = path
    var handle: OpaquePointer?
    let flags =
      access == .reading ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      var reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      if let why = Self.obstacle(to: path, access) { reason += ": " + why }
      sqlite3_close_v2(handle)
      throw ArchiveError(
        path: path, cause: access == .reading && code == SQLITE_CANTOPEN ? .missing : .inputOutput,
        reason: reason)
    }
    self.handle = handle
    // Another program may be reading: wait for it.
    sqlite3_busy_timeout(handle, 10_000)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Why the system does not let a file be opened, such as "permission denied"; nil when it would.
  private static func obstacle(to path: String, _ access: Access) -> String? {
    var place = path
    var mode = access == .reading ? R_OK : R_OK | W_OK
    if access == .writing, Glibc.access(path, F_OK) != 0 {
      // The file is made: that needs its folder.
      place = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
      mode = W_OK | X_OK
    }
    guard Glibc.access(place, mode) != 0 else { return nil }
    return String(cString: strerror(errno)).lowercased()
  }

  /// Runs statements without parameters.
  func run(_ sql: String) throws(ArchiveError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
  }

  func prepare(_ sql: String) throws(ArchiveError) -> Statement {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure
    }
    return Statement(statement, of: self)
  }

  /// The first column of the first row, as a number.
  func number(_ sql: String) throws(ArchiveError) -> Int {
    let statement = try prepare(sql)
    return try statement.step() ? statement.integer(0) : 0
  }

  var lastRowID: Int { Int(sqlite3_last_insert_rowid(handle)) }

  /// What went wrong last.
  var failure: ArchiveError {
    let code = sqlite3_errcode(handle) & 0xFF
    let isOther = code == SQLITE_NOTADB || code == SQLITE_CORRUPT
    let expectation = code == SQLITE_NOTADB ? ": expected an archive of scored articles" : ""
    return ArchiveError(
      path: path, cause: isOther ? .notAnArchive : .inputOutput,
      reason: String(cString: sqlite3_errmsg(handle)) + expectation)
  }
}

/// A value of a row.
enum SQLValue {
  case null
  case integer(Int)
  case number(Double)
  case text(String)
  /// Valid UTF-8.
  case bytes([UInt8])

  init(_ text: String?) {
    self = text.map { .text($0) } ?? .null
  }

  init(_ number: Int?) {
    self = number.map { .integer($0) } ?? .null
  }
}

/// A prepared statement.
final class Statement {
  private let statement: OpaquePointer
  private let connection: Connection

  fileprivate init(_ statement: OpaquePointer, of connection: Connection) {
    self.statement = statement
    self.connection = connection
  }

  deinit { sqlite3_finalize(statement) }

  /// Runs the statement with values for its parameters, and gives up its rows.
  func run(_ values: [SQLValue]) throws(ArchiveError) {
    try begin(values)
    while try step() {}
  }

  /// Starts anew with values for the parameters.
  func begin(_ values: [SQLValue]) throws(ArchiveError) {
    sqlite3_reset(statement)
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      let code: Int32
      switch value {
      case .null: code = sqlite3_bind_null(statement, place)
      case .integer(let number): code = sqlite3_bind_int64(statement, place, Int64(number))
      case .number(let number): code = sqlite3_bind_double(statement, place, number)
      case .text(let text):
        var text = text
        code = text.withUTF8 { sayso_bind_bytes(statement, place, $0.baseAddress, Int32($0.count)) }
      case .bytes(let bytes):
        code = bytes.withUnsafeBufferPointer {
          sayso_bind_bytes(statement, place, $0.baseAddress, Int32($0.count))
        }
      }
      guard code == SQLITE_OK else { throw connection.failure }
    }
  }

  /// Goes to the next row; false when there is none.
  func step() throws(ArchiveError) -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(statement)
      return false
    default:
      let failure = connection.failure
      sqlite3_reset(statement)
      throw failure
    }
  }

  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  func number(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(statement, column) == SQLITE_NULL
  }

  func text(_ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
