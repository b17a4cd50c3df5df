//===-- TraceLine.cpp - a line of the library's own log -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/TraceLine.h"
#include "logs/SixteenBytes.h"
#include <algorithm>

using namespace cublaslt::logs;

static bool isSameWord(std::string_view A, std::string_view B) {
  if (A.size() != B.size())
    return false;
  // As nearly every line has it.
  if (A == B)
    return true;
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
  static constexpr char Shape[] = "dddd-dd-dd dd:dd:dd";
  if (Text.size() != TimeLength)
    return false;
  auto Fits = [&](size_t At) {
    SixteenBytes Next = loadSixteen(Text.data() + At);
    SixteenBytes Form = loadSixteen(Shape + At);
    SixteenBytes Digit = Next - '0';
    return !isAnySet(Form == 'd' ? Digit > 9 : Next != Form);
  };
  return Fits(0) && Fits(TimeLength - sizeof(SixteenBytes));
}

static bool isDigit(char C) { return C >= '0' && C <= '9'; }

/// Parses the line whose "[name]" begins at \p At, where findName found it.
static std::optional<TraceLine> parseAt(std::string_view Text, size_t At,
                                        std::string_view Name) {
  std::string_view Library = Text.substr(At + 1, Name.size());
  std::string_view Rest = Text.substr(At + Name.size() + 2);
  std::string_view WithoutThread = Rest;
  auto Thread = takeBracketed(Rest, LongestThread);
  if (Thread && !std::all_of(Thread->begin(), Thread->end(), isDigit)) {
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
  Line.Library = Library;
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

/// Where "[name][" stands at or after \p From. Its three brackets are looked
/// for, sixteen places at a time: they are rare at such distances.
static size_t findName(std::string_view Text, size_t From,
                       std::string_view Name) {
  const size_t Close = Name.size() + 1;
  if (Text.size() < From + Close + 2)
    return std::string_view::npos;
  const char *End = Text.data() + Text.size() - Close - 1;
  const char *Found = findPlace(
      Text.data() + From, End,
      [&](const char *P) {
        return isAnySet((loadSixteen(P) == '[') &
                        (loadSixteen(P + Close) == ']') &
                        (loadSixteen(P + Close + 1) == '['));
      },
      [&](const char *P) {
        return P[0] == '[' && P[Close] == ']' && P[Close + 1] == '[' &&
               isSameWord({P + 1, Name.size()}, Name);
      });
  return Found == End ? std::string_view::npos
                      : static_cast<size_t>(Found - Text.data());
}

/// \p Message up to what a collector has put behind it: a control character, a
/// quote, or the escape of one.
static std::string_view withoutWrapping(std::string_view Message) {
  const char *Begin = Message.data(), *End = Begin + Message.size();
  const char *Stop = findPlace(
      Begin, End,
      [](const char *P) {
        SixteenBytes Next = loadSixteen(P);
        return isAnySet((Next < 0x20) | (Next == '"') | (Next == '\\'));
      },
      [&](const char *P) {
        if (*P == '\\' && P + 1 < End)
          return P[1] == 'n' || P[1] == 'r' || P[1] == 'u';
        return (static_cast<unsigned char>(*P) < 0x20 && *P != '\t') ||
               *P == '"';
      });
  return Message.substr(0, static_cast<size_t>(Stop - Begin));
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

/// Where the bracket is closed that \p Begin opens, or \p End.
static const char *closingOf(const char *Begin, const char *End) {
  size_t Depth = 0;
  return findPlace(
      Begin, End,
      [](const char *P) {
        SixteenBytes Next = loadSixteen(P);
        return isAnySet((Next == '[') | (Next == ']'));
      },
      [&](const char *P) {
        Depth += *P == '[';
        return *P == ']' && --Depth == 0;
      });
}

bool TraceFields::next(TraceField &Field) {
  // By hand: find_first_of is several times as slow, and this is what most of
  // the time goes to.
  const char *P = Rest.data(), *End = P + Rest.size();
  while (P != End) {
    const char *Key = P;
    while (P != End && *P != '=' && *P != ' ')
      ++P;
    if (P == End)
      break;
    if (*P == ' ' || P == Key) {
      ++P;
      continue;
    }
    Field.Key = std::string_view(Key, static_cast<size_t>(P - Key));
    ++P;
    Field.IsNested = P != End && *P == '[';
    const char *Value = P;
    if (Field.IsNested) {
      ++Value;
      P = closingOf(P, End);
      Field.IsOpen = P == End;
    } else {
      while (P != End && *P != ' ')
        ++P;
      Field.IsOpen = false;
    }
    Field.Value = std::string_view(Value, static_cast<size_t>(P - Value));
    P += Field.IsNested && !Field.IsOpen;
    Rest.remove_prefix(static_cast<size_t>(P - Rest.data()));
    return true;
  }
  Rest = {};
  return false;
}
