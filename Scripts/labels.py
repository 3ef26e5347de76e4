#!/usr/bin/env python3
"""Takes quotes out with `suggest`, labels them as annotation tools would, and reads them back.   usage: labels.py

Labels come back from Label Studio, doccano, a spreadsheet and JSONL, from articles with emoji, combining marks
and fields of every JSON type. The check passes when `evaluate` sees the same quotes, labels, spans and fields
whichever way they came.
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAYSO = ROOT / ".build/release/sayso"
LABELS = ["favor", "neutral", "against"]


def article(number):
    return {"id": f"gull-{number}", "date": f"2026-0{1 + number % 3}-05", "outlet": "=The “Gull” 😀", "pages": 12 + number,
            "online": number % 2 == 0, "section": "", "007": "007", "tags": ["a,b", {"c": None}],
            "text": f"“Mayor Ada Okafo\u0301r has failed 😀 the harbour {number} times,” said Bo Lind e\u0301.\n\n"
                    f"“Ms Okafo\u0301r is brave,” Cleo Marsh said. Marsh praised \"Bo Lind\", too."}


def fill_in(form, source, target):
    """What an annotator's tool makes of a file of suggestions."""
    label = lambda number: LABELS[number % 3]
    if form == "labelstudio":
        tasks = json.loads(source.read_text("utf-8"))
        for number, task in enumerate(tasks):
            result = task.pop("predictions")[0]["result"]
            result[0]["value"]["choices"] = [label(number)]
            task.update(id=number + 1, annotations=[{"id": number, "completed_by": 1, "result": result}])
        target.write_text(json.dumps(tasks), "utf-8")
    elif form == "csv":
        with open(source, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        with open(target, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows({**row, "label": label(number)} for number, row in enumerate(rows))
    else:
        lines = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
        for number, line in enumerate(lines):
            line["label"] = [label(number)] if form == "doccano" else label(number)
            if form == "doccano":
                line.update(id=number, Comments=[])
        target.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def main():
    seen = {}
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        (work / "a.jsonl").write_text("".join(json.dumps(article(k)) + "\n" for k in range(12)), "utf-8")
        for form, ending in (("labelstudio", "json"), ("doccano", "jsonl"), ("csv", "csv"), ("jsonl", "jsonl")):
            source, target = work / f"s-{form}.{ending}", work / f"l-{form}.{ending}"
            subprocess.run([SAYSO, "suggest", work / "a.jsonl", "-n", "30", "--format", form, "-o", source],
                           check=True)
            fill_in(form, source, target)
            subprocess.run([SAYSO, "evaluate", target, "--rounds", "0", "--raw", "-o", work / form], check=True,
                           stdout=subprocess.DEVNULL)
            page = (work / form / "report.html").read_text("utf-8")
            with open(work / form / "answers.csv", newline="", encoding="utf-8") as file:
                rows = sorted((sorted(row.items()) for row in csv.DictReader(file)), key=str)
            marks = sorted(page.split("Wrong answers</h2>")[-1].split("<tbody>")[1].split("\n")) if rows else []
            seen[form] = (rows, marks)
            print(f"{form:12s} {len(rows)} labels, {len(rows[0]) if rows else 0} fields each")
    different = [form for form in seen if seen[form] != seen["jsonl"]]
    print("all the same" if not different else f"different from jsonl: {', '.join(different)}")
    sys.exit(1 if different or not seen["jsonl"][0] else 0)


if __name__ == "__main__":
    main()
