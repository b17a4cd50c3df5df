//===-- DescriptorLeakProgram.cpp - objects that are left, as a program ---===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/DescriptorLeak.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Statements = std::vector<std::string>;

Statements DescriptorLeak::statements(Form F, const Settings &S,
                                      const RunOutcome &) const {
  static const char Create[] =
      "cublasLtMatmulDescCreate, &desc, CUBLAS_COMPUTE_32F, CUDA_R_32F";
  Statements P = {"cublasLtMatmulDesc_t desc = nullptr;"};
  const bool IsFlagged = F == Form::Flagged;
  if (S.flag("leak.twice")) {
    P.push_back(std::string("MUST(") + Create + ");");
    P.push_back("SHOW(cublasLtMatmulDescDestroy, desc);");
    if (IsFlagged)
      P.push_back("SHOW(cublasLtMatmulDescDestroy, desc); // a second time");
    return P;
  }
  if (S.word("lifetime.form") == "use") {
    P.push_back(std::string("MUST(") + Create + ");");
    if (IsFlagged)
      P.push_back("MUST(cublasLtMatmulDescDestroy, desc);");
    P.push_back("cublasLtMatmulDesc_t next = nullptr;\n"
                "MUST(cublasLtMatmulDescCreate, &next, CUBLAS_COMPUTE_32F, "
                "CUDA_R_32F);");
    P.push_back(
        "const int32_t transpose = CUBLAS_OP_T;\nint32_t held = 0;\n"
        "size_t written = 0;\n"
        "failed(\"cublasLtMatmulDescSetAttribute\",\n"
        "       cublasLtMatmulDescSetAttribute(desc, "
        "CUBLASLT_MATMUL_DESC_TRANSA, &transpose,\n"
        "                                      sizeof transpose), true);\n"
        "MUST(cublasLtMatmulDescGetAttribute, next, "
        "CUBLASLT_MATMUL_DESC_TRANSA, &held, sizeof held,\n     &written);\n"
        "if (held == CUBLAS_OP_T) return puts(\"  another descriptor was "
        "changed\"), 1;");
    return P;
  }
  const std::string Rounds = std::to_string(S.numberOr("leak.rounds", 100000));
  P.push_back("cublasLtMatrixLayout_t layout = nullptr;\n"
              "cublasLtMatmulPreference_t preference = nullptr;\n"
              "long before = 0;");
  P.push_back("for (int i = -100; i < " + Rounds +
              "; ++i) {\n"
              "  if (i == 0) before = residentBytes();\n  MUST(" +
              Create +
              ");\n  MUST(cublasLtMatrixLayoutCreate, &layout, CUDA_R_16F, "
              "256, 256, 256);\n"
              "  MUST(cublasLtMatmulPreferenceCreate, &preference);" +
              (IsFlagged ? ""
                         : "\n  MUST(cublasLtMatmulPreferenceDestroy, "
                           "preference);\n"
                           "  MUST(cublasLtMatrixLayoutDestroy, layout);\n"
                           "  MUST(cublasLtMatmulDescDestroy, desc);") +
              "\n}");
  P.push_back("const long grown = residentBytes() - before;\n"
              "printf(\"  " +
              Rounds +
              " rounds: %ld bytes of host memory more\\n\", grown);\n"
              "if (grown > " +
              Rounds + " * 16L) return 1;");
  return P;
}
