#include <cblas.h>

// LAPACK routines that libopenblas exports and its header does not declare. Matrices are
// column-major; `info` is 0, or the order of the first leading minor that is not positive.
void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
