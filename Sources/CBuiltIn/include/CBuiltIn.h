#ifndef SAYSO_BUILT_IN_H
#define SAYSO_BUILT_IN_H
#include <stddef.h>

/// One file that is part of the binary: its path below `Lexicons/` or `models/`, and its bytes.
typedef struct {
  const char *name;
  const unsigned char *start;
  const unsigned char *end;
} SaysoBuiltInFile;

/// The files of the binary, in the order of `files.S`.
extern const SaysoBuiltInFile saysoBuiltInFiles[];
extern const size_t saysoBuiltInFileCount;

static inline SaysoBuiltInFile saysoBuiltInFileAt(size_t index) {
  return saysoBuiltInFiles[index];
}

#endif
