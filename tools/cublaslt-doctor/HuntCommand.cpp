//===-- HuntCommand.cpp - cublaslt-doctor hunt ----------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/HuntCommand.h"
#include "findings/WholeFile.h"
#include "runtime-check/hunt/HuntFiles.h"
#include "runtime-check/report/Text.h"
#include "runtime-check/sandbox/Messages.h"
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>

using namespace cublaslt;
using namespace cublaslt::doctor;
using namespace cublaslt::runtime;

static const char Footer[] =
    "Examples:\n"
    "  cublaslt-doctor hunt --time=600 -o found\n"
    "  cublaslt-doctor hunt --count=100000 --seed=7 --shard=2/8 -o found\n"
    "  cublaslt-doctor hunt --survey --time=60 -o found\n"
    "\n"
    "Exit codes:\n"
    "  0  nothing was wrong\n"
    "  1  known defects were met, and nothing else\n"
    "  2  wrong use\n"
    "  3  no GPU or no CUDA library\n"
    "  4  something was wrong that is not known";

static constexpr int FoundUnknown = 4;

const CLI::App *doctor::addHuntCommand(CLI::App &App, HuntCommand &Command) {
  CLI::App *Hunt = App.add_subcommand(
      "hunt", "Search the library for defects with random problems");
  Hunt->footer(Footer);
  HuntOptions &O = Command.Options;
  Hunt->add_option("--time", O.Seconds, "Seconds to search (60; 0: no limit)")
      ->check(CLI::Range(0u, 864000u).description(""))
      ->type_name("SECONDS");
  Hunt->add_option("--count", O.Count, "Problems to try (no limit)")
      ->type_name("N");
  Hunt->add_option("--seed", O.Seed, "Other problems (1)")->type_name("N");
  Hunt->add_option("--shard", Command.Shard, "The i-th of n parts")
      ->type_name("i/n");
  Hunt->add_option("--gpus", Command.Gpus,
                   "Devices to use (all that are visible)")
      ->type_name("0,1,...");
  Hunt->add_option("--jobs", Command.Jobs, "Processes for each device (4)")
      ->check(CLI::Range(1u, 64u).description(""))
      ->type_name("N");
  Hunt->add_option("--largest", O.Limits.LargestDimension,
                   "Largest dimension of most problems (512)")
      ->check(CLI::Range(16, 8192).description(""))
      ->type_name("N");
  Hunt->add_option("--near", O.NearConfigs,
                   "Algorithms near the heuristic's, for each problem (4)")
      ->check(CLI::Range(0u, 16u).description(""))
      ->type_name("N");
  Hunt->add_flag("--survey", O.IsSurvey,
                 "Plain problems with a long K, each split-K run recorded");
  Hunt->add_option("--problem", Command.Problem,
                   "One problem as a report has it, instead of random ones")
      ->type_name("TEXT");
  Hunt->add_option("--algorithm", Command.Algorithm, "And its algorithm")
      ->type_name("TEXT");
  Hunt->add_option("-o,--output", Command.Output,
                   "Folder for programs, drafts and the corpus")
      ->type_name("FOLDER");
  return Hunt;
}

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

static std::string today() {
  const std::time_t Now = std::time(nullptr);
  char Date[16];
  std::strftime(Date, sizeof Date, "%Y-%m-%d", std::gmtime(&Now));
  return Date;
}

/// Everything that the search leaves in the folder; empty, or why not.
static std::string writeFiles(const std::string &Folder, const HuntResult &R,
                              const DeviceFacts &Facts) {
  std::error_code Code;
  std::filesystem::create_directories(Folder, Code);
  std::string Error;
  auto Write = [&](const std::string &Name, const std::string &Text) {
    if (Error.empty() && !Text.empty())
      Error = findings::writeWhole(Folder + "/" + Name, Text);
  };
  unsigned Number = 0;
  std::string List;
  for (const auto &[Class, F] : R.Findings) {
    const std::string Name = "finding-" + std::to_string(++Number);
    Write(Name + ".cpp", huntProgram(F, Facts));
    if (F.Defect.empty())
      Write(Name + ".yaml", defectDraft(F, Facts, today()));
    List += Name + "\t" + Class + "\t" + std::to_string(F.Count) + "\t" +
            std::to_string(F.FirstChoices) + "\t" + findingForPeople(F) +
            "\n\tproblem: " + F.Small.Failure.Problem +
            "\n\talgorithm: " + F.Small.Failure.Config +
            "\n\tfirst: " + F.First + "\n";
  }
  Write("findings.txt", List);
  std::string Corpus;
  for (const auto &[Config, Problem] : R.Configs)
    Corpus += Config + "\t" + Problem + "\n";
  Write("corpus.txt", Corpus);
  std::string Records;
  for (const std::string &Record : R.Records)
    Records += Record + "\n";
  Write("records.txt", Records);
  return Error;
}

static void tell(const HuntFinding &F) {
  static std::mutex Lock;
  std::lock_guard<std::mutex> Guard(Lock);
  std::printf("%s\n", printable(findingForPeople(F)).c_str());
  std::fflush(stdout);
}

static void summarise(const HuntResult &R, const DeviceFacts &Facts) {
  std::printf("\n%-44s %8s %8s  %s\n", "class", "failures", "first", "known");
  for (const auto &[Class, F] : R.Findings)
    std::printf("%-44s %8llu %8llu  %s\n", printable(Class).c_str(),
                static_cast<unsigned long long>(F.Count),
                static_cast<unsigned long long>(F.FirstChoices),
                F.Defect.empty() ? "no" : "yes");
  std::printf("\nrefused by the heuristic, with its status:\n");
  for (const auto &[Name, Count] : R.Refusals)
    std::printf("  %6llu  %s\n", static_cast<unsigned long long>(Count),
                printable(Name).c_str());
  std::printf("\n%llu problems, %llu refused, %llu runs (%llu near the "
              "heuristic's, %llu left out), %zu configurations, %llu contexts "
              "lost, %llu crashes in %.1f s: %.0f problems and %.0f runs a "
              "second; on %s\n",
              static_cast<unsigned long long>(R.Problems),
              static_cast<unsigned long long>(R.Refused),
              static_cast<unsigned long long>(R.Runs),
              static_cast<unsigned long long>(R.NearRuns),
              static_cast<unsigned long long>(R.Skipped), R.Configs.size(),
              static_cast<unsigned long long>(R.Losses),
              static_cast<unsigned long long>(R.Crashes), R.Seconds,
              static_cast<double>(R.Problems) / R.Seconds,
              static_cast<double>(R.Runs) / R.Seconds,
              machineForPeople(Facts).c_str());
}

/// One problem, its algorithm and those of the heuristic.
static int runOne(const HuntCommand &Command, const KnownDefects &Known,
                  HuntWorker &Worker) {
  HuntRequest R;
  R.Problem = Command.Problem;
  R.Config = Command.Algorithm;
  R.IsCareful = true;
  R.NearConfigs = 0;
  std::string Reason;
  const auto A = Worker.ask(R, Reason);
  if (A && !A->Error.empty())
    return complain("hunt: " + A->Error);
  if (!A) {
    std::printf("the process %s\n", printable(Reason).c_str());
    return FoundUnknown;
  }
  int Code = AllRefuted;
  for (const HuntFailure &F : A->Failures) {
    HuntFinding Finding;
    const kb::Defect *Defect = Known.of(F);
    Finding.Defect = Defect ? Defect->Id : "";
    Finding.Small.Failure = F;
    Finding.Small.IsRepeated = true;
    tell(Finding);
    Code = std::max(Code, Defect ? static_cast<int>(Standing) : FoundUnknown);
  }
  std::printf("%llu runs, %zu failures\n",
              static_cast<unsigned long long>(A->Runs), A->Failures.size());
  return Code;
}

int doctor::hunt(HuntCommand Command, const ExperimentRegistry &Registry,
                 ChildLimits Limits) {
  const kb::KnowledgeBase &Kb = kb::KnowledgeBase::builtin();
  unsigned Shard = 1, Shards = 1;
  int Length = 0;
  if (!Command.Shard.empty() &&
      (Command.Shard.size() > 12 ||
       std::sscanf(Command.Shard.c_str(), "%u/%u%n", &Shard, &Shards,
                   &Length) != 2 ||
       static_cast<size_t>(Length) != Command.Shard.size() || Shard < 1 ||
       Shard > Shards))
    return complain("--shard=" + Command.Shard +
                    ": expected i/n with i from 1 to n");
  Command.Options.Shard = Shard;
  Command.Options.Shards = Shards;
  Command.Options.Limits.IsTallOnly = Command.Options.IsSurvey;
  if (!Command.Problem.empty() && !huntProblemFrom(Command.Problem))
    return complain("--problem: found '" + Command.Problem.substr(0, 80) +
                    "', expected the line of a problem");
  if (!Command.Algorithm.empty() && !huntConfigFrom(Command.Algorithm))
    return complain("--algorithm: found '" + Command.Algorithm.substr(0, 80) +
                    "', expected the line of an algorithm");
  Limits.Time = std::chrono::seconds(120);
  Limits.AnswerBytes = 64 << 20;
  Verifier Questions(Kb, Registry, Limits);
  const DeviceFacts Facts = Questions.facts();
  if (!Facts.HasDevice || !Facts.HasLibrary) {
    std::fprintf(stderr, "cublaslt-doctor: hunt: %s\n",
                 printable(Facts.Lacks).c_str());
    return LacksEnvironment;
  }
  const auto Devices = devicesOf(Command.Gpus, Facts.DeviceCount);
  if (!Devices)
    return complain("--gpus=" + Command.Gpus + ": expected numbers as in 0,1");
  const size_t Begin = Facts.Library.find_first_of("0123456789");
  const std::string Version =
      Begin == std::string::npos
          ? ""
          : Facts.Library.substr(Begin, Facts.Library.find(' ', Begin) - Begin);
  const KnownDefects Known(Kb, Version, Facts.ComputeCapability);
  for (int Signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(Signal, [](int) { interruptChildren(); });

  std::vector<std::unique_ptr<HuntWorker>> Workers;
  for (unsigned Job = 0; Job < Command.Jobs; ++Job)
    for (const std::string &Device : *Devices) {
      ChildLimits Own = Limits;
      Own.VisibleDevice = Devices->size() > 1 || !Command.Gpus.empty()
                              ? Device
                              : std::string();
      Workers.push_back(std::make_unique<SandboxedWorker>(Own));
    }
  if (!Command.Problem.empty())
    return runOne(Command, Known, *Workers.front());
  Hunt Search(Kb, Known, Command.Options, tell);
  const HuntResult R = Search.run(Workers, areChildrenInterrupted);
  if (!R.Error.empty() && !R.Problems)
    return complain("hunt: " + R.Error);
  summarise(R, Facts);
  if (!Command.Output.empty()) {
    const std::string Error = writeFiles(Command.Output, R, Facts);
    if (!Error.empty())
      return complain(Error);
  }
  int Code = areChildrenInterrupted() ? static_cast<int>(Interrupted)
                                      : static_cast<int>(AllRefuted);
  for (const auto &[Class, F] : R.Findings)
    Code = std::max(Code, F.Defect.empty() ? FoundUnknown
                                           : static_cast<int>(Standing));
  return Code;
}
