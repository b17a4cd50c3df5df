//===-- FittingCase.cpp - which case of a rule a finding is ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/FittingCase.h"
#include <algorithm>
#include <cstdlib>

using namespace cublaslt;
using namespace cublaslt::runtime;

/// How well a known value of the call fits the one of a case.
static int fit(const findings::SpecificationValue &Known,
               const std::string &Text) {
  if (auto Word = findings::asWord(Known))
    return *Word == Text ? 2 : -1;
  auto Number = findings::asSigned(Known);
  // Another number may be the same mistake.
  return Number && std::to_string(*Number) == Text ? 2 : 1;
}

std::string runtime::wordOf(const findings::CallSpecification &Call,
                            const char *Key) {
  auto It = Call.Values.find(Key);
  return It == Call.Values.end() ? ""
                                 : findings::asWord(It->second).value_or("");
}

const kb::Experiment *
runtime::fittingCase(const std::vector<const kb::Experiment *> &Cases,
                     const findings::CallSpecification &Call) {
  const std::string Name = wordOf(Call, "case"),
                    Condition = wordOf(Call, "problem.condition");
  auto Has = [](const std::vector<std::string> &List, const std::string &Word) {
    return std::find(List.begin(), List.end(), Word) != List.end();
  };
  std::vector<const kb::Experiment *> Own;
  for (const kb::Experiment *E : Cases) {
    if (!Name.empty() && Name == E->Case)
      return E;
    if (E->Functions.empty() || Has(E->Functions, Call.Function))
      Own.push_back(E);
  }
  for (const kb::Experiment *E : Own)
    if (Has(E->Conditions, Condition))
      return E;
  const kb::Experiment *Best = Own.empty() ? nullptr : Own.front();
  int Most = 0;
  for (const kb::Experiment *E : Own) {
    int Fit = 0;
    for (const auto &[Key, Text] : E->Flagged) {
      auto It = Call.Values.find(Key);
      if (It != Call.Values.end() && It->second.isKnown())
        Fit += fit(It->second, Text);
    }
    if (Fit > Most) {
      Best = E;
      Most = Fit;
    }
  }
  return Best;
}

/// "9.0" or "8.9+" as 90 or 89; 0 for any other text.
static int capability(const std::string &Text) {
  size_t Point = Text.find('.');
  if (Point == std::string::npos)
    return 0;
  return std::atoi(Text.c_str()) * 10 + std::atoi(Text.c_str() + Point + 1);
}

/// "10.0" when no row of the table has the matrix type \p Word on devices
/// below; empty when one has, or none has the type at all.
static std::string leastCapabilityOf(const kb::Api &Api,
                                     const std::string &Word) {
  std::string Least;
  for (const kb::TypeCombination &Row : Api.Types) {
    if (!Row.IsAllowed ||
        (Row.A != Word && Row.B != Word && Row.C != Word && Row.D != Word))
      continue;
    const int Own = capability(Row.ComputeCapability);
    if (!Own)
      return "";
    if (Least.empty() || Own < capability(Least))
      Least = Row.ComputeCapability.substr(
          0, Row.ComputeCapability.find_first_not_of("0123456789."));
  }
  return Least;
}

std::string runtime::whyNotApplicable(const kb::Experiment &E,
                                      const findings::CallSpecification &Call,
                                      const kb::Api *Api,
                                      const DeviceFacts &Machine) {
  const int Own = capability(Machine.ComputeCapability);
  bool IsBelow = !E.LeastComputeCapability.empty() &&
                 Own < capability(E.LeastComputeCapability);
  bool IsAbove = !E.MostComputeCapability.empty() &&
                 Own > capability(E.MostComputeCapability);
  if (IsBelow || IsAbove) {
    std::string Range =
        E.LeastComputeCapability.empty() ? "up to " + E.MostComputeCapability
        : E.MostComputeCapability.empty()
            ? "from " + E.LeastComputeCapability + " on"
            : E.LeastComputeCapability + " to " + E.MostComputeCapability;
    return "the rule holds for compute capability " + Range +
           ", this device has " + Machine.ComputeCapability;
  }
  if (Api)
    for (const auto &[Key, Value] : Call.Values)
      if (auto *Word = std::get_if<std::string>(&Value.Known)) {
        const std::string Least = leastCapabilityOf(*Api, *Word);
        if (Own < capability(Least))
          return Key.str() + " is " + *Word +
                 ", which takes compute capability " + Least +
                 "; this device has " + Machine.ComputeCapability;
      }
  return "";
}
