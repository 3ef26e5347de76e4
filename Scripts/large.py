#!/usr/bin/env python3
"""Memory and time on inputs that are far larger than they should be.   usage: large.py [--corpus 1024] [--line 1024] [--sayso PROGRAM]

Makes that many megabytes of articles in JSON lines from those in seeds/articles, under ids of their own, and
removes them afterwards. Checked, each with the memory that the process had at most:

- scoring a tenth of the corpus and all of it: both below 300 MB, so that memory does not grow with the corpus;
- a line of --line megabytes is refused as longer than 16 MiB, and the articles around it are scored;
- the same line and a text that swell out of small gzip files are refused too, as is a gzip file inside a crawl.
"""
import argparse
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST_MEMORY = 300
PIECE = b"all the same words again and again, " * 29127    # a MiB


def corpus(path, megabytes):
    """Writes lines of articles; returns how many."""
    texts = [json.dumps(path.read_text("utf-8")) for path in sorted((ROOT / "seeds/articles").glob("*.txt"))]
    count = size = 0
    with open(path, "w", encoding="utf-8") as file:
        while size < megabytes << 20:
            line = f'{{"id":"a{count}","text":{texts[count % len(texts)]},"number":{count}}}\n'
            file.write(line)
            size += len(line.encode())
            count += 1
    return count


def run(name, words, code=0, error="", lines=None):
    """Runs the program, and ends this one when it answers something else or needs too much memory."""
    begun = time.time()
    process = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # The answers are counted as they come: they need not fit into memory here either.
    count = sum(1 for _ in process.stdout)
    message = process.stderr.read().decode("utf-8").strip()
    # The kernel knows the peak of a process that has ended until somebody waits for it.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status >> 8
    megabytes, seconds = usage.ru_maxrss / 1024, time.time() - begun
    print(f"{name:44s} {megabytes:5.0f} MB, {seconds:7.1f} s, {count} lines, exit {process.returncode}", flush=True)
    if process.returncode != code or error not in message or lines not in (None, count):
        sys.exit(f"{name}: expected exit {code}, {lines} lines and “{error}”:\n{message[:2000]}")
    if megabytes > MOST_MEMORY:
        sys.exit(f"{name}: more than {MOST_MEMORY} MB")
    return megabytes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=int, default=1024, help="megabytes of articles (default 1024)")
    parser.add_argument("--line", type=int, default=1024, help="megabytes of the line and texts that are refused")
    parser.add_argument("--sayso", default=str(ROOT / ".build/release/sayso"))
    arguments = parser.parse_args()
    sayso, megabytes = arguments.sayso, arguments.line
    with tempfile.TemporaryDirectory(dir=ROOT / ".build") as name:
        folder = pathlib.Path(name)
        before = json.dumps({"id": "before", "text": "It rained."}).encode() + b"\n"
        after = before.replace(b"before", b"after")
        refused = "is longer than 16 MiB"

        line = folder / "line.jsonl"
        with open(line, "wb") as file:
            file.write(before + b'{"id":"long","text":"')
            for _ in range(megabytes):
                file.write(PIECE)
            file.write(b'"}\n' + after)
        run(f"a line of {megabytes} MB among others", [sayso, "score", line], 65, "2: " + refused, 3)
        with open(line, "rb") as plain, gzip.open(folder / "line.jsonl.gz", "wb", 6) as packed:
            shutil.copyfileobj(plain, packed, 1 << 20)
        line.unlink()
        run("the same, compressed", [sayso, "score", folder / "line.jsonl.gz"], 65, "2: " + refused, 3)
        with gzip.open(folder / "bomb.txt.gz", "wb") as packed:
            for _ in range(megabytes):
                packed.write(PIECE)
        size = (folder / "bomb.txt.gz").stat().st_size
        run(f"a text of {megabytes} MB in {size >> 10} KB of gzip",
            [sayso, "score", folder / "bomb.txt.gz"], 65, refused, 1)
        bomb = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n\r\n"
        bomb += (folder / "bomb.txt.gz").read_bytes()
        head = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
        page = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nIt rained."
        (folder / "bomb.warc").write_bytes(
            head % len(bomb) + bomb + b"\r\n\r\n" + head % len(page) + page + b"\r\n\r\n")
        run("the same as a page in a crawl", [sayso, "score", folder / "bomb.warc"], 65, refused, 2)

        for share in (max(1, arguments.corpus // 10), arguments.corpus):
            count = corpus(folder / "corpus.jsonl", share)
            run(f"{share} MB of articles", [sayso, "score", folder / "corpus.jsonl"], 0, "", count)


if __name__ == "__main__":
    main()
