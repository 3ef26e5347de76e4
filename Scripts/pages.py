#!/usr/bin/env python3
"""Puts hostile texts into every field that reports show and opens the pages in Chromium.   usage: pages.py

Each payload of the suites xss and naughty-strings stands as an article's id, date, title, text, field name,
field value and file name; as the name of a speaker, target and actor and the words of a quote in scored
articles; as id, group, speaker, target, field and annotator of labelled quotes; and in a model's card. A page
passes when Chromium asks nothing of the network, says nothing on its console, opens no dialog, and nothing but
our own tags, attributes and links is in the document it built. A table passes when none of its cells that is no
number begins like a formula; with --raw they stay as they are. A notebook passes when it is JSON.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from browser import Browser

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUITES = ROOT.parent / "shared/suites"
SAYSO = ROOT / ".build/release/sayso"
CHUNK = 500
TAGS = """html head meta title style body main nav h1 h2 h3 h4 p a table caption thead tbody tr th td div ul li span
sup section figure figcaption details summary svg desc line rect circle path text script button label input pre""".split()
ATTRIBUTES = """lang charset name content http-equiv class id href scope tabindex viewBox width height role aria-label
aria-labelledby xmlns x y x1 x2 y1 y2 cx cy r d fill-opacity text-anchor type""".split()
STRANGE = """(() => { const tags = new Set(%s), names = new Set(%s), found = new Set();
for (const e of document.querySelectorAll("*")) { if (!tags.has(e.localName)) found.add("<" + e.localName + ">");
for (const a of e.attributes) { if (!names.has(a.name)) found.add(e.localName + " " + a.name);
if (a.name === "href" && !/^#[a-z0-9]+$/.test(a.value)) found.add("href " + a.value); } }
if (document.scripts.length !== 1) found.add(document.scripts.length + " scripts");
if (document.body.innerText.length < 200) found.add("the page is empty");
return [...found].slice(0, 5); })()""" % (json.dumps(TAGS), json.dumps(ATTRIBUTES))


def is_number(cell):
    try:
        return bool(float(cell)) or True
    except ValueError:
        return False


def formulas(path):
    csv.field_size_limit(1 << 30)
    with open(path, newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    return [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and cell and not is_number(cell)]


def payloads():
    lines = (SUITES / "xss/Intruder/xss-payload-list.txt").read_text("utf-8", "replace").splitlines()
    strings = json.loads((SUITES / "naughty-strings/blns.json").read_text("utf-8"))
    return [text for text in lines + strings if text.strip() and "\0" not in text] + ["=1+1", "@x", "\tx", "\rx"]


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8", "surrogatepass")


def article(text, number):
    body = (f"{text}\n\n“{text} and Ada Okafor has failed us,” said Bo {text} Lind. "
            f"Harbour {text} Union praised Bo Lind: “{text}”.")
    return {"id": f"{text} {number}", "text": body, "date": f"2026-0{1 + number % 9}-11 {text}", "title": text,
            f"{text} field": text, "outlet": text}


def scored(text, number):
    """An article as `score` prints it, with every name and every word given."""
    words = f"{text} Lind failed"
    span = {"start": 0, "end": len(words), "text": words}
    return {"id": f"{text} {number}", "date": "2026-03-14", "text": words + "\n" + text,
            "metadata": {"title": text, text: text}, "offsets": "codepoint", "model": text,
            "actors": [{"id": 0, "name": text, "kind": "person", "mentions": []}],
            "quotes": [{"id": k, "kind": "direct", "content": [span], "cue": [], "source": [span],
                        "speaker": {"actor": 0, "name": f"{text}{number % 40}", "kind": "person"},
                        "targets": [{"actor": 0, "name": f"{text} target", "mentions": [span],
                                     "stance": {"label": ["favor", "against"][number % 2], "score": 0.5}}]}
                       for k in range(6 if number % 50 == 0 else 1)]}


def labelled(text, number):
    return {"id": f"{text} {number}", "group": f"{text} {number // 2}", "speaker": text, "targetName": text,
            "text": f"Ada {text} said so.", "label": ["favor", "neutral", "against"][number % 3],
            "target": {"start": 0, "end": 4 + len(text)}, "content": [{"start": 0, "end": 5}], "outlet": text,
            f"{text} field": text,
            "annotations": [{"annotator": text if number < 2 else "b", "label": "favor"},
                            {"annotator": "c", "label": "against"}]}


def file_names(texts, folder):
    """Files whose names are the payloads that may be names."""
    folder.mkdir()
    for text in texts:
        name = re.sub(r"[/\0]", "_", text).encode("utf-8", "replace")[:120].decode("utf-8", "ignore")
        if not name.startswith("."):
            (folder / f"{name}.txt").write_text("“Ada Okafor has failed us,” said Bo Lind.\n\nIt rained.")
    return folder


def run(arguments):
    return subprocess.run([str(a) for a in [SAYSO, *arguments]], capture_output=True)


def main():
    failures, pages, tables, notebooks = [], 0, 0, 0
    texts = payloads()
    browser = Browser()
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        for start in range(0, len(texts), CHUNK):
            part = list(enumerate(texts[start:start + CHUNK], start))
            folder = work / str(start)
            folder.mkdir()
            write_lines(folder / "articles.jsonl", [article(text, k) for k, text in part])
            write_lines(folder / "scores.jsonl", [scored(text, k) for k, text in part])
            write_lines(folder / "quotes.jsonl", [labelled(text, k) for k, text in part])
            names = file_names([text for _, text in part], folder / "names")
            note = next(text for _, text in part if "<" in text or start)
            commands = [
                ["train", ROOT / "seeds/quotes.jsonl", "--note", note, "-o", folder / "m.model"],
                ["evaluate", folder / "quotes.jsonl", "--rounds", "20", "--model", folder / "m.model",
                 "--train", folder / "quotes.jsonl", "-o", folder / "e"],
                ["evaluate", "--agreement", folder / "quotes.jsonl", "--rounds", "20", "-o", folder / "a"],
                ["suggest", folder / "articles.jsonl", "-o", folder / "suggest.csv"],
                ["score", folder / "articles.jsonl", "--format", "csv", "-o", folder / "scores.csv"]]
            for source in ("articles.jsonl", "scores.jsonl", "names"):
                for ending in ("html", "csv", "ipynb", "md", "json"):
                    commands.append(["report", folder / source, "-o", folder / f"{source}-{ending}.{ending}"])
            for command in commands:
                result = run(command)
                if result.returncode:
                    failures.append(f"{command[:2]} of {start}: {result.stderr.decode()[:200]}")
            for page in sorted(folder.rglob("*.html")):
                pages += 1
                problems = browser.open(page.as_uri(), width=800) + browser.evaluate(STRANGE)
                failures += [f"{page.relative_to(work)}: {problem}" for problem in problems[:5]]
            for table in sorted(folder.rglob("*.csv")):
                tables += 1
                failures += [f"{table.relative_to(work)}: cell {cell!r}" for cell in formulas(table)[:1]]
            for notebook in sorted(folder.rglob("*.ipynb")):
                notebooks += 1
                if json.loads(notebook.read_bytes())["nbformat"] != 4:
                    failures.append(f"{notebook.relative_to(work)}: no notebook")
            raw = folder / "raw.csv"
            run(["report", folder / "scores.jsonl", "--raw", "-o", raw])
            if any(text[0] in "=+-@" for _, text in part) and not formulas(raw):
                failures.append(f"--raw of {start} changes cells")
    browser.close()
    print(f"hostile texts      {len(texts)} in {pages} pages, {tables} tables and {notebooks} notebooks, "
          f"{len(failures)} problems")
    for failure in failures[:20]:
        print("  " + failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
