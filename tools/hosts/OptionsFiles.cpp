//===-- OptionsFiles.cpp - options that commands keep in files ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "OptionsFiles.h"
#include "RegularFiles.h"
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/ConvertUTF.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/StringSaver.h>

namespace cublaslt::tidy {
namespace {

constexpr unsigned MostFiles = 256, DeepestNesting = 16;
constexpr uint64_t MostBytes = 16 << 20;

} // namespace

std::vector<std::string> OptionsFiles::read(llvm::StringRef File) {
  llvm::SmallString<256> Path(llvm::sys::path::is_absolute(File) ? "" : Folder);
  llvm::sys::path::append(Path, File);
  auto Refuse = [&](const std::string &Why) -> std::vector<std::string> {
    return {("@" + Path + " (" + Why + ")").str()};
  };
  if (++Files > MostFiles || Bytes > MostBytes)
    return Refuse("the command has too many options in files");
  const auto Buffer = readRegularFile(Path, MostBytes);
  if (!Buffer)
    return Refuse(Buffer.getError().message());
  llvm::StringRef Text = (*Buffer)->getBuffer();
  Bytes += Text.size();
  std::string Converted;
  llvm::ArrayRef<char> Raw(Text.data(), Text.size());
  if (llvm::hasUTF16ByteOrderMark(Raw) &&
      llvm::convertUTF16ToUTF8String(Raw, Converted))
    Text = Converted;
  Text.consume_front("\xef\xbb\xbf");
  llvm::BumpPtrAllocator Allocator;
  llvm::StringSaver Saver(Allocator);
  llvm::SmallVector<const char *> Words;
  llvm::cl::TokenizeGNUCommandLine(Text, Saver, Words);
  return {Words.begin(), Words.end()};
}

std::vector<std::string>
OptionsFiles::expand(const std::vector<std::string> &Words, unsigned Depth) {
  std::vector<std::string> Result;
  for (const std::string &Word : Words) {
    llvm::StringRef File(Word);
    // What was refused stands for itself.
    if (!File.consume_front("@") || File.ends_with(")") ||
        Depth > DeepestNesting)
      Result.push_back(Word);
    else
      llvm::append_range(Result, expand(read(File), Depth + 1));
  }
  return Result;
}

} // namespace cublaslt::tidy
