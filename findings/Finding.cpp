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

std::optional<VerdictKind> verdictKind(std::string_view Name) {
  for (const auto &Entry : VerdictNames)
    if (Entry.Name == Name)
      return Entry.Kind;
  return std::nullopt;
}

std::optional<uint64_t> asUnsigned(const SpecificationValue &Value) {
  if (const auto *Number = std::get_if<uint64_t>(&Value.Known))
    return *Number;
  if (const auto *Number = std::get_if<int64_t>(&Value.Known))
    if (*Number >= 0)
      return static_cast<uint64_t>(*Number);
  return std::nullopt;
}

std::optional<int64_t> asSigned(const SpecificationValue &Value) {
  if (const auto *Number = std::get_if<int64_t>(&Value.Known))
    return *Number;
  if (const auto *Number = std::get_if<uint64_t>(&Value.Known))
    if (*Number <= static_cast<uint64_t>(INT64_MAX))
      return static_cast<int64_t>(*Number);
  return std::nullopt;
}

} // namespace cublaslt::findings
