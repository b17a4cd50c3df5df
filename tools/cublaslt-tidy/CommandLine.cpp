//===-- CommandLine.cpp - what cublaslt-tidy adds to the options ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
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

cl::opt<std::string>
    Sarif("sarif", cl::desc(R"(Write all findings to this file as SARIF 2.1.0,
with what is known of each flagged call. The
file is written whole, or not at all.)"),
          cl::value_desc("filename"),
          cl::cb<void, std::string>([](const std::string &Path) {
            requireWritable("--sarif", Path);
          }));

cl::opt<std::string> TraceAnalysis(
    "trace-analysis",
    cl::desc(R"(Write to the error output what the analysis does
in the functions of this name: which paths it
follows, what each call is seen with, why it is
unknown. For one file.)"),
    cl::value_desc("function"),
    cl::cb<void, std::string>([](const std::string &Function) {
      if (Function.empty())
        refuse("--trace-analysis: no function named; give one, as in "
               "--trace-analysis=multiply");
    }));

std::vector<const cl::Option *> &ourOptions() {
  static std::vector<const cl::Option *> Options;
  return Options;
}

} // namespace

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
  showBeside("checks", Option);
  ourOptions().push_back(&Option);
}

bool isOurOption(llvm::StringRef Name) {
  return llvm::any_of(ourOptions(), [&](const cl::Option *Option) {
    return Option->ArgStr == Name;
  });
}

void addOptions() {
  addOurOption(Sarif);
  addOurOption(TraceAnalysis);
  for (cl::Option *Option : hostOptions())
    addOurOption(*Option);
  cl::AddExtraVersionPrinter(
      [](llvm::raw_ostream &Out) { printVersion("cublaslt-tidy", Out); });
}

const std::string &sarifPath() { return Sarif.getValue(); }
const std::string &tracedFunction() { return TraceAnalysis.getValue(); }

} // namespace cublaslt::tidy
