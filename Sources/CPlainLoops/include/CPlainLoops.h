// The loops that anyone would write first, for the benchmark to measure the kernels by.
#pragma once
#include <stddef.h>
#include <stdint.h>

// result[i] = sum of value * narrow[index] over line i; `width` numbers a row.
void plain_sparse(
    ptrdiff_t lines, const ptrdiff_t *offsets, const uint32_t *indices, const float *values,
    const float *narrow, ptrdiff_t width, float *result);

// result[index] += value * narrow[i] for every index of line i.
void plain_scatter(
    ptrdiff_t lines, const ptrdiff_t *offsets, const uint32_t *indices, const float *values,
    const float *narrow, ptrdiff_t width, float *result);

// result = matrix * weights^T, then gradient += result^T * matrix; weights is classes x columns.
void plain_dense(
    ptrdiff_t rows, ptrdiff_t columns, const float *matrix, const float *weights,
    ptrdiff_t classes, float *result, float *gradient);

// Reads memory as fast as it comes.
uint64_t plain_read(ptrdiff_t words, const uint64_t *memory);
