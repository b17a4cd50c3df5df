//===-- CompileCommands.cpp - a project's translation units ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CompileCommands.h"
#include "CudaHeaders.h"
#include "NvccCommand.h"
#include "OptionsFiles.h"
#include "RegularFiles.h"
#include <clang/Tooling/ArgumentsAdjusters.h>
#include <clang/Tooling/JSONCompilationDatabase.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>

// What clang-tidy and clangd read databases with.
#define EXPAND                                                                 \
  "_ZN5clang7tooling19expandResponseFilesESt10unique_ptrINS0_"                 \
  "19CompilationDatabaseESt14default_deleteIS2_EEN4llvm18IntrusiveRefCntPtrI"  \
  "NS6_3vfs10FileSystemEEE"
std::unique_ptr<clang::tooling::CompilationDatabase> expandWithinLimits(
    std::unique_ptr<clang::tooling::CompilationDatabase> Database,
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
        Files) __asm__("__wrap_" EXPAND);

namespace cublaslt::tidy {
namespace {

namespace path = llvm::sys::path;
using namespace clang::tooling;

constexpr llvm::StringLiteral NoConfiguration = "--no-default-config";
constexpr uint64_t MostDatabase = uint64_t(1) << 30;

/// The commands of another database with their options files read; an entry
/// without a command is kept, for its file's sake.
class ExpandedDatabase : public CompilationDatabase {
public:
  explicit ExpandedDatabase(std::unique_ptr<CompilationDatabase> Inner)
      : Inner(std::move(Inner)) {}

  std::vector<CompileCommand>
  getCompileCommands(llvm::StringRef File) const override {
    return expand(Inner->getCompileCommands(File));
  }
  std::vector<CompileCommand> getAllCompileCommands() const override {
    return expand(Inner->getAllCompileCommands());
  }
  std::vector<std::string> getAllFiles() const override {
    return Inner->getAllFiles();
  }

private:
  static std::vector<CompileCommand>
  expand(std::vector<CompileCommand> Commands) {
    for (CompileCommand &Each : Commands) {
      Each.CommandLine =
          OptionsFiles(Each.Directory).expand(std::move(Each.CommandLine));
      // clang's own databases look at the first word.
      if (Each.CommandLine.empty())
        Each.CommandLine.push_back("");
    }
    return Commands;
  }

  std::unique_ptr<CompilationDatabase> Inner;
};

/// How deep \p Json is nested: a parser needs stack for each level.
size_t nestingOf(llvm::StringRef Json) {
  size_t Depth = 0, Deepest = 0;
  bool IsText = false;
  for (size_t I = 0; I < Json.size(); ++I) {
    const char C = Json[I];
    if (IsText)
      I += C == '\\';
    if (C == '"')
      IsText = !IsText;
    else if (!IsText && (C == '[' || C == '{'))
      Deepest = std::max(Deepest, ++Depth);
    else if (!IsText && (C == ']' || C == '}'))
      Depth -= Depth > 0;
  }
  return Deepest;
}

/// Adds \p More to \p Command, one of clang's.
void addInFront(CompileCommand &Command, const std::vector<std::string> &More) {
  std::vector<std::string> &Words = Command.CommandLine;
  const bool IsOfCompiler = Words.size() > 1 && Words[1] == "-cc1";
  Words.insert(Words.begin() + 1 + IsOfCompiler, More.begin(), More.end());
}

} // namespace

std::unique_ptr<CompilationDatabase>
readCompilationDatabase(const std::string &Folder, std::string &Error) {
  llvm::SmallString<256> File(Folder);
  path::append(File, "compile_commands.json");
  const auto Buffer = readRegularFile(File, MostDatabase);
  if (!Buffer) {
    Error = ("no compilation database: '" + File +
             "' cannot be read: " + Buffer.getError().message() +
             "; name its folder with -p (CMake writes it with "
             "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON)")
                .str();
    return nullptr;
  }
  if (nestingOf((*Buffer)->getBuffer()) > 100) {
    Error = ("'" + File +
             "' is no compilation database: it is nested more than 100 deep; "
             "let the build system write it anew")
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
  return inferTargetAndDriverMode(inferMissingCompileCommands(
      std::make_unique<ExpandedDatabase>(std::move(Database))));
}

bool isEmpty(const CompileCommand &Command) {
  return Command.CommandLine.empty() || Command.CommandLine.front().empty();
}

CompileCommand safeCommand(CompileCommand Command, UnknownOptions Unknown) {
  if (isEmpty(Command))
    return Command;
  std::vector<std::string> &Words = Command.CommandLine;
  Words = OptionsFiles(Command.Directory).expand(Words);
  // clang's reader has taken compiler launchers from the front.
  if (isNvcc(Words[0]))
    Words = clangCommandOfNvcc(Words, Command.Directory);
  std::vector<std::string> Kept = allowedOptions(
      llvm::ArrayRef(Words).drop_front(), Command.Filename, Unknown);
  const bool IsDrivers = Kept.empty() || Kept.front() != "-cc1";
  Words.resize(1);
  // clang reads one that lies beside the program that a command names.
  if (IsDrivers && !llvm::is_contained(Kept, NoConfiguration))
    Words.push_back(NoConfiguration.str());
  llvm::append_range(Words, Kept);
  return Command;
}

CompileCommand commandForClang(CompileCommand Command) {
  if (isEmpty(Command))
    return Command;
  Command = safeCommand(std::move(Command), UnknownOptions::Dropped);
  bool IsCuda = isCuda(Command);
  for (ArgumentsAdjuster Adjust :
       {getClangStripOutputAdjuster(), getClangStripDependencyFileAdjuster(),
        getClangSyntaxOnlyAdjuster()})
    Command.CommandLine = Adjust(Command.CommandLine, Command.Filename);
  // Clang's own warnings are not shown, and must not become errors by -Werror.
  addInFront(Command, {"-w"});
  if (IsCuda) {
    // cuBLASLt is called by the host; so the GPU's architecture and its
    // library do not matter.
    std::vector<std::string> Host = {"--cuda-host-only", "-nocudalib",
                                     "-Wno-unknown-cuda-version"};
    if (path::extension(Command.Filename) == ".cuh")
      Host.insert(Host.end(), {"-x", "cuda"});
    addInFront(Command, Host);
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

std::unique_ptr<clang::tooling::CompilationDatabase> expandWithinLimits(
    std::unique_ptr<clang::tooling::CompilationDatabase> Database,
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>) {
  return std::make_unique<cublaslt::tidy::ExpandedDatabase>(
      std::move(Database));
}
