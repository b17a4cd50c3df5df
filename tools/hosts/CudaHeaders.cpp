//===-- CudaHeaders.cpp - headers that nvcc finds by itself ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CudaHeaders.h"
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/Program.h>

namespace cublaslt::tidy {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using clang::tooling::CompileCommand;
using Words = llvm::ArrayRef<std::string>;

std::string below(llvm::StringRef Folder, llvm::StringRef Name) {
  llvm::SmallString<256> Path(Folder);
  path::append(Path, Name);
  return Path.str().str();
}

/// The toolkit that clang takes where --cuda-path names none: that of the ptxas
/// in PATH, then the usual place. Its further guesses are older toolkits, in
/// which CCCL stands beside the other headers.
std::string usualToolkit() {
  if (auto Ptxas = llvm::sys::findProgramByName("ptxas")) {
    llvm::SmallString<256> Real;
    fs::real_path(*Ptxas, Real);
    llvm::StringRef Bin = path::parent_path(Real);
    std::string Toolkit = path::parent_path(Bin).str();
    if (path::filename(Bin) == "bin" &&
        fs::is_directory(below(Toolkit, "nvvm/libdevice")))
      return Toolkit;
  }
  return "/usr/local/cuda";
}

/// The toolkit that clang will use, relative as in the command; empty where it
/// is kept from using one.
std::string toolkitOf(Words Command, Words Further) {
  std::string Toolkit;
  bool IsElsewhere = false;
  for (Words Part : {Command, Further})
    for (llvm::StringRef Word : Part) {
      if (Word == "-nocudainc" || Word == "-nogpuinc")
        return {};
      IsElsewhere |= Word.starts_with("--sysroot");
      if (Word.consume_front("--cuda-path="))
        Toolkit = Word.str();
    }
  return Toolkit.empty() && !IsElsewhere ? usualToolkit() : Toolkit;
}

/// True when \p Command has \p Folder already, in whatever place.
bool searches(Words Command, llvm::StringRef Folder) {
  return llvm::any_of(Command, [&](llvm::StringRef Word) {
    Word.consume_front("-I") || Word.consume_front("-isystem");
    return Word == Folder;
  });
}

} // namespace

bool isCuda(const CompileCommand &Command) {
  llvm::StringRef Extension = path::extension(Command.Filename);
  if (Extension == ".cu" || Extension == ".cuh")
    return true;
  const std::vector<std::string> &Words = Command.CommandLine;
  for (size_t I = 0; I + 1 < Words.size(); ++I)
    if (Words[I] == "-x" && Words[I + 1] == "cuda")
      return true;
  return llvm::is_contained(Words, "-xcuda");
}

void addCccl(llvm::StringRef Toolkit, std::vector<std::string> &Command) {
  std::string Folder = below(Toolkit, "include/cccl");
  if (!fs::is_directory(Folder) || searches(Command, Folder))
    return;
  const std::vector<std::string> Added = {"-isystem", std::move(Folder)};
  Command.insert(llvm::find(Command, "--"), Added.begin(), Added.end());
}

CompileCommand withCccl(CompileCommand Command, Words Further) {
  if (!isCuda(Command))
    return Command;
  std::string Toolkit = toolkitOf(Command.CommandLine, Further);
  if (!Toolkit.empty() && !path::is_absolute(Toolkit))
    Toolkit = below(Command.Directory, Toolkit);
  if (!Toolkit.empty())
    addCccl(Toolkit, Command.CommandLine);
  return Command;
}

} // namespace cublaslt::tidy
