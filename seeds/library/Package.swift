// swift-tools-version: 6.0
// A package of its own that uses Sayso as a library: `make example` builds and runs it. Elsewhere the
// dependency is the address of the repository.

import PackageDescription

let package = Package(
  name: "who-says-what",
  dependencies: [.package(name: "sayso", path: "../..")],
  targets: [
    .executableTarget(
      name: "who-says-what", dependencies: [.product(name: "Sayso", package: "sayso")])
  ]
)
