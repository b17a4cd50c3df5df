//===-- Interner.cpp - makes and owns values and locations ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/Value.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {
/// Larger expressions become one opaque symbol: bounds the time of everything
/// that looks into a value.
constexpr unsigned MaxNodes = 40;

bool fold(Operation Op, Integer L, Integer R, Integer &Result) {
  // Operands have at most 65 significant bits, so no operation but Mul and
  // Shl can leave 128 bits; those two are guarded.
  switch (Op) {
  case Operation::Add:
    Result = L + R;
    return true;
  case Operation::Sub:
    Result = L - R;
    return true;
  case Operation::Mul:
    return !__builtin_mul_overflow(L, R, &Result);
  case Operation::Div:
    if (R == 0)
      return false;
    Result = L / R;
    return true;
  case Operation::Rem:
    if (R == 0)
      return false;
    Result = L % R;
    return true;
  case Operation::Shl:
    if (R < 0 || R > 63)
      return false;
    return !__builtin_mul_overflow(L, Integer(1) << R, &Result);
  case Operation::Shr:
    if (R < 0 || R > 63)
      return false;
    Result = L >> R;
    return true;
  case Operation::And:
    Result = L & R;
    return true;
  case Operation::Or:
    Result = L | R;
    return true;
  case Operation::Xor:
    Result = L ^ R;
    return true;
  case Operation::Equal:
    Result = L == R;
    return true;
  case Operation::NotEqual:
    Result = L != R;
    return true;
  case Operation::Less:
    Result = L < R;
    return true;
  case Operation::LessEqual:
    Result = L <= R;
    return true;
  case Operation::Greater:
    Result = L > R;
    return true;
  case Operation::GreaterEqual:
    Result = L >= R;
    return true;
  case Operation::Min:
    Result = L < R ? L : R;
    return true;
  case Operation::Max:
    Result = L > R ? L : R;
    return true;
  }
  return false;
}
} // namespace

ValueRef Interner::intern(Value &Candidate) {
  llvm::FoldingSetNodeID ID;
  Candidate.Profile(ID);
  void *Position = nullptr;
  if (Value *Existing = Values.FindNodeOrInsertPos(ID, Position))
    return Existing;
  auto *New = new (Memory.Allocate<Value>()) Value(Candidate);
  ++NextId;
  if (New->isTracked()) {
    auto *Own = Memory.Allocate<ValueRef>(1);
    *Own = New;
    New->Tracked = {Own, 1};
  }
  Values.InsertNode(New, Position);
  return New;
}

LocationRef Interner::intern(LocationKind Kind, const void *A, const void *B,
                             uint64_t Number,
                             llvm::function_ref<void(Location &)> Describe) {
  LocationKey Key{{A, B}, {unsigned(Kind), Number}};
  auto It = Locations.find(Key);
  if (It != Locations.end())
    return It->second;
  auto *New = new (Memory.Allocate<Location>()) Location(Kind);
  Describe(*New);
  Locations.insert({Key, New});
  New->Root = New->Parent ? New->Parent->Root : New;
  if (New->Parent)
    New->Parent->HasParts = true;
  New->Cluster = New->Parent         ? New->Parent->Cluster
                 : New->TheAttribute ? attribute(New->Pointer, nullptr)
                                     : New;
  return New;
}

llvm::ArrayRef<LocationRef> Interner::placesOf(const void *Owner) const {
  auto It = LocalPlaces.find(Owner);
  return It == LocalPlaces.end() ? llvm::ArrayRef<LocationRef>() : It->second;
}

llvm::ArrayRef<ValueRef> Interner::merge(llvm::ArrayRef<ValueRef> A,
                                         llvm::ArrayRef<ValueRef> B) {
  if (A.empty() || A == B)
    return B;
  if (B.empty())
    return A;
  llvm::SmallVector<ValueRef, 4> All(A.begin(), A.end());
  All.append(B.begin(), B.end());
  llvm::sort(All, [](ValueRef L, ValueRef R) { return L->Id < R->Id; });
  All.erase(std::unique(All.begin(), All.end()), All.end());
  return llvm::ArrayRef<ValueRef>(All).copy(Memory);
}

ValueRef Interner::constant(Integer N) {
  const bool IsSmall = N >= 0 && N < SmallConstants;
  if (IsSmall && Small[N])
    return Small[N];
  Value V(ValueKind::Constant, NextId);
  V.Number = N;
  ValueRef Result = intern(V);
  if (IsSmall)
    Small[N] = Result;
  return Result;
}

ValueRef Interner::address(LocationRef L) {
  if (L->Address)
    return L->Address;
  Value V(ValueKind::Address, NextId);
  V.Place = L;
  // Track n as well: a test of a pointer to element n may reveal n.
  for (LocationRef At = L; At; At = At->Parent)
    if (At->Kind == LocationKind::Element && At->Index)
      V.Tracked = merge(V.Tracked, At->Index->Tracked);
  return L->Address = intern(V);
}

ValueRef Interner::symbol(SymbolKind K, const Stmt *Site, const CallPath *Path,
                          LocationRef Place, const kb::Function *Callee,
                          llvm::ArrayRef<ValueRef> Tracked) {
  Value V(ValueKind::Symbol, NextId);
  V.Symbol = K;
  V.Site = Site;
  V.Path = Path;
  V.Place = Place;
  V.Callee = Callee;
  V.Tracked = Tracked;
  return intern(V);
}

ValueRef Interner::initial(LocationRef L) {
  if (!L->Initial)
    L->Initial = symbol(SymbolKind::Initial, nullptr, nullptr, L);
  return L->Initial;
}

ValueRef Interner::uninitialized() {
  return symbol(SymbolKind::Uninitialized, nullptr, nullptr);
}

ValueRef Interner::binary(Operation Op, ValueRef L, ValueRef R) {
  if (L->isConstant() && R->isConstant()) {
    Integer Result;
    if (fold(Op, L->Number, R->Number, Result))
      return constant(Result);
  }
  if (L == R && (Op == Operation::Min || Op == Operation::Max ||
                 Op == Operation::And || Op == Operation::Or))
    return L;
  if ((Op == Operation::Or || Op == Operation::Add) && L->isConstant(0))
    return R;
  if (Op == Operation::Or && R->isConstant(0))
    return L;
  if ((Op == Operation::Add || Op == Operation::Sub) && R->isConstant(0))
    return L;
  if (Op == Operation::Mul && R->isConstant(1))
    return L;
  if (Op == Operation::Mul && L->isConstant(1))
    return R;
  llvm::ArrayRef<ValueRef> Tracked = merge(L->Tracked, R->Tracked);
  bool IsTooLarge = L->Nodes + R->Nodes >= MaxNodes;
  Value V(IsTooLarge ? ValueKind::Symbol : ValueKind::Binary, NextId);
  if (IsTooLarge)
    V.Symbol = SymbolKind::Merged;
  else
    V.Nodes = 1 + L->Nodes + R->Nodes;
  V.Op = Op;
  V.Left = L;
  V.Right = R;
  V.Tracked = Tracked;
  return intern(V);
}

ValueRef Interner::element(ValueRef Whole, ValueRef Index) {
  Value V(ValueKind::Element, NextId);
  V.Left = Whole;
  V.Right = Index;
  V.Tracked = Whole->Tracked;
  return intern(V);
}

ValueRef Interner::field(ValueRef Whole, const FieldDecl *F) {
  Value V(ValueKind::Field, NextId);
  V.Left = Whole;
  V.TheField = F->getCanonicalDecl();
  V.Tracked = Whole->Tracked;
  return intern(V);
}

ValueRef Interner::copyOf(LocationRef L) {
  if (L->Copy)
    return L->Copy;
  Value V(ValueKind::Copy, NextId);
  V.Place = L;
  return L->Copy = intern(V);
}

LocationRef Interner::variable(const ValueDecl *D) {
  D = cast<ValueDecl>(D->getCanonicalDecl());
  return intern(LocationKind::Variable, D, nullptr, 0, [&](Location &L) {
    L.Declaration = D;
    if (D->getDeclContext()->isFunctionOrMethod())
      LocalPlaces[D->getDeclContext()].push_back(&L);
  });
}

LocationRef Interner::pointee(ValueRef Pointer) {
  return intern(LocationKind::Pointee, Pointer, nullptr, 0,
                [&](Location &L) { L.Pointer = Pointer; });
}

LocationRef Interner::field(LocationRef Parent, const FieldDecl *F) {
  F = F->getCanonicalDecl();
  return intern(LocationKind::Field, Parent, F, 0, [&](Location &L) {
    L.Parent = Parent;
    L.TheField = F;
  });
}

LocationRef Interner::element(LocationRef Parent, ValueRef Index,
                              uint64_t Stride) {
  return intern(LocationKind::Element, Parent, Index, Stride, [&](Location &L) {
    L.Parent = Parent;
    L.Index = Index;
    L.Stride = Stride;
  });
}

LocationRef Interner::held(LocationRef Parent) {
  return intern(LocationKind::Held, Parent, nullptr, 0,
                [&](Location &L) { L.Parent = Parent; });
}

LocationRef Interner::temporary(const Expr *Site, const CallPath *Path) {
  return intern(LocationKind::Temporary, Site, Path, 0, [&](Location &L) {
    L.Site = Site;
    L.Path = Path;
    // What a call returns outlives the call's own path; it is dropped with the
    // path of the caller.
    for (const CallPath *In = Path; In; In = In->Caller)
      LocalPlaces[In].push_back(&L);
  });
}

LocationRef Interner::attribute(ValueRef Object, const kb::Attribute *A) {
  return intern(LocationKind::Attribute, Object, A, 0, [&](Location &L) {
    L.Pointer = Object;
    L.TheAttribute = A;
  });
}

LocationRef Interner::rebase(LocationRef L, LocationRef From, LocationRef To) {
  if (L == From)
    return To;
  LocationRef Parent = rebase(L->Parent, From, To);
  switch (L->Kind) {
  case LocationKind::Field:
    return field(Parent, L->TheField);
  case LocationKind::Element:
    return element(Parent, L->Index, L->Stride);
  default:
    return held(Parent);
  }
}

LocationRef Interner::target(ValueRef P) {
  return P->Kind == ValueKind::Address ? P->Place : pointee(P);
}

ValueRef Interner::advance(ValueRef P, ValueRef Index, uint64_t Stride) {
  if (Index->isConstant(0))
    return P;
  LocationRef L = target(P);
  if (L->Kind != LocationKind::Element || !L->Index)
    return address(
        element(L, Index, L->Kind == LocationKind::Pointee ? Stride : 0));
  if (!L->Stride || L->Stride == Stride)
    return address(
        element(L->Parent, binary(Operation::Add, L->Index, Index), L->Stride));
  // Moved by elements of one size, then of another: count bytes.
  auto InBytes = [&](ValueRef Count, uint64_t Size) {
    return binary(Operation::Mul, Count, constant(Integer(Size)));
  };
  if (!Stride)
    return address(element(L, Index));
  return address(element(L->Parent,
                         binary(Operation::Add, InBytes(L->Index, L->Stride),
                                InBytes(Index, Stride)),
                         1));
}

ValueRef Interner::replace(ValueRef V, ValueRef From, ValueRef To) {
  if (V == From)
    return To;
  if (V->Kind != ValueKind::Binary)
    return V;
  return binary(V->Op, replace(V->Left, From, To), replace(V->Right, From, To));
}

const CallPath *Interner::enter(const CallPath *Caller, const Expr *Call) {
  const CallPath *&Entry = Paths[{Caller, Call}];
  if (!Entry)
    Entry = new (Memory.Allocate<CallPath>()) CallPath{Caller, Call};
  return Entry;
}

} // namespace cublaslt::checks::flow
