#!/usr/bin/env python3
"""Writes Lexicons/text/wordpiece.tsv.   usage: wordpiece-letters.py    (needs `pip install tokenizers`)

What the uncased BERT normaliser of the `tokenizers` library makes of each character beyond ASCII, so
that our tokenizer says the same whatever Unicode version the Swift library has. Hangul syllables are
left out, for their decomposition is arithmetic; it is checked here.
"""
import importlib.metadata
import pathlib

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEAD = """\
# name: What the uncased WordPiece tokenizer makes of characters
# version: 1
# license: Unicode-3.0
# provenance: facts of the Unicode character database, as the tokenizers library {version} reads them, by Scripts/wordpiece-letters.py
# first, last: code points in hexadecimal; characters that stay as they are have no row
# treatment: drop, space, alone (a word of its own) or letter; text: code points, empty for the character itself
first\tlast\ttreatment\ttext
"""
normalize = BertNormalizer().normalize_str
split = BertPreTokenizer().pre_tokenize_str


def treatment(character):
    """drop, space, alone or letter, and the text that stands for the character."""
    text = normalize(character)
    if not text:
        return "drop", ""
    if text.startswith(" ") and text.endswith(" ") and text.strip():
        return "alone", text[1:-1]
    parts = [part for part, _ in split("a" + text + "b")]
    if parts == ["a" + text + "b"]:
        return "letter", text
    if parts == ["a", "b"]:
        return "space", ""
    assert parts == ["a", text, "b"], (character, parts)
    return "alone", text


def hangul(value):
    """The jamo of a Hangul syllable (Unicode 16, section 3.12)."""
    lead, rest = divmod(value - 0xAC00, 588)
    vowel, trail = divmod(rest, 28)
    return chr(0x1100 + lead) + chr(0x1161 + vowel) + (chr(0x11A7 + trail) if trail else "")


def main():
    runs = []
    for value in range(0x80, 0x110000):
        if 0xD800 <= value < 0xE000:
            continue
        kind, text = treatment(chr(value))
        if 0xAC00 <= value <= 0xD7A3:
            assert (kind, text) == ("letter", hangul(value)), hex(value)
            continue
        if text == chr(value):
            text = ""
            if kind == "letter":
                continue
        codes = " ".join(f"{ord(c):X}" for c in text)
        if runs and runs[-1][1] == value - 1 and runs[-1][2:] == [kind, codes]:
            runs[-1][1] = value
        else:
            runs.append([value, value, kind, codes])
    head = HEAD.format(version=importlib.metadata.version("tokenizers"))
    rows = "".join(f"{first:X}\t{last:X}\t{kind}\t{codes}\n" for first, last, kind, codes in runs)
    path = ROOT / "Lexicons/text/wordpiece.tsv"
    path.write_text(head + rows, encoding="utf-8")
    print(f"{len(runs)} rows in {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
