//===-- HuntCall.cpp - a problem, told to the library ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/hunt/HuntCall.h"
#include "kb/KnowledgeBase.h"
#include "runtime-check/problem/Enumerators.h"
#include <cstring>
#include <unordered_map>

namespace cublaslt::runtime {

/// An attribute's number by its name, so that toolkits whose header lacks it
/// build this too.
static int numberOf(const char *Name) {
  static std::unordered_map<std::string, int> Known;
  auto [It, IsNew] = Known.emplace(Name, -1);
  if (IsNew)
    for (const kb::Api &Api : kb::KnowledgeBase::builtin().apis())
      if (const kb::Attribute *A = Api.attribute(Name))
        It->second = static_cast<int>(A->Number);
  return It->second;
}

std::string HuntMemory::allocate(const HuntLimits &Limits) {
  const uint64_t Room = 2 * GuardBytes + 8192;
  const uint64_t Input = static_cast<uint64_t>(Limits.MatrixBytes) + Room,
                 Result = static_cast<uint64_t>(Limits.ResultBytes) + Room;
  const std::pair<DeviceBuffer *, uint64_t> All[] = {
      {&Matrices[MatrixA], Input},
      {&Matrices[MatrixB], Input},
      {&Matrices[MatrixC], Result},
      {&Matrices[MatrixD], Result},
      {&Reference, 2 * Result},
      {&Workspace, static_cast<uint64_t>(WorkspaceBytes + WorkspaceGuard)},
      {&Bias, 4 << 20},
      {&Aux, Result},
      {&Scales[0], 4 << 20},
      {&Scales[1], 4 << 20},
      {&Scales[2], 4096},
      {&Scales[3], 4096},
      {&Scalars, 4096},
      {&Pointers, 4 * 65536 * sizeof(void *)},
      {&Counts, MostRuns * sizeof(HuntCount)}};
  for (auto &[Buffer, Bytes] : All)
    if (cudaError_t Error = Buffer->allocate(Bytes))
      return std::string("cudaMalloc of the hunt's memory: ") +
             cudaGetErrorName(Error);
  return "";
}

void *HuntMemory::region(const HuntProblem &P, int Matrix) const {
  if (Matrix == MatrixC && P.IsInPlace)
    Matrix = MatrixD;
  return Matrices[Matrix].get();
}

void *HuntMemory::element(const HuntProblem &P, int Matrix) const {
  return static_cast<char *>(region(P, Matrix)) + GuardBytes +
         P.Layouts[Matrix].Offset;
}

HuntCall::~HuntCall() {
  if (Descriptor)
    Lt.MatmulDescDestroy(Descriptor);
  if (Preference)
    Lt.MatmulPreferenceDestroy(Preference);
  for (cublasLtMatrixLayout_t Layout : Layouts)
    if (Layout)
      Lt.MatrixLayoutDestroy(Layout);
}

template <typename T>
void HuntCall::describeBy(const char *Attribute, const T &Value) {
  note(Lt.MatmulDescSetAttribute(
      Descriptor,
      static_cast<cublasLtMatmulDescAttributes_t>(numberOf(Attribute)), &Value,
      sizeof Value));
}

template <typename T>
void HuntCall::layoutBy(int Matrix, const char *Attribute, const T &Value) {
  note(Lt.MatrixLayoutSetAttribute(
      Layouts[Matrix],
      static_cast<cublasLtMatrixLayoutAttribute_t>(numberOf(Attribute)), &Value,
      sizeof Value));
}

void HuntCall::describeLayouts(const HuntProblem &P, cudaStream_t Stream) {
  std::vector<void *> Pointers;
  for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix) {
    const HuntLayout &L = P.Layouts[Matrix];
    Arguments[Matrix] = Memory.element(P, Matrix);
    note(Lt.MatrixLayoutCreate(
        &Layouts[Matrix], static_cast<cudaDataType_t>(huntTypeNumber(L.Type)),
        static_cast<uint64_t>(P.rows(Matrix)),
        static_cast<uint64_t>(P.cols(Matrix)), P.leadingDimension(Matrix)));
    if (First != CUBLAS_STATUS_SUCCESS)
      return;
    if (L.IsRowOrder)
      layoutBy(Matrix, "CUBLASLT_MATRIX_LAYOUT_ORDER",
               static_cast<int32_t>(CUBLASLT_ORDER_ROW));
    if (P.Batches == 1)
      continue;
    layoutBy(Matrix, "CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT",
             static_cast<int32_t>(P.Batches));
    if (!P.HasPointerArrays) {
      layoutBy(Matrix, "CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET",
               P.stride(Matrix));
      continue;
    }
    layoutBy(Matrix, "CUBLASLT_MATRIX_LAYOUT_BATCH_MODE", uint32_t(1));
    const int64_t Step = P.stride(Matrix) * huntElementBytes(L.Type);
    for (int64_t Batch = 0; Batch < P.Batches; ++Batch)
      Pointers.push_back(static_cast<char *>(Arguments[Matrix]) + Batch * Step);
    Arguments[Matrix] =
        static_cast<void **>(Memory.Pointers.get()) + Matrix * P.Batches;
  }
  if (!Pointers.empty())
    cudaMemcpyAsync(Memory.Pointers.get(), Pointers.data(),
                    Pointers.size() * sizeof(void *), cudaMemcpyHostToDevice,
                    Stream);
}

void HuntCall::describeEpilogue(const HuntProblem &P) {
  if (P.Epilogue == "DEFAULT")
    return;
  describeBy("CUBLASLT_MATMUL_DESC_EPILOGUE",
             static_cast<uint32_t>(
                 enumerator("CUBLASLT_EPILOGUE_" + P.Epilogue).value_or(1)));
  if (P.hasBias()) {
    const void *Bias = static_cast<char *>(Memory.Bias.get()) +
                       HuntMemory::GuardBytes + P.BiasOffset;
    describeBy("CUBLASLT_MATMUL_DESC_BIAS_POINTER", Bias);
    if (P.BiasType != P.Layouts[MatrixD].Type)
      describeBy("CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE",
                 static_cast<int32_t>(huntTypeNumber(P.BiasType)));
  }
  if (P.hasAux()) {
    const void *Aux =
        static_cast<char *>(Memory.Aux.get()) + HuntMemory::GuardBytes;
    describeBy("CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_POINTER", Aux);
    describeBy("CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD", P.auxLeadingDimension());
  }
}

void HuntCall::describeScales(const HuntProblem &P) {
  static const char *const Pointers[] = {
      "CUBLASLT_MATMUL_DESC_A_SCALE_POINTER",
      "CUBLASLT_MATMUL_DESC_B_SCALE_POINTER",
      "CUBLASLT_MATMUL_DESC_C_SCALE_POINTER",
      "CUBLASLT_MATMUL_DESC_D_SCALE_POINTER"};
  static const char *const Modes[] = {"CUBLASLT_MATMUL_DESC_A_SCALE_MODE",
                                      "CUBLASLT_MATMUL_DESC_B_SCALE_MODE"};
  const char Scales[] = {P.ScaleA, P.ScaleB, P.ScaleC, P.ScaleD};
  for (int I = 0; I < 4; ++I) {
    if (Scales[I] == '-')
      continue;
    const void *Scale = static_cast<char *>(Memory.Scales[I].get()) +
                        (Scales[I] == 'o' ? HuntMemory::GuardBytes
                         : I == 0         ? P.ScaleOffset
                                          : 0);
    describeBy(Pointers[I], Scale);
    if (Scales[I] == 'o' && I < 2)
      describeBy(Modes[I], int32_t(3)); // OUTER_VEC_32F
  }
  if (P.HasFastAccumulation)
    describeBy("CUBLASLT_MATMUL_DESC_FAST_ACCUM", int8_t(1));
}

/// \p Value in the scale type.
static void scalarBits(const std::string &Type, double Value,
                       unsigned char *Into) {
  auto Store = [&](auto Bits) { std::memcpy(Into, &Bits, sizeof Bits); };
  if (Type == "CUDA_R_64F" || Type == "CUDA_C_64F")
    return Store(Value);
  if (Type == "CUDA_R_32I")
    return Store(static_cast<int32_t>(Value));
  const float Single = static_cast<float>(Value);
  if (Type != "CUDA_R_16F")
    return Store(Single);
  // Only powers of two, and 0, come here: the exponent is all there is.
  uint32_t Bits = 0;
  std::memcpy(&Bits, &Single, sizeof Bits);
  const uint32_t Exponent = Bits >> 23 & 255;
  Store(static_cast<uint16_t>((Bits >> 16 & 0x8000) |
                              (Exponent ? (Exponent - 112) << 10 : 0)));
}

void HuntCall::describeScalars(const HuntProblem &P, cudaStream_t Stream) {
  scalarBits(P.Scale, P.Alpha, Scalars[0]);
  scalarBits(P.Scale, P.Beta, Scalars[1]);
  Alpha = Scalars[0];
  Beta = Scalars[1];
  if (!P.HasDeviceScalars)
    return;
  describeBy("CUBLASLT_MATMUL_DESC_POINTER_MODE",
             static_cast<int32_t>(CUBLASLT_POINTER_MODE_DEVICE));
  Alpha = Memory.Scalars.get();
  Beta = static_cast<const char *>(Alpha) + 16;
  cudaMemcpyAsync(Memory.Scalars.get(), Scalars, sizeof Scalars,
                  cudaMemcpyHostToDevice, Stream);
}

cublasStatus_t HuntCall::describe(const HuntProblem &P, cudaStream_t Stream) {
  note(Lt.MatmulDescCreate(
      &Descriptor,
      static_cast<cublasComputeType_t>(enumerator(P.Compute).value_or(-1)),
      static_cast<cudaDataType_t>(huntTypeNumber(P.Scale))));
  if (First != CUBLAS_STATUS_SUCCESS)
    return First;
  auto Op = [](char Letter) {
    return static_cast<int32_t>(Letter == 'N'   ? CUBLAS_OP_N
                                : Letter == 'T' ? CUBLAS_OP_T
                                                : CUBLAS_OP_C);
  };
  describeBy("CUBLASLT_MATMUL_DESC_TRANSA", Op(P.OpA));
  describeBy("CUBLASLT_MATMUL_DESC_TRANSB", Op(P.OpB));
  describeLayouts(P, Stream);
  describeEpilogue(P);
  describeScales(P);
  describeScalars(P, Stream);
  note(Lt.MatmulPreferenceCreate(&Preference));
  if (First != CUBLAS_STATUS_SUCCESS)
    return First;
  const uint64_t Limit = static_cast<uint64_t>(P.WorkspaceLimit);
  note(Lt.MatmulPreferenceSetAttribute(Preference,
                                       CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                                       &Limit, sizeof Limit));
  for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix) {
    const auto Alignment = static_cast<uint32_t>(P.addressAlignment(Matrix));
    const int Attribute =
        numberOf("CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES") + Matrix;
    if (Alignment < 256)
      note(Lt.MatmulPreferenceSetAttribute(
          Preference,
          static_cast<cublasLtMatmulPreferenceAttributes_t>(Attribute),
          &Alignment, sizeof Alignment));
  }
  return First;
}

cublasStatus_t
HuntCall::heuristic(std::vector<cublasLtMatmulHeuristicResult_t> &Into) {
  Into.resize(8);
  int Count = 0;
  const cublasStatus_t Status = Lt.MatmulAlgoGetHeuristic(
      Handle, Descriptor, Layouts[0], Layouts[1], Layouts[2], Layouts[3],
      Preference, static_cast<int>(Into.size()), Into.data(), &Count);
  Into.resize(Status == CUBLAS_STATUS_SUCCESS ? static_cast<size_t>(Count) : 0);
  return Status;
}

/// Calls \p See with each attribute of a configuration and its field.
template <typename Config, typename Visitor>
static void forAttributes(Config &C, Visitor See) {
  See(CUBLASLT_ALGO_CONFIG_ID, C.Id, 4);
  See(CUBLASLT_ALGO_CONFIG_TILE_ID, C.Tile, 4);
  See(CUBLASLT_ALGO_CONFIG_SPLITK_NUM, C.SplitK, 4);
  See(CUBLASLT_ALGO_CONFIG_REDUCTION_SCHEME, C.Reduction, 4);
  See(CUBLASLT_ALGO_CONFIG_CTA_SWIZZLING, C.Swizzle, 4);
  See(CUBLASLT_ALGO_CONFIG_CUSTOM_OPTION, C.Custom, 4);
  See(CUBLASLT_ALGO_CONFIG_STAGES_ID, C.Stages, 4);
#if CUDART_VERSION >= 11080
  See(CUBLASLT_ALGO_CONFIG_INNER_SHAPE_ID, C.Inner, 2);
  See(CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID, C.Cluster, 2);
#endif
}

HuntConfig HuntCall::configOf(const cublasLtMatmulAlgo_t &Algorithm) const {
  HuntConfig C;
  forAttributes(C, [&](cublasLtMatmulAlgoConfigAttributes_t Attribute,
                       int64_t &Field, size_t Bytes) {
    uint32_t Value = 0;
    size_t Written = 0;
    Lt.MatmulAlgoConfigGetAttribute(&Algorithm, Attribute, &Value, Bytes,
                                    &Written);
    Field = Value;
  });
  return C;
}

cublasStatus_t HuntCall::algorithmOf(const HuntProblem &P, const HuntConfig &C,
                                     cublasLtMatmulHeuristicResult_t &Into) {
  Into = {};
  auto Type = [&](int Matrix) {
    return static_cast<cudaDataType_t>(huntTypeNumber(P.Layouts[Matrix].Type));
  };
  cublasStatus_t Status = Lt.MatmulAlgoInit(
      Handle,
      static_cast<cublasComputeType_t>(enumerator(P.Compute).value_or(-1)),
      static_cast<cudaDataType_t>(huntTypeNumber(P.Scale)), Type(0), Type(1),
      Type(2), Type(3), static_cast<int>(C.Id), &Into.algo);
  forAttributes(C, [&](cublasLtMatmulAlgoConfigAttributes_t Attribute,
                       const int64_t &Field, size_t Bytes) {
    if (Status != CUBLAS_STATUS_SUCCESS || Attribute == CUBLASLT_ALGO_CONFIG_ID)
      return;
    const auto Value = static_cast<uint32_t>(Field);
    Status =
        Lt.MatmulAlgoConfigSetAttribute(&Into.algo, Attribute, &Value, Bytes);
  });
  if (Status != CUBLAS_STATUS_SUCCESS)
    return Status;
  const cublasLtMatmulAlgo_t Own = Into.algo;
  Status = Lt.MatmulAlgoCheck(Handle, Descriptor, Layouts[0], Layouts[1],
                              Layouts[2], Layouts[3], &Own, &Into);
  Into.algo = Own;
  return Status == CUBLAS_STATUS_SUCCESS ? Into.state : Status;
}

cublasStatus_t
HuntCall::matmul(const cublasLtMatmulHeuristicResult_t &Algorithm,
                 cudaStream_t Stream) {
  return Lt.Matmul(Handle, Descriptor, Alpha, Arguments[0], Layouts[0],
                   Arguments[1], Layouts[1], Beta, Arguments[2], Layouts[2],
                   Arguments[3], Layouts[3], &Algorithm.algo,
                   Algorithm.workspaceSize ? Memory.Workspace.get() : nullptr,
                   Algorithm.workspaceSize, Stream);
}

} // namespace cublaslt::runtime
