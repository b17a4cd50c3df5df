//===-- Cases.cpp - every condition on two kinds of facts -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Makes calls of which a condition holds, and others of which it does not, for
/// every condition of every rule, and holds it against the call as a running
/// program knows it (LiveFacts) and as a log shows it (CallFacts). A difference
/// is an error. Prints a JSON line for each call, from which agree.py makes
/// source for the third kind.
///
//===----------------------------------------------------------------------===//

#include "HeaderEnumerators.h"
#include "findings/CallFacts.h"
#include "kb/KnowledgeBase.h"
#include "rules/Evaluate.h"
#include "rules/Types.h"
#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

using namespace cublaslt;
using namespace cublaslt::rules;
using nlohmann::json;

namespace {

/// One value that an operand may have.
struct Value {
  int64_t Number = 0;
  std::string Word; ///< its enumerator, or empty
  bool IsPointer = false;
  Memory Where = Memory::Unknown;
};

using Assignment = std::map<std::string, Value>;

constexpr unsigned Tries = 4000, Kept = 3;

class Maker {
public:
  Maker(const kb::Api &Api, const HeaderEnumerators &Names,
        const kb::Condition &C)
      : Api(Api), Names(Names), C(C) {
    if (C.Types != kb::TypeTest::None)
      for (const std::string &Operand : Api.TypeOperands)
        add(Operand, nullptr);
    for (const kb::Term &T : C.When)
      addTerm(T);
  }

  Assignment any(std::mt19937 &Random) const {
    Assignment A;
    for (const auto &[Operand, Of] : Candidates)
      A[Operand] = Of[Random() % Of.size()];
    if (C.Types == kb::TypeTest::None)
      return A;
    // Near a row: of types at random hardly any are known to go together.
    const kb::TypeCombination &Row = Api.Types[Random() % Api.Types.size()];
    const unsigned Other = Random() % TypeColumns;
    for (unsigned Column = 0; Column < TypeColumns; ++Column) {
      const std::string &Word = cell(Row, Column);
      auto Number = Names.number(Word);
      if (Column != Other && Number)
        A[Api.TypeOperands[Column]] = {*Number, Word, false, Memory::Unknown};
    }
    return A;
  }

private:
  const kb::Attribute *attribute(const std::string &Operand) const {
    return Api.attribute(Operand.substr(Operand.find('.') + 1));
  }

  /// A log shows some enumerations by their numbers.
  bool isShownAsWord(const kb::Attribute &A) const {
    for (const kb::LogField &F : Api.Log.Fields)
      if (F.Attribute == A.Name)
        return !F.Prefix.empty();
    return true;
  }

  void addTerm(const kb::Term &T) {
    add(T.Operand, &T);
    if (!T.Other.empty())
      add(T.Other, &T);
  }

  void add(const std::string &Operand, const kb::Term *T) {
    for (const kb::Quantity &Q : Api.Quantities)
      if (Q.Name == Operand)
        for (const kb::Quantity::Choice &Choice : Q.Choices) {
          for (const kb::Term &Each : Choice.When)
            addTerm(Each);
          add(Choice.Operand, T);
        }
    for (const kb::Quantity &Q : Api.Quantities)
      if (Q.Name == Operand)
        return;
    std::vector<Value> &Of = Candidates[Operand];
    const kb::Attribute *A = attribute(Operand);
    bool IsPointer =
        A ? A->IsPointer : Operand.find("Size") == std::string::npos;
    if (IsPointer) {
      for (int64_t Address :
           {int64_t(0), int64_t(0x7f0000001000), int64_t(0x7f0000002010)})
        for (Memory Where : {Memory::Device, Memory::Host})
          Of.push_back({Address, "", true, Where});
      return;
    }
    if (A && !A->IdiomaticType.empty() && isShownAsWord(*A))
      for (const auto &[Word, Number] : Names.of(A->IdiomaticType))
        Of.push_back({Number, Word, false, Memory::Unknown});
    const bool IsEnumeration = !Of.empty();
    if (T)
      for (const std::string &Word : T->Values) {
        if (auto Number = Names.number(Word))
          Of.push_back({*Number, Word, false, Memory::Unknown});
        else if (Word.find_first_not_of("-0123456789") == Word.npos)
          Of.push_back({std::stoll(Word), "", false, Memory::Unknown});
      }
    if (T && T->TheTest == kb::Test::HasBits) {
      int64_t Bits = 0;
      for (const std::string &Word : T->Values)
        Bits |= Names.number(Word).value_or(0);
      Of.push_back({Bits, "", false, Memory::Unknown});
    }
    if (T && T->TheTest == kb::Test::NotEnumerator)
      Of.push_back({977, "", false, Memory::Unknown});
    if (IsEnumeration)
      return;
    std::vector<int64_t> Numbers = {0, 1, 2, 7, 8, 16, 24, 100, 128, 256};
    if (T && T->TheTest != kb::Test::NotMultipleOf && T->Bound)
      for (int64_t Step : {-1, 0, 1})
        Numbers.push_back(static_cast<int64_t>(T->Bound - 1) + 1 + Step);
    // What the header declares without a sign has none below 0.
    if (A && A->Type.rfind("int", 0) == 0)
      for (int64_t Number : {-1, -128})
        Numbers.push_back(Number);
    for (int64_t Number : Numbers)
      Of.push_back({Number, "", false, Memory::Unknown});
  }

  const kb::Api &Api;
  const HeaderEnumerators &Names;
  const kb::Condition &C;
  std::map<std::string, std::vector<Value>> Candidates;
};

void fillIn(const Assignment &A, const kb::Api &Api, LiveFacts &Live,
            findings::CallSpecification &Call) {
  for (const auto &[Operand, V] : A) {
    const kb::Attribute *Of =
        Api.attribute(Operand.substr(Operand.find('.') + 1));
    const bool IsUnsigned = Of && Of->Type.rfind("uint64", 0) == 0;
    if (V.IsPointer)
      Live.setPointer(Operand, static_cast<uint64_t>(V.Number), V.Where);
    else if (IsUnsigned)
      Live.setNumber(Operand, Integer(static_cast<uint64_t>(V.Number)));
    else
      Live.setNumber(Operand, V.Number);
    if (!V.Word.empty())
      Call.Values[findings::Key::written(Operand)].Known = V.Word;
    else if (IsUnsigned)
      Call.Values[findings::Key::written(Operand)].Known =
          static_cast<uint64_t>(V.Number);
    else
      Call.Values[findings::Key::written(Operand)].Known = V.Number;
  }
}

/// What a call specification does not show, with the reason.
const char *hiddenInLogs(const kb::Condition &C) {
  for (const kb::Term &T : C.When)
    switch (T.TheTest) {
    case kb::Test::HasBits:
      return "a log shows a mask by its name or as unknown, not its bits";
    case kb::Test::Enumerator:
    case kb::Test::NotEnumerator:
      return "a log shows a number that is no enumerator as unknown";
    case kb::Test::PointsTo:
      return "an address does not tell its memory";
    default:
      break;
    }
  return nullptr;
}

const char *hiddenInPrograms(const kb::Condition &C) {
  for (const kb::Term &T : C.When)
    if (T.TheTest == kb::Test::PointsToType)
      return "a pointer in memory has no C++ type";
  return nullptr;
}

json jsonOf(const Assignment &A) {
  json Values = json::object();
  for (const auto &[Operand, V] : A) {
    if (V.IsPointer)
      Values[Operand] = {
          {"address", V.Number},
          {"memory", V.Where == Memory::Host ? "host" : "device"}};
    else if (V.Word.empty())
      Values[Operand] = V.Number;
    else
      Values[Operand] = V.Word;
  }
  return Values;
}

/// What is said of the call; empty where the condition does not hold.
std::string messageOf(const kb::Rule &R, const kb::Condition &C, Facts &F) {
  kb::Rule Alone = R;
  Alone.Conditions = {C};
  const auto Found =
      evaluate(Alone, C.AtMatmul ? CallKind::Matmul : CallKind::Heuristic, F);
  return Found.empty() ? "" : Found.front().Message;
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  HeaderEnumerators Names;
  for (int I = 1; I < argc; ++I)
    Names.read(argv[I]);
  const kb::KnowledgeBase &Kb = kb::KnowledgeBase::builtin();
  const kb::Api &Api = Kb.apis().front();
  unsigned Conditions = 0, Calls = 0, Failures = 0;
  auto Fail = [&](const kb::Rule &R, const kb::Condition &C,
                  const std::string &What, const Assignment &A) {
    ++Failures;
    std::fprintf(stderr, "%s/%s: %s: %s\n", R.Name.c_str(), C.Id.c_str(),
                 What.c_str(), jsonOf(A).dump().c_str());
  };
  for (const kb::Rule &R : Kb.rules())
    for (const kb::Condition &C : R.Conditions) {
      ++Conditions;
      const char *Hidden = hiddenInPrograms(C), *InLogs = hiddenInLogs(C);
      if (Hidden || InLogs)
        std::fprintf(stderr, "not seen in a %s: %s/%s: %s\n",
                     Hidden ? "running program or a log" : "log",
                     R.Name.c_str(), C.Id.c_str(), Hidden ? Hidden : InLogs);
      std::mt19937 Random(20261130);
      const Maker Make(Api, Names, C);
      unsigned Seen[3] = {};
      std::set<std::string> Done;
      for (unsigned Try = 0; Try < Tries && !Hidden; ++Try) {
        Assignment A = Make.any(Random);
        // Sometimes something is not known.
        std::string Unknown;
        if (Try % 8 == 7 && !A.empty()) {
          auto Gone = std::next(A.begin(), long(Random() % A.size()));
          Unknown = Gone->first;
          A.erase(Gone);
        }
        if (!Done.insert(jsonOf(A).dump()).second)
          continue;
        LiveFacts Live(Api, Names);
        findings::CallSpecification Call;
        fillIn(A, Api, Live, Call);
        findings::CallFacts Logged(Call, Api);
        const Truth InProgram = holds(C, Live), InLog = holds(C, Logged);
        ++Calls;
        // What is not reported is not reported, for whatever reason.
        const bool IsExpected = InProgram == Truth::Yes && !InLogs;
        if ((InLog == Truth::Yes) != IsExpected)
          Fail(R, C, "a running program and a log differ", A);
        if (++Seen[size_t(InProgram)] <= Kept)
          std::printf("%s\n", json({{"rule", R.Name},
                                    {"condition", C.Id},
                                    {"at", C.AtMatmul ? "matmul" : "heuristic"},
                                    {"holds", InProgram == Truth::Yes},
                                    {"message", messageOf(R, C, Live)},
                                    {"unknown", Unknown},
                                    {"values", jsonOf(A)}})
                                  .dump()
                                  .c_str());
      }
      if (!Hidden && (!Seen[size_t(Truth::Yes)] || !Seen[size_t(Truth::No)]))
        Fail(R, C, "no call was made of which it holds, or of which not", {});
    }
  std::fprintf(stderr, "%u conditions, %u calls, %u failures\n", Conditions,
               Calls, Failures);
  return Failures ? 1 : 0;
}
