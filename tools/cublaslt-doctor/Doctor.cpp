//===-- Doctor.cpp - the program cublaslt-doctor --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/Doctor.h"
#include "kb/KnowledgeBase.h"
#include "runtime-check/sandbox/ChildMain.h"
#include "tools/cublaslt-doctor/HuntCommand.h"
#include "tools/cublaslt-doctor/LogCommand.h"
#include "tools/cublaslt-doctor/SweepCommand.h"
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>

using namespace cublaslt;
using namespace cublaslt::doctor;

static const char Examples[] =
    "Examples:\n"
    "  cublaslt-tidy --sarif=findings.sarif gemm.cpp\n"
    "  cublaslt-doctor verify findings.sarif\n"
    "  cublaslt-doctor verify findings.sarif -o proven.sarif --timeout=60\n"
    "  cublaslt-doctor verify findings.sarif --only=cublaslt-growing-batch\n"
    "\n"
    "Exit codes:\n"
    "  0  every finding is decided, none is confirmed and none holds\n"
    "  1  a finding is confirmed or holds, or its run was inconclusive\n"
    "  2  wrong use, or a file that cannot be read\n"
    "  3  no GPU or no CUDA library: some findings are undecided (even if "
    "others\n"
    "     are confirmed; the summary says both)\n"
    "  4  the analysis that wrote the file failed: findings may be missing\n"
    "130  interrupted: the finished verdicts are in the file, see --resume";

static std::string versionText() {
  return std::string("cublaslt-doctor " CUBLASLT_TIDY_VERSION
                     " (knowledge base ") +
         kb::KnowledgeBase::builtin().fingerprint().substr(0, 12) + ", " +
         CUBLASLT_DOCTOR_BUILD ")";
}

static int runCommand(int argc, char **argv,
                      const runtime::ExperimentRegistry &Registry,
                      const runtime::ChildLimits &Limits) {
  CLI::App App("Executes what cublaslt-tidy found, on the real cuBLASLt",
               "cublaslt-doctor");
  App.footer(Examples);
  App.set_version_flag("--version", versionText());
  App.require_subcommand(1);

  App.get_formatter()->column_width(26);
  App.get_formatter()->label("REQUIRED", "");

  VerifyCommand Command;
  CLI::App *Verify = App.add_subcommand(
      "verify", "Execute each finding's call and add a verdict");
  Verify->footer(Examples);
  Verify
      ->add_option("FILE.sarif", Command.Input,
                   "Findings of cublaslt-tidy, or a folder of them")
      ->type_name("")
      ->required();
  Verify
      ->add_option("-o,--output", Command.Output,
                   "Findings with verdicts (FILE.verified.sarif)")
      ->type_name("FILE");
  Verify
      ->add_option("--timeout", Command.TimeoutSeconds,
                   "Limit of each run (20)")
      ->check(CLI::Range(1u, 86400u).description(""))
      ->type_name("SECONDS");
  Verify
      ->add_option("--kb", Command.KnowledgeBase,
                   "Another knowledge base than the built-in one")
      ->type_name("FOLDER");
  Verify
      ->add_option("--only", Command.Only,
                   "One rule's findings, or the N-th finding alone")
      ->type_name("RULE|N");
  Verify
      ->add_option("--shard", Command.Shard,
                   "The i-th of n parts of the findings; see merge")
      ->type_name("i/n");
  Verify
      ->add_option("--gpus", Command.Gpus,
                   "Devices to use (all that are visible)")
      ->type_name("0,1,...");
  Verify
      ->add_option("--total-timeout", Command.TotalSeconds,
                   "Limit of all runs together (none)")
      ->check(CLI::Range(1u, 864000u).description(""))
      ->type_name("SECONDS");
  Verify
      ->add_option("--emit", Command.Emit,
                   "Write a program for each finding whose form fails")
      ->type_name("FOLDER");
  Verify
      ->add_option("--library", Command.Library,
                   "The libcublasLt to run on, of any version")
      ->check(CLI::ExistingFile.description(""))
      ->type_name("FILE");
  Verify->add_flag("--resume", Command.Resume,
                   "Keep the verdicts that the output file already has");

  MergeCommand Merging;
  CLI::App *Merge =
      App.add_subcommand("merge", "Join the files that --shard has left");
  Merge->add_option("FILE.sarif", Merging.Inputs, "The parts")
      ->type_name("")
      ->required();
  Merge->add_option("-o,--output", Merging.Output, "The whole")
      ->type_name("FILE")
      ->required();

  RulesCommand Listing;
  CLI::App *Rules = App.add_subcommand(
      "rules", "Write each rule's flagged forms as findings");
  Rules->add_option("-o,--output", Listing.Output, "Findings to verify")
      ->type_name("FILE")
      ->required();
  Rules->add_option("--kb", Listing.KnowledgeBase, "Another knowledge base")
      ->type_name("FOLDER");

  ReportCommand Reporting;
  CLI::App *Report = App.add_subcommand(
      "report", "Make a page (.html) or a table (.md) of the verdicts");
  Report->add_option("FILE.sarif", Reporting.Input, "Findings with verdicts")
      ->type_name("")
      ->required();
  Report->add_option("-o,--output", Reporting.Output, "The page")
      ->type_name("FILE")
      ->required();

  ExplainCommand Explaining;
  CLI::App *Explain = App.add_subcommand(
      "explain", "Print a rule, an entry or what an error line means");
  Explain
      ->add_option("RULE|ENTRY|LINE", Explaining.Name,
                   "Its name, or a line of a log")
      ->type_name("")
      ->required();
  Explain->add_flag("-v,--verbose", Explaining.IsVerbose,
                    "With the measurements, and what an entry's source claims");
  Explain
      ->add_option("--kb", Explaining.KnowledgeBase, "Another knowledge base")
      ->type_name("FOLDER");

  MeasureCommand Measuring;
  CLI::App *Kb = App.add_subcommand("kb", "Measure what an entry claims");
  Kb->require_subcommand(1);
  CLI::App *Measure =
      Kb->add_subcommand("measure", "Run each checkable claim here");
  Measure->add_option("ENTRY", Measuring.Entry, "Its name")
      ->type_name("")
      ->required();
  Measure
      ->add_option("--kb", Measuring.KnowledgeBase,
                   "The knowledge base to write the outcomes to")
      ->type_name("FOLDER");
  Measure
      ->add_option("--library", Measuring.Library,
                   "The libcublasLt to run on, of any version")
      ->check(CLI::ExistingFile.description(""))
      ->type_name("FILE");
  HuntCommand Hunting;
  const CLI::App *Hunt = addHuntCommand(App, Hunting);
  SweepCommand Sweeping;
  const CLI::App *Sweep = addSweepCommand(App, Sweeping);
  LogCommand Logs;
  const CLI::App *Log = addLogCommand(App, Logs);
  try {
    App.parse(argc, argv);
  } catch (const CLI::ParseError &Error) {
    // Help and version come this way too, with exit code 0.
    if (Error.get_exit_code() == 0)
      return App.exit(Error);
    return complain(std::string(Error.what()) +
                    "; try cublaslt-doctor --help");
  }
  if (Merge->parsed())
    return merge(Merging);
  if (Report->parsed())
    return report(Reporting);
  if (Explain->parsed())
    return explain(Explaining);
  // The runs are processes of their own, which inherit it.
  const std::string &Library =
      Measure->parsed() ? Measuring.Library : Command.Library;
  if (!Library.empty())
    setenv(runtime::LibraryVariable, Library.c_str(), /*overwrite=*/1);
  else
    unsetenv(runtime::LibraryVariable);
  if (Measure->parsed())
    return measure(Measuring, Registry, Limits);
  if (Hunt->parsed())
    return hunt(Hunting, Registry, Limits);
  if (Sweep->parsed())
    return sweep(Sweeping, Registry, Limits);
  if (Rules->parsed())
    return writeRules(Listing);
  if (Log->parsed())
    return readLogs(Logs, Registry, Limits);
  return verify(Command, Registry, Limits);
}

int doctor::run(int argc, char **argv,
                const runtime::ExperimentRegistry &Registry,
                const runtime::ChildLimits &Limits) {
  if (runtime::isChild(argc, argv))
    runtime::childMain(Registry);
  // "verify | head" must still write its file; a file that gets larger than
  // ulimit -f allows is an error of writing.
  for (int Signal : {SIGPIPE, SIGXFSZ})
    std::signal(Signal, SIG_IGN);
  try {
    return runCommand(argc, argv, Registry, Limits);
  } catch (const std::bad_alloc &) {
    return complain("found no more memory, expected enough for the input: "
                    "raise the limit (ulimit -v), or give it less at once");
  }
}
