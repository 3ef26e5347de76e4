#!/usr/bin/env python3
"""Pass rates of the stance behaviour table, ours beside VADER.   usage: behaviour.py [--json FILE] [--model FILE] [--missed]

Reads seeds/behaviour/stance.txt, asks the built command, and asks VADER (C.J. Hutto and E. Gilbert, 2014; the package
vaderSentiment of PyPI, put into .build/venv-vader when it is not there) for the compound score of the same text, which
knows no target. A `+` row passes when favor is more probable than against (VADER: compound above .05), a `-` row the
other way round (below -.05), a `0` row when the label is neutral (between).
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAYSO = ROOT / ".build/release/sayso"
VENV = ROOT / ".build/venv-vader"
LABELS = {"+": "favor", "-": "against", "0": "neutral"}


def rows():
    """(capability, mark, text, spans by kind) of each row."""
    capability = None
    for line in (ROOT / "seeds/behaviour/stance.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            capability = line[2:]
        elif line and line[0] in LABELS and line[1] == " ":
            text, stack, spans = "", [], {}
            for part in re.findall(r"\{[tsqc] |\}|[^{}]+", line[2:]):
                if part[0] == "{":
                    stack.append((part[1], len(text)))
                elif part == "}":
                    kind, start = stack.pop()
                    spans.setdefault(kind, []).append({"start": start, "end": len(text)})
                else:
                    text += part
            yield capability, line[0], text, spans


def ours(table, model):
    work = ROOT / ".build/behaviour.jsonl"
    with work.open("w", encoding="utf-8") as file:
        for number, (_, mark, text, spans) in enumerate(table):
            quote = {"id": str(number), "text": text, "target": spans["t"][0], "source": spans.get("s", [None])[0],
                     "content": spans.get("q", []), "cue": spans.get("c", []), "label": LABELS[mark], "group": str(number)}
            file.write(json.dumps(quote, ensure_ascii=False) + "\n")
    command = [str(SAYSO), "score", "--pairs", str(work)] + (["--model", model] if model else [])
    answers = {}
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        answer = json.loads(line)
        answers[int(answer["id"])] = answer
    result = []
    for number, (_, mark, _, _) in enumerate(table):
        p, label = answers[number]["probabilities"], answers[number]["label"]
        result.append(label == "neutral" if mark == "0" else (p["favor"] > p["against"]) == (mark == "+"))
    return result


def vader(table):
    if not (VENV / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        subprocess.run([VENV / "bin/pip", "-q", "install", "vaderSentiment==3.3.2"], check=True)
    code = ("import json,sys\nfrom vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as A\n"
            "a=A()\nprint(json.dumps([a.polarity_scores(t)['compound'] for t in json.load(sys.stdin)]))")
    texts = json.dumps([text for _, _, text, _ in table])
    scores = json.loads(subprocess.run([VENV / "bin/python", "-c", code], input=texts, check=True, capture_output=True,
                                       text=True).stdout)
    return [abs(s) < 0.05 if mark == "0" else s >= 0.05 if mark == "+" else s <= -0.05
            for s, (_, mark, _, _) in zip(scores, table)]


def measure(model=None):
    """The rows, and for each capability (and all) how many there are and how many each passes."""
    table = list(rows())
    mine, theirs = ours(table, model), vader(table)
    found = {}
    for (capability, *_), a, b in zip(table, mine, theirs):
        for name in (capability, "all"):
            count = found.setdefault(name, {"rows": 0, "sayso": 0, "vader": 0})
            count["rows"] += 1
            count["sayso"] += a
            count["vader"] += b
    found["all"] = found.pop("all")
    return table, mine, found


def main():
    def option(name):
        return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else None

    table, mine, found = measure(option("--model"))
    print(f"{'capability':40s} rows  sayso         VADER")
    for name, count in found.items():
        shares = "".join(f"  {count[who]:4d} ({count[who] / count['rows']:.2f})" for who in ("sayso", "vader"))
        print(f"{name:40s} {count['rows']:4d}{shares}")
    if "--missed" in sys.argv:
        for (capability, mark, text, _), passed in zip(table, mine):
            if not passed:
                print(f"{capability}: {mark} {text}")
    if path := option("--json"):
        pathlib.Path(path).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
