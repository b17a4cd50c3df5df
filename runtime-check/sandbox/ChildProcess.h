//===-- ChildProcess.h - one run in a process of its own --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Starts this program again as a child that executes requests, and watches it:
/// a time limit, a cap on host memory, a bound on what it writes. A sticky CUDA
/// error, a crash or a hang of one run never reaches the next.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_SANDBOX_CHILDPROCESS_H
#define CUBLASLT_RUNTIME_CHECK_SANDBOX_CHILDPROCESS_H

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace cublaslt::runtime {

/// The hidden first argument that makes this program a child.
extern const char ChildArgument[];
/// The child writes its answer here, so that what a library prints on standard
/// output cannot spoil it.
constexpr int AnswerDescriptor = 3;

struct ChildLimits {
  std::chrono::milliseconds Time{20000};
  /// Memory of the child's own; what it maps from files does not count. The
  /// CUDA libraries map more than address-space limits would allow.
  uint64_t HostBytes = uint64_t(4) << 30;
  uint64_t AnswerBytes = 1 << 20;
  /// The one device that the child sees, as CUDA_VISIBLE_DEVICES has it; empty:
  /// all that this process sees.
  std::string VisibleDevice;
};

struct ChildResult {
  bool Ended = false; ///< by itself, with exit code 0, or it goes on serving
  std::string Reason; ///< why not, as a predicate: "timed out after 20 s"
  std::string Answer; ///< what it wrote to AnswerDescriptor
  int Signal = 0;     ///< that killed it, unless this process did
  double Seconds = 0;
};

/// Runs one child with \p Request on its standard input, and waits for its end.
/// May be called from several threads.
ChildResult runChild(const std::string &Request, const ChildLimits &Limits);

/// A child that serves one request after the other: starting a process, loading
/// the library and making a context take much longer than most runs. To be used
/// by the thread that asks first (the child ends with it).
class ServingChild {
public:
  explicit ServingChild(const ChildLimits &Limits);
  ~ServingChild();
  /// Starts the child unless it is there. \p Request must say that it stays.
  ChildResult ask(const std::string &Request);
  /// Its memory and its context are gone afterwards.
  void end();

  struct Process;

private:
  const ChildLimits Limits;
  std::unique_ptr<Process> Running;
};

/// From now on every child is ended and no more is started: its result says
/// that it was interrupted. Safe to call from a signal handler.
void interruptChildren();
bool areChildrenInterrupted();

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_SANDBOX_CHILDPROCESS_H
