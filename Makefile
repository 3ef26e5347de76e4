# Everyday commands. `make demo` and `make test` need nothing but Debian and a Swift toolchain; the
# targets that say so need the labelled data in ../shared.

SHELL := /bin/sh
SAYSO := .build/release/sayso
DEMO := .build/demo
# The toolchain's libraries go into the binary, so that it runs where no Swift is installed.
# So do zlib, zstd and SQLite: pkg-config names a folder that has only their static libraries.
STATIC := $(CURDIR)/.build/static-libraries
BUILD := PKG_CONFIG_PATH=$(STATIC) swift build -c release --static-swift-stdlib --product

PREFIX := /usr/local

.PHONY: arm64 encoder encoder-check docs all demo test build setup install static fuzz kill spark large coverage example models \
  quality bench bench-reports conformance exports \
  notebooks simulations lint clean

all: build

# The build does not see that a word list or model changed which the assembler embeds.
EMBEDDED := $(shell find Lexicons Sources/CBuiltIn -type f ! -name 'files.S' ! -name '*.h')
Sources/CBuiltIn/files.S: $(EMBEDDED)
	@touch $@

setup:
	@sh Scripts/setup.sh

build: setup Sources/CBuiltIn/files.S
	@sh Scripts/static-libraries.sh $(STATIC)
	$(BUILD) sayso

## Build, train on the seeds, evaluate on held-out seeds, and report on the seed articles.
demo: exports
	$(SAYSO) score seeds/articles -o $(DEMO)/articles.jsonl
	$(SAYSO) report seeds/articles

## One binary with its manual and completions, which need nothing of this folder.
install: build
	install -D -m 755 $(SAYSO) $(DESTDIR)$(PREFIX)/bin/sayso
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(SAYSO) manual > $(DESTDIR)$(PREFIX)/share/man/man1/sayso.1
	$(SAYSO) completions bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/sayso
	$(SAYSO) completions zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_sayso
	$(SAYSO) completions fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/sayso.fish

## A binary that runs on any Linux of this processor: .build/static/release/sayso.
static: setup Sources/CBuiltIn/files.S
	sh Scripts/static.sh

## Every test, in one run.
test: setup Sources/CBuiltIn/files.S
	swift test --disable-xctest

## Write the reports in Notebooks-exports/ again.
# The same inputs give the same bytes.
exports: build
	@mkdir -p $(DEMO) Notebooks-exports/demo-report
	$(SAYSO) train seeds/quotes.jsonl --hold-out 0.25 --seed 1 -o $(DEMO)/stance.model
	$(SAYSO) evaluate seeds/quotes.jsonl --held-out 0.25 --seed 1 --model $(DEMO)/stance.model \
	  --train seeds/quotes.jsonl --study cross-validation,ablation,learning-curve \
	  -o Notebooks-exports/demo-stance
	$(SAYSO) evaluate seeds/articles.gold.jsonl -o Notebooks-exports/demo-articles
	$(SAYSO) report seeds/articles -o Notebooks-exports/demo-report/report.ipynb
	$(SAYSO) report seeds/articles -o Notebooks-exports/demo-report/report.html

## Run the exported notebooks in a virtual environment of their own. Needs python3.
notebooks: build
	python3 Scripts/notebooks.py

## Reports over 10,000 and a million made-up quotes: seconds, memory, size. Needs python3.
bench-reports: build
	python3 Scripts/reports.py

## How often 95 % intervals hold the truth, in 2,000 trials.
simulations: setup
	SLOW_TESTS=1 swift test --disable-xctest --filter MeanIntervalTests

## Run each fuzzer for FUZZ_SECONDS.
FUZZ_SECONDS := 60
fuzz: setup Sources/CBuiltIn/files.S
	sh Scripts/fuzz.sh $(FUZZ_SECONDS)

## Kill runs at random moments, KILLS times, go on, and compare; fill disks. Needs python3.
KILLS := 1000
kill: build
	python3 Scripts/kill.py --kills $(KILLS)

## Score a corpus in Spark and compare. Needs python3 and Java; takes pyspark from PyPI.
SPARK := .build/spark-environment
spark: build
	@command -v java >/dev/null || { echo "Java is missing, and Spark runs on it: install a Java runtime" \
	  "(on Debian: default-jre-headless)." >&2; exit 1; }
	@command -v python3 >/dev/null || { echo "python3 is missing." >&2; exit 1; }
	[ -x $(SPARK)/bin/python3 ] || python3 -m venv $(SPARK)
	$(SPARK)/bin/python3 -c "import pyspark" 2>/dev/null || $(SPARK)/bin/python3 -m pip install -q 'pyspark>=3.5,<5'
	$(SPARK)/bin/python3 seeds/spark/score.py

## A Swift package that uses the library, built and run.
example: setup Sources/CBuiltIn/files.S
	swift run --package-path seeds/library --scratch-path .build/example who-says-what

## Memory on a gigabyte of articles (an hour on four cores), a line of a gigabyte, gzip bombs. Needs python3.
CORPUS_MEGABYTES := 1024
large: build
	python3 Scripts/large.py --corpus $(CORPUS_MEGABYTES)

## Every test with line coverage: a table by module, which fails below 95 % of the readers and writers or 85 %
## of the whole. Needs python3.
coverage: setup Sources/CBuiltIn/files.S
	swift test --disable-xctest --enable-code-coverage
	python3 Scripts/coverage.py

## Train the models inside the binary again. Needs ../shared.
models: build
	sh Scripts/models.sh

## Fine-tune the encoder again: two hours and a quarter on one core. `make models` joins it with the words
## then. Needs ../shared and python3.
encoder: build
	python3 Scripts/encoder.py .build/encoder
	$(SAYSO) train --component encoder .build/encoder -o Sources/CBuiltIn/models/encoder.model

## Every development figure in one table, and .build/quality.json. Needs ../shared and python3.
quality: build
	$(BUILD) sayso-conformance
	$(BUILD) sayso-bench
	python3 Scripts/quality.py

## Speed beside other tools. Needs ../shared and python3.
bench: build
	$(BUILD) sayso-bench
	.build/release/sayso-bench all

## The encoder beside PyTorch and onnxruntime. Needs ../shared and python3; ENCODER=FOLDER names weights.
encoder-check: build
	$(BUILD) sayso-bench
	python3 Scripts/encoder_check.py

## The documentation of the libraries, in .build/docs.
docs: build
	sh Scripts/docs.sh

## The kernels compiled for arm64, checked in an emulator. Needs a cross compiler and qemu-user.
arm64:
	sh Scripts/arm64.sh

## Public test suites for the file formats, and hostile texts in pages. Needs ../shared, python3,
## unicode-data and chromium.
conformance: build
	$(BUILD) sayso-conformance
	python3 Scripts/conformance.py
	python3 Scripts/pages.py
	python3 Scripts/access.py
	python3 Scripts/labels.py

lint:
	swift format lint --strict -r Package.swift Sources Tests

clean:
	swift package clean
	rm -rf $(DEMO)
