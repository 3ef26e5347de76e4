import Foundation

/// Makes the data sets and a virtual environment with the peers: `sayso-bench prepare`.
struct PrepareCommand {
  var data = ".build/bench"
  var environment = ".build/bench-venv"
  var scripts = "../shared/bench"
  /// The rows of set b; another number than 200,000 goes to a folder of its own.
  var rows = 200_000

  func run() throws {
    let shell = Subprocess()
    let manager = FileManager.default
    let python = "\(environment)/bin/python"
    if !manager.fileExists(atPath: "\(environment)/ready") {
      _ = try shell.run(["python3", "-m", "venv", environment])
      _ = try shell.run([
        "\(environment)/bin/pip", "install", "-q", "numpy", "scipy", "scikit-learn",
        "liblinear-official", "scikit-learn-intelex",
      ])
      try Data().write(to: URL(fileURLWithPath: "\(environment)/ready"))
    }
    let isUsual = rows == 200_000
    let last = isUsual ? ["b.dim", "a.train.svm", "c_test_y.npy"] : ["b.dim"]
    if !last.allSatisfy({ manager.fileExists(atPath: "\(data)/\($0)") }) {
      _ = try shell.run(
        [python, "\(scripts)/make_data.py", data, "--nb", "\(rows)"]
          + (isUsual ? [] : ["--only", "b"]))
      for (set, kind) in [("a", "tfidf"), ("b", "hash")] where isUsual || set == "b" {
        _ = try shell.run(
          [
            python, "\(scripts)/vectorize.py", kind, "\(data)/\(set)_train.tsv",
            "\(data)/\(set)_test.tsv", "\(data)/\(set)",
          ] + (set == "a" ? ["--svm"] : []))
      }
    }
  }
}
