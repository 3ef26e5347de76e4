#!/bin/sh
# Makes a folder in which pkg-config finds the static libraries of zlib, zstd and SQLite, so that a program
# built with them runs where they are not installed. One without a static library stays shared.
#   usage: static-libraries.sh FOLDER
set -eu
mkdir -p "$1"
for library in zlib:z libzstd:zstd sqlite3:sqlite3; do
  package=${library%%:*}
  name=${library##*:}
  [ ! -e "$1/$package.pc" ] || continue
  for folder in "$(pkg-config --variable=libdir "$package")" /usr/lib/*-linux-gnu /usr/lib64 /usr/lib; do
    [ -e "$folder/lib$name.a" ] || continue
    ln -sf "$folder/lib$name.a" "$1"
    cat >"$1/$package.pc" <<EOF
Name: $package
Description: the static library
Version: $(pkg-config --modversion "$package")
Libs: -L$1 -l$name
EOF
    break
  done
done
