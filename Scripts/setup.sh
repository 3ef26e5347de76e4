#!/bin/sh
# Installs what a bare Debian 12 needs to build Sayso beside a Swift toolchain. Prints nothing and asks
# for nothing when all of it is there.
set -eu

# A C library and linker for Swift, the libraries the toolchain's programs load, OpenBLAS, and
# zlib and zstd for compressed articles, SQLite for archives of scored ones.
packages="libc6-dev libgcc-12-dev libstdc++-12-dev binutils pkg-config libopenblas-dev \
zlib1g-dev libzstd-dev libsqlite3-dev \
libncurses6 zlib1g libcurl4 libxml2 libsqlite3-0 libedit2 git ca-certificates tzdata"

command -v swift >/dev/null 2>&1 || {
  echo "No Swift toolchain is on the PATH: install Swift 6.2 or later from https://www.swift.org/install/linux" >&2
  exit 1
}
command -v dpkg-query >/dev/null 2>&1 || exit 0

missing=""
for package in $packages; do
  # A newer Debian has newer compiler libraries; any of them serves.
  case $package in
    libgcc-12-dev | libstdc++-12-dev)
      pattern=$(echo "$package" | sed 's/12/[0-9]*/')
      if dpkg-query -W -f='${Status}\n' "$pattern" 2>/dev/null | grep -q '^install ok installed'; then
        continue
      fi
      ;;
  esac
  status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

root=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || {
    echo "These packages are missing and need root to be installed:$missing" >&2
    exit 1
  }
  root="sudo"
fi
echo "Installing:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -qq
# shellcheck disable=SC2086
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
