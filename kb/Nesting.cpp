//===-- Nesting.cpp - how deep a JSON text nests --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/Nesting.h"

bool cublaslt::kb::nestsDeeper(std::string_view Json, size_t Most) {
  size_t Open = 0;
  bool IsInText = false;
  for (size_t I = 0; I < Json.size(); ++I) {
    const char C = Json[I];
    if (C == '"')
      IsInText = !IsInText;
    else if (IsInText)
      I += C == '\\'; // what it escapes may be a quote
    else if (C == '[' || C == '{')
      ++Open;
    else if (C == ']' || C == '}')
      Open -= Open > 0;
    if (Open > Most)
      return true;
  }
  return false;
}
