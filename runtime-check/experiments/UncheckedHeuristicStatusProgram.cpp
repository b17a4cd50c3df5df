//===-- UncheckedHeuristicStatusProgram.cpp - a failed heuristic, as a program
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/UncheckedHeuristicStatus.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/reproducer/MatmulProgram.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Statements = std::vector<std::string>;

Statements UncheckedHeuristicStatus::statements(Form F, const Settings &S,
                                                const RunOutcome &) const {
  const bool HasDevice = S.flag("hasDevice"), IsIndex = S.flag("isIndex"),
             IsFlagged = F == Form::Flagged;
  MatmulProgram P(S);
  P.add("cublasLtHandle_t lt = nullptr;");
  P.add(HasDevice ? "MUST(cublasLtCreate, &lt);"
                  : "// Without a GPU this is the failure that is not looked "
                    "at.\nfailed(\"cublasLtCreate\", cublasLtCreate(&lt), "
                    "true);");
  P.describe();
  if (HasDevice)
    P.matrices(false);
  else
    P.add("char *a = nullptr, *b = nullptr, *c = nullptr, *d = nullptr;");
  P.scalars();
  P.preference(IsIndex ? "0" : std::to_string(UsualWorkspaceBytes));
  const std::string Before =
      std::to_string(S.signedNumber("heuristic.countInitial").value_or(-77));
  const bool TestsStatus = !IsFlagged || S.flag("heuristic.statusTested"),
             TestsCount = !IsFlagged || S.flag("heuristic.countTested");
  std::string After;
  if (TestsStatus)
    After += "if (heuristic) return puts(\"  stops at the status\"), 0;\n";
  if (TestsCount)
    After += "if (count < 1) return puts(\"  stops at the count\"), 0;\n";
  P.choose("", After.empty() ? " " : After);
  for (std::string &Statement : P.Statements) {
    if (Statement == "int count = -77;")
      Statement = "int count = " + Before +
                  ";\n// As memory that nothing wrote may look.\n"
                  "memset(static_cast<void *>(results.data()), 0xa5, "
                  "results.size() * sizeof results[0]);";
  }
  std::string Entry = "0";
  if (IsIndex) {
    P.add("const int index = " +
          (S.has("heuristic.index") ? bytesOf(S, "heuristic.index", 0)
                                    : std::string("count")) +
          ";");
    if (!IsFlagged)
      P.add("if (index >= count) return puts(\"  not below the count, not "
            "used\"), 0;");
    Entry = "index";
  }
  P.add("SHOW(cublasLtMatmul, " +
        P.matmul("&results[" + Entry + "].algo", "nullptr", "0") + ");");
  if (HasDevice)
    P.add("SHOW(cudaDeviceSynchronize);");
  return P.Statements;
}
