#include <cublasLt.h>
void fail();

void narrow(cublasLtMatmulPreference_t preference) {
  int limit = 32 << 20;
  if (cublasLtMatmulPreferenceSetAttribute(
          preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit,
          sizeof(limit)))
    fail();
}

void endless(cublasLtMatmulPreference_t preference) {
  size_t limit = ~size_t(0);
  if (cublasLtMatmulPreferenceSetAttribute(
          preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
          &limit, sizeof(limit)))
    fail();
}
