//===-- TracedCall.cpp - a call that the log shows ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/TracedCall.h"
#include <charconv>
#include <functional>

using namespace cublaslt;
using namespace cublaslt::logs;

std::optional<uint64_t> logs::numberOf(std::string_view Text) {
  int Base = 10;
  if (Text.size() > 2 && Text[0] == '0' && (Text[1] | 0x20) == 'x') {
    Base = 16;
    Text.remove_prefix(2);
  }
  uint64_t Number = 0;
  auto [End, Error] =
      std::from_chars(Text.data(), Text.data() + Text.size(), Number, Base);
  if (Error != std::errc() || End != Text.data() + Text.size())
    return std::nullopt;
  return Number;
}

/// 'A' to 'D' as 0 to 3, or -1.
static int matrixOf(char Letter) {
  return Letter >= 'A' && Letter <= 'D' ? Letter - 'A' : -1;
}

TracedCall TracedCall::parse(std::string_view Message) {
  TracedCall Call;
  TraceFields Fields(Message);
  TraceField F;
  bool HasStream = false, IsMixed = false;
  std::string_view *Last = nullptr;
  while (Fields.next(F)) {
    int Matrix = matrixOf(F.Key[0]);
    if (F.IsOpen)
      Call.Unclosed = F.Value.data();
    Last = nullptr;
    if (Matrix >= 0 && F.Key.size() == 1) {
      Last = &Call.Pointer[Matrix];
    } else if (Matrix >= 0 && F.Key.substr(1) == "desc") {
      Last = &Call.Layout[Matrix];
      Call.IsNested |= F.IsNested;
    } else if (F.Key == "computeDesc" || F.Key == "operationDesc") {
      Last = &Call.Descriptor;
    } else if (F.Key == "preference") {
      Last = &Call.Preference;
      Call.HasPreference = true;
    } else if (F.Key == "algo") {
      Last = &Call.Algorithm;
    } else if (F.Key == "workSpace") {
      Last = &Call.Workspace;
    } else if (F.Key == "workSpaceSizeInBytes") {
      Last = &Call.WorkspaceSize;
    }
    HasStream |= F.Key == "stream";
    if (Last) {
      IsMixed |= !Last->empty(); // two processes wrote one line
      *Last = F.Value;
    }
  }
  // A heuristic's line ends with its descriptor, a matmul's with its stream.
  Call.IsCut = Call.Unclosed || IsMixed || Call.Descriptor.empty() ||
               HasStream == Call.HasPreference;
  if (Call.IsCut && Last && !F.IsNested)
    *Last = {}; // half a number, perhaps
  return Call;
}

static uint64_t mixed(uint64_t Hash, uint64_t Other) {
  // The constant of the golden ratio, as in boost::hash_combine.
  return Hash ^ (Other + 0x9e3779b97f4a7c15ULL + (Hash << 6) + (Hash >> 2));
}

static uint64_t textHash(std::string_view Text) {
  return std::hash<std::string_view>()(Text);
}

/// Null, or how the address lies in a block of 256 bytes: more does not matter
/// to any rule.
static uint64_t addressClass(std::string_view Text) {
  auto Address = numberOf(Text);
  return !Address ? 512 : *Address == 0 ? 256 : *Address % 256;
}

uint64_t TracedCall::problemHash() const {
  uint64_t Hash = 0;
  for (std::string_view L : Layout)
    Hash = mixed(Hash, textHash(L));
  if (Descriptor.find("0x") == std::string_view::npos &&
      Descriptor.find("0X") == std::string_view::npos)
    return mixed(Hash, textHash(Descriptor));
  TraceFields Fields(Descriptor);
  TraceField F;
  while (Fields.next(F)) {
    Hash = mixed(Hash, textHash(F.Key));
    bool IsAddress = F.Value.size() > 2 && (F.Value[1] | 0x20) == 'x';
    Hash = mixed(Hash, IsAddress ? addressClass(F.Value) : textHash(F.Value));
  }
  return Hash;
}

uint64_t TracedCall::hash(uint64_t ProblemHash) const {
  uint64_t Hash = mixed(IsNested ? ProblemHash : 0, textHash(Preference));
  Hash = mixed(Hash, IsCut);
  for (std::string_view P : Pointer)
    Hash = mixed(Hash, addressClass(P));
  Hash = mixed(Hash, addressClass(Workspace));
  Hash = mixed(Hash, textHash(WorkspaceSize));
  // Which algorithm it is does not matter, whether there is one does.
  return mixed(Hash, Algorithm == "0X0");
}
