//===-- OtherPrograms.cpp - reproducers of the special experiments --------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/DescriptorLeak.h"
#include "runtime-check/experiments/EnvironmentVariable.h"
#include "runtime-check/experiments/ExhaustedMemory.h"
#include "runtime-check/experiments/GrowingBatch.h"
#include "runtime-check/experiments/SharedWorkspace.h"
#include "runtime-check/experiments/StreamCapture.h"
#include "runtime-check/experiments/UnboundedWorkspace.h"
#include "runtime-check/experiments/UncheckedHeuristicStatus.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/reproducer/MatmulProgram.h"
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Statements = std::vector<std::string>;

static const char WorkspaceBytes[] = "33554432";

static std::string text(const Settings &S, const char *Key, uint64_t Default) {
  return std::to_string(S.numberOr(Key, Default)) + "ull";
}

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

/// Memory that is held and, in the control, given back.
static void pressure(Statements &P, Form F, const Settings &S) {
  P.push_back("std::vector<void *> held;");
  P.push_back("fillMemory(held, " + text(S, "pressure.remainingBytes", 0) +
              ");");
  if (F == Form::Control)
    P.push_back("for (void *each : held) cudaFree(each);");
}

Statements ExhaustedMemory::statements(Form F, const Settings &S,
                                       const RunOutcome &) const {
  const std::string Call = S.word("pressure.call");
  const bool NeedsProblem =
      Call == "cublasLtMatmulAlgoGetHeuristic" || Call == "cublasLtMatmul";
  MatmulProgram P(S);
  P.add("MUST(cudaFree, nullptr);");
  if (NeedsProblem) {
    P.handle();
    P.describe();
    P.preference(WorkspaceBytes);
    P.matrices(false);
    P.scalars();
  }
  pressure(P.Statements, F, S);
  if (Call == "cublasLtCreate")
    P.add("cublasLtHandle_t lt = nullptr;\nSHOW(cublasLtCreate, &lt);");
  else if (Call == "cublasCreate")
    P.add("// Opened here, so that one library to link with is enough.\n"
          "void *library = dlopen(\"libcublas.so\", RTLD_NOW);\n"
          "if (!library) return puts(\"  no libcublas.so\"), 1;\n"
          "const auto create = reinterpret_cast<cublasStatus_t (*)(void **)>(\n"
          "    dlsym(library, \"cublasCreate_v2\"));\n"
          "void *handle = nullptr;\nSHOW(create, &handle);");
  else if (Call == "cudaMalloc")
    P.add("void *p = nullptr;\nSHOW(cudaMalloc, &p, " +
          text(S, "pressure.bytes", 1 << 30) + ");");
  else
    P.choose();
  if (Call == "cublasLtMatmul") {
    P.add("SHOW(cublasLtMatmul, " +
          P.matmul("&results[0].algo", "nullptr", "0") + ");");
    P.add("SHOW(cudaDeviceSynchronize);");
  }
  return P.Statements;
}

Statements SharedWorkspace::statements(Form F, const Settings &S,
                                       const RunOutcome &) const {
  MatmulProgram P(S);
  P.handle();
  P.describe();
  P.preference(WorkspaceBytes);
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

Statements StreamCapture::statements(Form F, const Settings &S,
                                     const RunOutcome &) const {
  MatmulProgram P(S);
  P.handle();
  P.describe();
  P.preference(WorkspaceBytes);
  P.matrices(false);
  P.scalars();
  P.choose();
  const std::string Allocate =
      std::string("SHOW(cudaMalloc, &workspace, ") + WorkspaceBytes + ");";
  P.add("void *workspace = nullptr;\ncudaStream_t stream = nullptr;\n"
        "MUST(cudaStreamCreate, &stream);");
  if (F == Form::Control)
    P.add(Allocate);
  P.add("MUST(cudaStreamBeginCapture, stream, cudaStreamCaptureModeGlobal);");
  if (F == Form::Flagged)
    P.add(Allocate + " // while the stream is captured");
  P.add("SHOW(cublasLtMatmul, " +
        P.matmul("&results[0].algo", "workspace", WorkspaceBytes, "stream") +
        ");");
  P.add("cudaGraph_t graph = nullptr;\nSHOW(cudaStreamEndCapture, stream, "
        "&graph);");
  return P.Statements;
}

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
    P.preference(IsLimit ? "n" : WorkspaceBytes);
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
            text(S, "pressure.remainingBytes", 2048u << 20) + ");");
  Whole.add("uint64_t n = " + text(S, "growth.entry", 1) + ";");
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

Statements UnboundedWorkspace::statements(Form F, const Settings &S,
                                          const RunOutcome &) const {
  MatmulProgram P(S);
  static const char Key[] =
      "preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES";
  std::string Limit = text(S, "control.limit", 32 << 20);
  P.handle();
  P.describe();
  P.matrices(false);
  P.scalars();
  P.add("size_t most = 0;");
  if (F == Form::Control)
    P.add("most = " + Limit + ";");
  else if (S.number(Key))
    P.add("most = " + text(S, Key, 0) + ";");
  else
    P.add(std::string("size_t free = 0, total = 0;\nMUST(cudaMemGetInfo, "
                      "&free, &total);\nmost = ") +
          (S.word("workspace.origin") == "free-memory" ? "free" : "total") +
          ";");
  P.preference("most");
  const bool IsTimed = S.word("part") == "slowness";
  if (!IsTimed)
    P.add("std::vector<void *> held; fillMemory(held, " +
          text(S, "pressure.remainingBytes", 256 << 20) + ");");
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
  P.preference(IsIndex ? "0" : WorkspaceBytes);
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
          (S.has("heuristic.index") ? text(S, "heuristic.index", 0)
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
