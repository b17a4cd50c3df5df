//===-- Budget.h - how much the analysis may do -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Some sources, mostly generated ones, have functions with more paths than can
/// be followed. The budget limits work done, not time: a limit in time would
/// give other findings on a slower machine.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_BUDGET_H
#define CUBLASLT_CHECKS_FLOW_BUDGET_H

#include "checks/flow/State.h"

namespace cublaslt::checks::flow {

class Budget {
public:
  Budget(const Interner &Values, const StateManager &States)
      : Values(Values), States(States) {}

  /// Call it before a function is followed.
  void begin() {
    StepsBefore = Steps;
    const uint64_t Done = work();
    Limit = Done + (Done < WorkOfUnit ? WorkOfFunction : LittleWork);
  }
  /// Counts one element of a block, in one state. Returns false when the
  /// function's budget is spent.
  bool step() {
    ++Steps;
    return !isSpent();
  }
  /// Counts one call that the checks look at.
  void countCall() { ++Calls; }
  bool isSpent() const {
    return Steps - StepsBefore > StepsOfFunction || work() > Limit;
  }

private:
  static constexpr uint64_t StepsOfFunction = 150'000;
  /// In units of about 50 ns. Once the functions of a unit have used
  /// WorkOfUnit, each further one gets LittleWork.
  static constexpr uint64_t WorkOfFunction = 20'000'000,
                            WorkOfUnit = 80'000'000, LittleWork = 200'000;

  uint64_t work() const {
    constexpr unsigned PerStep = 20, PerCall = 500, PerValue = 30;
    return Steps * PerStep + Calls * PerCall + Values.count() * PerValue +
           States.visited();
  }

  const Interner &Values;
  const StateManager &States;
  uint64_t Steps = 0, Calls = 0, StepsBefore = 0, Limit = 0;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_BUDGET_H
