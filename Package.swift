// swift-tools-version: 6.2
// The targets stand from the lowest layer to the highest: a target may import only those above it
// in this file. Read top to bottom, the manifest is the architecture.

import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "sayso",
  products: [
    .library(name: "Sayso", targets: ["Sayso"]),
    .executable(name: "sayso", targets: ["sayso-tool"]),
  ],
  targets: [
    // Text out.
    module("JSONText", []),

    // Bytes in.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    module("Compression", ["CZlib", "CZstd"]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

    // Numbers: they know no words.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CKernels"),
    module("LinearAlgebra", ["COpenBLAS", "CKernels"]),
    module("LinearModels", ["CKernels", "LinearAlgebra"]),

    // Data inside the binary, and the word lists read from it.
    .target(
      name: "CBuiltIn",
      cSettings: [.headerSearchPath("../../Lexicons"), .headerSearchPath(".")]),
    module("BuiltIn", ["CBuiltIn"]),
    module("Lexicons", ["BuiltIn"]),

    // The journey of an article, stage by stage.
    module("Documents", ["Lexicons"]),
    module("Syntax", ["BuiltIn", "CKernels", "Documents", "Lexicons", "LinearModels"]),
    module(
      "Quotes", ["Documents", "Syntax", "Lexicons", "LinearAlgebra", "LinearModels", "BuiltIn"]),
    module("Actors", ["BuiltIn", "Documents", "Syntax", "Quotes", "Lexicons", "LinearModels"]),
    module("Encoders", ["JSONText", "Lexicons", "LinearAlgebra", "LinearModels"]),
    module(
      "StanceScoring",
      [
        "BuiltIn", "Documents", "Encoders", "LinearAlgebra", "Syntax", "Lexicons", "LinearModels",
      ]),

    // One analyzer over all stages: what users import.
    module(
      "Sayso",
      [
        "Actors", "BuiltIn", "Documents", "Encoders", "JSONText", "Lexicons", "LinearAlgebra",
        "LinearModels", "Quotes", "StanceScoring", "Syntax",
      ]),

    // Beside the path: labelled data, learning from it, measuring, showing.
    module(
      "Corpora",
      [
        "Actors", "Compression", "Documents", "JSONText", "Lexicons", "LinearModels", "Quotes",
        "Sayso",
        "StanceScoring", "Syntax",
      ]),
    module(
      "Archives",
      [
        "Actors", "CSQLite", "Corpora", "Documents", "JSONText", "Quotes", "Sayso",
        "StanceScoring",
      ]),
    module(
      "Evaluation",
      [
        "Corpora", "Documents", "Lexicons", "LinearModels", "Quotes", "StanceScoring", "Syntax",
      ]),
    module(
      "Training",
      [
        "Actors", "Corpora", "Documents", "Encoders", "Evaluation", "Lexicons", "LinearAlgebra",
        "LinearModels", "Quotes", "Sayso", "StanceScoring", "Syntax",
      ]),
    module("Charts", []),
    module(
      "Reports",
      [
        "Actors", "Charts", "Corpora", "Documents", "Evaluation", "JSONText", "Quotes", "Sayso",
        "StanceScoring",
      ]),

    // The command.
    module("CommandLineKit", []),
    .target(name: "CStartup"),
    .executableTarget(
      name: "sayso-tool",
      dependencies: [
        "Actors", "Archives", "BuiltIn", "CStartup", "CommandLineKit", "Corpora", "Documents",
        "Encoders", "Evaluation", "JSONText",
        "Lexicons", "LinearAlgebra", "LinearModels", "Quotes", "Reports", "Sayso", "StanceScoring",
        "Syntax",
        "Training",
      ],
      path: "Sources/sayso",
      swiftSettings: settings),

    // Files that tests compare with.
    .target(name: "GoldenFiles", path: "Tests/GoldenFiles", swiftSettings: settings),
    tests("JSONText"),
    tests("Compression"),
    // Measures the learning core beside its peers: `make bench`.
    .target(name: "CPlainLoops"),
    .executableTarget(
      name: "sayso-bench",
      dependencies: [
        "Actors", "Corpora", "CPlainLoops", "Documents", "Encoders", "JSONText", "LinearAlgebra",
        "LinearModels", "Quotes", "Sayso", "StanceScoring", "Syntax",
      ],
      swiftSettings: settings),

    // Runs single parts over public test suites: `make conformance`.
    .executableTarget(
      name: "sayso-conformance", dependencies: ["Documents"], swiftSettings: settings),

    // The sources of the example package, so that tests tell when it does not compile any more.
    .executableTarget(
      name: "who-says-what", dependencies: ["Sayso"],
      path: "seeds/library/Sources/who-says-what"),

    tests("LinearAlgebra"),
    tests("LinearModels", ["LinearAlgebra"], exclude: ["Goldens", "optima.py"]),
    .testTarget(
      name: "BenchmarkTests", dependencies: ["sayso-bench", "LinearAlgebra"],
      swiftSettings: settings),
    tests("Quotes", ["Documents", "Syntax"]),
    tests("Actors", ["BuiltIn", "Documents", "LinearModels", "Quotes", "Syntax"]),
    tests("Archives", ["Actors", "Corpora", "Documents", "Quotes", "Sayso", "StanceScoring"]),
    tests("Corpora", ["Actors", "Documents", "Quotes", "StanceScoring"]),
    tests(
      "Evaluation", ["Actors", "Corpora", "Documents", "LinearModels", "Quotes", "StanceScoring"],
      exclude: ["Goldens", "metrics.py"]),
    tests(
      "Sayso",
      ["Actors", "Documents", "GoldenFiles", "Quotes", "StanceScoring", "Syntax"],
      exclude: ["Goldens"]),
    tests(
      "Reports",
      [
        "Actors", "Corpora", "Documents", "Evaluation", "GoldenFiles", "Quotes", "Sayso",
        "StanceScoring",
        "Syntax",
      ], exclude: ["Goldens"]),
    tests("CommandLineKit"),
    .testTarget(
      name: "ToolTests",
      dependencies: ["CommandLineKit", "Corpora", "GoldenFiles", "StanceScoring", "sayso-tool"],
      exclude: ["Goldens"],
      swiftSettings: settings),
    tests("Lexicons"),
    tests("Documents"),
    tests(
      "Encoders", ["LinearAlgebra", "LinearModels"],
      exclude: ["references.py", "vectors.py", "pieces.txt", "references.jsonl"]),
    tests("StanceScoring", ["Documents", "Encoders", "Lexicons", "LinearModels", "Syntax"]),
    tests("Syntax", ["Documents", "Lexicons", "LinearModels"]),
    tests(
      "Training",
      ["Corpora", "Documents", "Evaluation", "Lexicons", "LinearModels", "StanceScoring", "Syntax"]),
  ]
)

/// A library target with the shared settings.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The test target of a module.
func tests(
  _ name: String, _ others: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + others, exclude: exclude,
    swiftSettings: settings)
}

// libFuzzer brings its own main function, which nothing else links with: `make fuzz`.
if Context.environment["SAYSO_FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "sayso-fuzz",
      dependencies: [
        "CommandLineKit", "Corpora", "Documents", "JSONText", "Lexicons", "LinearModels", "Sayso",
      ], swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}
