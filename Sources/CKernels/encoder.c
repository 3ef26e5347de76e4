#include "CKernels.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

// Nothing is fused but what is written as one operation: all variants give the same bytes.
#pragma STDC FP_CONTRACT OFF

typedef float Floats __attribute__((vector_size(64), aligned(4)));
typedef int32_t Integers __attribute__((vector_size(64), aligned(4)));
typedef int8_t Small __attribute__((vector_size(16), aligned(1)));

// Vectors go only to functions that are inlined: how they would be handed over does not matter.
#pragma clang diagnostic ignored "-Wpsabi"
#define INLINE static inline __attribute__((always_inline))

// NAME(dot): sums of products of `rows` rows of signed bytes with `groups` times sixteen columns of
// unsigned ones, which lie as CKernels.h says.

INLINE void dot_baseline(
    int rows, int groups, ptrdiff_t inner, const int8_t *q, const uint8_t *weights, int32_t *sums) {
  for (int r = 0; r < rows; r++)
    for (int g = 0; g < groups; g++) {
      const uint8_t *w = weights + g * 16 * inner;
      int32_t *s = sums + (r * groups + g) * 16;
      for (int c = 0; c < 16; c++) s[c] = 0;
      for (ptrdiff_t k = 0; k < inner; k += 4, w += 64) {
        const int8_t *x = q + r * inner + k;
        for (int c = 0; c < 16; c++)
          s[c] += x[0] * w[4 * c] + x[1] * w[4 * c + 1] + x[2] * w[4 * c + 2] + x[3] * w[4 * c + 3];
      }
    }
}

#define NAME(x) x##_baseline
#define MOST_ROWS 4
#define GROUPS 1
#include "encoder_body.h"

#if defined(__x86_64__)

// Four bytes of a row, as they lie in memory.
INLINE int32_t four(const int8_t *q) {
  int32_t x;
  __builtin_memcpy(&x, q, 4);
  return x;
}

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

// Bytes become words, for products of bytes do not fit where `vpmaddubsw` adds them.
INLINE void dot_avx2(
    int rows, int groups, ptrdiff_t inner, const int8_t *q, const uint8_t *weights, int32_t *sums) {
  for (int g = 0; g < groups; g++) {
    const uint8_t *w = weights + g * 16 * inner;
    __m256i s[2][4];
    for (int r = 0; r < rows; r++)
      for (int i = 0; i < 4; i++) s[r][i] = _mm256_setzero_si256();
    for (ptrdiff_t k = 0; k < inner; k += 4, w += 64) {
      __m256i x[2];
#pragma unroll
      for (int r = 0; r < rows; r++)
        x[r] = _mm256_cvtepi8_epi16(_mm_set1_epi32(four(q + r * inner + k)));
#pragma unroll
      for (int i = 0; i < 4; i++) {
        __m256i v = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(w + 16 * i)));
#pragma unroll
        for (int r = 0; r < rows; r++)
          s[r][i] = _mm256_add_epi32(s[r][i], _mm256_madd_epi16(v, x[r]));
      }
    }
    for (int r = 0; r < rows; r++)
      for (int i = 0; i < 2; i++) {
        // Each sum stands in two halves beside each other.
        __m256i pairs = _mm256_hadd_epi32(s[r][2 * i], s[r][2 * i + 1]);
        _mm256_storeu_si256(
            (__m256i *)(sums + (r * groups + g) * 16 + 8 * i),
            _mm256_permute4x64_epi64(pairs, 0xD8));
      }
  }
}

#define NAME(x) x##_avx2
#define MOST_ROWS 2
#define GROUPS 1
#include "encoder_body.h"

#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,fma,avxvnni"))), apply_to = function)

INLINE void dot_avxvnni(
    int rows, int groups, ptrdiff_t inner, const int8_t *q, const uint8_t *weights, int32_t *sums) {
  for (int g = 0; g < groups; g++) {
    const uint8_t *w = weights + g * 16 * inner;
    __m256i s[6][2];
    for (int r = 0; r < rows; r++) s[r][0] = s[r][1] = _mm256_setzero_si256();
    for (ptrdiff_t k = 0; k < inner; k += 4, w += 64) {
      __m256i low = _mm256_loadu_si256((const __m256i *)w);
      __m256i high = _mm256_loadu_si256((const __m256i *)(w + 32));
#pragma unroll
      for (int r = 0; r < rows; r++) {
        __m256i x = _mm256_set1_epi32(four(q + r * inner + k));
        s[r][0] = _mm256_dpbusd_avx_epi32(s[r][0], low, x);
        s[r][1] = _mm256_dpbusd_avx_epi32(s[r][1], high, x);
      }
    }
    for (int r = 0; r < rows; r++)
      for (int i = 0; i < 2; i++)
        _mm256_storeu_si256((__m256i *)(sums + (r * groups + g) * 16 + 8 * i), s[r][i]);
  }
}

#define NAME(x) x##_avxvnni
#define MOST_ROWS 6
#define GROUPS 1
#include "encoder_body.h"

#pragma clang attribute pop
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx2,fma,avx512f,avx512vl,avx512dq,avx512bw,avx512vnni"))),             \
    apply_to = function)

INLINE void dot_avx512(
    int rows, int groups, ptrdiff_t inner, const int8_t *q, const uint8_t *weights, int32_t *sums) {
  __m512i s[6][4];
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int g = 0; g < groups; g++) s[r][g] = _mm512_setzero_si512();
  for (ptrdiff_t k = 0; k < inner; k += 4) {
    __m512i w[4];
#pragma unroll
    for (int g = 0; g < groups; g++)
      w[g] = _mm512_loadu_si512(weights + g * 16 * inner + 16 * k);
#pragma unroll
    for (int r = 0; r < rows; r++) {
      __m512i x = _mm512_set1_epi32(four(q + r * inner + k));
#pragma unroll
      for (int g = 0; g < groups; g++) s[r][g] = _mm512_dpbusd_epi32(s[r][g], w[g], x);
    }
  }
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int g = 0; g < groups; g++)
      _mm512_storeu_si512(sums + (r * groups + g) * 16, s[r][g]);
}

#define NAME(x) x##_avx512
#define MOST_ROWS 6
#define GROUPS 4
#include "encoder_body.h"

#pragma clang attribute pop

// Leaf 7, subleaf 1, EAX bit 4; the registers were asked about with AVX2.
static int has_avxvnni(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1);
}

int ckernels_encoder_best_level(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vnni"))
    return 3;
  return has_avxvnni() ? 2 : 1;
}

const CKernelsEncoder *ckernels_encoder(int level) {
  int best = ckernels_encoder_best_level();
  if (level < 0 || level > best || (level == 2 && !has_avxvnni())) return 0;
  return level == 3   ? &table_avx512
         : level == 2 ? &table_avxvnni
         : level == 1 ? &table_avx2
                      : &table_baseline;
}

#else

int ckernels_encoder_best_level(void) { return 0; }

const CKernelsEncoder *ckernels_encoder(int level) { return level == 0 ? &table_baseline : 0; }

#endif
