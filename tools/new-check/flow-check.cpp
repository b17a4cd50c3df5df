//===-- @FILE@.cpp - @NAME@ ---------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/@FILE@.h"

using namespace clang;

namespace cublaslt::checks {

void @FILE@::afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                       flow::State &S) {
  if (Call.Function->TheAction == kb::Action::Destroy &&
      !Call.Arguments.empty())
    Destroyed.set(S, Call.Arguments.front(), {Result, Call.Call});
}

void @FILE@::beforeCall(const flow::KnownCall &Call, const flow::State &S) {
  if (Call.Function->TheAction != kb::Action::SetAttribute ||
      Call.Arguments.empty())
    return;
  const flow::Binding *By = Destroyed.get(S, Call.Arguments.front());
  // Where the destruction failed, the object is there.
  if (!By || S.rangeOf(By->What).excludesZero())
    return;
  const Expr *Object = argumentsOf(Call.Call).front();
  report(Object->getBeginLoc(),
         "'" + textOf(Object) + "' is set after it was destroyed; " +
             effect("late"))
      .at(Call, S)
      .note(By->Site, "it is destroyed here");
}

} // namespace cublaslt::checks
