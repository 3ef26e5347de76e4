#!/usr/bin/env python3
"""Scores a corpus in Spark, partition by partition, through one `sayso score --stream` each.

    usage: score.py [--sayso PROGRAM] [--copies 3] [--partitions 4]       (make spark)

The contract of `--stream` is all that Spark's `pipe` needs: one line out for each line in, in order, with the
line's id. The script makes a corpus of the articles beside it, each several times under ids of its own and some
lines broken on purpose, and then checks that

- as many rows come out as went in, each with the id of its line, the broken ones as error records;
- the rows are, byte for byte, those of one process that reads the whole corpus;
- `sayso report --merge` says of the partial results what `sayso report` says of the whole.

Needs pyspark (from PyPI) and Java.
"""
import argparse
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def corpus(copies):
    """One line for each article and copy, as any program that exports a database would write them."""
    articles = sorted((ROOT / "seeds/articles").glob("*.txt"))
    for copy in range(copies):
        for article in articles:
            record = {"id": f"{article.stem}-{copy}", "text": article.read_text("utf-8"), "copy": copy}
            yield json.dumps(record, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        yield json.dumps({"id": f"broken-{copy}", "copy": copy})


def run(*words, **options):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, **options).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sayso", default=str(ROOT / ".build/release/sayso"))
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--partitions", type=int, default=4)
    arguments = parser.parse_args()
    if shutil.which("java") is None:
        sys.exit("Java is missing, and Spark runs on it: install a Java runtime (on Debian: default-jre-headless).")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        sys.exit("pyspark is missing: `make spark` puts it into .build/spark-environment, or `pip install pyspark`.")

    lines = list(corpus(arguments.copies))
    spark = (SparkSession.builder.master("local[2]").appName("sayso")
             .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").config("spark.driver.host", "127.0.0.1")
             .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    # The whole integration: each partition's lines go through one process, which loads its models once.
    # A thread each, since Spark already runs a partition on each core.
    command = f"{shlex.quote(arguments.sayso)} score --stream --threads 1"
    partitions = (spark.sparkContext.parallelize(lines, arguments.partitions)
                  .pipe(command, checkCode=True).glom().collect())
    spark.stop()

    rows = [row for partition in partitions for row in partition]
    print(f"{len(lines)} rows in, {len(rows)} rows out, in {len(partitions)} partitions")
    ids = [json.loads(line)["id"] for line in lines]
    answers = [json.loads(row) for row in rows]
    if [answer["id"] for answer in answers] != ids:
        sys.exit("The ids of the answers are not those of the lines.")
    errors = [answer["id"] for answer in answers if "error" in answer]
    if errors != [f"broken-{copy}" for copy in range(arguments.copies)]:
        sys.exit(f"Other lines than the broken ones have error records: {errors}")
    print(f"ids echoed in order; {len(errors)} error records, for the lines without a text")

    text = "".join(line + "\n" for line in lines).encode()
    alone = run(arguments.sayso, "score", "--stream", input=text)
    if "".join(row + "\n" for row in rows).encode() != alone:
        sys.exit("The rows differ from those of one process.")
    print(f"rows byte-identical to those of one process, {len(alone)} bytes")

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "whole.jsonl").write_bytes(alone)
        parts = []
        for number, partition in enumerate(partitions):
            parts.append(folder / f"part-{number:05d}.jsonl")
            parts[-1].write_text("".join(row + "\n" for row in partition), "utf-8")
        # A partition that Spark ran twice changes nothing.
        parts.append(folder / "part-again.jsonl")
        parts[-1].write_bytes(parts[0].read_bytes())
        for form in ("json", "csv", "html", "terminal"):
            merged = run(arguments.sayso, "report", "--merge", "--format", form, *parts)
            whole = run(arguments.sayso, "report", "--format", form, folder / "whole.jsonl")
            if merged != whole:
                sys.exit(f"The {form} report on the parts is not that on the whole.")
        summary = whole.decode("utf-8").splitlines()[0]
    print(f"report --merge of {len(parts)} parts, one of them twice, is the report of the whole: {summary}")


if __name__ == "__main__":
    main()
