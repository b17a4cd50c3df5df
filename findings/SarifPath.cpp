//===-- SarifPath.cpp - the calls of a path as JSON -----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/SarifDocument.h"

namespace cublaslt::findings {

/// A reported path is short; a file with a longer one is not ours.
static constexpr size_t LongestPath = 1000;

namespace {
constexpr struct {
  PathStep::Outcome Outcome;
  const char *Name;
} Outcomes[] = {
    {PathStep::Outcome::Untested, "untested"},
    {PathStep::Outcome::Succeeds, "succeeds"},
    {PathStep::Outcome::Fails, "fails"},
};
} // namespace

Json toJson(const std::vector<PathStep> &Path) {
  Json Steps = Json::array();
  for (const PathStep &Step : Path) {
    Json One = Json::object();
    if (!Step.File.empty())
      One["file"] = Step.File;
    One["line"] = Step.Line;
    if (Step.isTest()) {
      One["condition"] = Step.Condition;
      One["holds"] = Step.Holds;
      if (Step.IsAssumed)
        One["assumed"] = true;
      Steps.push_back(std::move(One));
      continue;
    }
    One["function"] = Step.Function;
    One["values"] = toJson(Step.Values);
    for (const auto &Row : Outcomes)
      if (Row.Outcome == Step.TheOutcome)
        One["outcome"] = Row.Name;
    if (Step.IsFlagged)
      One["flagged"] = true;
    Steps.push_back(std::move(One));
  }
  return Steps;
}

/// A test has no function, and says how it comes out.
static std::string checkTest(const Json &Step, const std::string &Place) {
  const Json *Condition = member(Step, "condition");
  if (!Condition->is_string())
    return wrong(Place + "/condition", Condition, "the text of a condition");
  const Json *Holds = member(Step, "holds");
  if (!Holds || !Holds->is_boolean())
    return wrong(Place + "/holds", Holds, "true or false");
  const Json *Assumed = member(Step, "assumed");
  return Assumed && !Assumed->is_boolean()
             ? wrong(Place + "/assumed", Assumed, "true or false")
             : "";
}

std::string checkPath(const Json &Path, const std::string &Where) {
  if (!Path.is_array())
    return wrong(Where, &Path, "an array of calls");
  if (Path.size() > LongestPath)
    return Where + ": found " + std::to_string(Path.size()) +
           " calls, expected at most " + std::to_string(LongestPath);
  for (size_t I = 0; I < Path.size(); ++I) {
    const Json &Step = Path[I];
    const std::string Place = Where + "/" + std::to_string(I);
    if (!Step.is_object())
      return wrong(Place, &Step, "an object");
    const Json *Line = member(Step, "line");
    if (!Line || !Line->is_number_unsigned() ||
        Line->get<uint64_t>() > INT32_MAX)
      return wrong(Place + "/line", Line, "the number of a line");
    const Json *Function = member(Step, "function");
    if (!Function && member(Step, "condition")) {
      std::string Wrong = checkTest(Step, Place);
      if (!Wrong.empty())
        return Wrong;
      continue;
    }
    if (!Function || !Function->is_string() ||
        Function->get_ref<const std::string &>().empty())
      return wrong(Place + "/function", Function, "the name of a function");
    std::string Wrong = checkValues(member(Step, "values"), Place + "/values");
    if (!Wrong.empty())
      return Wrong;
    const Json *Outcome = member(Step, "outcome");
    bool IsKnown = false;
    for (const auto &Row : Outcomes)
      IsKnown |= Outcome && Outcome->is_string() && *Outcome == Row.Name;
    if (!IsKnown)
      return wrong(Place + "/outcome", Outcome, "untested, succeeds or fails");
    const Json *Flagged = member(Step, "flagged");
    if (Flagged && !Flagged->is_boolean())
      return wrong(Place + "/flagged", Flagged, "true or false");
  }
  return {};
}

std::vector<PathStep> path(const Json &Value) {
  std::vector<PathStep> Path;
  for (const Json &Step : Value) {
    PathStep One;
    One.Function = stringMember(Step, "function");
    One.File = stringMember(Step, "file");
    One.Line = static_cast<unsigned>(numberMember(Step, "line"));
    auto IsTrue = [&](const char *Name) {
      const Json *Flag = member(Step, Name);
      return Flag && Flag->get<bool>();
    };
    if (One.isTest()) {
      One.Condition = stringMember(Step, "condition");
      One.Holds = IsTrue("holds");
      One.IsAssumed = IsTrue("assumed");
      Path.push_back(std::move(One));
      continue;
    }
    One.Values = values(Step.at("values"));
    const std::string Outcome = stringMember(Step, "outcome");
    for (const auto &Row : Outcomes)
      if (Outcome == Row.Name)
        One.TheOutcome = Row.Outcome;
    One.IsFlagged = IsTrue("flagged");
    Path.push_back(std::move(One));
  }
  return Path;
}

} // namespace cublaslt::findings
