//===-- Lookup.cpp - questions to the description of an API ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "kb/Lookup.h"

namespace cublaslt::kb {

bool isPointer(Role R) {
  switch (R) {
  case Role::Handle:
  case Role::MatmulDesc:
  case Role::TransformDesc:
  case Role::EmulationDesc:
  case Role::Layout:
  case Role::Preference:
  case Role::Buffer:
  case Role::Results:
  case Role::Algorithm:
  case Role::Workspace:
  case Role::Stream:
  case Role::Alpha:
  case Role::Beta:
  case Role::Matrix:
    return true;
  default:
    return false;
  }
}

Role roleInMatmul(const Api &A, std::string_view Parameter) {
  for (const Function &F : A.Functions)
    if (F.TheAction == Action::Matmul || F.TheAction == Action::Heuristic)
      for (const kb::Parameter &P : F.Parameters)
        if (P.Name == Parameter)
          return P.TheRole;
  return Role::Other;
}

const Enumeration *enumeration(const Api &A, std::string_view Type) {
  for (const Enumeration &Of : A.Enumerations)
    if (Of.Type == Type)
      return &Of;
  return nullptr;
}

const Enumerator *numbered(const Enumeration &E, int64_t Number) {
  for (const Enumerator &Each : E.Enumerators)
    if (Each.Number == Number)
      return &Each;
  return nullptr;
}

} // namespace cublaslt::kb
