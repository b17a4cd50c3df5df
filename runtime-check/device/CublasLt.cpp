//===-- CublasLt.cpp - the real library, loaded at run time ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/CublasLt.h"
#include "runtime-check/Experiment.h"
#include <cstdlib>
#include <dlfcn.h>
#include <mutex>

namespace cublaslt::runtime {

// A run may fail a thousand times; the first reasons are the ones that count.
static constexpr size_t MaximumLogLines = 16, MaximumLogLine = 400;

static std::mutex LogLock;
static std::vector<std::string> Log;

static void *open(std::string &Error) {
  if (const char *Chosen = std::getenv(LibraryVariable)) {
    void *Library = dlopen(Chosen, RTLD_NOW | RTLD_LOCAL);
    if (!Library)
      Error = std::string("the library cannot be loaded: ") + dlerror() +
              "; --library names a libcublasLt.so of this machine's kind";
    return Library;
  }
  // The ABI changes with the major version only: the header's must match.
  const std::string Name = "libcublasLt.so." + std::to_string(CUBLAS_VER_MAJOR);
  const std::string Places[] = {Name, CUBLASLT_TIDY_CUDA_LIBRARIES "/" + Name,
                                "/usr/local/cuda/lib64/" + Name};
  for (const std::string &Place : Places)
    if (void *Library = dlopen(Place.c_str(), RTLD_NOW | RTLD_LOCAL))
      return Library;
  Error = "the library " + Name + " cannot be loaded: install CUDA " +
          std::to_string(CUBLAS_VER_MAJOR) +
          "'s cuBLAS, or name its folder in LD_LIBRARY_PATH";
  return nullptr;
}

const CublasLt *CublasLt::load(std::string &Error) {
  static CublasLt Lt;
  static bool Loaded = false;
  if (Loaded)
    return &Lt;
  void *Library = open(Error);
  if (!Library)
    return nullptr;
#define CUBLASLT_LOOK_UP(Name)                                                 \
  Lt.Name =                                                                    \
      reinterpret_cast<decltype(Lt.Name)>(dlsym(Library, "cublasLt" #Name));   \
  if (!Lt.Name) {                                                              \
    Error = "the library has no function cublasLt" #Name                       \
            ": --library, LD_LIBRARY_PATH or the CUDA toolkit must have a "    \
            "libcublasLt of CUDA 11.4 or later";                               \
    return nullptr;                                                            \
  }
  CUBLASLT_FUNCTIONS(CUBLASLT_LOOK_UP)
#undef CUBLASLT_LOOK_UP
  Loaded = true;
  return &Lt;
}

std::string CublasLt::statusName(cublasStatus_t S) const {
  const char *Text = GetStatusName(S);
  return Text ? Text : "unknown status";
}

static void keepLine(int, const char *Function, const char *Message) {
  std::lock_guard<std::mutex> Guard(LogLock);
  if (Log.size() >= MaximumLogLines)
    return;
  std::string Line =
      std::string(Function ? Function : "?") + ": " + (Message ? Message : "");
  while (!Line.empty() && (Line.back() == '\n' || Line.back() == ' '))
    Line.pop_back();
  Line = Line.substr(0, MaximumLogLine);
  if (Log.empty() || Log.back() != Line)
    Log.push_back(std::move(Line));
}

void CublasLt::collectLog() const {
  LoggerSetCallback(keepLine);
  LoggerSetLevel(1);
}

std::vector<std::string> CublasLt::takeLog() {
  std::lock_guard<std::mutex> Guard(LogLock);
  std::vector<std::string> Taken;
  Taken.swap(Log);
  return Taken;
}

} // namespace cublaslt::runtime
