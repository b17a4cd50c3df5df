//===-- Session.cpp - one file's findings, executed -----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/Session.h"
#include "runtime-check/Schedule.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <unistd.h>

using namespace cublaslt;
using namespace cublaslt::doctor;
using Clock = std::chrono::steady_clock;

/// Processes that share a device: most runs do not fill it.
static constexpr unsigned SharersPerDevice = 4;
/// How much an unexpected end may cost; the first verdict is written at once.
static constexpr std::chrono::seconds WriteEvery{2};

/// The numbers of the devices to use, as CUDA_VISIBLE_DEVICES takes them.
static std::vector<std::string> devicesOf(const std::string &Asked,
                                          unsigned Count) {
  const char *Visible = std::getenv("CUDA_VISIBLE_DEVICES");
  std::string List = !Asked.empty() ? Asked : Visible ? Visible : "";
  if (List.empty())
    for (unsigned I = 0; I < Count; ++I)
      List += (I ? "," : "") + std::to_string(I);
  std::vector<std::string> Devices;
  for (size_t At = 0; At <= List.size();) {
    size_t End = std::min(List.find(',', At), List.size());
    if (End > At)
      Devices.push_back(List.substr(At, End - At));
    At = End + 1;
  }
  if (Devices.empty())
    Devices.push_back("");
  return Devices;
}

/// Prints the lines whose turn it is.
void Session::flush() {
  bool Colours = isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR");
  bool HasBar = isatty(STDERR_FILENO) && isatty(STDOUT_FILENO);
  if (HasBar)
    std::fprintf(stderr, "\r\033[K");
  for (; Printed < Chosen.size() && IsDone[Printed]; ++Printed)
    std::printf("[%zu/%zu] %s\n", Chosen[Printed] + 1, Findings.size(),
                runtime::findingLine(Findings[Chosen[Printed]],
                                     Prepared[Printed].Result, Colours)
                    .c_str());
  std::fflush(stdout);
  if (HasBar && Finished < Chosen.size()) {
    constexpr size_t Width = 30;
    size_t Full = Finished * Width / Chosen.size();
    std::fprintf(stderr, "[%s%s] %zu/%zu", std::string(Full, '#').c_str(),
                 std::string(Width - Full, '.').c_str(), Finished,
                 Chosen.size());
  }
}

void Session::finish(size_t Place) {
  std::lock_guard<std::mutex> Guard(Lock);
  runtime::Prepared &P = Prepared[Place];
  Tally.add(P.Result);
  if (P.Result.hasVerdict())
    Document.setVerdict(Chosen[Place], P.Result.TheVerdict);
  IsDone[Place] = true;
  ++Finished;
  flush();
  if (P.isToRun() &&
      (!LastWritten || Clock::now() - *LastWritten > WriteEvery)) {
    // An error will come again at the end, and is reported there.
    Document.write(Output, OutputNamedBy);
    LastWritten = Clock::now();
  }
}

std::string Session::run(const std::vector<size_t> &Which) {
  Chosen = Which;
  IsDone.assign(Chosen.size(), false);
  LastWritten.reset();
  Prepared.reserve(Chosen.size());
  std::map<std::string, size_t> FirstOf;
  std::map<size_t, std::vector<size_t>> SameAs;
  std::vector<runtime::Job> Jobs;
  for (size_t Place = 0; Place < Chosen.size(); ++Place) {
    Prepared.push_back(Verifier.prepare(Findings[Chosen[Place]]));
    const runtime::Prepared &P = Prepared.back();
    if (!P.isToRun())
      continue;
    // Two findings that ask the same get one run.
    auto [It, IsNew] = FirstOf.emplace(P.Key, Place);
    if (IsNew)
      Jobs.push_back({Place, P.NeedsDeviceAlone});
    else
      SameAs[It->second].push_back(Place);
  }
  for (size_t Place = 0; Place < Chosen.size(); ++Place)
    if (!Prepared[Place].isToRun())
      finish(Place);
  const auto Deadline =
      Clock::now() + std::chrono::seconds(Command.TotalSeconds);
  auto GoesOn = [&] {
    return !runtime::areChildrenInterrupted() &&
           (!Command.TotalSeconds || Clock::now() < Deadline);
  };
  auto Run = [&](const runtime::Job &J, runtime::Worker &Worker) {
    runtime::Prepared Own = Prepared[J.Number];
    Worker.execute(Own);
    if (runtime::areChildrenInterrupted())
      return;
    std::vector<size_t> Places = {J.Number};
    auto Same = SameAs.find(J.Number);
    if (Same != SameAs.end())
      Places.insert(Places.end(), Same->second.begin(), Same->second.end());
    for (size_t Place : Places) {
      {
        std::lock_guard<std::mutex> Guard(Lock);
        Prepared[Place].take(Own);
      }
      finish(Place);
    }
  };
  std::vector<std::string> Devices = {""};
  if (!Jobs.empty() && Verifier.facts().HasDevice)
    Devices = devicesOf(Command.Gpus, Verifier.facts().DeviceCount);
  Verifier.facts(); // before there are threads
  auto Start = [&](const std::string &Device) {
    std::shared_ptr<runtime::Worker> Own =
        Verifier.worker(Device, Devices.size() == 1);
    return [&Run, Own](const runtime::Job &J) { Run(J, *Own); };
  };
  // Timings before what fills the memory, which ends the process that they
  // share.
  auto Turn = [&](const runtime::Job &J) {
    return std::make_pair(Prepared[J.Number].ThePlan.NeedsExclusiveMemory,
                          J.Number);
  };
  std::sort(Jobs.begin(), Jobs.end(),
            [&](const runtime::Job &One, const runtime::Job &Other) {
              return Turn(One) < Turn(Other);
            });
  if (!Jobs.empty())
    runtime::schedule(Jobs, Devices, SharersPerDevice, Start, GoesOn);
  for (size_t Place = 0; Place < Chosen.size(); ++Place)
    Left += !IsDone[Place];
  return Document.write(Output, OutputNamedBy);
}
