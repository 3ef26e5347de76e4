// The few routines of OpenBLAS that the linear models call, found when they are first needed.
//
// The library is not linked: it starts threads as soon as it is loaded, which took a third of the
// time of a short run, and a run that only applies models needs none of it.
#pragma once

typedef struct COpenBLAS {
  // The arguments are those of the reference interface; enumerations are its numbers.
  void (*ssyrk)(
      int order, int triangle, int transposition, int n, int k, float alpha, const float *a,
      int lda, float beta, float *c, int ldc);
  void (*dsyrk)(
      int order, int triangle, int transposition, int n, int k, double alpha, const double *a,
      int lda, double beta, double *c, int ldc);
  void (*strsm)(
      int order, int side, int triangle, int transposition, int diagonal, int m, int n, float alpha,
      const float *a, int lda, float *b, int ldb);
  void (*dtrsm)(
      int order, int side, int triangle, int transposition, int diagonal, int m, int n,
      double alpha, const double *a, int lda, double *b, int ldb);
  // Column-major; `info` is 0, or the order of the first leading minor that is not positive.
  void (*spotrf)(const char *triangle, const int *n, float *a, const int *lda, int *info);
  void (*dpotrf)(const char *triangle, const int *n, double *a, const int *lda, int *info);
} COpenBLAS;

// The numbers of the enumerations.
enum {
  COpenBLASRowMajor = 101,
  COpenBLASColumnMajor = 102,
  COpenBLASNoTranspose = 111,
  COpenBLASTranspose = 112,
  COpenBLASUpper = 121,
  COpenBLASLower = 122,
  COpenBLASNonUnit = 131,
  COpenBLASLeft = 141,
};

// Loads the library and holds it to one thread. Returns 0 when it is not installed or lacks a
// routine. To be called once.
int copenblas_load(COpenBLAS *routines);
