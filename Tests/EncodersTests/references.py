#!/usr/bin/env python3
"""Writes references.jsonl, which the tests of the encoder compare with.

    python3 references.py        # tokenizers 0.23.3, transformers 5.24.0, torch 2.13.0

The pieces of sentences are those of the uncased BERT tokenizer over pieces.txt. The vectors are those of
a BertModel whose weights come from SplitMix64, as in TinyEncoder.swift, so that nothing but numbers is
stored.
"""
import json
import pathlib

import torch
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertModel

HERE = pathlib.Path(__file__).resolve().parent
MASK = (1 << 64) - 1
LAYERS, WIDTH, HEADS, INNER, POSITIONS, SEED = 2, 32, 2, 64, 40, 7

SENTENCES = [
    "The minister said nothing.",
    "THE MINISTER'S café: naïve, Übergröße, Ångström!",
    "unhappiness unhappy happiest happyx",
    "“Quoted” – with dashes—and ellipsis… and «marks»",
    "東京 said 日本語テキスト和英",
    "한국어 and 조선",
    "emoji 😀 in 👩‍👩‍👧 text ☺️",
    "tabs\tand\nlines\r\nand\u00a0spaces\u3000here\u2028too",
    "con\u0000trol\u0007 char\u200bacters\ufeff and \ufffd",
    "zero\u0301 combining\u0327 e\u0301e\u0300",
    "İstanbul ΣΊΣΥΦΟΣ ß ŀ ǅ",
    "x" * 100 + " " + "x" * 101 + " " + "é" * 100,
    "[CLS] [SEP] [UNK] ##ing [unused0]",
    "$5.50 50% a_b a@b #tag C++ 1,000",
    "हिन्दी नमस्ते עִבְרִית العَرَبِيَّة",
    "ﬁne ﬀ ① ½ ™ ℃ Å",
    "\u037e \u1fef \u2126 \uf900",
    "",
    "   ",
    "don't rock'n'roll o’clock",
    "zzzqqq unknownword the",
    "a-b-c e-mail well-known",
]

INPUTS = [
    {"ids": [2, 5, 6, 7, 3], "target": [1], "source": []},
    {"ids": [2] + [(7 * i) % 40 for i in range(37)] + [3], "target": [3, 9], "source": [20]},
    {"ids": [2, 4, 3], "target": [1], "source": [0, 2]},
]


class Generator:
    def __init__(self, seed):
        self.state = seed

    def number(self):
        """From -1 to 1, exact in 24 bits."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        return (z >> 40) / 2.0**23 - 1


def fill(model):
    """Gives every tensor numbers from the generator, in the order of the names."""
    generator = Generator(SEED)
    tensors = dict(model.state_dict())
    for name in sorted(tensors):
        tensor = tensors[name]
        if tensor.dtype != torch.float32:
            continue
        numbers = [generator.number() for _ in range(tensor.numel())]
        base, size = (1, 0.25) if name.endswith("LayerNorm.weight") else (0, 0.25)
        tensor.copy_(torch.tensor([base + size * x for x in numbers]).reshape(tensor.shape))


def main():
    pieces = (HERE / "pieces.txt").read_text(encoding="utf-8").split("\n")[:-1]
    tokenizer = BertWordPieceTokenizer(str(HERE / "pieces.txt"), lowercase=True)
    lines = []
    for text in SENTENCES:
        # Names of special pieces have no meaning in a text.
        parts = text.replace("[", " [ ").replace("]", " ] ")
        ids = tokenizer.encode(parts, add_special_tokens=False).ids
        lines.append({"text": text, "ids": ids})
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=WIDTH, num_hidden_layers=LAYERS,
        num_attention_heads=HEADS, intermediate_size=INNER, max_position_embeddings=POSITIONS,
        attn_implementation="eager")
    model = BertModel(config, add_pooling_layer=False).eval()
    fill(model)
    with torch.inference_mode():
        for item in INPUTS:
            states = model(input_ids=torch.tensor([item["ids"]])).last_hidden_state[0]
            means = [
                states[item[key]].mean(0) if item[key] else torch.zeros(WIDTH)
                for key in ("target", "source")
            ]
            vector = torch.cat([states[0], *means])
            lines.append({**item, "vector": [round(float(x), 7) for x in vector]})
    text = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines)
    (HERE / "references.jsonl").write_text(text)


if __name__ == "__main__":
    main()
