//===-- AlphaBetaTypeCheck.cpp - cublaslt-alpha-beta-type -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/AlphaBetaTypeCheck.h"
#include "checks/model/TypeTable.h"

using namespace cublaslt;

namespace cublaslt::checks {

bool AlphaBetaTypeCheck::applies(MatmulProblem &Problem) {
  TypeTable Table(vocabulary());
  const kb::Api &Api = engine().api().apiOf(Problem.call().Function);
  return !Table.refusedPair(Api, Table.typesOf(Problem));
}

} // namespace cublaslt::checks
