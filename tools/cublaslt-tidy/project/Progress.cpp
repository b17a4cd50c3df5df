//===-- Progress.cpp - what a long run shows of itself --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Progress.h"
#include <llvm/Support/Format.h>
#include <llvm/Support/raw_ostream.h>

namespace cublaslt::tidy {

Progress::Progress(llvm::StringRef What, size_t Total, bool HasLinePerStep,
                   bool IsQuiet)
    : What(What), Total(Total), HasLinePerStep(HasLinePerStep),
      IsSilent(IsQuiet || Total == 0), IsTerminal(llvm::errs().is_displayed()) {
  if (!IsSilent && !IsTerminal && !HasLinePerStep)
    llvm::errs() << What << ' ' << Total << " units\n";
}

Progress::~Progress() {
  if (!IsSilent && IsTerminal)
    llvm::errs() << "\r\x1b[K"; // the bar makes room for the results
}

void Progress::step(llvm::StringRef Name) {
  std::lock_guard<std::mutex> Guard(Lock);
  ++Done;
  if (IsSilent)
    return;
  if (IsTerminal) {
    constexpr size_t Width = 30;
    size_t Filled = Width * Done / Total;
    llvm::errs() << '\r' << What << " [" << std::string(Filled, '=')
                 << std::string(Width - Filled, ' ') << "] " << Done << '/'
                 << Total;
  } else if (HasLinePerStep) {
    llvm::errs() << '[' << Done << '/' << Total << "] " << Name << '\n';
  }
}

} // namespace cublaslt::tidy
