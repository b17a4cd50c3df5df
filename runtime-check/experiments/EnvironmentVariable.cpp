//===-- EnvironmentVariable.cpp - a variable that nothing reads
//------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/EnvironmentVariable.h"
#include "runtime-check/device/CublasLt.h"
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

/// The file of the loaded library.
static std::string libraryFile(const CublasLt &Lt) {
  Dl_info Info = {};
  return dladdr(reinterpret_cast<void *>(Lt.GetVersion), &Info) &&
                 Info.dli_fname
             ? Info.dli_fname
             : "";
}

/// Whether \p Text stands anywhere in the file; nothing when it cannot be read.
static std::optional<bool> contains(const std::string &File,
                                    const std::string &Text) {
  int Descriptor = open(File.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat Facts = {};
  if (Descriptor < 0 || fstat(Descriptor, &Facts) != 0)
    return std::nullopt;
  size_t Size = static_cast<size_t>(Facts.st_size);
  void *Bytes = mmap(nullptr, Size, PROT_READ, MAP_PRIVATE, Descriptor, 0);
  close(Descriptor);
  if (Bytes == MAP_FAILED)
    return std::nullopt;
  bool IsThere = memmem(Bytes, Size, Text.data(), Text.size()) != nullptr;
  munmap(Bytes, Size);
  return IsThere;
}

/// Only names of this shape, whatever the finding says.
static bool isName(const std::string &Name) {
  return Name.rfind("CUBLAS", 0) == 0 && Name.size() <= 64 &&
         Name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
             std::string::npos;
}

/// A log that is asked for before or after the library's first call: does
/// anything appear in it?
static RunOutcome logRun(bool IsLate) {
  RunOutcome O;
  int Log = memfd_create("cublaslt-log", 0);
  std::string Path = "/proc/self/fd/" + std::to_string(Log);
  auto Set = [&] {
    setenv("CUBLASLT_LOG_LEVEL", "5", 1);
    setenv("CUBLASLT_LOG_FILE", Path.c_str(), 1);
  };
  if (!IsLate)
    Set();
  const CublasLt *Lt = CublasLt::load(O.Summary);
  if (!Lt)
    return O;
  cublasLtMatmulPreference_t Preference = nullptr;
  auto Call = [&] {
    if (Lt->MatmulPreferenceCreate(&Preference) == CUBLAS_STATUS_SUCCESS)
      Lt->MatmulPreferenceDestroy(Preference);
  };
  Call();
  if (IsLate) {
    Set();
    Call();
  }
  struct stat Facts = {};
  fstat(Log, &Facts);
  O.Ran = true;
  O.Failed = Facts.st_size == 0;
  O.Figures["logBytes"] = static_cast<double>(Facts.st_size);
  O.Summary = std::string("CUBLASLT_LOG_LEVEL=5 set ") +
              (IsLate ? "after" : "before") +
              " the library's first call: its log has " +
              std::to_string(Facts.st_size) + " bytes";
  return O;
}

RunOutcome EnvironmentVariable::run(Form F, const Settings &S) const {
  if (F == Form::Control)
    return logRun(/*IsLate=*/false);
  std::string Name = S.word("environment.variable");
  RunOutcome O;
  if (!isName(Name)) {
    O.Summary = "environment.variable is no name of a cuBLAS variable: not run";
    return O;
  }
  if (S.word("environment.when") == "late")
    return logRun(/*IsLate=*/true);
  const CublasLt *Lt = CublasLt::load(O.Summary);
  if (!Lt)
    return O;
  std::string File = libraryFile(*Lt);
  // cuBLAS lies beside cuBLASLt.
  std::string Other = File;
  size_t At = Other.rfind("libcublasLt");
  if (At != std::string::npos)
    Other.replace(At, std::strlen("libcublasLt"), "libcublas");
  auto InLt = contains(File, Name), InCublas = contains(Other, Name);
  if (!InLt) {
    O.Summary = "the library's file could not be read";
    return O;
  }
  O.Ran = true;
  O.Failed = !*InLt && !InCublas.value_or(false);
  O.Summary = "'" + Name + "' stands " +
              (*InLt                      ? "in libcublasLt"
               : InCublas.value_or(false) ? "in libcublas"
               : InCublas ? "neither in libcublasLt nor in libcublas: "
                            "nothing reads it"
                          : "not in libcublasLt: nothing reads it");
  return O;
}
