//===-- MisbehavingDoctor.cpp - the doctor with runs that go wrong --------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The doctor, with an experiment in place of growing-batch that misbehaves as
/// the call specification's "test.behaviour" says. Never shipped: a findings
/// file must not be able to ask for this.
///
//===----------------------------------------------------------------------===//

#include "runtime-check/sandbox/ChildProcess.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

// A sanitizer would turn the signals that this program raises into reports of
// its own.
extern "C" __attribute__((visibility("default"))) const char *
__asan_default_options() {
  return "handle_segv=0:handle_abort=0";
}

namespace {

void answer(const std::string &Text) {
  size_t Done = 0;
  while (Done < Text.size()) {
    ssize_t N = write(AnswerDescriptor, Text.data() + Done, Text.size() - Done);
    if (N <= 0)
      break;
    Done += static_cast<size_t>(N);
  }
}

void exhaust() {
  std::vector<void *> Blocks;
  for (;;) {
    Blocks.push_back(std::malloc(16 << 20));
    std::memset(Blocks.back(), 1, 16 << 20);
  }
}

void hang() {
  for (;;)
    pause();
}

/// A hanging grandchild that holds the pipes open after its parent is gone.
void leaveGrandchild() {
  if (fork() == 0)
    hang();
  _exit(0);
}

class Misbehaving : public Experiment {
public:
  const char *id() const override { return "growing-batch"; }

  void plan(Planner &P, const DeviceFacts &, const kb::Api *) const override {
    P.ThePlan.NeedsGpu = false;
    for (const auto &[Of, Value] : P.Call.Values)
      P.ThePlan.TheSettings.Values[Of.str()] = Value;
  }

  RunOutcome run(Form F, const Settings &S) const override {
    std::string Behaviour = S.word("test.behaviour");
    bool OnlyControl = S.flag("test.onlyControl");
    RunOutcome O;
    O.Ran = true;
    O.Failed = F == Form::Flagged;
    O.Summary = "behaved";
    if (OnlyControl && F == Form::Flagged)
      return O;
    if (Behaviour == "crash")
      std::raise(SIGSEGV);
    else if (Behaviour == "abort")
      throw std::runtime_error("thrown in a run");
    else if (Behaviour == "kill")
      std::raise(SIGKILL);
    else if (Behaviour == "hang")
      hang();
    else if (Behaviour == "slow")
      usleep(400000);
    else if (Behaviour == "exhaust")
      exhaust();
    else if (Behaviour == "exit")
      std::exit(7);
    else if (Behaviour == "silent")
      _exit(0);
    else if (Behaviour == "grandchild")
      leaveGrandchild();
    else if (Behaviour == "garbage")
      answer("{\"ran\": true, \x01\xff garbage");
    else if (Behaviour == "wrongtypes")
      answer("{\"ran\": 1, \"failed\": [], \"summary\": {}}");
    else if (Behaviour == "flood")
      answer(std::string(16 << 20, 'x'));
    else if (Behaviour == "chatter")
      for (int I = 0; I < 200000; ++I)
        std::printf("the library prints a line on standard output\n");
    else if (Behaviour == "escape")
      O.Summary = "\033[31mred\033[0m\nsecond line";
    if (Behaviour == "garbage" || Behaviour == "wrongtypes" ||
        Behaviour == "flood")
      _exit(0);
    return O;
  }
};

} // namespace

int main(int argc, char **argv) {
  ExperimentRegistry Registry = ExperimentRegistry::builtin();
  Registry.add(std::make_unique<Misbehaving>());
  ChildLimits Limits;
  Limits.HostBytes = uint64_t(256) << 20;
  return doctor::run(argc, argv, Registry, Limits);
}
