//===-- Main.cpp - cublaslt-doctor ----------------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/Doctor.h"

int main(int argc, char **argv) {
  return cublaslt::doctor::run(
      argc, argv, cublaslt::runtime::ExperimentRegistry::builtin(), {});
}
