//===-- CheckBase.cpp - base of the checks --------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckBase.h"
#include "checks/CallRecorder.h"
#include "checks/Knowledge.h"
#include "checks/model/WatchedCalls.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <map>
#include <mutex>

using namespace clang;
using namespace clang::ast_matchers;

namespace cublaslt::checks {

namespace {

/// Functions that \p S calls and that are declared in the same file, \p File:
/// what the API's own inline functions call is no use of it by the unit.
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

/// Under --enable-check-profile: the functions that were too much to follow.
void tellGivenUp(llvm::ArrayRef<const FunctionDecl *> Functions) {
  llvm::errs() << "cublaslt-tidy: functions given up at the step limit: "
               << Functions.size();
  const char *Separator = " (";
  for (const FunctionDecl *F : Functions) {
    llvm::errs() << Separator << F->getQualifiedNameAsString();
    Separator = ", ";
  }
  llvm::errs() << (Functions.empty() ? "\n" : ")\n");
}

/// The rule that a server falls back on, or null.
const kb::Rule *serversRule(const std::string &Check) {
  return isServer() ? kb::KnowledgeBase::builtin().rule(Check) : nullptr;
}

} // namespace

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
    Checks.front()->diag(Sources.getLocForStartOfFile(Sources.getMainFileID()),
                         "no call of cuBLASLt is checked in this file: %0")
        << knowledgeProblem();
    return;
  }
  bool CallsApi = FollowsEverything || mayUseApi(*Unit);
  if (!CallsApi && !usesOneOf(watchedFunctions(), *Unit))
    return;
  ApiModel Api(activeKnowledgeBase(), *Unit);
  CallGraph Calls(Api, *Unit);
  flow::FlowEngine Engine(*Unit, Api, Calls);
  for (CheckBase *Check : Checks) {
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
  for (CheckBase *Check : Checks)
    Check->finishUnit();
  if (Context.getEnableProfiling())
    tellGivenUp(Engine.givenUp());
  Unit = nullptr;
}

CheckBase::CheckBase(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Analysis(UnitAnalysis::of(Context)),
      KnowledgeBase(Options.getLocalOrGlobal("CublasltKnowledgeBase", "")),
      Wrappers(Options.getLocalOrGlobal("CublasltWrappers", "")) {
  useKnowledgeBase(KnowledgeBase.str(), Wrappers.str());
  // For test/stress, which is about code that has nothing to do with the API.
  if (Options.getLocalOrGlobal("CublasltFollowEverything", "false") == "true")
    Analysis->followEverything();
  Analysis->add(this);
}

void CheckBase::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "CublasltKnowledgeBase", KnowledgeBase);
  Options.store(Opts, "CublasltWrappers", Wrappers);
}

void CheckBase::registerMatchers(MatchFinder *Finder) {
  Analysis->registerMatchers(Finder);
}

void CheckBase::beginUnit(flow::FlowEngine &E) {
  Engine = &E;
  Rule = activeKnowledgeBase().rule(getID().str());
  Reported.clear();
}

void CheckBase::finishUnit() {
  endUnit();
  Engine = nullptr;
}

const SourceManager &CheckBase::sources() {
  return Engine->context().getSourceManager();
}

const kb::Rule &CheckBase::rule() const {
  static const kb::Rule None;
  return Rule ? *Rule : None;
}

llvm::StringRef CheckBase::effect(llvm::StringRef Key) const {
  if (!Rule)
    return "";
  auto It = Rule->Effects.find(Key.str());
  return It == Rule->Effects.end() ? llvm::StringRef() : It->second;
}

const std::string &CheckBase::textParameter(llvm::StringRef Name) const {
  const std::string Key = Name.str();
  if (Rule)
    if (auto It = Rule->Parameters.find(Key); It != Rule->Parameters.end())
      return It->second;
  llvm::errs() << "cublaslt-tidy: the rule of " << getID()
               << " lacks the parameter '" << Name << "'\n";
  if (const kb::Rule *Builtin = serversRule(getID().str()))
    return Builtin->Parameters.at(Key);
  std::exit(2);
}

flow::Integer CheckBase::parameter(llvm::StringRef Name) const {
  const std::string &Text = textParameter(Name);
  uint64_t Number = 0;
  if (!llvm::StringRef(Text).getAsInteger(10, Number))
    return Number;
  llvm::errs() << "cublaslt-tidy: the rule of " << getID()
               << " has the parameter '" << Name << "' = '" << Text
               << "', expected a number\n";
  const kb::Rule *Builtin = serversRule(getID().str());
  if (!Builtin || llvm::StringRef(Builtin->Parameters.at(Name.str()))
                      .getAsInteger(10, Number))
    std::exit(2);
  return Number;
}

llvm::SmallVector<llvm::StringRef, 8>
CheckBase::words(llvm::StringRef Name) const {
  llvm::SmallVector<llvm::StringRef, 8> Words;
  llvm::StringRef(textParameter(Name))
      .split(Words, ' ', -1,
             /*KeepEmpty=*/false);
  return Words;
}

std::optional<DiagnosticBuilder>
CheckBase::report(SourceLocation Where, const llvm::Twine &Message,
                  const FunctionDecl *In, findings::CallSpecification Call) {
  Where = sources().getFileLoc(Where);
  std::string Text = Message.str();
  if (!Reported.insert(std::to_string(Where.getRawEncoding()) + Text).second)
    return std::nullopt;
  CallRecorder::Record Record;
  Record.Call = std::move(Call);
  if (In)
    Record.EnclosingFunction = In->getQualifiedNameAsString();
  CallRecorder::instance().record(
      getID().str(), sources().getFilename(Where).str(),
      sources().getFileOffset(Where), std::move(Record));
  return diag(Where, "%0") << Text;
}

void CheckBase::note(SourceLocation Where, const llvm::Twine &Message) {
  if (Where.isValid())
    diag(sources().getFileLoc(Where), "%0", DiagnosticIDs::Note)
        << Message.str();
}

void CheckBase::noteDeclaration(const ValueDecl *D) {
  if (D)
    note(D->getLocation(),
         "'" + D->getNameAsString() + "' is declared here, as '" +
             D->getType().getAsString(Engine->context().getPrintingPolicy()) +
             "'");
}

std::string CheckBase::textOf(const Stmt *S) {
  if (!S)
    return "";
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(S->getSourceRange()), sources(),
      Engine->context().getLangOpts());
  llvm::StringRef Text =
      Lexer::getSourceText(Range, sources(), Engine->context().getLangOpts());
  std::string Line;
  for (char C : Text)
    if (!isspace(static_cast<unsigned char>(C)))
      Line += C;
    else if (!Line.empty() && Line.back() != ' ')
      Line += ' ';
  if (Line.size() > 80)
    Line = Line.substr(0, 77) + "...";
  return Line;
}

std::string CheckBase::textOf(flow::ValueRef V) {
  using flow::LocationKind;
  using flow::Operation;
  using flow::ValueKind;
  if (!V)
    return "";
  if (V->Kind == ValueKind::Binary) {
    static const char *const Signs[] = {
        "+", "-", "*",  "/",  "%", "<<", ">>", "&",
        "|", "^", "==", "!=", "<", "<=", ">",  ">="};
    std::string L = textOf(V->Left), R = textOf(V->Right);
    if (V->Op == Operation::Min || V->Op == Operation::Max)
      return (V->Op == Operation::Min ? "min(" : "max(") + L + ", " + R + ")";
    return L + " " + Signs[unsigned(V->Op)] + " " + R;
  }
  if (V->isConstant())
    return V->Number > flow::Integer(INT64_MAX)
               ? std::to_string(static_cast<uint64_t>(V->Number))
               : std::to_string(static_cast<int64_t>(V->Number));
  if (V->Site)
    return textOf(V->Site);
  for (flow::LocationRef L = V->Place; L; L = L->Parent) {
    if (L->Kind == LocationKind::Field)
      return L->TheField->getNameAsString();
    if (L->Kind == LocationKind::Variable)
      return L->Declaration->getNameAsString();
  }
  return "";
}

findings::SpecificationValue CheckBase::specify(flow::ValueRef V) {
  findings::SpecificationValue Result;
  Result.SourceText = textOf(V);
  if (V && V->isConstant()) {
    if (V->Number > flow::Integer(INT64_MAX))
      Result.Known = static_cast<uint64_t>(V->Number);
    else
      Result.Known = static_cast<int64_t>(V->Number);
  }
  return Result;
}

const EnumDecl *CheckBase::enumNamed(llvm::StringRef TypeName) {
  ASTContext &Context = Engine->context();
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(
           &Context.Idents.get(TypeName))) {
    const EnumDecl *Enum = dyn_cast<EnumDecl>(D);
    if (const auto *Alias = dyn_cast<TypedefNameDecl>(D))
      if (const auto *Type = Alias->getUnderlyingType()->getAs<EnumType>())
        Enum = Type->getDecl();
    if (Enum && Enum->getDefinition())
      return Enum->getDefinition();
  }
  return nullptr;
}

std::string CheckBase::enumeratorName(llvm::StringRef TypeName,
                                      int64_t Number) {
  if (const EnumDecl *Enum = enumNamed(TypeName))
    for (const EnumConstantDecl *Constant : Enum->enumerators())
      if (Constant->getInitVal() == Number)
        return Constant->getNameAsString();
  return "";
}

findings::CallSpecification CheckBase::describe(const flow::KnownCall &Call,
                                                const flow::State &S) {
  findings::CallSpecification Result;
  Result.Function = Call.Function->Name;
  const kb::Api &Api = Engine->api().apiOf(Call.Function);
  const std::vector<kb::Parameter> &Parameters = Call.Function->Parameters;
  for (unsigned I = 0; I < Parameters.size() && I < Call.Arguments.size();
       ++I) {
    const kb::Parameter &P = Parameters[I];
    if (P.TheRole == kb::Role::RequestedCount)
      Result.Values["argument." + P.Name] = specify(Call.Arguments[I]);
    std::string Kind(Api.kindOf(P.TheRole));
    if (Kind.empty())
      continue;
    const std::string Key = Api.keyOf(P);
    for (const kb::Attribute &A : Api.Attributes) {
      if (A.Object != Kind || A.IsRemoved || A.IsPointer)
        continue;
      flow::ValueRef V = Engine->states().attribute(S, Call.Arguments[I], &A);
      // What is at its default says nothing.
      if (A.Default && V->isConstant(*A.Default))
        continue;
      bool IsUnseen = V->isSymbol(flow::SymbolKind::Initial) && V->Place &&
                      V->Place->Kind == flow::LocationKind::Attribute;
      if (IsUnseen)
        continue;
      findings::SpecificationValue Value = specify(V);
      if (V->isConstant() && !A.IdiomaticType.empty()) {
        std::string Name =
            enumeratorName(A.IdiomaticType, static_cast<int64_t>(V->Number));
        if (!Name.empty())
          Value.Known = Name;
      }
      Result.Values[Key + "." + A.Name] = Value;
    }
  }
  return Result;
}

} // namespace cublaslt::checks
