//===-- Knowledge.cpp - the knowledge base of the checks ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/Knowledge.h"
#include "kb/KnowledgeBase.h"
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>

namespace cublaslt::checks {

namespace {

/// Every knowledge base that was ever asked for lives until the end: checks
/// keep pointers into them.
struct Loaded {
  std::mutex Lock;
  /// By folder and file of wrappers.
  std::map<std::pair<std::string, std::string>,
           std::unique_ptr<kb::KnowledgeBase>>
      ByPlace;
  std::unique_ptr<kb::KnowledgeBase> HostsOwn;
  std::atomic<const kb::KnowledgeBase *> Active{nullptr};
};

Loaded &loaded() {
  static Loaded All;
  return All;
}

} // namespace

const kb::KnowledgeBase &activeKnowledgeBase() {
  const kb::KnowledgeBase *Active = loaded().Active;
  return Active ? *Active : kb::KnowledgeBase::builtin();
}

std::vector<std::string_view> apiPrefixes() {
  const kb::KnowledgeBase *Active = loaded().Active;
  if (!Active)
    return kb::KnowledgeBase::builtinPrefixes();
  std::vector<std::string_view> Prefixes;
  for (const kb::Api &Api : Active->apis())
    Prefixes.push_back(Api.Prefix);
  return Prefixes;
}

std::vector<std::string_view> watchedFunctions() {
  const kb::KnowledgeBase *Active = loaded().Active;
  return Active ? Active->watched() : kb::KnowledgeBase::builtinWatched();
}

std::vector<std::string_view> wrapperNames() {
  std::vector<std::string_view> Names;
  if (const kb::KnowledgeBase *Active = loaded().Active)
    for (const kb::Api &Api : Active->apis())
      for (const kb::Function &F : Api.Wrappers) {
        std::string_view Name = F.Name;
        size_t Scope = Name.rfind("::");
        Names.push_back(Scope == Name.npos ? Name : Name.substr(Scope + 2));
      }
  return Names;
}

std::string_view checkMacro() {
  const kb::KnowledgeBase *Active = loaded().Active;
  return Active ? std::string_view(Active->checkMacro()) : "";
}

std::unique_ptr<kb::KnowledgeBase>
loadKnowledgeBase(const std::string &Folder, const std::string &Wrappers,
                  kb::LoadError &Error) {
  auto Kb =
      Folder.empty()
          ? std::make_unique<kb::KnowledgeBase>(kb::KnowledgeBase::builtin())
          : kb::KnowledgeBase::load(Folder, Error);
  if (Kb && !Wrappers.empty() && !Kb->extend(Wrappers, Error))
    return nullptr;
  return Kb;
}

void setKnowledgeBase(std::unique_ptr<kb::KnowledgeBase> Kb) {
  loaded().HostsOwn = std::move(Kb);
  loaded().Active = loaded().HostsOwn.get();
}

void useKnowledgeBase(const std::string &Folder, const std::string &Wrappers) {
  Loaded &All = loaded();
  std::lock_guard<std::mutex> Guard(All.Lock);
  if (All.HostsOwn)
    return;
  if (Folder.empty() && Wrappers.empty()) {
    All.Active = nullptr;
    return;
  }
  std::unique_ptr<kb::KnowledgeBase> &Kb = All.ByPlace[{Folder, Wrappers}];
  if (!Kb) {
    kb::LoadError Error;
    Kb = loadKnowledgeBase(Folder, Wrappers, Error);
    if (!Kb) {
      std::fprintf(stderr, "cublaslt-tidy: %s\n", Error.Message.c_str());
      std::exit(2);
    }
  }
  All.Active = Kb.get();
}

} // namespace cublaslt::checks
