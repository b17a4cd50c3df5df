//===-- HuntText.cpp - problems and algorithms as lines -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/HuntProblem.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <sstream>

namespace cublaslt::runtime {

namespace {

/// Calls \p See(key, field, default) for every field; text() and its reader
/// both go through it, so that neither can forget one.
template <typename Problem, typename Visitor>
void forFields(Problem &P, Visitor See) {
  static const HuntProblem None;
  See("m", P.M, int64_t(0));
  See("n", P.N, int64_t(0));
  See("k", P.K, int64_t(0));
  See("batches", P.Batches, int64_t(1));
  See("compute", P.Compute, std::string());
  See("scale", P.Scale, std::string());
  See("opA", P.OpA, 'N');
  See("opB", P.OpB, 'N');
  for (int I = 0; I < 4; ++I) {
    auto &L = P.Layouts[I];
    const std::string Letter(1, static_cast<char>('A' + I));
    See("type" + Letter, L.Type, std::string());
    See("row" + Letter, L.IsRowOrder, false);
    See("pad" + Letter, L.Pad, int64_t(0));
    See("stridePad" + Letter, L.StridePad, int64_t(0));
    See("shared" + Letter, L.IsShared, false);
    See("offset" + Letter, L.Offset, int64_t(0));
  }
  See("alpha", P.Alpha, 1.0);
  See("beta", P.Beta, 0.0);
  See("deviceScalars", P.HasDeviceScalars, false);
  See("pointerArrays", P.HasPointerArrays, false);
  See("inPlace", P.IsInPlace, false);
  See("epilogue", P.Epilogue, None.Epilogue);
  See("biasType", P.BiasType, std::string());
  See("biasOffset", P.BiasOffset, int64_t(0));
  See("auxPad", P.AuxPad, int64_t(0));
  See("scaleA", P.ScaleA, '-');
  See("scaleB", P.ScaleB, '-');
  See("scaleC", P.ScaleC, '-');
  See("scaleD", P.ScaleD, '-');
  See("scaleOffset", P.ScaleOffset, int64_t(0));
  See("fastAccumulation", P.HasFastAccumulation, false);
  See("workspace", P.WorkspaceLimit, int64_t(0));
  See("seed", P.Seed, uint32_t(0));
}

template <typename Config, typename Visitor>
void forConfig(Config &C, Visitor See) {
  See("id", C.Id);
  See("tile", C.Tile);
  See("stages", C.Stages);
  See("splitk", C.SplitK);
  See("reduction", C.Reduction);
  See("swizzle", C.Swizzle);
  See("custom", C.Custom);
  See("inner", C.Inner);
  See("cluster", C.Cluster);
}

std::string shown(const std::string &V) { return V; }
std::string shown(char V) { return std::string(1, V); }
std::string shown(bool V) { return V ? "1" : "0"; }
std::string shown(int64_t V) { return std::to_string(V); }
std::string shown(uint32_t V) { return std::to_string(V); }
std::string shown(double V) {
  char Text[32];
  std::snprintf(Text, sizeof Text, "%g", V);
  return Text;
}

bool read(const std::string &Text, std::string &V) {
  V = Text;
  return Text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
         std::string::npos;
}
bool read(const std::string &Text, char &V) {
  V = Text.empty() ? 0 : Text[0];
  return Text.size() == 1;
}
bool read(const std::string &Text, bool &V) {
  V = Text == "1";
  return Text == "1" || Text == "0";
}
bool read(const std::string &Text, int64_t &V) {
  char *End = nullptr;
  V = std::strtoll(Text.c_str(), &End, 10);
  return !Text.empty() && Text.size() < 16 && !*End && V >= 0;
}
bool read(const std::string &Text, uint32_t &V) {
  int64_t Wide = 0;
  const bool Fine = read(Text, Wide) && Wide <= UINT32_MAX;
  V = static_cast<uint32_t>(Wide);
  return Fine;
}
bool read(const std::string &Text, double &V) {
  char *End = nullptr;
  V = std::strtod(Text.c_str(), &End);
  return !Text.empty() && Text.size() < 32 && !*End && V > -1e9 && V < 1e9;
}

/// The line's words; nothing when one is not key=value or comes twice.
std::optional<std::map<std::string, std::string>>
wordsOf(const std::string &Text) {
  std::map<std::string, std::string> Words;
  std::istringstream Line(Text);
  for (std::string Word; Line >> Word;) {
    const size_t Equals = Word.find('=');
    if (Equals == std::string::npos ||
        !Words.emplace(Word.substr(0, Equals), Word.substr(Equals + 1)).second)
      return std::nullopt;
  }
  return Words;
}

} // namespace

std::string HuntProblem::text() const {
  std::string Line;
  forFields(*this, [&](const std::string &Key, const auto &Field,
                       const auto &Default) {
    if (Field != Default)
      Line += (Line.empty() ? "" : " ") + Key + "=" + shown(Field);
  });
  return Line;
}

std::string HuntConfig::text() const {
  std::string Line;
  forConfig(*this, [&](const char *Key, int64_t Field) {
    Line += std::string(Line.empty() ? "" : " ") + Key + "=" + shown(Field);
  });
  return Line;
}

std::optional<HuntConfig> huntConfigFrom(const std::string &Text) {
  auto Words = wordsOf(Text);
  if (!Words)
    return std::nullopt;
  HuntConfig C;
  bool Fine = true;
  forConfig(C, [&](const char *Key, int64_t &Field) {
    auto It = Words->find(Key);
    Fine &= It != Words->end() && read(It->second, Field);
    if (It != Words->end())
      Words->erase(It);
  });
  return Fine && Words->empty() ? std::optional<HuntConfig>(C) : std::nullopt;
}

/// What the parts of a problem that came from a file must be for it to be run.
static bool isSound(const HuntProblem &P) {
  constexpr int64_t Most = int64_t(1) << 31;
  auto IsIn = [](int64_t V, int64_t Low) { return V >= Low && V < Most; };
  auto IsOneOf = [](char C, const char *Letters) {
    return std::string(Letters).find(C) != std::string::npos;
  };
  bool Fine = IsIn(P.M, 1) && IsIn(P.N, 1) && IsIn(P.K, 1) &&
              P.Batches >= 1 && P.Batches <= 65536 && IsOneOf(P.OpA, "NTC") &&
              IsOneOf(P.OpB, "NTC") && P.Alpha != 0;
  for (const HuntLayout &L : P.Layouts) {
    const unsigned Bytes = huntElementBytes(L.Type);
    Fine = Fine && Bytes && IsIn(L.Pad, 0) && IsIn(L.StridePad, 0) &&
           L.Offset <= 4096 && L.Offset % Bytes == 0;
  }
  for (char Scale : {P.ScaleA, P.ScaleB, P.ScaleC, P.ScaleD})
    Fine = Fine && IsOneOf(Scale, "-so");
  // An oracle is there for these.
  static const char *const Epilogues[] = {
      "DEFAULT",  "RELU",          "BIAS",     "RELU_BIAS",
      "GELU",     "GELU_BIAS",     "RELU_AUX", "RELU_AUX_BIAS",
      "GELU_AUX", "GELU_AUX_BIAS", "DRELU"};
  Fine = Fine && std::find(std::begin(Epilogues), std::end(Epilogues),
                           P.Epilogue) != std::end(Epilogues);
  return Fine && P.ScaleOffset <= 1024 && P.ScaleOffset % 4 == 0 &&
         P.AuxPad <= 64 && P.BiasOffset <= 4096 &&
         (!P.hasBias() || huntElementBytes(P.BiasType)) &&
         P.WorkspaceLimit <= (int64_t(64) << 20);
}

std::optional<HuntProblem> huntProblemFrom(const std::string &Text) {
  auto Words = wordsOf(Text);
  if (!Words)
    return std::nullopt;
  HuntProblem P;
  bool Fine = true;
  forFields(P, [&](const std::string &Key, auto &Field, const auto &Default) {
    auto It = Words->find(Key);
    Field = Default;
    if (It == Words->end())
      return;
    Fine &= read(It->second, Field);
    Words->erase(It);
  });
  if (!Fine || !Words->empty() || !isSound(P))
    return std::nullopt;
  return P;
}

} // namespace cublaslt::runtime
