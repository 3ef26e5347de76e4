#include "CStartup.h"

#include <malloc.h>
#include <stdlib.h>

// OpenBLAS starts a thread for each core as soon as it is loaded, and they spin for a while: processor
// time that a report on one article has no use for, since our own threads share the work out. Only
// functions listed here run before the libraries' own.
//
// A program without shared libraries leaves that out: Swift finds the command line there by its place
// before the environment, which a new variable moves.
__attribute__((unused)) static void hold_openblas_to_one_thread(void) { setenv("OPENBLAS_NUM_THREADS", "1", 1); }

// Reading word lists and models makes and drops arrays of megabytes. The C library maps and unmaps each
// and takes its pages from the system anew, until it has seen enough of them to keep them: these are
// the bounds that it reaches by itself, too late for a report on one article.
static void keep_freed_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

__attribute__((section(".preinit_array"), used)) static void (*const before_libraries[])(void) = {
#ifndef SAYSO_STATIC
    hold_openblas_to_one_thread,
#endif
    keep_freed_memory};
