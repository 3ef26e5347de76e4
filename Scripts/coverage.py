#!/usr/bin/env python3
"""Prints which share of the lines the tests ran, by module.   usage: coverage.py [--files]   (make coverage)

Reads what `swift test --enable-code-coverage` wrote (llvm-cov's export). Held to: 95 % of the lines of readers
and writers, 85 % of all. Not counted: the programs that measure (sayso-bench, sayso-conformance, sayso-fuzz) and the
tests themselves. With --files, also each file below 95 %, with the lines that nothing ran.
"""
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# What reads files from outside, and what writes files for others.
READERS_AND_WRITERS = {"Archives", "Compression", "Corpora", "Documents", "JSONText", "Reports"}
READING_FILES = {
    "CommandLineKit": ("Configuration", "Output", "ResumableDraft"),
    "Lexicons": ("Dictionary", "LIWC", "LexiconCheck", "LexiconError", "LexiconImporter", "Quanteda", "WordList"),
    "LinearModels": ("ModelFile",),
    "Sayso": ("ScoredArticle+JSON",),
    "sayso": ("ArticlePrinting", "ArticleTable", "ScoreArchive"),
}
LEFT_OUT = {"sayso-bench", "sayso-conformance", "sayso-fuzz", "CPlainLoops"}
BOUNDS = {"readers and writers": 95, "all": 85}


def reads_or_writes(module, name):
    return module in READERS_AND_WRITERS or name.startswith(READING_FILES.get(module, ("?",)))


def missed(segments):
    """The lines that nothing ran, from llvm's list of where counts change."""
    lines = set()
    for (line, _, count, counted, *_), after in zip(segments, segments[1:]):
        if counted and count == 0:
            lines.update(range(line, after[0] + 1))
    ranges = []
    for line in sorted(lines):
        if ranges and ranges[-1][1] == line - 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in ranges)


def main():
    path = subprocess.run(
        ["swift", "test", "--show-codecov-path"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    if not pathlib.Path(path).exists():
        sys.exit("There are no figures yet: swift test --enable-code-coverage makes them.")
    counts = collections.defaultdict(lambda: [0, 0])
    files = []
    for file in json.loads(pathlib.Path(path).read_text())["data"][0]["files"]:
        parts = pathlib.PurePath(file["filename"]).parts
        if "Sources" not in parts or ".build" in parts:
            continue
        inside = parts[parts.index("Sources") + 1:]
        module, name = inside[0], "/".join(inside[1:])
        if module in LEFT_OUT:
            continue
        lines = file["summary"]["lines"]
        is_part = reads_or_writes(module, inside[-1])
        for key in [module, "all"] + (["readers and writers"] if is_part else []):
            counts[key][0] += lines["covered"]
            counts[key][1] += lines["count"]
        if is_part and lines["covered"] < 0.95 * lines["count"]:
            files.append((lines["count"] - lines["covered"], module, name, lines, file["segments"]))
    totals = list(BOUNDS)
    for key in sorted(key for key in counts if key not in totals) + totals:
        covered, count = counts[key]
        share = 100 * covered / count if count else 0
        bound = f"  (at least {BOUNDS[key]})" if key in BOUNDS else ""
        print(f"{key:22s} {covered:6d} of {count:6d} lines  {share:5.1f} %{bound}")
    if "--files" in sys.argv:
        for _, module, name, lines, segments in sorted(files, key=lambda file: -file[0]):
            print(f"{module}/{name}: {lines['covered']} of {lines['count']}; not run: {missed(segments)}")
    if any(100 * counts[key][0] < BOUNDS[key] * counts[key][1] for key in totals):
        sys.exit("Some share is below its bound.")


if __name__ == "__main__":
    main()
