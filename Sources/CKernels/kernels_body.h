// One set of kernels; included once for each pair of precision and instruction set, with REAL,
// TABLE, NAME(x), EXP, LOG, LANES, the numbers that dense sums go on side by side with, and FORWARD_ROWS,
// the rows that are multiplied at once, defined. LANES decides the order of the sums and with it the last
// digits: versions that shall give the same bits have the same.

#define VECTOR(N) NAME(v##N)
#define WIDE NAME(wide)
typedef REAL VECTOR(2) __attribute__((vector_size(2 * sizeof(REAL)), aligned(sizeof(REAL))));
typedef REAL VECTOR(4) __attribute__((vector_size(4 * sizeof(REAL)), aligned(sizeof(REAL))));
typedef REAL VECTOR(8) __attribute__((vector_size(8 * sizeof(REAL)), aligned(sizeof(REAL))));
typedef REAL WIDE __attribute__((vector_size(LANES * sizeof(REAL)), aligned(sizeof(REAL))));
typedef REAL VECTOR(16) __attribute__((vector_size(16 * sizeof(REAL)), aligned(sizeof(REAL))));

// One line at a time, four sums in flight to hide the latency of the additions.
#define SPARSE_LOOP(V, LANES, STRIDE, SHIFT, SCALE)                                                \
  for (ptrdiff_t line = begin; line < end; line++) {                                               \
    V s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};                                                      \
    ptrdiff_t p = offsets[line], last = offsets[line + 1];                                         \
    for (; p + 4 <= last; p += 4) {                                                                \
      s0 += SCALE(values[p]) * *(const V *)(narrow + (ptrdiff_t)indices[p] * (STRIDE) + (SHIFT));  \
      s1 += SCALE(values[p + 1]) *                                                                 \
            *(const V *)(narrow + (ptrdiff_t)indices[p + 1] * (STRIDE) + (SHIFT));                 \
      s2 += SCALE(values[p + 2]) *                                                                 \
            *(const V *)(narrow + (ptrdiff_t)indices[p + 2] * (STRIDE) + (SHIFT));                 \
      s3 += SCALE(values[p + 3]) *                                                                 \
            *(const V *)(narrow + (ptrdiff_t)indices[p + 3] * (STRIDE) + (SHIFT));                 \
    }                                                                                              \
    for (; p < last; p++)                                                                          \
      s0 += SCALE(values[p]) * *(const V *)(narrow + (ptrdiff_t)indices[p] * (STRIDE) + (SHIFT));  \
    V sum = (s0 + s1) + (s2 + s3);                                                                 \
    if (start) sum += *(const V *)(start + (SHIFT));                                               \
    if (penalty) sum += penalty[line] * *(const V *)(other + line * (STRIDE) + (SHIFT));           \
    *(V *)(result + line * (STRIDE) + (SHIFT)) = sum;                                              \
  }

#define PLAIN(x) (x)
#define SQUARED(x) ((x) * (x))

static void NAME(sparse)(
    ptrdiff_t begin, ptrdiff_t end, const ptrdiff_t *offsets, const uint32_t *indices,
    const REAL *values, const REAL *narrow, ptrdiff_t width, const REAL *start,
    const REAL *penalty, const REAL *other, REAL *result) {
  if (width == 1) {
    SPARSE_LOOP(REAL, 1, 1, 0, PLAIN)
  } else if (width == 2) {
    SPARSE_LOOP(VECTOR(2), 2, 2, 0, PLAIN)
  } else if (width == 4) {
    SPARSE_LOOP(VECTOR(4), 4, 4, 0, PLAIN)
  } else {
    for (ptrdiff_t shift = 0; shift < width; shift += 8) {
      SPARSE_LOOP(VECTOR(8), 8, width, shift, PLAIN)
    }
  }
}

static void NAME(sparse_squared)(
    ptrdiff_t begin, ptrdiff_t end, const ptrdiff_t *offsets, const uint32_t *indices,
    const REAL *values, const REAL *narrow, ptrdiff_t width, REAL *result) {
  const REAL *start = 0, *penalty = 0, *other = 0;
  if (width == 1) {
    SPARSE_LOOP(REAL, 1, 1, 0, SQUARED)
  } else if (width == 2) {
    SPARSE_LOOP(VECTOR(2), 2, 2, 0, SQUARED)
  } else if (width == 4) {
    SPARSE_LOOP(VECTOR(4), 4, 4, 0, SQUARED)
  } else {
    for (ptrdiff_t shift = 0; shift < width; shift += 8) {
      SPARSE_LOOP(VECTOR(8), 8, width, shift, SQUARED)
    }
  }
}

// How many entries ahead the memory of an entry is asked for, across lines: most lines are short.
#define AHEAD 24

// The weights of a line stay in a register while its entries are gone through.
#define SCATTER_LOOP(V, STRIDE, SHIFT)                                                             \
  const ptrdiff_t stop = offsets[end] - AHEAD;                                                     \
  for (ptrdiff_t line = begin; line < end; line++) {                                               \
    V own = *(const V *)(narrow + line * (STRIDE) + (SHIFT));                                      \
    for (ptrdiff_t p = offsets[line]; p < offsets[line + 1]; p++) {                                \
      __builtin_prefetch(                                                                          \
          result + (ptrdiff_t)indices[p < stop ? p + AHEAD : p] * (STRIDE) + (SHIFT), 1);          \
      *(V *)(result + (ptrdiff_t)indices[p] * (STRIDE) + (SHIFT)) += values[p] * own;              \
    }                                                                                              \
  }

static void NAME(sparse_scatter)(
    ptrdiff_t begin, ptrdiff_t end, const ptrdiff_t *offsets, const uint32_t *indices,
    const REAL *values, const REAL *narrow, ptrdiff_t width, REAL *result) {
  if (width == 1) {
    SCATTER_LOOP(REAL, 1, 0)
  } else if (width == 2) {
    SCATTER_LOOP(VECTOR(2), 2, 0)
  } else if (width == 4) {
    SCATTER_LOOP(VECTOR(4), 4, 0)
  } else {
    for (ptrdiff_t shift = 0; shift < width; shift += 8) {
      SCATTER_LOOP(VECTOR(8), width, shift)
    }
  }
}

static inline REAL NAME(total)(const VECTOR(16) *v) {
  VECTOR(8) a = __builtin_shufflevector(*v, *v, 0, 1, 2, 3, 4, 5, 6, 7) +
                __builtin_shufflevector(*v, *v, 8, 9, 10, 11, 12, 13, 14, 15);
  VECTOR(4) b = __builtin_shufflevector(a, a, 0, 1, 2, 3) +
                __builtin_shufflevector(a, a, 4, 5, 6, 7);
  return (b[0] + b[2]) + (b[1] + b[3]);
}

static inline REAL NAME(total_wide)(const WIDE *v) {
  REAL t[LANES];
  for (int i = 0; i < LANES; i++) t[i] = (*v)[i];
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) t[i] += t[i + half];
  return t[0];
}

// Blocks of ROWS rows by CLASSES classes: each vector of features is used for every class, and each
// vector of weights for every row, while it is in a register.
#define FORWARD_BLOCK(ROWS, CLASSES, SCALE)                                                        \
  {                                                                                                \
    const REAL *x = matrix + row * columns, *w = weights + k * columns;                            \
    WIDE s[ROWS][CLASSES] = {0};                                                                   \
    ptrdiff_t j = 0;                                                                               \
    for (; j + LANES <= columns; j += LANES) {                                                     \
      WIDE v[CLASSES];                                                                             \
      _Pragma("unroll") for (int c = 0; c < CLASSES; c++)                                          \
          v[c] = *(const WIDE *)(w + c * columns + j);                                             \
      _Pragma("unroll") for (int r = 0; r < ROWS; r++) {                                           \
        WIDE f = *(const WIDE *)(x + r * columns + j);                                             \
        __builtin_prefetch(x + (r + 2 * ROWS) * columns + j);                                      \
        _Pragma("unroll") for (int c = 0; c < CLASSES; c++) s[r][c] += f * v[c];                   \
      }                                                                                            \
    }                                                                                              \
    _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                               \
        _Pragma("unroll") for (int c = 0; c < CLASSES; c++) {                                      \
      REAL sum = NAME(total_wide)(&s[r][c]);                                                       \
      for (ptrdiff_t i = j; i < columns; i++) sum += x[r * columns + i] * w[c * columns + i];      \
      result[(row + r) * width + k + c] += sum;                                                    \
    }                                                                                              \
  }

#define BACKWARD_BLOCK(ROWS, CLASSES, SCALE)                                                       \
  {                                                                                                \
    const REAL *x = matrix + row * columns;                                                        \
    REAL *g = gradient + k * columns;                                                              \
    REAL q[ROWS][CLASSES];                                                                         \
    _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                               \
        _Pragma("unroll") for (int c = 0; c < CLASSES; c++)                                        \
            q[r][c] = residual[(row + r) * width + k + c];                                         \
    ptrdiff_t j = 0;                                                                               \
    for (; j + LANES <= columns; j += LANES) {                                                     \
      WIDE s[CLASSES];                                                                             \
      _Pragma("unroll") for (int c = 0; c < CLASSES; c++)                                          \
          s[c] = *(const WIDE *)(g + c * columns + j);                                             \
      _Pragma("unroll") for (int r = 0; r < ROWS; r++) {                                           \
        WIDE f = *(const WIDE *)(x + r * columns + j);                                             \
        _Pragma("unroll") for (int c = 0; c < CLASSES; c++) s[c] += q[r][c] * SCALE(f);            \
      }                                                                                            \
      _Pragma("unroll") for (int c = 0; c < CLASSES; c++)                                          \
          *(WIDE *)(g + c * columns + j) = s[c];                                                   \
    }                                                                                              \
    for (; j < columns; j++)                                                                       \
      _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                             \
          _Pragma("unroll") for (int c = 0; c < CLASSES; c++)                                      \
              g[c * columns + j] += q[r][c] * SCALE(x[r * columns + j]);                           \
  }

#define BLOCKS(BLOCK, SCALE, ROWS)                                                                 \
  for (ptrdiff_t k = 0; k < classes;) {                                                            \
    ptrdiff_t row = begin, left = classes - k;                                                     \
    if (left == 1) {                                                                               \
      for (; row + ROWS <= end; row += ROWS) BLOCK(ROWS, 1, SCALE)                                 \
      for (; row < end; row++) BLOCK(1, 1, SCALE)                                                  \
      k += 1;                                                                                      \
    } else if (left == 2) {                                                                        \
      for (; row + ROWS <= end; row += ROWS) BLOCK(ROWS, 2, SCALE)                                 \
      for (; row < end; row++) BLOCK(1, 2, SCALE)                                                  \
      k += 2;                                                                                      \
    } else {                                                                                       \
      for (; row + ROWS <= end; row += ROWS) BLOCK(ROWS, 3, SCALE)                                 \
      for (; row < end; row++) BLOCK(1, 3, SCALE)                                                  \
      k += 3;                                                                                      \
    }                                                                                              \
  }

static void NAME(dense_forward)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *weights,
    ptrdiff_t classes, ptrdiff_t width, REAL *result) {
  BLOCKS(FORWARD_BLOCK, PLAIN, FORWARD_ROWS)
}

static void NAME(dense_backward)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *residual,
    ptrdiff_t classes, ptrdiff_t width, REAL *gradient) {
  BLOCKS(BACKWARD_BLOCK, PLAIN, 4)
}

static void NAME(dense_backward_squared)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *residual,
    ptrdiff_t classes, ptrdiff_t width, REAL *gradient) {
  BLOCKS(BACKWARD_BLOCK, SQUARED, 4)
}

// The orthonormal contrasts of Helmert: contrast a sets the first a + 1 classes against the next.
static inline void NAME(logits)(
    ptrdiff_t classes, const REAL *scales, const REAL *scores, REAL *logits) {
  REAL after = 0;
  for (ptrdiff_t k = classes - 1; k > 0; k--) {
    REAL scaled = scales[k - 1] * scores[k - 1];
    logits[k] = after - (REAL)k * scaled;
    after += scaled;
  }
  logits[0] = after;
}

static inline void NAME(contrasts)(
    ptrdiff_t classes, ptrdiff_t width, const REAL *scales, const REAL *values, REAL *scores) {
  REAL before = 0;
  for (ptrdiff_t k = 0; k + 1 < classes; k++) {
    before += values[k];
    scores[k] = scales[k] * (before - (REAL)(k + 1) * values[k + 1]);
  }
  for (ptrdiff_t k = classes - 1; k < width; k++) scores[k] = 0;
}

static inline double NAME(softmax_rows)(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *scales,
    const int32_t *labels, const REAL *weights, REAL *shares, REAL *scores, REAL *z) {
  double loss = 0;
  for (ptrdiff_t row = begin; row < end; row++) {
    REAL *share = shares + row * classes;
    NAME(logits)(classes, scales, scores + row * width, z);
    REAL peak = z[0];
    for (ptrdiff_t k = 1; k < classes; k++) peak = z[k] > peak ? z[k] : peak;
    REAL gold = z[labels[row]];
    REAL total = 0;
    for (ptrdiff_t k = 0; k < classes; k++) {
      share[k] = EXP(z[k] - peak);
      total += share[k];
    }
    loss += (double)weights[row] * ((double)LOG(total) + (double)(peak - gold));
    REAL inverse = 1 / total;
    for (ptrdiff_t k = 0; k < classes; k++) {
      share[k] *= inverse;
      z[k] = weights[row] * share[k];
    }
    z[labels[row]] -= weights[row];
    NAME(contrasts)(classes, width, scales, z, scores + row * width);
  }
  return loss;
}

static inline void NAME(softmax_curvature_rows)(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *scales,
    const REAL *shares, const REAL *weights, REAL *changes, REAL *z) {
  for (ptrdiff_t row = begin; row < end; row++) {
    const REAL *p = shares + row * classes;
    NAME(logits)(classes, scales, changes + row * width, z);
    REAL mean = 0;
    for (ptrdiff_t k = 0; k < classes; k++) mean += p[k] * z[k];
    for (ptrdiff_t k = 0; k < classes; k++) z[k] = weights[row] * p[k] * (z[k] - mean);
    NAME(contrasts)(classes, width, scales, z, changes + row * width);
  }
}

// Three classes are common enough for loops without counters; many classes take space on the stack.
static double NAME(softmax)(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *scales,
    const int32_t *labels, const REAL *weights, REAL *shares, REAL *scores) {
  if (classes == 3 && width == 2) {
    REAL z[3];
    return NAME(softmax_rows)(begin, end, 3, 2, scales, labels, weights, shares, scores, z);
  }
  REAL z[classes];
  return NAME(softmax_rows)(
      begin, end, classes, width, scales, labels, weights, shares, scores, z);
}

static void NAME(softmax_curvature)(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *scales,
    const REAL *shares, const REAL *weights, REAL *changes) {
  if (classes == 3 && width == 2) {
    REAL z[3];
    NAME(softmax_curvature_rows)(begin, end, 3, 2, scales, shares, weights, changes, z);
    return;
  }
  REAL z[classes];
  NAME(softmax_curvature_rows)(
      begin, end, classes, width, scales, shares, weights, changes, z);
}

static void NAME(softmax_diagonal)(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *scales,
    const REAL *shares, const REAL *weights, REAL *result) {
  for (ptrdiff_t row = begin; row < end; row++) {
    const REAL *p = shares + row * classes;
    REAL *r = result + row * width;
    REAL before = 0;
    for (ptrdiff_t k = 0; k + 1 < classes; k++) {
      before += p[k];
      REAL n = (REAL)(k + 1);
      REAL mean = before - n * p[k + 1];
      r[k] = weights[row] * scales[k] * scales[k] * (before + n * n * p[k + 1] - mean * mean);
    }
    for (ptrdiff_t k = classes - 1; k < width; k++) r[k] = 0;
  }
}

static double NAME(logistic)(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const int32_t *labels,
    const REAL *weights, REAL *shares, REAL *scores) {
  double loss = 0;
  for (ptrdiff_t row = begin; row < end; row++) {
    for (ptrdiff_t k = 0; k < classes; k++) {
      REAL *share = shares + row * classes + k, *score = scores + row * width + k;
      REAL z = *score;
      REAL power = EXP(z > 0 ? -z : z);
      REAL gold = labels[row] == k ? 1 : 0;
      *share = z > 0 ? 1 / (1 + power) : power / (1 + power);
      loss += (double)weights[row] *
              ((double)LOG(1 + power) + (double)(z > 0 ? z : 0) - (double)(gold * z));
      *score = weights[row] * (*share - gold);
    }
    for (ptrdiff_t k = classes; k < width; k++) scores[row * width + k] = 0;
  }
  return loss;
}

static void NAME(logistic_curvature)(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *shares,
    const REAL *weights, REAL *changes) {
  for (ptrdiff_t row = begin; row < end; row++) {
    for (ptrdiff_t k = 0; k < classes; k++) {
      REAL p = shares[row * classes + k];
      changes[row * width + k] *= weights[row] * p * (1 - p);
    }
    for (ptrdiff_t k = classes; k < width; k++) changes[row * width + k] = 0;
  }
}

static void NAME(logistic_diagonal)(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t classes, ptrdiff_t width, const REAL *shares,
    const REAL *weights, REAL *result) {
  for (ptrdiff_t row = begin; row < end; row++) {
    for (ptrdiff_t k = 0; k < classes; k++) {
      REAL p = shares[row * classes + k];
      result[row * width + k] = weights[row] * p * (1 - p);
    }
    for (ptrdiff_t k = classes; k < width; k++) result[row * width + k] = 0;
  }
}

static double NAME(dot)(ptrdiff_t begin, ptrdiff_t end, const REAL *a, const REAL *b) {
  double sum = 0;
  ptrdiff_t i = begin;
  while (i + 16 <= end) {
    // Short enough that single precision loses nothing worth having.
    ptrdiff_t stop = i + 1024 < end ? i + 1024 : end;
    VECTOR(16) s = {0};
    for (; i + 16 <= stop; i += 16)
      s += *(const VECTOR(16) *)(a + i) * *(const VECTOR(16) *)(b + i);
    sum += (double)NAME(total)(&s);
  }
  for (; i < end; i++) sum += (double)(a[i] * b[i]);
  return sum;
}

static double NAME(advance)(
    ptrdiff_t begin, ptrdiff_t end, REAL alpha, const REAL *direction, const REAL *product,
    const REAL *inverse, REAL *step, REAL *residual, REAL *z) {
  double sum = 0;
  ptrdiff_t i = begin;
  while (i + 16 <= end) {
    ptrdiff_t stop = i + 1024 < end ? i + 1024 : end;
    VECTOR(16) s = {0};
    for (; i + 16 <= stop; i += 16) {
      *(VECTOR(16) *)(step + i) += alpha * *(const VECTOR(16) *)(direction + i);
      VECTOR(16) r = *(VECTOR(16) *)(residual + i) - alpha * *(const VECTOR(16) *)(product + i);
      VECTOR(16) y = r * *(const VECTOR(16) *)(inverse + i);
      *(VECTOR(16) *)(residual + i) = r;
      *(VECTOR(16) *)(z + i) = y;
      s += r * y;
    }
    sum += (double)NAME(total)(&s);
  }
  for (; i < end; i++) {
    step[i] += alpha * direction[i];
    residual[i] -= alpha * product[i];
    z[i] = residual[i] * inverse[i];
    sum += (double)(residual[i] * z[i]);
  }
  return sum;
}

static void NAME(extend)(ptrdiff_t begin, ptrdiff_t end, REAL factor, const REAL *x, REAL *y) {
  for (ptrdiff_t i = begin; i < end; i++) y[i] = x[i] + factor * y[i];
}

static void NAME(add)(ptrdiff_t begin, ptrdiff_t end, REAL factor, const REAL *x, REAL *y) {
  for (ptrdiff_t i = begin; i < end; i++) y[i] += factor * x[i];
}

static const TABLE NAME(table) = {
    .sparse = NAME(sparse),
    .sparse_squared = NAME(sparse_squared),
    .sparse_scatter = NAME(sparse_scatter),
    .dense_forward = NAME(dense_forward),
    .dense_backward = NAME(dense_backward),
    .dense_backward_squared = NAME(dense_backward_squared),
    .softmax = NAME(softmax),
    .softmax_curvature = NAME(softmax_curvature),
    .softmax_diagonal = NAME(softmax_diagonal),
    .logistic = NAME(logistic),
    .logistic_curvature = NAME(logistic_curvature),
    .logistic_diagonal = NAME(logistic_diagonal),
    .dot = NAME(dot),
    .advance = NAME(advance),
    .extend = NAME(extend),
    .add = NAME(add),
};

#undef VECTOR
#undef WIDE
#undef LANES
#undef FORWARD_ROWS
#undef SPARSE_LOOP
#undef SCATTER_LOOP
#undef AHEAD
#undef PLAIN
#undef SQUARED
#undef FORWARD_BLOCK
#undef BACKWARD_BLOCK
#undef BLOCKS
#undef REAL
#undef TABLE
#undef NAME
#undef EXP
#undef LOG
