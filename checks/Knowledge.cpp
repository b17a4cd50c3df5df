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
  std::map<std::string, std::unique_ptr<kb::KnowledgeBase>> ByFolder;
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

void setKnowledgeBase(std::unique_ptr<kb::KnowledgeBase> Kb) {
  loaded().HostsOwn = std::move(Kb);
  loaded().Active = loaded().HostsOwn.get();
}

void useKnowledgeBase(const std::string &Folder) {
  Loaded &All = loaded();
  std::lock_guard<std::mutex> Guard(All.Lock);
  if (All.HostsOwn)
    return;
  if (Folder.empty()) {
    All.Active = nullptr;
    return;
  }
  std::unique_ptr<kb::KnowledgeBase> &Kb = All.ByFolder[Folder];
  if (!Kb) {
    kb::LoadError Error;
    Kb = kb::KnowledgeBase::load(Folder, Error);
    if (!Kb) {
      std::fprintf(stderr, "cublaslt-tidy: %s\n", Error.Message.c_str());
      std::exit(2);
    }
  }
  All.Active = Kb.get();
}

} // namespace cublaslt::checks
