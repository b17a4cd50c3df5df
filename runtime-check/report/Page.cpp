//===-- Page.cpp - verdicts as a page and as a table ----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/report/Page.h"
#include "kb/Shown.h"
#include "runtime-check/report/PageParts.h"
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::Finding;
using findings::RunOutcome;
using findings::Verdict;
using Json = nlohmann::ordered_json;

static std::string deviceOf(const Verdict &V) {
  std::string Text = V.Device;
  auto Add = [&](const char *Before, const std::string &Part) {
    if (!Part.empty())
      Text += Before + Part;
  };
  Add(", compute capability ", V.ComputeCapability);
  Add(", driver ", V.Driver);
  Add(", CUDA ", V.Runtime);
  Add(", ", V.Library);
  Add(", ", V.Date);
  return Text;
}

static std::string placeOf(const Finding &F) {
  return F.Place.File +
         (F.Place.Line ? ":" + std::to_string(F.Place.Line) : "");
}

static std::string kindOf(const Finding &F) {
  return F.HasVerdict ? findings::name(F.TheVerdict.Kind) : "no verdict";
}

static std::string shownKindOf(const Finding &F) {
  return F.HasVerdict ? findings::kindForPeople(F.TheVerdict) : kindOf(F);
}

static Json outcome(const RunOutcome &O) {
  Json Figures = Json::object();
  for (const auto &[Name, Value] : O.Figures)
    Figures[Name] = Value;
  return {{"summary", O.Ran ? O.Summary : ""},
          {"log", O.LibraryLog},
          {"figures", Figures}};
}

/// The machines that the verdicts speak of.
static std::string machines(const std::vector<Finding> &Findings) {
  std::string Text;
  std::set<std::string> Known = {""};
  for (const Finding &F : Findings) {
    std::string Device = F.HasVerdict ? deviceOf(F.TheVerdict) : "";
    if (Known.insert(Device).second)
      Text += (Text.empty() ? "" : "; ") + Device;
  }
  return Text;
}

/// \p Text once with \p Name replaced.
static std::string with(const std::string &Text, const std::string &Name,
                        const std::string &Value) {
  size_t At = Text.find(Name);
  return Text.substr(0, At) + Value + Text.substr(At + Name.size());
}

std::string runtime::htmlPage(const std::vector<Finding> &Findings) {
  Json Totals = Json::object(), Items = Json::array();
  for (const Finding &F : Findings) {
    std::string Kind = kindOf(F);
    Totals[Kind] = Totals.value(Kind, 0) + 1;
    Json Item = {{"rule", F.Rule},
                 {"kind", Kind},
                 {"shownKind", shownKindOf(F)},
                 {"place", placeOf(F)},
                 {"message", F.Message},
                 {"snippet", F.Place.Snippet}};
    if (F.HasVerdict) {
      Item["reason"] = F.TheVerdict.Reason;
      Item["device"] = deviceOf(F.TheVerdict);
      if (findings::isStanding(F.TheVerdict.Kind)) {
        Item["fromProgram"] = F.TheVerdict.Deciding.FromProgram;
        Item["fromWitness"] = F.TheVerdict.Deciding.FromWitness;
      }
      Item["flagged"] = outcome(F.TheVerdict.Flagged);
      Item["control"] = outcome(F.TheVerdict.Control);
    }
    Items.push_back(std::move(Item));
  }
  Json Data = {
      {"machine", machines(Findings)}, {"totals", Totals}, {"findings", Items}};
  std::string Text = Data.dump(-1, ' ', true, Json::error_handler_t::replace);
  // "</script>" and "<!--" would end or change the block that holds the data.
  std::string Safe;
  for (char C : Text)
    Safe += C == '<' ? std::string("\\u003c") : std::string(1, C);
  std::string Page(reinterpret_cast<const char *>(PageTemplate),
                   PageTemplateSize);
  std::string Chart(reinterpret_cast<const char *>(ChartLibrary),
                    ChartLibrarySize);
  return with(with(Page, "@CHART@", Chart), "@DATA@", Safe);
}

static constexpr size_t MostKeysInCell = 3;

/// One cell: no line breaks, no bars, no markup, no links. Backslashes of the
/// text are entities, so that those that are put before other signs count.
static std::string cell(const std::string &Text) {
  const std::string Clean = kb::shown(Text);
  std::string Out;
  for (size_t I = 0; I < Clean.size(); ++I) {
    const char C = Clean[I];
    // The colon of "https://" would make a link.
    const char *Entity = C == '&'    ? "&amp;"
                         : C == '<'  ? "&lt;"
                         : C == '>'  ? "&gt;"
                         : C == '|'  ? "&#124;"
                         : C == '\\' ? "&#92;"
                         : C == ':' && Clean.compare(I, 3, "://") == 0
                             ? "&#58;"
                             : nullptr;
    if (Entity)
      Out += Entity;
    else
      Out += std::string(std::strchr("`*_[]~", C) ? "\\" : "") + C;
  }
  return Out;
}

std::string runtime::markdownTable(const std::vector<Finding> &Findings) {
  std::map<std::string, unsigned> Totals;
  std::string Rows;
  for (const Finding &F : Findings) {
    ++Totals[kindOf(F)];
    const Verdict &V = F.TheVerdict;
    std::string Evidence = V.Reason;
    if (!V.Flagged.LibraryLog.empty())
      Evidence += (Evidence.empty() ? "" : "; ") +
                  std::string("the library: ") + V.Flagged.LibraryLog.front();
    const std::string Deciding =
        F.HasVerdict ? findings::decidingForPeople(V, MostKeysInCell) : "";
    if (!Deciding.empty())
      Evidence += (Evidence.empty() ? "" : "; ") + Deciding;
    Rows += "| " + cell(F.Rule) + " | " + cell(V.Experiment) + " | " +
            cell(V.Flagged.Ran ? V.Flagged.Summary : "") + " | " +
            cell(V.Control.Ran ? V.Control.Summary : "") + " | " +
            cell(shownKindOf(F)) + " | " + cell(Evidence) + " |\n";
  }
  std::string Sum;
  for (const auto &[Kind, Count] : Totals)
    Sum += (Sum.empty() ? "" : ", ") + std::to_string(Count) + " " +
           (Kind == "holds" && Count > 1 ? "hold" : Kind);
  return "# Experiments\n\n"
         "Made by `make experiments` on a machine with a GPU; nothing in it "
         "is by hand.\n[How an experiment is written](experiment-files.md).\n\n"
         "On " +
         cell(machines(Findings)) + ".\n\n" + std::to_string(Findings.size()) +
         " flagged forms: " + Sum + ".\n\n" +
         "| rule | experiment | flagged | control | verdict | evidence |\n"
         "| --- | --- | --- | --- | --- | --- |\n" +
         Rows;
}
