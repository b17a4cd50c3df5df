//===-- EarlierFault.h - what failed before a failure ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A device-side assertion, an illegal address or exhausted memory makes a
/// later call of the library fail. Such lines do not name the library and are
/// not searched for in every log: only where a failure may be their consequence
/// are the lines before it looked at.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_EARLIERFAULT_H
#define CUBLASLT_LOGS_EARLIERFAULT_H

#include "logs/MessageMatcher.h"
#include <array>
#include <functional>

namespace cublaslt::logs {

struct EarlierFault {
  MessageMatch Match;
  std::string Line, Says;
  uint64_t Distance = 0; ///< lines before the failure
};

/// The nearest line in \p Before (LineReader::before) that one of \p Faults, of
/// which \p IsWanted holds, matches. \p Failure is the line that failed: of two
/// lines of different processes, as a launcher names them, none explains the
/// other.
std::optional<EarlierFault>
faultBefore(const std::array<std::string_view, 2> &Before,
            std::string_view Failure, const MessageMatcher &Faults,
            const std::function<bool(const kb::MessagePattern &)> &IsWanted);

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_EARLIERFAULT_H
