//===-- SarifDocument.h - what the SARIF sources share ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Inside the findings library only: the JSON behind SarifDocument, and the
/// parts of the property bag as JSON.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_SARIFDOCUMENT_H
#define CUBLASLT_FINDINGS_SARIFDOCUMENT_H

#include "findings/Sarif.h"
#include <nlohmann/json.hpp>

namespace cublaslt::findings {

/// Keeps the order of keys, so that a document that is read, given verdicts
/// and written again differs only where verdicts came in.
using Json = nlohmann::ordered_json;

struct SarifDocument::Impl {
  Json Document;

  /// Result \p Index of all runs in order, or null.
  Json *result(size_t Index);

private:
  /// Where each run's results end; made at the first question.
  std::vector<size_t> Ends;
};

constexpr const char *CallSpecificationKey = "callSpecification";
constexpr const char *VerdictKey = "verdict";
constexpr const char *FingerprintKey = "cublasltTidy/v1";
constexpr const char *BaseId = "SRCROOT";

Json toJson(const CallSpecification &Call);
Json toJson(const CallValues &Of);
Json toJson(const std::vector<PathStep> &Path);
Json toJson(const Verdict &V);

/// The check of what came from outside: empty when \p Value has the right
/// form, else "<where>: found X, expected Y" with \p Where as its start.
std::string checkCallSpecification(const Json &Value, const std::string &Where);
std::string checkVerdict(const Json &Value, const std::string &Where);
std::string checkValues(const Json *Values, const std::string &Where);
std::string checkPath(const Json &Path, const std::string &Where);
/// "<where>: found X, expected Y"; \p Value is null where there is nothing.
std::string wrong(const std::string &Where, const Json *Value,
                  const std::string &Expected);

/// Of values that passed the checks above.
CallSpecification callSpecification(const Json &Value, const kb::Api *Api);
Verdict verdict(const Json &Value);
CallValues values(const Json &Value);
std::vector<PathStep> path(const Json &Value);

/// The sentence that a verdict adds to its result's message.
std::string sentence(const Verdict &V);

/// Member \p Key of \p Object when it is there and of that type, else null or
/// an empty value: other tools' documents may hold anything.
const Json *member(const Json &Object, const char *Key);
const Json *objectMember(const Json &Object, const char *Key);
const Json *arrayMember(const Json &Object, const char *Key);
std::string stringMember(const Json &Object, const char *Key);
uint64_t numberMember(const Json &Object, const char *Key);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_SARIFDOCUMENT_H
