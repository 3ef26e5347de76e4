#!/usr/bin/env python3
"""Runs the built command over public test suites for the formats it reads.   usage: conformance.py

- json: each text stands as a field of an article; y_ must be accepted and come back as it is, n_ be
  refused with an error record or code 65; i_ may do either, which is listed.
- utf8: each valid text must be read as it is, each invalid one with a diagnostic that says what became
  of it; a NUL is refused with code 65.
- html5lib: the tokens of every case and initial state.
- word breaks, sentence breaks: cases of Debian's unicode-data, where our tokens and sentences differ
  for a reason that is named.
- naughty-strings and csv-spectrum: nothing may crash; each string comes back as it went in.

A run that ends by a signal counts as a crash and fails its case.
"""
import collections
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
CASES = ROOT.parent / "shared/cases"
UNICODE = pathlib.Path("/usr/share/unicode/auxiliary")


class Suite:
    def __init__(self, name):
        self.name, self.count, self.failures, self.differences = name, 0, [], []

    def check(self, case, holds, seen):
        self.count += 1
        if not holds:
            self.failures.append(f"  {case}: {seen}")

    def difference(self, case, what):
        """Notes a case in which a reader may do as it likes, or we do otherwise for a reason."""
        self.differences.append(f"  {case}: {what}")

    def report(self):
        print(f"{self.name:18s} {self.count - len(self.failures)} of {self.count}")
        for failure in self.failures[:10]:
            print(failure)
        if self.differences:
            print(f"  {len(self.differences)} deliberate differences:")
            for difference in self.differences:
                print("  " + difference)
        return not self.failures


def score(data, ending, *options):
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(data)
        file.flush()
        result = subprocess.run([SAYSO, "score", *options, file.name], capture_output=True)
    return result.returncode, result.stdout, result.stderr.decode("utf-8", "replace").strip()


def json_suite():
    """Each text stands as a field of an article, all in one stream: one answer for each line."""
    suite = Suite("json")
    cases = []
    for path in sorted((SUITES / "json/test_parsing").glob("*.json")):
        text = path.read_bytes().strip(b"\n")
        if path.name[0] != "n":
            # A line break ends a line of JSONL; between parts of a value any white space will do.
            text = text.replace(b"\r\n", b" ").replace(b"\n", b" ").replace(b"\r", b" ")
        cases.append((path.name, text, b"\n" in text))
    stream = b"".join(
        b'{"id":"%d","field":%s,"text":"A storm."}\n' % (number, text)
        for number, (_, text, breaks) in enumerate(cases) if not breaks)
    result = subprocess.run([SAYSO, "score", "--stream"], input=stream, capture_output=True)
    answers = result.stdout.decode("utf-8").split("\n")[:-1]
    lines = [case for case in enumerate(cases) if not case[1][2]]
    suite.check("answers", len(answers) == len(lines) and result.returncode == 0, len(answers))
    losses = 0
    for (number, (name, text, _)), line in zip(lines, answers):
        answer = json.loads(line)
        if "error" in answer:
            suite.check(name, name[0] in "ni", answer["error"]["message"])
            if name[0] == "i":
                suite.difference(name, "refused: " + answer["error"]["message"])
        else:
            suite.check(name, name[0] in "yi" and answer["id"] == str(number), "accepted")
            try:
                # Python keeps lone halves of surrogate pairs; we read them as U+FFFD.
                kept = json.loads(text) == answer["metadata"]["field"]
            except (ValueError, RecursionError):
                kept = False
            if name[0] == "i" and not kept:
                suite.difference(name, "accepted, with another value than Python's")
            else:
                losses += not kept
    for name, text, breaks in cases:
        if breaks:
            code, _, error = score(b'{"text":"A storm.","field":' + text + b"}\n", ".jsonl")
            suite.check(name, code == 65, f"code {code}, {error}")
    suite.check("silent losses", losses == 0, losses)
    return suite


def utf8_suite():
    suite = Suite("utf8")
    for line in (SUITES / "utf8/utf8tests.bin").read_bytes().split(b"\n"):
        parts = line.split(b":", 2)
        if line.startswith(b"#") or len(parts) < 3 or not parts[1].startswith((b"valid", b"invalid")):
            continue
        # The Greek word makes the text one that is UTF-8 but for the case.
        text = f"A storm hit {40 * chr(0x3b1)}. ".encode() + parts[2] + b" It rained."
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


# Why tokens are not the default words of Unicode (UAX 29), by the rule that sets them apart.
WORD_REASONS = {
    "3.3": "a joiner that begins a text, or stands between a letter and a picture, joins nothing",
    "4.0": "a combining mark after a space is a token: white space belongs to none",
    "6.0": "a colon joins no letters: “He said:Go” has three words and a mark",
    "7.1": "a mark after a Hebrew letter is a quotation mark as after any other",
    "7.2": "a mark after a Hebrew letter is a quotation mark as after any other",
    "12.0": "a combining mark on an apostrophe or a stop ends a number",
    "13.1": "an underline ends no word",
    "13.2": "an underline begins no word",
    "13.0": "each kana is a word, as each Han character is",
    "999.0": "stops, exclamation marks and clock times are one token each, doubled single marks one mark",
    "15.0": "regional letters with combining marks between them are no flag",
}
NO_SPACE = "a sentence ends where white space follows its mark"
ABBREVIATION = "“etc.” and “U.S.A.” end a sentence before a word that is lower case elsewhere"
JOINED = "a joiner between a mark and what follows hides the mark"


def break_cases(name):
    """Yields (text, whether a break stands before each character, the rule that says so)."""
    for line in (UNICODE / f"{name}BreakTest.txt").open(encoding="utf-8"):
        body, _, comment = line.partition("#")
        parts = body.split()
        if parts:
            text = "".join(chr(int(code, 16)) for code in parts[1::2])
            yield text, [mark == "÷" for mark in parts[0::2]], re.findall(r"\[([\d.]+)\]", comment)


def unicode_suite(name):
    suite = Suite(f"{name.lower()} breaks")
    if not UNICODE.is_dir():
        suite.check("all", False, "Debian's package unicode-data is not installed")
        return suite
    cases = list(break_cases(name))
    answers = ask("text", [{"input": text} for text, _, _ in cases])
    reasons = collections.Counter()
    for (text, breaks, rules), (answer,) in zip(cases, answers):
        if name == "Word":
            spans = [token[:2] for token in answer["tokens"]]
            edges = {edge for span in spans for edge in span}
            covered = {place for start, end in spans for place in range(start, end)}
            # Between white space and white space nobody looks.
            wrong = [
                place for place in range(1, len(text))
                if (place - 1 in covered or place in covered) and (place in edges) != breaks[place]]
            if wrong and rules[wrong[0]] in WORD_REASONS:
                reasons[WORD_REASONS[rules[wrong[0]]]] += 1
                continue
        else:
            def after_space(place):
                while place < len(text) and text[place].isspace():
                    place += 1
                return place
            ignored = {after_space(0), len(text)}
            wanted = {after_space(p) for p in range(1, len(text)) if breaks[p]} - ignored
            wrong = sorted(({s for s, _ in answer["sentences"]} - ignored) ^ wanted)
            if wrong:
                bare = text.replace("\u2060", "")
                has_space = all(text[:place].rstrip("\u2060\u0308")[-1:].isspace() for place in wrong)
                reason = ABBREVIATION if "etc." in bare else JOINED if has_space else NO_SPACE
                reasons[reason] += 1
                continue
        suite.check(ascii(text), not wrong, f"{wrong} in {answer}")
    print(f"{suite.name:18s} {suite.count} of {len(cases)} as in UAX 29; the others differ on purpose:")
    for reason, count in reasons.most_common():
        print(f"  {count:4d}  {reason}")
    return suite


def linguistic_suite():
    suite = Suite("linguistic cases")
    rows = [json.loads(line) for line in (CASES / "linguistic.jsonl").open(encoding="utf-8")]
    answers = ask("text", [{"input": row["text"]} for row in rows])
    for row, (answer,) in zip(rows, answers):
        text = row["text"]
        found = [text[start:end] for start, end in answer["sentences"]]
        wanted = row["sentences"]
        body = [s for s in found if not any(s in part for part in row.get("not_body", []))]
        suite.check(f"{row['id']} sentences", wanted in (found, body), found)
        if "tokens" in row:
            found = [text[start:end] for start, end, _ in answer["tokens"]]
            suite.check(f"{row['id']} tokens", found == row["tokens"], found)
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
    """Each table is one of articles whose texts are in its first column that is never empty; text and
    other columns must come back as they are meant."""
    suite = Suite("csv-spectrum")
    for path in sorted((SUITES / "csv-spectrum/csvs").glob("*.csv")):
        data = path.read_bytes()
        rows = json.loads((SUITES / "csv-spectrum/json" / (path.stem + ".json")).read_text("utf-8"))
        rows = rows if isinstance(rows, list) else [rows]
        if path.name.endswith("_crlf.csv") and b"\r" not in data:
            # Some copy of the suite turned its line breaks into others.
            data = data.replace(b"\n", b"\r\n")
        if path.name == "location_coordinates.csv":
            rows[0]["Contact Phone Number"] = "2095257564"
            suite.difference(path.name, "the suite's JSON has another telephone number than its CSV")
        field = next(name for name in rows[0] if all(row[name].strip() for row in rows))
        code, output, error = score(data, ".csv", "--text", "--text-field", field)
        found = [
            {field: answer["text"], **answer.get("metadata", {})}
            for answer in map(json.loads, output.decode("utf-8").split("\n")[:-1])]
        suite.check(path.name, code == 0 and found == rows, f"code {code}, {found}, {error}")
    return suite


def main():
    if not SUITES.is_dir():
        sys.exit("The test suites are not there: conformance needs the folder ../shared beside the repository.")
    suites = (
        json_suite(), utf8_suite(), html_suite(), unicode_suite("Word"), unicode_suite("Sentence"),
        linguistic_suite(), naughty_suite(), csv_suite())
    results = [suite.report() for suite in suites]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
