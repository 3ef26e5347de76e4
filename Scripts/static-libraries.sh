#!/bin/sh
# Makes a folder in which pkg-config finds the static libraries of zlib, zstd and SQLite, so that a program
# built with them runs where they are not installed.      usage: static-libraries.sh FOLDER
set -eu
mkdir -p "$1"
for library in zlib:z libzstd:zstd sqlite3:sqlite3; do
  package=${library%%:*}
  name=${library##*:}
  [ ! -e "$1/$package.pc" ] || continue
  ln -sf "$(pkg-config --variable=libdir "$package")/lib$name.a" "$1"
  cat >"$1/$package.pc" <<EOF
Name: $package
Description: the static library
Version: $(pkg-config --modversion "$package")
Libs: -L$1 -l$name
EOF
done
