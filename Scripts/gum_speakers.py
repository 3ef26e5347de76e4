#!/usr/bin/env python3
"""Whether the canonical speaker is right on GUM's news documents.   usage: gum_speakers.py [--shipped]

The shipped models of quotes and actors have seen some of these documents. This trains both again without any of GUM,
into .build/gum, and scores the quotes of the built command with those; --shipped scores the shipped models instead.
(The tagger learned from trees of GUM's training documents either way.) A gold quote is found when an output quote's
content covers at least 30 % of its words; names agree as in ../shared/evaluate/articles.py.
"""
import collections
import importlib.util
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA = SHARED / "data"
WORK = ROOT / ".build/gum"
SAYSO = ROOT / ".build/release/sayso"


def module(name):
    place = importlib.util.spec_from_file_location(name, SHARED / f"evaluate/{name}.py")
    made = importlib.util.module_from_spec(place)
    place.loader.exec_module(made)
    return made


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def write(path, articles):
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")


def trained():
    """Options that put models in place which never saw a document of GUM."""
    articles = WORK / "articles.jsonl"
    write(articles, [a for a in lines(DATA / "articles/train.jsonl") if not a["id"].startswith("GUM")])
    options = []
    for component, files in (("quotes", [articles, DATA / "quotes/polnear/train.jsonl"]), ("actors", [articles])):
        model = WORK / f"{component}.model"
        subprocess.run([SAYSO, "train", "--component", component, *options, "-o", model, *files], check=True)
        options += ["--model", model]
    return options


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    gold = [a for part in ("train", "dev") for a in lines(DATA / f"quotes/gum/{part}.jsonl") if a["genre"] == "news"]
    write(WORK / "news.jsonl", gold)
    options = [] if "--shipped" in sys.argv else trained()
    subprocess.run([SAYSO, "quotes", *options, "-o", WORK / "output.jsonl", WORK / "news.jsonl"], check=True)
    output = {a["id"]: a["quotes"] for a in lines(WORK / "output.jsonl")}
    quotes, names = module("quotes"), module("articles")
    counts = collections.Counter()
    for article in gold:
        index = quotes.word_index(article["text"])
        meant = [q for q in article["quotes"] if quotes.words(index, q["content"])]
        given = [q for q in output[article["id"]] if quotes.words(index, q["content"])]
        matches, _ = quotes.pair(
            [quotes.words(index, q["content"]) for q in meant], [quotes.words(index, q["content"]) for q in given],
            quotes.cover, 0.3)
        for place, quote in enumerate(meant):
            if not quote.get("speaker"):
                continue
            kind = quote["sourceKind"]
            counts[kind, "gold"] += 1
            if place in matches:
                found = given[matches[place]]
                right = names.same_name((found.get("speaker") or {}).get("name"), quote["speaker"]["name"])
                counts[kind, "found"] += 1
                counts[kind, "right"] += right
                if "--errors" in sys.argv and not right:
                    print(article["id"], "|", quote["speaker"]["name"], "|", (found.get("speaker") or {}).get("name"))
    print(f"{len(gold)} news documents of GUM")
    for kind in sorted({kind for kind, _ in counts}):
        gold_count, found, right = (counts[kind, part] for part in ("gold", "found", "right"))
        share = f"{right / found:.3f}" if found else "n/a"
        print(f"{kind:10s} {gold_count:4d} gold, {found:4d} found, speaker right {share} of those found")


if __name__ == "__main__":
    main()
