// Checks every compiled version of the kernels against loops written plainly here, without Swift: so
// that they can be run for a processor that there is no Swift for, in an emulator (`make arm64`).
#include "CKernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long long state = 1;
static double number(void) {
  state = state * 6364136223846793005ull + 1442695040888963407ull;
  return (double)((state >> 33) % 4096) / 2048 - 1;
}

static int checks, failures;
static void compare(const char *what, double found, double expected, double tolerance) {
  checks++;
  double size = fabs(expected) > 1 ? fabs(expected) : 1;
  if (fabs(found - expected) <= tolerance * size) return;
  failures++;
  printf("%s: expected %.17g, found %.17g\n", what, expected, found);
}

enum { ROWS = 37, COLUMNS = 53, BEGIN = 2, END = 36, MOST = 4000 };

#define CHECK(REAL, TABLE, NAME, TOLERANCE)                                                        \
  static REAL NAME##_values[MOST], NAME##_narrow[MOST], NAME##_other[MOST], NAME##_start[MOST],     \
      NAME##_out[MOST], NAME##_expected[MOST], NAME##_matrix[MOST], NAME##_shares[MOST],            \
      NAME##_weights[MOST], NAME##_a[3 * MOST], NAME##_b[3 * MOST];                                \
  static void NAME##_fill(REAL *list, int count) {                                                 \
    for (int i = 0; i < count; i++) list[i] = (REAL)number();                                      \
  }                                                                                                \
  static void NAME##_all(const char *what, int count) {                                            \
    for (int i = 0; i < count; i++)                                                                \
      compare(what, NAME##_out[i], NAME##_expected[i], TOLERANCE);                                 \
  }                                                                                                \
  static void NAME##_begin(int count) {                                                            \
    NAME##_fill(NAME##_out, count);                                                                \
    memcpy(NAME##_expected, NAME##_out, sizeof NAME##_out);                                        \
  }                                                                                                \
  static void NAME(const TABLE *t, int width) {                                                    \
    ptrdiff_t offsets[ROWS + 1] = {0};                                                             \
    uint32_t indices[MOST];                                                                        \
    int count = 0;                                                                                 \
    for (int i = 0; i < ROWS; i++) {                                                               \
      int length = (int)((number() + 1) * 4.5);                                                    \
      for (int k = 0; k < length; k++) indices[count++] = (uint32_t)((number() + 1) / 2 * COLUMNS); \
      offsets[i + 1] = count;                                                                      \
    }                                                                                              \
    REAL *values = NAME##_values, *narrow = NAME##_narrow, *other = NAME##_other;                   \
    REAL *start = NAME##_start, *out = NAME##_out, *expected = NAME##_expected;                     \
    REAL *matrix = NAME##_matrix, *weights = NAME##_weights, *shares = NAME##_shares;               \
    NAME##_fill(values, count);                                                                    \
    NAME##_fill(narrow, COLUMNS *width);                                                           \
    NAME##_fill(other, ROWS *width);                                                               \
    NAME##_fill(start, width);                                                                     \
    NAME##_fill(matrix, ROWS *COLUMNS);                                                            \
    for (int squared = 0; squared < 2; squared++) {                                                \
      NAME##_begin(ROWS *width);                                                                   \
      for (int i = BEGIN; i < END; i++)                                                            \
        for (int k = 0; k < width; k++) {                                                          \
          double sum = squared ? 0 : start[k];                                                     \
          for (ptrdiff_t p = offsets[i]; p < offsets[i + 1]; p++)                                  \
            sum += (double)values[p] * (squared ? values[p] : 1) * narrow[indices[p] * width + k]; \
          expected[i * width + k] = (REAL)sum;                                                     \
        }                                                                                          \
      if (squared)                                                                                 \
        t->sparse_squared(BEGIN, END, offsets, indices, values, narrow, width, out);                \
      else                                                                                         \
        t->sparse(BEGIN, END, offsets, indices, values, narrow, width, start, 0, 0, out);           \
      NAME##_all(squared ? "sparse squared" : "sparse", ROWS *width);                              \
    }                                                                                              \
    NAME##_begin(COLUMNS *width);                                                                  \
    for (int i = BEGIN; i < END; i++)                                                              \
      for (ptrdiff_t p = offsets[i]; p < offsets[i + 1]; p++)                                      \
        for (int k = 0; k < width; k++)                                                            \
          expected[indices[p] * width + k] += values[p] * other[i * width + k];                    \
    t->sparse_scatter(BEGIN, END, offsets, indices, values, other, width, out);                     \
    NAME##_all("sparse scatter", COLUMNS *width);                                                  \
    int lanes = width == 4 ? 3 : width == 8 ? 7 : width;                                           \
    NAME##_begin(ROWS *width);                                                                     \
    for (int i = BEGIN; i < END; i++)                                                              \
      for (int k = 0; k < lanes; k++)                                                              \
        for (int j = 0; j < COLUMNS; j++)                                                          \
          expected[i * width + k] += matrix[i * COLUMNS + j] * narrow[k * COLUMNS + j];            \
    t->dense_forward(BEGIN, END, matrix, COLUMNS, narrow, lanes, width, out);                       \
    NAME##_all("dense forward", ROWS *width);                                                      \
    for (int squared = 0; squared < 2; squared++) {                                                \
      NAME##_begin(lanes *COLUMNS);                                                                \
      for (int i = BEGIN; i < END; i++)                                                            \
        for (int k = 0; k < lanes; k++)                                                            \
          for (int j = 0; j < COLUMNS; j++) {                                                      \
            REAL x = matrix[i * COLUMNS + j];                                                      \
            expected[k * COLUMNS + j] += other[i * width + k] * (squared ? x * x : x);             \
          }                                                                                        \
      (squared ? t->dense_backward_squared : t->dense_backward)(                                   \
          BEGIN, END, matrix, COLUMNS, other, lanes, width, out);                                   \
      NAME##_all("dense backward", lanes *COLUMNS);                                                \
    }                                                                                              \
    int32_t labels[ROWS];                                                                          \
    for (int i = 0; i < ROWS; i++) {                                                               \
      labels[i] = i % width;                                                                       \
      weights[i] = (REAL)fabs(number());                                                           \
    }                                                                                              \
    NAME##_begin(ROWS *width);                                                                     \
    double loss = 0;                                                                               \
    for (int i = BEGIN; i < END; i++)                                                              \
      for (int k = 0; k < width; k++) {                                                            \
        double z = out[i * width + k], gold = labels[i] == k, share = 1 / (1 + exp(-z));           \
        loss += weights[i] * (log(1 + exp(-fabs(z))) + (z > 0 ? z : 0) - gold * z);                \
        expected[i * width + k] = (REAL)(weights[i] * (share - gold));                             \
      }                                                                                            \
    compare(                                                                                       \
        "logistic loss",                                                                           \
        t->logistic(BEGIN, END, width, width, labels, weights, shares, out), loss, TOLERANCE);      \
    NAME##_all("logistic", ROWS *width);                                                           \
    if (width > 1) { /* two classes by softmax are one logistic with the contrast as its score */  \
      REAL scale = 1;                                                                              \
      NAME##_begin(ROWS * 1);                                                                      \
      loss = 0;                                                                                    \
      for (int i = BEGIN; i < END; i++) {                                                          \
        double z = 2 * (double)out[i], gold = labels[i] % 2 == 0;                                  \
        labels[i] %= 2;                                                                            \
        loss += weights[i] * (log(1 + exp(-fabs(z))) + (z > 0 ? z : 0) - gold * z);                \
        expected[i] = (REAL)(2 * weights[i] * (1 / (1 + exp(-z)) - gold));                         \
      }                                                                                            \
      compare(                                                                                     \
          "softmax loss",                                                                          \
          t->softmax(BEGIN, END, 2, 1, &scale, labels, weights, shares, out), loss, TOLERANCE);     \
      NAME##_all("softmax", ROWS);                                                                 \
    }                                                                                              \
    REAL *a = NAME##_a, *b = NAME##_b;                                                             \
    NAME##_fill(a, 3 * 2600);                                                                      \
    NAME##_fill(b, 3 * 2600);                                                                      \
    double dot = 0;                                                                                \
    for (int i = 3; i < 2599; i++) dot += (double)a[i] * b[i];                                     \
    compare("dot", t->dot(3, 2599, a, b), dot, TOLERANCE);                                         \
    NAME##_begin(3 * 1200);                                                                        \
    double sum = 0;                                                                                \
    for (int i = 3; i < 1199; i++) {                                                               \
      expected[i] += (REAL)0.3 * a[i];                                                             \
      expected[1200 + i] -= (REAL)0.3 * a[1200 + i];                                               \
      expected[2400 + i] = expected[1200 + i] * b[i];                                              \
      sum += (double)expected[1200 + i] * expected[2400 + i];                                      \
    }                                                                                              \
    compare(                                                                                       \
        "advance",                                                                                 \
        t->advance(3, 1199, (REAL)0.3, a, a + 1200, b, out, out + 1200, out + 2400), sum,           \
        TOLERANCE);                                                                                \
    NAME##_all("advance", 3 * 1200);                                                               \
    NAME##_begin(1200);                                                                            \
    for (int i = 3; i < 1199; i++) expected[i] = a[i] + (REAL)0.3 * expected[i];                   \
    t->extend(3, 1199, (REAL)0.3, a, out);                                                         \
    NAME##_all("extend", 1200);                                                                    \
    for (int i = 3; i < 1199; i++) expected[i] += (REAL)0.3 * a[i];                                \
    t->add(3, 1199, (REAL)0.3, a, out);                                                            \
    NAME##_all("add", 1200);                                                                       \
  }

CHECK(float, CKernelsFloat, floats, 3e-5)
CHECK(double, CKernelsDouble, doubles, 1e-12)

int main(void) {
  int widths[] = {1, 2, 4, 8, 24};
  for (int level = 0; level <= ckernels_best_level(); level++)
    for (int i = 0; i < 5; i++) {
      floats(ckernels_float(level), widths[i]);
      doubles(ckernels_double(level), widths[i]);
    }
  printf(
      "%d numbers of kernels of level 0 to %d compared, %d wrong\n", checks, ckernels_best_level(),
      failures);
  return failures > 0;
}
