//===-- CompileCommands.cpp - a project's translation units ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CompileCommands.h"
#include "CudaHeaders.h"
#include "NvccCommand.h"
#include <clang/Basic/Version.h>
#include <clang/Driver/Types.h>
#include <clang/Tooling/ArgumentsAdjusters.h>
#include <clang/Tooling/JSONCompilationDatabase.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>
#if CLANG_VERSION_MAJOR >= 22
#include <clang/Options/Options.h>
#else
#include <clang/Driver/Options.h>
#endif

namespace cublaslt::tidy {
namespace {

namespace path = llvm::sys::path;
namespace types = clang::driver::types;
using namespace clang::tooling;
#if CLANG_VERSION_MAJOR >= 22
namespace options = clang::options;
using clang::getDriverOptTable;
#else
namespace options = clang::driver::options;
using clang::driver::getDriverOptTable;
#endif

/// Drops options that gcc, icc, nvc++ and others have and clang's driver would
/// refuse, or would only complain about, and their values. \p File is compiled.
void dropUnknownOptions(std::vector<std::string> &Words,
                        const std::string &File) {
  std::vector<const char *> Pointers;
  for (size_t I = 1; I < Words.size(); ++I)
    Pointers.push_back(Words[I].c_str());
  bool IsMsvc = llvm::is_contained(Words, "--driver-mode=cl");
  unsigned MissingIndex, MissingCount;
  llvm::opt::InputArgList Parsed = getDriverOptTable().ParseArgs(
      Pointers, MissingIndex, MissingCount,
      llvm::opt::Visibility(IsMsvc ? options::CLOption : options::ClangOption));
  std::vector<bool> IsDropped(Pointers.size(), false);
  size_t AfterUnknown = 0;
  for (const llvm::opt::Arg *A : Parsed) {
    const llvm::opt::Option &O = A->getOption();
    unsigned I = A->getIndex();
    if (O.matches(options::OPT_UNKNOWN)) {
      IsDropped[I] = true;
      AfterUnknown = I + 1;
    } else if (O.matches(options::OPT_INPUT))
      // -fp-model precise: the value looks like a file.
      IsDropped[I] = I > 0 && I == AfterUnknown && Pointers[I] != File;
    else
      // -xHost is no language in clang.
      IsDropped[I] =
          O.matches(options::OPT_clang_ignored_gcc_optimization_f_Group) ||
          (O.matches(options::OPT_x) && Pointers[I] != llvm::StringRef("-x") &&
           types::lookupTypeForTypeSpecifier(A->getValue()) ==
               types::TY_INVALID);
  }
  std::vector<std::string> Kept = {Words.front()};
  for (size_t I = 0; I < IsDropped.size(); ++I)
    if (!IsDropped[I])
      Kept.push_back(std::move(Words[I + 1]));
  Words = std::move(Kept);
}

} // namespace

std::unique_ptr<CompilationDatabase>
readCompilationDatabase(const std::string &Folder, std::string &Error) {
  llvm::SmallString<256> File(Folder);
  path::append(File, "compile_commands.json");
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Buffer) {
    Error = ("no compilation database: '" + File +
             "' cannot be read: " + Buffer.getError().message() +
             "; name its folder with -p (CMake writes it with "
             "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON)")
                .str();
    return nullptr;
  }
  // Clang's own reader explains what is wrong in many lines.
  llvm::Expected<llvm::json::Value> Json =
      llvm::json::parse((*Buffer)->getBuffer());
  if (!Json) {
    Error = ("'" + File + "' is no compilation database: " +
             llvm::toString(Json.takeError()) +
             "; let the build system write it anew")
                .str();
    return nullptr;
  }
  std::string Problem;
  std::unique_ptr<CompilationDatabase> Database =
      JSONCompilationDatabase::loadFromFile(File, Problem,
                                            JSONCommandLineSyntax::AutoDetect);
  if (!Database) {
    Error = ("'" + File + "' is no compilation database: " + Problem +
             "; let the build system write it anew")
                .str();
    return nullptr;
  }
  return inferTargetAndDriverMode(
      inferMissingCompileCommands(expandResponseFiles(
          std::move(Database), llvm::vfs::getRealFileSystem())));
}

CompileCommand withoutNvcc(CompileCommand Command) {
  // clang's reader has taken compiler launchers from the front.
  if (!Command.CommandLine.empty() && isNvcc(Command.CommandLine[0]))
    Command.CommandLine =
        clangCommandOfNvcc(Command.CommandLine, Command.Directory);
  return Command;
}

CompileCommand commandForClang(CompileCommand Command) {
  if (Command.CommandLine.empty())
    return Command;
  Command = withoutNvcc(std::move(Command));
  bool IsCuda = isCuda(Command);
  for (ArgumentsAdjuster Adjust :
       {getClangStripOutputAdjuster(), getClangStripDependencyFileAdjuster(),
        getClangSyntaxOnlyAdjuster()})
    Command.CommandLine = Adjust(Command.CommandLine, Command.Filename);
  dropUnknownOptions(Command.CommandLine, Command.Filename);
  // Clang's own warnings are not shown, and must not become errors by -Werror.
  Command.CommandLine.insert(Command.CommandLine.begin() + 1, "-w");
  if (IsCuda) {
    // cuBLASLt is called by the host; so the GPU's architecture and its
    // library do not matter.
    std::vector<std::string> Host = {"--cuda-host-only", "-nocudalib",
                                     "-Wno-unknown-cuda-version"};
    if (path::extension(Command.Filename) == ".cuh")
      Host.insert(Host.end(), {"-x", "cuda"});
    Command.CommandLine.insert(Command.CommandLine.begin() + 1, Host.begin(),
                               Host.end());
  }
  return Command;
}

std::string absoluteFile(const CompileCommand &Command) {
  llvm::SmallString<256> File(Command.Filename);
  if (!path::is_absolute(File)) {
    File = Command.Directory;
    path::append(File, Command.Filename);
  }
  path::remove_dots(File, /*remove_dot_dot=*/true);
  return File.str().str();
}

bool isSource(llvm::StringRef File) {
  constexpr llvm::StringLiteral Extensions[] = {".c",   ".cc",  ".cpp", ".cxx",
                                                ".c++", ".C",   ".CPP", ".cp",
                                                ".cu",  ".hip", ".m",   ".mm"};
  return llvm::is_contained(Extensions, path::extension(File));
}

bool isHeader(llvm::StringRef File) {
  constexpr llvm::StringLiteral Extensions[] = {".h",   ".hh", ".hpp", ".hxx",
                                                ".h++", ".H",  ".cuh", ".inl",
                                                ".ipp", ".tpp"};
  return llvm::is_contained(Extensions, path::extension(File));
}

} // namespace cublaslt::tidy
