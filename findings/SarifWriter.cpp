//===-- SarifWriter.cpp - findings to SARIF 2.1.0 -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/FileUri.h"
#include "findings/SarifDocument.h"
#include "findings/SourceText.h"
#include "kb/KnowledgeBase.h"
#include <filesystem>

namespace cublaslt::findings {

namespace {

Json message(const std::string &Text) { return {{"text", Text}}; }

/// Builds the one run of a new document.
class Writer {
public:
  Writer(const ToolDescription &Tool, const kb::KnowledgeBase &Kb)
      : Tool(Tool), Kb(Kb), Sources(Tool.BaseDirectory) {}

  Json run(const std::vector<Finding> &Findings) {
    for (const kb::Rule &R : Kb.rules())
      addRule(R.Name);
    Json Results = Json::array();
    for (const Finding &F : Findings)
      Results.push_back(result(F));
    Json Notifications = Json::array();
    for (const Finding &N : Tool.Notifications)
      Notifications.push_back(notification(N));

    Json Driver = {{"name", Tool.Name}};
    if (!Tool.Version.empty())
      Driver["version"] = Tool.Version;
    if (!Tool.InformationUri.empty())
      Driver["informationUri"] = Tool.InformationUri;
    Driver["rules"] = std::move(Rules);

    Json Run = {{"tool", {{"driver", std::move(Driver)}}}};
    if (!Tool.BaseDirectory.empty())
      Run["originalUriBaseIds"] = {
          {BaseId, {{"uri", uriOfPath(Tool.BaseDirectory + "/")}}}};
    // What region() really counts in.
    Run["columnKind"] = "utf16CodeUnits";
    Run["invocations"] = Json::array(
        {{{"executionSuccessful", Tool.ExecutionSuccessful},
          {"toolExecutionNotifications", std::move(Notifications)}}});
    Run["results"] = std::move(Results);
    return Run;
  }

private:
  size_t addRule(const std::string &Name) {
    auto [It, IsNew] = RuleIndices.emplace(Name, Rules.size());
    if (IsNew) {
      const kb::Rule *R = Kb.rule(Name);
      const kb::Entry *E = Kb.entry(Name);
      Rules.push_back(R   ? describe(*R)
                      : E ? describeEntry(*E)
                          : describeOther(Name));
    }
    return It->second;
  }

  static Json describe(const kb::Rule &R) {
    std::string Text = R.Advice, Markdown = R.Advice;
    if (!R.Effects.empty()) {
      Text += "\n\nObserved effects:";
      Markdown += "\n\n**Observed effects**\n";
      for (const auto &[Key, Effect] : R.Effects) {
        Text += "\n- " + Key + ": " + R.observed(Key);
        Markdown += "\n- *" + Key + "*: " + R.observed(Key);
      }
    }
    if (!R.Links.empty()) {
      Markdown += "\n\n**Links**\n";
      for (const std::string &Link : R.Links)
        Markdown += "\n- <" + Link + ">";
    }
    Json Rule = {{"id", R.Name},
                 {"shortDescription", message(R.Summary)},
                 {"fullDescription", message(R.Rationale)},
                 {"help", {{"text", Text}, {"markdown", Markdown}}}};
    if (!R.Links.empty())
      Rule["helpUri"] = R.Links.front();
    Rule["defaultConfiguration"] = {{"level", R.Level < 2 ? "warning" : "note"},
                                    {"enabled", R.Level < 2}};
    // precision and problem.severity are what code hosts sort by.
    static const char *const Precisions[] = {"very-high", "high", "medium"};
    Rule["properties"] = {
        {"level", R.Level},
        {"precision", Precisions[R.Level]},
        {"problem.severity", R.Level < 2 ? "warning" : "recommendation"},
        {"tags", {"cuda", "cublaslt", "level-" + std::to_string(R.Level)}}};
    return Rule;
  }

  /// An error entry, which logs are diagnosed with.
  static Json describeEntry(const kb::Entry &E) {
    return {{"id", E.Id},
            {"shortDescription", message(E.Title)},
            {"fullDescription", message(E.RootCause.Text)},
            {"help", message(E.RootCause.Text)}};
  }

  /// Another clang-tidy check: nothing is known but its name, and code hosts
  /// want the texts all the same.
  static Json describeOther(const std::string &Name) {
    const bool IsUnknown = Name == "unknown"; // what a log does not tell
    const std::string Text = IsUnknown
                                 ? "a failure whose cause the log does not tell"
                                 : "clang-tidy's " + Name;
    return {{"id", Name},
            {"shortDescription", message(Text)},
            {"fullDescription", message(Text)},
            {"help", message(IsUnknown ? Text
                                       : "See clang-tidy's documentation of " +
                                             Name + ".")}};
  }

  Json artifactLocation(const std::string &File) const {
    namespace fs = std::filesystem;
    const fs::path Path = fs::path(File).lexically_normal();
    if (Tool.BaseDirectory.empty())
      return {{"uri", uriOfPath(Path.generic_string())}};
    fs::path Relative = Path;
    if (Path.is_absolute())
      Relative = Path.lexically_relative(
          fs::path(Tool.BaseDirectory + "/.").lexically_normal());
    // Outside the base: an absolute URI that needs no base.
    if (Relative.empty() || *Relative.begin() == "..")
      return {{"uri", uriOfPath(Path.generic_string())}};
    return {{"uri", uriOfPath(Relative.generic_string())},
            {"uriBaseId", BaseId}};
  }

  unsigned column(const std::string &File, unsigned Line, unsigned Column) {
    return Sources.convertColumn(File, Line, Column, ColumnKind::Utf8,
                                 ColumnKind::Utf16);
  }

  Json location(const SourcePlace &Place) {
    Json Physical = {{"artifactLocation", artifactLocation(Place.File)}};
    if (Place.Line > 0) {
      Json Region = {{"startLine", Place.Line}};
      if (Place.Column > 0)
        Region["startColumn"] = column(Place.File, Place.Line, Place.Column);
      const bool HasEnd =
          Place.Column > 0 && Place.EndColumn > 0 &&
          (Place.EndLine > Place.Line ||
           (Place.EndLine == Place.Line && Place.EndColumn >= Place.Column));
      if (HasEnd) {
        Region["endLine"] = Place.EndLine;
        Region["endColumn"] =
            column(Place.File, Place.EndLine, Place.EndColumn);
      }
      if (!Place.Snippet.empty())
        Region["snippet"] = message(Place.Snippet);
      Physical["region"] = std::move(Region);
    }
    return {{"physicalLocation", std::move(Physical)}};
  }

  Json deletedRegion(const Replacement &R) {
    Json Region = Json::object();
    // Lines and columns are what readers use; the offsets make it exact.
    auto Start = Sources.position(R.File, R.Offset);
    auto End = Sources.position(R.File, R.Offset + R.Length);
    if (Start && End)
      Region = {{"startLine", Start->Line},
                {"startColumn", column(R.File, Start->Line, Start->Column)},
                {"endLine", End->Line},
                {"endColumn", column(R.File, End->Line, End->Column)}};
    Region["byteOffset"] = R.Offset;
    Region["byteLength"] = R.Length;
    return Region;
  }

  Json fix(const std::vector<Replacement> &Replacements) {
    Json Changes = Json::array();
    std::map<std::string, size_t> Files;
    for (const Replacement &R : Replacements) {
      auto [It, IsNew] = Files.emplace(R.File, Changes.size());
      if (IsNew)
        Changes.push_back({{"artifactLocation", artifactLocation(R.File)},
                           {"replacements", Json::array()}});
      Changes[It->second]["replacements"].push_back(
          {{"deletedRegion", deletedRegion(R)},
           {"insertedContent", message(R.Text)}});
    }
    return {{"description", message("the change that the check suggests")},
            {"artifactChanges", std::move(Changes)}};
  }

  static std::string level(const std::string &Level) {
    return Level == "error" || Level == "note" ? Level : "warning";
  }

  Json result(const Finding &F) {
    Json Result = {{"ruleId", F.Rule},
                   {"ruleIndex", addRule(F.Rule)},
                   {"level", level(F.Level)},
                   {"message", message(F.Message)},
                   {"locations", Json::array()}};
    if (!F.Place.File.empty())
      Result["locations"].push_back(location(F.Place));
    if (!F.Related.empty()) {
      Json Related = Json::array();
      for (const SourcePlace &Place : F.Related) {
        Json At = location(Place);
        At["id"] = Related.size() + 1;
        At["message"] = message(Place.Message);
        Related.push_back(std::move(At));
      }
      Result["relatedLocations"] = std::move(Related);
    }
    if (!F.Fingerprint.empty())
      Result["partialFingerprints"] = {{FingerprintKey, F.Fingerprint}};
    if (!F.Fixes.empty())
      Result["fixes"] = Json::array({fix(F.Fixes)});
    if (F.HasCall)
      Result["properties"][CallSpecificationKey] = toJson(F.Call);
    return Result;
  }

  Json notification(const Finding &N) {
    Json Result = {{"level", level(N.Level)}, {"message", message(N.Message)}};
    if (!N.Rule.empty())
      Result["descriptor"] = {{"id", N.Rule}};
    if (!N.Place.File.empty())
      Result["locations"] = Json::array({location(N.Place)});
    return Result;
  }

  const ToolDescription &Tool;
  const kb::KnowledgeBase &Kb;
  SourceText Sources;
  Json Rules = Json::array();
  std::map<std::string, size_t> RuleIndices;
};

} // namespace

SarifDocument SarifDocument::create(const ToolDescription &Tool,
                                    const std::vector<Finding> &Findings,
                                    const kb::KnowledgeBase &Kb) {
  auto Made = std::make_unique<Impl>();
  Made->Document = {
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", Json::array({Writer(Tool, Kb).run(Findings)})}};
  SarifDocument Document(std::move(Made));
  for (size_t Index = 0; Index < Findings.size(); ++Index)
    if (Findings[Index].HasVerdict)
      Document.setVerdict(Index, Findings[Index].TheVerdict);
  return Document;
}

} // namespace cublaslt::findings
