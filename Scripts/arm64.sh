#!/bin/sh
# Compiles the kernels for arm64 and checks them in an emulator; on this processor too.
# Needs Debian's gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and qemu-user.
set -eu
out=.build/arm64
mkdir -p "$out"
flags="-O2 -Wall -Werror -ISources/CKernels/include"
clang $flags Scripts/kernels_check.c Sources/CKernels/*.c -lm -o "$out/check-here"
"$out/check-here"
for file in Scripts/kernels_check.c Sources/CKernels/*.c; do
  clang --target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include $flags \
    -c "$file" -o "$out/$(basename "$file" .c).o"
done
aarch64-linux-gnu-gcc -static "$out/kernels_check.o" "$out/kernels.o" "$out/encoder.o" -lm -o "$out/check-arm64"
printf 'arm64: '
qemu-aarch64 "$out/check-arm64"
