//===-- UnitAnalysis.cpp - one analysis for all checks --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/UnitAnalysis.h"
#include "checks/flow/NotFollowed.h"
#include "checks/model/Knowledge.h"
#include "checks/model/WatchedCalls.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <mutex>

using namespace clang;
using namespace clang::ast_matchers;

namespace cublaslt::checks {

namespace {

/// Functions that \p S calls and that are declared in the same file, \p File:
/// a call from the API's own inline functions is not a use by the unit.
void collectCallees(const Stmt *S, FileID File, const SourceManager &Sources,
                    llvm::SmallPtrSetImpl<const FunctionDecl *> &Into) {
  if (!S)
    return;
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      if (Sources.getFileID(Callee->getCanonicalDecl()->getLocation()) == File)
        Into.insert(Callee->getCanonicalDecl());
  for (const Stmt *Child : S->children())
    collectCallees(Child, File, Sources, Into);
}

/// Some function whose name starts like the API's is used outside the API's
/// own header. Cheap: asked of every unit.
bool mayUseApi(ASTContext &Context) {
  // Identifiers that come from a precompiled header are in no list.
  if (Context.getExternalSource())
    return true;
  // The user's own functions may bring the API from another unit.
  for (std::string_view Name : wrapperNames())
    if (Context.Idents.find(Name) != Context.Idents.end())
      return true;
  const std::vector<std::string_view> Prefixes = apiPrefixes();
  llvm::SmallVector<const FunctionDecl *, 32> Used;
  llvm::SmallPtrSet<const FunctionDecl *, 16> CalledByHeader;
  const SourceManager &Sources = Context.getSourceManager();
  for (const auto &Entry : Context.Idents) {
    if (llvm::none_of(Prefixes, [&](llvm::StringRef Prefix) {
          return Entry.getKey().starts_with(Prefix);
        }))
      continue;
    for (const NamedDecl *D :
         Context.getTranslationUnitDecl()->lookup(Entry.getValue()))
      if (const auto *F = dyn_cast<FunctionDecl>(D)) {
        if (F->isReferenced() || F->isUsed())
          Used.push_back(F);
        if (F->doesThisDeclarationHaveABody())
          collectCallees(F->getBody(), Sources.getFileID(F->getLocation()),
                         Sources, CalledByHeader);
      }
  }
  return llvm::any_of(Used, [&](const FunctionDecl *F) {
    return !CalledByHeader.contains(F->getCanonicalDecl());
  });
}

/// While it lives, clang looks for the parents of a statement in \p Functions
/// only. Collecting those of the whole unit, with all that it includes, costs
/// more than the analysis.
class ParentsWithin {
public:
  ParentsWithin(ASTContext &Context,
                llvm::ArrayRef<const FunctionDecl *> Functions)
      : Context(Context), Before(Context.getTraversalScope()) {
    std::vector<Decl *> Scope;
    for (const FunctionDecl *F : Functions)
      Scope.push_back(const_cast<FunctionDecl *>(F));
    Context.setTraversalScope(Scope);
  }
  ~ParentsWithin() { Context.setTraversalScope(Before); }

private:
  ASTContext &Context;
  const std::vector<Decl *> Before;
};

std::vector<NotFollowed> &allNotFollowed() {
  static std::vector<NotFollowed> All;
  return All;
}

/// Says that \p Functions were not followed to the end, and remembers it.
void tellNotFollowed(llvm::ArrayRef<const FunctionDecl *> Functions,
                     const SourceManager &Sources) {
  if (Functions.empty() || isServer())
    return;
  constexpr size_t Named = 5;
  std::string Names;
  for (const auto &[I, F] : llvm::enumerate(Functions)) {
    std::string Name = F->getQualifiedNameAsString();
    if (I < Named)
      Names += (Names.empty() ? "" : ", ") + Name;
    const SourceLocation Where = Sources.getFileLoc(F->getLocation());
    allNotFollowed().push_back({std::move(Name),
                                Sources.getFilename(Where).str(),
                                Sources.getFileOffset(Where)});
  }
  if (Functions.size() > Named)
    Names += ", ...";
  llvm::errs() << "cublaslt-tidy: " << Functions.size()
               << (Functions.size() == 1 ? " function was" : " functions were")
               << " not followed to the end (" << Names
               << "): too many paths; findings there can be missing\n";
}

} // namespace

const std::vector<NotFollowed> &notFollowed() { return allNotFollowed(); }

std::shared_ptr<UnitAnalysis>
UnitAnalysis::of(tidy::ClangTidyContext *Context) {
  static std::mutex Lock;
  static std::map<tidy::ClangTidyContext *, std::weak_ptr<UnitAnalysis>> All;
  std::lock_guard<std::mutex> Guard(Lock);
  for (auto It = All.begin(); It != All.end();)
    It = It->second.expired() ? All.erase(It) : std::next(It);
  std::weak_ptr<UnitAnalysis> &Entry = All[Context];
  std::shared_ptr<UnitAnalysis> Analysis = Entry.lock();
  if (!Analysis)
    Entry = Analysis = std::make_shared<UnitAnalysis>(*Context);
  return Analysis;
}

void UnitAnalysis::registerMatchers(MatchFinder *Finder) {
  if (IsRegistered)
    return;
  IsRegistered = true;
  Finder->addMatcher(translationUnitDecl(), this);
}

void UnitAnalysis::run(const MatchFinder::MatchResult &Result) {
  Unit = Result.Context;
}

void UnitAnalysis::onEndOfTranslationUnit() {
  // After a fatal error the tree ends somewhere in the middle.
  if (!Unit || Unit->getDiagnostics().hasFatalErrorOccurred())
    return;
  if (!knowledgeProblem().empty()) {
    const SourceManager &Sources = Unit->getSourceManager();
    Checks.front()->reportNotChecked(
        Sources.getLocForStartOfFile(Sources.getMainFileID()),
        knowledgeProblem());
    return;
  }
  bool CallsApi = FollowsEverything || mayUseApi(*Unit);
  if (!CallsApi && !usesOneOf(watchedFunctions(), *Unit))
    return;
  ApiModel Api(activeKnowledgeBase(), *Unit);
  CallGraph Calls(Api, *Unit);
  flow::FlowEngine Engine(*Unit, Api, Calls);
  if (!Traced.empty())
    Engine.traceFunction(Traced);
  for (UnitListener *Check : Checks) {
    Engine.addListener(Check);
    Check->beginUnit(Engine);
  }
  std::vector<const FunctionDecl *> Functions;
  if (CallsApi)
    Functions = FollowsEverything ? Calls.allFunctions()
                                  : Calls.functionsThatReachApi();
  {
    ParentsWithin Scope(*Unit, Functions);
    Engine.analyze(Functions);
  }
  for (UnitListener *Check : Checks)
    Check->finishUnit();
  tellNotFollowed(Engine.givenUp(), Unit->getSourceManager());
  Unit = nullptr;
}

} // namespace cublaslt::checks
