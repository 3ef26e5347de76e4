#include "CKernels.h"

#include <math.h>

#define REAL float
#define TABLE CKernelsFloat
#define NAME(x) x##_float_baseline
#define LANES 4
#define FORWARD_ROWS 4
#define EXP expf
#define LOG logf
#include "kernels_body.h"

#define REAL double
#define TABLE CKernelsDouble
#define NAME(x) x##_double_baseline
#define LANES 2
#define FORWARD_ROWS 4
#define EXP exp
#define LOG log
#include "kernels_body.h"

#if defined(__x86_64__)

// Two registers for one of AVX-512, so that both give the same bits.
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define REAL float
#define TABLE CKernelsFloat
#define NAME(x) x##_float_avx2
#define LANES 16
#define FORWARD_ROWS 1
#define EXP expf
#define LOG logf
#include "kernels_body.h"

#define REAL double
#define TABLE CKernelsDouble
#define NAME(x) x##_double_avx2
#define LANES 8
#define FORWARD_ROWS 1
#define EXP exp
#define LOG log
#include "kernels_body.h"

#pragma clang attribute pop
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx2,fma,avx512f,avx512vl,avx512dq,avx512bw"))), apply_to = function)

#define REAL float
#define TABLE CKernelsFloat
#define NAME(x) x##_float_avx512
#define LANES 16
#define FORWARD_ROWS 4
#define EXP expf
#define LOG logf
#include "kernels_body.h"

#define REAL double
#define TABLE CKernelsDouble
#define NAME(x) x##_double_avx512
#define LANES 8
#define FORWARD_ROWS 4
#define EXP exp
#define LOG log
#include "kernels_body.h"

#pragma clang attribute pop

int ckernels_best_level(void) {
  __builtin_cpu_init();
  int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  return has_avx2 ? (has_avx512 ? 2 : 1) : 0;
}

const CKernelsFloat *ckernels_float(int level) {
  if (level < 0 || level > ckernels_best_level()) return 0;
  return level == 2 ? &table_float_avx512 : level == 1 ? &table_float_avx2 : &table_float_baseline;
}

const CKernelsDouble *ckernels_double(int level) {
  if (level < 0 || level > ckernels_best_level()) return 0;
  return level == 2   ? &table_double_avx512
         : level == 1 ? &table_double_avx2
                      : &table_double_baseline;
}

#else

int ckernels_best_level(void) { return 0; }

const CKernelsFloat *ckernels_float(int level) { return level == 0 ? &table_float_baseline : 0; }

const CKernelsDouble *ckernels_double(int level) { return level == 0 ? &table_double_baseline : 0; }

#endif
