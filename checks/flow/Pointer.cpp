//===-- Pointer.cpp - pointers as base and offset -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/Pointer.h"

namespace cublaslt::checks::flow {

PointerParts splitPointer(Interner &Values, ValueRef Pointer) {
  ValueRef Inner = nullptr, Moved = nullptr;
  if (Pointer->Kind == ValueKind::Address) {
    LocationRef L = Pointer->Place;
    if (L->Kind == LocationKind::Pointee)
      return splitPointer(Values, L->Pointer);
    if (L->Kind != LocationKind::Element || !L->Index ||
        L->Parent->Kind != LocationKind::Pointee)
      return {Pointer, Values.constant(0)};
    Inner = L->Parent->Pointer;
    if (L->Stride)
      Moved = Values.binary(Operation::Mul, L->Index,
                            Values.constant(Integer(L->Stride)));
  } else if (Pointer->Kind == ValueKind::Binary &&
             (Pointer->Op == Operation::Add || Pointer->Op == Operation::Sub) &&
             Pointer->Right->isConstant()) {
    Inner = Pointer->Left;
    Moved = Pointer->Op == Operation::Add
                ? Pointer->Right
                : Values.constant(-Pointer->Right->Number);
  } else {
    return {Pointer, Values.constant(0)};
  }
  PointerParts Parts = splitPointer(Values, Inner);
  Parts.Offset = Moved && Parts.Offset
                     ? Values.binary(Operation::Add, Parts.Offset, Moved)
                     : nullptr;
  return Parts;
}

std::optional<Integer> residue(ValueRef V, Integer N) {
  auto Modulo = [N](Integer X) { return (X % N + N) % N; };
  if (V->isConstant())
    return Modulo(V->Number);
  if (V->Kind != ValueKind::Binary)
    return std::nullopt;
  std::optional<Integer> L = residue(V->Left, N), R = residue(V->Right, N);
  switch (V->Op) {
  case Operation::Add:
    return L && R ? std::optional(Modulo(*L + *R)) : std::nullopt;
  case Operation::Sub:
    return L && R ? std::optional(Modulo(*L - *R)) : std::nullopt;
  case Operation::Mul: {
    if ((L && *L == 0) || (R && *R == 0))
      return 0;
    // c * x is a multiple of N when the rest of N divides x.
    for (auto [Factor, Other] :
         {std::pair(V->Left, V->Right), std::pair(V->Right, V->Left)})
      if (Factor->isConstant() && Factor->Number > 0 &&
          N % Factor->Number == 0 && Factor->Number > 1)
        if (std::optional<Integer> Rest = residue(Other, N / Factor->Number))
          return Modulo(Factor->Number * *Rest);
    return L && R ? std::optional(Modulo(*L * *R)) : std::nullopt;
  }
  case Operation::Shl:
    if (V->Right->isConstant() && V->Right->Number >= 0 &&
        V->Right->Number < 64 && L)
      return Modulo((*L << int(V->Right->Number)));
    return std::nullopt;
  case Operation::And:
    // Rounded down to a power of two that N divides.
    if (V->Right->isConstant() && Modulo(V->Right->Number) == 0 &&
        (N & (N - 1)) == 0)
      return 0;
    return std::nullopt;
  default:
    return std::nullopt;
  }
}

} // namespace cublaslt::checks::flow
