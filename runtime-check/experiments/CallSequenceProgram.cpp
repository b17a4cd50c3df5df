//===-- CallSequenceProgram.cpp - the reproducer of a path ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "kb/Shown.h"
#include "runtime-check/experiments/CallSequence.h"
#include <algorithm>
#include <set>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Kind = SequenceArgument::Kind;
using Statements = std::vector<std::string>;

static constexpr size_t LongestPlace = 80;

/// Of an object's variable; an opaque one is filled in place.
static std::string typeOf(const std::string &Object, bool IsInPlace) {
  const std::string Kind = Object.substr(0, Object.find('_'));
  if (Kind == "stream")
    return "cudaStream_t";
  if (Kind == "memory")
    return "void *";
  const std::string Name = Kind == "handle"       ? "cublasLt"
                           : Kind == "layout"     ? "cublasLtMatrixLayout"
                           : Kind == "matmulDesc" ? "cublasLtMatmulDesc"
                           : Kind == "transformDesc"
                               ? "cublasLtMatrixTransformDesc"
                           : Kind == "preference" ? "cublasLtMatmulPreference"
                                                  : "cublasLtEmulationDesc";
  return Kind == "handle" ? "cublasLtHandle_t"
         : IsInPlace      ? Name + "Opaque_t"
                          : Name + "_t";
}

namespace {
/// Declarations, and the text of each step's call.
class Printer {
public:
  Printer(const std::vector<SequenceStep> &Steps, bool IsMixed);
  Statements Declarations;
  std::string call(const SequenceStep &Step) const;

private:
  void declare(const std::string &Name, const std::string &Text) {
    if (Declared.insert(Name).second)
      Declarations.push_back(Text);
  }
  std::set<std::string> Declared;
};
} // namespace

static std::string resultName(const SequenceArgument &A) {
  const std::string Number = A.Size ? "_" + std::to_string(A.Size) : "";
  return A.Name == "int"      ? "count"
         : A.Name == "size_t" ? "written"
         : A.Name == "ids"    ? "ids"
         : A.Name == "cublasLtMatmulAlgo_t"
             ? (A.Value ? "algorithm" : "givenAlgorithm")
             : "results" + Number;
}

static bool isArray(const std::string &Result) {
  return Result.rfind("results", 0) == 0;
}

Printer::Printer(const std::vector<SequenceStep> &Steps, bool IsMixed) {
  for (const SequenceStep &Step : Steps)
    for (const SequenceArgument &A : Step.Arguments) {
      const std::string Result = resultName(A);
      switch (A.Is) {
      case Kind::Object:
      case Kind::Variable:
        declare(A.Name, typeOf(A.Name, false) + " " + A.Name + " = nullptr;");
        break;
      case Kind::InPlace:
        declare(A.Name, typeOf(A.Name, true) + " " + A.Name + ";\nmemset(&" +
                            A.Name + ", 0x5a, sizeof " + A.Name + ");");
        break;
      case Kind::Buffer:
        declare("value", "int64_t value[8] = {};");
        break;
      case Kind::Scalar:
        declare("scalars", "const float zero = 0, one = 1;");
        break;
      case Kind::Result:
        declare(Result, A.Name == "int"      ? "int count = -77;"
                        : A.Name == "size_t" ? "size_t written = 0;"
                        : A.Name == "ids"
                            ? "int ids[64] = {};"
                            : A.Name + " " + Result +
                                  (isArray(Result) ? "[64];" : ";") +
                                  "\nmemset(static_cast<void *>(&" + Result +
                                  "), " + (A.Value ? "0x5a" : "0") +
                                  ", sizeof " + Result + ");");
        break;
      case Kind::Device:
        declare("device" + A.Name,
                "char *device" + A.Name + " = " +
                    (IsMixed ? "mixed(device(64 << 20), 64 << 20);"
                             : "device(64 << 20);"));
        break;
      default:
        break;
      }
    }
}

std::string Printer::call(const SequenceStep &Step) const {
  const bool IsSmall = Step.Failure == "small-object" &&
                       Step.Function.find("_internal") == std::string::npos;
  std::string Text = Step.Function + (IsSmall ? "_internal(" : "(");
  for (size_t I = 0; I < Step.Arguments.size(); ++I) {
    const SequenceArgument &A = Step.Arguments[I];
    std::string One;
    switch (A.Is) {
    case Kind::Null:
      One = "nullptr";
      break;
    case Kind::Number:
      One = std::to_string(A.Value);
      break;
    case Kind::Enumerator:
      One = A.Name;
      break;
    case Kind::Object:
      One = A.Name;
      break;
    case Kind::Variable:
    case Kind::InPlace:
      One = "&" + A.Name;
      break;
    case Kind::SizeOf:
      One = "sizeof " + Step.Arguments[0].Name;
      break;
    case Kind::Buffer:
      One = "value";
      break;
    case Kind::Scalar:
      One = A.Value ? "&one" : "&zero";
      break;
    case Kind::Result: {
      const std::string Name = resultName(A);
      One = (Name == "ids" || isArray(Name) ? "" : "&") + Name;
      break;
    }
    case Kind::Device:
      One = "device" + A.Name;
      break;
    case Kind::Chosen:
      One = "&results_" + std::to_string(A.Size) + "[0].algo";
      break;
    }
    Text += (I ? ", " : "") + One;
    if (IsSmall && I == 0)
      Text += ", 8";
  }
  return Text + ")";
}

static std::string failureForPeople(const std::string &Failure) {
  return Failure == "no-device"       ? "no device is visible"
         : Failure == "no-memory"     ? "the process gets no more memory"
         : Failure == "null-variable" ? "it is given no variable"
         : Failure == "small-object"  ? "its object is too small"
         : Failure == "wrong-size"    ? "the size is not the attribute's"
         : Failure == "too-large"     ? "it asks for more than there is"
         : Failure == "full-memory"   ? "the device's memory is taken"
                                      : "it is given no handle";
}

/// The two calls with one workspace, again and again; \p Text prints them.
static std::string comparison(const std::vector<SequenceStep> &Steps,
                              const Printer &Text, uint64_t Rounds) {
  constexpr size_t OutputOfMatmul = 10;
  std::string Lambdas, Given;
  for (const SequenceStep &Step : Steps) {
    if (!(Step.IsRival || Step.IsFlagged) ||
        Step.Arguments.size() <= OutputOfMatmul)
      continue;
    const SequenceArgument &Output = Step.Arguments[OutputOfMatmul];
    std::string Size = "64 << 20";
    for (const SequenceStep &Other : Steps)
      if (Other.Function == "cudaMalloc" &&
          Other.Arguments[0].Name == Output.Name)
        Size = std::to_string(Other.Arguments[1].Value);
    const std::string Name = Step.IsRival ? "first" : "second";
    Lambdas += "auto " + Name + " = [&] { return " + Text.call(Step) + "; };\n";
    Given += Name + ", " + (Output.Is == Kind::Device ? "device" : "") +
             Output.Name + ", " + Size + ", ";
  }
  return Lambdas + "if (corrupted(" + Given + std::to_string(Rounds) +
         ")) return 1;";
}

/// One comment that stays one, whatever the finding's file is called.
static std::string commentOf(const SequenceStep &Step) {
  std::string Text = Step.Place.empty()
                         ? "not in the program: what the next is given"
                         : kb::shown(Step.Place.substr(0, LongestPlace));
  if (!Step.Comment.empty())
    Text += ": " + kb::shown(Step.Comment) + " on the path";
  std::replace(Text.begin(), Text.end(), '\\', '/');
  if (Step.IsFlagged)
    Text += ", the flagged call";
  if (!Step.Failure.empty())
    Text += "; made to fail: " + failureForPeople(Step.Failure);
  return "// " + Text + "\n";
}

Statements CallSequence::statements(Form, const Settings &S,
                                    const RunOutcome &) const {
  const std::vector<SequenceStep> Steps = sequenceOf(S);
  const uint64_t Rounds = S.numberOr("leak.rounds", 0);
  const std::string Mend = S.word("mend");
  const bool TestsStatus = Mend == "test-status";
  const bool IsOfFlagged = Mend == "ask-again" || Mend == "halve";
  const bool IsCompared = Mend == "own-workspace";
  Printer Text(Steps, IsCompared);
  Statements P = Text.Declarations;
  if (Mend == "halve")
    P.push_back("std::vector<void *> held;");
  if (TestsStatus)
    P.push_back("bool isLost = false;");
  if (Rounds) {
    P.push_back("long before = 0;");
    P.push_back("for (int i = -100; i < " + std::to_string(Rounds) +
                "; ++i) {");
    P.push_back("if (i == 0) before = residentBytes();");
  }
  for (const SequenceStep &Step : Steps) {
    if (Step.Function.empty()) {
      std::string Told = commentOf(Step);
      Told.pop_back(); // a statement ends without a newline
      P.push_back(Told);
      continue;
    }
    std::string Call = Text.call(Step);
    std::string Before;
    for (const SequenceArgument &A : Step.Arguments)
      if (A.Is == Kind::Buffer)
        Before += "value[0] = " + std::to_string(A.Value) + ";\n";
    if (Step.Failure == "no-device")
      Before += "setenv(\"CUDA_VISIBLE_DEVICES\", \"\", 1);\n";
    if (Step.Failure == "full-memory")
      Before += "fillMemory(held, " +
                std::to_string(S.numberOr("pressure.remainingBytes", 0)) +
                "ul);\n";
    if (Step.Failure == "no-memory") {
      // What the process still has of its own goes first.
      Before += "rlimit limit, none;\ngetrlimit(RLIMIT_AS, &limit);\n"
                "none = limit;\nnone.rlim_cur = 1;\n"
                "setrlimit(RLIMIT_AS, &none);\nint status = 0;\n"
                "for (int i = 0; i < 10000000 && !status; ++i)\n  status = " +
                Call + ";\nsetrlimit(RLIMIT_AS, &limit);\n";
      Call = "cublasStatus_t(status)";
    }
    const std::string Comment = commentOf(Step);
    const std::string Failed = "failed(\"" + Step.Function + "\", " + Call +
                               ", " + (Rounds ? "false" : "true") + ")";
    std::string Statement = Comment + Before;
    if (Step.IsTested)
      Statement +=
          "if (" + Failed + ") return puts(\"  stops at the status\"), 0;";
    else if (Step.IsFlagged && TestsStatus)
      Statement += "isLost = " + Failed + ";";
    else if (Rounds && !Step.Failure.empty())
      Statement += Call + ";"; // a line each round would hide the rest
    else if (Step.MustSucceed || (Step.IsFlagged && IsOfFlagged))
      Statement +=
          "if (" + Failed + (TestsStatus ? " && !isLost" : "") + ") return 1;";
    else
      Statement += Failed + ";";
    if (IsCompared && Step.Function == "cudaMalloc")
      Statement += "\nmixed(" + Step.Arguments[0].Name + ", " +
                   std::to_string(Step.Arguments[1].Value) + ");";
    P.push_back(Statement);
  }
  if (TestsStatus)
    P.push_back("if (isLost) return puts(\"  and goes on\"), 1;");
  if (Mend == "ask-again")
    P.push_back("MUST(cudaDeviceSynchronize);");
  if (IsCompared)
    P.push_back(comparison(Steps, Text, S.numberOr("workspace.rounds", 64)));
  if (Rounds) {
    P.push_back("}");
    P.push_back("const long grown = residentBytes() - before;\n"
                "printf(\"  " +
                std::to_string(Rounds) +
                " rounds: %ld bytes of host memory more\\n\", grown);\n"
                "if (grown > " +
                std::to_string(Rounds) + " * 16L) return 1;");
  }
  return P;
}
