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
#include "kb/RegularFile.h"
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

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
constexpr const char *Folders[] = {"api",         "defects",     "entries",
                                   "enumerators", "experiments", "messages",
                                   "rules"};

[[noreturn]] void fail(const std::string &Path, const std::string &Found,
                       const std::string &Expected) {
  throw Problem{{Path, 0, 0}, Found, Expected};
}

std::string readFile(const fs::path &Path) {
  // Far above any honest file and far below what would hurt.
  constexpr std::uintmax_t LargestFile = 1u << 20;
  std::string Found;
  std::optional<std::string> Text =
      readRegularFile(Path.string(), LargestFile, Found);
  if (!Text)
    fail(Path.string(), Found, "a YAML file that can be read");
  return std::move(*Text);
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
  return It == Parameters.end() ? std::nullopt : numberIn(It->second.Text);
}

std::vector<std::string_view> Rule::words(std::string_view Name) const {
  std::vector<std::string_view> Words;
  auto It = Parameters.find(std::string(Name));
  if (It == Parameters.end())
    return Words;
  std::string_view Rest = It->second.Text;
  while (!Rest.empty()) {
    std::string_view Word = Rest.substr(0, Rest.find(' '));
    Rest.remove_prefix(std::min(Word.size() + 1, Rest.size()));
    if (!Word.empty())
      Words.push_back(Word);
  }
  return Words;
}

const std::string &Rule::effect(const std::string &Key) const {
  static const std::string None;
  auto It = Effects.find(Key);
  return It == Effects.end() ? None : It->second;
}

const std::string &Rule::observed(const std::string &Key) const {
  auto It = Measured.find(Key);
  return It == Measured.end() ? effect(Key) : It->second;
}

std::string LogFinding::text(Named Values) const {
  std::string Text = Message;
  for (const auto &[Name, Value] : Values) {
    std::string Place = "{" + std::string(Name) + "}";
    for (size_t At = Text.find(Place); At != std::string::npos;
         At = Text.find(Place, At + Value.size()))
      Text.replace(At, Place.size(), Value);
  }
  return Text;
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

const Enumerator *Api::enumerator(std::string_view Name,
                                  const LibraryVersion &V) const {
  for (const Enumeration &Of : Enumerations)
    for (const Enumerator &E : Of.Enumerators)
      if (E.Name == Name && E.Versions.contains(V))
        return &E;
  return nullptr;
}

uint64_t ObjectKind::opaqueSize(const LibraryVersion &V) const {
  for (const OpaqueSize &Size : OpaqueSizes)
    if (Size.Versions.contains(V))
      return Size.Bytes;
  return 0;
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

KnowledgeBase::ReasonOf KnowledgeBase::reason(std::string_view Reason) const {
  for (const Rule &R : Rules)
    for (const LogFinding &F : R.LogFindings)
      if (F.Reason == Reason)
        return {&R, &F};
  return {};
}

std::string
KnowledgeBase::whyUnfit(std::string_view Name,
                        const std::vector<NeededParameter> &Needed) const {
  if (Needed.empty())
    return "";
  const Rule *R = rule(Name);
  if (!R)
    return "rules: found no rule " + quoted(Name) +
           ", expected it with the parameter " + quoted(Needed.front().Name);
  for (const NeededParameter &N : Needed) {
    const bool IsPositive = N.TheKind == NeededParameter::Positive,
               IsNumber = IsPositive || N.TheKind == NeededParameter::Number;
    const char *Expected = !IsNumber    ? "words"
                           : IsPositive ? "a number from 1 to 2^64 - 1"
                                        : "a number up to 2^64 - 1";
    auto It = R->Parameters.find(N.Name);
    if (It == R->Parameters.end())
      return R->File + ": found a rule without the parameter " +
             quoted(N.Name) + ", expected " + Expected;
    const std::optional<uint64_t> Number = R->number(N.Name);
    if (IsNumber ? !Number || (IsPositive && *Number == 0)
                 : R->words(N.Name).empty())
      return Problem{{R->File, It->second.Line, It->second.Column},
                     kb::quoted(It->second.Text),
                     std::string(Expected) + " for " + quoted(N.Name)}
          .text();
  }
  return "";
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
           "a folder with api, defects, entries, experiments, messages and "
           "rules");
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
