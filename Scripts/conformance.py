#!/usr/bin/env python3
"""Runs the built command over public test suites for the formats it reads.   usage: conformance.py

- json: each text stands as a field of an article; y_ must be accepted, n_ refused with code 65.
- utf8: each valid text must be read, each invalid one refused with code 65.
- naughty-strings and csv-spectrum: nothing may crash; each string comes back as it went in.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUITES = ROOT.parent / "shared/suites"
SAYSO = ROOT / ".build/release/sayso"


class Suite:
    def __init__(self, name):
        self.name, self.count, self.failures = name, 0, []

    def check(self, case, holds, seen):
        self.count += 1
        if not holds:
            self.failures.append(f"  {case}: {seen}")

    def report(self):
        print(f"{self.name:18s} {self.count - len(self.failures)} of {self.count}")
        for failure in self.failures[:10]:
            print(failure)
        return not self.failures


def score(data, ending, *options):
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(data)
        file.flush()
        result = subprocess.run([SAYSO, "score", *options, file.name], capture_output=True)
    return result.returncode, result.stdout, result.stderr.decode("utf-8", "replace").strip()


def json_suite():
    suite = Suite("json")
    for path in sorted((SUITES / "json/test_parsing").glob("*.json")):
        text = path.read_bytes()
        # A line break ends a line of JSONL; inside a text it cannot be tried.
        if b"\n" in text.strip() or b"\r" in text or path.name[0] == "i":
            continue
        code, _, error = score(b'{"text":"A storm.","field":' + text.strip(b"\n") + b"}\n", ".jsonl")
        wanted = 0 if path.name[0] == "y" else 65
        suite.check(path.name, code == wanted, f"code {code}, {error}")
    return suite


def utf8_suite():
    suite = Suite("utf8")
    for line in (SUITES / "utf8/utf8tests.bin").read_bytes().split(b"\n"):
        parts = line.split(b":", 2)
        if line.startswith(b"#") or len(parts) < 3 or not parts[1].startswith((b"valid", b"invalid")):
            continue
        code, _, error = score(b"A storm hit. " + parts[2] + b" It rained.\n", ".txt")
        # A NUL byte is valid UTF-8, but no text file holds one.
        wanted = 0 if parts[1] == b"valid" and b"\0" not in parts[2] else 65
        suite.check(parts[0].decode(), code == wanted, f"code {code}, {error}")
    return suite


def naughty_suite():
    suite = Suite("naughty-strings")
    strings = [s for s in json.loads((SUITES / "naughty-strings/blns.json").read_text("utf-8")) if s.strip()]
    lines = "".join(
        json.dumps({"id": s, "text": f"“{s},” said Ada Okafor of the council."}) + "\n" for s in strings)
    code, output, error = score(lines.encode(), ".jsonl", "--text")
    suite.check("all", code == 0, f"code {code}, {error}")
    answers = [json.loads(line) for line in output.decode("utf-8").split("\n") if line]
    suite.check("count", len(answers) == len(strings), f"{len(answers)} answers")
    for string, answer in zip(strings, answers):
        suite.check(repr(string), answer["id"] == string and string in answer["text"], answer["id"])
        spans = [s for q in answer["quotes"] for s in q["content"] + q["cue"] + q["source"]]
        suite.check(
            f"spans of {string!r}",
            all(answer["text"][s["start"]:s["end"]] == s["text"] for s in spans), spans)
    return suite


def csv_suite():
    suite = Suite("csv-spectrum")
    for path in sorted((SUITES / "csv-spectrum/csvs").glob("*.csv")):
        result = subprocess.run([SAYSO, "score", "--pairs", path], capture_output=True, text=True)
        # None of the tables has our columns: each must be refused for that and nothing else.
        refused = result.returncode == 65 and "no column" in result.stderr
        suite.check(path.name, refused, f"code {result.returncode}, {result.stderr.strip()}")
    return suite


def main():
    if not SUITES.is_dir():
        sys.exit("The test suites are not there: conformance needs the folder ../shared beside the repository.")
    results = [suite().report() for suite in (json_suite, utf8_suite, naughty_suite, csv_suite)]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
