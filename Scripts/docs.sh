#!/bin/sh
# Builds the documentation of the libraries into .build/docs; a warning is an error.
#
# The package plugin for this is one that has to be fetched, so the tools of the toolchain are called.
set -eu
modules=.build/release/Modules
graphs=.build/docs/graphs
rm -rf .build/docs
mkdir -p "$graphs"
maps=""
for headers in Sources/C*/include; do
  map=".build/release/$(basename "$(dirname "$headers")").build/module.modulemap"
  [ ! -f "$map" ] || maps="$maps -Xcc -fmodule-map-file=$map"
done
for map in Sources/C*/module.modulemap; do
  maps="$maps -I $(dirname "$map")"
done
for library in LinearAlgebra LinearModels Sayso; do
  mkdir -p "$graphs/$library"
  swift symbolgraph-extract -module-name "$library" -I "$modules" \
    -target "$(swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p')" \
    -output-dir "$graphs/$library" -minimum-access-level public -skip-synthesized-members $maps
  docc convert "Sources/$library/Documentation.docc" --fallback-display-name "$library" \
    --fallback-bundle-identifier "sayso.$library" --additional-symbol-graph-dir "$graphs/$library" \
    --output-path ".build/docs/$library.doccarchive" --warnings-as-errors
done
ls -d .build/docs/*.doccarchive
