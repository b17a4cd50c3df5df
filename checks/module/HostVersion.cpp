//===-- HostVersion.cpp - refuse a host of another LLVM version -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Part of the plugins only. In a clang-tidy of another major version the
/// plugin's checks are listed, find nothing and and the host exits with 0: no
/// user sees that nothing was checked. So a plugin ends such a host at once.
///
/// The major version alone decides: within one, Debian's updates change the
/// rest.
///
//===----------------------------------------------------------------------===//
#include <clang/Basic/Version.h>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

/// The first number after "version " in clang's own description of itself
/// ("Debian clang version 22.1.8 (++...)"), or 0.
int majorVersion(const std::string &Description) {
  const std::string Word = "version ";
  size_t At = Description.find(Word);
  if (At == std::string::npos)
    return 0;
  return std::atoi(Description.c_str() + At + Word.size());
}

struct HostVersionGuard {
  HostVersionGuard() {
    std::string Host = clang::getClangFullVersion();
    int Major = majorVersion(Host);
    if (Major == CUBLASLT_BUILT_FOR_LLVM)
      return;
    std::fprintf(
        stderr,
        "error: " CUBLASLT_PLUGIN " was built for LLVM %d and cannot "
        "work in this host of LLVM %d (%s): load it into " CUBLASLT_HOST "-%d",
        CUBLASLT_BUILT_FOR_LLVM, Major, Host.c_str(), CUBLASLT_BUILT_FOR_LLVM);
    if (Major >= CUBLASLT_LLVM_OLDEST && Major <= CUBLASLT_LLVM_NEWEST)
      std::fprintf(stderr,
                   ", or build it for this host with `LLVM_VERSION=%d make`",
                   Major);
    std::fputc('\n', stderr);
    std::fflush(stderr);
    // Not exit: the host's own destructors would run in the middle of dlopen.
    std::_Exit(2);
  }
};

// Before every other static object of the plugin: registering the module
// already relies on the host's layout of the registry.
[[gnu::init_priority(101)]] const HostVersionGuard Guard;

} // namespace
