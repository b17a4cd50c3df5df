//===-- UnboundedWorkspaceProgram.cpp - a limit beyond memory, as a program
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/UnboundedWorkspace.h"
#include "findings/MatmulKeys.h"
#include "runtime-check/reproducer/MatmulProgram.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Statements = std::vector<std::string>;

Statements UnboundedWorkspace::statements(Form F, const Settings &S,
                                          const RunOutcome &) const {
  MatmulProgram P(S);
  const findings::Key Key = findings::preferenceKey("MAX_WORKSPACE_BYTES");
  std::string Limit = bytesOf(S, "control.limit", 32 << 20);
  P.handle();
  P.describe();
  P.matrices(false);
  P.scalars();
  P.add("size_t most = 0;");
  if (F == Form::Control)
    P.add("most = " + Limit + ";");
  else if (S.number(Key))
    P.add("most = " + bytesOf(S, Key, 0) + ";");
  else
    P.add(std::string("size_t free = 0, total = 0;\nMUST(cudaMemGetInfo, "
                      "&free, &total);\nmost = ") +
          (S.word("workspace.origin") == "free-memory" ? "free" : "total") +
          ";");
  P.preference("most");
  const bool IsTimed = S.word("part") == "slowness";
  if (!IsTimed)
    P.add("std::vector<void *> held; fillMemory(held, " +
          bytesOf(S, "pressure.remainingBytes", 256 << 20) + ");");
  P.choose();
  P.add("const size_t needed = results[0].workspaceSize;\n"
        "printf(\"  limit %zu: the algorithm wants %zu bytes\\n\", most, "
        "needed);\n"
        "void *workspace = nullptr;\n"
        "if (needed) SHOW(cudaMalloc, &workspace, needed);");
  const std::string Matmul =
      P.matmul("&results[0].algo", "workspace", "needed");
  if (IsTimed)
    P.add("auto once = [&]() -> int {\n  MUST(cublasLtMatmul, " + Matmul +
          ");\n  return 0;\n};\nreturn timed(once, " +
          std::to_string(S.numberOr("timing.warmUps", 4)) + ", " +
          std::to_string(S.numberOr("timing.repetitions", 20)) +
          ", 1, flagged);");
  else
    P.add("SHOW(cublasLtMatmul, " + Matmul +
          ");\nSHOW(cudaDeviceSynchronize);");
  return P.Statements;
}
