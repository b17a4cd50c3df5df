//===-- SweepCommand.cpp - cublaslt-doctor sweep --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/SweepCommand.h"
#include "findings/WholeFile.h"
#include "kb/Shown.h"
#include "runtime-check/hunt/HuntFiles.h"
#include "runtime-check/report/Text.h"
#include "tools/cublaslt-doctor/HuntSession.h"
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

using namespace cublaslt;
using namespace cublaslt::doctor;
using namespace cublaslt::runtime;

static const char Footer[] =
    "A shape is a line: m n k [ops] [types] [key=value ...], such as\n"
    "  72 128 21512 NT bf16 fp32\n"
    "with fp16, bf16, fp32, fp64, e4m3, e5m2, int8, int32 or cudaDataType_t's\n"
    "names; keys as cublaslt-doctor hunt writes them. A cuBLASLt log is known\n"
    "by its lines.\n"
    "\n"
    "Exit codes:\n"
    "  0  every shape was right, or the heuristic refused it\n"
    "  1  a shape was wrong, or could not be run\n"
    "  2  wrong use, or a file that cannot be read\n"
    "  3  no GPU or no CUDA library\n"
    "130  interrupted";

const CLI::App *doctor::addSweepCommand(CLI::App &App, SweepCommand &Command) {
  CLI::App *Sweep = App.add_subcommand(
      "sweep", "Run the heuristic's choice for your own shapes");
  Sweep->footer(Footer);
  Sweep
      ->add_option("SHAPES", Command.Inputs,
                   "Lists of shapes or cuBLASLt logs; - is standard input")
      ->type_name("")
      ->required();
  Sweep->add_flag("--all", Command.TriesAll,
                  "All results of the heuristic, not only the first");
  Sweep
      ->add_option("--gpus", Command.Gpus,
                   "Devices to use (all that are visible)")
      ->type_name("0,1,...");
  Sweep->add_option("--jobs", Command.Jobs, "Processes for each device (8)")
      ->check(CLI::Range(1u, 64u).description(""))
      ->type_name("N");
  Sweep
      ->add_option("-o,--output", Command.Output,
                   "Folder for a program for each kind of failure")
      ->type_name("FOLDER");
  return Sweep;
}

void SweepList::add(SweepItem Item) {
  // The workspace is what the call was given, not a part of what it computes.
  HuntProblem Key = Item.Problem;
  Key.WorkspaceLimit = 0;
  const auto [It, IsNew] =
      Places.emplace(Key.text() + "\t" + Item.Config, Items.size());
  if (IsNew)
    Items.push_back(std::move(Item));
  else
    ++Items[It->second].Count;
}

/// A log, by its first lines, or something compressed, which only logs are.
static bool isLog(const std::string &Path) {
  std::ifstream File(Path, std::ios::binary);
  std::string Start(1 << 16, '\0');
  File.read(Start.data(), static_cast<std::streamsize>(Start.size()));
  Start.resize(static_cast<size_t>(File.gcount()));
  return Start.rfind("\x1f\x8b", 0) == 0 ||
         Start.rfind("\x28\xb5\x2f\xfd", 0) == 0 ||
         Start.find("[cublasLt") != std::string::npos ||
         Start.find("[cublaslt") != std::string::npos;
}

/// Empty, or what is wrong with the file.
static std::string readShapes(const std::string &Path, SweepList &Into) {
  const bool IsInput = Path == "-";
  std::error_code Code;
  if (!IsInput && !std::filesystem::exists(Path, Code))
    return Path + ": cannot be opened: there is no such file";
  if (!IsInput && std::filesystem::is_directory(Path, Code))
    return Path + ": is a folder; expected a file";
  if (!IsInput && isLog(Path))
    return readLogForSweep(Path, Into);
  std::ifstream File;
  if (!IsInput)
    File.open(Path, std::ios::binary);
  if (!IsInput && !File)
    return Path + ": cannot be opened";
  std::istream &Stream = IsInput ? std::cin : File;
  constexpr size_t MostShapes = 1000000, LongestLine = 4096;
  uint64_t Number = 0;
  // No more of a line is taken than a shape can have.
  for (char Buffer[LongestLine + 1];;) {
    Stream.getline(Buffer, sizeof Buffer);
    ++Number;
    const std::string Where = Path + ":" + std::to_string(Number);
    if (Stream.gcount() == 0)
      break;
    if (Stream.fail())
      return Where + ": a line of more than 4096 bytes; expected a shape";
    // What was taken, without the line's end.
    std::string Line(Buffer,
                     static_cast<size_t>(Stream.gcount()) - !Stream.eof());
    Line.resize(std::min(Line.find('#'), Line.size()));
    while (!Line.empty() && (Line.back() == '\r' || Line.back() == ' '))
      Line.pop_back();
    if (Line.find_first_not_of(" \t") == std::string::npos)
      continue;
    std::string Error;
    auto Item = sweepItemFrom(Line, Error);
    if (!Item)
      return Where + ": " + Error +
             "; a shape is: m n k [ops] [types] "
             "[key=value ...]";
    if (Into.Items.size() >= MostShapes)
      return Where + ": more than a million shapes";
    Item->Where = Where;
    Into.add(std::move(*Item));
  }
  return Stream.bad() ? Path + ": cannot be read" : "";
}

static std::string choiceOf(const SweepFinding &F) {
  if (F.Failure.Result == 0)
    return "; the heuristic's first choice";
  if (F.Failure.Result > 0)
    return "; the heuristic's result " + std::to_string(F.Failure.Result);
  return "";
}

static HuntFinding asFinding(const SweepFinding &F) {
  HuntFinding Finding;
  Finding.Defect = F.Defect;
  Finding.Class = F.Defect;
  Finding.Small.Failure = F.Failure;
  Finding.Small.IsRepeated = true;
  return Finding;
}

/// A line for each failure, and what to do about each defect.
static std::string told(const std::vector<SweepItem> &Items,
                        const SweepResult &R) {
  std::string Text;
  std::map<std::string, uint64_t> Defects;
  for (const SweepFinding &F : R.Findings) {
    Text += kb::shown(Items[F.Item].Where) + ": " +
            kb::shown(findingForPeople(asFinding(F))) + choiceOf(F) + "\n";
    ++Defects[F.Defect];
  }
  for (const auto &[Where, Reason] : R.NotRun)
    Text += kb::shown(Items[Where].Where) + ": not run: " + kb::shown(Reason) +
            "\n";
  for (const auto &[Where, Status] : R.Refused)
    Text += kb::shown(Items[Where].Where) +
            ": the heuristic refuses it: " + kb::shown(Status) + "\n";
  for (const kb::Defect &D : kb::KnowledgeBase::builtin().defects())
    if (Defects.count(D.Id))
      Text += "\n" + D.Id + " (" + std::to_string(Defects[D.Id]) +
              "): " + D.Summary + ". " + D.Workaround + "\n";
  if (Defects.count(""))
    Text += "\nunknown (" + std::to_string(Defects[""]) +
            "): not in the knowledge base; cublaslt-doctor hunt --problem "
            "makes it smaller\n";
  return Text;
}

/// A program for the first of each defect, and everything that was printed.
static std::string writeFiles(const std::string &Folder,
                              const std::string &Text,
                              const std::vector<SweepItem> &Items,
                              const SweepResult &R, const DeviceFacts &Facts) {
  std::error_code Code;
  std::filesystem::create_directories(Folder, Code);
  std::map<std::string, bool> Written;
  std::string Error, List;
  unsigned Number = 0;
  for (const SweepFinding &F : R.Findings) {
    List += Items[F.Item].Where + "\t" +
            (F.Defect.empty() ? "unknown" : F.Defect) + "\t" +
            F.Failure.Problem + "\t" + F.Failure.Config + "\n";
    const kb::Defect *None = nullptr;
    const std::string Class =
        F.Defect.empty() ? classOf(F.Failure, None) : F.Defect;
    const std::string Program = huntProgram(asFinding(F), Facts);
    if (Error.empty() && !Program.empty() && !Written[Class]) {
      Written[Class] = true;
      Error = findings::writeWhole(Folder + "/wrong-" +
                                       std::to_string(++Number) + ".cpp",
                                   Program, findings::NamedBy::Program);
    }
  }
  if (Error.empty())
    Error = findings::writeWhole(Folder + "/wrong.txt", List,
                                 findings::NamedBy::Program);
  if (Error.empty())
    Error = findings::writeWhole(Folder + "/summary.txt", Text,
                                 findings::NamedBy::Program);
  return Error;
}

int doctor::sweep(const SweepCommand &Command,
                  const ExperimentRegistry &Registry, ChildLimits Limits) {
  SweepList List;
  for (const std::string &Path : Command.Inputs) {
    const std::string Error = readShapes(Path, List);
    if (!Error.empty())
      return complain("sweep: " + Error);
  }
  for (const auto &[Reason, Count] : List.Unusable)
    std::printf("%llu calls of the log are not run: %s\n",
                static_cast<unsigned long long>(Count),
                kb::shown(Reason).c_str());
  if (List.Items.empty())
    return complain("sweep: there is no shape in what was read");
  HuntSession Session;
  if (const int Code = Session.start("sweep", Registry, Limits))
    return Code;
  // Shapes that do not fit on the device, or are not legal, are reported and
  // left out.
  SweepOptions Options;
  Options.TriesAll = Command.TriesAll;
  Options.Limits.MatrixBytes = Options.Limits.ResultBytes = 1 << 20;
  const uint64_t Room = Session.Facts.FreeBytes / 10 * 8;
  std::vector<SweepItem> Items;
  std::string Left;
  uint64_t LeftOut = 0;
  for (SweepItem &Item : List.Items) {
    const HuntLimits Own = limitsFor(Item.Problem);
    std::string Reason;
    if (deviceBytesFor(Own) > Room)
      Reason = "it does not fit on the device with its reference";
    else if (!isLegal(Item.Problem, Own))
      Reason = "the documentation does not allow it (FP8: TN and multiples of "
               "16; INT8: TN and multiples of 4)";
    if (Reason.empty()) {
      Options.Limits = largest(Options.Limits, Own);
      Items.push_back(std::move(Item));
      continue;
    }
    ++LeftOut;
    Left += kb::shown(Item.Where) + ": not run: " + Reason + "\n";
  }
  const uint64_t Fit = Room / deviceBytesFor(Options.Limits);
  const auto Jobs = static_cast<unsigned>(std::max<uint64_t>(
      1, std::min<uint64_t>({Command.Jobs, Fit, Items.size()})));
  const auto Workers = Session.workers(Command.Gpus, Jobs);
  if (Workers.empty())
    return complain("--gpus=" + Command.Gpus + ": expected numbers as in 0,1");
  const KnownDefects Known = Session.known();
  const SweepResult R =
      runtime::sweep(Items, Known, Options, Workers, areChildrenInterrupted);
  std::string Text = Left + told(Items, R);
  uint64_t First = 0, NotKnown = 0;
  for (const SweepFinding &F : R.Findings) {
    First += F.Failure.Result == 0;
    NotKnown += F.Defect.empty();
  }
  char Line[256];
  std::snprintf(Line, sizeof Line,
                "%zu shapes: %llu right, %llu wrong (%llu failures, %llu of "
                "first choices, %llu unknown), %zu refused by the heuristic, "
                "%llu not run; %llu runs in %.1f s; on ",
                List.Items.size(), static_cast<unsigned long long>(R.Right),
                static_cast<unsigned long long>(R.Wrong),
                static_cast<unsigned long long>(R.Findings.size()),
                static_cast<unsigned long long>(First),
                static_cast<unsigned long long>(NotKnown), R.Refused.size(),
                static_cast<unsigned long long>(LeftOut + R.NotRun.size()),
                static_cast<unsigned long long>(R.Runs), R.Seconds);
  Text += (Text.empty() ? "" : "\n") + std::string(Line) +
          machineForPeople(Session.Facts) + "\n";
  std::printf("%s", Text.c_str());
  if (!Command.Output.empty()) {
    const std::string Error =
        writeFiles(Command.Output, Text, Items, R, Session.Facts);
    if (!Error.empty())
      return complain(Error);
  }
  if (areChildrenInterrupted())
    return Interrupted;
  return R.Wrong || LeftOut || !R.NotRun.empty() || !List.Unusable.empty()
             ? Standing
             : AllRefuted;
}
