#!/bin/sh
# Trains the models inside the binary again, stage by stage, for each stage reads what those before it
# say. Needs the labelled data in ../shared; the cards inside the models name what they learned from.
set -eu
data=../shared/data
models=Sources/CBuiltIn/models
sayso=.build/release/sayso
[ -d "$data" ] || {
  echo "The labelled data is not there: models needs the folder ../shared beside the repository." >&2
  exit 1
}

rebuild() { make --no-print-directory build >/dev/null; }

articles_note="Articles annotated for this project; texts of US and worldwide press, no licence stated, and GUM news (CC BY 2.5)."
polnear_note="PolNeAR: data licence not stated."

$sayso train --component syntax -o $models/syntax.model \
  --note "English Web Treebank and its names (UNER): CC BY-SA 4.0. GUM: CC BY 4.0, without its non-commercial genres. CrossNER politics: MIT. WikiGold: CC BY 4.0. Texts of the sets the other models learn from." \
  $data/syntax/ewt/train.conllu $data/syntax/gum/train.conllu $data/entities/uner_ewt/train.bio \
  $data/entities/gum/train.bio $data/entities/crossner_politics/train.bio $data/entities/wikigold/train.bio \
  $data/articles/train.jsonl $data/quotes/polnear/train.jsonl \
  $data/stance/dse/train.jsonl $data/stance/newsmtsc/train.jsonl
rebuild
$sayso train --component quotes -o $models/quotes.model --note "$articles_note $polnear_note" \
  $data/articles/train.jsonl $data/quotes/polnear/train.jsonl
rebuild
$sayso train --component actors -o $models/actors.model --note "$articles_note GUM: CC BY 4.0." \
  $data/articles/train.jsonl $data/syntax/gum/train.conllu
rebuild
$sayso train --component stance -o $models/stance.model \
  --text $data/articles/train.jsonl --text $data/quotes/polnear/train.jsonl \
  --articles $data/articles/train.jsonl \
  --note "$articles_note $polnear_note NewsMTSC: MIT. Directed Sentiment: free to use with citation." \
  $data/stance/articles/train.jsonl $data/stance/newsmtsc/train.jsonl $data/stance/dse/train.jsonl
rebuild
