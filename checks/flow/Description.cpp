//===-- Description.cpp - values and states for people --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/Description.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {

constexpr size_t LongestText = 60;

std::string number(Integer N) {
  if (N < 0)
    return "-" + number(-N);
  std::string Digits;
  do
    Digits.insert(Digits.begin(), char('0' + int(N % 10)));
  while (N /= 10);
  return Digits;
}

const char *signOf(Operation Op) {
  static const char *const Signs[] = {
      "+", "-",  "*",  "/", "%",  "<<", ">>", "&",   "|",
      "^", "==", "!=", "<", "<=", ">",  ">=", "min", "max"};
  return Signs[unsigned(Op)];
}

/// The function that \p S calls: "f()", or empty.
std::string calleeOf(const Stmt *S) {
  const FunctionDecl *Callee = nullptr;
  if (const auto *Call = dyn_cast_or_null<CallExpr>(S))
    Callee = Call->getDirectCallee();
  else if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(S))
    Callee = Construct->getConstructor();
  return Callee ? Callee->getNameAsString() + "()" : "";
}

const char *wordFor(SymbolKind K) {
  switch (K) {
  case SymbolKind::Status:
  case SymbolKind::HostStatus:
    return "status";
  case SymbolKind::Count:
    return "count";
  case SymbolKind::Results:
    return "results";
  case SymbolKind::Object:
    return "object";
  case SymbolKind::FreeMemory:
    return "free device memory";
  case SymbolKind::TotalMemory:
    return "total device memory";
  default:
    return "value";
  }
}

} // namespace

unsigned Description::line(SourceLocation Where) const {
  return Context && Where.isValid()
             ? Context->getSourceManager().getExpansionLineNumber(Where)
             : 0;
}

std::string Description::atLine(const Stmt *S) const {
  const unsigned Line = S ? line(S->getBeginLoc()) : 0;
  return Line ? " at line " + std::to_string(Line) : "";
}

std::string Description::text(const Stmt *S) const {
  if (!S || !Context)
    return "";
  const SourceManager &Sources = Context->getSourceManager();
  llvm::StringRef Source = Lexer::getSourceText(
      CharSourceRange::getTokenRange(
          Sources.getExpansionRange(S->getSourceRange()).getAsRange()),
      Sources, Context->getLangOpts());
  std::string Text;
  for (char C : Source)
    if (!isspace(static_cast<unsigned char>(C)))
      Text += C;
    else if (!Text.empty() && Text.back() != ' ')
      Text += ' ';
  return Text.size() > LongestText ? Text.substr(0, LongestText - 3) + "..."
                                   : Text;
}

std::string Description::place(LocationRef L) const {
  switch (L->Kind) {
  case LocationKind::Variable:
    return isa<CXXMethodDecl>(L->Declaration)
               ? "this"
               : L->Declaration->getNameAsString();
  case LocationKind::Pointee:
    return "*(" + value(L->Pointer) + ")";
  case LocationKind::Field:
    return (L->Parent->Kind == LocationKind::Pointee
                ? value(L->Parent->Pointer) + "->"
                : place(L->Parent) + ".") +
           L->TheField->getNameAsString();
  case LocationKind::Element:
    return place(L->Parent) + "[" + (L->Index ? value(L->Index) : "some") + "]";
  case LocationKind::Held:
    return "what " + place(L->Parent) + " holds";
  case LocationKind::Temporary:
    return L->Site ? "a temporary" + atLine(L->Site) : "the result";
  case LocationKind::Attribute:
    return (L->TheAttribute ? L->TheAttribute->Name
                            : std::string("other attributes")) +
           " of " + value(L->Pointer);
  }
  return "";
}

std::string Description::symbol(ValueRef V) const {
  switch (V->Symbol) {
  case SymbolKind::Uninitialized:
    return "nothing";
  case SymbolKind::Initial:
  case SymbolKind::Merged:
  case SymbolKind::TotalMemory:
    return V->Place ? place(V->Place) : wordFor(V->Symbol);
  case SymbolKind::CallResult:
  case SymbolKind::Outside:
    if (V->Place)
      return place(V->Place);
    return calleeOf(V->Site).empty() ? text(V->Site) : calleeOf(V->Site);
  case SymbolKind::Literal:
    return text(V->Site);
  default:
    return std::string(wordFor(V->Symbol)) +
           (V->Callee ? " of " + V->Callee->Name : "") + atLine(V->Site);
  }
}

std::string Description::value(ValueRef V) const {
  switch (V->Kind) {
  case ValueKind::Constant:
    return number(V->Number);
  case ValueKind::Address:
    return "&" + place(V->Place);
  case ValueKind::Symbol:
    return symbol(V);
  case ValueKind::Binary:
    if (V->Op == Operation::Min || V->Op == Operation::Max)
      return std::string(signOf(V->Op)) + "(" + value(V->Left) + ", " +
             value(V->Right) + ")";
    return value(V->Left) + " " + signOf(V->Op) + " " + value(V->Right);
  case ValueKind::Element:
    return value(V->Left) + "[" + (V->Right ? value(V->Right) : "some") + "]";
  case ValueKind::Field:
    return value(V->Left) + "." + V->TheField->getNameAsString();
  case ValueKind::Copy:
    return "a copy of " + place(V->Place);
  }
  return "";
}

std::string Description::origin(ValueRef V) const {
  if (V->Kind == ValueKind::Binary) {
    std::string Left = origin(V->Left);
    return Left.empty() ? origin(V->Right) : Left;
  }
  if (V->Kind != ValueKind::Symbol)
    return "";
  switch (V->Symbol) {
  case SymbolKind::Uninitialized:
    return "nothing was stored there";
  case SymbolKind::Merged:
    return "paths on which it differs were joined";
  case SymbolKind::CallResult:
    return (V->Place ? "given to " : "returned by ") +
           (calleeOf(V->Site).empty() ? std::string("code out of sight")
                                      : calleeOf(V->Site)) +
           atLine(V->Site);
  case SymbolKind::Outside:
    return "comes from outside the program" + atLine(V->Site);
  case SymbolKind::Initial:
    break;
  default:
    return "";
  }
  if (!V->Place)
    return "";
  if (V->Place->Kind == LocationKind::Attribute)
    return "not set in sight";
  if (V->Place->Kind == LocationKind::Variable)
    if (const auto *P = dyn_cast<ParmVarDecl>(V->Place->Declaration))
      if (const auto *F = dyn_cast<FunctionDecl>(P->getDeclContext()))
        return "parameter of " + F->getNameAsString() + "()";
  return "stored before the function was entered";
}

std::string Description::range(const Range &R) {
  const Range All = Range::all();
  std::string Text;
  if (R.Low == R.High)
    Text = "is " + number(R.Low);
  else if (R.Low > All.Low && R.High < All.High)
    Text = "is " + number(R.Low) + " to " + number(R.High);
  else if (R.Low > All.Low)
    Text = "is at least " + number(R.Low);
  else if (R.High < All.High)
    Text = "is at most " + number(R.High);
  if (R.NonZero && R.Low <= 0 && R.High >= 0)
    Text += Text.empty() ? "is not 0" : ", not 0";
  return Text;
}

std::string Description::known(ValueRef V, const State &S) const {
  if (V->isConstant())
    return value(V);
  std::string Facts = range(S.rangeOf(V)), Why = origin(V);
  if (!Why.empty())
    Facts += (Facts.empty() ? "" : "; ") + ("unknown: " + Why);
  return value(V) + (Facts.empty() ? "" : " (" + Facts + ")");
}

void State::dump(llvm::raw_ostream &OS, const ASTContext *Context) const {
  const Description Words(Context);
  OS << "store\n";
  forEachStored([&](LocationRef L, const Binding &Bound) {
    OS << "  " << Words.place(L) << " = " << Words.known(Bound.What, *this)
       << (Bound.Site ? ", stored" + Words.atLine(Bound.Site) : "") << '\n';
  });
  OS << "ranges\n";
  for (const auto &[V, R] : Ranges)
    OS << "  " << Words.value(V) << ' ' << Description::range(R) << '\n';
  OS << "relations\n";
  for (ValueRef V : Relations)
    OS << "  " << Words.value(V) << '\n';
  OS << "untested\n";
  for (ValueRef V : Untested)
    OS << "  " << Words.value(V) << '\n';
  OS << "visible to code out of sight\n";
  for (LocationRef L : Readable)
    OS << "  " << Words.place(L)
       << (Escaped.contains(L) ? ", which may write it" : "") << '\n';
  OS << "remembered by checks\n";
  for (const auto &[Of, Memories] : Traits)
    for (const auto &[Subject, One] : Memories)
      OS << "  " << Of->Name << ": "
         << (Subject ? Words.value(Subject) : "the path")
         << (One.RestsOn ? " rests on " + Words.value(One.RestsOn) : "")
         << '\n';
  OS << "rounds\n";
  for (const auto &[Head, Count] : Rounds)
    OS << "  block " << Head->getBlockID() << ": " << Count << '\n';
}

} // namespace cublaslt::checks::flow
