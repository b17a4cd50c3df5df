//===-- HuntProgram.cpp - a finding as a program --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/HuntFiles.h"

namespace cublaslt::runtime {

// What every program has; its numbers stand above it.
static const char Body[] = R"(
#define MUST(call) do { int s = int(call); if (s) { printf("%s: status %d\n", #call, s); return 3; } } while (0)

struct Matrix { cudaDataType_t type; bool byRows; long rows, cols, ld, stride, offset; bool transposed; };
static const long guard = 4096;

static int bytesOf(cudaDataType_t t) {
  switch (int(t)) {
  case 3: case 8: case 28: case 29: return 1;
  case 2: case 14: case 7: return 2;
  case 0: case 10: case 6: case 15: return 4;
  case 1: case 4: return 8;
  default: return 16;
  }
}
static bool isComplex(cudaDataType_t t) { return (t >= 4 && t <= 7) || t == 15; }

static void store(unsigned char *to, cudaDataType_t t, double v) {
  switch (int(t)) {
  case 0: case 4: { float f = float(v); memcpy(to, &f, 4); return; }
  case 1: case 5: memcpy(to, &v, 8); return;
  case 2: case 6: { __half h(float(v) + 0.0f); memcpy(to, &h, 2); return; }
  case 14: case 15: { __nv_bfloat16 h(float(v) + 0.0f); memcpy(to, &h, 2); return; }
  case 10: { int i = int(v); memcpy(to, &i, 4); return; }
  case 28: *to = __nv_cvt_float_to_fp8(float(v), __NV_SATFINITE, __NV_E4M3); return;
  case 29: *to = __nv_cvt_float_to_fp8(float(v), __NV_SATFINITE, __NV_E5M2); return;
  default: *to = static_cast<unsigned char>(static_cast<signed char>(v));
  }
}
static double load(const unsigned char *at, cudaDataType_t t) {
  switch (int(t)) {
  case 0: case 4: { float f; memcpy(&f, at, 4); return f; }
  case 1: case 5: { double f; memcpy(&f, at, 8); return f; }
  case 2: case 6: { __half h; memcpy(&h, at, 2); return float(h); }
  case 14: case 15: { __nv_bfloat16 h; memcpy(&h, at, 2); return float(h); }
  case 10: { int i; memcpy(&i, at, 4); return i; }
  case 28: return float(__half(__nv_cvt_fp8_to_halfraw(*at, __NV_E4M3)));
  case 29: return float(__half(__nv_cvt_fp8_to_halfraw(*at, __NV_E5M2)));
  default: return static_cast<signed char>(*at);
  }
}

// -1 or 1 from the indices; op(A) is zero but for some columns, the last ones among them.
static double sign(unsigned seed, long i, long j, long batch) {
  unsigned h = seed * 2654435761u ^ unsigned(i) * 2246822519u ^ unsigned(j) * 3266489917u ^ unsigned(batch) * 668265263u;
  h = (h ^ (h >> 15)) * 2146121005u;
  return (h >> 13) & 1 ? 1 : -1;
}
static bool used(long k) { return k < 4 || k >= K - 16 || k % (K / 16 + 1) == 0; }
static std::complex<double> value(int which, long i, long j, long batch, bool complex) {
  if (which == 0 && !used(j)) return 0;
  return {sign(2 * which, i, j, batch), complex ? sign(2 * which + 1, i, j, batch) : 0};
}

static size_t slots(const Matrix &x) { return size_t(x.stride * (batches - 1) + x.ld * (x.byRows ? x.rows : x.cols)); }
static size_t at(const Matrix &x, long row, long col, long batch) {
  return size_t(guard + x.offset) + size_t(batch * x.stride + (x.byRows ? row * x.ld + col : col * x.ld + row)) * size_t(bytesOf(x.type));
}
static std::vector<unsigned char> filled(const Matrix &x, int which) {
  const int size = bytesOf(x.type), parts = isComplex(x.type) ? 2 : 1;
  std::vector<unsigned char> bytes(2 * guard + x.offset + slots(x) * size, poison);
  if (which >= 0)
    for (long batch = 0; batch < (x.stride ? batches : 1); ++batch)
      for (long row = 0; row < x.rows; ++row)
        for (long col = 0; col < x.cols; ++col) {
          const std::complex<double> v = value(which, x.transposed ? col : row, x.transposed ? row : col, batch, parts == 2);
          store(&bytes[at(x, row, col, batch)], x.type, v.real());
          if (parts == 2) store(&bytes[at(x, row, col, batch) + size / 2], x.type, v.imag());
        }
  return bytes;
}

int main() {
  cublasLtHandle_t handle;
  MUST(cublasLtCreate(&handle));
  printf("cuBLASLt %zu\n", cublasLtGetVersion());
  cublasLtMatmulDesc_t desc;
  MUST(cublasLtMatmulDescCreate(&desc, compute, scale));
  auto set = [&](int attribute, const void *v, size_t size) {
    return cublasLtMatmulDescSetAttribute(desc, cublasLtMatmulDescAttributes_t(attribute), v, size);
  };
  MUST(set(CUBLASLT_MATMUL_DESC_TRANSA, &opA, sizeof opA));
  MUST(set(CUBLASLT_MATMUL_DESC_TRANSB, &opB, sizeof opB));
  MUST(set(CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof epilogue));

  cublasLtMatrixLayout_t layouts[4];
  unsigned char *memory[4];
  for (int i = 0; i < 4; ++i) {
    const Matrix &x = matrices[i];
    MUST(cublasLtMatrixLayoutCreate(&layouts[i], x.type, x.rows, x.cols, x.ld));
    const int order = x.byRows ? CUBLASLT_ORDER_ROW : CUBLASLT_ORDER_COL, count = int(batches);
    const long long stride = x.stride;
    MUST(cublasLtMatrixLayoutSetAttribute(layouts[i], CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof order));
    MUST(cublasLtMatrixLayoutSetAttribute(layouts[i], CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof count));
    const unsigned batchMode = 1; // CUBLASLT_BATCH_MODE_POINTER_ARRAY, since 12.9
    if (pointerArrays)
      MUST(cublasLtMatrixLayoutSetAttribute(layouts[i], cublasLtMatrixLayoutAttribute_t(8), &batchMode, sizeof batchMode));
    else
      MUST(cublasLtMatrixLayoutSetAttribute(layouts[i], CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof stride));
    const std::vector<unsigned char> bytes = filled(x, i == 3 && !inPlace ? -1 : i == 3 ? 2 : i);
    if (i == 2 && inPlace) continue;
    MUST(cudaMalloc(&memory[i], bytes.size()));
    MUST(cudaMemcpy(memory[i], bytes.data(), bytes.size(), cudaMemcpyHostToDevice));
  }
  if (inPlace) memory[2] = memory[3];
  void *arguments[4];
  for (int i = 0; i < 4; ++i) {
    arguments[i] = memory[i] + guard + matrices[i].offset;
    if (!pointerArrays) continue;
    std::vector<void *> all;
    for (long batch = 0; batch < batches; ++batch) all.push_back(memory[i] + at(matrices[i], 0, 0, batch));
    MUST(cudaMalloc(&arguments[i], all.size() * sizeof(void *)));
    MUST(cudaMemcpy(arguments[i], all.data(), all.size() * sizeof(void *), cudaMemcpyHostToDevice));
  }
  // Scales of one: a number, or one for each row or column.
  const cublasLtMatmulDescAttributes_t scalePointers[] = {
      CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, CUBLASLT_MATMUL_DESC_B_SCALE_POINTER,
      CUBLASLT_MATMUL_DESC_C_SCALE_POINTER, CUBLASLT_MATMUL_DESC_D_SCALE_POINTER};
  for (int i = 0; i < 4; ++i) {
    if (scaleModes[i] == '-') continue;
    const std::vector<float> ones(size_t(M + N + scaleOffset), 1.0f);
    void *scales;
    MUST(cudaMalloc(&scales, ones.size() * sizeof(float)));
    MUST(cudaMemcpy(scales, ones.data(), ones.size() * sizeof(float), cudaMemcpyHostToDevice));
    if (i == 0) scales = static_cast<char *>(scales) + scaleOffset;
    MUST(set(scalePointers[i], &scales, sizeof scales));
    const int outerVector = 3; // CUBLASLT_MATMUL_MATRIX_SCALE_OUTER_VEC_32F, since 12.9
    if (scaleModes[i] == 'o') MUST(set(31 + i, &outerVector, sizeof outerVector));
  }
  const signed char fast = 1;
  if (fastAccumulation) MUST(set(CUBLASLT_MATMUL_DESC_FAST_ACCUM, &fast, sizeof fast));
  unsigned char *bias = nullptr;
  void *aux = nullptr, *workspace = nullptr;
  MUST(cudaMalloc(&bias, M * 8 + 4096));
  MUST(cudaMemset(bias, 0, M * 8 + 4096));
  bias += biasOffset;
  MUST(cudaMalloc(&aux, auxLd * N * 16));
  MUST(cudaMemset(aux, 0, auxLd * N * 16));
  if (hasBias) MUST(set(CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias, sizeof bias));
  if (hasBias) MUST(set(CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE, &biasType, sizeof biasType));
  if (hasAux) MUST(set(CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_POINTER, &aux, sizeof aux));
  if (hasAux) MUST(set(CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD, &auxLd, sizeof auxLd));

  cublasLtMatmulHeuristicResult_t algorithm = {};
  MUST(cublasLtMatmulAlgoInit(handle, compute, scale, matrices[0].type, matrices[1].type, matrices[2].type,
                              matrices[3].type, algorithmId, &algorithm.algo));
  for (auto &a : attributes)
    MUST(cublasLtMatmulAlgoConfigSetAttribute(&algorithm.algo, cublasLtMatmulAlgoConfigAttributes_t(a[0]), &a[1], size_t(a[2])));
  const cublasLtMatmulAlgo_t own = algorithm.algo;
  MUST(cublasLtMatmulAlgoCheck(handle, desc, layouts[0], layouts[1], layouts[2], layouts[3], &own, &algorithm));
  MUST(cudaMalloc(&workspace, algorithm.workspaceSize + 256));
  unsigned char scalars[2][16] = {};
  store(scalars[0], scale, alpha);
  store(scalars[1], scale, beta);
  unsigned char *alphaAt = scalars[0];
  if (deviceScalars) {
    const int onDevice = CUBLASLT_POINTER_MODE_DEVICE;
    MUST(set(CUBLASLT_MATMUL_DESC_POINTER_MODE, &onDevice, sizeof onDevice));
    MUST(cudaMalloc(&alphaAt, sizeof scalars));
    MUST(cudaMemcpy(alphaAt, scalars, sizeof scalars, cudaMemcpyHostToDevice));
  }
  MUST(cudaDeviceSynchronize());
  const int status = cublasLtMatmul(handle, desc, alphaAt, arguments[0], layouts[0], arguments[1], layouts[1], alphaAt + 16,
                                    arguments[2], layouts[2], arguments[3], layouts[3], &own, workspace,
                                    algorithm.workspaceSize, nullptr);
  const cudaError_t end = cudaDeviceSynchronize();
  if (status || end) {
    printf("DEFECT: cublasLtMatmul gave %d, then the device %s\n", status, cudaGetErrorName(end));
    return 1;
  }
  if (!isCompared) { printf("done; this epilogue is not compared here\n"); return 0; }

  const Matrix &d = matrices[3];
  std::vector<unsigned char> seen(2 * guard + d.offset + slots(d) * bytesOf(d.type));
  MUST(cudaMemcpy(seen.data(), memory[3], seen.size(), cudaMemcpyDeviceToHost));
  const bool complex = isComplex(d.type);
  long wrong = 0;
  for (long batch = 0; batch < batches; ++batch)
    for (long n = 0; n < N; ++n)
      for (long m = 0; m < M; ++m) {
        std::complex<double> sum = 0;
        for (long k = 0; k < K; ++k) {
          if (!used(k)) continue;
          std::complex<double> a = value(0, m, k, matrices[0].stride ? batch : 0, complex), b = value(1, k, n, matrices[1].stride ? batch : 0, complex);
          sum += (opA == CUBLAS_OP_C ? conj(a) : a) * (opB == CUBLAS_OP_C ? conj(b) : b);
        }
        sum *= alpha;
        if (beta != 0) sum += beta * value(2, m, n, matrices[2].stride ? batch : 0, complex);
        if (isRelu && sum.real() < 0) sum = 0;
        const unsigned char *p = &seen[at(d, m, n, batch)];
        const double real = load(p, d.type), imaginary = complex ? load(p + bytesOf(d.type) / 2, d.type) : 0;
        const double bound = bytesOf(d.type) == 1 && int(d.type) != 3 ? 0.13 * std::abs(sum) : 1e-3 + 0.005 * std::abs(sum);
        if (std::abs(sum - std::complex<double>(real, imaginary)) <= bound) continue;
        if (!wrong++) printf("row %ld, column %ld, batch %ld: %g came, %g was due\n", m, n, batch, real, sum.real());
      }
  printf(wrong ? "DEFECT: %ld of %ld elements are wrong\n" : "right: %ld of %ld elements are wrong\n", wrong, M * N * batches);
  return wrong != 0;
}
)";

std::string huntProgram(const HuntFinding &F, const DeviceFacts &Facts) {
  const HuntFailure &Small = F.Small.Failure;
  const auto P = huntProblemFrom(Small.Problem);
  const auto C = huntConfigFrom(Small.Config);
  if (!P || !C)
    return "";
  std::string Text =
      "// Written by cublaslt-doctor hunt on " + Facts.Device + ", " +
      Facts.Library + ".\n// " + findingForPeople(F) +
      "\n// Build: nvcc -std=c++17 FILE -lcublasLt; 1 means that the defect "
      "is there.\n";
  auto Line = [&](const std::string &L) { Text += L + "\n"; };
  for (const char *Header :
       {"complex", "cstdio", "cstring", "cublasLt.h", "cuda_bf16.h",
        "cuda_fp16.h", "cuda_fp8.h", "cuda_runtime.h", "vector"})
    Line(std::string("#include <") + Header + ">");
  auto Number = [](int64_t V) { return std::to_string(V); };
  auto Real = [](double V) {
    char Buffer[32];
    std::snprintf(Buffer, sizeof Buffer, "%g", V);
    return std::string(Buffer);
  };
  Line("\nstatic const long M = " + Number(P->M) + ", N = " + Number(P->N) +
       ", K = " + Number(P->K) + ", batches = " + Number(P->Batches) + ";");
  Line("static const cublasComputeType_t compute = " + P->Compute + ";");
  Line("static const cudaDataType_t scale = " + P->Scale + ", biasType = " +
       (P->BiasType.empty() ? P->Scale : P->BiasType) + ";");
  Line(std::string("static const cublasOperation_t opA = CUBLAS_OP_") +
       P->OpA + ", opB = CUBLAS_OP_" + P->OpB + ";");
  Line("static const cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_" +
       P->Epilogue + ";");
  auto Flag = [&](const char *Name, bool V) {
    Line(std::string("static const bool ") + Name + " = " +
         (V ? "true;" : "false;"));
  };
  Flag("inPlace", P->IsInPlace);
  Flag("pointerArrays", P->HasPointerArrays && P->Batches > 1);
  Flag("deviceScalars", P->HasDeviceScalars);
  Flag("fastAccumulation", P->HasFastAccumulation);
  Flag("hasBias", P->hasBias());
  Flag("hasAux", P->hasAux());
  Flag("isRelu", P->activation() == ReluActivation);
  Flag("isCompared", P->activation() == NoActivation ||
                         P->activation() == ReluActivation);
  Line(std::string("static const char scaleModes[] = {'") + P->ScaleA + "', '" +
       P->ScaleB + "', '" + P->ScaleC + "', '" + P->ScaleD + "'};");
  Line("static const long long biasOffset = " + Number(P->BiasOffset) +
       ", scaleOffset = " + Number(P->ScaleOffset) + ", auxLd = " + Number(P->auxLeadingDimension()) + ";");
  Line("static const double alpha = " + Real(P->Alpha) + ", beta = " +
       Real(P->Beta) + ";");
  Line("static const unsigned char poison = " +
       std::string(P->Layouts[MatrixD].Type.find('I') != std::string::npos
                       ? "0x7f;"
                       : "0xff;"));
  Line("static const int algorithmId = " + Number(C->Id) + ";");
  // Number of the attribute, value, bytes.
  const std::pair<int, int64_t> Attributes[] = {
      {1, C->Tile},   {2, C->SplitK}, {3, C->Reduction}, {4, C->Swizzle},
      {5, C->Custom}, {6, C->Stages}, {7, C->Inner},     {8, C->Cluster}};
  std::string List;
  for (const auto &[Which, V] : Attributes)
    List += (List.empty() ? "{" : ", {") + Number(Which) + ", " + Number(V) +
            (Which >= 7 ? ", 2}" : ", 4}");
  Line("static const unsigned attributes[][3] = {" + List + "};");
  std::string Program = Body;
  std::string Matrices = "static const Matrix matrices[] = {\n";
  for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix) {
    const HuntLayout &L = P->Layouts[Matrix];
    const bool IsTransposed = (Matrix == MatrixA && P->OpA != 'N') ||
                              (Matrix == MatrixB && P->OpB != 'N');
    Matrices += "    {" + L.Type + (L.IsRowOrder ? ", true, " : ", false, ") +
                Number(P->rows(Matrix)) + ", " + Number(P->cols(Matrix)) +
                ", " + Number(P->leadingDimension(Matrix)) + ", " +
                Number(P->stride(Matrix)) + ", " + Number(L.Offset) +
                (IsTransposed ? ", true},\n" : ", false},\n");
  }
  Matrices += "};\n";
  const size_t At = Program.find("static const long guard");
  Program.insert(At, Matrices);
  return Text + Program;
}

} // namespace cublaslt::runtime
