#!/usr/bin/env python3
"""Writes Lexicons/text/character-references.tsv.   usage: character-references.py

The names come from Python's html.entities, which follows the list of the WHATWG HTML standard
(section 13.5, "Named character references") and is in Debian's libpython3-stdlib.
"""
import html.entities
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEAD = """\
# name: Named character references of HTML
# version: 1
# license: CC0-1.0
# provenance: facts of the WHATWG HTML standard, section 13.5, from Python's html.entities by Scripts/character-references.py
# characters: code points in hexadecimal; names that need no semicolon are listed without it too
name\tcharacters
"""


def main():
    rows = sorted(
        (name.encode(), " ".join(f"{ord(c):X}" for c in characters))
        for name, characters in html.entities.html5.items())
    path = ROOT / "Lexicons/text/character-references.tsv"
    path.write_text(HEAD + "".join(f"{name.decode()}\t{codes}\n" for name, codes in rows), encoding="utf-8")
    print(f"{len(rows)} names in {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
