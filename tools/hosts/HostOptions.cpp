//===-- HostOptions.cpp - options that every host has ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "HostOptions.h"
#include "checks/model/Knowledge.h"
#include "kb/KnowledgeBase.h"
#include "kb/Shown.h"
#include <cstdlib>

namespace cublaslt::tidy {
namespace {

namespace cl = llvm::cl;

/// Both may be named, in any order.
void loadKnowledgeBase(const std::string &Folder, const std::string &File) {
  kb::LoadError Error;
  std::unique_ptr<kb::KnowledgeBase> Loaded =
      checks::loadKnowledgeBase(Folder, File, Error);
  if (!Loaded)
    refuse(Error.Message);
  checks::setKnowledgeBase(std::move(Loaded));
}

extern cl::opt<std::string> WrappersFile;

cl::opt<std::string> KnowledgeBaseFolder(
    "kb", cl::desc(R"(Take the knowledge base (rules, description of
the API) from this folder, not the one that is
built in.)"),
    cl::value_desc("directory"),
    cl::cb<void, std::string>([](const std::string &Folder) {
      loadKnowledgeBase(Folder, WrappersFile);
    }));

cl::opt<std::string>
    WrappersFile("wrappers",
                 cl::desc(R"(What this file says of your own functions that
use cuBLASLt is known too.)"),
                 cl::value_desc("filename"),
                 cl::cb<void, std::string>([](const std::string &File) {
                   loadKnowledgeBase(KnowledgeBaseFolder, File);
                 }));

cl::opt<int> Level("level",
                   cl::desc(R"(Which of our checks are on: those up to this
level, 0 to 2. Default: 1. A .clang-tidy that
names our checks can leave some out.)"),
                   cl::cb<void, int>([](int Number) {
                     if (Number < 0 || Number > 2)
                       refuse("--level: there is no level " +
                              llvm::Twine(Number) + "; give 0, 1 or 2");
                   }));

} // namespace

std::vector<cl::Option *> hostOptions() {
  return {&KnowledgeBaseFolder, &WrappersFile, &Level};
}

void showBeside(llvm::StringRef Neighbour, cl::Option &Option) {
  if (cl::Option *Known = cl::getRegisteredOptions().lookup(Neighbour))
    Option.addCategory(*Known->Categories.front());
}

void refuse(const llvm::Twine &Line) {
  llvm::errs() << "error: " << kb::shown(Line.str()) << '\n';
  llvm::errs().flush();
  std::exit(2);
}

std::optional<int> levelAskedFor() {
  if (Level.getNumOccurrences() == 0)
    return std::nullopt;
  return Level.getValue();
}

void printVersion(llvm::StringRef Program, llvm::raw_ostream &Out) {
  Out << Program << " " CUBLASLT_TIDY_VERSION "\n  knowledge base "
      << checks::activeKnowledgeBase().fingerprint() << '\n';
}

} // namespace cublaslt::tidy
