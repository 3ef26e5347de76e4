#!/bin/sh
# Builds the fuzzers with the address sanitizer and runs each for a while.
#   usage: fuzz.sh [SECONDS] [TARGET...]      (default: 60 seconds, all targets)
# Begins with the cases of seeds/fuzz/TARGET, keeps what it finds in .build/fuzz/corpus, and prints runs and
# crashes. A case that crashes or takes longer than 2 seconds is left in .build/fuzz/found.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
targets=${*:-article encoded text html markdown jsonl csv tsv warc compressed labels table tasks annotated treebank \
entities lexicon model configuration json}

# Of several sanitizers that are named apart only the last counts: what follows names both together.
SAYSO_FUZZING=1 swift build -c release --scratch-path .build/fuzz --product sayso-fuzz \
  --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address
fuzzer=$PWD/.build/fuzz/release/sayso-fuzz
mkdir -p .build/fuzz/found
failed=0
for target in $targets; do
  corpus=.build/fuzz/corpus/$target
  mkdir -p "$corpus" "seeds/fuzz/$target"
  log=.build/fuzz/$target.log
  status=0
  SAYSO_FUZZ=$target SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$fuzzer" "$corpus" "seeds/fuzz/$target" \
    -max_total_time="$seconds" -timeout=2 -rss_limit_mb=4096 -max_len=4096 -print_final_stats=1 \
    -artifact_prefix=".build/fuzz/found/$target-" </dev/null >"$log" 2>&1 || status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: //p' "$log" | tail -1)
  printf '%-14s %10s runs, exit %s\n' "$target" "${runs:-?}" "$status"
  [ "$status" -eq 0 ] || failed=1
done
rm -f /dev/shm/sayso-fuzz-*
exit $failed
