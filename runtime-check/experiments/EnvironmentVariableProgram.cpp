//===-- EnvironmentVariableProgram.cpp - a variable of no effect, as a program
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/EnvironmentVariable.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Statements = std::vector<std::string>;

Statements EnvironmentVariable::statements(Form F, const Settings &S,
                                           const RunOutcome &) const {
  const bool IsFlagged = F == Form::Flagged;
  if (S.word("environment.when") == "late") {
    const std::string Set = "setenv(\"CUBLASLT_LOG_LEVEL\", \"5\", 1);\n"
                            "setenv(\"CUBLASLT_LOG_FILE\", \"lt.log\", 1);";
    const std::string Call =
        "MUST(cublasLtMatmulPreferenceCreate, &preference);";
    Statements P = {"cublasLtMatmulPreference_t preference = nullptr;\n"
                    "remove(\"lt.log\");"};
    if (!IsFlagged)
      P.push_back(Set);
    P.push_back(Call);
    if (IsFlagged)
      P.push_back(Set + " // too late");
    P.push_back(Call + " // once more");
    P.push_back("FILE *log = fopen(\"lt.log\", \"r\");\n"
                "if (!log || fgetc(log) == EOF) return puts(\"  the library's "
                "log is empty\"), 1;\n"
                "puts(\"  the library has written its log\");");
    return P;
  }
  // Checked again: it becomes text of a program.
  std::string Name = S.word("environment.variable");
  if (!IsFlagged ||
      Name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") !=
          std::string::npos)
    Name = "CUBLASLT_LOG_LEVEL";
  return {"const char *variable = nullptr;", "variable = \"" + Name + "\";",
          "printf(\"  cuBLASLt %zu: \", cublasLtGetVersion());\n"
          "if (!libraryHas(variable)) return printf(\"nothing in it reads "
          "%s\\n\", variable), 1;\n"
          "printf(\"%s stands in it\\n\", variable);"};
}
