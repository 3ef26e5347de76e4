#!/usr/bin/env python3
"""Puts hostile texts into every field that reports show and opens the pages in Chromium.   usage: pages.py

Each payload of the suites xss and naughty-strings stands as an article's id and inside its quotes, and as
id, group, speaker, target and text of a labelled quote. A page passes when Chromium says nothing on its
console, nothing but our own tags and attributes is in the document it built, and only our own script is
there. A table passes when none of its cells that is no number begins like a formula.
"""
import csv
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUITES = ROOT.parent / "shared/suites"
SAYSO = ROOT / ".build/release/sayso"
CHUNK = 500
TAGS = set("""html head meta title style body main h1 h2 h3 p a table thead tbody tr th td div ul li span
sup section figure figcaption details summary svg desc line rect circle path text script button label
input""".split())
ATTRIBUTES = set("""lang charset name content http-equiv class id href scope tabindex viewbox width height
role aria-labelledby xmlns x y x1 x2 y1 y2 cx cy r d fill-opacity text-anchor type""".split())


class Document(html.parser.HTMLParser):
    """Collects what is in a document that should not be there."""

    def __init__(self):
        super().__init__()
        self.strange, self.scripts = set(), 0

    def handle_starttag(self, tag, attributes):
        self.scripts += tag == "script"
        if tag not in TAGS:
            self.strange.add(f"<{tag}>")
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.strange.add(f"{tag} {name}")
            if name == "href" and not re.fullmatch(r"#[a-z0-9]+", value or ""):
                self.strange.add(f"href {value}")


def check_page(path):
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
               "--dump-dom", path.as_uri()]
    result = subprocess.run(command, capture_output=True, timeout=180)
    noise = [line for line in result.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
    document = Document()
    document.feed(result.stdout.decode("utf-8", "replace"))
    problems = noise[:3] + sorted(document.strange)[:5]
    if document.scripts != 1:
        problems.append(f"{document.scripts} scripts")
    if len(result.stdout) < 2000:
        problems.append("the page is empty")
    return problems


def is_number(cell):
    try:
        return bool(float(cell)) or True
    except ValueError:
        return False


def check_table(path):
    csv.field_size_limit(1 << 30)
    with open(path, newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    wrong = [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and cell and not is_number(cell)]
    return [f"cell {wrong[0]!r}"] if wrong else []


def payloads():
    lines = (SUITES / "xss/Intruder/xss-payload-list.txt").read_text("utf-8", "replace").splitlines()
    strings = json.loads((SUITES / "naughty-strings/blns.json").read_text("utf-8"))
    return [text for text in lines + strings if text.strip() and "\0" not in text]


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8", "surrogatepass")


def main():
    failures, pages, tables = [], 0, 0
    texts = payloads()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for start in range(0, len(texts), CHUNK):
            part = texts[start:start + CHUNK]
            articles, quotes = folder / "articles.jsonl", folder / "quotes.jsonl"
            write_lines(articles, [
                {"id": f"{text} {start + index}",
                 "text": f"{text}\n\n“{text} and Ada Okafor has failed us,” said Bo {text} Lind. "
                         f"Harbour {text} Union praised Bo Lind: “{text}”."}
                for index, text in enumerate(part)])
            write_lines(quotes, [
                {"id": f"{text} {start + index}", "group": f"{text} {start + index}", "speaker": text,
                 "text": f"Ada {text} said so.", "label": ["favor", "neutral", "against"][index % 3],
                 "target": {"start": 0, "end": 4 + len(text)}}
                for index, text in enumerate(part)])
            for file, arguments in (
                    ("report.html", ["report", articles, "-o", folder / "report.html"]),
                    ("report.csv", ["report", articles, "-o", folder / "report.csv"]),
                    ("e", ["evaluate", quotes, "--rounds", "0", "-o", folder / "e"])):
                result = subprocess.run([SAYSO, *arguments], capture_output=True)
                if result.returncode:
                    failures.append(f"{file} of {start}: {result.stderr.decode()[:200]}")
            for page in (folder / "report.html", folder / "e/report.html"):
                pages += 1
                failures += [f"{page.name} of {start}: {problem}" for problem in check_page(page)]
            for table in [folder / "report.csv", *(folder / "e").glob("*.csv")]:
                tables += 1
                failures += [f"{table.name} of {start}: {problem}" for problem in check_table(table)]
    print(f"hostile texts      {len(texts)} in {pages} pages and {tables} tables, "
          f"{len(failures)} problems")
    for failure in failures[:20]:
        print("  " + failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
