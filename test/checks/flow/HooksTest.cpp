//===-- HooksTest.cpp - which hooks a listener is called for ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"
#include "checks/flow/FlowListener.h"
#include "checks/flow/FlowEngine.h"

namespace cublaslt::checks::flow {
namespace {

/// Overrides two hooks.
struct Hearing : FlowListener {
  Hooks hooks() const override { return Hook::NumberPassed; }
  void onNumberPassed(ValueRef) override { ++Numbers; }
  void onEnd(const clang::FunctionDecl *, bool) override { ++Ends; }
  unsigned Numbers = 0, Ends = 0;
};
/// Inherits both, and overrides a third.
struct HearingMore : Hearing {
  void beforeCall(const KnownCall &, const State &) override {}
};
struct Silent : FlowListener {
  Hooks hooks() const override { return {}; }
};

// What RegisteredCheck compares with the check's own word.
static_assert(overriddenBy<Silent>() == Hooks());
static_assert(overriddenBy<Hearing>() == (Hook::NumberPassed | Hook::End));
static_assert(overriddenBy<HearingMore>() ==
              (Hook::NumberPassed | Hook::End | Hook::BeforeCall));
// One that is overridden and not declared is noticed, and so is the opposite.
static_assert(!(overriddenBy<Hearing>() == Hooks(Hook::NumberPassed)));
static_assert(!(overriddenBy<Hearing>() ==
                (Hook::NumberPassed | Hook::End | Hook::Test)));

class HooksTest : public FlowTest {};

TEST_F(HooksTest, aListenerIsCalledForWhatItDeclaresAlone) {
  parse("int x;");
  ApiModel Api(kb::KnowledgeBase::builtin(), Ast->getASTContext());
  CallGraph Calls(Api, Ast->getASTContext());
  FlowEngine Engine(Ast->getASTContext(), Api, Calls);
  Hearing Ours;
  Silent Theirs;
  Engine.addListener(&Ours);
  Engine.addListener(&Theirs);
  Engine.tell<Hook::NumberPassed>(constant(1));
  Engine.tell<Hook::End>(nullptr, false);
  EXPECT_EQ(Ours.Numbers, 1u);
  EXPECT_EQ(Ours.Ends, 0u);
}

} // namespace
} // namespace cublaslt::checks::flow
