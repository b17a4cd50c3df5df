//===-- Reproducer.cpp - a finding as a program of its own ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/reproducer/Reproducer.h"
#include "kb/Shown.h"
#include "runtime-check/reproducer/Helpers.h"
#include <algorithm>
#include <cstdio>
#include <regex>
#include <set>
#include <sstream>

using namespace cublaslt;
using namespace cublaslt::runtime;

using Statements = std::vector<std::string>;

std::string runtime::reproducerName(size_t Number, const std::string &Rule) {
  char Text[16];
  std::snprintf(Text, sizeof Text, "%03zu-", Number);
  std::string Name = Text;
  for (char C : Rule.substr(0, 64))
    Name += (C >= 'a' && C <= 'z') || (C >= '0' && C <= '9') ? C : '-';
  return Name;
}

/// \p Path as one argument in a shell, and none that is taken for an option.
static std::string argument(std::string Path) {
  if (Path.front() == '-')
    Path = "./" + Path;
  if (Path.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw"
                             "xyz0123456789_-+=:,./@%") == std::string::npos)
    return Path;
  std::string Out = "'";
  for (char C : Path)
    Out += C == '\'' ? std::string("'\\''") : std::string(1, C);
  return Out + "'";
}

std::string runtime::buildCommand(const std::string &Name) {
  return "nvcc -std=c++17 " + argument(Name + ".cpp") + " -o " +
         argument(Name) + " -lcublasLt";
}

/// Comment lines of at most 100 columns. What comes from the finding cannot
/// leave the comment: no control characters, no line that ends in a backslash.
static void comment(std::string &Into, const std::string &Text,
                    const std::string &Indent, size_t Longest) {
  std::string Clean = kb::shown(Text.substr(0, Longest));
  std::replace(Clean.begin(), Clean.end(), '\\', '/');
  std::istringstream Words(Clean + (Text.size() > Longest ? " ..." : ""));
  std::string Line, Word;
  while (Words >> Word) {
    if (!Line.empty() && Indent.size() + Line.size() + Word.size() > 95) {
      Into += "// " + Indent + Line + "\n";
      Line.clear();
    }
    Line += (Line.empty() ? "" : " ") + Word;
  }
  Into += "// " + Indent + Line + "\n";
}

/// Length of the longest common subsequence from each pair of places on.
static std::vector<std::vector<size_t>> common(const Statements &One,
                                               const Statements &Other) {
  std::vector<std::vector<size_t>> Length(
      One.size() + 1, std::vector<size_t>(Other.size() + 1, 0));
  for (size_t I = One.size(); I-- > 0;)
    for (size_t J = Other.size(); J-- > 0;)
      Length[I][J] = One[I] == Other[J]
                         ? Length[I + 1][J + 1] + 1
                         : std::max(Length[I + 1][J], Length[I][J + 1]);
  return Length;
}

static void add(std::string &Into, const Statements &Lines,
                const std::string &Indent) {
  for (const std::string &Statement : Lines) {
    std::istringstream Text(Statement);
    for (std::string Line; std::getline(Text, Line);)
      Into += Indent + Line + "\n";
  }
}

/// One call or assignment on one line, which needs no braces.
static bool isOneCall(const Statements &Lines) {
  return Lines.size() == 1 && Lines.front().find('\n') == std::string::npos &&
         std::regex_search(
             Lines.front(),
             std::regex("^((SET|MUST|SHOW)\\(|[A-Za-z]+ = [^;]*;$)"));
}

/// The body of form(): what both forms do as it is, the rest under a
/// condition.
static std::string merged(const Statements &Flagged,
                          const Statements &Control) {
  auto Length = common(Flagged, Control);
  std::string Body, Indent = "  ";
  Statements Own, Other;
  auto Flush = [&] {
    const std::string Inner = Indent + "  ";
    if (isOneCall(Own) && isOneCall(Other)) {
      Body += Indent + "if (flagged) " + Own.front() + "\n" + Indent + "else " +
              Other.front() + "\n";
    } else if (!Own.empty() || !Other.empty()) {
      Body += Indent + (Own.empty() ? "if (!flagged) {\n" : "if (flagged) {\n");
      add(Body, Own, Inner);
      if (!Own.empty() && !Other.empty())
        Body += Indent + "} else {\n";
      add(Body, Other, Inner);
      Body += Indent + "}\n";
    }
    Own.clear();
    Other.clear();
  };
  // A statement may open a block that a later one closes.
  auto Common = [&](const std::string &Statement) {
    if (Statement.front() == '}')
      Indent.resize(Indent.size() - 2);
    add(Body, {Statement}, Indent);
    if (Statement.back() == '{')
      Indent += "  ";
  };
  size_t I = 0, J = 0;
  while (I < Flagged.size() || J < Control.size()) {
    if (I < Flagged.size() && J < Control.size() && Flagged[I] == Control[J]) {
      Flush();
      Common(Flagged[I]);
      ++I;
      ++J;
    } else if (J == Control.size() ||
               (I < Flagged.size() && Length[I + 1][J] >= Length[I][J + 1])) {
      Own.push_back(Flagged[I++]);
    } else {
      Other.push_back(Control[J++]);
    }
  }
  Flush();
  return Body;
}

static const char Calls[] = R"(
static const char *name(cublasStatus_t s) { return cublasLtGetStatusName(s); }
static const char *name(cudaError_t e) { return cudaGetErrorName(e); }
template <class S> static bool failed(const char *call, S status, bool show) {
  if (show || int(status)) printf("  %s: %d (%s)\n", call, int(status), name(status));
  return int(status) != 0;
}
// Calls whose failure ends the form; SHOW prints the status of success, too.
#define MUST(f, ...) do { if (failed(#f, f(__VA_ARGS__), false)) return 1; } while (0)
#define SHOW(f, ...) do { if (failed(#f, f(__VA_ARGS__), true)) return 1; } while (0)
)";

static const char Main[] = R"(int main() {
  // Each form in a process of its own: a crash or a dead context of one does not reach the other.
  int ends[2] = {};
  for (int flagged = 1; flagged >= 0; --flagged) {
    printf("%s:\n", flagged ? "flagged" : "control"), fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) _exit(form(flagged != 0) + fflush(nullptr));
    waitpid(child, &ends[flagged], 0);
    if (WIFSIGNALED(ends[flagged])) printf("  killed by signal %d\n", WTERMSIG(ends[flagged]));
  }
)";

static const char Ending[] =
    R"(  puts(!ends[1] ? "the flagged form works" : ends[0] ? "the control fails too" : "only flagged fails");
  return !ends[1] ? 0 : ends[0] ? 2 : 1;
}
)";

/// Of a timing: both forms work, one of them slowly.
static const char TimedEnding[] =
    R"(  if (ends[0] || ends[1]) return puts("a form could not be timed"), 2;
  printf("the flagged form takes %.3g times as long\n", medians[1] / medians[0]);
  return medians[1] > LEAST * medians[0];
}
)";

static bool calls(const std::string &Text, const std::string &Name) {
  for (size_t At = Text.find(Name); At != std::string::npos;
       At = Text.find(Name, At + 1))
    if ((At == 0 || !(std::isalnum(static_cast<unsigned char>(Text[At - 1])) ||
                      Text[At - 1] == '_')) &&
        At + Name.size() < Text.size() &&
        (Text[At + Name.size()] == '(' || Text[At + Name.size()] == '<'))
      return true;
  return false;
}

std::string runtime::reproducer(const findings::Finding &F,
                                const findings::Verdict &V, const Experiment &E,
                                const Plan &P, const std::string &Name) {
  const Settings &Control =
      P.ControlSettings ? *P.ControlSettings : P.TheSettings;
  Statements Flagged = E.statements(Form::Flagged, P.TheSettings, V.Flagged);
  if (Flagged.empty())
    return "";
  std::string Body =
      merged(Flagged, E.statements(Form::Control, Control, V.Flagged));
  const bool IsTimed = calls(Body, "timed");

  std::set<std::string> Includes = {"cstdio",   "cstdlib",    "sys/wait.h",
                                    "unistd.h", "cublasLt.h", "cuda_runtime.h"};
  std::string Helpers;
  for (const ReproducerHelper &H : reproducerHelpers())
    if (calls(Body, H.Name)) {
      Helpers += H.Text;
      std::istringstream Own(H.Includes);
      for (std::string Include; Own >> Include;)
        Includes.insert(Include);
    }
  const std::pair<const char *, const char *> OfWords[] = {
      {"__half", "cuda_fp16.h"},     {"__nv_bfloat16", "cuda_bf16.h"},
      {"__nv_fp8", "cuda_fp8.h"},    {"memset(", "cstring"},
      {"rlimit ", "sys/resource.h"}, {"std::vector", "vector"},
      {"memcmp(", "cstring"},        {"mmap(", "sys/mman.h"},
      {"dlopen(", "dlfcn.h"},        {"std::unique_ptr", "memory"}};
  for (auto &[Word, Include] : OfWords)
    if (Body.find(Word) != std::string::npos)
      Includes.insert(Include);
  if (IsTimed)
    Includes.insert("sys/mman.h");

  std::string Text;
  comment(Text,
          F.Rule + ": " + F.Place.File + ":" + std::to_string(F.Place.Line), "",
          200);
  comment(Text, F.Message, "", 170);
  comment(Text,
          (V.Kind == findings::VerdictKind::Holds
               ? "The form fails, with values of the rule's witness, by "
               : "Confirmed by ") +
              V.Experiment + " on " + V.Device + ", driver " + V.Driver +
              ", CUDA " + V.Runtime + ", " + V.Library + ", " + V.Date + ":",
          "", 300);
  comment(Text, "flagged: " + V.Flagged.Summary, "  ", 170);
  comment(Text, "control: " + V.Control.Summary, "  ", 170);
  comment(Text, "Build: " + buildCommand(Name), "", 300);
  comment(Text,
          IsTimed ? "Ends with 1 when the flagged form is slower, else with 0."
                  : "Ends with 1: flagged fails, control works; 0: flagged "
                    "works; 2: control fails.",
          "", 300);
  for (const std::string &Include : Includes)
    Text += "#include <" + Include + ">\n";
  Text += Calls;
  if (IsTimed)
    Text += "// In milliseconds; shared by the processes of the two forms.\n"
            "static double *medians;\n";
  Text += Helpers + "\nstatic int form(bool flagged) {\n" + Body +
          "  return 0;\n}\n";
  std::string Start = Main, End = IsTimed ? TimedEnding : Ending;
  if (IsTimed) {
    const std::string Opening = "int main() {\n";
    Start.insert(Start.find(Opening) + Opening.size(),
                 "  medians = static_cast<double *>(mmap(nullptr, 4096, "
                 "PROT_READ | PROT_WRITE,\n"
                 "                                       MAP_SHARED | "
                 "MAP_ANONYMOUS, -1, 0));\n");
    char Least[16];
    std::snprintf(Least, sizeof Least, "%.2f",
                  static_cast<double>(
                      P.TheSettings.numberOr("timing.minimumPercent", 105)) /
                      100);
    End.replace(End.find("LEAST"), 5, Least);
  }
  return Text + Start + End;
}
