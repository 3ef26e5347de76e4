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
