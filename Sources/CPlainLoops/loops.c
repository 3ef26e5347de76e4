#include "CPlainLoops.h"

void plain_sparse(
    ptrdiff_t lines, const ptrdiff_t *offsets, const uint32_t *indices, const float *values,
    const float *narrow, ptrdiff_t width, float *result) {
  for (ptrdiff_t i = 0; i < lines; i++) {
    for (ptrdiff_t k = 0; k < width; k++) result[i * width + k] = 0;
    for (ptrdiff_t p = offsets[i]; p < offsets[i + 1]; p++)
      for (ptrdiff_t k = 0; k < width; k++)
        result[i * width + k] += values[p] * narrow[indices[p] * width + k];
  }
}

void plain_scatter(
    ptrdiff_t lines, const ptrdiff_t *offsets, const uint32_t *indices, const float *values,
    const float *narrow, ptrdiff_t width, float *result) {
  for (ptrdiff_t i = 0; i < lines; i++)
    for (ptrdiff_t p = offsets[i]; p < offsets[i + 1]; p++)
      for (ptrdiff_t k = 0; k < width; k++)
        result[indices[p] * width + k] += values[p] * narrow[i * width + k];
}

void plain_dense(
    ptrdiff_t rows, ptrdiff_t columns, const float *matrix, const float *weights,
    ptrdiff_t classes, float *result, float *gradient) {
  for (ptrdiff_t i = 0; i < rows; i++)
    for (ptrdiff_t k = 0; k < classes; k++) {
      float sum = 0;
      for (ptrdiff_t j = 0; j < columns; j++)
        sum += matrix[i * columns + j] * weights[k * columns + j];
      result[i * classes + k] = sum;
    }
  for (ptrdiff_t i = 0; i < rows; i++)
    for (ptrdiff_t k = 0; k < classes; k++)
      for (ptrdiff_t j = 0; j < columns; j++)
        gradient[k * columns + j] += result[i * classes + k] * matrix[i * columns + j];
}

uint64_t plain_read(ptrdiff_t words, const uint64_t *memory) {
  uint64_t a = 0, b = 0, c = 0, d = 0;
  ptrdiff_t i = 0;
  for (; i + 32 <= words; i += 32)
    for (int j = 0; j < 32; j += 4) {
      a ^= memory[i + j];
      b ^= memory[i + j + 1];
      c ^= memory[i + j + 2];
      d ^= memory[i + j + 3];
    }
  for (; i < words; i++) a ^= memory[i];
  return a ^ b ^ c ^ d;
}
