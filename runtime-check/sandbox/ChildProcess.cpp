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
#include <sys/socket.h>
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

struct ServingChild::Process {
  pid_t Id = -1;
  Descriptor Requests; ///< a socket: a write to it never kills this process
  Pipe Printed, Answer;
  std::string PrintedText;

  ~Process() {
    if (Id < 0)
      return;
    kill(-Id, SIGKILL);
    waitpid(Id, nullptr, 0);
  }
  std::string start(const std::string &Device);
  void serve(const std::string &Request, const ChildLimits &Limits, bool Stays,
             ChildResult &Result);

private:
  void send(std::string &Unsent);
  bool hasEnded() const;
};

/// Empty, or why there is no child.
std::string ServingChild::Process::start(const std::string &Device) {
  int Ends[2];
  if (!Printed.open() || !Answer.open() ||
      socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, Ends) != 0)
    return std::string("could not be started: ") + std::strerror(errno);
  Requests.Number = Ends[0];
  Descriptor Theirs;
  Theirs.Number = Ends[1];
  if (int Error = startChild(Theirs.Number, Printed.Write.Number,
                             Answer.Write.Number, Device, Id)) {
    Id = -1;
    return std::string("could not be started: ") + std::strerror(Error);
  }
  Printed.Write.close();
  Answer.Write.close();
  return "";
}

/// As much as the child takes; what it does not take is not an error here.
void ServingChild::Process::send(std::string &Unsent) {
  ssize_t N = ::send(Requests.Number, Unsent.data(), Unsent.size(),
                     MSG_DONTWAIT | MSG_NOSIGNAL);
  if (N >= 0)
    Unsent.erase(0, static_cast<size_t>(N));
  else if (errno != EAGAIN && errno != EINTR)
    Unsent.clear();
}

bool ServingChild::Process::hasEnded() const {
  siginfo_t End = {};
  // WNOWAIT: as long as the child is not reaped its group's number is its own,
  // and what it started can be ended by it.
  return waitid(P_PID, static_cast<id_t>(Id), &End,
                WEXITED | WNOHANG | WNOWAIT) != 0 ||
         End.si_pid == Id;
}

/// Waits for the answer's last line if the child stays, else for its end. A
/// child that has not ended by itself is ended.
void ServingChild::Process::serve(const std::string &Request,
                                  const ChildLimits &Limits, bool Stays,
                                  ChildResult &Result) {
  auto Start = Clock::now(), Deadline = Start + Limits.Time;
  std::string Unsent = Request + "\n";
  std::string &Text = Result.Answer;
  bool IsPrinting = true, IsAnswering = true, IsGone = false;
  PrintedText.clear();
  while (Result.Reason.empty()) {
    if (!Unsent.empty())
      send(Unsent);
    if (Unsent.empty() && !Stays)
      Requests.close();
    pollfd Watched[3] = {{IsPrinting ? Printed.Read.Number : -1, POLLIN, 0},
                         {IsAnswering ? Answer.Read.Number : -1, POLLIN, 0},
                         {Unsent.empty() ? -1 : Requests.Number, POLLOUT, 0}};
    poll(Watched, 3, TickMilliseconds);
    // Looked at first: it may write between the last reading and its end.
    IsGone = hasEnded();
    if (IsPrinting)
      IsPrinting = drain(Printed.Read, PrintedText, KeptOutput);
    if (IsAnswering)
      IsAnswering = drain(Answer.Read, Text, Limits.AnswerBytes + 1);
    if (Text.size() > Limits.AnswerBytes)
      Result.Reason =
          "wrote an answer of more than " + bytesForPeople(Limits.AnswerBytes);
    else if (IsGone || (Stays && !Text.empty() && Text.back() == '\n'))
      break;
    else if (hostBytes(Id) > Limits.HostBytes)
      Result.Reason = "took more than its " + bytesForPeople(Limits.HostBytes) +
                      " of host memory";
    else if (Interrupted)
      Result.Reason = "was interrupted";
    else if (Clock::now() > Deadline) {
      char Late[48];
      std::snprintf(Late, sizeof Late, "timed out after %g s",
                    static_cast<double>(Limits.Time.count()) / 1000);
      Result.Reason = Late;
    }
  }
  if (IsGone || !Result.Reason.empty()) {
    int Status = 0;
    kill(-Id, SIGKILL);
    waitpid(Id, &Status, 0);
    Id = -1;
    if (Result.Reason.empty()) {
      Result.Reason = endOf(Status, PrintedText);
      if (WIFSIGNALED(Status))
        Result.Signal = WTERMSIG(Status);
    }
  }
  Result.Ended = Result.Reason.empty();
  Result.Seconds = std::chrono::duration<double>(Clock::now() - Start).count();
}

ChildResult runChild(const std::string &Request, const ChildLimits &Limits) {
  ChildResult Result;
  ServingChild::Process Child;
  Result.Reason = Child.start(Limits.VisibleDevice);
  if (Result.Reason.empty())
    Child.serve(Request, Limits, false, Result);
  return Result;
}

ServingChild::ServingChild(const ChildLimits &Limits) : Limits(Limits) {}

ServingChild::~ServingChild() = default;

void ServingChild::end() { Running.reset(); }

ChildResult ServingChild::ask(const std::string &Request) {
  ChildResult Result;
  if (!Running) {
    Running = std::make_unique<Process>();
    Result.Reason = Running->start(Limits.VisibleDevice);
  }
  if (Result.Reason.empty())
    Running->serve(Request, Limits, true, Result);
  if (Running->Id < 0)
    Running.reset();
  return Result;
}

} // namespace cublaslt::runtime
