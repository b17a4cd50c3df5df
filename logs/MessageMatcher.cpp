//===-- MessageMatcher.cpp - which known message a line is ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/MessageMatcher.h"
#include "findings/MatmulKeys.h"
#include <algorithm>
#include <cstdlib>
#include <re2/re2.h>
#include <re2/set.h>

using namespace cublaslt;
using namespace cublaslt::logs;
using findings::CallSpecification;
using findings::Key;
using kb::Capture;

struct MessageMatcher::Impl {
  std::vector<const kb::MessagePattern *> Patterns;
  std::vector<std::unique_ptr<RE2>> Expressions;
  std::unique_ptr<RE2::Set> All;
};

MessageMatcher::MessageMatcher() : I(std::make_unique<Impl>()) {}
MessageMatcher::~MessageMatcher() = default;

static RE2::Options options() {
  RE2::Options Options;
  // Logs are bytes: a line in another encoding must still match.
  Options.set_encoding(RE2::Options::EncodingLatin1);
  Options.set_log_errors(false);
  Options.set_max_mem(32 << 20);
  return Options;
}

std::unique_ptr<MessageMatcher>
MessageMatcher::create(const kb::KnowledgeBase &Kb, bool OfEarlierFaults,
                       std::string &Error) {
  std::unique_ptr<MessageMatcher> Result(new MessageMatcher);
  Impl &I = *Result->I;
  I.All = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
  for (const kb::MessagePattern &M : Kb.messages()) {
    if (M.IsEarlier != OfEarlierFaults)
      continue;
    auto Expression = std::make_unique<RE2>(M.Pattern, options());
    if (!Expression->ok() || I.All->Add(M.Pattern, &Error) < 0) {
      Error = "the message '" + M.Id +
              "' of the knowledge base has a pattern that RE2 refuses: " +
              Expression->error();
      return nullptr;
    }
    I.Patterns.push_back(&M);
    I.Expressions.push_back(std::move(Expression));
  }
  if (!I.All->Compile()) {
    Error = "the knowledge base's messages are too many for RE2";
    return nullptr;
  }
  return Result;
}

std::optional<MessageMatch> MessageMatcher::match(std::string_view Line) const {
  const re2::StringPiece Text(Line.data(), Line.size());
  std::vector<int> Fitting;
  RE2::Set::ErrorInfo Trouble = {};
  if (!I->All->Match(Text, &Fitting, &Trouble)) {
    if (Trouble.kind != RE2::Set::kOutOfMemory)
      return std::nullopt;
    // One by one needs less memory.
    for (size_t Index = 0; Index < I->Expressions.size(); ++Index)
      if (RE2::PartialMatch(Text, *I->Expressions[Index]))
        Fitting.push_back(static_cast<int>(Index));
    if (Fitting.empty())
      return std::nullopt;
  }
  size_t First =
      static_cast<size_t>(*std::min_element(Fitting.begin(), Fitting.end()));
  const RE2 &Expression = *I->Expressions[First];
  MessageMatch Result;
  Result.Pattern = I->Patterns[First];
  std::vector<re2::StringPiece> Groups(
      static_cast<size_t>(Expression.NumberOfCapturingGroups()) + 1);
  Expression.Match(Text, 0, Text.size(), RE2::UNANCHORED, Groups.data(),
                   static_cast<int>(Groups.size()));
  Result.Begin = static_cast<size_t>(Groups[0].data() - Text.data());
  Result.End = Result.Begin + Groups[0].size();
  for (size_t Group = 1; Group < Groups.size(); ++Group)
    Result.Groups.push_back(Groups[Group].as_string());
  return Result;
}

std::vector<std::string> MessageMatcher::anchors() const {
  std::vector<std::string> Result;
  for (const kb::MessagePattern *M : I->Patterns)
    if (!M->IsOnlyContinuation)
      Result.push_back(M->Anchor);
  return Result;
}

std::string MessageMatch::captured(Capture What) const {
  for (size_t Group = 0; Group < Pattern->Captures.size(); ++Group)
    if (Pattern->Captures[Group] == What && Group < Groups.size() &&
        !Groups[Group].empty())
      return Groups[Group];
  return What == Capture::Status     ? Pattern->Status
         : What == Capture::Function ? Pattern->Function
                                     : "";
}

std::string MessageMatch::says() const {
  std::string Result;
  const std::string &Words = Pattern->Says;
  for (size_t P = 0; P < Words.size(); ++P) {
    bool IsGroup = Words[P] == '\\' && P + 1 < Words.size() &&
                   Words[P + 1] >= '1' && Words[P + 1] <= '9';
    if (!IsGroup) {
      Result += Words[P];
      continue;
    }
    size_t Group = static_cast<size_t>(Words[++P] - '1');
    if (Group < Groups.size())
      Result += Groups[Group];
  }
  return Result;
}

namespace {
/// Fills a call specification from a framework's words.
class CallMaker {
public:
  CallMaker(const MessageMatch &Match, const kb::Api &Api)
      : Match(Match), Api(Api) {}

  std::optional<CallSpecification> make() {
    takeOperations();
    takeDimensions();
    takeTypes();
    if (Call.Values.empty())
      return std::nullopt;
    Call.Function = Match.captured(Capture::Function);
    return std::move(Call);
  }

private:
  static std::optional<int64_t> numberIn(const std::string &Text) {
    if (Text.empty() || Text.size() > 18 ||
        Text.find_first_not_of("0123456789") != std::string::npos)
      return std::nullopt;
    return std::strtoll(Text.c_str(), nullptr, 10);
  }
  std::optional<int64_t> number(Capture What) const {
    return numberIn(Match.captured(What));
  }
  void set(const Key &Of, int64_t Value) { Call.Values[Of].Known = Value; }
  void set(const Key &Of, const std::string &Word) {
    Call.Values[Of].Known = Word;
  }

  void takeOperations();
  void takeDimensions();
  void takeTypes();

  const MessageMatch &Match;
  const kb::Api &Api;
  CallSpecification Call;
  std::optional<bool> TransposedA, TransposedB;
};
} // namespace

void CallMaker::takeOperations() {
  auto Take = [&](Capture What, const char *Attribute) -> std::optional<bool> {
    std::string Word = Match.captured(What);
    const char *Operation = Word == "t" || Word == "1"   ? "CUBLAS_OP_T"
                            : Word == "c"                ? "CUBLAS_OP_C"
                            : Word == "n" || Word == "0" ? "CUBLAS_OP_N"
                                                         : nullptr;
    if (!Operation)
      return std::nullopt;
    set(findings::descriptorKey(Attribute), std::string(Operation));
    return Operation[10] != 'N';
  };
  TransposedA = Take(Capture::TransposeA, "TRANSA");
  TransposedB = Take(Capture::TransposeB, "TRANSB");
}

void CallMaker::takeDimensions() {
  auto M = number(Capture::M), N = number(Capture::N), K = number(Capture::K);
  auto Shape = [&](char Matrix, std::optional<int64_t> Rows,
                   std::optional<int64_t> Cols) {
    if (!Rows || !Cols)
      return;
    set(findings::layoutKey(Matrix, "ROWS"), *Rows);
    set(findings::layoutKey(Matrix, "COLS"), *Cols);
    set(findings::layoutKey(Matrix, "ORDER"),
        std::string("CUBLASLT_ORDER_COL"));
  };
  if (TransposedA)
    Shape('A', *TransposedA ? K : M, *TransposedA ? M : K);
  if (TransposedB)
    Shape('B', *TransposedB ? N : K, *TransposedB ? K : N);
  Shape('D', M, N);
  const struct {
    Capture What;
    char Matrix;
  } Leading[] = {{Capture::LdA, 'A'}, {Capture::LdB, 'B'}, {Capture::LdD, 'D'}};
  for (const auto &L : Leading)
    if (auto Ld = number(L.What))
      set(findings::layoutKey(L.Matrix, "LD"), *Ld);
}

void CallMaker::takeTypes() {
  const kb::LogFormat &Log = Api.Log;
  auto Name = [](const std::map<int, std::string> &Names,
                 std::optional<int64_t> Number) -> std::string {
    auto It = Number && *Number < 1000 ? Names.find(static_cast<int>(*Number))
                                       : Names.end();
    return It == Names.end() ? "" : It->second;
  };
  auto Take = [&](Capture What, const char *Matrices) {
    std::string Type = Name(Log.DataTypes, number(What));
    for (; !Type.empty() && *Matrices; ++Matrices)
      set(findings::layoutKey(*Matrices, "TYPE"), Type);
  };
  Take(Capture::TypeAB, "AB");
  Take(Capture::TypeC, "CD");
  Take(Capture::TypeABC, "ABCD");
  std::string Scale = Name(Log.DataTypes, number(Capture::ScaleType));
  std::string Compute = Name(Log.ComputeTypes, number(Capture::ComputeType));
  if (!Scale.empty())
    set(findings::descriptorKey("SCALE_TYPE"), Scale);
  if (!Compute.empty())
    set(findings::descriptorKey("COMPUTE_TYPE"), Compute);
}

std::optional<CallSpecification> MessageMatch::call(const kb::Api &Api) const {
  return CallMaker(*this, Api).make();
}
