//===-- CallProblems.cpp - what is wrong with one call --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/CallProblems.h"
#include "findings/CallFacts.h"
#include "logs/KnownCall.h"
#include "logs/Reasons.h"
#include "rules/Evaluate.h"

using namespace cublaslt;
using namespace cublaslt::logs;
using findings::CallSpecification;

static constexpr char Matrices[] = {'A', 'B', 'C', 'D'};

static std::string text(int64_t Number) { return std::to_string(Number); }

static std::string letter(char Matrix) { return std::string(1, Matrix); }

/// A value that the library itself shows as unknown. It may accept it: a
/// TRANSA of 111 is taken for CUBLAS_OP_N (measured, cuBLAS 13.1.0.3).
static void examineUnknownWords(const CallSpecification &Call,
                                const Reasons &Why, const kb::Api &Api,
                                std::vector<CallProblem> &Found) {
  const std::string &Suffix = Api.Log.UnknownSuffix;
  for (const auto &[Key, Value] : Call.Values) {
    const auto *Word = std::get_if<std::string>(&Value.Known);
    if (!Word || Suffix.empty() || Word->size() < Suffix.size() ||
        Word->compare(Word->size() - Suffix.size(), Suffix.size(), Suffix) != 0)
      continue;
    CallProblem P = Why.problem(Reason::UnknownValue,
                                {{"attribute", std::string(Key.name())},
                                 {"object", std::string(Key.object())}});
    P.Aspect = Key.str();
    Found.push_back(std::move(P));
  }
}

static CallProblem problemOf(const rules::Match &M, rules::Facts &Facts) {
  const kb::Condition &C = *M.Condition;
  CallProblem P;
  P.Rule = M.Rule->Name;
  P.Aspect = C.Id + (C.When.empty() ? "" : " " + C.When.front().Operand);
  P.Words = M.Message;
  if (!C.Devices.empty())
    P.Words += ", which is refused on " + C.Devices;
  P.Effect = M.Rule->observed(C.Effect);
  P.Advice = C.Advice;
  P.IsRefused = !C.Refused.empty();
  P.DependsOnDevice = !C.Devices.empty() || C.DependsOnDevice;
  if (!C.UnlessWorkspaceReaches.empty() && !C.When.empty()) {
    const rules::Held Limit = rules::resolve(C.When.front().Operand, Facts);
    P.UnlessWorkspace = static_cast<uint64_t>(Facts.number(Limit).value_or(0));
    P.Words += ", " + C.UnlessWorkspaceReaches;
  }
  return P;
}

std::vector<CallProblem> logs::problemsOf(const CallSpecification &Call,
                                          const Reasons &Why,
                                          const kb::Api &Api) {
  std::vector<CallProblem> Found;
  examineUnknownWords(Call, Why, Api, Found);
  const kb::Function *F = Api.function(Call.Function);
  const rules::CallKind Kind = F && F->TheAction == kb::Action::Heuristic
                                   ? rules::CallKind::Heuristic
                                   : rules::CallKind::Matmul;
  findings::CallFacts Facts(Call, Api);
  for (const kb::Rule &R : Why.knowledgeBase().rules())
    for (const rules::Match &M : rules::evaluate(R, Kind, Facts))
      Found.push_back(problemOf(M, Facts));
  return Found;
}

std::string logs::callForPeople(const CallSpecification &Call) {
  KnownCall Known(Call);
  std::string Text;
  auto Add = [&](const std::string &Part, const char *Between) {
    Text += (Text.empty() ? "" : Between) + Part;
  };
  auto M = Known.layout('D', "ROWS"), N = Known.layout('D', "COLS");
  auto K = Known.dimension('A', false);
  if (M && N && K)
    Add("m " + text(*M) + ", n " + text(*N) + ", k " + text(*K), "");
  for (char Matrix : Matrices) {
    std::string Part = letter(Matrix);
    if (std::string Type = Known.type(Matrix); !Type.empty())
      Part += " " + Type;
    auto Rows = Known.layout(Matrix, "ROWS"),
         Cols = Known.layout(Matrix, "COLS");
    if (Rows && Cols)
      Part += " " + text(*Rows) + " x " + text(*Cols);
    if (auto Ld = Known.layout(Matrix, "LD"))
      Part += " ld " + text(*Ld);
    if (Known.layoutWord(Matrix, "ORDER") == "CUBLASLT_ORDER_ROW")
      Part += " row-major";
    bool IsInput = Matrix == 'A' || Matrix == 'B';
    if (IsInput && Known.isTransposed(Matrix).value_or(false))
      Part += " transposed";
    if (auto Batch = Known.layout(Matrix, "BATCH_COUNT"); Batch && *Batch != 1)
      Part += " batch " + text(*Batch);
    if (Part.size() > 1)
      Add(Part, "; ");
  }
  if (auto Compute = Known.descriptorWord("COMPUTE_TYPE"); !Compute.empty())
    Add(Compute, "; ");
  if (auto Scale = Known.descriptorWord("SCALE_TYPE"); !Scale.empty())
    Add("scale " + Scale, ", ");
  auto Epilogue = Known.descriptorWord("EPILOGUE");
  if (!Epilogue.empty() && Epilogue != "CUBLASLT_EPILOGUE_DEFAULT")
    Add(Epilogue, ", ");
  if (auto Limit = Known.preference("MAX_WORKSPACE_BYTES"))
    Add("workspace limit " + std::to_string(*Limit), "; ");
  if (auto Size = Known.argument("workspaceSizeInBytes"))
    Add("workspace of " + std::to_string(*Size) + " bytes", "; ");
  return Text;
}
