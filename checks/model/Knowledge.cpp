//===-- Knowledge.cpp - the knowledge base of the checks ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/Knowledge.h"
#include "kb/KnowledgeBase.h"
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
};

Loaded &loaded() {
  static Loaded All;
  return All;
}

/// A server's threads analyse files whose options differ.
thread_local const kb::KnowledgeBase *ByOptions = nullptr;
thread_local std::string Problem;

/// Null where it is the built-in one.
const kb::KnowledgeBase *named() {
  return loaded().HostsOwn ? loaded().HostsOwn.get() : ByOptions;
}

bool Serves = false;

} // namespace

void serve() { Serves = true; }
bool isServer() { return Serves; }

const kb::KnowledgeBase &activeKnowledgeBase() {
  const kb::KnowledgeBase *Named = named();
  return Named ? *Named : kb::KnowledgeBase::builtin();
}

std::vector<std::string_view> apiPrefixes() {
  const kb::KnowledgeBase *Active = named();
  if (!Active)
    return kb::KnowledgeBase::builtinPrefixes();
  std::vector<std::string_view> Prefixes;
  for (const kb::Api &Api : Active->apis())
    Prefixes.push_back(Api.Prefix);
  return Prefixes;
}

std::vector<std::string_view> watchedFunctions() {
  const kb::KnowledgeBase *Active = named();
  return Active ? Active->watched() : kb::KnowledgeBase::builtinWatched();
}

std::vector<std::string_view> wrapperNames() {
  std::vector<std::string_view> Names;
  if (const kb::KnowledgeBase *Active = named())
    for (const kb::Api &Api : Active->apis())
      for (const kb::Function &F : Api.Wrappers) {
        std::string_view Name = F.Name;
        size_t Scope = Name.rfind("::");
        Names.push_back(Scope == Name.npos ? Name : Name.substr(Scope + 2));
      }
  return Names;
}

std::string_view checkMacro() {
  const kb::KnowledgeBase *Active = named();
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
  if (Kb)
    Error.Message = whyUnfit(*Kb);
  return Error.Message.empty() ? std::move(Kb) : nullptr;
}

void setKnowledgeBase(std::unique_ptr<kb::KnowledgeBase> Kb) {
  loaded().HostsOwn = std::move(Kb);
}

void useKnowledgeBase(const std::string &Folder, const std::string &Wrappers) {
  Loaded &All = loaded();
  std::lock_guard<std::mutex> Guard(All.Lock);
  ByOptions = nullptr;
  Problem.clear();
  if (All.HostsOwn || (Folder.empty() && Wrappers.empty()))
    return;
  std::unique_ptr<kb::KnowledgeBase> &Kb = All.ByPlace[{Folder, Wrappers}];
  if (!Kb) {
    kb::LoadError Error;
    Kb = loadKnowledgeBase(Folder, Wrappers, Error);
    if (!Kb)
      Problem = Error.Message;
    if (!Kb && !isServer()) {
      std::fprintf(stderr, "cublaslt-tidy: %s\n", Problem.c_str());
      std::exit(2);
    }
  }
  ByOptions = Kb.get();
}

const std::string &knowledgeProblem() { return Problem; }

} // namespace cublaslt::checks
