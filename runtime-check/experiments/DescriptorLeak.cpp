//===-- DescriptorLeak.cpp - objects never destroyed, or twice ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/DescriptorLeak.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/experiments/Steps.h"
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

namespace {
/// The variables of one run.
struct Objects {
  explicit Objects(RunRecorder &R) : R(R) {}

  RunRecorder &R;
  RunOutcome End;
  cublasLtMatmulDesc_t Descriptor = nullptr, Next = nullptr;
  cublasLtMatrixLayout_t Layout = nullptr;
  cublasLtMatmulPreference_t Preference = nullptr;
  int64_t I = 0;
  uint64_t Before = 0;
};
using LeakSteps = Steps<Objects>;
} // namespace

static void create(LeakSteps &P, const std::string &Name,
                   cublasLtMatmulDesc_t Objects::*Which) {
  P.must("cublasLtMatmulDescCreate",
         "&" + Name + ", CUBLAS_COMPUTE_32F, CUDA_R_32F", [=](Objects &X) {
           return X.R.Lt.MatmulDescCreate(&(X.*Which), CUBLAS_COMPUTE_32F,
                                          CUDA_R_32F);
         });
}

static cublasStatus_t destroy(Objects &X) {
  return X.R.Lt.MatmulDescDestroy(X.Descriptor);
}

static LeakSteps destroyTwice(Form F) {
  LeakSteps P;
  P.add("cublasLtMatmulDesc_t desc = nullptr;");
  create(P, "desc", &Objects::Descriptor);
  P.show("cublasLtMatmulDescDestroy", "desc", destroy);
  if (F == Form::Flagged)
    P.show("cublasLtMatmulDescDestroy", "desc", destroy, "a second time");
  P.add("", [](Objects &X) {
    X.End = X.R.answered(false, X.R.last());
    return true;
  });
  return P;
}

/// A descriptor that is used after its destruction: the next object that the
/// program makes may be the very one that it then changes.
static LeakSteps useAfter(Form F) {
  LeakSteps P;
  P.add("cublasLtMatmulDesc_t desc = nullptr;");
  create(P, "desc", &Objects::Descriptor);
  if (F == Form::Flagged)
    P.must("cublasLtMatmulDescDestroy", "desc", destroy);
  P.add("cublasLtMatmulDesc_t next = nullptr;");
  create(P, "next", &Objects::Next);
  P.add(
      "const int32_t transpose = CUBLAS_OP_T;\nint32_t held = 0;\n"
      "size_t written = 0;\n"
      "failed(\"cublasLtMatmulDescSetAttribute\",\n"
      "       cublasLtMatmulDescSetAttribute(desc, "
      "CUBLASLT_MATMUL_DESC_TRANSA, &transpose,\n"
      "                                      sizeof transpose), true);\n"
      "MUST(cublasLtMatmulDescGetAttribute, next, "
      "CUBLASLT_MATMUL_DESC_TRANSA, &held, sizeof held,\n     &written);\n"
      "if (held == CUBLAS_OP_T) return puts(\"  another descriptor was "
      "changed\"), 1;",
      [](Objects &X) {
        const int32_t Transpose = CUBLAS_OP_T;
        int32_t Held = CUBLAS_OP_N;
        size_t Written = 0;
        X.R.saw("cublasLtMatmulDescSetAttribute",
                X.R.Lt.MatmulDescSetAttribute(X.Descriptor,
                                              CUBLASLT_MATMUL_DESC_TRANSA,
                                              &Transpose, sizeof Transpose));
        X.R.expect("cublasLtMatmulDescGetAttribute",
                   X.R.Lt.MatmulDescGetAttribute(X.Next,
                                                 CUBLASLT_MATMUL_DESC_TRANSA,
                                                 &Held, sizeof Held, &Written));
        const bool IsChanged = Held == CUBLAS_OP_T;
        X.End = X.R.answered(
            IsChanged,
            X.R.last() + (IsChanged ? ", and another descriptor was changed"
                                    : ", and no other descriptor was changed"));
        return true;
      });
  return P;
}

/// Descriptor, layout and preference, as often as the settings say; the first
/// hundred rounds let the library take what it keeps.
static LeakSteps leak(Form F, const Settings &S) {
  const uint64_t Rounds = S.numberOr("leak.rounds", 100000);
  const std::string Shown = std::to_string(Rounds);
  LeakSteps Round;
  Round.add("if (i == 0) before = residentBytes();", [](Objects &X) {
    if (X.I == 0)
      X.Before = residentBytes();
    return true;
  });
  create(Round, "desc", &Objects::Descriptor);
  Round.must("cublasLtMatrixLayoutCreate", "&layout, CUDA_R_16F, 256, 256, 256",
             [](Objects &X) {
               return X.R.Lt.MatrixLayoutCreate(&X.Layout, CUDA_R_16F, 256, 256,
                                                256);
             });
  Round.must("cublasLtMatmulPreferenceCreate", "&preference", [](Objects &X) {
    return X.R.Lt.MatmulPreferenceCreate(&X.Preference);
  });
  if (F == Form::Control) {
    Round.must("cublasLtMatmulPreferenceDestroy", "preference", [](Objects &X) {
      return X.R.Lt.MatmulPreferenceDestroy(X.Preference);
    });
    Round.must("cublasLtMatrixLayoutDestroy", "layout",
               [](Objects &X) { return X.R.Lt.MatrixLayoutDestroy(X.Layout); });
    Round.must("cublasLtMatmulDescDestroy", "desc", destroy);
  }
  LeakSteps P;
  P.add("cublasLtMatmulDesc_t desc = nullptr;");
  P.add("cublasLtMatrixLayout_t layout = nullptr;\n"
        "cublasLtMatmulPreference_t preference = nullptr;\n"
        "long before = 0;");
  P.repeat("i", &Objects::I, -100, static_cast<int64_t>(Rounds), Round);
  // Less than a tenth of what the smallest of the objects takes is noise.
  P.add("const long grown = residentBytes() - before;\n"
        "printf(\"  " +
            Shown +
            " rounds: %ld bytes of host memory more\\n\", grown);\n"
            "if (grown > " +
            Shown + " * 16L) return 1;",
        [=](Objects &X) {
          const uint64_t After = residentBytes(),
                         Grown = After > X.Before ? After - X.Before : 0;
          X.R.figure("rounds", static_cast<double>(Rounds));
          X.R.figure("hostBytesBefore", static_cast<double>(X.Before));
          X.R.figure("hostBytesAfter", static_cast<double>(After));
          X.End = X.R.answered(
              Grown > Rounds * 16,
              Shown + " times descriptor, layout and preference: " +
                  bytesForPeople(Grown) + " of host memory more");
          return true;
        });
  return P;
}

static LeakSteps steps(Form F, const Settings &S) {
  return S.flag("leak.twice")               ? destroyTwice(F)
         : S.word("lifetime.form") == "use" ? useAfter(F)
                                            : leak(F, S);
}

RunOutcome DescriptorLeak::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  Objects X(Run.recorder());
  steps(F, S).follow(X);
  return X.End;
}

std::vector<std::string> DescriptorLeak::statements(Form F, const Settings &S,
                                                    const RunOutcome &) const {
  return steps(F, S).statements();
}
