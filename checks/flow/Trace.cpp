//===-- Trace.cpp - the analysis of one function, for people --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/Trace.h"
#include "checks/model/Enumerations.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {
/// Decisions of a path that are shown, the last ones.
constexpr unsigned ShownTurns = 8;
} // namespace

Trace::Trace(std::string Function, const ASTContext &Context,
             const ApiModel &Api, llvm::raw_ostream &Out)
    : Function(std::move(Function)), Context(Context), Api(Api),
      Words(&Context), Out(Out) {}

bool Trace::isAbout(const FunctionDecl *F) const {
  return F->getNameAsString() == Function ||
         F->getQualifiedNameAsString() == Function;
}

bool Trace::isAbout(const Frame &In) const {
  for (const Frame *F = &In; F; F = F->Caller)
    if (isAbout(F->Function))
      return true;
  return false;
}

std::string Trace::place(SourceLocation Where) const {
  const SourceManager &Sources = Context.getSourceManager();
  const PresumedLoc At = Sources.getPresumedLoc(Sources.getFileLoc(Where));
  if (At.isInvalid())
    return "trace";
  return (llvm::sys::path::filename(At.getFilename()) + ":" +
          llvm::Twine(At.getLine()))
      .str();
}

std::string Trace::pathOf(const State &S) const {
  llvm::SmallVector<const Turn *, ShownTurns> Last;
  const Turn *T = S.Trail;
  for (; T && Last.size() < ShownTurns; T = T->Before)
    Last.push_back(T);
  std::string Text = T ? "..., " : "";
  for (const Turn *Each : llvm::reverse(Last))
    Text += std::to_string(Each->Line) + " " + Each->What +
            (Each == Last.front() ? "" : ", ");
  return Text.empty() ? "" : " [" + Text + "]";
}

void Trace::step(const Frame &In, const State &S, SourceLocation Where,
                 const llvm::Twine &Text) {
  HasWritten = true;
  Out << place(Where) << ": " << In.Function->getNameAsString() << pathOf(S)
      << ": " << Text << '\n';
}

void Trace::finish() {
  if (!HasWritten)
    Out << "trace: '" << Function
        << "' is not followed: no function of that name reaches the API in "
           "this "
           "file, or its callers were given up\n";
}

void Trace::note(SourceLocation Where, const llvm::Twine &Text) {
  Out << place(Where) << ": " << Text << '\n';
}

void Trace::turn(State &S, SourceLocation Where, std::string What) {
  Turns.push_back({S.Trail, Words.line(Where), std::move(What)});
  S.Trail = &Turns.back();
}

void Trace::joined(const Frame &In, const State &A, const State &B,
                   State &Joined, SourceLocation Where) {
  step(In, A, Where,
       "is joined with the path" + llvm::Twine(pathOf(B)) +
           ": what they differ in is unknown from here");
  turn(Joined, Where, "joined");
}

void Trace::dropped(const Frame &In, const State &S, const Expr *Condition,
                    ValueRef V, bool Holds) {
  ValueRef About = V->Kind == ValueKind::Binary ? V->Left : V;
  const std::string Known =
      V->isConstant() ? "" : Words.range(S.rangeOf(About));
  step(In, S, Condition->getExprLoc(),
       "'" + Words.text(Condition) + "' cannot be " +
           (Holds ? "true" : "false") + " here" +
           (Known.empty() ? "" : ": " + Words.value(About) + " " + Known) +
           "; no path goes that way");
}

std::string Trace::attributesOf(const KnownCall &Call, const kb::Parameter &P,
                                ValueRef Object, StateManager &States,
                                const State &S) const {
  const kb::Api &Of = Api.apiOf(Call.Function);
  const std::string Kind(Of.kindOf(P.TheRole));
  std::string Text;
  for (const kb::Attribute &A : Of.Attributes) {
    if (A.Object != Kind || A.IsRemoved || !Api.isAtHand(Of, A))
      continue;
    ValueRef V = States.attribute(S, Object, &A);
    const bool IsUnseen = V->isSymbol(SymbolKind::Initial) && V->Place &&
                          V->Place->Kind == LocationKind::Attribute;
    if (IsUnseen || (A.Default && V->isConstant(*A.Default)))
      continue;
    std::string Name =
        V->isConstant() && !A.IdiomaticType.empty()
            ? enumeratorName(
                  enumNamed(const_cast<ASTContext &>(Context), A.IdiomaticType),
                  static_cast<int64_t>(V->Number))
            : "";
    Text += (Text.empty() ? "" : ", ") + A.Name + "=" +
            (Name.empty() ? Words.known(V, S) : Name);
  }
  const Binding *Marker = S.stored(States.values().attribute(Object, nullptr));
  const bool IsMadeInSight = Marker && Marker->What->isConstant(1);
  Text += Text.empty() ? "" : ", ";
  return " {" + Text +
         (IsMadeInSight ? "others at their defaults"
                        : "others not set in sight") +
         "}";
}

void Trace::call(const KnownCall &Call, StateManager &States, const State &S) {
  std::string Text = "calls " + Call.Function->Name + " with";
  const char *Separator = " ";
  for (unsigned I = 0;
       I < Call.Function->Parameters.size() && I < Call.Arguments.size(); ++I) {
    const kb::Parameter &P = Call.Function->Parameters[I];
    ValueRef V = Call.Arguments[I];
    Text += Separator + P.Name + "=" + Words.known(V, S);
    if (!V->isConstant() && !P.IsOut &&
        !Api.apiOf(Call.Function).kindOf(P.TheRole).empty())
      Text += attributesOf(Call, P, V, States, S);
    Separator = "; ";
  }
  step(*Call.In, S, Call.Call->getBeginLoc(), Text);
}

void Trace::outOfSight(const Frame &In, const State &S,
                       const FunctionDecl *Callee, const Expr *Site) {
  const bool HasBody = Callee && Callee->hasBody();
  step(In, S, Site->getBeginLoc(),
       "calls " +
           (Callee ? Callee->getNameAsString() + "()"
                   : "'" + Words.text(Site) + "'") +
           (!Callee    ? ", it is not known which function"
            : !HasBody ? ", whose body is not in this file"
                       : ", which is not entered") +
           "; what it is given may have any value from here, and counts as "
           "tested");
}

void Trace::exit(const Frame &In, const State &S, bool ByException) {
  std::string Text;
  for (ValueRef V : S.Untested)
    if (V->Kind == ValueKind::Symbol && !V->isSymbol(SymbolKind::Uninitialized))
      Text += (Text.empty() ? "; not tested: " : ", ") + Words.value(V);
  step(In, S, In.Function->getEndLoc(),
       (ByException ? "the path ends by an exception" : "the path returns") +
           Text);
}

} // namespace cublaslt::checks::flow
