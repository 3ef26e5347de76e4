// The hot loops of the linear models, compiled several times: for the baseline of the machine and,
// on x86-64, for AVX2 with FMA and for AVX-512. The best version that the processor has is chosen
// at run time. LinearAlgebra holds a Swift version of each as reference and test oracle.
//
// "Narrow" matrices have `width` numbers a row, row after row; width is 1, 2, 4 or a multiple of 8.
// Rows and lines run from `begin` to before `end`, so that threads can share out the work.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define CKERNELS_TABLE(REAL)                                                                       \
  /* result[i] = start + sum of value * narrow[index] over line i, plus penalty[i] * other[i];     \
     `start` (one row), `penalty` and `other` may be null. */                                      \
  void (*sparse)(                                                                                  \
      ptrdiff_t begin, ptrdiff_t end, const ptrdiff_t *offsets, const uint32_t *indices,           \
      const REAL *values, const REAL *narrow, ptrdiff_t width, const REAL *start,                  \
      const REAL *penalty, const REAL *other, REAL *result);                                       \
  /* The same with squared values and without extras. */                                           \
  void (*sparse_squared)(                                                                          \
      ptrdiff_t begin, ptrdiff_t end, const ptrdiff_t *offsets, const uint32_t *indices,           \
      const REAL *values, const REAL *narrow, ptrdiff_t width, REAL *result);                      \
  /* The transposed product: result[index] += value * narrow[i] for every index of line i. Lines      \
     that run at the same time need results of their own. */                                       \
  void (*sparse_scatter)(                                                                          \
      ptrdiff_t begin, ptrdiff_t end, const ptrdiff_t *offsets, const uint32_t *indices,           \
      const REAL *values, const REAL *narrow, ptrdiff_t width, REAL *result);                      \
  /* result[i, k] += row i of matrix * line k of weights; weights is classes x columns. */         \
  void (*dense_forward)(                                                                           \
      ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *weights,  \
      ptrdiff_t classes, ptrdiff_t width, REAL *result);                                           \
  /* gradient[k, j] += residual[i, k] * matrix[i, j]; gradient is classes x columns. */            \
  void (*dense_backward)(                                                                          \
      ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *residual, \
      ptrdiff_t classes, ptrdiff_t width, REAL *gradient);                                         \
  /* The same with squared matrix elements. */                                                     \
  void (*dense_backward_squared)(                                                                  \
      ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *residual, \
      ptrdiff_t classes, ptrdiff_t width, REAL *gradient);                                         \
  /* Softmax over classes whose logits are given by their contrasts: `classes - 1` scores a row,   \
     of which class k has the logit sum over a >= k of scales[a] * score[a], minus                 \
     k * scales[k - 1] * score[k - 1]. Returns the weighted loss, leaves the shares, `classes` a   \
     row, and replaces the scores by the derivatives by them. */                                   \
  double (*softmax)(                                                                               \
      ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *scales,      \
      const int32_t *labels, const REAL *weights, REAL *shares, REAL *scores);                     \
  /* Replaces changes of the scores by the second derivative times them. */                        \
  void (*softmax_curvature)(                                                                       \
      ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *scales,      \
      const REAL *shares, const REAL *weights, REAL *changes);                                     \
  /* The diagonal of the second derivative. */                                                     \
  void (*softmax_diagonal)(                                                                        \
      ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *scales,      \
      const REAL *shares, const REAL *weights, REAL *result);                                      \
  /* One binary problem a class: loss, shares, and derivatives in the place of the scores. */      \
  double (*logistic)(                                                                              \
      ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const int32_t *labels,   \
      const REAL *weights, REAL *shares, REAL *scores);                                            \
  /* Replaces changes of the scores by the second derivative times them. */                        \
  void (*logistic_curvature)(                                                                      \
      ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *shares,      \
      const REAL *weights, REAL *changes);                                                         \
  /* The diagonal of the second derivative. */                                                     \
  void (*logistic_diagonal)(                                                                       \
      ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *shares,      \
      const REAL *weights, REAL *result);                                                          \
  double (*dot)(ptrdiff_t begin, ptrdiff_t end, const REAL *a, const REAL *b);                     \
  /* step += alpha * direction; residual -= alpha * product; z = residual * inverse;               \
     returns residual . z */                                                                       \
  double (*advance)(                                                                               \
      ptrdiff_t begin, ptrdiff_t end, REAL alpha, const REAL *direction, const REAL *product,      \
      const REAL *inverse, REAL *step, REAL *residual, REAL *z);                                   \
  /* y = x + factor * y */                                                                         \
  void (*extend)(ptrdiff_t begin, ptrdiff_t end, REAL factor, const REAL *x, REAL *y);             \
  /* y += factor * x */                                                                            \
  void (*add)(ptrdiff_t begin, ptrdiff_t end, REAL factor, const REAL *x, REAL *y);

typedef struct CKernelsFloat {
  CKERNELS_TABLE(float)
} CKernelsFloat;

typedef struct CKernelsDouble {
  CKERNELS_TABLE(double)
} CKernelsDouble;

// The kernels of a level, or null when the processor or the build lacks it:
// 0 baseline, 1 AVX2 and FMA, 2 AVX-512.
const CKernelsFloat *ckernels_float(int level);
const CKernelsDouble *ckernels_double(int level);

// The highest level that the processor has.
int ckernels_best_level(void);

// The loops of an encoder. All widths are multiples of 16. Every level gives the same bytes.
//
// Weights are unsigned bytes, 128 more than the signed ones they stand for. They lie in groups of
// sixteen columns; a group has, for each four rows, sixteen times the four bytes of a column.
typedef struct {
  // Rows of floats, each column times its factor, as signed bytes: x * factor = q * scale + zero, with the
  // range of the row divided into 255 steps. A row's shift is 128 times the sum of its bytes: what the 128
  // of the weights add to each product.
  void (*quantise)(
      ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *factors, int8_t *q,
      float *scales, float *zeros, int32_t *shifts);
  // out = the rows that q stands for times the columns of the groups first ..< last, plus bias; through GELU
  // when it activates. `weight_sums` are the sums of each column's signed bytes. `weights`, what belongs to
  // its columns and `bias` begin with group 0, `out` with group `first`.
  void (*multiply)(
      ptrdiff_t rows, ptrdiff_t inner, ptrdiff_t first, ptrdiff_t last, const int8_t *q,
      const float *scales, const float *zeros, const int32_t *shifts, const uint8_t *weights,
      const float *weight_scales, const float *weight_sums, const float *bias, int activates,
      float *out, ptrdiff_t stride);
  // out += bias, through GELU when it activates.
  void (*finish)(
      ptrdiff_t rows, ptrdiff_t columns, const float *bias, int activates, float *out,
      ptrdiff_t stride);
  // out = the normalised rows of x + residual, times gain plus bias; `out` may be either.
  void (*normalise)(
      ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *residual, const float *gain,
      const float *bias, float epsilon, float *out);
  // Attention of each query to all keys, head by head; `scratch` has room for (width + 4) floats for each
  // key, their number rounded up to a multiple of 16. `out` is rows of heads * width.
  void (*attend)(
      ptrdiff_t queries, ptrdiff_t count, ptrdiff_t heads, ptrdiff_t width, float scale,
      const float *all_queries, ptrdiff_t query_stride, const float *keys, const float *values,
      ptrdiff_t stride, float *scratch, float *out);
} CKernelsEncoder;

// 0: any processor, 1: AVX2 and FMA, 2: those and AVX-VNNI, 3: AVX-512 with VNNI.
int ckernels_encoder_best_level(void);

// The kernels of a level; null when the processor lacks it.
const CKernelsEncoder *ckernels_encoder(int level);

// Asks for the cache line at an address, which need not be valid: the reading goes on meanwhile.
static inline void CKernelsPrefetch(const void *address) { __builtin_prefetch(address); }
