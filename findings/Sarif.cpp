//===-- Sarif.cpp - a SARIF document: verdicts, text, file ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/Sarif.h"
#include "findings/SarifDocument.h"
#include <algorithm>
#include <cstring>

namespace cublaslt::findings {

SarifDocument::SarifDocument(std::unique_ptr<Impl> I) : I(std::move(I)) {}
SarifDocument::~SarifDocument() = default;
SarifDocument::SarifDocument(SarifDocument &&) noexcept = default;
SarifDocument &SarifDocument::operator=(SarifDocument &&) noexcept = default;

Json *SarifDocument::Impl::result(size_t Index) {
  Json &Runs = Document["runs"];
  if (Ends.empty())
    for (const Json &R : Runs) {
      const Json *Results = arrayMember(R, "results");
      Ends.push_back((Ends.empty() ? 0 : Ends.back()) +
                     (Results ? Results->size() : 0));
    }
  const auto Run = std::upper_bound(Ends.begin(), Ends.end(), Index);
  if (Run == Ends.end())
    return nullptr;
  const size_t Before = Run == Ends.begin() ? 0 : *(Run - 1);
  return &Runs[static_cast<size_t>(Run - Ends.begin())]["results"]
              [Index - Before];
}

void SarifDocument::setVerdict(size_t Index, const Verdict &V) {
  Json *Result = I->result(Index);
  if (!Result)
    return;
  Json &Properties = (*Result)["properties"];
  if (!Properties.is_object())
    Properties = Json::object();
  Json &Message = (*Result)["message"];
  std::string Text = stringMember(Message, "text");
  // The text as it was is kept beside the verdict, so that another verdict
  // replaces the sentence instead of adding one.
  if (const Json *Earlier = objectMember(Properties, VerdictKey);
      Earlier && member(*Earlier, "messageBefore"))
    Text = stringMember(*Earlier, "messageBefore");
  Json Bag = toJson(V);
  Bag["messageBefore"] = Text;
  Properties[VerdictKey] = std::move(Bag);
  std::string Separator;
  if (!Text.empty())
    Separator = std::strchr(".!?", Text.back()) ? " " : ". ";
  Message["text"] = Text + Separator + sentence(V);
}

std::string SarifDocument::text() const {
  // Paths need not be UTF-8: what is not becomes U+FFFD instead of an error.
  return I->Document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string SarifDocument::write(const std::string &Path, NamedBy Who) const {
  return writeWhole(Path, text(), Who);
}

} // namespace cublaslt::findings
