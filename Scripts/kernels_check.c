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

// The loops of the encoder: each against sums in double precision, and all levels byte by byte.
enum { TEXT = 21, WIDE = 64, OUT = 96 };
static float encoder_x[TEXT * OUT], encoder_out[TEXT * OUT], encoder_mixed[TEXT * WIDE];
static float encoder_first[2 * TEXT * OUT];

static void encoder(const CKernelsEncoder *t, int level) {
  static int8_t q[TEXT * WIDE];
  static uint8_t weights[WIDE * OUT];
  static float scales[TEXT], zeros[TEXT], factors[WIDE], weight_scales[OUT], sums[OUT], bias[OUT];
  static float scratch[32 * (16 + 4)];
  static int32_t shifts[TEXT];
  state = 1;
  for (int i = 0; i < TEXT * WIDE; i++) encoder_x[i] = (float)(3 * number());
  for (int i = 0; i < WIDE * OUT; i++) weights[i] = (uint8_t)(128 + 127 * number());
  for (int i = 0; i < WIDE; i++) factors[i] = i % 3 ? 1 : 0.5f;
  for (int i = 0; i < OUT; i++) {
    weight_scales[i] = (float)(0.01 + 0.005 * number());
    bias[i] = (float)number();
    sums[i] = 0;
    for (int k = 0; k < WIDE; k++)
      sums[i] += (float)(weights[(i / 16 * WIDE / 4 + k / 4) * 64 + i % 16 * 4 + k % 4] - 128);
  }
  t->quantise(TEXT, WIDE, encoder_x, factors, q, scales, zeros, shifts);
  for (int i = 0; i < TEXT * WIDE; i++)
    compare(
        "quantise", q[i] * scales[i / WIDE] + zeros[i / WIDE], encoder_x[i] * factors[i % WIDE],
        0.6 * scales[i / WIDE]);
  for (int activates = 0; activates < 2; activates++) {
    t->multiply(
        TEXT, WIDE, 0, OUT / 16, q, scales, zeros, shifts, weights, weight_scales, sums, bias,
        activates, encoder_out, OUT);
    for (int r = 0; r < TEXT; r++)
      for (int i = 0; i < OUT; i++) {
        double sum = 0;
        for (int k = 0; k < WIDE; k++)
          sum += (q[r * WIDE + k] * (double)scales[r] + zeros[r]) *
                 (weights[(i / 16 * WIDE / 4 + k / 4) * 64 + i % 16 * 4 + k % 4] - 128);
        double v = sum * weight_scales[i] + bias[i];
        if (activates) v = v / 2 * (1 + erf(v / sqrt(2)));
        compare("encoder multiply", encoder_out[r * OUT + i], v, 1e-5);
      }
  }
  // Two heads of 16; queries, keys and values are thirds of the rows.
  t->attend(
      TEXT, TEXT, 2, 16, 0.25f, encoder_out, OUT, encoder_out + 32, encoder_out + 64, OUT, scratch,
      encoder_mixed);
  for (int i = 0; i < TEXT; i++)
    for (int head = 0; head < 2; head++) {
      double share[TEXT], total = 0;
      for (int j = 0; j < TEXT; j++) {
        double score = 0;
        for (int d = 0; d < 16; d++)
          score += (double)encoder_out[i * OUT + head * 16 + d] *
                   encoder_out[j * OUT + 32 + head * 16 + d];
        total += share[j] = exp(score / 4);
      }
      for (int d = 0; d < 16; d++) {
        double mixed = 0;
        for (int j = 0; j < TEXT; j++)
          mixed += share[j] / total * encoder_out[j * OUT + 64 + head * 16 + d];
        compare("attend", encoder_mixed[i * 32 + head * 16 + d], mixed, 3e-5);
      }
    }
  memcpy(encoder_x, encoder_out, sizeof encoder_x);
  t->normalise(TEXT, OUT, encoder_out, encoder_x, weight_scales, bias, 1e-12f, encoder_out);
  for (int r = 0; r < TEXT; r++) {
    double mean = 0, squares = 0;
    for (int i = 0; i < OUT; i++) mean += 2 * (double)encoder_x[r * OUT + i] / OUT;
    for (int i = 0; i < OUT; i++) squares += pow(2 * (double)encoder_x[r * OUT + i] - mean, 2);
    for (int i = 0; i < OUT; i++)
      compare(
          "encoder normalise", encoder_out[r * OUT + i],
          (2 * (double)encoder_x[r * OUT + i] - mean) / sqrt(squares / OUT) * weight_scales[i] +
              bias[i],
          1e-5);
  }
  float *first = encoder_first;
  if (level == 0) {
    memcpy(first, encoder_out, sizeof encoder_out);
    memcpy(first + TEXT * OUT, encoder_mixed, sizeof encoder_mixed);
  }
  compare("bytes of the encoder", memcmp(first, encoder_out, sizeof encoder_out) != 0, 0, 0);
  compare(
      "bytes of attention", memcmp(first + TEXT * OUT, encoder_mixed, sizeof encoder_mixed) != 0, 0,
      0);
}

int main(void) {
  int widths[] = {1, 2, 4, 8, 24};
  for (int level = 0; level <= ckernels_best_level(); level++)
    for (int i = 0; i < 5; i++) {
      floats(ckernels_float(level), widths[i]);
      doubles(ckernels_double(level), widths[i]);
    }
  for (int level = 0; level <= ckernels_encoder_best_level(); level++)
    if (ckernels_encoder(level)) encoder(ckernels_encoder(level), level);
  printf(
      "%d numbers of kernels of level 0 to %d compared, %d wrong\n", checks, ckernels_best_level(),
      failures);
  return failures > 0;
}
