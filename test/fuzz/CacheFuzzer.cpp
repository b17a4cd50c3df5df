//===-- CacheFuzzer.cpp - arbitrary bytes as a kept scan ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "test/fuzz/Harmless.h"
#include "tools/cublaslt-tidy/project/ScanCache.h"
#include <cstdint>

using namespace cublaslt;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const llvm::StringRef Text(reinterpret_cast<const char *>(Data), Size);
  const auto Kept = tidy::KeptScan::parse(Text);
  if (!Kept)
    return 0;
  fuzz::expect(Kept->Files.size() == Kept->Hashes.size());
  for (const auto &Unit : Kept->Units)
    for (const size_t File : Unit.second)
      fuzz::expect(File < Kept->Files.size());
  return 0;
}
