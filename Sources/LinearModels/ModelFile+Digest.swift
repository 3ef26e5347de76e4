extension ModelFile {
  /// One digest that names several models together: the SHA-256 of their own digests, in order.
  public static func digest(of files: [ModelFile]) -> String {
    var hash = SHA256()
    for file in files { Array(file.sha256.utf8).withUnsafeBytes { hash.update($0) } }
    return hash.digest().map(hexadecimal).joined()
  }

  /// The digest of models together with other files that bear on what they answer.
  public static func digest(of files: [ModelFile], with others: [[UInt8]]) -> String {
    var hash = SHA256()
    for file in files { Array(file.sha256.utf8).withUnsafeBytes { hash.update($0) } }
    for other in others { other.withUnsafeBytes { hash.update($0) } }
    return hash.digest().map(hexadecimal).joined()
  }
}
