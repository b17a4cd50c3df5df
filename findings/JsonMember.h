//===-- JsonMember.h - members of a JSON object -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_JSONMEMBER_H
#define CUBLASLT_FINDINGS_JSONMEMBER_H

#include <string>

namespace cublaslt::findings {

/// Adds the member \p Key, unless the text is empty. \p Json is either kind of
/// the library's objects: sorted, or in the order in which members came.
template <class Json>
void addIfAny(Json &Object, const char *Key, const std::string &Text) {
  if (!Text.empty())
    Object[Key] = Text;
}

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_JSONMEMBER_H
