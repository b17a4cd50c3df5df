//===-- Alignment.cpp - which matrices must be aligned --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/Alignment.h"
#include <algorithm>

using namespace cublaslt;
using kb::NeededParameter;

const NeededParameter rules::Alignment{"alignment", NeededParameter::Positive};

static constexpr NeededParameter StrictTypes{"strictTypes",
                                             NeededParameter::Words},
    TypesOfStrictCompute{"typesOfStrictCompute", NeededParameter::Words},
    StrictCompute{"strictCompute", NeededParameter::Words};

std::vector<NeededParameter> rules::alignmentParameters() {
  return {Alignment, StrictTypes, TypesOfStrictCompute, StrictCompute};
}

static bool lists(const kb::Rule &R, const NeededParameter &P,
                  const std::string &Word) {
  const auto Words = R.words(P.Name);
  return std::find(Words.begin(), Words.end(), Word) != Words.end();
}

bool rules::needsAlignment(const kb::Rule &R, const std::string &Type,
                           const std::function<std::string()> &ComputeType) {
  return lists(R, StrictTypes, Type) ||
         (lists(R, TypesOfStrictCompute, Type) &&
          lists(R, StrictCompute, ComputeType()));
}
