//===-- CheckBase.cpp - base of the checks --------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/report/CheckBase.h"
#include "checks/flow/UnitAnalysis.h"
#include "checks/model/Enumerations.h"
#include "checks/model/Knowledge.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

CheckBase::CheckBase(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Analysis(UnitAnalysis::of(Context)),
      KnowledgeBase(Options.getLocalOrGlobal("CublasltKnowledgeBase", "")),
      Wrappers(Options.getLocalOrGlobal("CublasltWrappers", "")),
      Traced(Options.getLocalOrGlobal("CublasltTrace", "")) {
  useKnowledgeBase(KnowledgeBase.str(), Wrappers.str());
  // For test/stress, which is about code that has nothing to do with the API.
  if (Options.getLocalOrGlobal("CublasltFollowEverything", "false") == "true")
    Analysis->followEverything();
  Analysis->trace(Traced);
  Analysis->add(this);
}

void CheckBase::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "CublasltKnowledgeBase", KnowledgeBase);
  Options.store(Opts, "CublasltWrappers", Wrappers);
  Options.store(Opts, "CublasltTrace", Traced);
}

void CheckBase::registerMatchers(ast_matchers::MatchFinder *Finder) {
  Analysis->registerMatchers(Finder);
}

void CheckBase::beginUnit(flow::FlowEngine &E) {
  Engine = &E;
  E.states().trails().AreKept = CallRecorder::instance().isStarted();
  Rule = activeKnowledgeBase().rule(getID().str());
  Reported.clear();
}

void CheckBase::finishUnit() {
  endUnit();
  auto Value = [this](flow::ValueRef V) { return specify(V); };
  auto Text = [this](const Stmt *S, flow::ValueRef V) {
    return S ? textOf(S) : textOf(V);
  };
  const PathWords Words{Value, Text};
  for (auto &[Where, R] : Records) {
    const llvm::StringRef File = sources().getFilename(Where);
    R.Call.Call.Path = pathOf(R.Path, File, *Engine, Words);
    CallRecorder::instance().record(getID().str(), File.str(),
                                    sources().getFileOffset(Where),
                                    std::move(R.Call));
  }
  Records.clear();
  Engine = nullptr;
}

void CheckBase::alsoOnPath(SourceLocation Where, const ReportedPath &P) {
  if (auto It = Records.find(sources().getFileLoc(Where)); It != Records.end())
    It->second.Path.add(P);
}

void CheckBase::reportNotChecked(SourceLocation Where, llvm::StringRef Why) {
  diag(Where, "no call of cuBLASLt is checked in this file: %0") << Why;
}

const SourceManager &CheckBase::sources() {
  return Engine->context().getSourceManager();
}

const kb::Rule &CheckBase::rule() const {
  static const kb::Rule None;
  return Rule ? *Rule : None;
}

llvm::StringRef CheckBase::effect(llvm::StringRef Key) const {
  return rule().effect(Key.str());
}

flow::Integer CheckBase::parameter(const kb::NeededParameter &P) const {
  return rule().number(P.Name).value_or(0);
}

std::vector<std::string_view>
CheckBase::words(const kb::NeededParameter &P) const {
  return rule().words(P.Name);
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
  return checks::enumNamed(Engine->context(), TypeName);
}

std::string CheckBase::enumeratorName(llvm::StringRef TypeName,
                                      int64_t Number) {
  return checks::enumeratorName(enumNamed(TypeName), Number);
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
      Result.Values[findings::Key::argument(P)] = specify(Call.Arguments[I]);
    std::string Kind(Api.kindOf(P.TheRole));
    if (Kind.empty())
      continue;
    const std::string Key = Api.keyOf(P);
    for (const kb::Attribute &A : Api.Attributes) {
      if (A.Object != Kind || A.IsRemoved || A.IsPointer ||
          !Engine->api().isAtHand(Api, A))
        continue;
      flow::ValueRef V = Engine->states().attribute(S, Call.Arguments[I], &A);
      // An attribute at its default is not part of the specification.
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
      Result.Values[findings::Key::attribute(Key, A)] = Value;
    }
  }
  return Result;
}

} // namespace cublaslt::checks
