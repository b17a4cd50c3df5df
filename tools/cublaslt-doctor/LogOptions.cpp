//===-- LogOptions.cpp - the options of cublaslt-doctor log ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/LogCommand.h"

using namespace cublaslt;

static const char Examples[] =
    "Examples:\n"
    "  some-training-job 2>&1 | cublaslt-doctor log -\n"
    "  cublaslt-doctor log cublaslt_4711.log train.log.gz\n"
    "  cublaslt-doctor log --follow train.log\n"
    "  cublaslt-doctor log --verify --format=sarif -o log.sarif train.log\n"
    "\n"
    "Exit codes:\n"
    "  0  nothing found\n"
    "  1  something found, its cause known or not\n"
    "  2  wrong use, an input that cannot be read, or an output not written\n"
    "130  ended by Ctrl-C or SIGTERM, without --follow";

CLI::App *doctor::addLogCommand(CLI::App &App, LogCommand &Command) {
  CLI::App *Log = App.add_subcommand(
      "log", "Diagnose cuBLASLt's logs and programs' error output");
  Log->footer(Examples);
  Log->add_option("FILE", Command.Inputs,
                  "Logs, plain, .gz or .zst; - is standard input")
      ->type_name("")
      ->required();
  Log->add_option("--format", Command.Format, "text, json or sarif (text)")
      ->check(CLI::IsMember({"text", "json", "sarif"}).description(""))
      ->type_name("FORMAT");
  Log->add_option("-o,--output", Command.Output,
                  "Write there instead of standard output")
      ->type_name("FILE");
  Log->add_option("--level", Command.Level,
                  "Rules up to this level; 2: hints, warnings (1)")
      ->check(CLI::Range(0, 2).description(""))
      ->type_name("N");
  Log->add_flag("-v,--verbose", Command.IsVerbose,
                "With the measurements that each line rests on");
  Log->add_flag("--follow", Command.Follows,
                "Go on as the file grows, until Ctrl-C");
  Log->add_flag("--verify", Command.Verifies,
                "Replay what is diagnosed on this machine's GPU");
  Log->add_option("--timeout", Command.TimeoutSeconds,
                  "Limit of each replay (20)")
      ->check(CLI::Range(1u, 86400u).description(""))
      ->type_name("SECONDS");
  Log->add_option("--kb", Command.KnowledgeBase,
                  "Another knowledge base than the built-in one")
      ->type_name("FOLDER");
  return Log;
}
