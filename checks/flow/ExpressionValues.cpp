//===-- ExpressionValues.cpp - values of running statements ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/ExpressionValues.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cublaslt::checks::flow {

size_t ExpressionValues::find(Key K) const {
  return llvm::partition_point(
             Entries, [&](const auto &Each) { return Each.first < K; }) -
         Entries.begin();
}

ValueRef ExpressionValues::lookup(const Expr *E) const {
  const Key K{Depth, E};
  const size_t I = find(K);
  return I < Entries.size() && Entries[I].first == K ? Entries[I].second
                                                     : nullptr;
}

void ExpressionValues::set(const Expr *E, ValueRef V) {
  const Key K{Depth, E};
  const size_t I = find(K);
  if (I < Entries.size() && Entries[I].first == K)
    Entries[I].second = V;
  else
    Entries.insert(Entries.begin() + I, {K, V});
}

void ExpressionValues::clear() {
  while (!Entries.empty() && Entries.back().first.first == Depth)
    Entries.pop_back();
}

void ExpressionValues::join(
    const ExpressionValues &Other,
    llvm::function_ref<ValueRef(ValueRef, ValueRef)> Join) {
  std::vector<std::pair<Key, ValueRef>> InBoth;
  for (const auto &[K, V] : Entries) {
    const size_t I = Other.find(K);
    if (I < Other.Entries.size() && Other.Entries[I].first == K)
      InBoth.emplace_back(K, Join(V, Other.Entries[I].second));
  }
  Entries = std::move(InBoth);
}

} // namespace cublaslt::checks::flow
