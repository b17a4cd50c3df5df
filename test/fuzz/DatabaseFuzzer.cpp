//===-- DatabaseFuzzer.cpp - arbitrary words as commands ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "test/fuzz/Harmless.h"
#include "tools/hosts/CompileCommands.h"
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace cublaslt;
namespace fs = std::filesystem;

namespace {
/// A folder of this process, with the database that is read.
class Folder {
public:
  Folder()
      : Path(fs::temp_directory_path() /
             ("cublaslt-fuzz-" + std::to_string(::getpid()))) {
    fs::create_directories(Path);
  }
  ~Folder() { fs::remove_all(Path); }
  const fs::path Path;
};
} // namespace

/// A text that is a database is one; else each line is a word of one command.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const llvm::StringRef Text(reinterpret_cast<const char *>(Data), Size);
  std::vector<clang::tooling::CompileCommand> Commands;
  if (Text.starts_with("[")) {
    static const Folder Here;
    std::ofstream(Here.Path / "compile_commands.json") << Text.str();
    std::string Error;
    auto Database = tidy::readCompilationDatabase(Here.Path.string(), Error);
    if (!Database) {
      fuzz::expect(!Error.empty());
      return 0;
    }
    Commands = Database->getAllCompileCommands();
  } else {
    clang::tooling::CompileCommand One("/nowhere", "a.cpp", {}, "");
    llvm::SmallVector<llvm::StringRef> Words;
    Text.split(Words, '\n');
    for (llvm::StringRef Word : Words)
      One.CommandLine.push_back(Word.str());
    Commands.push_back(std::move(One));
  }
  for (clang::tooling::CompileCommand &Each : Commands)
    tidy::commandForClang(std::move(Each));
  return 0;
}
