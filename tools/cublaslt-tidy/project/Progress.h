//===-- Progress.h - what a long run shows of itself -----------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROGRESS_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROGRESS_H

#include <llvm/ADT/StringRef.h>
#include <mutex>

namespace cublaslt::tidy {

/// A bar on a terminal; elsewhere a line for each step, or, where the steps
/// are many and short, one line for all.
class Progress {
public:
  Progress(llvm::StringRef What, size_t Total, bool HasLinePerStep,
           bool IsQuiet);
  ~Progress();

  /// One more step is done; safe from several threads.
  void step(llvm::StringRef Name = {});

private:
  std::string What;
  size_t Done = 0, Total;
  bool HasLinePerStep, IsSilent, IsTerminal;
  std::mutex Lock;
};

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROGRESS_H
