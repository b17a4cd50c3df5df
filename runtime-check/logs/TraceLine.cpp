//===-- TraceLine.cpp - a line of the library's own log -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/logs/TraceLine.h"
#include "runtime-check/logs/SixteenBytes.h"
#include <algorithm>

using namespace cublaslt::logs;

static bool isSameWord(std::string_view A, std::string_view B) {
  if (A.size() != B.size())
    return false;
  for (size_t I = 0; I < A.size(); ++I) {
    unsigned char X = static_cast<unsigned char>(A[I]);
    unsigned char Y = static_cast<unsigned char>(B[I]);
    if (X != Y &&
        ((X | 0x20) != (Y | 0x20) || (X | 0x20) < 'a' || (X | 0x20) > 'z'))
      return false;
  }
  return true;
}

/// Takes "[...]" off the front of \p Text; nothing when there is none or what
/// is inside is longer than \p Longest.
static std::optional<std::string_view> takeBracketed(std::string_view &Text,
                                                     size_t Longest) {
  if (Text.empty() || Text[0] != '[')
    return std::nullopt;
  size_t End = Text.substr(0, Longest + 2).find(']');
  if (End == std::string_view::npos)
    return std::nullopt;
  std::string_view Inside = Text.substr(1, End - 1);
  Text.remove_prefix(End + 1);
  return Inside;
}

static std::optional<TraceLevel> levelOf(std::string_view Word) {
  static constexpr struct {
    std::string_view Word;
    TraceLevel Level;
  } Levels[] = {{"Error", TraceLevel::Error}, {"Trace", TraceLevel::Trace},
                {"Hint", TraceLevel::Hint},   {"Hints", TraceLevel::Hint},
                {"Info", TraceLevel::Info},   {"Api", TraceLevel::Api}};
  for (const auto &L : Levels)
    if (isSameWord(Word, L.Word))
      return L.Level;
  return std::nullopt;
}

static constexpr size_t LongestThread = 20, LongestLevel = 8,
                        LongestFunction = 128;

static bool isTime(std::string_view Text) {
  static constexpr std::string_view Shape = "dddd-dd-dd dd:dd:dd";
  if (Text.size() != TimeLength)
    return false;
  for (size_t I = 0; I < TimeLength; ++I) {
    bool IsDigit = Text[I] >= '0' && Text[I] <= '9';
    if (Shape[I] == 'd' ? !IsDigit : Text[I] != Shape[I])
      return false;
  }
  return true;
}

/// Parses the line whose "[name]" begins at \p At.
static std::optional<TraceLine> parseAt(std::string_view Text, size_t At,
                                        std::string_view Name) {
  std::string_view Rest = Text.substr(At);
  auto Library = takeBracketed(Rest, Name.size());
  if (!Library || !isSameWord(*Library, Name))
    return std::nullopt;
  std::string_view WithoutThread = Rest;
  auto Thread = takeBracketed(Rest, LongestThread);
  if (Thread &&
      Thread->find_first_not_of("0123456789") != std::string_view::npos) {
    // hipBLASLt on Windows has none.
    Rest = WithoutThread;
    Thread = std::string_view();
  }
  if (!Thread)
    return std::nullopt;
  auto Level = takeBracketed(Rest, LongestLevel);
  auto Function = Level ? takeBracketed(Rest, LongestFunction) : std::nullopt;
  auto Known = Function ? levelOf(*Level) : std::nullopt;
  if (!Known || Function->empty() ||
      Function->find('[') != std::string_view::npos)
    return std::nullopt;
  TraceLine Line;
  Line.Library = *Library;
  Line.Thread = *Thread;
  Line.Level = *Known;
  Line.Function = *Function;
  if (!Rest.empty() && Rest[0] == ' ')
    Rest.remove_prefix(1);
  Line.Message = Rest;
  Line.MessageOffset = Text.size() - Rest.size();
  if (At >= TimeLength + 2 && Text[At - 1] == ']' &&
      Text[At - TimeLength - 2] == '[' &&
      isTime(Text.substr(At - TimeLength - 1, TimeLength)))
    Line.Time = Text.substr(At - TimeLength - 1, TimeLength);
  return Line;
}

/// Where "][" stands at or after \p From: sixteen places at a time, for it is
/// rare and '[' is not.
static size_t findSeam(std::string_view Text, size_t From) {
  for (; From + 16 < Text.size(); From += 16) {
    const char *Place = Text.data() + From;
    if (isAnySet((loadSixteen(Place) == ']') & (loadSixteen(Place + 1) == '[')))
      break;
  }
  return Text.find("][", From);
}

/// Where "[name][" stands at or after \p From.
static size_t findName(std::string_view Text, size_t From,
                       std::string_view Name) {
  size_t Seam = From + Name.size() + 1;
  while ((Seam = findSeam(Text, Seam)) != std::string_view::npos) {
    const size_t Begin = Seam - Name.size() - 1;
    if (Text[Begin] == '[' &&
        isSameWord(Text.substr(Begin + 1, Name.size()), Name))
      return Begin;
    ++Seam;
  }
  return std::string_view::npos;
}

/// So many bytes at the front are neither control characters, quotes nor
/// backslashes, counted in sixteens: nearly all are.
static size_t plainBytes(std::string_view Text) {
  size_t Count = 0;
  for (; Text.size() - Count >= 16; Count += 16) {
    SixteenBytes Next = loadSixteen(Text.data() + Count);
    if (isAnySet((Next < 0x20) | (Next == '"') | (Next == '\\')))
      break;
  }
  return Count;
}

/// \p Message up to what a collector has put behind it.
static std::string_view withoutWrapping(std::string_view Message) {
  for (size_t I = plainBytes(Message); I < Message.size(); ++I) {
    unsigned char C = static_cast<unsigned char>(Message[I]);
    bool IsEscape = C == '\\' && I + 1 < Message.size() &&
                    (Message[I + 1] == 'n' || Message[I + 1] == 'r' ||
                     Message[I + 1] == 'u');
    if ((C < 0x20 && C != '\t') || C == '"' || IsEscape)
      return Message.substr(0, I);
  }
  return Message;
}

bool cublaslt::logs::hasTraceRemains(std::string_view Text,
                                     std::string_view Name) {
  for (size_t At = Text.find("]["); At != std::string_view::npos;
       At = Text.find("][", At + 1)) {
    size_t Begin = Text.rfind('[', At);
    if (isSameWord(Text.substr(At + 2, Name.size()), Name) &&
        Begin != std::string_view::npos &&
        levelOf(Text.substr(Begin + 1, At - Begin - 1)))
      return true;
  }
  return false;
}

std::optional<TraceLine> cublaslt::logs::parseTraceLine(std::string_view Text,
                                                        size_t From,
                                                        std::string_view Name,
                                                        bool *IsBroken) {
  for (size_t At = findName(Text, From, Name); At != std::string_view::npos;
       At = findName(Text, At + 1, Name)) {
    auto Line = parseAt(Text, At, Name);
    if (!Line) {
      if (IsBroken)
        *IsBroken = true;
      continue;
    }
    size_t Next = findName(Text, Line->MessageOffset, Name);
    if (Next != std::string_view::npos) {
      // The next line's time is not this one's message.
      if (Next >= Line->MessageOffset + TimeLength + 2 &&
          isTime(Text.substr(Next - TimeLength - 1, TimeLength)))
        Next -= TimeLength + 2;
      Line->Message =
          Text.substr(Line->MessageOffset, Next - Line->MessageOffset);
    }
    size_t Length = Line->Message.size();
    Line->Message = withoutWrapping(Line->Message);
    if (Line->Message.size() == Length)
      Line->NextOffset = Next;
    return Line;
  }
  return std::nullopt;
}

bool TraceFields::next(TraceField &Field) {
  while (!Rest.empty()) {
    size_t Start = Rest.find_first_not_of(' ');
    if (Start == std::string_view::npos)
      break;
    Rest.remove_prefix(Start);
    size_t Stop = Rest.find_first_of("= ");
    if (Stop == std::string_view::npos)
      break;
    if (Rest[Stop] == ' ' || Stop == 0) {
      Rest.remove_prefix(Stop + 1);
      continue;
    }
    Field.Key = Rest.substr(0, Stop);
    Rest.remove_prefix(Stop + 1);
    Field.IsNested = !Rest.empty() && Rest[0] == '[';
    Field.IsOpen = false;
    if (!Field.IsNested) {
      size_t End = std::min(Rest.find(' '), Rest.size());
      Field.Value = Rest.substr(0, End);
      Rest.remove_prefix(End);
      return true;
    }
    size_t Depth = 0, End = 0;
    for (; End < Rest.size(); ++End) {
      Depth += Rest[End] == '[';
      if (Rest[End] == ']' && --Depth == 0)
        break;
    }
    Field.IsOpen = End == Rest.size();
    Field.Value = Rest.substr(1, std::max<size_t>(End, 1) - 1);
    Rest.remove_prefix(std::min(End + 1, Rest.size()));
    return true;
  }
  Rest = {};
  return false;
}
