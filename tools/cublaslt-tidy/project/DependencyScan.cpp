//===-- DependencyScan.cpp - what translation units include ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "DependencyScan.h"
#include "tools/hosts/RegularFiles.h"
#include <atomic>
#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/Version.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <mutex>
#include <thread>
#if CLANG_VERSION_MAJOR >= 22
#include <clang/DependencyScanning/DependencyScanningService.h>
#include <clang/Tooling/DependencyScanningTool.h>
#else
#include <clang/Tooling/DependencyScanning/DependencyScanningService.h>
#include <clang/Tooling/DependencyScanning/DependencyScanningTool.h>
#endif

namespace cublaslt::tidy {
namespace {

namespace path = llvm::sys::path;
#if CLANG_VERSION_MAJOR >= 22
namespace scanning = clang::dependencies;
using clang::tooling::DependencyScanningTool;
#else
namespace scanning = clang::tooling::dependencies;
using scanning::DependencyScanningTool;
#endif

/// Remembers which paths were asked for and do not exist. Each worker has its
/// own.
class AbsenceRecorder : public llvm::vfs::ProxyFileSystem {
public:
  AbsenceRecorder()
      : ProxyFileSystem(regularFilesOf(llvm::vfs::createPhysicalFileSystem())) {
  }

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override {
    auto Result = ProxyFileSystem::status(Path);
    if (!Result)
      remember(Path);
    return Result;
  }
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>>
  openFileForRead(const llvm::Twine &Path) override {
    auto Result = ProxyFileSystem::openFileForRead(Path);
    if (!Result)
      remember(Path);
    return Result;
  }
  bool exists(const llvm::Twine &Path) override {
    bool Result = ProxyFileSystem::exists(Path);
    if (!Result)
      remember(Path);
    return Result;
  }

  std::set<std::string> Absent;

private:
  void remember(const llvm::Twine &Path) {
    llvm::SmallString<256> Absolute;
    Path.toVector(Absolute);
    if (!makeAbsolute(Absolute))
      Absent.insert(Absolute.str().str());
  }
};

/// Keeps the first error, as one line.
class FirstError : public clang::DiagnosticConsumer {
public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override {
    if (Level < clang::DiagnosticsEngine::Error || !Line.empty())
      return;
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    Line = Text.str().str();
  }

  std::string Line;
};

/// The first error in \p Text, clang's output of many lines.
[[maybe_unused]] std::string firstErrorIn(llvm::StringRef Text) {
  llvm::StringRef First = Text.split('\n').first;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    size_t At = Line.find("error: ");
    if (At != llvm::StringRef::npos)
      return Line.drop_front(At + 7).str();
    Text = Rest;
  }
  return First.str();
}

std::string absolute(llvm::StringRef File, llvm::StringRef Folder) {
  llvm::SmallString<256> Path(File);
  if (!path::is_absolute(Path)) {
    Path = Folder;
    path::append(Path, File);
  }
  path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

void scan(DependencyScanningTool &Tool, TranslationUnit &Unit) {
  const clang::tooling::CompileCommand &Command = Unit.Command;
#if CLANG_VERSION_MAJOR >= 22
  FirstError Errors;
  auto Found = Tool.getTranslationUnitDependencies(
      Command.CommandLine, Command.Directory, Errors, {},
      [](const scanning::ModuleDeps &, scanning::ModuleOutputKind) {
        return std::string();
      });
  // Scanning goes on behind an include that is not found.
  if (!Found || !Errors.Line.empty()) {
    Unit.Problem = Errors.Line;
#else
  auto Found = Tool.getTranslationUnitDependencies(
      Command.CommandLine, Command.Directory, {},
      [](const scanning::ModuleID &, scanning::ModuleOutputKind) {
        return std::string();
      });
  if (!Found) {
    Unit.Problem = firstErrorIn(llvm::toString(Found.takeError()));
#endif
    if (Unit.Problem.empty())
      Unit.Problem = "clang cannot scan it with the command in the database";
    return;
  }
  Unit.IsScanned = true;
  for (const std::string &File : Found->FileDeps)
    Unit.Files.push_back(absolute(File, Command.Directory));
  for (const scanning::ModuleDeps &Module : Found->ModuleGraph)
#if CLANG_VERSION_MAJOR >= 22
    Module.forEachFileDep([&](llvm::StringRef File) {
      Unit.Files.push_back(absolute(File, Command.Directory));
    });
#else
    for (const auto &Entry : Module.FileDeps)
      Unit.Files.push_back(absolute(Entry.getKey(), Command.Directory));
#endif
}

} // namespace

std::set<std::string> scanDependencies(std::vector<TranslationUnit *> Units,
                                       unsigned Jobs,
                                       const std::function<void()> &Done) {
  scanning::DependencyScanningService Service(
      scanning::ScanningMode::DependencyDirectivesScan,
      scanning::ScanningOutputFormat::Full,
      // The commands are not wanted, so nothing is spent on making them short.
      scanning::ScanningOptimizations::None);
  std::atomic<size_t> Next = 0;
  std::mutex Lock;
  std::set<std::string> Absent;

  auto Work = [&] {
    auto Files = llvm::makeIntrusiveRefCnt<AbsenceRecorder>();
    DependencyScanningTool Tool(Service, Files);
    for (size_t I; (I = Next++) < Units.size();) {
      scan(Tool, *Units[I]);
      Done();
    }
    std::lock_guard<std::mutex> Guard(Lock);
    Absent.merge(Files->Absent);
  };
  std::vector<std::thread> Threads;
  for (unsigned I = 0; I < std::min<size_t>(Jobs, Units.size()); ++I)
    Threads.emplace_back(Work);
  for (std::thread &T : Threads)
    T.join();
  return Absent;
}

} // namespace cublaslt::tidy
