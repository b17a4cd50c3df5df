//===-- KnowledgeBase.cpp - look-ups, the built-in one, folders -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/KnowledgeBase.h"
#include "kb/EmbeddedFiles.h"
#include "kb/Fingerprint.h"
#include "kb/Loader.h"
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cublaslt::kb {

namespace fs = std::filesystem;

namespace {

template <typename Container>
auto findNamed(const Container &Items, std::string_view Name) -> const
    typename Container::value_type * {
  for (const auto &Item : Items)
    if (Item.Name == Name)
      return &Item;
  return nullptr;
}

/// The folders that hold the data; others (the schemas) are not ours.
constexpr const char *Folders[] = {"api",         "defects",  "entries",
                                   "experiments", "messages", "rules"};

[[noreturn]] void fail(const std::string &Path, const std::string &Found,
                       const std::string &Expected) {
  throw Problem{{Path, 0, 0}, Found, Expected};
}

std::string readFile(const fs::path &Path) {
  // Far above any honest file and far below what would hurt.
  constexpr std::uintmax_t LargestFile = 1u << 20;
  std::error_code Error;
  // Not from a pipe or a device: reading it might never end.
  if (!fs::is_regular_file(Path, Error))
    fail(Path.string(), "something that is no regular file", "a YAML file");
  const std::uintmax_t Size = fs::file_size(Path, Error);
  if (!Error && Size > LargestFile)
    fail(Path.string(), "a file of " + std::to_string(Size) + " bytes",
         "at most " + std::to_string(LargestFile));
  std::ifstream Stream(Path, std::ios::binary);
  std::string Text((std::istreambuf_iterator<char>(Stream)),
                   std::istreambuf_iterator<char>());
  if (!Stream.good() && !Stream.eof())
    fail(Path.string(), "a file that cannot be read", "a readable file");
  if (!Stream.is_open())
    fail(Path.string(), "a file that cannot be opened", "a readable file");
  return Text;
}

/// All YAML files below \p Folder, relative to \p Root, in order of path.
std::vector<std::string> listFiles(const fs::path &Root,
                                   const std::string &Folder) {
  std::vector<std::string> Result;
  std::error_code Error;
  if (!fs::exists(Root / Folder, Error))
    return Result;
  fs::recursive_directory_iterator It(Root / Folder, Error), End;
  for (; !Error && It != End; It.increment(Error)) {
    if (It->is_directory(Error))
      continue;
    const fs::path &Path = It->path();
    if (Path.extension() == ".yml")
      fail(Path.string(), "the ending .yml", "the ending .yaml");
    if (Path.extension() == ".yaml")
      Result.push_back(Path.lexically_relative(Root).generic_string());
  }
  if (Error)
    fail((Root / Folder).string(),
         "a folder that cannot be read (" + Error.message() + ")",
         "a readable folder");
  return Result;
}

} // namespace

int Function::indexOf(Role R, char Matrix) const {
  for (size_t I = 0; I < Parameters.size(); ++I)
    if (Parameters[I].TheRole == R &&
        (Matrix == 0 || Parameters[I].Matrix == Matrix))
      return static_cast<int>(I);
  return -1;
}

std::optional<uint64_t> numberIn(std::string_view Text) {
  uint64_t Number = 0;
  auto [End, Error] =
      std::from_chars(Text.data(), Text.data() + Text.size(), Number);
  if (Error != std::errc() || End != Text.data() + Text.size())
    return std::nullopt;
  return Number;
}

std::optional<uint64_t> Rule::number(std::string_view Name) const {
  auto It = Parameters.find(std::string(Name));
  return It == Parameters.end() ? std::nullopt : numberIn(It->second);
}

std::string Rule::logMessage(const std::string &Key, Named Values) const {
  auto It = LogMessages.find(Key);
  if (It == LogMessages.end())
    return Key;
  std::string Text = It->second;
  for (const auto &[Name, Value] : Values) {
    std::string Place = "{" + std::string(Name) + "}";
    for (size_t At = Text.find(Place); At != std::string::npos;
         At = Text.find(Place, At + Value.size()))
      Text.replace(At, Place.size(), Value);
  }
  return Text;
}

/// Whether \p Word is what \p Cell asks for; an empty one may be anything.
static bool fits(std::string_view Word, const std::string &Cell,
                 std::string_view C) {
  if (Word.empty() || Cell == "*")
    return true;
  return Cell == "c" ? C.empty() || Word == C : Word == Cell;
}

static bool fits(const TypeWords &T, const TypeCombination &Row) {
  return fits(T.ComputeType, Row.ComputeType, T.C) &&
         fits(T.ScaleType, Row.ScaleType, T.C) && fits(T.A, Row.A, T.C) &&
         fits(T.B, Row.B, T.C) && fits(T.C, Row.C, T.C) &&
         fits(T.D, Row.D, T.C);
}

bool Api::allows(const TypeWords &T) const {
  auto Fits = [&](const TypeCombination &Row) {
    return Row.IsAllowed && fits(T, Row);
  };
  return std::any_of(Types.begin(), Types.end(), Fits) ||
         std::any_of(MeasuredTypes.begin(), MeasuredTypes.end(), Fits);
}

bool Api::isListedAsRefused(const TypeWords &T) const {
  return std::any_of(Types.begin(), Types.end(), [&](const auto &Row) {
    bool IsCertain =
        (Row.A == "*" || !T.A.empty()) && (Row.B == "*" || !T.B.empty()) &&
        (Row.C == "*" || !T.C.empty()) && (Row.D == "*" || !T.D.empty());
    return !Row.IsAllowed && IsCertain && fits(T, Row);
  });
}

bool Api::knowsTypes(const TypeWords &T) const {
  for (std::string_view Word : {T.A, T.B, T.C, T.D})
    if (!Word.empty() && std::find(TriedTypes.begin(), TriedTypes.end(),
                                   Word) == TriedTypes.end())
      return false;
  return std::any_of(Types.begin(), Types.end(), [&](const auto &Row) {
    return Row.ComputeType == T.ComputeType;
  });
}

const Function *Api::function(std::string_view Name) const {
  if (const Function *F = findNamed(Functions, Name))
    return F;
  return findNamed(HostFunctions, Name);
}

std::string_view Api::kindOf(Role R) const {
  if (R != Role::Other)
    for (const ObjectKind &Kind : Objects)
      if (Kind.TheRole == R)
        return Kind.Name;
  return {};
}

std::string Api::keyOf(const Parameter &P) const {
  return P.Matrix ? std::string(1, P.Matrix) : std::string(kindOf(P.TheRole));
}

std::string Api::keyOf(std::string_view Kind) const {
  for (const Function &F : Functions)
    for (const Parameter &P : F.Parameters)
      if (P.Matrix && kindOf(P.TheRole) == Kind)
        return keyOf(P);
  return std::string(Kind);
}

const Attribute *Api::attribute(std::string_view Name) const {
  return findNamed(Attributes, Name);
}

std::vector<const Experiment *>
KnowledgeBase::experimentsOf(std::string_view Rule) const {
  std::vector<const Experiment *> Own;
  for (const Experiment &E : Experiments)
    if (E.Rule == Rule)
      Own.push_back(&E);
  return Own;
}

const Rule *KnowledgeBase::rule(std::string_view Name) const {
  return findNamed(Rules, Name);
}

const Entry *KnowledgeBase::entry(std::string_view Id) const {
  for (const Entry &E : Entries)
    if (E.Id == Id)
      return &E;
  return nullptr;
}

const Defect *KnowledgeBase::defect(std::string_view Id) const {
  for (const Defect &D : Defects)
    if (D.Id == Id)
      return &D;
  return nullptr;
}

const KnowledgeBase &KnowledgeBase::builtin() {
  static const KnowledgeBase Builtin = [] {
    std::vector<SourceFile> Files;
    for (size_t I = 0; I < EmbeddedFileCount; ++I) {
      const EmbeddedFile &File = EmbeddedFiles[I];
      Files.push_back(
          {File.Path, std::string("<builtin>/") + File.Path,
           std::string_view(reinterpret_cast<const char *>(File.Bytes),
                            File.Size),
           /*IsPacked=*/true});
    }
    KnowledgeBase Kb;
    try {
      Loader::load(Files, /*ChecksPatterns=*/false, Kb);
    } catch (const Problem &P) {
      // The build compiled in what its own tests refuse. An empty knowledge
      // base would find nothing and say nothing, which is worse than to stop.
      std::fputs((P.text() + "\n").c_str(), stderr);
      std::abort();
    }
    Kb.Fingerprint = EmbeddedFingerprint;
    return Kb;
  }();
  return Builtin;
}

std::vector<std::string_view> KnowledgeBase::builtinPrefixes() {
  return {EmbeddedPrefixes, EmbeddedPrefixes + EmbeddedPrefixCount};
}

std::vector<std::string_view> KnowledgeBase::builtinWatched() {
  return {EmbeddedWatched, EmbeddedWatched + EmbeddedWatchedCount};
}

std::vector<std::string_view> KnowledgeBase::watched() const {
  std::vector<std::string_view> Names;
  for (const Api &A : Apis) {
    for (const Function &F : A.HostFunctions)
      if (F.TheAction == Action::SetEnvironment)
        Names.push_back(F.Name);
    for (const BackendSwitch &S : A.Switches)
      Names.push_back(S.Function);
  }
  return Names;
}

bool KnowledgeBase::extend(const std::string &Path, LoadError &Error) {
  KnowledgeBase Extended = *this;
  try {
    const std::string Text = readFile(Path);
    Loader::readWrappers(parseYaml(Text, Path), Path, Extended);
    kb::Fingerprint Hash;
    Hash.add(Fingerprint);
    Hash.add(Text);
    Extended.Fingerprint = Hash.hexadecimal();
  } catch (const Problem &P) {
    Error.Message = P.text();
    return false;
  } catch (const std::exception &E) {
    Error.Message =
        Path + ": found " + E.what() + ", expected a file that can be loaded";
    return false;
  }
  *this = std::move(Extended);
  return true;
}

std::unique_ptr<KnowledgeBase> KnowledgeBase::load(const std::string &Directory,
                                                   LoadError &Error) {
  auto Result = std::make_unique<KnowledgeBase>();
  try {
    std::error_code Code;
    if (!fs::is_directory(Directory, Code))
      fail(Directory, fs::exists(Directory, Code) ? "a file" : "nothing there",
           "a folder with api, defects, entries, experiments, messages and rules");
    const fs::path Root(Directory);
    std::vector<std::string> Paths;
    for (const char *Folder : Folders)
      for (std::string &Path : listFiles(Root, Folder))
        Paths.push_back(std::move(Path));
    std::sort(Paths.begin(), Paths.end());
    if (Paths.empty() || Paths.front().rfind("api/", 0) != 0)
      fail((Root / "api").string(), "no YAML file",
           "at least one API description");
    std::vector<std::string> Texts;
    for (const std::string &Path : Paths)
      Texts.push_back(readFile(Root / Path));
    std::vector<SourceFile> Files;
    for (size_t I = 0; I < Paths.size(); ++I)
      Files.push_back({Paths[I], (Root / Paths[I]).string(), Texts[I]});
    Loader::load(Files, /*ChecksPatterns=*/true, *Result);
    kb::Fingerprint Hash;
    for (const SourceFile &File : Files) {
      Hash.add(File.Path);
      Hash.add(File.Text);
    }
    Result->Fingerprint = Hash.hexadecimal();
  } catch (const Problem &P) {
    Error.Message = P.text();
    return nullptr;
  } catch (const std::exception &E) {
    // Out of memory, or a path that the file system refuses.
    Error.Message = Directory + ": found " + E.what() +
                    ", expected a folder that can be loaded";
    return nullptr;
  }
  return Result;
}

} // namespace cublaslt::kb
