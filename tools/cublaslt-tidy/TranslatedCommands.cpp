//===-- TranslatedCommands.cpp - nvcc's commands as clang's ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// clang-tidy's main hands the compilation database to one function; the
/// linker leads that call here first (see CMakeLists.txt). Commands are left
/// what the analysis needs, nvcc's are translated, and CUDA sources find the
/// headers that nvcc finds; only regular files are read.
///
//===----------------------------------------------------------------------===//
#include "NamedDatabase.h"
#include "tools/hosts/CompileCommands.h"
#include "tools/hosts/CudaHeaders.h"
#include "tools/hosts/RegularFiles.h"
#include <clang-tidy/ClangTidy.h>
#include <clang-tidy/ClangTidyDiagnosticConsumer.h>
#include <llvm/ADT/STLExtras.h>

using clang::tidy::ClangTidyContext;
using clang::tidy::ClangTidyError;
using clang::tooling::CompilationDatabase;
using clang::tooling::CompileCommand;
using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem>;

// Later versions are told to be quiet (CMakeLists.txt looks into the header).
#ifdef CUBLASLT_CLANGTIDY_HAS_QUIET
#define QUIET_PARAMETER , bool Quiet
#define QUIET_ARGUMENT , Quiet
#define QUIET_NAME "b"
#else
#define QUIET_PARAMETER
#define QUIET_ARGUMENT
#define QUIET_NAME
#endif
#define MANGLED                                                                \
  "_ZN5clang4tidy12runClangTidyERNS0_16ClangTidyContextERKNS_"                 \
  "7tooling19CompilationDatabaseEN4llvm8ArrayRefINSt7__cxx1112basic_stringIcS" \
  "t11char_traitsIcESaIcEEEEENS7_18IntrusiveRefCntPtrINS7_3vfs17OverlayFileSy" \
  "stemEEEbbNS7_9StringRefE" QUIET_NAME

std::vector<ClangTidyError> runWithTranslated(
    ClangTidyContext &Context, const CompilationDatabase &Compilations,
    llvm::ArrayRef<std::string> Files, FileSystem Base, bool ApplyAnyFix,
    bool EnableProfile,
    llvm::StringRef Profile QUIET_PARAMETER) __asm__("__wrap_" MANGLED);
std::vector<ClangTidyError> runClangTidyItself(
    ClangTidyContext &Context, const CompilationDatabase &Compilations,
    llvm::ArrayRef<std::string> Files, FileSystem Base, bool ApplyAnyFix,
    bool EnableProfile,
    llvm::StringRef Profile QUIET_PARAMETER) __asm__("__real_" MANGLED);

namespace {

class TranslatedDatabase : public CompilationDatabase {
public:
  TranslatedDatabase(const CompilationDatabase &Inner,
                     const ClangTidyContext &Context)
      : Inner(Inner), Context(Context) {}

  std::vector<CompileCommand>
  getCompileCommands(llvm::StringRef File) const override {
    std::vector<CompileCommand> Commands = Inner.getCompileCommands(File);
    // clang-tidy will add these.
    const clang::tidy::ClangTidyOptions Options =
        Context.getOptionsForFile(File);
    std::vector<std::string> Further;
    for (const auto *List : {&Options.ExtraArgsBefore, &Options.ExtraArgs})
      if (*List)
        llvm::append_range(Further, **List);
    for (CompileCommand &Command : Commands)
      Command = cublaslt::tidy::withCccl(
          cublaslt::tidy::safeCommand(std::move(Command),
                                      cublaslt::tidy::UnknownOptions::Kept),
          Further);
    return Commands;
  }
  std::vector<std::string> getAllFiles() const override {
    return Inner.getAllFiles();
  }

private:
  const CompilationDatabase &Inner;
  const ClangTidyContext &Context;
};

} // namespace

std::vector<ClangTidyError> runWithTranslated(
    ClangTidyContext &Context, const CompilationDatabase &Compilations,
    llvm::ArrayRef<std::string> Files, FileSystem Base, bool ApplyAnyFix,
    bool EnableProfile, llvm::StringRef Profile QUIET_PARAMETER) {
  cublaslt::tidy::requireCommands(Compilations, Files);
  auto Readable = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      cublaslt::tidy::regularFilesOf(std::move(Base)));
  return runClangTidyItself(Context, TranslatedDatabase(Compilations, Context),
                            Files, std::move(Readable), ApplyAnyFix,
                            EnableProfile, Profile QUIET_ARGUMENT);
}
