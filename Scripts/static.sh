#!/bin/sh
# Builds .build/static/release/sayso: one file without any shared library, for machines that have neither
# Swift nor OpenBLAS (but /proc, where the program finds itself). Needs what Scripts/setup.sh installs: Debian's packages hold static libraries too.
set -eu
cd "$(dirname "$0")/.."
swift build -c release --product sayso --scratch-path .build/static --static-swift-stdlib \
  -Xswiftc -static-executable -Xcc -DSAYSO_STATIC
