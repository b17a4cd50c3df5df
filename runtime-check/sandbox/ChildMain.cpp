//===-- ChildMain.cpp - the child's side of the sandbox -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/sandbox/ChildMain.h"
#include "runtime-check/sandbox/ChildProcess.h"
#include "runtime-check/sandbox/Messages.h"
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace cublaslt::runtime;

bool cublaslt::runtime::isChild(int argc, char **argv) {
  return argc == 2 && std::string(argv[1]) == ChildArgument;
}

[[noreturn]] static void leave(int Code, const std::string &Complaint) {
  if (!Complaint.empty()) {
    std::fprintf(stderr, "%s\n", Complaint.c_str());
    std::fflush(stderr);
  }
  // Without the libraries' own clean-up: the context may be dead, and the
  // driver takes everything back.
  _exit(Code);
}

static std::string answered(const Request &R,
                            const ExperimentRegistry &Registry) {
  if (R.TheKind == Request::Kind::Facts)
    return toText(Registry.askDevice());
  if (R.TheKind == Request::Kind::Hunt)
    return Registry.hunt(R.Hunt);
  const Experiment *E = Registry.find(R.Experiment);
  if (!E)
    leave(2, "no experiment named " + R.Experiment);
  return toText(E->run(R.TheForm, R.TheSettings));
}

static bool write(const std::string &Answer) {
  for (size_t Done = 0; Done < Answer.size();) {
    ssize_t N =
        ::write(AnswerDescriptor, Answer.data() + Done, Answer.size() - Done);
    if (N <= 0)
      return false;
    Done += static_cast<size_t>(N);
  }
  return true;
}

void cublaslt::runtime::childMain(const ExperimentRegistry &Registry) {
  // Gone when the doctor goes, and no core file of a crash that was expected.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  rlimit None = {0, 0};
  setrlimit(RLIMIT_CORE, &None);

  std::string Text;
  std::getline(std::cin, Text);
  for (;;) {
    auto R = requestFrom(Text);
    if (!R)
      leave(2, "no request on standard input: this is the doctor's own "
               "subcommand, not for use by hand");
    std::string Answer = answered(*R, Registry);
    // A run may leave a dead context: then the next one gets a new process. The
    // end of the line says that this one stays.
    const bool Stays = R->Stays && Registry.isFit();
    if (!write(Stays ? Answer + "\n" : Answer))
      leave(2, "the answer could not be written");
    if (!Stays || !std::getline(std::cin, Text))
      leave(0, "");
  }
}
