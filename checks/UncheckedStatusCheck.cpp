//===-- UncheckedStatusCheck.cpp - statuses that nothing tests ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/UncheckedStatusCheck.h"
#include "checks/model/Knowledge.h"
#include "checks/queries/AttributeCall.h"
#include "checks/report/CheckMacro.h"
#include "checks/report/Surroundings.h"
#include "kb/Lookup.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroArgs.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/YAMLParser.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::SymbolKind;
using flow::ValueRef;

/// Under which key the rule says what an unnoticed failure does; empty for
/// the calls whose status ordinary code drops, or that another check covers.
llvm::StringRef effectKey(const kb::Function &F) {
  switch (F.TheAction) {
  case kb::Action::Create:
  case kb::Action::Initialize:
  case kb::Action::InitializeAlgorithm:
    return "create";
  case kb::Action::SetAttribute:
    return "set";
  case kb::Action::Matmul:
    return "matmul";
  case kb::Action::Transform:
    return "transform";
  default:
    return "";
  }
}

/// The status of a call that this check is about.
bool isJudged(ValueRef V) {
  return V->isSymbol(SymbolKind::Status) && V->Callee &&
         !effectKey(*V->Callee).empty();
}

/// Finds the calls whose status is dropped on the spot: no path matters.
class DroppedCallFinder : public RecursiveASTVisitor<DroppedCallFinder> {
public:
  DroppedCallFinder(const ApiModel &Api, ASTContext &Context)
      : Api(Api), Context(Context) {}
  llvm::SmallVector<std::pair<const CallExpr *, const kb::Function *>, 8> Found;
  bool VisitCallExpr(CallExpr *E) {
    const kb::Function *F = Api.function(E);
    if (F && Api.isApi(F) && !effectKey(*F).empty() && isDropped(E, Context))
      Found.push_back({E, F});
    return true;
  }

private:
  const ApiModel &Api;
  ASTContext &Context;
};

/// Looks for `(void)variable`.
class VoidCastFinder : public RecursiveASTVisitor<VoidCastFinder> {
public:
  explicit VoidCastFinder(const VarDecl *Variable) : Variable(Variable) {}
  bool Found = false;
  bool VisitCastExpr(CastExpr *E) {
    const auto *Reference =
        E->getCastKind() == CK_ToVoid
            ? dyn_cast<DeclRefExpr>(E->getSubExpr()->IgnoreParenImpCasts())
            : nullptr;
    Found |= Reference && Reference->getDecl() == Variable;
    return !Found;
  }

private:
  const VarDecl *Variable;
};

/// Remembers the expansions of `assert`: without NDEBUG they are conditions,
/// with it nothing is left of them.
class AssertionRecorder : public PPCallbacks {
public:
  using Recorder =
      std::function<void(SourceRange, llvm::ArrayRef<llvm::StringRef>)>;
  explicit AssertionRecorder(Recorder Record) : Record(std::move(Record)) {}
  void MacroExpands(const Token &Name, const MacroDefinition &,
                    SourceRange Range, const MacroArgs *Arguments) override {
    const IdentifierInfo *Identifier = Name.getIdentifierInfo();
    if (!Arguments || !Identifier || !Identifier->isStr("assert"))
      return;
    llvm::SmallVector<llvm::StringRef, 8> Names;
    for (const Token *T = Arguments->getUnexpArgument(0); T->isNot(tok::eof);
         ++T)
      if (const IdentifierInfo *Each = T->getIdentifierInfo())
        Names.push_back(Each->getName());
    Record(Range, Names);
  }
  // The only hook whose own body is not in the header. In a host of another
  // LLVM it would be missing when the plugin is loaded, before HostVersion.cpp
  // can say what is wrong.
  void HasInclude(SourceLocation, llvm::StringRef, bool, OptionalFileEntryRef,
                  SrcMgr::CharacteristicKind) override {}

private:
  Recorder Record;
};

} // namespace

UncheckedStatusCheck::UncheckedStatusCheck(llvm::StringRef Name,
                                           tidy::ClangTidyContext *Context)
    : CheckBase(Name, Context),
      CheckMacro(Options.get("CheckMacro", checkMacro())),
      ReportAssertOnly(
          llvm::yaml::parseBool(Options.get("ReportAssertOnly", "false"))
              .value_or(false)) {}

void UncheckedStatusCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  CheckBase::storeOptions(Opts);
  Options.store(Opts, "CheckMacro", CheckMacro);
  Options.store(Opts, "ReportAssertOnly", ReportAssertOnly ? "true" : "false");
}

void UncheckedStatusCheck::registerPPCallbacks(const SourceManager &SM,
                                               Preprocessor *PP,
                                               Preprocessor *) {
  PP->addPPCallbacks(std::make_unique<AssertionRecorder>(
      [this](SourceRange Where, llvm::ArrayRef<llvm::StringRef> Names) {
        Assertions.push_back({Where, {}});
        for (llvm::StringRef Each : Names)
          Assertions.back().Names.insert(Each);
      }));
}

/// When a loop comes to a call again, the last round's status is where it was
/// put, tested or not.
void UncheckedStatusCheck::beforeCall(const flow::KnownCall &Call,
                                      const flow::State &S) {
  if (!Call.IsApi || !Call.Function->ReturnsStatus ||
      effectKey(*Call.Function).empty())
    return;
  ValueRef Last = Call.made(SymbolKind::Status);
  auto [It, IsNew] = Keepers.try_emplace(Call.Call);
  if (IsNew)
    It->second = keeperOf(Call.Call).Variable;
  const flow::Binding *Kept =
      It->second ? S.stored(engine().values().variable(It->second)) : nullptr;
  if (!Kept || Kept->What != Last)
    return;
  Round &R = Rounds[Call.Call];
  R.C = {Call.Function,
         Call.In->Function,
         {S, Call.Call, Call.In->Path, /*Later=*/1}};
  R.WasTested |= !S.isUntested(Last);
  // A value computed from the status may be tested later.
  unsigned Holders = 0;
  if (!R.WasTested)
    S.forEachStored([&](flow::LocationRef, const flow::Binding &Bound) {
      Holders += llvm::is_contained(Bound.What->Tracked, Last);
    });
  R.WasTested |= Holders > 1;
}

void UncheckedStatusCheck::afterCall(const flow::KnownCall &Call,
                                     ValueRef Result, flow::State &S) {
  if (!isJudged(Result) || Asked.contains(Call.Call))
    return;
  // Nothing can test it any more, whatever the path goes on with.
  if (isDropped(Call.Call, engine().context()))
    Untested.addOnce(Call.Call, {Call.Function, Call.In->Function,
                                 ReportedPath(Call.Call, Call.In->Path)});
  findings::CallSpecification &Specification = Asked[Call.Call];
  Specification = describe(Call, S);
  Specification.Values[findings::OwnKey::StatusTested].Known = false;
  const std::optional<AttributeCall> A = attributeCall(engine().api(), Call);
  if (A) {
    noteQuestion(Specification, *A);
    if (A->Size)
      Specification.Values[findings::Key::sizeOf(A->key())] = specify(A->Size);
    return;
  }
  for (unsigned I = 0;
       I < Call.Function->Parameters.size() && I < Call.Arguments.size(); ++I)
    if (Call.Arguments[I]->isConstant()) {
      const kb::Parameter &P = Call.Function->Parameters[I];
      findings::SpecificationValue &Value =
          Specification.Values[findings::Key::argument(P)] =
              specify(Call.Arguments[I]);
      if (Call.Arguments[I]->isConstant(0) && kb::isPointer(P.TheRole))
        Value.Known = findings::PointerKind::Null;
    }
}

bool UncheckedStatusCheck::isInAssertion(SourceLocation Where) {
  for (; Where.isMacroID(); Where = sources().getImmediateMacroCallerLoc(Where))
    if (Lexer::getImmediateMacroName(
            Where, sources(), engine().context().getLangOpts()) == "assert")
      return true;
  return false;
}

void UncheckedStatusCheck::onTest(ValueRef V, const Expr *E,
                                  const flow::Frame &In, flow::State &) {
  for (ValueRef T : V->Tracked) {
    if (!isJudged(T))
      continue;
    if (ReportAssertOnly && isInAssertion(E->getBeginLoc()))
      OnlyAsserted[cast<CallExpr>(T->Site)] = {T->Callee, In.Function, {}};
    else
      Untested.refute(T->Site);
  }
}

void UncheckedStatusCheck::onLetGo(ValueRef V, const Expr *,
                                   const flow::Frame &, flow::State &) {
  for (ValueRef T : V->Tracked)
    if (isJudged(T))
      Untested.refute(T->Site);
}

UncheckedStatusCheck::Keeper
UncheckedStatusCheck::keeperOf(const CallExpr *Call) {
  ASTContext &Context = engine().context();
  Keeper K;
  K.IsDropped = isDropped(Call, Context);
  std::optional<Surroundings> In =
      surroundingsOf(Call, Context, [&K](const Expr *Outer) {
        if (const auto *Cast = dyn_cast<CastExpr>(Outer))
          K.IsVoid |= Cast->getCastKind() == CK_ToVoid;
        return isa<CastExpr, ParenExpr, FullExpr>(Outer);
      });
  if (!In)
    return K;
  K.Variable = In->Around.get<VarDecl>();
  const auto *Assignment = In->Around.get<BinaryOperator>();
  if (Assignment && Assignment->getOpcode() == BO_Assign)
    if (const auto *Target =
            dyn_cast<DeclRefExpr>(Assignment->getLHS()->IgnoreParens()))
      K.Variable = dyn_cast<VarDecl>(Target->getDecl());
  return K;
}

void UncheckedStatusCheck::onStore(flow::LocationRef L, ValueRef V,
                                   const Stmt *Site, const flow::Frame &,
                                   flow::State &S) {
  const flow::Binding *Old = S.stored(L);
  if (Old && Old->What == V && isJudged(V))
    if (auto It = Rounds.find(cast<CallExpr>(V->Site)); It != Rounds.end())
      It->second.IsOverwritten = true;
  if (Old && Old->What != V && isJudged(Old->What) && S.isUntested(Old->What) &&
      isa<Expr>(Site))
    Overwriters.try_emplace(cast<CallExpr>(Old->What->Site), Site);
}

void UncheckedStatusCheck::onExit(const flow::Frame &In, bool ByException,
                                  flow::State &S) {
  if (ByException)
    return;
  for (ValueRef V : S.Untested) {
    // A call is judged when the function that makes it is left.
    if (!isJudged(V) || V->Path != In.Path)
      continue;
    if (flow::isKeptBeyond(V, In, S))
      Untested.refute(V->Site);
    else
      Untested
          .addOnce(V->Site,
                   {V->Callee, In.Function, ReportedPath(V->Site, In.Path)})
          .Way.add(S);
  }
}

void UncheckedStatusCheck::addDroppedCalls(const FunctionDecl *F) {
  DroppedCallFinder Finder(engine().api(), engine().context());
  Finder.TraverseStmt(F->getBody());
  for (const auto &[Call, Callee] : Finder.Found) {
    Untested.addOnce(Call, {}) = {Callee, F, {}};
    findings::CallSpecification &Specification = Asked[Call];
    Specification.Function = Callee->Name;
    Specification.Values[findings::OwnKey::StatusTested].Known = false;
  }
}

void UncheckedStatusCheck::onEnd(const FunctionDecl *F, bool GaveUp) {
  // Calls that were not reached may be dropped all the same.
  if (GaveUp)
    addDroppedCalls(F);
  Untested.forEachUnrefuted([&](const Stmt *Call, const Candidate &C) {
    reportCandidate(cast<CallExpr>(Call), C, GaveUp);
  });
  for (const auto &[Call, C] : OnlyAsserted)
    if (!Untested.isRefuted(Call) && !Untested.find(Call))
      reportCandidate(Call, C, GaveUp);
  for (const auto &[Call, R] : Rounds)
    if (R.IsOverwritten && !R.WasTested && Untested.isRefuted(Call) && !GaveUp)
      reportCandidate(Call, R.C, GaveUp);
  Rounds.clear();
  Keepers.clear();
  Untested.clear();
  OnlyAsserted.clear();
  Asked.clear();
  Overwriters.clear();
}

bool UncheckedStatusCheck::isAssertedOrExcused(const VarDecl *Variable,
                                               const CallExpr *Call,
                                               const FunctionDecl *In) {
  SourceLocation From = sources().getExpansionLoc(Call->getBeginLoc()),
                 To = sources().getExpansionLoc(In->getEndLoc());
  for (const Assertion &Each : Assertions)
    if (Each.Names.contains(Variable->getName()) &&
        sources().isBeforeInTranslationUnit(From, Each.Where.getBegin()) &&
        sources().isBeforeInTranslationUnit(Each.Where.getBegin(), To))
      return !ReportAssertOnly;
  VoidCastFinder Finder(Variable);
  Finder.TraverseStmt(In->getBody());
  return Finder.Found || Variable->hasAttr<UnusedAttr>();
}

void UncheckedStatusCheck::reportCandidate(const CallExpr *Call,
                                           const Candidate &C, bool GaveUp) {
  Keeper K = keeperOf(Call);
  if (K.IsVoid || (GaveUp && !K.IsDropped) ||
      (K.Variable && isAssertedOrExcused(K.Variable, Call, C.In)))
    return;
  const kb::Function &F = *C.Callee;
  const bool IsInLoop = Untested.isRefuted(Call);
  const Stmt *Overwriter = IsInLoop ? nullptr : Overwriters.lookup(Call);
  const bool IsAsserted = OnlyAsserted.count(Call) && !IsInLoop && !Overwriter;
  std::string Message = "status of '" + F.Name + "'";
  if (K.Variable && !K.IsDropped && !IsAsserted)
    Message += " in '" + K.Variable->getNameAsString() + "'";
  if (K.IsDropped)
    Message += " is dropped";
  else if (!K.Variable)
    Message += " is never tested";
  else if (IsInLoop)
    Message += " is overwritten by the next round";
  else if (Overwriter)
    Message += " is overwritten untested";
  else if (IsAsserted)
    Message += " is tested only by assert, gone with NDEBUG";
  else
    Message += " is never tested";

  report(Call->getBeginLoc(), Message + "; " + effect(effectKey(F)).str(), C.In,
         Asked[Call])
      .onPath(C.Way)
      .fix(wrapDroppedCall(CheckMacro, Call, engine().context()))
      .note(Overwriter, "the status is overwritten here");
}

} // namespace cublaslt::checks
