//===-- EnvironmentVariable.cpp - a variable that nothing reads -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/EnvironmentVariable.h"
#include "runtime-check/device/CublasLt.h"
#include "runtime-check/experiments/Steps.h"
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

namespace {
/// The variables of one run.
struct Library {
  RunOutcome End;
  /// Null until the first call: the variables may be set before it.
  const CublasLt *Lt = nullptr;
  int Log = memfd_create("cublaslt-log", 0);

  bool load() {
    if (!Lt)
      Lt = CublasLt::load(End.Summary);
    return Lt;
  }
};
using EnvironmentSteps = Steps<Library>;
} // namespace

/// A log that is asked for before or after the library's first call: does
/// anything appear in it?
static EnvironmentSteps logSteps(bool IsLate) {
  EnvironmentSteps P;
  auto Set = [&](const std::string &Comment) {
    P.add("setenv(\"CUBLASLT_LOG_LEVEL\", \"5\", 1);\n"
          "setenv(\"CUBLASLT_LOG_FILE\", \"lt.log\", 1);" +
              Comment,
          [](Library &X) {
            const std::string Path = "/proc/self/fd/" + std::to_string(X.Log);
            setenv("CUBLASLT_LOG_LEVEL", "5", 1);
            setenv("CUBLASLT_LOG_FILE", Path.c_str(), 1);
            return true;
          });
  };
  auto Call = [&](const std::string &Comment) {
    P.add("MUST(cublasLtMatmulPreferenceCreate, &preference);" + Comment,
          [](Library &X) {
            if (!X.load())
              return false;
            cublasLtMatmulPreference_t Preference = nullptr;
            if (X.Lt->MatmulPreferenceCreate(&Preference) ==
                CUBLAS_STATUS_SUCCESS)
              X.Lt->MatmulPreferenceDestroy(Preference);
            return true;
          });
  };
  P.add("cublasLtMatmulPreference_t preference = nullptr;\n"
        "remove(\"lt.log\");");
  if (!IsLate)
    Set("");
  Call("");
  if (IsLate) {
    Set(" // too late");
    Call(" // once more");
  }
  P.add("FILE *log = fopen(\"lt.log\", \"r\");\n"
        "if (!log || fgetc(log) == EOF) return puts(\"  the library's "
        "log is empty\"), 1;\n"
        "puts(\"  the library has written its log\");",
        [IsLate](Library &X) {
          struct stat Facts = {};
          fstat(X.Log, &Facts);
          X.End.Ran = true;
          X.End.Failed = Facts.st_size == 0;
          X.End.Figures["logBytes"] = static_cast<double>(Facts.st_size);
          X.End.Summary = std::string("CUBLASLT_LOG_LEVEL=5 set ") +
                          (IsLate ? "after" : "before") +
                          " the library's first call: its log has " +
                          std::to_string(Facts.st_size) + " bytes";
          return true;
        });
  return P;
}

/// Where the name stands.
static void lookFor(const std::string &Name, Library &X) {
  const std::string File = libraryFile(*X.Lt);
  // cuBLAS lies beside cuBLASLt.
  std::string Other = File;
  const size_t At = Other.rfind("libcublasLt");
  if (At != std::string::npos)
    Other.replace(At, std::strlen("libcublasLt"), "libcublas");
  const auto InLt = contains(File, Name), InCublas = contains(Other, Name);
  if (!InLt) {
    X.End.Summary = "the library's file could not be read";
    return;
  }
  X.End.Ran = true;
  X.End.Failed = !*InLt && !InCublas.value_or(false);
  X.End.Summary = "'" + Name + "' stands " +
                  (*InLt                      ? "in libcublasLt"
                   : InCublas.value_or(false) ? "in libcublas"
                   : InCublas ? "neither in libcublasLt nor in libcublas: "
                                "nothing reads it"
                              : "not in libcublasLt: nothing reads it");
}

static EnvironmentSteps nameSteps(const std::string &Name) {
  EnvironmentSteps P;
  P.add("const char *variable = \"" + Name +
            "\";\nprintf(\"  cuBLASLt %zu: \", cublasLtGetVersion());\n"
            "if (!libraryHas(variable)) return printf(\"nothing in it reads "
            "%s\\n\", variable), 1;\n"
            "printf(\"%s stands in it\\n\", variable);",
        [Name](Library &X) {
          if (X.load())
            lookFor(Name, X);
          return true;
        });
  return P;
}

static EnvironmentSteps steps(Form F, const Settings &S) {
  const std::string Name = S.word("environment.variable");
  if (F == Form::Control)
    return logSteps(/*IsLate=*/false);
  // The name becomes text of a program.
  if (!isName(Name)) {
    EnvironmentSteps P;
    P.add("", [](Library &X) {
      X.End.Summary =
          "environment.variable is no name of a cuBLAS variable: not run";
      return true;
    });
    return P;
  }
  return S.word("environment.when") == "late" ? logSteps(/*IsLate=*/true)
                                              : nameSteps(Name);
}

RunOutcome EnvironmentVariable::run(Form F, const Settings &S) const {
  Library X;
  steps(F, S).follow(X);
  return X.End;
}

std::vector<std::string>
EnvironmentVariable::statements(Form F, const Settings &S,
                                const RunOutcome &) const {
  return steps(F, S).statements();
}
