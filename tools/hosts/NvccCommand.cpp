//===-- NvccCommand.cpp - nvcc's options as clang's -----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "NvccCommand.h"
#include "CudaHeaders.h"
#include "OptionsFiles.h"
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/Program.h>

namespace cublaslt::tidy {
namespace {

namespace path = llvm::sys::path;

enum class Meaning {
  Dropped,     ///< about devices, linking, output
  List,        ///< values between commas, each handed on as Clang + value
  HostOptions, ///< values between commas are the host compiler's options
  OptionsFile, ///< values between commas are files with further options
  Language,
  DefaultStream,
};

struct Option {
  const char *Long, *Short;
  bool HasValue;
  Meaning TheMeaning = Meaning::Dropped;
  const char *Clang = "";
};

/// From `nvcc --help` of CUDA 13.0, and older names that CMake still writes. An
/// option that is not here is the host compiler's (nvcc hands it on when
/// -forward-unknown-to-host-compiler is given) and is kept.
const Option Options[] = {
    // What clang must see.
    {"define-macro", "D", true, Meaning::List, "-D"},
    {"undefine-macro", "U", true, Meaning::List, "-U"},
    {"include-path", "I", true, Meaning::List, "-I"},
    {"system-include", "isystem", true, Meaning::List, "-isystem"},
    {"pre-include", "include", true, Meaning::List, "-include"},
    {"std", "std", true, Meaning::List, "-std="},
    {"x", "x", true, Meaning::Language},
    {"optimize", "O", true, Meaning::List, "-O"},
    {"compiler-options", "Xcompiler", true, Meaning::HostOptions},
    {"options-file", "optf", true, Meaning::OptionsFile},
    {"default-stream", "default-stream", true, Meaning::DefaultStream},
    // With a value.
    {"dependency-output", "MF", true},
    {"dependency-target-name", "MT", true},
    {"output-file", "o", true},
    {"library", "l", true},
    {"library-path", "L", true},
    {"output-directory", "odir", true},
    {"compiler-bindir", "ccbin", true},
    {"archiver-binary", "arbin", true},
    {"cudart", "cudart", true},
    {"cudadevrt", "cudadevrt", true},
    {"libdevice-directory", "ldir", true},
    {"target-directory", "target-dir", true},
    {"optimization-info", "opt-info", true},
    {"Ofast-compile", "Ofc", true},
    {"dopt", "dopt", true},
    {"ftemplate-backtrace-limit", "ftemplate-backtrace-limit", true},
    {"ftemplate-depth", "ftemplate-depth", true},
    {"machine", "m", true},
    {"linker-options", "Xlinker", true},
    {"archive-options", "Xarchive", true},
    {"ptxas-options", "Xptxas", true},
    {"nvlink-options", "Xnvlink", true},
    {"cudafe-options", "Xcudafe", true},
    {"fatbin-options", "Xfatbin", true},
    {"static-global-template-stub", "static-global-template-stub", true},
    {"device-entity-has-hidden-visibility",
     "device-entity-has-hidden-visibility", true},
    {"threads", "t", true},
    {"split-compile", "split-compile", true},
    {"split-compile-extended", "split-compile-extended", true},
    {"fdevice-time-trace", "fdevice-time-trace", true},
    {"keep-dir", "keep-dir", true},
    {"time", "time", true},
    {"run-args", "run-args", true},
    {"input-drive-prefix", "idp", true},
    {"dependency-drive-prefix", "ddp", true},
    {"drive-prefix", "dp", true},
    {"gpu-architecture", "arch", true},
    {"gpu-code", "code", true},
    {"generate-code", "gencode", true},
    {"relocatable-device-code", "rdc", true},
    {"entries", "e", true},
    {"maxrregcount", "maxrregcount", true},
    {"ftz", "ftz", true},
    {"prec-div", "prec-div", true},
    {"prec-sqrt", "prec-sqrt", true},
    {"fmad", "fmad", true},
    {"Werror", "Werror", true},
    {"diag-error", "diag-error", true},
    {"diag-suppress", "diag-suppress", true},
    {"diag-warn", "diag-warn", true},
    {"host-linker-script", "hls", true},
    {"brief-diagnostics", "brief-diag", true},
    {"jump-table-density", "jtd", true},
    {"device-stack-protector", "device-stack-protector", true},
    {"compress-mode", "compress-mode", true},
    {"frandom-seed", "frandom-seed", true},
    {"sanitize", "sanitize", true},
    // Without one.
    {"cuda", "cuda", false},
    {"cubin", "cubin", false},
    {"fatbin", "fatbin", false},
    {"ptx", "ptx", false},
    {"optix-ir", "optix-ir", false},
    {"ltoir", "ltoir", false},
    {"preprocess", "E", false},
    {"generate-dependencies", "M", false},
    {"generate-nonsystem-dependencies", "MM", false},
    {"generate-dependencies-with-compile", "MD", false},
    {"generate-nonsystem-dependencies-with-compile", "MMD", false},
    {"generate-dependency-targets", "MP", false},
    {"compile", "c", false},
    {"device-c", "dc", false},
    {"device-w", "dw", false},
    {"device-link", "dlink", false},
    {"link", "link", false},
    {"lib", "lib", false},
    {"run", "run", false},
    {"objdir-as-tempdir", "objtemp", false},
    {"allow-unsupported-compiler", "allow-unsupported-compiler", false},
    {"use-local-env", "use-local-env", false},
    {"force-cl-env-setup", "force-cl-env-setup", false},
    {"profile", "pg", false},
    {"debug", "g", false},
    {"device-debug", "G", false},
    {"generate-line-info", "lineinfo", false},
    {"dlink-time-opt", "dlto", false},
    {"lto", "lto", false},
    {"gen-opt-lto", "gen-opt-lto", false},
    {"no-exceptions", "noeh", false},
    {"shared", "shared", false},
    {"no-host-device-initializer-list", "nohdinitlist", false},
    {"no-host-device-move-forward", "nohdmoveforward", false},
    {"expt-relaxed-constexpr", "expt-relaxed-constexpr", false},
    {"extended-lambda", "extended-lambda", false},
    {"expt-extended-lambda", "expt-extended-lambda", false},
    {"m64", "m64", false},
    {"forward-unknown-to-host-compiler", "forward-unknown-to-host-compiler",
     false},
    {"forward-unknown-to-host-linker", "forward-unknown-to-host-linker", false},
    {"forward-unknown-opts", "forward-unknown-opts", false},
    {"dont-use-profile", "noprof", false},
    {"dryrun", "dryrun", false},
    {"verbose", "v", false},
    {"fdevice-syntax-only", "fdevice-syntax-only", false},
    {"keep", "keep", false},
    {"save-temps", "save-temps", false},
    {"clean-targets", "clean", false},
    {"no-align-double", "no-align-double", false},
    {"no-device-link", "nodlink", false},
    {"use_fast_math", "use_fast_math", false},
    {"extra-device-vectorization", "extra-device-vectorization", false},
    {"disable-warnings", "w", false},
    {"keep-device-functions", "keep-device-functions", false},
    {"source-in-ptx", "src-in-ptx", false},
    {"restrict", "restrict", false},
    {"Wreorder", "Wreorder", false},
    {"Wdefault-stream-launch", "Wdefault-stream-launch", false},
    {"Wmissing-launch-bounds", "Wmissing-launch-bounds", false},
    {"Wext-lambda-captures-this", "Wext-lambda-captures-this", false},
    {"Wno-deprecated-declarations", "Wno-deprecated-declarations", false},
    {"Wno-deprecated-gpu-targets", "Wno-deprecated-gpu-targets", false},
    {"resource-usage", "res-usage", false},
    {"extensible-whole-program", "ewp", false},
    {"no-compress", "no-compress", false},
    {"qpp-config", "qpp-config", false},
    {"compile-as-tools-patch", "astoolspatch", false},
    {"list-gpu-code", "code-ls", false},
    {"list-gpu-arch", "arch-ls", false},
    {"display-error-number", "err-no", false},
    {"no-display-error-number", "no-err-no", false},
    {"augment-host-linker-script", "aug-hls", false},
    {"relocatable-link", "r", false},
    {"relocatable-ptx", "reloc-ptx", false},
    {"jobserver", "jobserver", false},
    {"help", "h", false},
    {"version", "V", false},
};

const Option *optionOf(llvm::StringRef Name) {
  static const llvm::StringMap<const Option *> ByName = [] {
    llvm::StringMap<const Option *> Map;
    for (const Option &O : Options) {
      Map[O.Long] = &O;
      Map[O.Short] = &O;
    }
    return Map;
  }();
  return ByName.lookup(Name);
}

/// Short options whose value may follow without a space: -Ifolder.
const Option *optionWithJoinedValue(llvm::StringRef Word) {
  for (const char *Short : {"D", "U", "I", "isystem", "O", "l", "L", "m"})
    if (Word.starts_with(Short))
      return optionOf(Short);
  return nullptr;
}

class Translation {
public:
  explicit Translation(const std::string &Folder) : Files(Folder) {}

  void translate(llvm::ArrayRef<std::string> Words, int Depth = 0) {
    for (size_t I = 0; I < Words.size(); ++I) {
      llvm::StringRef Word = Words[I];
      if (!Word.starts_with("-") || Word == "-") {
        Result.push_back(Words[I]);
        continue;
      }
      llvm::StringRef Body = Word.drop_front(Word.starts_with("--") ? 2 : 1);
      auto [Name, Value] = Body.split('=');
      const Option *Found = optionOf(Name);
      bool HasValue = Found && Body.contains('=');
      if (!Found && !Word.starts_with("--") &&
          (Found = optionWithJoinedValue(Body))) {
        Value = Body.drop_front(llvm::StringRef(Found->Short).size());
        HasValue = true;
        // -march, -mavx2, -Ofast, ... belong to the host compiler.
        if (Found->TheMeaning == Meaning::Dropped && Body[0] == 'm')
          Found = nullptr;
      }
      if (!Found) {
        Result.push_back(Words[I]);
        continue;
      }
      if (Found->HasValue && !HasValue && I + 1 < Words.size())
        Value = Words[++I];
      add(*Found, Value, Depth);
    }
  }

  std::vector<std::string> Result;

private:
  void add(const Option &O, llvm::StringRef Value, int Depth) {
    switch (O.TheMeaning) {
    case Meaning::Dropped:
      return;
    case Meaning::Language:
      Result.insert(Result.end(), {"-x", Value == "cu" ? "cuda" : Value.str()});
      return;
    case Meaning::DefaultStream:
      if (Value == "per-thread")
        Result.push_back("-DCUDA_API_PER_THREAD_DEFAULT_STREAM=1");
      return;
    default:
      break;
    }
    llvm::StringRef Clang(O.Clang);
    // A macro's value may hold a comma of its own.
    bool IsOneValue = Clang == "-D" && Value.contains('(');
    while (!Value.empty()) {
      llvm::StringRef Part = Value;
      if (IsOneValue)
        Value = "";
      else
        std::tie(Part, Value) = Value.split(',');
      if (O.TheMeaning == Meaning::HostOptions)
        // CMake quotes them once more.
        Result.push_back(Part.trim("\"'").str());
      else if (O.TheMeaning == Meaning::OptionsFile) {
        constexpr int DeepestNesting = 8;
        if (Depth < DeepestNesting)
          translate(Files.read(Part), Depth + 1);
      } else if (Clang == "-isystem" || Clang == "-include")
        Result.insert(Result.end(), {O.Clang, Part.str()});
      else
        Result.push_back((Clang + Part).str());
    }
  }

  OptionsFiles Files;
};

} // namespace

bool isNvcc(llvm::StringRef Program) {
  llvm::StringRef Name = path::filename(Program);
  return Name == "nvcc" || Name == "nvcc.exe";
}

std::vector<std::string>
clangCommandOfNvcc(const std::vector<std::string> &Arguments,
                   const std::string &Folder) {
  Translation T(Folder);
  T.Result.push_back("clang++");
  // nvcc takes its own folder from how it was called, links not followed.
  llvm::SmallString<256> Program(Arguments[0]);
  if (path::has_parent_path(Program) && !path::is_absolute(Program)) {
    Program = Folder;
    path::append(Program, Arguments[0]);
  } else if (auto Found = llvm::sys::findProgramByName(Program)) {
    Program = *Found;
  }
  llvm::StringRef Toolkit = path::parent_path(path::parent_path(Program));
  llvm::SmallString<256> Include(Toolkit);
  path::append(Include, "include");
  // In /usr they are found anyway, and to name it would put C's headers in
  // front of C++'s.
  bool IsKnown = path::is_absolute(Toolkit) && Toolkit != "/usr" &&
                 llvm::sys::fs::is_directory(Include);
  if (IsKnown) {
    T.Result.push_back(("--cuda-path=" + Toolkit).str());
    // nvcc finds its headers for C++ sources too.
    T.Result.insert(T.Result.end(), {"-isystem", Include.str().str()});
  }
  T.translate(llvm::ArrayRef(Arguments).drop_front());
  if (IsKnown)
    addCccl(Toolkit, T.Result);
  return std::move(T.Result);
}

} // namespace cublaslt::tidy
