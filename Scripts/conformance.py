#!/usr/bin/env python3
"""Runs the built command over public test suites for the formats it reads.   usage: conformance.py

- json: each text stands as a field of an article; y_ must be accepted, n_ refused with code 65.
- utf8: each valid text must be read as it is, each invalid one with a diagnostic that says what became
  of it; a NUL is refused with code 65.
- html5lib: the tokens of every case and initial state.
- word breaks, sentence breaks: cases of Debian's unicode-data, where our tokens and sentences differ
  for a reason that is named.
- naughty-strings and csv-spectrum: nothing may crash; each string comes back as it went in.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUITES = ROOT.parent / "shared/suites"
SAYSO = ROOT / ".build/release/sayso"
PARTS = ROOT / ".build/release/sayso-conformance"
UNICODE = pathlib.Path("/usr/share/unicode/auxiliary")


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
        # The Greek word makes the text one that is UTF-8 but for the case.
        text = "A storm hit \u03b1\u03b2\u03b3\u03b4. ".encode() + parts[2] + b" It rained."
        code, output, error = score(text, ".txt", "--text")
        if b"\0" in parts[2]:
            suite.check(parts[0].decode(), code == 65, f"code {code}, {error}")
            continue
        if code != 0:
            suite.check(parts[0].decode(), False, f"code {code}, {error}")
            continue
        answer = json.loads(output)
        repaired = any(d["code"] == "repaired-text" for d in answer["diagnostics"])
        same = answer["text"].encode("utf-8") == text
        wanted = parts[1] == b"valid"
        suite.check(parts[0].decode(), same == wanted and repaired != wanted, answer["text"])
    return suite


def ask(part, questions):
    """The answers of a single part of the library, one for each question."""
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    result = subprocess.run([PARTS, part], input=lines.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in result.stdout.decode("utf-8").split("\n") if line]


def html_suite():
    suite = Suite("html5lib")
    names, questions, expected = [], [], []
    surrogates = 0
    for path in sorted((SUITES / "html5lib-tokenizer/tokenizer").glob("*.test")):
        for test in json.loads(path.read_text("utf-8")).get("tests", []):
            output, text = test["output"], test["input"]
            if test.get("doubleEscaped"):
                text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), text)
                output = json.loads(
                    re.sub(r"\\\\u([0-9A-Fa-f]{4})", r"\\u\1", json.dumps(output)))
            try:
                text.encode("utf-8")
            except UnicodeEncodeError:
                surrogates += 1
                continue
            for state in test.get("initialStates", ["Data state"]):
                names.append(f"{path.name}: {test['description']} ({state})")
                questions.append({"input": text, "state": state, "lastStartTag": test.get("lastStartTag", "")})
                expected.append(output)
    for name, wanted, found in zip(names, expected, ask("html", questions)):
        found = [[None if part == [] else part for part in token] for token in found]
        suite.check(name, found == wanted, f"{found} for {wanted}")
    print(f"  left out: {surrogates} cases with half a surrogate pair, which no UTF-8 can hold;")
    print("  xmlViolation.test, which is about turning a page into XML")
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
    results = [suite().report() for suite in (json_suite, utf8_suite, html_suite, naughty_suite, csv_suite)]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
