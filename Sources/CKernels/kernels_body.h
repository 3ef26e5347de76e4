// One set of kernels; included once for each pair of precision and instruction set, with REAL,
// TABLE and NAME(x) defined.

#define VECTOR(N) NAME(v##N)
typedef REAL VECTOR(2) __attribute__((vector_size(2 * sizeof(REAL)), aligned(sizeof(REAL))));
typedef REAL VECTOR(4) __attribute__((vector_size(4 * sizeof(REAL)), aligned(sizeof(REAL))));
typedef REAL VECTOR(8) __attribute__((vector_size(8 * sizeof(REAL)), aligned(sizeof(REAL))));
typedef REAL VECTOR(16) __attribute__((vector_size(16 * sizeof(REAL)), aligned(sizeof(REAL))));

// One line at a time, four sums in flight to hide the latency of the additions.
#define SPARSE_LOOP(V, LANES, STRIDE, SHIFT, SCALE)                                                \
  for (ptrdiff_t line = begin; line < end; line++) {                                                 \
    V s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};                                                      \
    ptrdiff_t p = offsets[line], last = offsets[line + 1];                                           \
    for (; p + 4 <= last; p += 4) {                                                                \
      s0 += SCALE(values[p]) * *(const V *)(narrow + (ptrdiff_t)indices[p] * (STRIDE) + (SHIFT));     \
      s1 += SCALE(values[p + 1]) *                                                                 \
            *(const V *)(narrow + (ptrdiff_t)indices[p + 1] * (STRIDE) + (SHIFT));                   \
      s2 += SCALE(values[p + 2]) *                                                                 \
            *(const V *)(narrow + (ptrdiff_t)indices[p + 2] * (STRIDE) + (SHIFT));                   \
      s3 += SCALE(values[p + 3]) *                                                                 \
            *(const V *)(narrow + (ptrdiff_t)indices[p + 3] * (STRIDE) + (SHIFT));                   \
    }                                                                                              \
    for (; p < last; p++)                                                                          \
      s0 += SCALE(values[p]) * *(const V *)(narrow + (ptrdiff_t)indices[p] * (STRIDE) + (SHIFT));     \
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

static inline REAL NAME(total)(const VECTOR(16) *v) {
  REAL sum = 0;
  for (int i = 0; i < 16; i++) sum += (*v)[i];
  return sum;
}

static void NAME(dense_forward)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *weights,
    ptrdiff_t classes, ptrdiff_t width, REAL *result) {
  ptrdiff_t row = begin;
  // Four rows by up to four classes: each vector of weights is used four times.
  for (; row + 4 <= end; row += 4) {
    const REAL *x0 = matrix + row * columns, *x1 = x0 + columns, *x2 = x1 + columns,
               *x3 = x2 + columns;
    for (ptrdiff_t k = 0; k < classes; k++) {
      const REAL *w = weights + k * columns;
      VECTOR(16) s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
      ptrdiff_t j = 0;
      for (; j + 16 <= columns; j += 16) {
        VECTOR(16) v = *(const VECTOR(16) *)(w + j);
        s0 += *(const VECTOR(16) *)(x0 + j) * v;
        s1 += *(const VECTOR(16) *)(x1 + j) * v;
        s2 += *(const VECTOR(16) *)(x2 + j) * v;
        s3 += *(const VECTOR(16) *)(x3 + j) * v;
      }
      REAL t0 = NAME(total)(&s0), t1 = NAME(total)(&s1), t2 = NAME(total)(&s2), t3 = NAME(total)(&s3);
      for (; j < columns; j++) {
        t0 += x0[j] * w[j];
        t1 += x1[j] * w[j];
        t2 += x2[j] * w[j];
        t3 += x3[j] * w[j];
      }
      REAL *r = result + row * width + k;
      r[0] += t0;
      r[width] += t1;
      r[2 * width] += t2;
      r[3 * width] += t3;
    }
  }
  for (; row < end; row++) {
    const REAL *x = matrix + row * columns;
    for (ptrdiff_t k = 0; k < classes; k++) {
      const REAL *w = weights + k * columns;
      VECTOR(16) s = {0};
      ptrdiff_t j = 0;
      for (; j + 16 <= columns; j += 16)
        s += *(const VECTOR(16) *)(x + j) * *(const VECTOR(16) *)(w + j);
      REAL t = NAME(total)(&s);
      for (; j < columns; j++) t += x[j] * w[j];
      result[row * width + k] += t;
    }
  }
}

#define DENSE_BACKWARD(SCALE)                                                                      \
  ptrdiff_t row = begin;                                                                             \
  for (; row + 4 <= end; row += 4) {                                                               \
    const REAL *x0 = matrix + row * columns, *x1 = x0 + columns, *x2 = x1 + columns,               \
               *x3 = x2 + columns;                                                                 \
    const REAL *r = residual + row * width;                                                        \
    for (ptrdiff_t k = 0; k < classes; k++) {                                                        \
      REAL *g = gradient + k * columns;                                                            \
      REAL r0 = r[k], r1 = r[width + k], r2 = r[2 * width + k], r3 = r[3 * width + k];             \
      ptrdiff_t j = 0;                                                                               \
      for (; j + 16 <= columns; j += 16) {                                                         \
        VECTOR(16) v0 = *(const VECTOR(16) *)(x0 + j), v1 = *(const VECTOR(16) *)(x1 + j);         \
        VECTOR(16) v2 = *(const VECTOR(16) *)(x2 + j), v3 = *(const VECTOR(16) *)(x3 + j);         \
        VECTOR(16) s = *(const VECTOR(16) *)(g + j);                                               \
        s += r0 * SCALE(v0);                                                                       \
        s += r1 * SCALE(v1);                                                                       \
        s += r2 * SCALE(v2);                                                                       \
        s += r3 * SCALE(v3);                                                                       \
        *(VECTOR(16) *)(g + j) = s;                                                                \
      }                                                                                            \
      for (; j < columns; j++)                                                                     \
        g[j] += (r0 * SCALE(x0[j]) + r1 * SCALE(x1[j])) + (r2 * SCALE(x2[j]) + r3 * SCALE(x3[j])); \
    }                                                                                              \
  }                                                                                                \
  for (; row < end; row++) {                                                                       \
    const REAL *x = matrix + row * columns;                                                        \
    for (ptrdiff_t k = 0; k < classes; k++) {                                                        \
      REAL *g = gradient + k * columns;                                                            \
      REAL r = residual[row * width + k];                                                          \
      for (ptrdiff_t j = 0; j < columns; j++) g[j] += r * SCALE(x[j]);                               \
    }                                                                                              \
  }

static void NAME(dense_backward)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *residual,
    ptrdiff_t classes, ptrdiff_t width, REAL *gradient) {
  DENSE_BACKWARD(PLAIN)
}

static void NAME(dense_backward_squared)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *matrix, ptrdiff_t columns, const REAL *residual,
    ptrdiff_t classes, ptrdiff_t width, REAL *gradient) {
  DENSE_BACKWARD(SQUARED)
}

static double NAME(softmax)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *logits, ptrdiff_t classes, ptrdiff_t width,
    const int32_t *labels, const REAL *weights, REAL *shares, REAL *residual) {
  double loss = 0;
  for (ptrdiff_t row = begin; row < end; row++) {
    const REAL *z = logits + row * width;
    REAL *share = shares + row * width;
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
    REAL *r = residual + row * width;
    for (ptrdiff_t k = 0; k < classes; k++) {
      share[k] *= inverse;
      r[k] = weights[row] * share[k];
    }
    for (ptrdiff_t k = classes; k < width; k++) share[k] = r[k] = 0;
    r[labels[row]] -= weights[row];
  }
  return loss;
}

static void NAME(softmax_curvature)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *shares, ptrdiff_t width, const REAL *weights,
    REAL *changes) {
  if (width == 4) {
    for (ptrdiff_t row = begin; row < end; row++) {
      VECTOR(4) p = *(const VECTOR(4) *)(shares + row * 4);
      VECTOR(4) *z = (VECTOR(4) *)(changes + row * 4);
      VECTOR(4) pz = p * *z;
      REAL mean = (pz[0] + pz[1]) + (pz[2] + pz[3]);
      *z = weights[row] * (pz - p * mean);
    }
    return;
  }
  for (ptrdiff_t row = begin; row < end; row++) {
    const REAL *p = shares + row * width;
    REAL *z = changes + row * width;
    REAL mean = 0;
    for (ptrdiff_t k = 0; k < width; k++) mean += p[k] * z[k];
    for (ptrdiff_t k = 0; k < width; k++) z[k] = weights[row] * p[k] * (z[k] - mean);
  }
}

static double NAME(logistic)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *logits, ptrdiff_t classes, ptrdiff_t width,
    const int32_t *labels, const REAL *weights, REAL *shares, REAL *residual) {
  double loss = 0;
  for (ptrdiff_t row = begin; row < end; row++) {
    for (ptrdiff_t k = 0; k < width; k++) {
      REAL *share = shares + row * width + k, *r = residual + row * width + k;
      if (k >= classes) {
        *share = *r = 0;
        continue;
      }
      REAL z = logits[row * width + k];
      REAL power = EXP(z > 0 ? -z : z);
      REAL gold = labels[row] == k ? 1 : 0;
      *share = z > 0 ? 1 / (1 + power) : power / (1 + power);
      loss += (double)weights[row] *
              ((double)LOG(1 + power) + (double)(z > 0 ? z : 0) - (double)(gold * z));
      *r = weights[row] * (*share - gold);
    }
  }
  return loss;
}

static void NAME(logistic_curvature)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *shares, ptrdiff_t width, const REAL *weights,
    REAL *changes) {
  for (ptrdiff_t row = begin; row < end; row++)
    for (ptrdiff_t i = row * width; i < (row + 1) * width; i++)
      changes[i] *= weights[row] * shares[i] * (1 - shares[i]);
}

static void NAME(curvatures)(
    ptrdiff_t begin, ptrdiff_t end, const REAL *shares, ptrdiff_t width, const REAL *weights,
    REAL *result) {
  for (ptrdiff_t row = begin; row < end; row++)
    for (ptrdiff_t i = row * width; i < (row + 1) * width; i++)
      result[i] = weights[row] * shares[i] * (1 - shares[i]);
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
    NAME(sparse),          NAME(sparse_squared),   NAME(dense_forward),
    NAME(dense_backward),  NAME(dense_backward_squared), NAME(softmax),
    NAME(softmax_curvature), NAME(logistic),       NAME(logistic_curvature),
    NAME(curvatures),      NAME(dot),              NAME(advance),
    NAME(extend),          NAME(add),
};

#undef VECTOR
#undef SPARSE_LOOP
#undef PLAIN
#undef SQUARED
#undef DENSE_BACKWARD
#undef REAL
#undef TABLE
#undef NAME
#undef EXP
#undef LOG
