#!/usr/bin/env python3
"""How far quotes depend on how marks and lines are set.   usage: robustness.py [GOLD.jsonl]

Sets the marks of every article anew (all curly, all straight, the closing marks of paragraphs dropped where the next
one goes on quoting, line breaks doubled), runs the built command on each, and prints how far the joint F1 of direct
quotes moves from that on the texts as they are.
"""
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OPENING, CLOSING, DOUBLE = "“«„‟", "”»", "“«„‟”»\""


def as_is(text):
    return list(text)


def straight(text):
    return ['"' if c in DOUBLE else c for c in text]


def curly(text):
    """Opening and closing marks in turn, from each paragraph's start."""
    pieces, is_open = [], False
    for c in text:
        if c == "\n":
            is_open = False
        if c in DOUBLE:
            is_open = not is_open if c == '"' else c in OPENING
            c = "“" if is_open else "”"
        pieces.append(c)
    return pieces


def closing_dropped(text):
    """A paragraph's last mark goes when it ends the paragraph and the next one opens with a mark."""
    pieces = list(text)
    paragraphs = list(re.finditer(r"[^\n]+", text))
    for here, after in zip(paragraphs, paragraphs[1:]):
        ending = re.search(r"[”»\"](?=\W{0,2}$)", here[0])
        if ending and ending.start() > 0 and after[0].lstrip()[:1] in tuple(OPENING + '"'):
            pieces[here.start() + ending.start()] = ""
    return pieces


def doubled(text):
    return ["\n\n" if c == "\n" else c for c in text]


def moved(article, pieces):
    """The article with its text put together from one piece a character, and its spans moved along."""
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece)
    starts.append(at)
    move = lambda spans: [{"start": starts[s["start"]], "end": starts[s["end"]]} for s in spans]
    quotes = [dict(q, content=move(q["content"]), cue=move(q["cue"]), source=move(q["source"])) for q in article["quotes"]]
    return dict(article, text="".join(pieces), quotes=quotes)


def joint(gold):
    with tempfile.TemporaryDirectory() as folder:
        source, output = pathlib.Path(folder, "gold.jsonl"), pathlib.Path(folder, "output.jsonl")
        source.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in gold), encoding="utf-8")
        subprocess.run([ROOT / ".build/release/sayso", "quotes", "--cues", "all", source, "-o", output], check=True)
        text = subprocess.run([sys.executable, SHARED / "evaluate/quotes.py", source, output, "--bootstrap", "2"],
                              check=True, capture_output=True, text=True).stdout
    return float(re.search(r"direct\s+joint F1\s+(\S+)", text)[1])


def main():
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data/quotes/polnear/dev.jsonl"
    gold = [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]
    base = None
    for name, change in (("as they are", as_is), ("all curly", curly), ("all straight", straight),
                         ("closing marks dropped", closing_dropped), ("line breaks doubled", doubled)):
        changed = [moved(article, change(article["text"])) for article in gold]
        touched = sum(a["text"] != b["text"] for a, b in zip(gold, changed))
        value = joint(changed)
        base = value if base is None else base
        print(f"{name:24s} direct joint F1 {value:5.1f}  {value - base:+.1f}   ({touched} of {len(gold)} texts change)")


if __name__ == "__main__":
    main()
