//===-- StandardLibrary.cpp - following one function: standard library ----===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FunctionWalk.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {

enum class Wrapper { None, Pointer, Value, Container, Map, Stream };

Wrapper wrapperOf(QualType T) {
  return llvm::StringSwitch<Wrapper>(standardRecord(T))
      .Case("unique_ptr", Wrapper::Pointer)
      .Case("shared_ptr", Wrapper::Pointer)
      .Case("optional", Wrapper::Value)
      .Case("reference_wrapper", Wrapper::Value)
      .Case("atomic", Wrapper::Value)
      .Case("vector", Wrapper::Container)
      .Case("array", Wrapper::Container)
      .Case("span", Wrapper::Container)
      .Case("deque", Wrapper::Container)
      .Case("map", Wrapper::Map)
      .Case("unordered_map", Wrapper::Map)
      .Case("basic_ostream", Wrapper::Stream)
      .Case("basic_ofstream", Wrapper::Stream)
      .Case("basic_ostringstream", Wrapper::Stream)
      .Case("basic_stringstream", Wrapper::Stream)
      .Default(Wrapper::None);
}

/// The field of a pair-like record that is named \p Name, or null.
const FieldDecl *fieldNamed(QualType Pair, llvm::StringRef Name) {
  if (const auto *Record = Pair->getAsCXXRecordDecl())
    for (const FieldDecl *Field : Record->fields())
      if (Field->getName() == Name)
        return Field;
  return nullptr;
}

} // namespace

/// begin, end and size of a braced list, whose value is the address of its
/// first element.
std::optional<ValueRef> FunctionWalk::bracedList(State &S, LocationRef List,
                                                 const IdentifierInfo *Method) {
  ValueRef First = States.load(S, List);
  if (!Method || First->Kind != ValueKind::Address ||
      First->Place->Kind != LocationKind::Element)
    return std::nullopt;
  if (Method->isStr("begin"))
    return First;
  LocationRef Array = First->Place->Parent;
  const auto *Type =
      Array->Site ? Context.getAsConstantArrayType(Array->Site->getType())
                  : nullptr;
  if (!Type)
    return std::nullopt;
  ValueRef Size = Values.constant(Integer(Type->getSize().getZExtValue()));
  if (Method->isStr("size"))
    return Size;
  if (Method->isStr("end"))
    return Values.address(Values.element(Array, Size));
  return std::nullopt;
}

struct FunctionWalk::StandardCall {
  const FunctionDecl *Callee;
  const CallExpr *E;
  LocationRef This; ///< null: not called on an object
  const CXXMethodDecl *Method;
  OverloadedOperatorKind Op;

  unsigned size() const { return E->getNumArgs(); }
  const Expr *argument(unsigned I) const { return E->getArg(I); }
  bool is(llvm::StringRef Name) const {
    return Callee->getIdentifier() && Callee->getName() == Name;
  }
};

ValueRef FunctionWalk::contentOf(State &S, const Expr *Argument) {
  ValueRef V = value(S, Argument);
  return V->Kind == ValueKind::Address && Argument->isGLValue()
             ? loadValue(S, V->Place, Argument->getType())
             : V;
}

bool FunctionWalk::callStandard(const FunctionDecl *Callee, const CallExpr *E,
                                LocationRef This, State &S) {
  if (!Callee)
    return false;
  const StandardCall Call{Callee, E, This, dyn_cast<CXXMethodDecl>(Callee),
                          Callee->getOverloadedOperator()};
  std::optional<ValueRef> V = standardResult(Call, S);
  if (V)
    States.setExpression(S, E, *V);
  return V.has_value();
}

std::optional<ValueRef> FunctionWalk::standardResult(const StandardCall &Call,
                                                     State &S) {
  if (std::optional<ValueRef> V = callBuiltin(Call, S))
    return V;
  if (std::optional<ValueRef> V = callFreeFunction(Call, S))
    return V;
  // A constant such as numeric_limits<size_t>::max().
  if (Call.size() == 0 && Call.Callee->isConstexpr() &&
      !(Call.Method && Call.Method->isInstance()))
    if (std::optional<Integer> N = fold(Call.E))
      return Values.constant(*N);
  // What goes into a stream is shown, not tested.
  if (isa<CXXOperatorCallExpr>(Call.E) &&
      cast<CXXOperatorCallExpr>(Call.E)->getOperator() == OO_LessLess &&
      wrapperOf(Call.argument(0)->getType()) == Wrapper::Stream) {
    ValueRef Stream = value(S, Call.argument(0));
    return Stream->Kind == ValueKind::Address
               ? Stream
               : Values.address(Values.temporary(Call.E, In.Path));
  }
  return Call.Method && Call.This ? callMethod(Call, S) : std::nullopt;
}

std::optional<ValueRef> FunctionWalk::callBuiltin(const StandardCall &Call,
                                                  State &S) {
  switch (Call.Callee->getBuiltinID()) {
  case Builtin::BI__builtin_expect:
    return value(S, Call.argument(0));
  case Builtin::BImemcpy:
  case Builtin::BI__builtin_memcpy:
  case Builtin::BImemmove:
    break;
  default:
    return std::nullopt;
  }
  if (Call.size() != 3)
    return std::nullopt;
  ValueRef To = value(S, Call.argument(0)), From = value(S, Call.argument(1));
  QualType Copied = Call.argument(1)->IgnoreImpCasts()->getType();
  if (Copied->isPointerType() && Copied->getPointeeType()->isRecordType())
    assign(S, Values.target(To),
           loadValue(S, Values.target(From), Copied->getPointeeType()), Call.E);
  else
    letGo(S, To, /*MayWrite=*/true, Call.E);
  return To;
}

std::optional<ValueRef> FunctionWalk::callFreeFunction(const StandardCall &Call,
                                                       State &S) {
  if (Call.Method || !Call.Callee->isInStdNamespace() ||
      !Call.Callee->getIdentifier())
    return std::nullopt;
  auto Content = [&](unsigned I) { return contentOf(S, Call.argument(I)); };
  auto Returned = [&](ValueRef V) {
    LocationRef L = Values.temporary(Call.E, In.Path);
    States.store(S, L, V, Call.E);
    return Values.address(L);
  };
  const unsigned N = Call.size();
  if (N == 1 && (Call.is("move") || Call.is("forward") ||
                 Call.is("addressof") || Call.is("as_const") || Call.is("ref")))
    return value(S, Call.argument(0));
  if (N == 2 && (Call.is("min") || Call.is("max")))
    return Returned(
        Values.binary(Call.is("min") ? Operation::Min : Operation::Max,
                      Content(0), Content(1)));
  if (N == 3 && Call.is("clamp")) {
    ValueRef AtLeast = Values.binary(Operation::Max, Content(0), Content(1));
    return Returned(Values.binary(Operation::Min, AtLeast, Content(2)));
  }
  if (N != 2 || !Call.is("make_pair"))
    return std::nullopt;
  LocationRef L = Values.temporary(Call.E, In.Path);
  States.forget(S, L, nullptr, nullptr);
  for (unsigned I : {0u, 1u})
    if (const FieldDecl *Field =
            fieldNamed(Call.E->getType(), I ? "second" : "first"))
      States.store(S, Values.field(L, Field), Content(I), Call.E);
  return Values.copyOf(L);
}

std::optional<ValueRef> FunctionWalk::callMethod(const StandardCall &Call,
                                                 State &S) {
  // An iterator into a map.
  if (Call.Op == OO_Arrow || Call.Op == OO_Star)
    if (ValueRef V = States.load(S, Call.This);
        isInStd(Call.Method) && V->Kind == ValueKind::Address &&
        V->Place->Kind == LocationKind::Element)
      return V;
  QualType Object;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call.E))
    Object = Member->getObjectType();
  else if (Call.size())
    Object = Call.argument(0)->getType();
  if (standardRecord(Object) == "initializer_list")
    if (std::optional<ValueRef> V =
            bracedList(S, Call.This, Call.Callee->getIdentifier()))
      return V;
  static constexpr std::pair<Wrapper, Method> Methods[] = {
      {Wrapper::Pointer, &FunctionWalk::callOnPointer},
      {Wrapper::Value, &FunctionWalk::callOnValue},
      {Wrapper::Container, &FunctionWalk::callOnContainer},
      {Wrapper::Map, &FunctionWalk::callOnMap},
  };
  const Wrapper Kind = wrapperOf(Object);
  for (const auto &[Of, M] : Methods)
    if (Of == Kind)
      return (this->*M)(Call, S);
  return std::nullopt;
}

std::optional<ValueRef> FunctionWalk::callOnPointer(const StandardCall &Call,
                                                    State &S) {
  LocationRef Held = Values.held(Call.This);
  if (Call.Op == OO_Arrow || Call.is("get"))
    return States.load(S, Held);
  if (Call.Op == OO_Star)
    return Values.address(Values.target(States.load(S, Held)));
  if (Call.is("release")) {
    ValueRef V = States.load(S, Held);
    States.store(S, Held, Values.constant(0), Call.E);
    return V;
  }
  if (!Call.is("reset") || Call.size() < 1)
    return std::nullopt;
  // From here on the smart pointer owns it.
  ValueRef Given = value(S, Call.argument(0));
  Engine.tell<Hook::LetGo>(Given, nullptr, In, S);
  States.store(S, Held, Given, Call.E);
  return Values.constant(0);
}

std::optional<ValueRef> FunctionWalk::callOnValue(const StandardCall &Call,
                                                  State &S) {
  if (Call.Op == OO_Arrow || Call.Op == OO_Star || Call.is("value") ||
      Call.is("get"))
    return Values.address(Values.held(Call.This));
  return std::nullopt;
}

std::optional<ValueRef> FunctionWalk::callOnContainer(const StandardCall &Call,
                                                      State &S) {
  auto Element = [&](ValueRef Index) {
    return Values.address(Values.element(Call.This, Index));
  };
  if (Call.is("data") || Call.is("front"))
    return Element(Values.constant(0));
  if (Call.Op == OO_Subscript && Call.size() == 2)
    return Element(value(S, Call.argument(1)));
  if (Call.is("at") && Call.size() == 1)
    return Element(contentOf(S, Call.argument(0)));
  return std::nullopt;
}

/// A map is one place that holds the mapped value, and an iterator is its
/// address: enough to follow an algorithm through a cache.
std::optional<ValueRef> FunctionWalk::callOnMap(const StandardCall &Call,
                                                State &S) {
  if (Call.Op == OO_Subscript || Call.is("at") || Call.is("find") ||
      Call.is("begin"))
    return Values.address(Values.element(Call.This, nullptr));
  const bool IsInsert =
      Call.size() == 1
          ? Call.is("insert")
          : Call.size() == 2 && (Call.is("emplace") || Call.is("try_emplace") ||
                                 Call.is("insert_or_assign"));
  return IsInsert ? insertIntoMap(Call, S) : std::nullopt;
}

std::optional<ValueRef> FunctionWalk::insertIntoMap(const StandardCall &Call,
                                                    State &S) {
  ValueRef V = contentOf(S, Call.argument(Call.size() - 1));
  if (Call.size() == 1) {
    // The pair's second half.
    const FieldDecl *Second = fieldNamed(Call.argument(0)->getType(), "second");
    ValueRef Pair = value(S, Call.argument(0));
    if (!Second || !Pair->Place)
      return std::nullopt;
    V = loadValue(S, Values.field(Pair->Place, Second), Second->getType());
  }
  ValueRef Mapped = Values.address(Values.element(Call.This, nullptr));
  assign(S, Mapped->Place, V, Call.E);
  LocationRef Result = Values.temporary(Call.E, In.Path);
  States.forget(S, Result, nullptr, nullptr);
  if (const FieldDecl *First = fieldNamed(Call.E->getType(), "first"))
    States.store(S, Values.field(Result, First), Mapped, Call.E);
  return Values.copyOf(Result);
}

bool FunctionWalk::constructStandard(const CXXConstructExpr *E,
                                     LocationRef This, State &S) {
  Wrapper Kind = wrapperOf(E->getType());
  auto Content = [&](unsigned I) { return contentOf(S, E->getArg(I)); };
  // A string that holds text from outside.
  if (standardRecord(E->getType()) == "basic_string" && E->getNumArgs() &&
      Content(0)->isSymbol(SymbolKind::Outside)) {
    States.store(S, This, Content(0), E);
    return true;
  }
  if (Kind == Wrapper::Pointer) {
    bool IsEmpty = E->getNumArgs() == 0 ||
                   isa<CXXDefaultArgExpr>(E->getArg(0)) ||
                   E->getArg(0)->getType()->isNullPtrType();
    QualType First = IsEmpty ? QualType() : E->getArg(0)->getType();
    if (!IsEmpty && First->isRecordType())
      return false;
    if (!IsEmpty)
      Engine.tell<Hook::LetGo>(Content(0), nullptr, In, S);
    States.store(S, Values.held(This),
                 IsEmpty ? Values.constant(0) : Content(0), E);
    return true;
  }
  if (Kind == Wrapper::Value && E->getNumArgs() == 1 &&
      !standardRecord(E->getArg(0)->getType()).size()) {
    States.store(S, Values.held(This), Content(0), E);
    return true;
  }
  if (standardRecord(E->getType()) == "pair" && E->getNumArgs() == 2) {
    const auto *Record = E->getType()->getAsCXXRecordDecl();
    unsigned I = 0;
    for (const FieldDecl *Field : Record->fields())
      if (I < 2)
        States.store(S, Values.field(This, Field), Content(I++), E);
    return I == 2;
  }
  return false;
}

} // namespace cublaslt::checks::flow
