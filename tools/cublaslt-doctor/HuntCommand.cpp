//===-- HuntCommand.cpp - cublaslt-doctor hunt ----------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/HuntCommand.h"
#include "findings/WholeFile.h"
#include "kb/Shown.h"
#include "runtime-check/hunt/HuntFiles.h"
#include "runtime-check/hunt/Sweep.h"
#include "runtime-check/report/Text.h"
#include "tools/cublaslt-doctor/HuntSession.h"
#include <CLI/CLI.hpp>
#include <cstdio>
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

/// Everything that the search leaves in the folder; empty, or why not.
static std::string writeFiles(const std::string &Folder, const HuntResult &R,
                              const std::string &Summary,
                              const DeviceFacts &Facts) {
  std::error_code Code;
  std::filesystem::create_directories(Folder, Code);
  std::string Error;
  auto Write = [&](const std::string &Name, const std::string &Text) {
    if (Error.empty() && !Text.empty())
      Error = findings::writeWhole(Folder + "/" + Name, Text,
                                   findings::NamedBy::Program);
  };
  unsigned Number = 0;
  std::string List;
  for (const auto &[Class, F] : R.Findings) {
    const std::string Name = "finding-" + std::to_string(++Number);
    Write(Name + ".cpp", huntProgram(F, Facts));
    if (F.Defect.empty())
      Write(Name + ".yaml", defectDraft(F, Facts, todaysDate()));
    List += Name + "\t" + Class + "\t" + std::to_string(F.Count) + "\t" +
            std::to_string(F.FirstChoices) + "\t" + findingForPeople(F) +
            "\n\tproblem: " + F.Small.Failure.Problem +
            "\n\talgorithm: " + F.Small.Failure.Config +
            "\n\tfirst: " + F.First + "\n";
  }
  Write("findings.txt", List);
  Write("summary.txt", Summary);
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
  std::printf("%s\n", kb::shown(findingForPeople(F)).c_str());
  std::fflush(stdout);
}

/// Of what was searched, found and refused, and how fast.
static std::string summaryOf(const HuntResult &R, const HuntOptions &Options,
                             unsigned Workers, const DeviceFacts &Facts) {
  std::string Text;
  auto Number = [](auto V) { return std::to_string(V); };
  auto Right = [](const std::string &Word, size_t Width) {
    return std::string(Word.size() < Width ? Width - Word.size() : 0, ' ') +
           Word;
  };
  auto Left = [](std::string Word, size_t Width) {
    Word.resize(std::max(Word.size(), Width), ' ');
    return Word;
  };
  Text += Left("class", 60) + " failures    first  known\n";
  for (const auto &[Class, F] : R.Findings)
    Text += Left(kb::shown(Class), 60) + " " + Right(Number(F.Count), 8) + " " +
            Right(Number(F.FirstChoices), 8) + "  " +
            (F.Defect.empty() ? "no" : F.Defect) + "\n";
  Text += "\nrefused by the heuristic, with its status:\n";
  for (const auto &[Name, Count] : R.Refusals)
    Text += "  " + Right(Number(Count), 6) + "  " + kb::shown(Name) + "\n";
  const double Seconds = std::max(R.Seconds, 1e-3);
  auto Rate = [&](uint64_t V) {
    return Number(static_cast<uint64_t>(static_cast<double>(V) / Seconds));
  };
  char Took[32];
  std::snprintf(Took, sizeof Took, "%.1f", R.Seconds);
  Text += "\nseed " + Number(Options.Seed) + ", shard " +
          Number(Options.Shard) + "/" + Number(Options.Shards) + ", " +
          Number(Workers) + " processes, " + Number(Options.NearConfigs) +
          " near, dimensions to " + Number(Options.Limits.LargestDimension) +
          "\n" + Number(R.Problems) + " problems, " + Number(R.Refused) +
          " refused, " + Number(R.Runs) + " runs (" + Number(R.NearRuns) +
          " near the heuristic's, " + Number(R.Skipped) + " left out), " +
          Number(R.Configs.size()) + " configurations, " + Number(R.Losses) +
          " contexts lost, " + Number(R.Crashes) + " crashes in " + Took +
          " s: " + Rate(R.Problems) + " problems and " + Rate(R.Runs) +
          " runs a second; on " + machineForPeople(Facts) + "\n";
  return Text;
}

/// One problem, its algorithm and those of the heuristic.
static int runOne(const HuntCommand &Command, const KnownDefects &Known,
                  HuntWorker &Worker) {
  HuntRequest R;
  R.Problem = Command.Problem;
  R.Config = Command.Algorithm;
  R.IsCareful = true;
  R.NearConfigs = 0;
  R.Limits = largest(R.Limits, limitsFor(*huntProblemFrom(R.Problem)));
  std::string Reason;
  const auto A = Worker.ask(R, Reason);
  if (A && !A->Error.empty())
    return complain("hunt: " + A->Error);
  if (!A) {
    std::printf("the process %s\n", kb::shown(Reason).c_str());
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
  HuntSession Session;
  if (const int Code = Session.start("hunt", Registry, Limits))
    return Code;
  const DeviceFacts &Facts = Session.Facts;
  const KnownDefects Known = Session.known();
  const auto Workers = Session.workers(Command.Gpus, Command.Jobs);
  if (Workers.empty())
    return complain("--gpus=" + Command.Gpus + ": expected numbers as in 0,1");
  if (!Command.Problem.empty())
    return runOne(Command, Known, *Workers.front());
  Hunt Search(Kb, Known, Command.Options, tell);
  const HuntResult R = Search.run(Workers, areChildrenInterrupted);
  if (!R.Error.empty() && !R.Problems)
    return complain("hunt: " + R.Error);
  const std::string Summary = summaryOf(
      R, Command.Options, static_cast<unsigned>(Workers.size()), Facts);
  std::printf("\n%s", Summary.c_str());
  if (!Command.Output.empty()) {
    const std::string Error = writeFiles(Command.Output, R, Summary, Facts);
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
