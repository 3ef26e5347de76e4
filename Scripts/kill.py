#!/usr/bin/env python3
"""Kills sayso at random moments, goes on, and compares with a run that nobody disturbed; then fills disks.

    usage: kill.py [--kills 1000] [--minutes M] [--seed 1] [--sayso PROGRAM]

A round of scoring starts a run, kills it after a random time and goes on with --resume (or the same --db)
until it ends; sometimes the run that goes on is killed too. Rounds of each kind go on until it has its share
of the kills. Checked after each kill: nothing stands under the final name that is not whole; after the
round: the result is that of the undisturbed run, byte by byte (for SQLite every row of every table), and
nothing is left beside it.

Then inputs grow and vanish while they are read, disks are full and files may not be touched: each must be
told in one sentence, with the exit code that the manual names, and leave nothing half.
"""
import argparse
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
SAYSO = str(ROOT / ".build/release/sayso")    # --sayso names another
ARTICLES = sorted((ROOT / "seeds/articles").glob("*.txt"))


def corpus_lines(count):
    """Lines of articles, some of them without their text."""
    texts = [article.read_text("utf-8") for article in ARTICLES]
    for number in range(count):
        record = {"id": f"a{number}", "text": texts[number % len(texts)], "desk": number % 5}
        if number % 50 == 49:
            del record["text"]
        yield json.dumps(record) + "\n"


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
            begun = time.time()
            code = run(words, wait)
            if code >= 0:
                # How long a run takes depends on what else the machine does.
                if kills == 0:
                    self.seconds = time.time() - begun
                break
            kills += 1
            if self.final_is_whole and self.result.exists():
                if self.read(self.result) != self.expected:
                    sys.exit(f"{self.name}: half a file under the final name after {kills} kills")
            words = self.resume
        if self.read(self.result) != self.expected:
            sys.exit(f"{self.name}: another result after {kills} kills")
        # A killed training leaves its own draft, whose name no other run takes.
        left = [path.name for path in self.result.parent.glob(self.result.name + ".*")]
        if [name for name in left if not name.endswith(".tmp")]:
            sys.exit(f"{self.name}: {left} left after the run that ended")
        return kills


def check_failure(name, words, code, said="", **options):
    """Whether a run fails with a code and a sentence."""
    if "stdout" not in options:
        options["stdout"] = subprocess.DEVNULL
    result = subprocess.run(words, stderr=subprocess.PIPE, text=True, **options)
    errors = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    print(f"{name:28s} exit {result.returncode}: {(errors or ['no message'])[-1][-100:]}")
    if result.returncode != code or not errors or said not in errors[-1]:
        sys.exit(f"{name}: expected exit {code} and a message with “{said}”:\n{result.stderr}")


def check_growth(folder, chance):
    """A file of lines that grows while it is read, and between a kill and the run that goes on."""
    lines = [line for line in corpus_lines(400) if '"text"' in line]
    whole = folder / "whole.jsonl"
    whole.write_text("".join(lines), "utf-8")
    answers = subprocess.run([SAYSO, "score", whole], capture_output=True).stdout.splitlines(True)
    growing, out = folder / "growing.jsonl", folder / "grown.jsonl"
    seconds = []
    for number in range(10):
        growing.write_text("".join(lines[:100]), "utf-8")
        words = [SAYSO, "score", growing, "-o", out]
        count = 100
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        begun = time.time()
        # Every other run is killed, and has more to read when it goes on.
        end = begun + chance.uniform(0, min(seconds)) if number % 2 else None
        with open(growing, "a", encoding="utf-8") as file:
            while process.poll() is None and (end is None or time.time() < end):
                if count < len(lines):
                    file.write(lines[count])
                    file.flush()
                    count += 1
                time.sleep(0.002)
        if end is None:
            seconds.append(time.time() - begun)
        process.kill()
        code = process.wait()
        if code < 0:
            code = subprocess.run([*words, "--resume"], stderr=subprocess.DEVNULL).returncode
        found = out.read_bytes().splitlines(True)
        if code != 0 or not 100 <= len(found) <= count or found != answers[:len(found)]:
            sys.exit(f"growing input: exit {code}, {len(found)} of {count} lines or other answers")
        out.unlink()
    print("input growing                10 runs, every second killed: each line that was read has its answer")


def check_vanishing(folder):
    """Files that are there when the run begins and gone when their turn comes."""
    pipe, news = folder / "first.jsonl", folder / "news"
    os.mkfifo(pipe)
    news.mkdir()
    text = ARTICLES[0].read_text("utf-8")
    for name in ("a", "b", "c"):
        (news / f"{name}.txt").write_text(text, "utf-8")
    last = folder / "last.txt"
    last.write_text(text, "utf-8")
    words = [SAYSO, "score", pipe, news / "a.txt", news / "b.txt", last, "--threads", "1"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with open(pipe, "w", encoding="utf-8") as file:
        (news / "b.txt").unlink()
        file.write(json.dumps({"id": "first", "text": text}) + "\n")
    out, error = process.communicate()
    answers = [json.loads(line) for line in out.splitlines()]
    ids = [answer["id"] if "error" not in answer else answer["error"]["code"] for answer in answers]
    print(f"file vanishing               exit {process.returncode}: {error.splitlines()[0][-100:]}")
    if process.returncode != 66 or ids != ["first", "a", 66, "last"]:
        sys.exit(f"vanishing file: exit {process.returncode}, {ids}\n{error}")


def as_nobody():
    os.setgid(65534)
    os.setuid(65534)


def check_outputs(folder, corpus):
    """Every command that writes, on a device that is always full and on closed standard output."""
    article, labels = str(ARTICLES[0]), str(ROOT / "seeds/quotes.jsonl")
    few = folder / "few.jsonl"
    few.write_text("".join(open(labels, encoding="utf-8").readlines()[:40]), "utf-8")
    commands = {
        "score": ["score", corpus], "score --format csv": ["score", article, "--format", "csv"],
        "score --pairs": ["score", "--pairs", few], "quotes": ["quotes", article],
        "actors": ["actors", article], "inspect": ["inspect", article], "report": ["report", article],
        "suggest": ["suggest", article, "-n", "3"], "help": ["help", "score"], "manual": ["manual"],
        "completions": ["completions", "bash"], "config": ["config"], "--version": ["--version"],
        "lexicon coverage": ["lexicon", "coverage", article],
    }
    for name, words in commands.items():
        with open("/dev/full", "w") as full:
            check_failure(f"{name} > /dev/full", [SAYSO, *words], 74, "no space left", stdout=full)
    for name in ("score", "score --format csv", "score --pairs", "quotes", "report", "suggest"):
        check_failure(
            f"{name} -o /dev/full", [SAYSO, *commands[name], "-o", "/dev/full"], 74, "no space left")
    check_failure("train -o /dev/full", [SAYSO, "train", few, "-o", "/dev/full"], 74, "no space left")
    check_failure("score -o a folder", [SAYSO, "score", article, "-o", folder], 74, "is a directory")
    check_failure(
        "score -o in no folder", [SAYSO, "score", article, "-o", folder / "no/out"], 74, "no such file")
    check_failure(
        "evaluate -o a file", [SAYSO, "evaluate", few, "-o", few], 74, "a file of that name")
    check_failure(
        "standard output closed", [SAYSO, "score", article], 74, "bad file descriptor",
        stdout=None, preexec_fn=lambda: os.close(1))
    check_failure(
        "reading fails", [SAYSO, "score", "--input", "txt", "/proc/self/mem"], 74, "input/output error")


def check_disks(folder, corpus):
    """A disk of 256 KiB, and folders and files that belong to others; only root can make them."""
    if os.geteuid() != 0:
        print("full disk, permissions: not tried, for only root may make them")
        return
    labels = str(ROOT / "seeds/quotes.jsonl")
    small = folder / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small], stderr=subprocess.DEVNULL
    ).returncode == 0
    if mounted:
        def left(name, expected):
            names = sorted(path.name for path in small.iterdir())
            if names != expected:
                sys.exit(f"{name}: {names} left on the full disk, expected {expected}")
            for path in small.iterdir():
                path.unlink()

        full = "no space left"
        try:
            check_failure("full disk, JSONL", [SAYSO, "score", corpus, "-o", small / "out"], 74, full)
            left("JSONL", ["out.journal", "out.partial"])
            check_failure("full disk, SQLite", [SAYSO, "score", corpus, "--db", small / "db"], 74)
            # What was committed before the disk was full is there, and whole.
            base = sqlite3.connect(f"file:{small / 'db'}?mode=ro&immutable=1", uri=True)
            if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                sys.exit("full disk: the archive is damaged")
            base.close()
            for path in small.iterdir():
                path.unlink()
            filler = small / "filler"
            filler.write_bytes(bytes(240 << 10))
            check_failure("full disk, model", [SAYSO, "train", labels, "-o", small / "m"], 74, full)
            left("model", ["filler"])
            filler.write_bytes(bytes(250 << 10))
            article = [str(path) for path in ARTICLES]
            check_failure(
                "full disk, report", [SAYSO, "report", *article, "-o", small / "r.html"], 74, full)
            left("report", ["filler"])
        finally:
            subprocess.run(["umount", small])
    else:
        print("full disk: not tried, for mounting one is not allowed here")
    closed = folder / "closed"
    closed.mkdir(mode=0o755)
    options = {"preexec_fn": as_nobody}
    folder.chmod(0o755)
    denied = "permission denied"
    for name, words in {
        "score -o": ["score", corpus, "-o", closed / "out"],
        "score --db": ["score", corpus, "--db", closed / "db"],
        "train": ["train", labels, "-o", closed / "m"],
        "report": ["report", ARTICLES[0], "-o", closed / "r.html"],
        "evaluate": ["evaluate", labels, "-o", closed / "folder"],
    }.items():
        check_failure(f"no permission, {name}", [SAYSO, *words], 74, denied, **options)
    if list(closed.iterdir()):
        sys.exit("no permission: something was written all the same")
    secret = folder / "secret.txt"
    secret.write_text("It rained.")
    secret.chmod(0)
    labels = folder / "secret.jsonl"
    labels.write_text("{}")
    labels.chmod(0)
    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    for name, words in {
        "an article": ["score", secret], "a folder": ["score", hidden], "a model": ["score", ARTICLES[0], "--model", secret],
        "labels": ["train", labels, "-o", "/dev/null"], "a lexicon": ["score", ARTICLES[0], "--lexicon", secret],
        "actors": ["score", ARTICLES[0], "--actors", secret],
    }.items():
        check_failure(f"no permission, {name}", [SAYSO, *words], 66, denied, **options)


def as_nobody():
    os.setgid(65534)
    os.setuid(65534)


def main():
    global SAYSO
    parser = argparse.ArgumentParser(description="Kills sayso at random moments and compares results.")
    parser.add_argument("--kills", type=int, default=1000, help="how often in all (default 1000)")
    parser.add_argument("--minutes", type=float, help="kill no longer than this, in equal parts for each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sayso", default=SAYSO, help="the program (default: the release build)")
    arguments = parser.parse_args()
    SAYSO = arguments.sayso
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        corpus = folder / "corpus.jsonl"
        corpus.write_text("".join(corpus_lines(120)), "utf-8")
        labels = folder / "labels.jsonl"
        with open(ROOT / "seeds/quotes.jsonl", encoding="utf-8") as file:
            labels.write_text("".join(file.readlines()[:200]), "utf-8")
        text = pathlib.Path.read_bytes
        score = [SAYSO, "score", str(corpus)]
        lines = [*score, "-o", str(folder / "out.jsonl")]
        table = [*score, "--format", "csv", "-o", str(folder / "out.csv")]
        base = [*score, "--db", str(folder / "out.sqlite")]
        model = [SAYSO, "train", str(labels), "-o", str(folder / "out.model")]
        kinds = [] if arguments.kills == 0 else [
            Kind("score to JSONL", lines, [*lines, "--resume"], folder / "out.jsonl", text),
            Kind("score to CSV", table, [*table, "--resume"], folder / "out.csv", text),
            Kind("score to SQLite", base, base, folder / "out.sqlite", rows, final_is_whole=False),
            Kind("train", model, model, folder / "out.model", text),
        ]
        all_kills = 0
        for kind in kinds:
            rounds = kills = 0
            end = time.time() + (arguments.minutes or 1e9) * 60 / len(kinds)
            while kills < arguments.kills / len(kinds) and time.time() < end:
                kills += kind.round(chance)
                rounds += 1
            all_kills += kills
            print(f"{kind.name:28s} {kills} kills in {rounds} rounds, all results as undisturbed", flush=True)
        print(f"{'in all':28s} {all_kills} kills", flush=True)
        check_growth(folder, chance)
        check_vanishing(folder)
        check_outputs(folder, str(corpus))
        check_disks(folder, str(corpus))


if __name__ == "__main__":
    main()
