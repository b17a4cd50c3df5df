//===-- PerPath.h - what a check remembers on a path ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A check's memory on each path, as a member of the check:
///
///     flow::PerPath<flow::Binding> Live{"live objects"};
///     ...
///     Live.set(S, Object, {Status, Call.Call});
///     if (const flow::Binding *Made = Live.get(S, Object))
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_PERPATH_H
#define CUBLASLT_CHECKS_FLOW_PERPATH_H

#include "checks/flow/State.h"
#include <utility>

namespace cublaslt::checks::flow {

/// The value of a memory that is only present or absent.
struct Mark {
  bool operator<(const Mark &) const { return false; }
};

/// The value that a memory rests on, see Trait. The statement of a binding
/// explains its value.
inline ValueRef restsOn(const Binding &B) { return B.What; }
template <typename T> ValueRef restsOn(const T &) { return nullptr; }

/// Remembers a \p T for each subject, a value, on each path; null as the
/// subject stands for the path itself. A join drops what the paths do not agree
/// on, unless the constructor says otherwise. In a loop, the result of a call
/// keeps one symbol: set or clear its memory at each call.
///
/// \p T has operator<; equal ones are kept once.
template <typename T> class PerPath : public PathMemory {
public:
  using PathMemory::PathMemory;
  /// For arrays; in a dump it has no name.
  PerPath() : PathMemory("") {}

  void set(State &S, ValueRef Subject, T What) const {
    const T *Kept = S.Maker->keep(*this, std::move(What));
    S.Maker->setTrait(S, *this, Subject, {Kept, restsOn(*Kept)});
  }
  /// What is remembered of \p Subject, or null.
  const T *get(const State &S, ValueRef Subject) const {
    const State::Memory *All = S.Traits.lookup(this);
    const Trait *One = All ? All->lookup(Subject) : nullptr;
    return One ? static_cast<const T *>(One->What) : nullptr;
  }
  void clear(State &S, ValueRef Subject) const {
    S.Maker->clearTrait(S, *this, Subject);
  }
  void clear(State &S) const { S.Maker->clearTraits(S, *this); }
  /// The two paths remember the same.
  bool isSame(const State &A, const State &B) const {
    const State::Memory *InA = A.Traits.lookup(this),
                        *InB = B.Traits.lookup(this);
    return InA && InB ? flow::isSame(*InA, *InB) : InA == InB;
  }
  bool isEmpty(const State &S) const { return !S.Traits.contains(this); }
  /// Calls \p Do with each subject and what is remembered of it; nothing may be
  /// changed meanwhile.
  template <typename Visitor> void forEach(const State &S, Visitor &&Do) const {
    if (const State::Memory *All = S.Traits.lookup(this))
      for (const auto &[Subject, One] : *All)
        Do(Subject, *static_cast<const T *>(One.What));
  }
  /// Each subject with what is remembered of it. What is changed meanwhile does
  /// not touch the list.
  llvm::SmallVector<std::pair<ValueRef, const T *>, 4>
  all(const State &S) const {
    llvm::SmallVector<std::pair<ValueRef, const T *>, 4> List;
    forEach(S, [&](ValueRef Subject, const T &What) {
      List.emplace_back(Subject, &What);
    });
    return List;
  }
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_PERPATH_H
