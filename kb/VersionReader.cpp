//===-- VersionReader.cpp - reads since, until and their kind -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/VersionReader.h"
#include <charconv>

namespace cublaslt::kb {

std::optional<LibraryVersion> LibraryVersion::parse(std::string_view Text) {
  LibraryVersion V;
  const char *At = Text.data(), *const End = At + Text.size();
  for (int *Part : {&V.Major, &V.Minor, &V.Patch}) {
    if (Part != &V.Major && (At == End || *At++ != '.'))
      return std::nullopt;
    auto [Next, Error] = std::from_chars(At, End, *Part);
    if (Error != std::errc() || *Part < 0)
      return std::nullopt;
    At = Next;
  }
  return At == End ? std::optional(V) : std::nullopt;
}

std::string LibraryVersion::text() const {
  return std::to_string(Major) + "." + std::to_string(Minor) + "." +
         std::to_string(Patch);
}

std::optional<LibraryVersion> readVersion(RecordReader &Reader,
                                          const char *Key) {
  const YamlNode *Node = Reader.optional(Key);
  if (!Node)
    return std::nullopt;
  const std::string Text = Reader.scalar(*Node, Key);
  std::optional<LibraryVersion> V = LibraryVersion::parse(Text);
  if (!V)
    Reader.fail(*Node, quoted(Text),
                "a version of the library such as 13.1.0 for '" +
                    std::string(Key) + "'");
  return V;
}

VersionSpan readSpan(RecordReader &Reader) {
  VersionSpan Span{readVersion(Reader, "since"), readVersion(Reader, "until")};
  if (Span.Since && Span.Until && !(*Span.Since < *Span.Until))
    Reader.fail(Reader.required("until"), Span.Until->text(),
                "a version after " + Span.Since->text());
  return Span;
}

void SpanTable::add(const std::string &Name, const VersionSpan &Span,
                    const RecordReader &Reader) {
  auto [First, Last] = Rows.equal_range(Name);
  for (auto It = First; It != Last; ++It)
    if (It->second.Span.overlaps(Span))
      Reader.fail(Reader.node(),
                  "the " + Kind + " " + quoted(Name) +
                      " a second time (first " + It->second.Where.File + ":" +
                      std::to_string(It->second.Where.Line) + ")",
                  "each " + Kind + " once in a version");
  Rows.insert({Name, {Span, Reader.place(Reader.node())}});
}

} // namespace cublaslt::kb
