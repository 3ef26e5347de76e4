#!/usr/bin/env python3
"""How far the confidence of quotes can be believed.   usage: confidence.py [GOLD.jsonl] [--cues CLASSES]

Runs the built command at rising --min-confidence, so that each quote's confidence is known to a twentieth, and
counts a quote as right when content and source are (the joint measure of ../shared/evaluate/quotes.py). Prints the
reliability curve, the expected calibration error, and the share of the gold quotes found at 95 % joint precision.
"""
import collections
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
STEPS = [step / 20 for step in range(20)]


def measures():
    place = importlib.util.spec_from_file_location("quotes", SHARED / "evaluate/quotes.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def found(gold, cues, least):
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as output:
        subprocess.run([ROOT / ".build/release/sayso", "quotes", "--cues", cues, "--min-confidence", str(least), gold,
                        "-o", output.name], check=True)
        with open(output.name, encoding="utf-8") as lines:
            return {article["id"]: article["quotes"] for article in map(json.loads, lines)}


def identity(quote):
    return json.dumps([quote["content"], quote["cue"], quote["source"]])


def main():
    arguments = sys.argv[1:]
    cues = arguments[arguments.index("--cues") + 1] if "--cues" in arguments else "all"
    gold = arguments[0] if arguments and not arguments[0].startswith("--") else SHARED / "data/quotes/polnear/dev.jsonl"
    tool = measures()
    articles = tool.load(gold)
    levels = [found(gold, cues, step) for step in STEPS]
    bins = collections.defaultdict(lambda: [0, 0])
    wanted = 0
    for article in articles:
        index = tool.word_index(article["text"])
        parts = lambda quotes: [(tool.words(index, q["content"]), tool.words(index, q["source"]), q) for q in quotes]
        meant = [part for part in parts(article["quotes"]) if part[0]]
        given = [part for part in parts(levels[0][article["id"]]) if part[0]]
        wanted += len(meant)
        kept = [{identity(quote) for quote in level[article["id"]]} for level in levels]
        _, matches = tool.pair([p[0] for p in meant], [p[0] for p in given], tool.cover, 0.3)
        for place, (_, source, quote) in enumerate(given):
            level = max(i for i, names in enumerate(kept) if identity(quote) in names)
            right = place in matches and (bool(source & meant[matches[place]][1])
                                          or not source and not meant[matches[place]][1])
            bins[level][0] += 1
            bins[level][1] += right
    total = sum(count for count, _ in bins.values())
    error = 0.0
    print("confidence   quotes   right   right from here up   of gold")
    best = (0.0, None)
    for level, step in enumerate(STEPS):
        count, right = bins[level]
        above = [sum(bins[i][k] for i in range(level, len(STEPS))) for k in (0, 1)]
        if count:
            error += abs(right / count - (step + 0.025)) * count / total
        share = above[1] / above[0] if above[0] else float("nan")
        print(f"{step:.2f}-{step + .05:.2f} {count:9d} {right / count if count else float('nan'):7.3f} {share:16.3f} {above[1] / wanted:14.3f}")
        if above[0] and share >= 0.95 and best[1] is None:
            best = (above[1] / wanted, step)
    print(f"expected calibration error {error:.3f}")
    print(f"coverage at 95 % joint precision {best[0]:.3f} (from confidence {best[1]})")


if __name__ == "__main__":
    main()
