#include "CStartup.h"

#include <stdlib.h>

// OpenBLAS starts a thread for each core as soon as it is loaded, and they spin for a while: processor
// time that a report on one article has no use for, since our own threads share the work out. Only
// functions listed here run before the libraries' own.
static void hold_openblas_to_one_thread(void) { setenv("OPENBLAS_NUM_THREADS", "1", 1); }

__attribute__((section(".preinit_array"), used)) static void (*const before_libraries)(void) =
    hold_openblas_to_one_thread;
