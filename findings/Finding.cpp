//===-- Finding.cpp - call specification, finding, verdict ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/Finding.h"

namespace cublaslt::findings {

namespace {
constexpr struct {
  VerdictKind Kind;
  const char *Name;
} VerdictNames[] = {
    {VerdictKind::Confirmed, "confirmed"},
    {VerdictKind::PathConfirmed, "path-confirmed"},
    {VerdictKind::Holds, "holds"},
    {VerdictKind::Refuted, "refuted"},
    {VerdictKind::Inconclusive, "inconclusive"},
    {VerdictKind::NeedsGpu, "needs-gpu"},
    {VerdictKind::NotApplicable, "not-applicable"},
};
} // namespace

const char *name(VerdictKind Kind) {
  for (const auto &Entry : VerdictNames)
    if (Entry.Kind == Kind)
      return Entry.Name;
  return "";
}

bool isStanding(VerdictKind Kind) {
  return Kind == VerdictKind::Confirmed || Kind == VerdictKind::PathConfirmed ||
         Kind == VerdictKind::Holds;
}

std::string kindForPeople(const Verdict &V) {
  std::string Text = name(V.Kind);
  if (V.IsOfOlderVersion && isStanding(V.Kind))
    Text += " (form; recorded by an older version)";
  return Text;
}

/// "A.x, B.y and 3 more"
static std::string listOf(const std::vector<std::string> &Keys, size_t Most) {
  std::string Text;
  for (size_t I = 0; I < Keys.size() && I < Most; ++I)
    Text += (I ? ", " : "") + Keys[I];
  if (Keys.size() > Most)
    Text += " and " + std::to_string(Keys.size() - Most) + " more";
  return Text;
}

std::string decidingForPeople(const Verdict &V, size_t Most) {
  const DecidingValues &D = V.Deciding;
  if (!isStanding(V.Kind) || (D.FromProgram.empty() && D.FromWitness.empty()))
    return "";
  std::string Text = "decided by ";
  if (!D.FromProgram.empty())
    Text += listOf(D.FromProgram, Most) + " of the program";
  if (!D.FromWitness.empty())
    Text += (D.FromProgram.empty() ? "" : ", and by ") +
            listOf(D.FromWitness, Most) + " of the rule's witness";
  return Text;
}

std::optional<VerdictKind> verdictKind(std::string_view Name) {
  for (const auto &Entry : VerdictNames)
    if (Entry.Name == Name)
      return Entry.Kind;
  return std::nullopt;
}

} // namespace cublaslt::findings
