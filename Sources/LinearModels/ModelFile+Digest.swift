extension ModelFile {
  /// One digest that names several models together: the SHA-256 of their own digests, in order.
  public static func digest(of files: [ModelFile]) -> String {
    var hash = SHA256()
    for file in files { Array(file.sha256.utf8).withUnsafeBytes { hash.update($0) } }
    return hash.digest().map(hexadecimal).joined()
  }
}
