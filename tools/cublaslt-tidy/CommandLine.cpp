//===-- CommandLine.cpp - what cublaslt-tidy adds to the options ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
#include "checks/Knowledge.h"
#include "kb/KnowledgeBase.h"
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>

namespace cublaslt::tidy {
namespace {

namespace cl = llvm::cl;
namespace fs = llvm::sys::fs;

[[noreturn]] void refuse(const llvm::Twine &Line) {
  llvm::errs() << "error: " << Line << '\n';
  llvm::errs().flush();
  std::exit(2);
}

/// Ends the program unless a file can be put at \p Path.
void requireWritable(const std::string &Path) {
  if (Path.empty())
    refuse("--sarif: no file named; give one, as in --sarif=findings.sarif");
  fs::file_status Status;
  fs::status(Path, Status);
  if (fs::exists(Status) && !fs::is_regular_file(Status))
    refuse("--sarif: '" + Path +
           "' is not a regular file; name a file to write the findings to");
  // The findings are written to a temporary file in the same folder, which
  // then takes the name; so the folder decides.
  llvm::SmallString<256> Probe = llvm::sys::path::parent_path(Path);
  llvm::sys::path::append(Probe, ".cublaslt-tidy-%%%%%%%%.tmp");
  int Descriptor;
  llvm::SmallString<256> Created;
  if (std::error_code Error = fs::createUniqueFile(Probe, Descriptor, Created))
    refuse("--sarif: '" + Path + "' cannot be written: " + Error.message() +
           "; name a file in a folder that exists and may be written to");
  llvm::raw_fd_ostream(Descriptor, /*shouldClose=*/true);
  fs::remove(Created);
}

void loadKnowledgeBase(const std::string &Folder) {
  kb::LoadError Error;
  std::unique_ptr<kb::KnowledgeBase> Loaded =
      kb::KnowledgeBase::load(Folder, Error);
  if (!Loaded)
    refuse(Error.Message);
  checks::setKnowledgeBase(std::move(Loaded));
}

cl::opt<std::string>
    Sarif("sarif", cl::desc(R"(Write all findings to this file as SARIF 2.1.0,
with what is known of each flagged call. The
file is written whole, or not at all.)"),
          cl::value_desc("filename"),
          cl::cb<void, std::string>(requireWritable));

cl::opt<std::string> KnowledgeBaseFolder(
    "kb", cl::desc(R"(Take the knowledge base (rules, description of
the API) from this folder, not the one that is
built in.)"),
    cl::value_desc("directory"), cl::cb<void, std::string>(loadKnowledgeBase));

void printVersion(llvm::raw_ostream &Out) {
  Out << "cublaslt-tidy " CUBLASLT_TIDY_VERSION "\n  knowledge base "
      << checks::activeKnowledgeBase().fingerprint() << '\n';
}

} // namespace

void addOptions() {
  // Options outside clang-tidy's category are hidden from --help.
  if (cl::Option *ClangTidys = cl::getRegisteredOptions().lookup("checks")) {
    cl::OptionCategory &Category = *ClangTidys->Categories.front();
    Sarif.addCategory(Category);
    KnowledgeBaseFolder.addCategory(Category);
  }
  cl::AddExtraVersionPrinter(printVersion);
}

const std::string &sarifPath() { return Sarif.getValue(); }

} // namespace cublaslt::tidy
