//===-- CommandLine.cpp - what cublaslt-tidy adds to the options ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
#include "checks/Knowledge.h"
#include "kb/KnowledgeBase.h"
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>

namespace cublaslt::tidy {
namespace {

namespace cl = llvm::cl;
namespace fs = llvm::sys::fs;

/// Both may be named, in any order.
void loadKnowledgeBase(const std::string &Folder, const std::string &File) {
  kb::LoadError Error;
  std::unique_ptr<kb::KnowledgeBase> Loaded =
      checks::loadKnowledgeBase(Folder, File, Error);
  if (!Loaded)
    refuse(Error.Message);
  checks::setKnowledgeBase(std::move(Loaded));
}

cl::opt<std::string>
    Sarif("sarif", cl::desc(R"(Write all findings to this file as SARIF 2.1.0,
with what is known of each flagged call. The
file is written whole, or not at all.)"),
          cl::value_desc("filename"),
          cl::cb<void, std::string>([](const std::string &Path) {
            requireWritable("--sarif", Path);
          }));

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

void printVersion(llvm::raw_ostream &Out) {
  Out << "cublaslt-tidy " CUBLASLT_TIDY_VERSION "\n  knowledge base "
      << checks::activeKnowledgeBase().fingerprint() << '\n';
}

std::vector<const cl::Option *> &ourOptions() {
  static std::vector<const cl::Option *> Options;
  return Options;
}

} // namespace

void refuse(const llvm::Twine &Line) {
  llvm::errs() << "error: " << Line << '\n';
  llvm::errs().flush();
  std::exit(2);
}

void requireWritable(llvm::StringRef Option, const std::string &Path) {
  if (Path.empty())
    refuse(Option + ": no file named; give one, as in " + Option + "=findings" +
           (Option == "--sarif" ? ".sarif" : ".json"));
  fs::file_status Status;
  fs::status(Path, Status);
  if (fs::exists(Status) && !fs::is_regular_file(Status))
    refuse(Option + ": '" + Path +
           "' is not a regular file; name a file to write the findings to");
  // The findings are written to a temporary file in the same folder, which
  // then takes the name; so the folder decides.
  llvm::SmallString<256> Probe = llvm::sys::path::parent_path(Path);
  llvm::sys::path::append(Probe, ".cublaslt-tidy-%%%%%%%%.tmp");
  int Descriptor;
  llvm::SmallString<256> Created;
  if (std::error_code Error = fs::createUniqueFile(Probe, Descriptor, Created))
    refuse(Option + ": '" + Path + "' cannot be written: " + Error.message() +
           "; name a file in a folder that exists and may be written to");
  llvm::raw_fd_ostream(Descriptor, /*shouldClose=*/true);
  fs::remove(Created);
}

void addOurOption(cl::Option &Option) {
  if (cl::Option *ClangTidys = cl::getRegisteredOptions().lookup("checks"))
    Option.addCategory(*ClangTidys->Categories.front());
  ourOptions().push_back(&Option);
}

bool isOurOption(llvm::StringRef Name) {
  return llvm::any_of(ourOptions(), [&](const cl::Option *Option) {
    return Option->ArgStr == Name;
  });
}

void addOptions() {
  for (cl::Option *Option : std::initializer_list<cl::Option *>{
           &Sarif, &KnowledgeBaseFolder, &WrappersFile, &Level})
    addOurOption(*Option);
  cl::AddExtraVersionPrinter(printVersion);
}

std::optional<int> levelAskedFor() {
  if (Level.getNumOccurrences() == 0)
    return std::nullopt;
  return Level.getValue();
}

const std::string &sarifPath() { return Sarif.getValue(); }

} // namespace cublaslt::tidy
