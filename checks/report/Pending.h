//===-- Pending.h - reports that wait ---------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reports that a check has found on one path and that another path may still
/// refute.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_PENDING_H
#define CUBLASLT_CHECKS_PENDING_H

#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <utility>
#include <vector>

namespace cublaslt::checks {

/// Candidates for reports, each about a \p Site, mostly a call. A site that is
/// refuted, before or after a candidate was added, is not reported.
template <typename T, typename Site = const clang::Stmt *> class Pending {
public:
  void add(Site About, T Candidate) {
    First.try_emplace(About, All.size());
    All.emplace_back(About, std::move(Candidate));
  }
  /// Adds the candidate unless \p About has one. Returns the one that it has.
  T &addOnce(Site About, T Candidate) {
    auto [It, IsNew] = First.try_emplace(About, All.size());
    if (IsNew)
      All.emplace_back(About, std::move(Candidate));
    return All[It->second].second;
  }
  /// The first candidate of \p About, or null.
  const T *find(Site About) const {
    auto It = First.find(About);
    return It == First.end() ? nullptr : &All[It->second].second;
  }
  void refute(Site About) { Refuted.insert(About); }
  bool isRefuted(Site About) const { return Refuted.contains(About); }
  /// Calls \p Do with each site and candidate that nothing refutes, in the
  /// order in which they were added.
  template <typename Visitor> void forEachUnrefuted(Visitor &&Do) {
    for (auto &[About, Candidate] : All)
      if (!isRefuted(About))
        Do(About, Candidate);
  }
  void clear() {
    All.clear();
    First.clear();
    Refuted.clear();
  }

private:
  std::vector<std::pair<Site, T>> All;
  llvm::DenseMap<Site, size_t> First;
  llvm::DenseSet<Site> Refuted;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_PENDING_H
