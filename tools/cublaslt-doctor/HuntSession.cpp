//===-- HuntSession.cpp - workers on the devices --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/HuntSession.h"
#include "kb/Shown.h"
#include "runtime-check/sandbox/Messages.h"
#include <csignal>
#include <cstdio>
#include <ctime>

using namespace cublaslt;
using namespace cublaslt::doctor;
using namespace cublaslt::runtime;

namespace {
/// A worker in a process of its own.
class SandboxedWorker : public HuntWorker {
public:
  explicit SandboxedWorker(const ChildLimits &Limits) : Child(Limits) {}
  std::optional<HuntAnswer> ask(const HuntRequest &R,
                                std::string &Reason) override {
    Request Asked;
    Asked.TheKind = Request::Kind::Hunt;
    Asked.Hunt = toText(R);
    Asked.Stays = true;
    const ChildResult Result = Child.ask(toText(Asked));
    // One that ended after its answer lost its context, and says so.
    auto A = huntAnswerFrom(Result.Answer);
    if (!A)
      Reason = Result.Reason.empty() ? "gave an answer that is not understood"
                                     : Result.Reason;
    return A;
  }

private:
  ServingChild Child;
};
} // namespace

/// "0,2" as its parts; nothing when it is something else.
static std::optional<std::vector<std::string>>
devicesOf(const std::string &Text, unsigned Count) {
  std::vector<std::string> Devices;
  if (Text.empty()) {
    for (unsigned I = 0; I < Count; ++I)
      Devices.push_back(std::to_string(I));
    return Devices;
  }
  std::string Part;
  for (size_t I = 0; I <= Text.size(); ++I) {
    if (I < Text.size() && Text[I] != ',') {
      Part += Text[I];
      continue;
    }
    if (Part.empty() || Part.size() > 3 ||
        Part.find_first_not_of("0123456789") != std::string::npos)
      return std::nullopt;
    Devices.push_back(Part);
    Part.clear();
  }
  return Devices;
}

std::string doctor::todaysDate() {
  const std::time_t Now = std::time(nullptr);
  char Date[16];
  std::strftime(Date, sizeof Date, "%Y-%m-%d", std::gmtime(&Now));
  return Date;
}

int HuntSession::start(const char *Command, const ExperimentRegistry &Registry,
                       ChildLimits Own) {
  // A kernel that does not end is noticed by the worker itself, earlier.
  Own.Time = std::chrono::seconds(45);
  Own.AnswerBytes = 64 << 20;
  Limits = Own;
  Verifier Questions(kb::KnowledgeBase::builtin(), Registry, Limits);
  Facts = Questions.facts();
  if (!Facts.HasDevice || !Facts.HasLibrary) {
    std::fprintf(stderr, "cublaslt-doctor: %s: %s\n", Command,
                 kb::shown(Facts.Lacks).c_str());
    return LacksEnvironment;
  }
  for (int Signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(Signal, [](int) { interruptChildren(); });
  return 0;
}

KnownDefects HuntSession::known() const {
  const size_t Begin = Facts.Library.find_first_of("0123456789");
  const std::string Version =
      Begin == std::string::npos
          ? ""
          : Facts.Library.substr(Begin, Facts.Library.find(' ', Begin) - Begin);
  return KnownDefects(kb::KnowledgeBase::builtin(), Version,
                      Facts.ComputeCapability);
}

std::vector<std::unique_ptr<HuntWorker>>
HuntSession::workers(const std::string &Gpus, unsigned Jobs) const {
  std::vector<std::unique_ptr<HuntWorker>> Workers;
  const auto Devices = devicesOf(Gpus, Facts.DeviceCount);
  if (!Devices)
    return Workers;
  for (unsigned Job = 0; Job < Jobs; ++Job)
    for (const std::string &Device : *Devices) {
      ChildLimits Own = Limits;
      Own.VisibleDevice =
          Devices->size() > 1 || !Gpus.empty() ? Device : std::string();
      Workers.push_back(std::make_unique<SandboxedWorker>(Own));
    }
  return Workers;
}
