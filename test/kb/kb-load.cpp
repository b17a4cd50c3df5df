//===-- kb-load.cpp - shows what a knowledge base holds -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For the tests: loads a folder, or with no argument the built-in knowledge
/// base from four threads at once, and prints it line by line. Exit code 2 and
/// one line on stderr when the folder does not load.
///
//===----------------------------------------------------------------------===//
#include "kb/KnowledgeBase.h"
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>

using namespace cublaslt::kb;

static void printClaim(const Claim &C) {
  std::printf("  claim %s rate=%d measured=%zu coveredBy=%zu\n", C.Id.c_str(),
              C.RatePercent.value_or(-1), C.Measured.size(),
              C.CoveredBy.size());
}

/// A number and a size that differ by version.
static void printVersions(const Api &A) {
  const LibraryVersion Old{12, 4, 5}, Older{12, 0, 2}, New{13, 1, 0};
  auto Number = [&](const char *Name, const LibraryVersion &V) {
    const Enumerator *E = A.enumerator(Name, V);
    return E ? static_cast<long long>(E->Number) : -1;
  };
  std::printf("  CUBLASLT_ORDER_ROW=%lld CUBLASLT_MATMUL_STAGES_END in %s: "
              "%lld, in %s: %lld\n",
              Number("CUBLASLT_ORDER_ROW", New), Old.text().c_str(),
              Number("CUBLASLT_MATMUL_STAGES_END", Old), New.text().c_str(),
              Number("CUBLASLT_MATMUL_STAGES_END", New));
  for (const ObjectKind &Kind : A.Objects)
    if (Kind.Name == "matmulDesc")
      std::printf("  %s in %s: %llu, in %s: %llu\n", Kind.OpaqueType.c_str(),
                  Older.text().c_str(),
                  static_cast<unsigned long long>(Kind.opaqueSize(Older)),
                  New.text().c_str(),
                  static_cast<unsigned long long>(Kind.opaqueSize(New)));
}

static void print(const KnowledgeBase &Kb) {
  for (const Api &A : Kb.apis()) {
    size_t Enumerators = 0;
    for (const Enumeration &E : A.Enumerations)
      Enumerators += E.Enumerators.size();
    std::printf("api %s functions=%zu host=%zu attributes=%zu types=%zu "
                "environment=%zu enumerators=%zu\n",
                A.Name.c_str(), A.Functions.size(), A.HostFunctions.size(),
                A.Attributes.size(), A.Types.size(), A.Environment.size(),
                Enumerators);
    if (const Function *F = A.function("cublasLtMatmul"))
      std::printf("  cublasLtMatmul D=%d Ddesc=%d workspaceSize=%d\n",
                  F->indexOf(Role::Matrix, 'D'), F->indexOf(Role::Layout, 'D'),
                  F->indexOf(Role::WorkspaceSize));
    printVersions(A);
    if (const Attribute *At =
            A.attribute("CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES"))
      std::printf("  %s object=%s number=%lld size=%llu default=%lld\n",
                  At->Name.c_str(), At->Object.c_str(),
                  static_cast<long long>(At->Number),
                  static_cast<unsigned long long>(At->Size),
                  static_cast<long long>(At->Default.value_or(-1)));
  }
  for (const Defect &D : Kb.defects()) {
    std::printf("defect %s versions=%zu conditions=%zu documented=%zu "
                "measured=%zu",
                D.Id.c_str(), D.Versions.size(), D.Conditions.size(),
                D.Documented.size(), D.Measured.size());
    for (const char *Version : {"13.1.0.3", "13.7.1", "12.6.3"})
      std::printf(" %s=%d", Version, concerns(D, Version));
    for (const char *Capability : {"9.0", "10.3", "8.9"})
      std::printf(" %s=%d", Capability, concernsDevice(D, Capability));
    std::printf("\n");
  }
  for (const Entry &E : Kb.entries()) {
    std::printf("entry %s fixRate=%d versions=%zu\n", E.Id.c_str(),
                E.FixRatePercent.value_or(-1), E.Versions.size());
    printClaim(E.RootCause);
    for (const Claim &C : E.Workarounds)
      printClaim(C);
    for (const Claim &C : E.DeadEnds)
      printClaim(C);
  }
  for (const Rule &R : Kb.rules())
    std::printf("rule %s level=%d effects=%zu options=%zu parameters=%zu "
                "examples=%zu+%zu\n",
                R.Name.c_str(), R.Level, R.Effects.size(), R.Options.size(),
                R.Parameters.size(), R.FlaggedExample.size(),
                R.RightExample.size());
  for (const Experiment &E : Kb.experiments())
    std::printf("experiment %s %s\n", E.Rule.c_str(), E.Id.c_str());
  for (const MessagePattern &M : Kb.messages())
    std::printf("message %s %s\n", M.Id.c_str(), M.Framework.c_str());
  std::printf("fingerprint %s\n", Kb.fingerprint().c_str());
}

int main(int ArgumentCount, char **Arguments) {
  if (ArgumentCount == 1) {
    const KnowledgeBase *Seen[4] = {};
    std::thread Threads[4];
    auto Start = std::chrono::steady_clock::now();
    for (int I = 0; I < 4; ++I)
      Threads[I] =
          std::thread([&Seen, I] { Seen[I] = &KnowledgeBase::builtin(); });
    for (std::thread &T : Threads)
      T.join();
    std::chrono::duration<double, std::milli> Elapsed =
        std::chrono::steady_clock::now() - Start;
    for (const KnowledgeBase *Kb : Seen)
      if (Kb != Seen[0])
        return 1;
    // What is said without loading is what the loaded one says.
    if (KnowledgeBase::builtinWatched() != Seen[0]->watched() ||
        Seen[0]->watched().empty())
      return 1;
    print(*Seen[0]);
    // On stderr: the other lines are compared.
    std::fprintf(stderr, "parsed in %.1f ms\n", Elapsed.count());
    return 0;
  }
  LoadError Error;
  std::unique_ptr<KnowledgeBase> Kb = KnowledgeBase::load(Arguments[1], Error);
  if (!Kb) {
    std::fprintf(stderr, "%s\n", Error.Message.c_str());
    return 2;
  }
  if (ArgumentCount == 3 && !std::strcmp(Arguments[2], "--quiet"))
    return 0;
  print(*Kb);
  return 0;
}
