//===-- CheckConfiguration.cpp - which checks run in clangd --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Our checks up to level 1 are on in clangd without configuration. A
/// .clang-tidy or .clangd that names one of them decides about all, as in
/// cublaslt-tidy. Of the files that they name, those of the repository are
/// read.
///
//===----------------------------------------------------------------------===//
#include "tools/hosts/DefaultChecks.h"
#include "tools/hosts/HostOptions.h"
#include "tools/hosts/RepositoryFiles.h"
#include <clang-tidy/ClangTidyOptions.h>
#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/FunctionExtras.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>

using namespace cublaslt::tidy;
using clang::tidy::ClangTidyOptions;
using TidyProvider =
    llvm::unique_function<void(ClangTidyOptions &, llvm::StringRef) const>;

#define DISABLE                                                                \
  "_ZN5clang6clangd21disableUnusableChecksEN4llvm8ArrayRefINSt7__cxx1112basic" \
  "_stringIcSt11char_traitsIcESaIcEEEEE"
#define IS_FAST "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
// The last step of clangd's configuration: all files and defaults are in.
TidyProvider
addOurChecks(llvm::ArrayRef<std::string> Unusable) __asm__("__wrap_" DISABLE);
TidyProvider disableUnusable(llvm::ArrayRef<std::string> Unusable) __asm__(
    "__real_" DISABLE);
std::optional<bool> isFast(llvm::StringRef Check) __asm__("__wrap_" IS_FAST);
std::optional<bool>
isFastByTable(llvm::StringRef Check) __asm__("__real_" IS_FAST);

TidyProvider addOurChecks(llvm::ArrayRef<std::string> Unusable) {
  return [Disable = disableUnusable(Unusable)](ClangTidyOptions &Options,
                                               llvm::StringRef File) {
    Options.Checks =
        checksInEffect(Options.Checks.value_or(""), levelAskedFor());
    const std::string Problem =
        keepInRepository(Options, llvm::sys::path::parent_path(File));
    if (!Problem.empty())
      llvm::errs() << "cublaslt-clangd: not read: " << Problem << '\n';
    Disable(Options, File);
  };
}

// clangd leaves checks out that its table of measured times does not know.
std::optional<bool> isFast(llvm::StringRef Check) {
  return Check.starts_with("cublaslt-") ? true : isFastByTable(Check);
}
