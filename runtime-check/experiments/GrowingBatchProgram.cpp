//===-- GrowingBatchProgram.cpp - a loop that grows, as a program ---------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/GrowingBatch.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/reproducer/MatmulProgram.h"
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Statements = std::vector<std::string>;

Statements GrowingBatch::statements(Form F, const Settings &S,
                                    const RunOutcome &) const {
  const std::string Quantity = S.word("growth.quantity"),
                    Operation = S.word("growth.operation");
  const bool UntilFailure = S.word("growth.trigger") == "until-failure",
             IsFlagged = F == Form::Flagged;
  Statements Attempt;
  MatmulProgram Whole(S);
  if (Quantity == "allocation-size") {
    Attempt = {"void *p = nullptr;", "SHOW(cudaMalloc, &p, n);",
               "cudaFree(p);"};
  } else {
    // The limit grows, and with it the buffer that backs it; or the matrices
    // do.
    const bool IsLimit = Quantity == "workspace-limit";
    const Settings Sized = IsLimit ? S : withQuantity(S, "n");
    MatmulProgram P(Sized, S);
    P.describe();
    P.preference(IsLimit ? "n" : std::to_string(UsualWorkspaceBytes));
    P.scalars();
    if (!IsLimit)
      P.choose();
    P.add(
        "const size_t bytesA = " + P.bytes('A') + ", bytesB = " + P.bytes('B') +
        ",\n             bytesD = " + P.bytes('D') +
        (IsLimit ? ", limited = n;" : ", limited = results[0].workspaceSize;"));
    P.add("char *a = nullptr;\nSHOW(cudaMalloc, &a, bytesA + bytesB + bytesD + "
          "limited);\n"
          "const std::unique_ptr<char, decltype(&cudaFree)> owner(a, "
          "cudaFree);\n"
          "char *b = a + bytesA, *d = b + bytesB, *c = d, *workspace = d + "
          "bytesD;");
    if (IsLimit)
      P.choose();
    P.add("SHOW(cublasLtMatmul, " +
          P.matmul("&results[0].algo", "workspace", "limited") + ");");
    P.add("MUST(cudaDeviceSynchronize);");
    Attempt = P.Statements;
    Whole.handle();
  }
  std::string Lambda = "auto attempt = [&](uint64_t n) -> int {\n"
                       "  printf(\"  n = %llu:\\n\", (unsigned long long)n);\n";
  for (const std::string &Statement : Attempt)
    Lambda += "  " + Statement + "\n";
  Whole.add(Lambda + "  return 0;\n};");
  Whole.add("std::vector<void *> held; fillMemory(held, " +
            bytesOf(S, "pressure.remainingBytes", 2048u << 20) + ");");
  Whole.add("uint64_t n = " + bytesOf(S, "growth.entry", 1) + ";");
  char Amount[32];
  std::snprintf(Amount, sizeof Amount, "%g",
                S.real("growth.amount").value_or(2));
  const std::string Grow =
      Operation == "add"     ? std::string("n += ") + Amount
      : Operation == "shift" ? std::string("n <<= ") + Amount
                             : std::string("n = uint64_t(n * ") + Amount + ")";
  const std::string Shrink =
      "n /= " + std::to_string(S.numberOr("control.amount", 2));
  const std::string Tries = std::to_string(S.numberOr("growth.mostTries", 6) +
                                           (UntilFailure ? 8 : 0));
  if (UntilFailure)
    // Both grow until a failure; the control then takes less.
    Whole.add("int tries = 0;\nwhile (attempt(n) == 0 && ++tries < " + Tries +
              ") " + Grow + ";\nif (tries == " + Tries + ") return 0;");
  if (UntilFailure && IsFlagged)
    Whole.add("return 1;");
  else if (IsFlagged)
    Whole.add("for (int i = 0; i < " + Tries + "; ++i, " + Grow +
              ") if (attempt(n) == 0) return 0;\nreturn 1;");
  else
    Whole.add("for (; n >= 1; " + Shrink +
              ") if (attempt(n) == 0) return 0;\nreturn 1;");
  return Whole.Statements;
}
