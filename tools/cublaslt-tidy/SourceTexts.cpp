//===-- SourceTexts.cpp - places in the analysed files --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "SourceTexts.h"
#include <algorithm>
#include <llvm/Support/MemoryBuffer.h>

namespace cublaslt::tidy {

const SourceTexts::Text *SourceTexts::text(const std::string &File) {
  auto [Found, IsNew] = Texts.try_emplace(File);
  Text &T = Found->second;
  if (IsNew)
    if (auto Buffer = Files.getBufferForFile(File)) {
      T.Bytes = (*Buffer)->getBuffer().str();
      T.LineStarts.push_back(0);
      for (size_t I = 0; I < T.Bytes.size(); ++I)
        if (T.Bytes[I] == '\n')
          T.LineStarts.push_back(I + 1);
    }
  return T.LineStarts.empty() ? nullptr : &T;
}

findings::SourcePlace SourceTexts::place(const std::string &File,
                                         unsigned Offset, unsigned EndOffset) {
  findings::SourcePlace Place;
  Place.File = File;
  const Text *T = text(File);
  if (!T || Offset > T->Bytes.size())
    return Place;

  // Index of the line that holds a byte, from 0.
  auto LineOf = [&](size_t Byte) {
    return size_t(std::upper_bound(T->LineStarts.begin(), T->LineStarts.end(),
                                   Byte) -
                  T->LineStarts.begin()) -
           1;
  };
  size_t Line = LineOf(Offset);
  Place.Line = Line + 1;
  Place.Column = Offset - T->LineStarts[Line] + 1;
  if (EndOffset > Offset && EndOffset <= T->Bytes.size()) {
    size_t EndLine = LineOf(EndOffset);
    Place.EndLine = EndLine + 1;
    Place.EndColumn = EndOffset - T->LineStarts[EndLine] + 1;
  }
  llvm::StringRef Rest(T->Bytes);
  Rest = Rest.substr(T->LineStarts[Line]);
  Place.Snippet = Rest.take_until([](char C) { return C == '\n'; })
                      .rtrim('\r')
                      .str();
  return Place;
}

} // namespace cublaslt::tidy
