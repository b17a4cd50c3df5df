//===-- AlphaBetaTypeCheck.cpp - cublaslt-alpha-beta-type -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/AlphaBetaTypeCheck.h"

namespace cublaslt::checks {

bool AlphaBetaTypeCheck::applies(FlowFacts &Facts) {
  const rules::TypeTable Table(Facts.api());
  return !Table.refusedPair(Table.typesOf(Facts), Facts);
}

} // namespace cublaslt::checks
