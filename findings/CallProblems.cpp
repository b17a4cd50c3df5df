//===-- CallProblems.cpp - what is wrong with one call --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/CallProblems.h"
#include "findings/KnownCall.h"
#include "findings/RuleConditions.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::findings;

namespace {

constexpr char Matrices[] = {'A', 'B', 'C', 'D'};

std::string text(int64_t Number) { return std::to_string(Number); }

std::string letter(char Matrix) { return std::string(1, Matrix); }

/// Collects problems of one call.
class Examiner {
public:
  Examiner(const CallSpecification &Call, const kb::KnowledgeBase &Kb,
           const kb::Api &Api)
      : Call(Call), Known(Call), Kb(Kb), Api(Api) {}

  std::vector<CallProblem> examine() {
    examineUnknownWords();
    examineConditions();
    examineTypes();
    return std::move(Found);
  }

private:
  bool isUnknownWord(const std::string &Word) const;
  std::string knownWord(const std::string &Word) const;
  void examineUnknownWords();
  void examineConditions();
  void examineTypes();

  const CallSpecification &Call;
  const KnownCall Known;
  const kb::KnowledgeBase &Kb;
  const kb::Api &Api;
  std::vector<CallProblem> Found;
};

} // namespace

bool Examiner::isUnknownWord(const std::string &Word) const {
  const std::string &Suffix = Api.Log.UnknownSuffix;
  return !Suffix.empty() && Word.size() >= Suffix.size() &&
         Word.compare(Word.size() - Suffix.size(), Suffix.size(), Suffix) == 0;
}

/// A value that the library itself shows as unknown. It may accept it: a
/// TRANSA of 111 is taken for CUBLAS_OP_N (measured, cuBLAS 13.1.0.3).
void Examiner::examineUnknownWords() {
  const kb::Rule *R = Kb.rule("cublaslt-attribute-value");
  for (const auto &[Key, Value] : Call.Values) {
    const auto *Word = std::get_if<std::string>(&Value.Known);
    if (!R || !Word || !isUnknownWord(*Word))
      continue;
    size_t Dot = Key.find('.');
    Found.push_back({R->Name, Key,
                     R->logMessage("value", {{"attribute", Key.substr(Dot + 1)},
                                             {"object", Key.substr(0, Dot)}}),
                     false, false});
  }
}

/// What the rule files say. A condition whose effect is a failing status is one
/// that the library answers.
void Examiner::examineConditions() {
  const kb::Function *F = Api.function(Call.Function);
  bool IsHeuristic = F && F->TheAction == kb::Action::Heuristic;
  ConditionTester Tester(Call, Api);
  for (const kb::Rule &R : Kb.rules())
    for (const kb::Condition &C : R.Conditions) {
      if (!(IsHeuristic ? C.AtHeuristic : C.AtMatmul) || !Tester.holds(C.When))
        continue;
      auto Effect = R.Effects.find(C.Effect);
      CallProblem P;
      P.Rule = R.Name;
      P.Aspect = C.Id + " " + C.When.front().Operand;
      P.Words = Tester.filled(C.Message);
      if (!C.Devices.empty())
        P.Words += ", which is refused on " + C.Devices;
      for (const char *Status :
           {"INVALID_VALUE", "NOT_SUPPORTED", "EXECUTION_FAILED"})
        P.IsRefused |= Effect != R.Effects.end() &&
                       Effect->second.find(Status) != std::string::npos;
      P.DependsOnDevice = !C.Devices.empty() || R.number("dependsOnDevice");
      Found.push_back(std::move(P));
    }
}

/// A word that the library itself shows as unknown tells nothing.
std::string Examiner::knownWord(const std::string &Word) const {
  return isUnknownWord(Word) ? "" : Word;
}

/// The look-up is Api's, over the same rows as the checks'.
void Examiner::examineTypes() {
  const std::string Compute = knownWord(Known.descriptorWord("COMPUTE_TYPE")),
                    Scale = knownWord(Known.descriptorWord("SCALE_TYPE"));
  if (Compute.empty() || Scale.empty())
    return;
  std::string Types[std::size(Matrices)];
  for (char Matrix : Matrices)
    Types[Matrix - 'A'] = knownWord(Known.layoutWord(Matrix, "TYPE"));
  kb::TypeWords All = {Compute, Scale, Types[0], Types[1], Types[2], Types[3]};
  if (!Api.knowsTypes(All) || Api.allows(All) || Api.isListedAsRefused(All))
    return;
  const kb::TypeWords Pair = {Compute, Scale, "", "", "", ""};
  const bool IsPair = Api.allows(Pair);
  kb::TypeWords AnyScale = All;
  AnyScale.ScaleType = "";
  bool IsScale = !IsPair || Api.allows(AnyScale);
  const char *Rule =
      IsScale ? "cublaslt-scale-type" : "cublaslt-type-combination";
  const kb::Rule *R = Kb.rule(Rule);
  if (!R)
    return;
  CallProblem P;
  P.Rule = Rule;
  P.Words = R->logMessage(IsPair ? "types" : "pair", {{"compute", Compute},
                                                      {"scale", Scale},
                                                      {"A", Types[0]},
                                                      {"B", Types[1]},
                                                      {"C", Types[2]},
                                                      {"D", Types[3]}});
  P.IsRefused = true;
  P.DependsOnDevice = IsPair;
  Found.push_back(std::move(P));
}

std::vector<CallProblem> findings::problemsOf(const CallSpecification &Call,
                                              const kb::KnowledgeBase &Kb,
                                              const kb::Api &Api) {
  return Examiner(Call, Kb, Api).examine();
}

std::string findings::callForPeople(const CallSpecification &Call) {
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
