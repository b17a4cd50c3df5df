//===-- TracedCall.cpp - a call that the log shows ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/logs/TracedCall.h"
#include <charconv>
#include <functional>

using namespace cublaslt;
using namespace cublaslt::logs;
using findings::CallSpecification;
using findings::SpecificationValue;

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

uint64_t TracedCall::hash() const {
  uint64_t Hash = mixed(IsNested ? problemHash() : 0, textHash(Preference));
  Hash = mixed(Hash, IsCut);
  for (std::string_view P : Pointer)
    Hash = mixed(Hash, addressClass(P));
  Hash = mixed(Hash, addressClass(Workspace));
  Hash = mixed(Hash, textHash(WorkspaceSize));
  // Which algorithm it is does not matter, whether there is one does.
  return mixed(Hash, Algorithm == "0X0");
}

static SpecificationValue valueOf(std::string_view Text,
                                  const std::string &Prefix) {
  SpecificationValue Value;
  Value.SourceText = std::string(Text.substr(0, 64));
  auto Number = numberOf(Text);
  if (!Prefix.empty() && !Number) {
    Value.Known = Prefix + std::string(Text.substr(0, 64));
  } else if (Number && *Number <= INT64_MAX) {
    Value.Known = static_cast<int64_t>(*Number);
  } else if (Number) {
    Value.Known = *Number;
  } else if (!Text.empty() && Text[0] == '-') {
    if (auto Positive = numberOf(Text.substr(1)))
      Value.Known = -static_cast<int64_t>(*Positive & INT64_MAX);
  }
  return Value;
}

/// The attribute's default, as the log would show it.
static SpecificationValue defaultOf(const kb::Attribute &A,
                                    const std::string &Prefix) {
  SpecificationValue Value;
  if (!A.Default)
    return Value;
  bool IsWord = !Prefix.empty() &&
                A.DefaultText.find(' ') == std::string::npos &&
                A.DefaultText.find('_') != std::string::npos;
  if (IsWord)
    Value.Known = A.DefaultText;
  else
    Value.Known = *A.Default;
  return Value;
}

/// Adds the attributes of one nested value; keys begin with \p Name.
static void addObject(std::string_view Text, bool IsCut, bool IsUnclosed,
                      const std::string &Object, const std::string &Name,
                      const kb::Api &Api, CallSpecification &Into) {
  if (Text == "null")
    return;
  TraceFields Fields(Text);
  TraceField F;
  while (Fields.next(F)) {
    bool IsLast = F.Value.data() + F.Value.size() == Text.data() + Text.size();
    if (IsUnclosed && IsLast)
      return; // half a value, perhaps
    for (const kb::LogField &Known : Api.Log.Fields)
      if (Known.Object == Object && Known.Name == F.Key)
        Into.Values[Name + "." + Known.Attribute] =
            valueOf(F.Value, Known.Prefix);
  }
  if (IsCut)
    return;
  for (const kb::LogField &Known : Api.Log.Fields) {
    const kb::Attribute *A = Api.attribute(Known.Attribute);
    if (Known.Object == Object && A && A->Default)
      Into.Values.emplace(Name + "." + Known.Attribute,
                          defaultOf(*A, Known.Prefix));
  }
}

CallSpecification logs::specificationOf(const TracedCall &Call,
                                        std::string_view Function,
                                        const kb::Api &Api) {
  CallSpecification Result;
  Result.Function = std::string(Function);
  auto Add = [&](std::string_view Text, const char *Object, std::string Name) {
    addObject(Text, Call.IsCut, Text.data() == Call.Unclosed, Object, Name, Api,
              Result);
  };
  if (Call.IsNested) {
    for (int Matrix = 0; Matrix < 4; ++Matrix)
      if (!Call.Layout[Matrix].empty())
        Add(Call.Layout[Matrix], "layout",
            std::string(1, static_cast<char>('A' + Matrix)));
    if (!Call.Descriptor.empty())
      Add(Call.Descriptor, "matmulDesc", "matmulDesc");
  }
  // "preference=" of a cut line is no preference without attributes.
  if (Call.HasPreference && !(Call.IsCut && Call.Preference.empty()))
    Add(Call.Preference, "preference", "preference");
  auto Argument = [&](const char *Name, std::string_view Text) {
    if (!Text.empty())
      Result.Values["argument." + std::string(Name)] = valueOf(Text, "");
  };
  for (int Matrix = 0; Matrix < 4; ++Matrix)
    Argument(std::string(1, static_cast<char>('A' + Matrix)).c_str(),
             Call.Pointer[Matrix]);
  if (Call.Algorithm == "0X0")
    Argument("algo", "0");
  Argument("workspace", Call.Workspace);
  Argument("workspaceSizeInBytes", Call.WorkspaceSize);
  if (Call.HasPreference && Call.Preference == "null")
    Argument("preference", "0");
  return Result;
}
