#include "COpenBLAS.h"

#include <dlfcn.h>
#include <string.h>

static int find(void *library, const char *name, void *place) {
  void *symbol = dlsym(library, name);
  memcpy(place, &symbol, sizeof symbol);
  return symbol != 0;
}

int copenblas_load(COpenBLAS *routines) {
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  void (*set_threads)(int);
  if (!find(library, "openblas_set_num_threads", &set_threads) ||
      !find(library, "cblas_ssyrk", &routines->ssyrk) ||
      !find(library, "cblas_dsyrk", &routines->dsyrk) ||
      !find(library, "cblas_strsm", &routines->strsm) ||
      !find(library, "cblas_dtrsm", &routines->dtrsm) ||
      !find(library, "spotrf_", &routines->spotrf) || !find(library, "dpotrf_", &routines->dpotrf))
    return 0;
  set_threads(1);
  return 1;
}
