//===-- DescriptorLeakCheck.h - lifetimes of objects ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_DESCRIPTORLEAKCHECK_H
#define CUBLASLT_CHECKS_DESCRIPTORLEAKCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

/// Finds handles, descriptors, layouts and preferences that some path does not
/// destroy although the last place that holds them goes away, that are
/// destroyed twice, or used after they were destroyed. The check does not
/// follow an object that is passed to code in another file, or stored where
/// other code can see it: that code may destroy it.
class DescriptorLeakCheck : public CheckBase {
public:
  DescriptorLeakCheck(llvm::StringRef Name,
                      clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::AfterCall | flow::Hook::LetGo |
      flow::Hook::Store | flow::Hook::Exit | flow::Hook::End;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void onStore(flow::LocationRef L, flow::ValueRef V, const clang::Stmt *Site,
               const flow::Frame &In, flow::State &S) override;
  void onLetGo(flow::ValueRef V, const clang::Expr *Site, const flow::Frame &In,
               flow::State &S) override;
  void onExit(const flow::Frame &In, bool ByException, flow::State &S) override;
  void onEnd(const clang::FunctionDecl *F, bool GaveUp) override;
  void endUnit() override { ReportedCreations.clear(); }

private:
  /// A call that made or destroyed an object.
  struct Step {
    const clang::CallExpr *Call = nullptr;
    const flow::CallPath *Path = nullptr;
    const clang::FunctionDecl *In = nullptr;
  };
  struct Creation : Step {
    findings::CallSpecification Specification;
  };
  /// A path on which the last place that holds an object goes away.
  struct Leak {
    const flow::CallPath *Path = nullptr; ///< of the function that it is in
    const clang::FunctionDecl *In = nullptr;
    const clang::ValueDecl *Holder = nullptr;
    const clang::Stmt *Exit = nullptr;       ///< return statement, if known
    const clang::Stmt *Overwriter = nullptr; ///< null: the function is left
    ReportedPath Way;
  };
  /// \p L is there on the path of \p S.
  void addLeak(flow::ValueRef Object, Leak L, const flow::State &S);

  void create(const flow::KnownCall &Call, flow::ValueRef Status,
              flow::State &S);
  void destroy(const flow::KnownCall &Call, flow::ValueRef Status,
               flow::State &S);
  void use(const flow::KnownCall &Call, const flow::State &S);
  bool isLive(flow::ValueRef Object, const flow::State &S) const;
  bool isDestroyed(flow::ValueRef Object, const flow::State &S) const;
  bool isHeldLocally(flow::ValueRef Object, const flow::Frame &In,
                     const flow::State &S);
  void stopTracking(flow::ValueRef V, flow::State &S);
  void reportMisuse(flow::ValueRef Object, const flow::KnownCall &Call,
                    const clang::Expr *Where, llvm::StringRef What,
                    llvm::StringRef Effect, const flow::State &S);
  void reportLeak(flow::ValueRef Object, const Leak &L);
  bool passesByDestruction(flow::ValueRef Object, const Leak &L);
  std::string describeObject(flow::ValueRef Object,
                             const clang::ValueDecl *Holder);

  /// Report objects that only a path by exception does not destroy.
  const bool ReportExceptionPaths;

  /// The object is there and ours to destroy: the creation's status and call.
  flow::PerPath<flow::Binding> Live{"live objects"};
  /// The status and the call of what destroyed it.
  flow::PerPath<flow::Binding> Destroyed{"destroyed objects"};
  /// Several objects share the symbol.
  flow::PerPath<flow::Mark> Several{"objects of one name"};
  /// What left sight since the running call began.
  flow::ValueRef LetGo = nullptr;
  /// The object that the running call creates again, and whether it was live.
  flow::ValueRef Renewed = nullptr;
  bool WasLive = false;
  llvm::DenseMap<flow::ValueRef, Creation> Created;
  llvm::DenseMap<flow::ValueRef, llvm::SmallVector<Step, 2>> Destroys;
  llvm::MapVector<flow::ValueRef, Leak> Leaks;
  llvm::DenseSet<const clang::CallExpr *> ReportedCreations;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_DESCRIPTORLEAKCHECK_H
