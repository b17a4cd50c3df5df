//===-- EntryReader.cpp - reads entries, rules and messages ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/Loader.h"
#include "kb/RecordReader.h"
#include <algorithm>
#include <regex>

namespace cublaslt::kb {

namespace {

/// Stands in every message that concerns the library ("cuBLAS", "cublasLt",
/// "CUBLAS_STATUS_", "hipblaslt").
constexpr const char *DefaultAnchor = "blas";

constexpr Word<const char *> Verdicts[] = {{"confirmed", "confirmed"},
                                           {"refuted", "refuted"},
                                           {"inconclusive", "inconclusive"}};

constexpr Word<Capture> Captures[] = {
    {"none", Capture::None},
    {"status", Capture::Status},
    {"statusNumber", Capture::StatusNumber},
    {"statusText", Capture::StatusText},
    {"function", Capture::Function},
    {"m", Capture::M},
    {"n", Capture::N},
    {"k", Capture::K},
    {"transposeA", Capture::TransposeA},
    {"transposeB", Capture::TransposeB},
    {"ldA", Capture::LdA},
    {"ldB", Capture::LdB},
    {"ldD", Capture::LdD},
    {"typeAB", Capture::TypeAB},
    {"typeC", Capture::TypeC},
    {"typeABC", Capture::TypeABC},
    {"computeType", Capture::ComputeType},
    {"scaleType", Capture::ScaleType},
};

/// Claims are named across entries: "cuda/x#dead-end-1".
std::string claimName(const std::string &Entry, const std::string &Claim) {
  return Entry + "#" + Claim;
}

std::optional<int> percent(RecordReader &Reader, const char *Key) {
  if (std::optional<int64_t> Number = Reader.optionalNumber(Key, 0, 100))
    return static_cast<int>(*Number);
  return std::nullopt;
}

constexpr size_t LongestPattern = 2000, DeepestGroups = 50;

/// How many groups of \p Pattern are open at once, at most.
size_t depth(const std::string &Pattern) {
  size_t Open = 0, Deepest = 0;
  for (char C : Pattern) {
    Open += C == '(';
    Open -= C == ')' && Open;
    Deepest = std::max(Deepest, Open);
  }
  return Deepest;
}

} // namespace

Measurement Loader::readMeasurement(const YamlNode &Node,
                                    const std::string &File) {
  RecordReader Reader(Node, File, "a measurement");
  Measurement M;
  M.Device = Reader.text("device");
  M.ComputeCapability = Reader.text("computeCapability");
  M.Driver = Reader.text("driver");
  M.Library = Reader.text("library");
  M.Date = Reader.optionalText("date");
  M.Verdict = Reader.word<const char *>("verdict", Verdicts);
  M.Evidence = Reader.text("evidence");
  M.Experiment = Reader.text("experiment");
  Reader.finish();
  return M;
}

Claim Loader::readClaim(const YamlNode &Node, const std::string &File,
                        const std::string &EntryId, const char *What) {
  RecordReader Reader(Node, File, What);
  Claim C;
  C.Id = Reader.text("id");
  declare("claim", claimName(EntryId, C.Id), Reader.place(Node));
  C.Title = Reader.optionalText("title");
  C.Text = Reader.text("text");
  C.Code = Reader.optionalText("code");
  C.RatePercent = percent(Reader, "ratePercent");
  for (const YamlNode &Item : Reader.list("measured", true))
    C.Measured.push_back(readMeasurement(Item, File));
  for (const YamlNode &Item : Reader.list("coveredBy", false)) {
    C.CoveredBy.push_back(Reader.scalar(Item, "coveredBy"));
    refer("rule", C.CoveredBy.back(), Reader.place(Item));
  }
  C.NotCheckable = Reader.optionalText("notCheckable");
  Reader.finish();
  if (C.CoveredBy.empty() == C.NotCheckable.empty())
    Reader.fail(Node,
                std::string(What) +
                    (C.CoveredBy.empty()
                         ? " with neither 'coveredBy' nor 'notCheckable'"
                         : " with both 'coveredBy' and 'notCheckable'"),
                "the rules that cover it, or why no rule can");
  return C;
}

const Claim *Entry::claim(const std::string &Name) const {
  if (RootCause.Id == Name)
    return &RootCause;
  for (const std::vector<Claim> *Claims : {&Workarounds, &DeadEnds})
    for (const Claim &C : *Claims)
      if (C.Id == Name)
        return &C;
  return nullptr;
}

static constexpr Word<CallKind> Calls[] = {
    {"create", CallKind::Create},       {"descriptor", CallKind::Descriptor},
    {"heuristic", CallKind::Heuristic}, {"matmul", CallKind::Matmul},
    {"gemm", CallKind::Gemm},
};

AnswerLine Loader::readAnswerLine(const YamlNode &Node, const std::string &File,
                                  const Entry &E) {
  using Kind = AnswerLine::Kind;
  constexpr Word<Kind> Kinds[] = {{"observed", Kind::Observed},
                                  {"look", Kind::Look},
                                  {"fix", Kind::Fix},
                                  {"wontHelp", Kind::WontHelp}};
  constexpr Word<const char *> Marks[] = {{"confirmed", "confirmed"},
                                          {"refuted", "refuted"},
                                          {"not measured", "not measured"}};
  RecordReader Reader(Node, File, "a line of an answer");
  AnswerLine A;
  A.What = Reader.word<Kind>("kind", Kinds);
  A.Says = Reader.text("says");
  A.Mark = Reader.word<const char *>("mark", Marks, "");
  for (const YamlNode &Kind : Reader.list("at", false))
    A.At.push_back(Reader.wordOf<CallKind>(Kind, "at", Calls));
  A.Claim = Reader.optionalText("claim");
  A.Experiments = Reader.texts("experiments");
  Reader.finish();
  const bool IsMeasured = A.Mark == "confirmed" || A.Mark == "refuted";
  const Claim *C = E.claim(A.Claim);
  bool HasEvidence = C && !C->Measured.empty();
  for (const std::string &Name : A.Experiments)
    HasEvidence =
        HasEvidence &&
        std::any_of(C->Measured.begin(), C->Measured.end(),
                    [&](const Measurement &M) { return M.Experiment == Name; });
  if ((IsMeasured || !A.Claim.empty()) && !HasEvidence)
    Reader.fail(Node, "a line of an answer without its measurement",
                "'claim', with 'experiments' that it was measured by");
  return A;
}

Entry Loader::readEntry(const YamlNode &Root, const std::string &File) {
  RecordReader Reader(Root, File, "an entry");
  Entry E;
  E.Id = Reader.text("id");
  declare("entry", E.Id, Reader.place(Reader.required("id")));
  E.Title = Reader.text("title");
  E.Domain = Reader.text("domain");
  E.Category = Reader.text("category");
  E.Code = Reader.text("code");
  E.Verification = Reader.text("verification");
  E.FixRatePercent = percent(Reader, "fixRatePercent");
  E.RootCause =
      readClaim(Reader.required("rootCause"), File, E.Id, "a root cause");
  for (const YamlNode &Item : Reader.list("versions", false)) {
    RecordReader Version(Item, File, "a version");
    EntryVersion V;
    V.Name = Version.text("name");
    V.Status = Version.text("status");
    V.Introduced = Version.optionalText("introduced");
    V.Deprecated = Version.optionalText("deprecated");
    Version.finish();
    E.Versions.push_back(std::move(V));
  }
  for (const YamlNode &Item : Reader.list("workarounds", false))
    E.Workarounds.push_back(readClaim(Item, File, E.Id, "a workaround"));
  for (const YamlNode &Item : Reader.list("deadEnds", false))
    E.DeadEnds.push_back(readClaim(Item, File, E.Id, "a dead end"));
  for (const YamlNode &Item : Reader.list("answer", false))
    E.Answer.push_back(readAnswerLine(Item, File, E));
  Reader.finish();
  return E;
}

Rule Loader::readRule(const YamlNode &Root, const std::string &File) {
  RecordReader Reader(Root, File, "a rule");
  Rule R;
  R.Name = Reader.text("name");
  declare("rule", R.Name, Reader.place(Reader.required("name")));
  R.Level = static_cast<int>(Reader.number("level", 0, 2));
  R.Summary = Reader.text("summary");
  R.Rationale = Reader.text("rationale");
  R.Advice = Reader.text("advice");
  R.Avoid = Reader.optionalText("avoid");
  R.FixIt = Reader.optionalText("fixIt");
  R.Limits = Reader.optionalText("limits");
  R.Details = Reader.optionalText("details");
  R.Effects = Reader.settings("effects");
  for (auto &[Key, One] : Reader.placedSettings("measured")) {
    if (!R.Effects.count(Key))
      throw Problem{{File, One.Line, One.Column},
                    "the measurement of the effect " + quoted(Key),
                    "the key of one of the rule's effects"};
    R.Measured[Key] = std::move(One.Text);
  }
  R.File = File;
  R.Parameters = Reader.placedSettings("parameters");
  for (const YamlNode &Item : Reader.list("logFindings", false)) {
    RecordReader One(Item, File, "a finding of a log");
    LogFinding Found;
    Found.Reason = One.text("reason");
    declare("reason", Found.Reason, One.place(One.required("reason")));
    Found.Message = One.text("message");
    Found.Effect = One.optionalText("effect");
    if (!Found.Effect.empty())
      checkEffect(One, Found.Effect, R);
    Found.Advice = One.optionalText("advice");
    One.finish();
    R.LogFindings.push_back(std::move(Found));
  }
  for (const YamlNode &Item : Reader.list("options", false)) {
    RecordReader Option(Item, File, "an option");
    R.Options.push_back({Option.text("name"), Option.optionalText("default"),
                         Option.text("meaning")});
    Option.finish();
  }
  if (const YamlNode *Node = Reader.optional("examples")) {
    RecordReader Pair(*Node, File, "a pair of examples");
    R.FlaggedExample = Pair.text("flagged");
    R.RightExample = Pair.text("right");
    Pair.finish();
  }
  for (const YamlNode &Item : Reader.list("conditions", false))
    readCondition(Item, File, R);
  for (const YamlNode &Item : Reader.list("derivedFrom", true)) {
    RecordReader From(Item, File, "a derivation");
    Derivation D;
    D.Entry = From.optionalText("entry");
    D.Claim = From.optionalText("claim");
    D.Measurement = From.optionalText("measurement");
    From.finish();
    if (D.Entry.empty() != D.Claim.empty() ||
        (D.Entry.empty() && D.Measurement.empty()))
      From.fail(Item, "a derivation without an entry and its claim",
                "'entry' with 'claim', or 'measurement'");
    if (!D.Entry.empty()) {
      refer("entry", D.Entry, From.place(*From.optional("entry")));
      refer("claim", claimName(D.Entry, D.Claim),
            From.place(*From.optional("claim")));
    }
    R.DerivedFrom.push_back(std::move(D));
  }
  if (R.DerivedFrom.empty())
    Reader.fail(Reader.required("derivedFrom"), "an empty list",
                "what the rule is derived from");
  R.Links = Reader.texts("links");
  Reader.finish();
  return R;
}

StatusKnowledge Loader::readStatus(const YamlNode &Node,
                                   const std::string &File) {
  RecordReader Row(Node, File, "a status");
  StatusKnowledge S;
  S.Status = Row.text("status");
  declare("status", S.Status, Row.place(Node));
  S.Sentence = Row.text("sentence");
  S.AlsoSaid = Row.texts("alsoSaid");
  S.Next = Row.optionalText("next");
  S.Entry = Row.optionalText("entry");
  if (!S.Entry.empty())
    refer("entry", S.Entry, Row.place(*Row.optional("entry")));
  for (const YamlNode &Item : Row.list("causes", false)) {
    RecordReader One(Item, File, "a cause");
    StatusCause C;
    C.At = One.word<CallKind>("at", Calls, CallKind::Any);
    C.Says = One.optionalText("says");
    C.Rules = One.texts("rules");
    C.Entries = One.texts("entries");
    C.Types = One.texts("types");
    C.Reports = One.texts("reports");
    for (const std::string &Name : C.Rules)
      refer("rule", Name, One.place(*One.optional("rules")));
    for (const std::string &Name : C.Entries)
      refer("entry", Name, One.place(*One.optional("entries")));
    One.finish();
    S.Causes.push_back(std::move(C));
  }
  Row.finish();
  return S;
}

void Loader::readMessages(const YamlNode &Root, const std::string &File,
                          bool ChecksPatterns) {
  RecordReader Reader(Root, File, "a file of messages");
  for (const YamlNode &Item : Reader.list("statuses", false))
    Kb.Statuses.push_back(readStatus(Item, File));
  for (const YamlNode &Item :
       Reader.list("messages", Reader.list("statuses", false).empty())) {
    RecordReader Row(Item, File, "a message");
    MessagePattern M;
    M.Id = Row.text("id");
    declare("message", M.Id, Row.place(Item));
    M.Framework = Row.text("framework");
    M.Pattern = Row.text("pattern");
    M.Rule = Row.optionalText("rule");
    M.Entry = Row.optionalText("entry");
    M.IsUnknown = Row.flag("unknown", false);
    M.IsContinuation = Row.flag("continues", false);
    M.IsOnlyContinuation = Row.flag("onlyContinues", false);
    M.IsContinuation |= M.IsOnlyContinuation;
    M.IsWarning = Row.flag("warning", false);
    M.IsHarmless = Row.flag("harmless", false);
    M.IsFallback = Row.flag("fallback", false);
    M.IsEarlier = Row.flag("earlier", false);
    M.Explains = Row.texts("explains");
    for (const std::string &Status : M.Explains)
      refer("status", Status, Row.place(*Row.optional("explains")));
    M.After = Row.optionalText("after");
    if (!M.After.empty())
      refer("message", M.After, Row.place(*Row.optional("after")));
    M.StatusFrom = Row.optionalText("statusFrom");
    if (!M.StatusFrom.empty())
      refer("message", M.StatusFrom, Row.place(*Row.optional("statusFrom")));
    M.Status = Row.optionalText("status");
    if (!M.Status.empty())
      refer("status", M.Status, Row.place(*Row.optional("status")));
    M.Function = Row.optionalText("function");
    M.Setting = Row.optionalText("setting");
    M.Example = Row.optionalText("example");
    M.Anchor = Row.optionalText("anchor");
    if (M.Anchor.empty())
      M.Anchor = DefaultAnchor;
    for (const YamlNode &Word : Row.list("captures", false))
      M.Captures.push_back(Row.wordOf<Capture>(Word, "captures", Captures));
    M.Says = Row.optionalText("says");
    M.Advice = Row.optionalText("advice");
    M.Avoid = Row.optionalText("avoid");
    Row.finish();
    const bool IsNone = M.IsUnknown || M.IsHarmless;
    if ((M.Rule.empty() && M.Entry.empty()) != IsNone)
      Row.fail(Item,
               IsNone ? "a message with both 'unknown' and a diagnosis"
                      : "a message with neither 'rule' nor 'entry'",
               "'rule', 'entry', or 'unknown: true'");
    if (!M.Rule.empty())
      refer("rule", M.Rule, Row.place(*Row.optional("rule")));
    if (!M.Entry.empty())
      refer("entry", M.Entry, Row.place(*Row.optional("entry")));
    if (ChecksPatterns) {
      // Both regular expression libraries take memory and stack by these.
      if (M.Pattern.size() > LongestPattern || depth(M.Pattern) > DeepestGroups)
        Row.fail(*Row.optional("pattern"),
                 "a pattern of " + std::to_string(M.Pattern.size()) +
                     " characters, with " + std::to_string(depth(M.Pattern)) +
                     " groups in each other",
                 "at most " + std::to_string(LongestPattern) + " and " +
                     std::to_string(DeepestGroups));
      try {
        std::regex Compiled(M.Pattern, std::regex::ECMAScript);
      } catch (const std::regex_error &E) {
        Row.fail(*Row.optional("pattern"),
                 "a broken pattern (" + std::string(E.what()) + ")",
                 "an ECMAScript regular expression");
      }
    }
    Kb.Messages.push_back(std::move(M));
  }
  Reader.finish();
}

} // namespace cublaslt::kb
