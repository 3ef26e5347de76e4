#!/usr/bin/env python3
"""Times reports on made-up scored articles and prints the figures.   usage: reports.py [QUOTES...]

Writes as many quotes as asked for (10,000 and 1,000,000) in the form that `sayso score` prints, five to an
article, with reasons and, up to 100,000, with the articles' texts; then runs `sayso report` on them for
each format. The large report runs on all cores, the small one on one.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAYSO = ROOT / ".build/release/sayso"
WORK = ROOT / ".build/reports"
FIRST = "Ada Bram Cleo Dov Elif Finn Gita Hugo Ines Jonas Kaja Lars Mona Nils Odalys Petra".split()
LAST = "Okafor Lind Brandt Vireo Oduya Marsh Quill Teodor Unwin Yarrow Zeller Adeyo Corvin Dahl".split()
SAYS = ["has kept every promise to the harbour", "lied to the whole town for years",
        "will publish the tables on Monday", "saved the hospital when nobody else would",
        "wrecked the budget and blames the weather", "met the union twice last week"]
REASONS = ["word: promise", "lexicon: near", "bigram: lied to", "frame: verb object", "length"]


def names(count):
    generator = random.Random(7)
    return [f"{generator.choice(FIRST)} {generator.choice(LAST)}{'' if k < 200 else ' ' + str(k)}"
            for k in range(count)]


def write(path, quote_count, with_text):
    generator = random.Random(1)
    actors = names(max(50, quote_count // 100))
    # A few are quoted much, most hardly ever.
    weights = [1 / (k + 1) for k in range(len(actors))]
    drawn = iter(generator.choices(range(len(actors)), weights, k=3 * quote_count + 10))
    with open(path, "w", encoding="utf-8") as file:
        for article in range(quote_count // 5):
            text, quotes, kinds = "", [], {}
            for number in range(5):
                speaker, target = next(drawn), next(drawn)
                words = f"“{actors[target]} {SAYS[generator.randrange(6)]}, number {article}.{number}”"
                start = len(text)
                line = f"{words} said {actors[speaker]}.\n\n"
                cue = start + len(words) + 1
                text += line
                favor = generator.random()
                against = (1 - favor) * generator.random()
                label = "favor" if favor > 0.5 else "against" if against > 0.4 else "neutral"
                kinds[speaker] = kinds[target] = None
                reasons = ",".join(
                    f'{{"feature":"{name}","value":1,"weight":0.31,"contribution":{0.31 - 0.1 * k:.2f}}}'
                    for k, name in enumerate(REASONS))
                quotes.append(
                    f'{{"id":{number},"kind":"direct","content":[{{"start":{start},'
                    f'"end":{start + len(words)},"text":"{words}"}}],'
                    f'"cue":[{{"start":{cue},"end":{cue + 4},"text":"said"}}],'
                    f'"source":[{{"start":{cue + 5},"end":{cue + 5 + len(actors[speaker])},'
                    f'"text":"{actors[speaker]}"}}],"speaker":{{"actor":{speaker},'
                    f'"name":"{actors[speaker]}","kind":"person","confidence":0.9,"rule":"model"}},'
                    f'"targets":[{{"actor":{target},"name":"{actors[target]}","mentions":'
                    f'[{{"start":{start + 1},"end":{start + 1 + len(actors[target])},'
                    f'"text":"{actors[target]}","form":"name"}}],"stance":{{"label":"{label}",'
                    f'"score":{favor - against:.6f},"probabilities":{{"favor":{favor:.6f},'
                    f'"neutral":{1 - favor - against:.6f},"against":{against:.6f}}},'
                    f'"reasons":[{reasons}]}}}}]}}')
            listed = ",".join(f'{{"id":{k},"name":"{actors[k]}","kind":"person","mentions":[]}}'
                              for k in kinds)
            day = f"2026-{1 + article % 12:02}-{1 + article % 28:02}"
            own = f'"text":{json.dumps(text, ensure_ascii=False)},' if with_text else ""
            file.write(f'{{"id":"gull-{article}","date":"{day}",{own}"offsets":"codepoint","model":"sha256:0",'
                       f'"actors":[{listed}],"quotes":[{",".join(quotes)}],"diagnostics":[]}}\n')


def measure(arguments, threads):
    """Seconds, and the most memory the process had, in MB."""
    start = time.perf_counter()
    environment = {**os.environ, "SAYSO_THREADS": str(threads)}
    command = [str(a) for a in arguments]
    if threads == 1:
        command = ["taskset", "-c", "0", *command]
    process = subprocess.Popen(command, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    for count in [int(a) for a in sys.argv[1:]] or [10_000, 1_000_000]:
        path = WORK / f"scores-{count}.jsonl"
        write(path, count, with_text=count <= 100_000)
        threads = 1 if count <= 10_000 else os.cpu_count()
        print(f"{count} quotes, {path.stat().st_size / 1e6:.0f} MB, {threads} threads")
        for ending in ("html", "csv", "json", "txt"):
            output = WORK / f"report-{count}.{ending}"
            arguments = [SAYSO, "report", path, "-o", output]
            if ending in ("html", "txt"):
                arguments += ["--top", "100"]
            seconds, memory = measure(arguments, threads)
            print(f"  report --format {ending:8s} {seconds:7.2f} s  {memory:7.0f} MB  "
                  f"{output.stat().st_size:10d} bytes written", flush=True)
        path.unlink()


if __name__ == "__main__":
    main()
