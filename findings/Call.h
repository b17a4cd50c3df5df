//===-- Call.h - what is known of a call ------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The *call specification*: everything that the analysis, or the reader of a
/// log, knows of a flagged call. The verifier runs the call from it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_CALL_H
#define CUBLASLT_FINDINGS_CALL_H

#include "findings/Key.h"
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace cublaslt::findings {

/// What stands where a pointer, or the buffer with an attribute's value, is
/// wanted.
enum class PointerKind {
  Null,
  NullBuffer, ///< no buffer, where the attribute's value is wanted
  ByValue,    ///< the pointer itself, where the address of one is wanted
};

/// Memory of the device, \c Offset bytes from an address that the library
/// likes. The same as "some address" where that is all that is known.
struct DeviceAddress {
  uint64_t Offset = 0;
  bool operator==(const DeviceAddress &Other) const {
    return Offset == Other.Offset;
  }
};

/// The value of one setting of the flagged call.
struct SpecificationValue {
  /// A number, a boolean, a pointer, a word (an enumerator, or one of those
  /// that OwnKeys.def lists), or nothing when it is not known. Read from SARIF,
  /// a whole number is an int64_t where it fits and a uint64_t above; see
  /// asUnsigned() and asSigned().
  std::variant<std::monostate, int64_t, uint64_t, double, bool, PointerKind,
               DeviceAddress, std::string>
      Known;
  /// The source text that gives the value; for an unknown value the text
  /// that could not be evaluated.
  std::string SourceText;
  bool isKnown() const { return Known.index() != 0; }
  bool is(PointerKind Kind) const {
    const auto *Own = std::get_if<PointerKind>(&Known);
    return Own && *Own == Kind;
  }
  /// Makes it what \p Text says of \p Of: "null", "null-buffer", "by-value",
  /// "device" and "device+16" are pointers where \p Of can be one.
  void setWord(const Key &Of, const std::string &Text);
};

using CallValues = std::map<Key, SpecificationValue, KeyOrder>;

/// One call of the API on the reported path, or one test.
struct PathStep {
  /// Which way the path goes on where the call's status is tested.
  enum class Outcome { Untested, Succeeds, Fails };
  std::string Function; ///< empty: a test
  std::string File;     ///< empty: the finding's own
  unsigned Line = 0;
  /// By parameter: "argument.rows". An object, or memory, is a word that names
  /// it on this path: "#1" in each call that is given it.
  CallValues Values;
  Outcome TheOutcome = Outcome::Untested;
  /// The step that the finding is about.
  bool IsFlagged = false;
  /// Of a test: its source text, and how it comes out on the path.
  std::string Condition;
  bool Holds = false;
  /// No outcome of a call on the path makes the test come out so, and the
  /// mistake is there only where it does.
  bool IsAssumed = false;
  bool isTest() const { return Function.empty(); }
};

/// What is known of one flagged call.
struct CallSpecification {
  /// In SARIF. Version 1 had several spellings of null, and of an attribute's
  /// call; SarifProperties.cpp reads it.
  static constexpr int Version = 2;
  std::string Function; ///< the API function that is called
  CallValues Values;
  /// The calls of the path that the finding is about, in their order; empty
  /// where the rule is not about paths, or the check does not hand them over.
  std::vector<PathStep> Path;
};

/// The value as a number, whichever integer type holds it; nothing when it is
/// no whole number or does not fit.
std::optional<uint64_t> asUnsigned(const SpecificationValue &Value);
std::optional<int64_t> asSigned(const SpecificationValue &Value);
/// The value as setWord() reads it; nothing when it is not a word or a pointer.
std::optional<std::string> asWord(const SpecificationValue &Value);
/// Null, as a pointer or as the number 0.
bool isNull(const SpecificationValue &Value);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_CALL_H
