//===-- NotFollowed.h - functions that were too much ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_NOTFOLLOWED_H
#define CUBLASLT_CHECKS_FLOW_NOTFOLLOWED_H

#include <string>
#include <vector>

namespace cublaslt::checks {

/// A function that has more paths than the analysis follows.
struct NotFollowed {
  std::string Function, File; ///< its qualified name; as clang names the file
  unsigned Offset;            ///< bytes, of its name
};

/// Those of all units that this process has analysed; a server keeps none.
const std::vector<NotFollowed> &notFollowed();

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_FLOW_NOTFOLLOWED_H
