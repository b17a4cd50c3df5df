//===-- DescriptorLeak.cpp - objects never destroyed, or twice
//-------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/DescriptorLeak.h"
#include "runtime-check/device/DeviceRun.h"
#include <fstream>
#include <unistd.h>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

/// Bytes of this process that are in memory.
uint64_t runtime::residentBytes() {
  std::ifstream Sizes("/proc/self/statm");
  uint64_t Total = 0, Resident = 0;
  Sizes >> Total >> Resident;
  return Resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

static bool createOnce(RunRecorder &R, bool Destroys) {
  cublasLtMatmulDesc_t Descriptor = nullptr;
  cublasLtMatrixLayout_t Layout = nullptr;
  cublasLtMatmulPreference_t Preference = nullptr;
  if (!R.expect(
          "cublasLtMatmulDescCreate",
          R.Lt.MatmulDescCreate(&Descriptor, CUBLAS_COMPUTE_32F, CUDA_R_32F)) ||
      !R.expect("cublasLtMatrixLayoutCreate",
                R.Lt.MatrixLayoutCreate(&Layout, CUDA_R_16F, 256, 256, 256)) ||
      !R.expect("cublasLtMatmulPreferenceCreate",
                R.Lt.MatmulPreferenceCreate(&Preference)))
    return false;
  return !Destroys || (R.expect("cublasLtMatmulPreferenceDestroy",
                                R.Lt.MatmulPreferenceDestroy(Preference)) &&
                       R.expect("cublasLtMatrixLayoutDestroy",
                                R.Lt.MatrixLayoutDestroy(Layout)) &&
                       R.expect("cublasLtMatmulDescDestroy",
                                R.Lt.MatmulDescDestroy(Descriptor)));
}

static RunOutcome destroyTwice(Form F, RunRecorder &R) {
  cublasLtMatmulDesc_t Descriptor = nullptr;
  if (!R.expect(
          "cublasLtMatmulDescCreate",
          R.Lt.MatmulDescCreate(&Descriptor, CUBLAS_COMPUTE_32F, CUDA_R_32F)))
    return R.notReached(R.last());
  bool Works =
      R.saw("cublasLtMatmulDescDestroy", R.Lt.MatmulDescDestroy(Descriptor));
  if (F == Form::Flagged)
    Works &=
        R.saw("cublasLtMatmulDescDestroy", R.Lt.MatmulDescDestroy(Descriptor));
  return R.answered(!Works, R.last());
}

/// A descriptor that is used after its destruction: the next object that the
/// program makes may be the very one that it then changes.
static RunOutcome useAfter(Form F, RunRecorder &R) {
  cublasLtMatmulDesc_t First = nullptr, Next = nullptr;
  auto Create = [&](cublasLtMatmulDesc_t &Descriptor) {
    return R.expect(
        "cublasLtMatmulDescCreate",
        R.Lt.MatmulDescCreate(&Descriptor, CUBLAS_COMPUTE_32F, CUDA_R_32F));
  };
  if (!Create(First) ||
      (F == Form::Flagged &&
       !R.expect("cublasLtMatmulDescDestroy", R.Lt.MatmulDescDestroy(First))) ||
      !Create(Next))
    return R.notReached(R.last());
  int32_t Operation = CUBLAS_OP_T, Held = CUBLAS_OP_N;
  size_t Written = 0;
  R.saw("cublasLtMatmulDescSetAttribute",
        R.Lt.MatmulDescSetAttribute(First, CUBLASLT_MATMUL_DESC_TRANSA,
                                    &Operation, sizeof Operation));
  R.expect("cublasLtMatmulDescGetAttribute",
           R.Lt.MatmulDescGetAttribute(Next, CUBLASLT_MATMUL_DESC_TRANSA, &Held,
                                       sizeof Held, &Written));
  bool IsChanged = Held == CUBLAS_OP_T;
  return R.answered(IsChanged,
                    R.last() + (IsChanged
                                    ? ", and another descriptor was changed"
                                    : ", and no other descriptor was changed"));
}

RunOutcome DescriptorLeak::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  RunRecorder &R = Run.recorder();
  if (S.flag("leak.twice"))
    return destroyTwice(F, R);
  if (S.word("lifetime.form") == "use")
    return useAfter(F, R);
  const bool Destroys = F == Form::Control;
  for (unsigned I = 0; I < 100; ++I)
    if (!createOnce(R, Destroys))
      return R.notReached("a call failed: " + R.last());
  const uint64_t Rounds = S.numberOr("leak.rounds", 100000),
                 Before = residentBytes();
  for (uint64_t I = 0; I < Rounds; ++I)
    if (!createOnce(R, Destroys))
      return R.notReached("a call failed: " + R.last());
  const uint64_t After = residentBytes(),
                 Grown = After > Before ? After - Before : 0;
  R.figure("rounds", static_cast<double>(Rounds));
  R.figure("hostBytesBefore", static_cast<double>(Before));
  R.figure("hostBytesAfter", static_cast<double>(After));
  // Less than a tenth of what the smallest of the objects takes is noise.
  return R.answered(Grown > Rounds * 16,
                    std::to_string(Rounds) +
                        " times descriptor, layout and preference: " +
                        bytesForPeople(Grown) + " of host memory more");
}
