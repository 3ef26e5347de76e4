#!/usr/bin/env python3
"""Every development figure in one table, and .build/quality.json.   usage: quality.py [--only PART]

Runs the built command over the development sets of ../shared/data and scores what it prints with the
scripts of ../shared/evaluate, which define each measure. Parts: articles, quotes, confidence,
robustness, stance, behaviour, syntax, names, actors, segmentation, speed, and gum, which trains models anew and runs only
when asked for.
"""
import json
import pathlib
import re
import resource
import subprocess
import sys
import time

from segmentation import f1, measure as segmentation_counts

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA, SCRIPTS = SHARED / "data", SHARED / "evaluate"
SAYSO = ROOT / ".build/release/sayso"
WORK = ROOT / ".build/quality"
SCORERS = ("encoder", "linear")
PARTS = ("articles", "quotes", "confidence", "robustness", "stance", "behaviour", "syntax", "names", "actors",
         "segmentation", "speed")


def run(arguments, output=None):
    """Runs a command of ours; what it prints goes to a file or is returned."""
    result = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(str(a) for a in arguments)}\nended with {result.returncode}:\n{result.stderr}")
    if output:
        output.write_text(result.stdout, encoding="utf-8")
    return result.stdout


def score(script, *arguments):
    return run([sys.executable, SCRIPTS / script, *arguments])


class Table:
    def __init__(self):
        self.rows = []

    def add(self, dataset, measure, value, low=None, high=None):
        self.rows.append({"set": dataset, "measure": measure, "value": value, "low": low, "high": high})
        interval = f"[{low:.3f}, {high:.3f}]" if low is not None else ""
        shown = "n/a" if value is None or value != value else f"{value:.3f}"
        print(f"{dataset:34s} {measure:28s} {shown:>9s}  {interval}", flush=True)


def articles(table):
    for name, scorer in ((name, scorer) for name in ("dev", "dev_world") for scorer in SCORERS):
        gold, output = DATA / f"articles/{name}.jsonl", WORK / f"articles-{name}-{scorer}.jsonl"
        run([SAYSO, "score", "--scorer", scorer, gold], output)
        for kinds in ("direct,mixed,indirect", "direct,mixed"):
            text = score("articles.py", gold, output, "--kinds", kinds)
            dataset = f"articles/{name} {'all' if 'indirect' in kinds else kinds} {scorer}"
            for line in text.splitlines():
                found = re.match(r"(\w[\w ]*?)\s+P (\S+)\s+R (\S+)\s+F1 (\S+)", line)
                if found:
                    for short, value in zip(("P", "R", "F1"), found.groups()[1:]):
                        table.add(dataset, f"{found[1]} {short}", float(value))
                if line.startswith("speaker"):
                    table.add(dataset, "speaker accuracy", float(line.split()[-1]))
                if line.startswith("stance"):
                    table.add(dataset, "stance accuracy", float(re.search(r"accuracy (\S+)", line)[1]))
                    table.add(dataset, "stance macro-F1", float(re.search(r"macro-F1 (\S+)", line)[1]))


def quotes(table):
    gold, output = DATA / "quotes/polnear/dev.jsonl", WORK / "polnear-dev.jsonl"
    run([SAYSO, "quotes", "--cues", "all", gold], output)
    for line in score("quotes.py", gold, output).splitlines():
        found = re.match(r"(\w+)\s+(\w[\w ]*?)\s+(\S+)\s+\[(\S+), (\S+)\]", line)
        if found:
            value, low, high = (float(x) / 100 for x in found.groups()[2:])
            table.add("quotes/polnear dev", f"{found[1]} {found[2]}", value, low, high)


def confidence(table):
    for name, cues in (("quotes/polnear/dev", "all"), ("articles/dev", "speech,evaluation"), ("articles/dev_world", "speech,evaluation")):
        text = run([sys.executable, ROOT / "Scripts/confidence.py", DATA / f"{name}.jsonl", "--cues", cues])
        for measure, pattern in (("expected calibration error", r"calibration error (\S+)"), ("coverage at 95 % precision", r"joint precision (\S+)")):
            table.add(name, measure, float(re.search(pattern, text)[1]))


def robustness(table):
    for line in run([sys.executable, ROOT / "Scripts/robustness.py"]).splitlines():
        found = re.match(r"(.+?)\s+direct joint F1\s+(\S+)\s+(\S+)", line)
        table.add("quotes/polnear dev", f"direct joint F1, {found[1]}", float(found[2]) / 100)


def gum(table):
    for line in run([sys.executable, ROOT / "Scripts/gum_speakers.py"]).splitlines():
        found = re.match(r"(\w+)\s+(\d+) gold,\s+(\d+) found, speaker right (\S+)", line)
        if found and found[4] != "n/a":
            table.add("quotes/gum news", f"speaker right, {found[1]}", float(found[4]))


def stance(table):
    for name in ("articles/dev", "articles/dev_world", "newsmtsc/dev_rw", "newsmtsc/dev_mt", "dse/dev"):
        gold, output = DATA / f"stance/{name}.jsonl", WORK / f"stance-{name.replace('/', '-')}.jsonl"
        for scorer in SCORERS:
            run([SAYSO, "score", "--scorer", scorer, "--pairs", gold], output)
            for line in score("stance.py", gold, output).splitlines():
                found = re.match(r"(\S[\S ]*?)\s+([\d.]+)\s+\[([\d.]+), ([\d.]+)\]", line)
                if found:
                    table.add(f"stance/{name} {scorer}", found[1], *(float(x) for x in found.groups()[1:]))


def behaviour(table):
    """Pass rates of the stance behaviour table, ours and VADER's."""
    sys.path.insert(0, str(ROOT / "Scripts"))
    import behaviour as rates

    for name, count in rates.measure()[2].items():
        table.add(f"behaviour {name}", "pass rate", count["sayso"] / count["rows"])
        table.add(f"behaviour {name}", "pass rate VADER", count["vader"] / count["rows"])


def speed(table):
    gold = DATA / "articles/train.jsonl"
    count = sum(1 for line in gold.open(encoding="utf-8") if line.strip())
    size = sum(len(json.loads(line)["text"]) for line in gold.open(encoding="utf-8"))
    for scorer, threads in ((scorer, threads) for scorer in SCORERS for threads in ("1", "2")):
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            output = run([SAYSO, "score", "--scorer", scorer, "--threads", threads, gold])
            seconds.append(time.perf_counter() - start)
        found = sum(len(json.loads(line)["quotes"]) for line in output.splitlines())
        middle = sorted(seconds)[1]
        label = f"{count} articles, {scorer}, {threads} thread{'s' if threads != '1' else ''}"
        table.add(label, "articles a second", count / middle)
        table.add(label, "million characters a second", size / middle / 1e6)
        table.add(label, "quotes found", found)
    bench = ROOT / ".build/release/sayso-bench"
    if bench.exists():
        found = re.search(r"(\S+) articles a second; (\d+) quotes", run([bench, "quotes"]))
        table.add("quotes/polnear dev, 1 core", "quotes: articles a second", float(found[1]))
        table.add("quotes/polnear dev, 1 core", "quotes found", float(found[2]))
    start_time(table)


def start_time(table):
    """From the start of the process to the report on one article, over twenty runs."""
    article = ROOT / "seeds/articles/harbour-dredging.txt"
    for scorer in SCORERS:
        walls, processors = [], []
        for _ in range(21):
            wall, spent = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            run([SAYSO, "report", "--scorer", scorer, article])
            walls.append((time.perf_counter() - wall) * 1e3)
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
            processors.append((now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime) * 1e3)
        # The first run brings the binary into memory.
        label = f"start to report, {scorer}"
        table.add(label, "least milliseconds", min(walls[1:]))
        table.add(label, "median milliseconds", sorted(walls[1:])[10])
        table.add(label, "median processor milliseconds", sorted(processors[1:])[10])


def syntax(table):
    for name in ("ewt", "gum"):
        report = WORK / f"syntax-{name}"
        run([SAYSO, "evaluate", DATA / f"syntax/{name}/dev.conllu", "-o", report])
        add_report(table, f"syntax/{name} dev", report)
    for name in ("uner_ewt", "gum", "crossner_politics"):
        report = WORK / f"entities-{name}"
        run([SAYSO, "evaluate", DATA / f"entities/{name}/dev.bio", "-o", report])
        add_report(table, f"entities/{name} dev", report)


def actors(table):
    """Names joined and pronouns resolved on a treebank with coreference, and the time a list takes.

    Its news is mostly in the training part: there names are joined by rules, but the recogniser and the
    ranker of pronouns have seen it; `train --component actors` prints the ranker cross-validated.
    """
    for name in ("dev", "train"):
        report = WORK / f"actors-gum-{name}"
        run([SAYSO, "evaluate", DATA / f"syntax/gum/{name}.conllu", "-o", report])
        add_report(table, f"syntax/gum {name}", report, beginning="Names and pronouns, ")
    article, actor_list = ROOT / "seeds/articles/rail-strike.txt", WORK / "actors.tsv"
    actor_list.write_text(
        "name\taliases\tkind\tid\n"
        + "".join(f"Osk Actor{n}\tActor{n}|O. Actor{n}\tperson\tX{n}\n" for n in range(100_000)),
        encoding="utf-8")
    for option in ((), ("--actors", actor_list)):
        seconds = []
        for _ in range(5):
            start = time.perf_counter()
            run([SAYSO, "actors", *option, article])
            seconds.append(time.perf_counter() - start)
        label = "one article with a list of 100,000 actors" if option else "one article without a list"
        table.add(label, "seconds, least of 5", min(seconds))


def segmentation(table):
    """Tokens and sentences found in raw text, as the CoNLL 2018 shared task counts them."""
    for name in ("ewt", "gum"):
        counts = segmentation_counts(DATA / f"syntax/{name}/dev.conllu")
        for genre in ("all", "news"):
            for measure in ("tokens", "words", "whole words", "sentences"):
                if (genre, measure) in counts:
                    dataset = f"syntax/{name} dev raw" + (", news" if genre == "news" else "")
                    table.add(dataset, f"{measure} F1", f1(*counts[genre, measure]))


def names(table):
    """How many gold speakers and targets that an article names are found as entities, whatever their kind.

    A name counts when it stands in the article as written and all its longer words are capitalised;
    joint speakers ("Ann Bell and Cy Dow", and more of them after commas) do not. It is found when an entity has its words, without "the"; "titles aside"
    also when the article gives a title and a name ("Dr Quill") and the entity is the name, for entities leave
    titles out.
    """
    titles = {
        line.split("\t")[0].lower()
        for line in (ROOT / "Lexicons/names/titles.tsv").open(encoding="utf-8")
        if not line.startswith("#")
    }
    rows = [line.split("\t") for line in (ROOT / "Lexicons/names/roles.tsv").open(encoding="utf-8")]
    bodies = {row[0] for row in rows if row[1:2] == ["group"]}
    for dataset in ("dev", "dev_world"):
        gold = DATA / f"articles/{dataset}.jsonl"
        entities = {}
        for line in run([SAYSO, "inspect", "--format", "conllu", gold]).splitlines():
            fields = line.split("\t")
            if line.startswith("# newdoc id = "):
                found = entities.setdefault(line[14:], [])
            elif len(fields) == 10:
                mark = re.search(r"Entity=([BI])-", fields[9])
                if mark and mark[1] == "B":
                    found.append("")
                if mark:
                    found[-1] += fields[1] + ("" if "SpaceAfter=No" in fields[9] else " ")
        total = hits = aside = 0
        for line in gold.open(encoding="utf-8"):
            article = json.loads(line)
            wanted = set()
            for quote in article["quotes"]:
                wanted |= {quote["speaker"]["name"]} if quote["speaker"] else set()
                wanted |= {target["name"] for target in quote["targets"]}
            texts = {plain_name(text) for text in entities.get(article["id"], [])}
            for name in wanted:
                words = [word for word in name.split() if len(word) > 3]
                if not name[:1].isupper() or not all(word[0].isupper() or not word[0].isalpha() for word in words):
                    continue
                if any(name.startswith(other + " and ") or name.endswith(" and " + other) for other in wanted):
                    continue
                if is_joint(name, bodies):
                    continue
                if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", article["text"]):
                    total += 1
                    hits += plain_name(name) in texts
                    aside += bool({plain_name(name), without_title(plain_name(name), titles)} & texts)
        table.add(f"articles/{dataset}", "names found as entities", hits / total)
        table.add(f"articles/{dataset}", "names found as entities, titles aside", aside / total)
        table.add(f"articles/{dataset}", "names that stand in the text", total)


def is_joint(name, bodies):
    """Whether a name is several, each of two words or more that are all capitalised.

    "Harbour Science and Trade Organization" is one: only its end is a noun for a body.
    """
    parts = [part.split() for part in re.split(r",? and |, ", name)]
    return (
        len(parts) > 1
        and all(len(part) > 1 and all(word[0].isupper() for word in part) for part in parts)
        and len({part[-1].lower() in bodies for part in parts}) == 1)


def without_title(name, titles):
    """The name without what stands before it in the list of titles; the last word stays."""
    words = name.split()
    count = max((n for n in range(1, len(words)) if " ".join(words[:n]).lower() in titles), default=0)
    return " ".join(words[count:])


def plain_name(text):
    return re.sub(r"^the ", "", text.strip(), flags=re.IGNORECASE).replace("’", "'")


def add_report(table, dataset, folder, beginning=""):
    """Adds the measures of a report's tables whose names begin so; the rest of the name tells them apart."""
    for block in json.loads((folder / "report.json").read_text(encoding="utf-8"))["tables"]:
        if not block["title"].startswith(beginning) or (not beginning and "pronouns" in block["title"]):
            continue
        part = f", {block['title'].removeprefix(beginning)}" if beginning else ""
        for measure in block["measures"]:
            table.add(dataset + part, measure["name"], measure["value"], measure["low"], measure["high"])


def main():
    if not DATA.is_dir():
        sys.exit("The labelled data is not there: quality needs the folder ../shared beside the repository.")
    if not SAYSO.exists():
        sys.exit("The command is not built: run `make build` first.")
    parts = [sys.argv[sys.argv.index("--only") + 1]] if "--only" in sys.argv else PARTS
    WORK.mkdir(parents=True, exist_ok=True)
    table = Table()
    for part in parts:
        globals()[part](table)
    (ROOT / ".build/quality.json").write_text(json.dumps(table.rows, indent=1) + "\n", encoding="utf-8")
    print("wrote .build/quality.json")


if __name__ == "__main__":
    main()
