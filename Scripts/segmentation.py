#!/usr/bin/env python3
"""Tokens and sentences found in raw text, against a treebank.   usage: segmentation.py FILE.conllu [--errors N]

The treebank's text is put together again (sentences by one space, paragraphs and documents by an empty
line) and cut by our own rules alone. As in the CoNLL 2018 shared task, a token is right when its first
and last characters are those of a gold token, white space not counted, and so is a sentence. Tokens are
surface tokens: a clitic is part of the word before it ("don't"). Words are what a tagger sees ("do",
"n't"), right when their characters are those of a gold word; gold words that do not spell their token
are counted as wrong. Treebanks cut words at hyphens, some in some years; we never do ("15-year-old"). Whole words
are tokens with such pieces joined on both sides. Prints F1 for all and for each genre that documents name.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PARTS = ROOT / ".build/release/sayso-conformance"


def documents(path):
    """Yields (genre, text, tokens, words, sentences) of each document; spans in characters of the text."""
    def fresh():
        return {"genre": "all", "text": "", "tokens": [], "words": [], "sentences": []}

    document, rows, paragraph, sentence_text = fresh(), [], True, None

    def finish_sentence():
        nonlocal rows, paragraph
        if not rows:
            return
        if document["text"]:
            document["text"] += "\n\n" if paragraph else " "
        paragraph = False
        start = len(document["text"])
        covered = 0
        pending = None  # The surface token whose words come next.
        text = document["text"]
        first, space = start, False
        for columns in rows:
            number, form, notes = columns[0], columns[1], columns[9]
            if "." in number:
                continue
            if "-" in number:
                if space:
                    text += " "
                low, high = map(int, number.split("-"))
                pending = [high, len(text), len(text)]
                document["tokens"].append((len(text), len(text) + len(form)))
                text += form
                pending.append(form)
                space = "SpaceAfter=No" not in notes
                continue
            if pending and int(number) <= pending[0]:
                rest = pending[3][pending[2] - pending[1]:]
                if rest.startswith(form):
                    document["words"].append((pending[2], pending[2] + len(form)))
                    pending[2] += len(form)
                else:
                    document["words"].append((-1, int(number)))
                continue
            if space:
                text += " "
            document["tokens"].append((len(text), len(text) + len(form)))
            document["words"].append((len(text), len(text) + len(form)))
            text += form
            space = "SpaceAfter=No" not in notes
        document["text"] = text
        document["sentences"].append((start, len(text)))
        rows = []

    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if document["text"]:
                yield document
            document = fresh()
            found = re.search(r"id = (\w+?)[-_]([a-z]+)", line)
            document["genre"] = found[2] if found and found[1] == "GUM" else found[1] if found else "all"
            paragraph = True
        elif line.startswith("# newpar"):
            paragraph = True
        elif not line:
            finish_sentence()
        elif not line.startswith("#"):
            rows.append(line.split("\t"))
    finish_sentence()
    if document["text"]:
        yield document


def without_spaces(text, spans):
    """Spans in characters that are no white space."""
    before = [0]
    for character in text:
        before.append(before[-1] + (not character.isspace()))
    return [(before[a], before[b]) if a >= 0 else (a, b) for a, b in spans]


def surface(text, tokens):
    """Words that touch are one surface token."""
    merged = []
    for start, end, is_word in tokens:
        if merged and is_word and merged[-1][2] and merged[-1][1] == start and not is_han(text[start]):
            merged[-1][1] = end
        else:
            merged.append([start, end, is_word])
    return [(a, b) for a, b, _ in merged]


def hyphenated(text, spans):
    """Spans with the words that hyphens join made one: "peer-reviewed"."""
    merged = []
    for start, end in spans:
        touches = merged and merged[-1][1] == start
        before = text[merged[-1][0]:start] if merged else ""
        if touches and text[start].isalnum() and len(before) > 1 and before[-1] == "-" and before[-2].isalnum():
            merged[-1][1] = end
        elif touches and text[start:end] == "-" and before[-1].isalnum():
            merged[-1][1] = end
        else:
            merged.append([start, end])
    return [(a, b) for a, b in merged]


def is_han(character):
    return "\u2e80" <= character <= "\u9fff"


def measure(path, errors=0):
    """(genre, measure) -> [right, predicted, gold], with "all" for all genres."""
    counts = collections.defaultdict(lambda: [0, 0, 0])
    gold = list(documents(path))
    lines = "".join(json.dumps({"input": d["text"]}) + "\n" for d in gold)
    result = subprocess.run([PARTS, "text"], input=lines.encode(), capture_output=True, check=True)
    shown = 0
    for document, line in zip(gold, result.stdout.decode("utf-8").split("\n")):
        found = json.loads(line)[0]
        text = document["text"]
        pairs = {
            "tokens": (surface(text, found["tokens"]), document["tokens"]),
            "words": ([tuple(t[:2]) for t in found["tokens"]], document["words"]),
            "whole words": (
                hyphenated(text, surface(text, found["tokens"])), hyphenated(text, document["tokens"])),
            "sentences": ([tuple(s) for s in found["stretches"]], document["sentences"]),
        }
        for name, (ours, theirs) in pairs.items():
            ours, theirs = without_spaces(text, ours), without_spaces(text, theirs)
            right = len(set(ours) & set(theirs))
            for genre in {"all", document["genre"]}:
                total = counts[genre, name]
                for index, count in enumerate((right, len(ours), len(theirs))):
                    total[index] += count
        if errors and shown < errors:
            kind = "sentences" if "--sentences" in sys.argv else "words"
            ours, theirs = pairs[kind]
            for a, b in sorted(set(map(tuple, theirs)) - set(ours)):
                if a >= 0:
                    print(f"  {document['genre']}: gold {text[a:b]!r}, ours", [text[c:d] for c, d in ours if c < b and d > a][:4])
                    shown += 1
    return counts


def f1(right, predicted, gold):
    return 2 * right / (predicted + gold) if predicted + gold else None


def main():
    path = pathlib.Path(sys.argv[1])
    errors = int(sys.argv[sys.argv.index("--errors") + 1]) if "--errors" in sys.argv else 0
    counts = measure(path, errors)
    genres = sorted({genre for genre, _ in counts}, key=lambda g: (g != "all", g))
    for genre in genres:
        values = "  ".join(
            f"{name} {f1(*counts[genre, name]):.4f} of {counts[genre, name][2]}"
            for name in ("tokens", "words", "whole words", "sentences"))
        print(f"{genre:12s} {values}")


if __name__ == "__main__":
    main()
