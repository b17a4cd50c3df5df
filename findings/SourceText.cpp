//===-- SourceText.cpp - columns and offsets in source files --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/SourceText.h"
#include "kb/RegularFile.h"
#include <algorithm>
#include <filesystem>

namespace cublaslt::findings {

namespace {

/// Bytes of the UTF-8 sequence at \p Text[At]; 1 for a stray byte.
size_t sequenceLength(std::string_view Text, size_t At) {
  const unsigned char Lead = static_cast<unsigned char>(Text[At]);
  const size_t Length = Lead < 0xC0 ? 1 : Lead < 0xE0 ? 2 : Lead < 0xF0 ? 3 : 4;
  for (size_t I = 1; I < Length; ++I)
    if (At + I >= Text.size() ||
        (static_cast<unsigned char>(Text[At + I]) & 0xC0) != 0x80)
      return 1;
  return Length;
}

unsigned units(size_t Bytes, ColumnKind Kind) {
  switch (Kind) {
  case ColumnKind::Utf8:
    return static_cast<unsigned>(Bytes);
  case ColumnKind::Utf16:
    return Bytes == 4 ? 2 : 1; // four bytes: a surrogate pair
  case ColumnKind::CodePoints:
    return 1;
  }
  return 1;
}

} // namespace

unsigned convertColumn(std::string_view Line, unsigned Column, ColumnKind From,
                       ColumnKind To) {
  if (From == To || Column == 0)
    return Column;
  unsigned Source = 1, Target = 1;
  for (size_t I = 0; I < Line.size() && Source < Column;) {
    const size_t Bytes = sequenceLength(Line, I);
    Source += units(Bytes, From);
    Target += units(Bytes, To);
    I += Bytes;
  }
  // Behind the end of the line both count alike.
  return Source < Column ? Target + (Column - Source) : Target;
}

const SourceText::Content &SourceText::content(const std::string &File) {
  auto [It, IsNew] = Files.try_emplace(File);
  Content &C = It->second;
  if (!IsNew)
    return C;
  namespace fs = std::filesystem;
  const fs::path Path =
      BaseDirectory.empty() ? fs::path(File) : fs::path(BaseDirectory) / File;
  // A findings file may name anything: a device, a disk image, all of a disk.
  constexpr uint64_t LargestSource = 64u << 20, MostBytes = 256u << 20;
  std::string Why;
  auto Text = kb::readRegularFile(
      Path.string(), std::min(LargestSource, MostBytes - BytesRead), Why);
  if (!Text)
    return C;
  C.Text = std::move(*Text);
  BytesRead += C.Text.size();
  C.IsReadable = true;
  C.Starts.push_back(0);
  for (size_t I = 0; I < C.Text.size(); ++I)
    if (C.Text[I] == '\n')
      C.Starts.push_back(I + 1);
  return C;
}

std::string_view SourceText::line(const Content &C, unsigned Line) {
  if (Line == 0 || Line > C.Starts.size())
    return {};
  const size_t Begin = C.Starts[Line - 1];
  const size_t End = Line < C.Starts.size() ? C.Starts[Line] : C.Text.size();
  return std::string_view(C.Text).substr(Begin, End - Begin);
}

unsigned SourceText::convertColumn(const std::string &File, unsigned Line,
                                   unsigned Column, ColumnKind From,
                                   ColumnKind To) {
  // The first column is the first in all: no reason to read the file.
  if (From == To || Column <= 1)
    return Column;
  return findings::convertColumn(line(content(File), Line), Column, From, To);
}

std::optional<SourceText::Position>
SourceText::position(const std::string &File, uint64_t Offset) {
  const Content &C = content(File);
  if (!C.IsReadable || Offset > C.Text.size())
    return std::nullopt;
  auto Next = std::upper_bound(C.Starts.begin(), C.Starts.end(), Offset);
  const size_t Line = static_cast<size_t>(Next - C.Starts.begin());
  return Position{static_cast<unsigned>(Line),
                  static_cast<unsigned>(Offset - C.Starts[Line - 1] + 1)};
}

std::optional<uint64_t> SourceText::offset(const std::string &File,
                                           Position At) {
  const Content &C = content(File);
  if (At.Line == 0 || At.Column == 0 || At.Line > C.Starts.size())
    return std::nullopt;
  const uint64_t Offset = C.Starts[At.Line - 1] + At.Column - 1;
  if (Offset > C.Text.size())
    return std::nullopt;
  return Offset;
}

std::string SourceText::lineText(const std::string &File, unsigned Line) {
  std::string_view Text = line(content(File), Line);
  while (!Text.empty() && (Text.back() == '\n' || Text.back() == '\r'))
    Text.remove_suffix(1);
  return std::string(Text);
}

} // namespace cublaslt::findings
