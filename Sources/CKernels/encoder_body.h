// The loops of an encoder; included once for each instruction set, with NAME(x), MOST_ROWS and GROUPS and
// the function NAME(dot) defined.
//
// All variants give the same bytes: integers are exact, floating-point numbers are taken sixteen at a time
// whatever a register holds, sums over sixteen lanes have one order, and a product that is added is
// always one operation (`fma`), never left to the compiler.

// The sum over the lanes, halves added to halves.
INLINE float NAME(total)(Floats v) {
  typedef float Eight __attribute__((vector_size(32)));
  typedef float Four __attribute__((vector_size(16)));
  Eight a = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
            __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
  Four b =
      __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
  return (b[0] + b[2]) + (b[1] + b[3]);
}

INLINE Floats NAME(fma)(Floats a, Floats b, Floats c) {
  return __builtin_elementwise_fma(a, b, c);
}

INLINE Floats NAME(all)(float x) {
  return (Floats){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

// The first where the condition holds, else the second.
INLINE Floats NAME(choose)(Integers condition, Floats a, Floats b) {
  return (Floats)((condition & (Integers)a) | (~condition & (Integers)b));
}

// The nearest whole number, halves to even, of numbers below four million in size.
INLINE Floats NAME(whole)(Floats x) { return (x + 12582912.0f) - 12582912.0f; }

// exp(x) of numbers up to 0 to within 2 units in the last place; below -87 that of -87.
// Cody and Waite's reduction to half of log 2 and the Taylor polynomial of degree 6.
INLINE Floats NAME(exponential)(Floats x) {
  x = NAME(choose)(x > -87.0f, x, NAME(all)(-87.0f));
  Floats n = NAME(whole)(x * 1.44269504f);
  Floats r = NAME(fma)(n, NAME(all)(-0.693359375f), x);
  r = NAME(fma)(n, NAME(all)(2.12194440e-4f), r);
  Floats p = NAME(all)(1.38888889e-3f);
  p = NAME(fma)(p, r, NAME(all)(8.33333333e-3f));
  p = NAME(fma)(p, r, NAME(all)(4.16666667e-2f));
  p = NAME(fma)(p, r, NAME(all)(1.66666667e-1f));
  p = NAME(fma)(p, r, NAME(all)(0.5f));
  p = NAME(fma)(p, r, NAME(all)(1.0f));
  p = NAME(fma)(p, r, NAME(all)(1.0f));
  Integers power = (__builtin_convertvector(n, Integers) + 127) << 23;
  return p * (Floats)power;
}

// x times the normal distribution function of x: the GELU of BERT, with an error of at most 1e-6.
// erf(y) is a rational function of y, as Eigen has it, where |y| < 4, and -1 or 1 beyond.
INLINE Floats NAME(gelu)(Floats x) {
  Floats y = x * 0.70710678f;
  y = NAME(choose)(y < 4.0f, y, NAME(all)(4.0f));
  y = NAME(choose)(y > -4.0f, y, NAME(all)(-4.0f));
  Floats s = y * y;
  Floats p = NAME(all)(-2.72614225801306e-10f);
  p = NAME(fma)(p, s, NAME(all)(2.77068142495902e-08f));
  p = NAME(fma)(p, s, NAME(all)(-2.10102402082508e-06f));
  p = NAME(fma)(p, s, NAME(all)(-5.69250639462346e-05f));
  p = NAME(fma)(p, s, NAME(all)(-7.34990630326855e-04f));
  p = NAME(fma)(p, s, NAME(all)(-2.95459980854025e-03f));
  p = NAME(fma)(p, s, NAME(all)(-1.60960333262415e-02f));
  Floats q = NAME(all)(-1.45660718464996e-05f);
  q = NAME(fma)(q, s, NAME(all)(-2.13374055278905e-04f));
  q = NAME(fma)(q, s, NAME(all)(-1.68282697438203e-03f));
  q = NAME(fma)(q, s, NAME(all)(-7.37332916720468e-03f));
  q = NAME(fma)(q, s, NAME(all)(-1.42647390514189e-02f));
  Floats erf = y * p / q;
  Floats half = x * 0.5f;
  return NAME(fma)(half, erf, half);
}

static void NAME(quantise)(
    ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *factors, int8_t *q,
    float *scales, float *zeros, int32_t *shifts) {
  for (ptrdiff_t row = 0; row < rows; row++, x += columns, q += columns) {
    Floats low = *(const Floats *)x * *(const Floats *)factors, high = low;
    for (ptrdiff_t i = 16; i < columns; i += 16) {
      Floats v = *(const Floats *)(x + i) * *(const Floats *)(factors + i);
      low = NAME(choose)(v < low, v, low);
      high = NAME(choose)(v > high, v, high);
    }
    float least = low[0], most = high[0];
    for (int i = 1; i < 16; i++) {
      least = low[i] < least ? low[i] : least;
      most = high[i] > most ? high[i] : most;
    }
    float range = most - least;
    float factor = range > 0 ? 255.0f / range : 0.0f;
    Integers sum = {0};
    for (ptrdiff_t i = 0; i < columns; i += 16) {
      Floats v = *(const Floats *)(x + i) * *(const Floats *)(factors + i);
      v = NAME(whole)((v - least) * factor) - 128.0f;
      // Not a number, which a model of huge numbers may bring about, becomes -128.
      v = NAME(choose)(v >= -128.0f, v, NAME(all)(-128.0f));
      v = NAME(choose)(v <= 127.0f, v, NAME(all)(127.0f));
      Integers n = __builtin_convertvector(v, Integers);
      sum += n;
      *(Small *)(q + i) = __builtin_convertvector(n, Small);
    }
    int32_t total = 0;
    for (int i = 0; i < 16; i++) total += sum[i];
    scales[row] = range / 255.0f;
    zeros[row] = least + 128.0f * scales[row];
    shifts[row] = 128 * total;
  }
}

// The products of ROWS rows with GROUPED times sixteen columns, with what comes after them.
#define TILE(ROWS, GROUPED)                                                                        \
  {                                                                                                \
    _Alignas(64) int32_t sums[ROWS * GROUPED * 16];                                                \
    NAME(dot)(ROWS, GROUPED, inner, q + row * inner, weights + group * 16 * inner, sums);          \
    for (int r = 0; r < ROWS; r++)                                                                 \
      for (int g = 0; g < GROUPED; g++) {                                                          \
        ptrdiff_t column = (group + g) * 16;                                                       \
        Integers n = *(const Integers *)(sums + (r * GROUPED + g) * 16) - shifts[row + r];         \
        Floats v = __builtin_convertvector(n, Floats) * scales[row + r];                           \
        v = NAME(fma)(NAME(all)(zeros[row + r]), *(const Floats *)(weight_sums + column), v);       \
        v = NAME(fma)(                                                                             \
            v, *(const Floats *)(weight_scales + column), *(const Floats *)(bias + column));        \
        if (activates) v = NAME(gelu)(v);                                                          \
        *(Floats *)(out + (row + r) * stride + column - first * 16) = v;                            \
      }                                                                                            \
  }

#define STRIP(GROUPED)                                                                             \
  {                                                                                                \
    ptrdiff_t row = 0;                                                                             \
    for (; row + MOST_ROWS <= rows; row += MOST_ROWS) TILE(MOST_ROWS, GROUPED)                      \
    for (; row + 2 <= rows; row += 2) TILE(2, GROUPED)                                             \
    for (; row < rows; row++) TILE(1, GROUPED)                                                     \
  }

static void NAME(multiply)(
    ptrdiff_t rows, ptrdiff_t inner, ptrdiff_t first, ptrdiff_t last, const int8_t *q,
    const float *scales, const float *zeros, const int32_t *shifts, const uint8_t *weights,
    const float *weight_scales, const float *weight_sums, const float *bias, int activates, float *out, ptrdiff_t stride) {
  ptrdiff_t group = first;
  for (; group + GROUPS <= last; group += GROUPS) STRIP(GROUPS)
  for (; group < last; group++) STRIP(1)
}

static void NAME(finish)(
    ptrdiff_t rows, ptrdiff_t columns, const float *bias, int activates, float *out,
    ptrdiff_t stride) {
  for (ptrdiff_t row = 0; row < rows; row++, out += stride)
    for (ptrdiff_t i = 0; i < columns; i += 16) {
      Floats v = *(const Floats *)(out + i) + *(const Floats *)(bias + i);
      *(Floats *)(out + i) = activates ? NAME(gelu)(v) : v;
    }
}

static void NAME(normalise)(
    ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *residual, const float *gain,
    const float *bias, float epsilon, float *out) {
  for (ptrdiff_t row = 0; row < rows; row++, x += columns, residual += columns, out += columns) {
    Floats sum = {0};
    for (ptrdiff_t i = 0; i < columns; i += 16) {
      Floats v = *(const Floats *)(x + i) + *(const Floats *)(residual + i);
      *(Floats *)(out + i) = v;
      sum += v;
    }
    float mean = NAME(total)(sum) / (float)columns;
    Floats squares = {0};
    for (ptrdiff_t i = 0; i < columns; i += 16) {
      Floats v = *(const Floats *)(out + i) - mean;
      squares = NAME(fma)(v, v, squares);
    }
    float factor = 1.0f / __builtin_sqrtf(NAME(total)(squares) / (float)columns + epsilon);
    for (ptrdiff_t i = 0; i < columns; i += 16) {
      Floats v = (*(const Floats *)(out + i) - mean) * factor;
      *(Floats *)(out + i) =
          NAME(fma)(v, *(const Floats *)(gain + i), *(const Floats *)(bias + i));
    }
  }
}

// Scores of ROWS queries with all keys; `keys` has a line for each number of a head's vector.
#define SCORES(ROWS)                                                                               \
  for (ptrdiff_t j = 0; j < padded; j += 16) {                                                     \
    Floats sums[ROWS] = {0};                                                                       \
    for (ptrdiff_t d = 0; d < width; d++) {                                                        \
      Floats key = *(const Floats *)(transposed + d * padded + j);                                 \
      _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                             \
          sums[r] = NAME(fma)(NAME(all)(query[(row + r) * query_stride + d]), key, sums[r]);        \
    }                                                                                              \
    _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                               \
        *(Floats *)(shares + r * padded + j) = sums[r];                                            \
  }

#define MIXTURE(ROWS)                                                                              \
  for (ptrdiff_t d = 0; d < width; d += 16) {                                                      \
    Floats sums[ROWS] = {0};                                                                       \
    for (ptrdiff_t j = 0; j < count; j++) {                                                        \
      Floats value = *(const Floats *)(values + j * stride + head * width + d);                     \
      _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                             \
          sums[r] = NAME(fma)(NAME(all)(shares[r * padded + j]), value, sums[r]);                   \
    }                                                                                              \
    _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                               \
        *(Floats *)(out + (row + r) * heads * width + head * width + d) = sums[r] * factors[r];     \
  }

#define ATTEND(ROWS)                                                                               \
  {                                                                                                \
    float factors[ROWS];                                                                           \
    SCORES(ROWS)                                                                                   \
    for (int r = 0; r < ROWS; r++)                                                                 \
      factors[r] = NAME(soften)(count, padded, scale, shares + r * padded);                        \
    MIXTURE(ROWS)                                                                                  \
  }

// exp of the scores times the scale less the largest; returns what makes their sum 1.
INLINE float NAME(soften)(ptrdiff_t count, ptrdiff_t padded, float scale, float *scores) {
  for (ptrdiff_t j = count; j < padded; j++) scores[j] = scores[0];
  Floats most = *(const Floats *)scores;
  for (ptrdiff_t j = 16; j < padded; j += 16) {
    Floats v = *(const Floats *)(scores + j);
    most = NAME(choose)(v > most, v, most);
  }
  float largest = most[0];
  for (int i = 1; i < 16; i++) largest = most[i] > largest ? most[i] : largest;
  for (ptrdiff_t j = 0; j < padded; j += 16)
    *(Floats *)(scores + j) =
        NAME(exponential)((*(const Floats *)(scores + j) - largest) * scale);
  for (ptrdiff_t j = count; j < padded; j++) scores[j] = 0;
  Floats sum = {0};
  for (ptrdiff_t j = 0; j < padded; j += 16) sum += *(const Floats *)(scores + j);
  return 1.0f / NAME(total)(sum);
}

static void NAME(attend)(
    ptrdiff_t queries, ptrdiff_t count, ptrdiff_t heads, ptrdiff_t width, float scale,
    const float *all_queries, ptrdiff_t query_stride, const float *keys, const float *values,
    ptrdiff_t stride, float *scratch, float *out) {
  ptrdiff_t padded = (count + 15) / 16 * 16;
  float *transposed = scratch, *shares = scratch + width * padded;
  for (ptrdiff_t i = 0; i < width * padded; i++) transposed[i] = 0;
  for (ptrdiff_t head = 0; head < heads; head++) {
    const float *query = all_queries + head * width;
    for (ptrdiff_t j = 0; j < count; j++)
      for (ptrdiff_t d = 0; d < width; d++)
        transposed[d * padded + j] = keys[j * stride + head * width + d];
    ptrdiff_t row = 0;
    for (; row + 4 <= queries; row += 4) ATTEND(4)
    for (; row < queries; row++) ATTEND(1)
  }
}

static const CKernelsEncoder NAME(table) = {
    NAME(quantise), NAME(multiply), NAME(finish), NAME(normalise), NAME(attend),
};

#undef TILE
#undef STRIP
#undef SCORES
#undef MIXTURE
#undef ATTEND
#undef NAME
#undef MOST_ROWS
#undef GROUPS
