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

/// A map is taken as one place that holds the mapped value, an iterator as
/// its address: enough to follow an algorithm through a cache.
const FieldDecl *fieldNamed(QualType Pair, llvm::StringRef Name) {
  if (const auto *Record = Pair->getAsCXXRecordDecl())
    for (const FieldDecl *Field : Record->fields())
      if (Field->getName() == Name)
        return Field;
  return nullptr;
}

} // namespace

bool isInStd(const Decl *D) {
  for (const DeclContext *C = D->getDeclContext(); C; C = C->getParent())
    if (C->isStdNamespace())
      return true;
  return false;
}

llvm::StringRef standardRecord(QualType T) {
  if (T.isNull())
    return {};
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record || !isInStd(Record) || !Record->getIdentifier())
    return {};
  return Record->getName();
}

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

bool FunctionWalk::callStandard(const FunctionDecl *Callee, const CallExpr *E,
                                LocationRef This, State &S) {
  if (!Callee)
    return false;
  auto Set = [&](ValueRef V) {
    States.setExpression(S, E, V);
    return true;
  };
  auto Argument = [&](unsigned I) { return value(S, E->getArg(I)); };
  auto Content = [&](unsigned I) {
    ValueRef V = Argument(I);
    return V->Kind == ValueKind::Address && E->getArg(I)->isGLValue()
               ? loadValue(S, V->Place, E->getArg(I)->getType())
               : V;
  };

  unsigned Builtin = Callee->getBuiltinID();
  if ((Builtin == Builtin::BImemcpy || Builtin == Builtin::BI__builtin_memcpy ||
       Builtin == Builtin::BImemmove) &&
      E->getNumArgs() == 3) {
    ValueRef To = Argument(0), From = Argument(1);
    QualType Copied = E->getArg(1)->IgnoreImpCasts()->getType();
    if (Copied->isPointerType() && Copied->getPointeeType()->isRecordType())
      assign(S, Values.target(To),
             loadValue(S, Values.target(From), Copied->getPointeeType()), E);
    else
      letGo(S, To, /*MayWrite=*/true, E);
    return Set(To);
  }
  if (Builtin == Builtin::BI__builtin_expect)
    return Set(Argument(0));

  const IdentifierInfo *Name = Callee->getIdentifier();
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  if (!Method && Callee->isInStdNamespace() && Name) {
    unsigned N = E->getNumArgs();
    if (N == 1 && (Name->isStr("move") || Name->isStr("forward") ||
                   Name->isStr("addressof") || Name->isStr("as_const") ||
                   Name->isStr("ref")))
      return Set(Argument(0));
    bool IsMin = Name->isStr("min"), IsMax = Name->isStr("max");
    if (N == 2 && (IsMin || IsMax)) {
      LocationRef L = Values.temporary(E, In.Path);
      States.store(S, L,
                   Values.binary(IsMin ? Operation::Min : Operation::Max,
                                 Content(0), Content(1)),
                   E);
      return Set(Values.address(L));
    }
    if (N == 3 && Name->isStr("clamp")) {
      LocationRef L = Values.temporary(E, In.Path);
      ValueRef AtLeast = Values.binary(Operation::Max, Content(0), Content(1));
      States.store(S, L, Values.binary(Operation::Min, AtLeast, Content(2)), E);
      return Set(Values.address(L));
    }
    if (N == 2 && Name->isStr("make_pair")) {
      LocationRef L = Values.temporary(E, In.Path);
      States.forget(S, L, nullptr, nullptr);
      for (unsigned I : {0u, 1u})
        if (const FieldDecl *Field =
                fieldNamed(E->getType(), I ? "second" : "first"))
          States.store(S, Values.field(L, Field), Content(I), E);
      return Set(Values.copyOf(L));
    }
  }
  // A constant such as numeric_limits<size_t>::max().
  if (E->getNumArgs() == 0 && Callee->isConstexpr() &&
      !(Method && Method->isInstance()))
    if (std::optional<Integer> N = fold(E))
      return Set(Values.constant(*N));

  // What goes into a stream is shown, not tested.
  if (isa<CXXOperatorCallExpr>(E) &&
      cast<CXXOperatorCallExpr>(E)->getOperator() == OO_LessLess &&
      wrapperOf(E->getArg(0)->getType()) == Wrapper::Stream)
    return Set(Argument(0)->Kind == ValueKind::Address
                   ? Argument(0)
                   : Values.address(Values.temporary(E, In.Path)));

  if (!Method || !This)
    return false;
  // An iterator into a map.
  if (Method->getOverloadedOperator() == OO_Arrow ||
      Method->getOverloadedOperator() == OO_Star)
    if (ValueRef V = States.load(S, This);
        isInStd(Method) && V->Kind == ValueKind::Address &&
        V->Place->Kind == LocationKind::Element)
      return Set(V);
  QualType Object;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E))
    Object = Member->getObjectType();
  else if (E->getNumArgs())
    Object = E->getArg(0)->getType();
  if (standardRecord(Object) == "initializer_list")
    if (std::optional<ValueRef> V = bracedList(S, This, Name))
      return Set(*V);
  Wrapper Kind = wrapperOf(Object);
  OverloadedOperatorKind Op = Method->getOverloadedOperator();
  auto Is = [&](llvm::StringRef What) {
    return Name && Name->getName() == What;
  };
  auto Element = [&](ValueRef Index) {
    return Values.address(Values.element(This, Index));
  };
  switch (Kind) {
  case Wrapper::Pointer: {
    LocationRef Held = Values.held(This);
    if (Op == OO_Arrow || Is("get"))
      return Set(States.load(S, Held));
    if (Op == OO_Star)
      return Set(Values.address(Values.target(States.load(S, Held))));
    if (Is("release")) {
      ValueRef V = States.load(S, Held);
      States.store(S, Held, Values.constant(0), E);
      return Set(V);
    }
    if (Is("reset") && E->getNumArgs() >= 1) {
      // It is the smart pointer's from here.
      Engine.tell<&FlowListener::onLetGo>(Argument(0), nullptr, In, S);
      States.store(S, Held, Argument(0), E);
      return Set(Values.constant(0));
    }
    return false;
  }
  case Wrapper::Value: {
    ValueRef Held = Values.address(Values.held(This));
    if (Op == OO_Arrow || Op == OO_Star || Is("value") || Is("get"))
      return Set(Held);
    return false;
  }
  case Wrapper::Container:
    if (Is("data") || Is("begin"))
      return Is("data") ? Set(Element(Values.constant(0))) : false;
    if (Is("front"))
      return Set(Element(Values.constant(0)));
    if (Op == OO_Subscript && E->getNumArgs() == 2)
      return Set(Element(Argument(1)));
    if (Is("at") && E->getNumArgs() == 1)
      return Set(Element(Content(0)));
    return false;
  case Wrapper::Map: {
    ValueRef Mapped = Element(nullptr);
    unsigned N = E->getNumArgs();
    if (Op == OO_Subscript || Is("at") || Is("find") || Is("begin"))
      return Set(Mapped);
    bool IsInsert = Is("insert") && N == 1;
    if (!IsInsert && !(N == 2 && (Is("emplace") || Is("try_emplace") ||
                                  Is("insert_or_assign"))))
      return false;
    ValueRef V = Content(N - 1);
    if (IsInsert) {
      // The pair's second half.
      const FieldDecl *Second = fieldNamed(E->getArg(0)->getType(), "second");
      ValueRef Pair = Argument(0);
      if (!Second || !Pair->Place)
        return false;
      V = loadValue(S, Values.field(Pair->Place, Second), Second->getType());
    }
    assign(S, Mapped->Place, V, E);
    LocationRef Result = Values.temporary(E, In.Path);
    States.forget(S, Result, nullptr, nullptr);
    if (const FieldDecl *First = fieldNamed(E->getType(), "first"))
      States.store(S, Values.field(Result, First), Mapped, E);
    return Set(Values.copyOf(Result));
  }
  default:
    return false;
  }
}

bool FunctionWalk::constructStandard(const CXXConstructExpr *E,
                                     LocationRef This, State &S) {
  Wrapper Kind = wrapperOf(E->getType());
  auto Content = [&](unsigned I) {
    ValueRef V = value(S, E->getArg(I));
    return V->Kind == ValueKind::Address && E->getArg(I)->isGLValue()
               ? loadValue(S, V->Place, E->getArg(I)->getType())
               : V;
  };
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
      Engine.tell<&FlowListener::onLetGo>(Content(0), nullptr, In, S);
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
