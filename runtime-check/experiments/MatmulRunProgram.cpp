//===-- MatmulRunProgram.cpp - most rules' reproducer ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/MatmulRun.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/reproducer/MatmulProgram.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::runtime;

static constexpr uint64_t MostWorkspace = uint64_t(1) << 30;

/// One repetition of a timing, and the timing.
static void addTiming(MatmulProgram &P, const Settings &S,
                      const std::string &Matmul) {
  const std::string Each = S.word("timing.each");
  P.add("const auto once = [&]() -> int {");
  if (Each == "handle")
    P.add("MUST(cublasLtDestroy, lt);\nMUST(cublasLtCreate, &lt);");
  if (Each == "heuristic")
    P.add("MUST(cublasLtMatmulAlgoGetHeuristic, lt, desc, A, B, C, D, "
          "preference, 1,\n     results.data(), &count);");
  if (Each == "descriptors")
    P.add("cublasLtMatmulDesc_t again = nullptr;\n"
          "MUST(cublasLtMatmulDescCreate, &again, CUBLAS_COMPUTE_32F, "
          "CUDA_R_32F);\n"
          "for (int i = 0; i < 4; ++i) {\n"
          "  cublasLtMatrixLayout_t layout = nullptr;\n"
          "  MUST(cublasLtMatrixLayoutCreate, &layout, CUDA_R_16F, 64, 64, "
          "64);\n"
          "  cublasLtMatrixLayoutDestroy(layout);\n}\n"
          "cublasLtMatmulDescDestroy(again);");
  P.add("MUST(cublasLtMatmul, " + Matmul + ");");
  P.add("return 0;");
  P.add("};");
  P.add("return timed(once, " +
        std::to_string(S.numberOr("timing.warmUps", 4)) + ", " +
        std::to_string(S.numberOr("timing.repetitions", 20)) + ", " +
        std::to_string(S.numberOr("timing.callsEach", 1)) + ", " +
        (S.word("timing.clock") == "host" ? "true" : "false") + ", flagged);");
}

std::vector<std::string>
MatmulRun::statements(Form, const Settings &Given,
                      const findings::RunOutcome &Flagged) const {
  const Settings S = withProduct(Given);
  MatmulProgram P(S);
  if (S.word("stage") == "describe") {
    P.describe();
    P.preference();
    return P.Statements;
  }
  const bool IsCompared = Flagged.Figures.count("relativeError") != 0;
  P.handle();
  P.describe();
  P.preference();
  P.matrices(IsCompared);
  P.scalars();
  const uint64_t Limit =
      std::min(S.numberOr(findings::preferenceKey("MAX_WORKSPACE_BYTES"), 0),
               MostWorkspace);
  const uint64_t Bytes = std::min(
      std::max(S.numberOr("workspace.bytes", Limit), Limit), MostWorkspace);
  P.add("char *workspace = nullptr;");
  if (!S.isNull("argument.workspace") && Bytes != 0) {
    uint64_t Offset = S.offset("argument.workspace");
    P.add("workspace = device(" + std::to_string(Bytes + 256) + ")" +
          (Offset ? " + " + std::to_string(Offset) : "") + ";");
  }
  const bool IsTested = S.flag("status.tested");
  std::string Algorithm = "nullptr";
  if (!S.isNull("argument.algo")) {
    const std::optional<Settings> Asked = S.chosenFor();
    MatmulProgram Other(Asked ? *Asked : S);
    if (Asked)
      Other.describe("other");
    MatmulProgram Choice(S);
    Choice.choose(
        Asked ? "other" : "",
        IsTested ? "if (heuristic || count < 1) return puts(\"  stops at the "
                   "status\"), 0;"
                 : "");
    // What both forms declare stands before what only a stale choice needs.
    auto Call = std::find(Choice.Statements.begin(), Choice.Statements.end(),
                          "int count = -77;") +
                1;
    Choice.Statements.insert(Call, Other.Statements.begin(),
                             Other.Statements.end());
    P.Statements.insert(P.Statements.end(), Choice.Statements.begin(),
                        Choice.Statements.end());
    Algorithm = "&results[0].algo";
  } else if (S.has("timing.repetitions")) {
    // The other form's, which the repetition names.
    P.add("std::vector<cublasLtMatmulHeuristicResult_t> results(16);");
    P.add("int count = -77;");
  }
  const std::string Matmul = P.matmul(
      Algorithm, "workspace",
      std::to_string(S.numberOr("argument.workspaceSizeInBytes", Limit)));
  if (S.has("timing.repetitions")) {
    addTiming(P, S, Matmul);
    return P.Statements;
  }
  if (IsTested)
    P.add("if (failed(\"cublasLtMatmul\", cublasLtMatmul(" + Matmul +
          "), true))\n  return puts(\"  stops at the status\"), 0;");
  else
    P.add("SHOW(cublasLtMatmul, " + Matmul + ");");
  P.add("SHOW(cudaDeviceSynchronize);");
  if (IsCompared)
    P.compare();
  return P.Statements;
}
