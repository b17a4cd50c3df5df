//===-- ChildProcess.cpp - one run in a process of its own ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/sandbox/ChildProcess.h"
#include "runtime-check/Settings.h"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char **environ;

namespace cublaslt::runtime {

const char ChildArgument[] = "__run";

using Clock = std::chrono::steady_clock;

// How often the child's memory and its end are looked at.
static constexpr int TickMilliseconds = 20;
// Of what a child prints only the start is kept, for the reason.
static constexpr size_t KeptOutput = 4096;

namespace {
/// A file descriptor that closes itself.
class Descriptor {
public:
  Descriptor() = default;
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() { close(); }
  void close() {
    if (Number >= 0)
      ::close(Number);
    Number = -1;
  }
  int Number = -1;
};

struct Pipe {
  Descriptor Read, Write;
  bool open() {
    int Ends[2];
    if (pipe2(Ends, O_CLOEXEC) != 0)
      return false;
    Read.Number = Ends[0];
    Write.Number = Ends[1];
    return fcntl(Read.Number, F_SETFL, O_NONBLOCK) == 0;
  }
};
} // namespace

/// A file in memory that holds \p Text: unlike a pipe it takes a request of
/// any size although the child never reads.
static bool holdRequest(const std::string &Text, Descriptor &File) {
  File.Number = memfd_create("cublaslt-request", MFD_CLOEXEC);
  if (File.Number < 0)
    return false;
  size_t Done = 0;
  while (Done < Text.size()) {
    ssize_t N = write(File.Number, Text.data() + Done, Text.size() - Done);
    if (N <= 0)
      return false;
    Done += static_cast<size_t>(N);
  }
  return lseek(File.Number, 0, SEEK_SET) == 0;
}

/// The user's environment without the library's own logging: the run takes the
/// library's reasons through a callback. \p Visible is "NAME=value" or empty.
static std::vector<char *> childEnvironment(std::string &Visible) {
  std::vector<char *> Kept;
  for (char **E = environ; *E; ++E)
    if (std::strncmp(*E, "CUBLASLT_LOG_", 13) != 0 &&
        (Visible.empty() || std::strncmp(*E, "CUDA_VISIBLE_DEVICES=", 21) != 0))
      Kept.push_back(*E);
  if (!Visible.empty())
    Kept.push_back(Visible.data());
  Kept.push_back(nullptr);
  return Kept;
}

static volatile std::sig_atomic_t Interrupted = 0;

void interruptChildren() { Interrupted = 1; }
bool areChildrenInterrupted() { return Interrupted != 0; }

static int startChild(int Request, int Printed, int Answer,
                      const std::string &Device, pid_t &Child) {
  posix_spawn_file_actions_t Files;
  posix_spawn_file_actions_init(&Files);
  posix_spawn_file_actions_adddup2(&Files, Request, 0);
  posix_spawn_file_actions_adddup2(&Files, Printed, 1);
  posix_spawn_file_actions_adddup2(&Files, Printed, 2);
  posix_spawn_file_actions_adddup2(&Files, Answer, AnswerDescriptor);
  posix_spawnattr_t Attributes;
  posix_spawnattr_init(&Attributes);
  // A group of its own, so that whatever the child starts ends with it.
  posix_spawnattr_setflags(&Attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&Attributes, 0);
  std::string Name = "cublaslt-doctor", Argument = ChildArgument;
  char *Arguments[] = {Name.data(), Argument.data(), nullptr};
  std::string Visible = Device.empty() ? "" : "CUDA_VISIBLE_DEVICES=" + Device;
  std::vector<char *> Environment = childEnvironment(Visible);
  int Error = posix_spawn(&Child, "/proc/self/exe", &Files, &Attributes,
                          Arguments, Environment.data());
  posix_spawnattr_destroy(&Attributes);
  posix_spawn_file_actions_destroy(&Files);
  return Error;
}

/// Bytes of memory of the process's own; 0 when it has ended.
static uint64_t hostBytes(pid_t Child) {
  std::ifstream Status("/proc/" + std::to_string(Child) + "/status");
  std::string Line;
  uint64_t KiB = 0;
  while (std::getline(Status, Line))
    for (const char *Field : {"RssAnon:", "RssShmem:"})
      if (Line.rfind(Field, 0) == 0)
        KiB += std::strtoull(Line.c_str() + std::strlen(Field), nullptr, 10);
  return KiB * 1024;
}

/// Takes what is there. False once the other end is closed.
static bool drain(Descriptor &From, std::string &Into, size_t Keep) {
  char Buffer[16384];
  for (;;) {
    ssize_t N = read(From.Number, Buffer, sizeof Buffer);
    if (N == 0)
      return false;
    if (N < 0)
      return errno == EAGAIN || errno == EINTR;
    if (Into.size() < Keep)
      Into.append(Buffer, std::min(static_cast<size_t>(N), Keep - Into.size()));
  }
}

static std::string signalName(int Signal) {
  const char *Name = sigabbrev_np(Signal);
  return Name ? std::string("SIG") + Name : std::to_string(Signal);
}

/// What the child printed last before it died, on one line.
static std::string lastWords(const std::string &Printed) {
  std::string Line;
  size_t Start = 0;
  while (Start < Printed.size()) {
    size_t End = Printed.find('\n', Start);
    std::string Next = Printed.substr(Start, End - Start);
    if (Next.find_first_not_of(" \t\r") != std::string::npos)
      Line = Next;
    if (End == std::string::npos)
      break;
    Start = End + 1;
  }
  std::string Clean;
  for (char C : Line.substr(0, 200))
    Clean += C >= ' ' && C != 0x7f ? C : '?';
  return Clean.empty() ? "" : "; it printed: " + Clean;
}

static std::string endOf(int Status, const std::string &Printed) {
  if (WIFSIGNALED(Status))
    return "was killed by signal " + std::to_string(WTERMSIG(Status)) + " (" +
           signalName(WTERMSIG(Status)) + ")" + lastWords(Printed);
  if (WIFEXITED(Status) && WEXITSTATUS(Status) != 0)
    return "ended with exit code " + std::to_string(WEXITSTATUS(Status)) +
           lastWords(Printed);
  return "";
}

/// Waits for the child's end; returns why it must be killed, or nothing.
static std::string watch(pid_t Child, Pipe &Printed, Pipe &Answer,
                         const ChildLimits &Limits, std::string &PrintedText,
                         std::string &AnswerText) {
  auto Deadline = Clock::now() + Limits.Time;
  bool IsPrinting = true, IsAnswering = true;
  for (;;) {
    pollfd Watched[2] = {{IsPrinting ? Printed.Read.Number : -1, POLLIN, 0},
                         {IsAnswering ? Answer.Read.Number : -1, POLLIN, 0}};
    poll(Watched, 2, TickMilliseconds);
    if (IsPrinting)
      IsPrinting = drain(Printed.Read, PrintedText, KeptOutput);
    if (IsAnswering)
      IsAnswering = drain(Answer.Read, AnswerText, Limits.AnswerBytes + 1);
    siginfo_t End = {};
    // WNOWAIT: as long as the child is not reaped its group's number is its
    // own, and what it started can be ended by it.
    if (waitid(P_PID, static_cast<id_t>(Child), &End,
               WEXITED | WNOHANG | WNOWAIT) != 0 ||
        End.si_pid == Child) {
      // It may have written between the last look and its end.
      drain(Printed.Read, PrintedText, KeptOutput);
      drain(Answer.Read, AnswerText, Limits.AnswerBytes + 1);
      return "";
    }
    if (AnswerText.size() > Limits.AnswerBytes)
      return "wrote an answer of more than " +
             bytesForPeople(Limits.AnswerBytes);
    if (hostBytes(Child) > Limits.HostBytes)
      return "took more than its " + bytesForPeople(Limits.HostBytes) +
             " of host memory";
    if (Interrupted)
      return "was interrupted";
    if (Clock::now() > Deadline) {
      char Text[48];
      std::snprintf(Text, sizeof Text, "timed out after %g s",
                    static_cast<double>(Limits.Time.count()) / 1000);
      return Text;
    }
  }
}

ChildResult runChild(const std::string &Request, const ChildLimits &Limits) {
  ChildResult Result;
  auto Start = Clock::now();
  Descriptor RequestFile;
  Pipe Printed, Answer;
  if (!holdRequest(Request, RequestFile) || !Printed.open() || !Answer.open()) {
    Result.Reason =
        std::string("could not be started: ") + std::strerror(errno);
    return Result;
  }
  pid_t Child = -1;
  if (int Error =
          startChild(RequestFile.Number, Printed.Write.Number,
                     Answer.Write.Number, Limits.VisibleDevice, Child)) {
    Result.Reason =
        std::string("could not be started: ") + std::strerror(Error);
    return Result;
  }
  Printed.Write.close();
  Answer.Write.close();
  std::string PrintedText;
  int Status = 0;
  Result.Reason =
      watch(Child, Printed, Answer, Limits, PrintedText, Result.Answer);
  kill(-Child, SIGKILL);
  waitpid(Child, &Status, 0);
  if (Result.Reason.empty()) {
    Result.Reason = endOf(Status, PrintedText);
    if (WIFSIGNALED(Status))
      Result.Signal = WTERMSIG(Status);
  }
  if (Result.Reason.empty() && Result.Answer.size() > Limits.AnswerBytes)
    Result.Reason =
        "wrote an answer of more than " + bytesForPeople(Limits.AnswerBytes);
  Result.Ended = Result.Reason.empty();
  Result.Seconds = std::chrono::duration<double>(Clock::now() - Start).count();
  return Result;
}

} // namespace cublaslt::runtime
