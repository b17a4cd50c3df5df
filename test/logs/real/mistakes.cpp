// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Makes one mistake in its use of cuBLASLt, the one that its argument names,
// so that the library's own log of that mistake can be recorded
// (record-logs.sh). Statuses go to standard output, as a program prints them.

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <cublasLt.h>
#include <cuda_runtime.h>
#include <map>
#include <string>
#include <vector>

namespace {

/// A matmul with everything that a mistake changes. The default is right.
struct Gemm {
  int64_t M = 256, N = 256, K = 256;
  cudaDataType_t TypeAB = CUDA_R_16BF, TypeC = CUDA_R_16BF, TypeD = CUDA_R_16BF;
  cublasComputeType_t Compute = CUBLAS_COMPUTE_32F;
  cudaDataType_t Scale = CUDA_R_32F;
  cublasOperation_t TransA = CUBLAS_OP_N, TransB = CUBLAS_OP_N;
  int64_t LdA = 0, RowsB = 0, LdD = 0; // 0: as the shape asks for
  int BatchA = 1, Batch = 1;
  bool HasStrideD = true;
  uint64_t Limit = 32 << 20;
  bool SetsLimit = true;
  bool NullAlgorithm = false, NullWorkspace = false;
  int OffsetA = 0, OffsetWorkspace = 0;
  size_t WorkspaceSize = 32 << 20;
  bool GoesOnAfterFailure = false;
  cublasLtEpilogue_t Epilogue = CUBLASLT_EPILOGUE_DEFAULT;
  bool FastAccumulation = false;
  bool InPlace = false;
  bool KeepsObjects = false;
};

cublasLtHandle_t Handle;
char *Device; ///< 512 MiB, aligned as cudaMalloc does

template <typename T>
void set(cublasLtMatmulDesc_t Desc, cublasLtMatmulDescAttributes_t Name,
         T Value) {
  cublasLtMatmulDescSetAttribute(Desc, Name, &Value, sizeof(Value));
}

void say(const char *Call, cublasStatus_t Status) {
  if (Status != CUBLAS_STATUS_SUCCESS)
    std::printf("%s: %s\n", Call, cublasLtGetStatusName(Status));
}

cublasLtMatrixLayout_t layout(cudaDataType_t Type, int64_t Rows, int64_t Cols,
                              int64_t Ld, int Batch, bool HasStride = true) {
  cublasLtMatrixLayout_t L;
  cublasLtMatrixLayoutCreate(&L, Type, Rows, Cols, Ld);
  if (Batch > 1) {
    int64_t Stride = HasStride ? Ld * Cols : 0;
    cublasLtMatrixLayoutSetAttribute(L, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT,
                                     &Batch, sizeof(Batch));
    cublasLtMatrixLayoutSetAttribute(
        L, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &Stride,
        sizeof(Stride));
  }
  return L;
}

cublasStatus_t run(const Gemm &G) {
  cublasLtMatmulDesc_t Desc;
  cublasLtMatmulDescCreate(&Desc, G.Compute, G.Scale);
  set(Desc, CUBLASLT_MATMUL_DESC_TRANSA, G.TransA);
  set(Desc, CUBLASLT_MATMUL_DESC_TRANSB, G.TransB);
  if (G.Epilogue != CUBLASLT_EPILOGUE_DEFAULT)
    set(Desc, CUBLASLT_MATMUL_DESC_EPILOGUE, G.Epilogue);
  if (G.FastAccumulation)
    set(Desc, CUBLASLT_MATMUL_DESC_FAST_ACCUM, int8_t(1));
  int64_t RowsA = G.TransA == CUBLAS_OP_N ? G.M : G.K;
  int64_t ColsA = G.TransA == CUBLAS_OP_N ? G.K : G.M;
  int64_t RowsB = G.RowsB ? G.RowsB : G.TransB == CUBLAS_OP_N ? G.K : G.N;
  int64_t ColsB = G.TransB == CUBLAS_OP_N ? G.N : G.K;
  auto A = layout(G.TypeAB, RowsA, ColsA, G.LdA ? G.LdA : RowsA, G.BatchA);
  auto B = layout(G.TypeAB, RowsB, ColsB, RowsB, G.Batch);
  auto C = layout(G.TypeC, G.M, G.N, G.M, G.Batch);
  auto D =
      layout(G.TypeD, G.M, G.N, G.LdD ? G.LdD : G.M, G.Batch, G.HasStrideD);
  cublasLtMatmulPreference_t Preference;
  cublasLtMatmulPreferenceCreate(&Preference);
  if (G.SetsLimit)
    cublasLtMatmulPreferenceSetAttribute(
        Preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &G.Limit,
        sizeof(G.Limit));
  cublasLtMatmulHeuristicResult_t Result = {};
  int Count = 0;
  cublasStatus_t Status = CUBLAS_STATUS_SUCCESS;
  if (!G.NullAlgorithm) {
    Status = cublasLtMatmulAlgoGetHeuristic(Handle, Desc, A, B, C, D,
                                            Preference, 1, &Result, &Count);
    say("cublasLtMatmulAlgoGetHeuristic", Status);
  }
  if (Status == CUBLAS_STATUS_SUCCESS || G.GoesOnAfterFailure) {
    char *PointerC = Device + (128 << 20);
    char *PointerD = G.InPlace ? PointerC : Device + (192 << 20);
    char *Workspace = Device + (256 << 20) + G.OffsetWorkspace;
    // alpha and beta of any scale type: zero bytes are 0 in all of them
    double Alpha = 0, Beta = 0;
    Status = cublasLtMatmul(
        Handle, Desc, &Alpha, Device + G.OffsetA, A, Device + (64 << 20), B,
        &Beta, PointerC, C, PointerD, D,
        G.NullAlgorithm ? nullptr : &Result.algo,
        G.NullWorkspace ? nullptr : Workspace, G.WorkspaceSize, 0);
    say("cublasLtMatmul", Status);
  }
  cudaDeviceSynchronize();
  if (!G.KeepsObjects) {
    cublasLtMatmulPreferenceDestroy(Preference);
    cublasLtMatrixLayoutDestroy(A);
    cublasLtMatrixLayoutDestroy(B);
    cublasLtMatrixLayoutDestroy(C);
    cublasLtMatrixLayoutDestroy(D);
    cublasLtMatmulDescDestroy(Desc);
  }
  return Status;
}

Gemm gemm() { return Gemm(); }

using Mistake = void (*)();

const std::map<std::string, Mistake> Mistakes = {
    {"healthy",
     [] {
       for (int I = 0; I < 3; ++I)
         run(gemm());
     }},
    {"healthy-fp8",
     [] {
       Gemm G;
       G.TypeAB = CUDA_R_8F_E4M3;
       G.TransA = CUBLAS_OP_T;
       G.FastAccumulation = true;
       run(G);
     }},
    {"fp8-not-tn",
     [] {
       Gemm G;
       G.TypeAB = CUDA_R_8F_E4M3;
       run(G);
     }},
    {"result-of-failure-used",
     [] {
       Gemm G;
       G.TypeAB = CUDA_R_8F_E4M3;
       G.GoesOnAfterFailure = true;
       run(G);
     }},
    {"fp8-k",
     [] {
       Gemm G;
       G.TypeAB = CUDA_R_8F_E4M3;
       G.TransA = CUBLAS_OP_T;
       G.K = 250;
       run(G);
     }},
    {"attribute-size",
     [] {
       cublasLtMatmulPreference_t P;
       cublasLtMatmulPreferenceCreate(&P);
       int Limit = 32 << 20;
       say("cublasLtMatmulPreferenceSetAttribute",
           cublasLtMatmulPreferenceSetAttribute(
               P, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &Limit,
               sizeof(Limit)));
       cublasLtMatmulPreferenceDestroy(P);
     }},
    {"attribute-value",
     [] {
       Gemm G;
       G.TransA = static_cast<cublasOperation_t>(111);
       run(G);
     }},
    {"ld-below-rows",
     [] {
       Gemm G;
       G.LdA = 128;
       run(G);
     }},
    {"inner-dimensions",
     [] {
       Gemm G;
       G.RowsB = 512;
       run(G);
     }},
    {"batch-counts",
     [] {
       Gemm G;
       G.BatchA = 2;
       G.Batch = 3;
       run(G);
     }},
    {"batch-stride-zero",
     [] {
       Gemm G;
       G.BatchA = G.Batch = 2;
       G.HasStrideD = false;
       run(G);
     }},
    {"workspace-null",
     [] {
       Gemm G;
       G.NullWorkspace = true;
       run(G);
     }},
    {"workspace-misaligned",
     [] {
       Gemm G;
       G.OffsetWorkspace = 16;
       run(G);
     }},
    {"null-algorithm",
     [] {
       Gemm G;
       G.NullAlgorithm = true;
       run(G);
     }},
    {"null-algorithm-no-workspace",
     [] {
       Gemm G;
       G.NullAlgorithm = G.NullWorkspace = true;
       G.WorkspaceSize = 0;
       run(G);
     }},
    {"limit-size-max",
     [] {
       Gemm G;
       G.Limit = SIZE_MAX;
       run(G);
     }},
    {"limit-8-gib",
     [] {
       Gemm G;
       G.Limit = uint64_t(8) << 30;
       run(G);
     }},
    {"limit-unset",
     [] {
       Gemm G;
       G.SetsLimit = false;
       run(G);
     }},
    {"misaligned-pointer",
     [] {
       Gemm G;
       G.OffsetA = 2;
       run(G);
     }},
    {"type-combination",
     [] {
       Gemm G;
       G.TypeAB = CUDA_R_16F;
       G.TypeC = G.TypeD = CUDA_R_32F;
       G.Compute = CUBLAS_COMPUTE_16F;
       G.Scale = CUDA_R_16F;
       run(G);
     }},
    {"scale-type",
     [] {
       Gemm G;
       G.TypeAB = G.TypeC = G.TypeD = CUDA_R_16F;
       G.Scale = CUDA_R_16F;
       run(G);
     }},
    {"bias-without-pointer",
     [] {
       Gemm G;
       G.Epilogue = CUBLASLT_EPILOGUE_BIAS;
       run(G);
     }},
    {"fast-accumulation",
     [] {
       Gemm G;
       G.FastAccumulation = true;
       run(G);
     }},
    {"in-place",
     [] {
       Gemm G;
       G.InPlace = true;
       G.LdD = 512;
       run(G);
     }},
    {"growing-batch",
     [] {
       Gemm G;
       G.TypeAB = CUDA_R_8I; // int8 has no bf16 output
       for (int Batch = 8; Batch <= 512; Batch *= 2) {
         G.BatchA = G.Batch = Batch;
         if (run(G) == CUBLAS_STATUS_SUCCESS)
           break;
       }
     }},
    {"growing-workspace",
     [] {
       Gemm G;
       G.TypeAB = CUDA_R_8I;
       for (G.Limit = 1 << 20; G.Limit <= 64 << 20; G.Limit *= 4)
         if (run(G) == CUBLAS_STATUS_SUCCESS)
           break;
     }},
    {"used-after-destruction",
     [] {
       auto L = layout(CUDA_R_16BF, 256, 256, 256, 1);
       int Batch = 2;
       cublasLtMatrixLayoutSetAttribute(L, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT,
                                        &Batch, sizeof(Batch));
       cublasLtMatrixLayoutDestroy(L);
       cublasLtMatrixLayoutSetAttribute(L, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT,
                                        &Batch, sizeof(Batch));
     }},
    {"never-destroyed",
     [] {
       Gemm G;
       G.KeepsObjects = true;
       for (int I = 0; I < 40; ++I)
         run(G);
     }},
    {"same-heuristic",
     [] {
       for (int I = 0; I < 120; ++I)
         run(gemm());
     }},
    {"handle-per-call",
     [] {
       for (int I = 0; I < 40; ++I) {
         cublasLtHandle_t Own = Handle;
         cublasLtCreate(&Handle);
         run(gemm());
         cublasLtDestroy(Handle);
         Handle = Own;
       }
     }},
    {"other-problem",
     [] {
       // an algorithm of a bf16 problem for an fp32 one
       Gemm G;
       cublasLtMatmulDesc_t Desc;
       cublasLtMatmulDescCreate(&Desc, G.Compute, G.Scale);
       auto H = layout(CUDA_R_16BF, 256, 256, 256, 1);
       auto S = layout(CUDA_R_32F, 256, 256, 256, 1);
       cublasLtMatmulPreference_t P;
       cublasLtMatmulPreferenceCreate(&P);
       cublasLtMatmulPreferenceSetAttribute(
           P, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &G.Limit, 8);
       cublasLtMatmulHeuristicResult_t R = {};
       int Count = 0;
       cublasLtMatmulAlgoGetHeuristic(Handle, Desc, H, H, H, H, P, 1, &R,
                                      &Count);
       float Alpha = 1, Beta = 0;
       say("cublasLtMatmul",
           cublasLtMatmul(Handle, Desc, &Alpha, Device, S, Device + (64 << 20),
                          S, &Beta, Device + (128 << 20), S,
                          Device + (192 << 20), S, &R.algo,
                          Device + (256 << 20), 32 << 20, 0));
       cublasLtMatmulPreferenceDestroy(P);
       cublasLtMatrixLayoutDestroy(H);
       cublasLtMatrixLayoutDestroy(S);
       cublasLtMatmulDescDestroy(Desc);
     }},
};

} // namespace

int main(int argc, char **argv) {
  if (argc != 2 ||
      (!Mistakes.count(argv[1]) && std::strcmp(argv[1], "--list"))) {
    std::fprintf(stderr, "usage: mistakes --list | NAME\n");
    return 2;
  }
  if (!std::strcmp(argv[1], "--list")) {
    for (const auto &Entry : Mistakes)
      std::puts(Entry.first.c_str());
    return 0;
  }
  say("cublasLtCreate", cublasLtCreate(&Handle));
  cudaMalloc(&Device, 512 << 20);
  Mistakes.at(argv[1])();
  std::printf("last CUDA error: %s\n", cudaGetErrorName(cudaGetLastError()));
  return cublasLtDestroy(Handle);
}
