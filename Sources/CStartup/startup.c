#include "CStartup.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stddef.h>
#include <string.h>

// OpenBLAS starts a thread for each core as soon as it is loaded, and they spin for a while: half of the
// processor time of a report on one article, which has no use for them, since our own threads share
// the work out. Its constructor asks the environment, and only functions listed in .preinit_array run
// before it; they run before the C library has its environment too, so setenv would be lost. Instead
// the first entries of what the process was given stand aside until the constructors are through. A
// process without any environment gets the threads.
//
// OpenBLAS also chooses its loops by the processor, and sums of another order give other last digits:
// models and reports are to be the same on every processor, so it gets the loops that all of the last
// ten years have, unless the environment names others.
static char **place;
static char *entries[2];

#ifndef SAYSO_STATIC  // A program without shared libraries orders its constructors otherwise.
static char one_thread[] = "OPENBLAS_NUM_THREADS=1";
#ifdef __x86_64__
static char common_loops[] = "OPENBLAS_CORETYPE=Haswell";

static int names_loops(char **environment) {
  for (; *environment != NULL; environment++)
    if (strncmp(*environment, common_loops, strlen("OPENBLAS_CORETYPE=")) == 0) return 1;
  return 0;
}
#endif

static void hold_openblas_to_one_thread(int count, char **arguments, char **environment) {
  (void)count, (void)arguments;
  if (environment == NULL || environment[0] == NULL) return;
  place = environment;
  entries[0] = environment[0];
  entries[1] = environment[1];
#ifdef __x86_64__
  __builtin_cpu_init();
  if (environment[1] != NULL && !names_loops(environment) && __builtin_cpu_supports("avx2") &&
      __builtin_cpu_supports("fma"))
    environment[1] = common_loops;
#endif
  environment[0] = one_thread;
}

__attribute__((section(".preinit_array"), used)) static void (*const before_libraries)(
    int, char **, char **) = hold_openblas_to_one_thread;
#endif

// A shell can close standard output (>&-). The first file that is opened would then have its number, and
// what is printed would go into an article or an archive. Something stands there instead that can only be
// used the other way round, so that writing to it fails, as does reading standard input.
static void hold_standard_streams(void) {
  for (int stream = 0; stream < 3; stream++)
    if (fcntl(stream, F_GETFD) == -1 && errno == EBADF)
      open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
}

// Reading word lists and models makes and drops arrays of megabytes. The C library maps and unmaps each
// and takes its pages from the system anew, until it has seen enough of them to keep them: these are
// the bounds that it reaches by itself, too late for a report on one article.
__attribute__((constructor)) static void after_libraries(void) {
  hold_standard_streams();
  if (place != NULL) {
    place[0] = entries[0];
    place[1] = entries[1];
  }
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}
