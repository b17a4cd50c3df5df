//===-- SharedWorkspaceProgram.cpp - one workspace, two streams, as a program
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/SharedWorkspace.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/reproducer/MatmulProgram.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Statements = std::vector<std::string>;

Statements SharedWorkspace::statements(Form F, const Settings &S,
                                       const RunOutcome &) const {
  MatmulProgram P(S);
  P.handle();
  P.describe();
  P.preference(std::to_string(UsualWorkspaceBytes));
  P.matrices(true);
  P.scalars();
  P.choose();
  auto Second = [&](char Matrix) {
    return "device(" + std::to_string(matrixBytes(S, Matrix).value_or(0)) + ")";
  };
  P.add("char *as[2] = {a, " + Second('A') + "}, *bs[2] = {b, " + Second('B') +
        "}, *ds[2] = {d, " + Second('D') +
        "};\n// Other numbers than the first's.\n" + P.randomize('A', "as[1]") +
        "\n" + P.randomize('B', "bs[1]"));
  P.add("char *workspaces[2] = {device(33554432), nullptr};");
  P.add(F == Form::Flagged ? "workspaces[1] = workspaces[0];"
                           : "workspaces[1] = device(33554432);");
  P.add("cudaStream_t streams[2] = {};\n"
        "for (auto &stream : streams) MUST(cudaStreamCreateWithFlags, &stream, "
        "cudaStreamNonBlocking);\n"
        "std::vector<char> seen(" +
        std::to_string(matrixBytes(S, 'D').value_or(0)) +
        "), alone[2];\nint wrong = 0;\n"
        "for (int round = -1; round < " +
        std::to_string(S.numberOr("workspace.rounds", 20)) +
        "; ++round) { // before the first, each alone\n"
        "  for (int call = 0; call < 32; ++call) {\n"
        "    const int i = call % 2;\n"
        "    MUST(cublasLtMatmul, lt, desc, alpha, as[i], A, bs[i], B, beta, "
        "ds[i], C, ds[i], D,\n"
        "         &results[0].algo, workspaces[i], 33554432, streams[i]);\n"
        "    if (round < 0) MUST(cudaDeviceSynchronize);\n  }\n"
        "  MUST(cudaDeviceSynchronize);\n"
        "  for (int i = 0; i < 2; ++i) {\n"
        "    MUST(cudaMemcpy, seen.data(), ds[i], seen.size(), "
        "cudaMemcpyDeviceToHost);\n"
        "    if (round < 0) alone[i] = seen; else wrong += seen != "
        "alone[i];\n  }\n}\n"
        "printf(\"  %d results are not those of the matmul run alone\\n\", "
        "wrong);\nif (wrong) return 1;");
  return P.Statements;
}
