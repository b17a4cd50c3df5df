//===-- HuntWorker.h - answers the hunter's requests ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTWORKER_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTWORKER_H

#include "runtime-check/hunt/HuntMessages.h"

namespace cublaslt::runtime {

/// Runs in a child process; what it has on the device stays for the next.
HuntAnswer answerHunt(const HuntRequest &R);
/// The same with their texts.
std::string answerHuntText(const std::string &Request);
/// Whether a kernel of the hunt did not end: asking the device would not either.
bool hasHuntHung();

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTWORKER_H
