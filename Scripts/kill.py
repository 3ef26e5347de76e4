#!/usr/bin/env python3
"""Kills sayso at random moments, goes on, and compares with a run that nobody disturbed; then fills disks.

    usage: kill.py [ROUNDS] [SEED]         (default: 100 rounds of each kind, seed 1)

A round of scoring starts a run, kills it after a random time and goes on with --resume (or the same --db)
until it ends; sometimes the run that goes on is killed too. Checked after each kill: nothing stands under
the final name that is not whole; after the round: the result is that of the undisturbed run, byte by byte
(for SQLite every row of every table).
"""
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAYSO = str(ROOT / ".build/release/sayso")
ARTICLES = sorted((ROOT / "seeds/articles").glob("*.txt"))


def write_corpus(path, count):
    texts = [article.read_text("utf-8") for article in ARTICLES]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            record = {"id": f"a{number}", "text": texts[number % len(texts)], "desk": number % 5}
            if number % 50 == 49:
                del record["text"]
            file.write(json.dumps(record) + "\n")


def run(words, after=None):
    """Runs to the end, or kills after some seconds. Returns the code, negative when killed."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if after is not None:
        try:
            return process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
    return process.wait()


def rows(path):
    base = sqlite3.connect(path)
    tables = ["models", "articles", "actors", "quotes", "targets", "scores", "errors"]
    found = [base.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in tables]
    base.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('integrity-check')")
    base.close()
    return found


class Kind:
    """What is killed: how it is started, how it goes on, and what it must give."""

    def __init__(self, name, start, resume, result, read, final_is_whole=True):
        self.name, self.start, self.resume = name, start, resume
        self.result, self.read, self.final_is_whole = result, read, final_is_whole
        begun = time.time()
        run(start)
        self.seconds = time.time() - begun
        self.expected = read(result)

    def round(self, chance):
        for leftover in self.result.parent.glob(self.result.name + "*"):
            leftover.unlink()
        kills, words = 0, self.start
        while True:
            wait = chance.uniform(0, 1.1 * self.seconds) if kills < 20 else None
            code = run(words, wait)
            if code >= 0:
                break
            kills += 1
            if self.final_is_whole and self.result.exists():
                if self.read(self.result) != self.expected:
                    sys.exit(f"{self.name}: half a file under the final name after {kills} kills")
            words = self.resume
        if self.read(self.result) != self.expected:
            sys.exit(f"{self.name}: another result after {kills} kills")
        return kills


def check_failure(name, words, code, **options):
    result = subprocess.run(words, capture_output=True, text=True, **options)
    print(f"{name:28s} exit {result.returncode}: {result.stderr.strip().splitlines()[-1][-100:]}")
    if result.returncode != code:
        sys.exit(f"{name}: expected exit {code}")


def as_nobody():
    os.setgid(65534)
    os.setuid(65534)


def check_disks(folder, corpus):
    check_failure("/dev/full", [SAYSO, "score", corpus, "-o", "/dev/full"], 74)
    with open("/dev/full", "w") as full:
        result = subprocess.run([SAYSO, "score", corpus], stdout=full, stderr=subprocess.PIPE, text=True)
        if result.returncode != 74:
            sys.exit(f"standard output on a full device: exit {result.returncode}")
    labels = str(ROOT / "seeds/quotes.jsonl")
    check_failure("train to /dev/full", [SAYSO, "train", labels, "-o", "/dev/full"], 74)
    small = folder / "small"
    small.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small], stderr=subprocess.DEVNULL
    ).returncode == 0
    if mounted:
        try:
            check_failure("full disk, JSONL", [SAYSO, "score", corpus, "-o", small / "out"], 74)
            if (small / "out").exists():
                sys.exit("full disk: half a file under the final name")
            for leftover in small.iterdir():
                leftover.unlink()
            check_failure("full disk, SQLite", [SAYSO, "score", corpus, "--db", small / "db"], 74)
            for leftover in small.iterdir():
                leftover.unlink()
            (small / "filler").write_bytes(bytes(200 << 10))
            check_failure("full disk, model", [SAYSO, "train", labels, "-o", small / "m"], 74)
            if [path.name for path in small.iterdir()] != ["filler"]:
                sys.exit("full disk: something is left of a model")
        finally:
            subprocess.run(["umount", small])
    else:
        print("full disk: not tried, for only root may mount one")
    if os.geteuid() == 0:
        closed = folder / "closed"
        closed.mkdir(mode=0o755)
        options = {"preexec_fn": as_nobody}
        folder.chmod(0o755)
        check_failure(
            "no permission to write", [SAYSO, "score", corpus, "-o", closed / "out"], 74, **options)
        secret = folder / "secret.txt"
        secret.write_text("It rained.")
        secret.chmod(0)
        check_failure("no permission to read", [SAYSO, "score", secret], 66, **options)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        corpus = folder / "corpus.jsonl"
        write_corpus(corpus, 300)
        labels = folder / "labels.jsonl"
        with open(ROOT / "seeds/quotes.jsonl", encoding="utf-8") as file:
            labels.write_text("".join(file.readlines()[:200]), "utf-8")
        text = pathlib.Path.read_bytes
        score = [SAYSO, "score", str(corpus)]
        lines = [*score, "-o", str(folder / "out.jsonl")]
        table = [*score, "--format", "csv", "-o", str(folder / "out.csv")]
        base = [*score, "--db", str(folder / "out.sqlite")]
        model = [SAYSO, "train", str(labels), "-o", str(folder / "out.model")]
        kinds = [
            Kind("score to JSONL", lines, [*lines, "--resume"], folder / "out.jsonl", text),
            Kind("score to CSV", table, [*table, "--resume"], folder / "out.csv", text),
            Kind("score to SQLite", base, base, folder / "out.sqlite", rows, final_is_whole=False),
            Kind("train", model, model, folder / "out.model", text),
        ]
        for kind in kinds:
            kills = sum(kind.round(chance) for _ in range(rounds))
            print(f"{kind.name:28s} {rounds} rounds, {kills} kills, all results as undisturbed", flush=True)
        check_disks(folder, corpus)


if __name__ == "__main__":
    main()
