//===-- KnownCall.h - the values of a call specification -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The values that rules ask for, by short names. Inside the log reader only.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_KNOWNCALL_H
#define CUBLASLT_LOGS_KNOWNCALL_H

#include "findings/Finding.h"
#include "findings/MatmulKeys.h"
#include <optional>
#include <string>

namespace cublaslt::logs {

class KnownCall {
public:
  explicit KnownCall(const findings::CallSpecification &Call) : Call(Call) {}

  /// "ROWS" of matrix 'A' and the like; nothing when unknown.
  std::optional<int64_t> layout(char Matrix, const char *Attribute) const {
    return number(findings::layoutKey(Matrix, Attribute));
  }
  std::string layoutWord(char Matrix, const char *Attribute) const {
    return word(findings::layoutKey(Matrix, Attribute));
  }
  std::optional<int64_t> descriptor(const char *Attribute) const {
    return number(findings::descriptorKey(Attribute));
  }
  std::string descriptorWord(const char *Attribute) const {
    return word(findings::descriptorKey(Attribute));
  }
  std::optional<uint64_t> argument(const char *Name) const {
    const findings::SpecificationValue *V = find(Key::argument(Name));
    return V ? findings::asUnsigned(*V) : std::nullopt;
  }
  std::optional<uint64_t> preference(const char *Attribute) const {
    const findings::SpecificationValue *V =
        find(findings::preferenceKey(Attribute));
    return V ? findings::asUnsigned(*V) : std::nullopt;
  }
  /// The type without "CUDA_": "R_16F".
  std::string type(char Matrix) const {
    std::string Type = layoutWord(Matrix, "TYPE");
    return Type.rfind("CUDA_", 0) == 0 ? Type.substr(5) : Type;
  }
  bool isFp8(char Matrix) const { return type(Matrix).rfind("R_8F_", 0) == 0; }
  /// Nothing when unknown.
  std::optional<bool> isTransposed(char Matrix) const {
    std::string Operation = descriptorWord(Matrix == 'A' ? "TRANSA" : "TRANSB");
    if (Operation == "CUBLAS_OP_N")
      return false;
    if (Operation == "CUBLAS_OP_T" || Operation == "CUBLAS_OP_C")
      return true;
    return std::nullopt;
  }
  /// m, n or k as matrix \p Matrix has it: the rows or columns after its
  /// transposition.
  std::optional<int64_t> dimension(char Matrix, bool WantsRows) const {
    bool IsInput = Matrix == 'A' || Matrix == 'B';
    auto Transposed = IsInput ? isTransposed(Matrix) : false;
    if (!Transposed)
      return std::nullopt;
    return layout(Matrix, WantsRows != *Transposed ? "ROWS" : "COLS");
  }

private:
  using Key = findings::Key;
  const findings::SpecificationValue *find(const Key &Key) const {
    auto It = Call.Values.find(Key);
    return It == Call.Values.end() ? nullptr : &It->second;
  }
  std::optional<int64_t> number(const Key &Key) const {
    const findings::SpecificationValue *V = find(Key);
    return V ? findings::asSigned(*V) : std::nullopt;
  }
  std::string word(const Key &Key) const {
    const findings::SpecificationValue *V = find(Key);
    const std::string *Word = V ? std::get_if<std::string>(&V->Known) : nullptr;
    return Word ? *Word : std::string();
  }

  const findings::CallSpecification &Call;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_KNOWNCALL_H
