//===-- MatmulRunPlan.cpp - from a finding to two sets of settings --------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/MatmulRun.h"
#include "runtime-check/experiments/MatmulTiming.h"
#include "runtime-check/problem/Enumerators.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <algorithm>
#include <cstdlib>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::CallSpecification;
using findings::SpecificationValue;

static bool startsWith(const std::string &Text, const std::string &Start) {
  return Text.rfind(Start, 0) == 0;
}

/// A value of the rule's experiment file.
static SpecificationValue valueOf(const std::string &Text) {
  SpecificationValue V;
  char *End = nullptr;
  errno = 0;
  if (Text == "true" || Text == "false") {
    V.Known = Text == "true";
  } else if (!Text.empty() &&
             Text.find_first_not_of("0123456789") == std::string::npos) {
    V.Known = static_cast<uint64_t>(std::strtoull(Text.c_str(), &End, 10));
  } else if (Text.size() > 1 && Text[0] == '-' &&
             Text.find_first_not_of("0123456789", 1) == std::string::npos) {
    V.Known = static_cast<int64_t>(std::strtoll(Text.c_str(), &End, 10));
  } else {
    V.Known = Text;
  }
  return V;
}

/// How the enumerators of an attribute begin, of those that sources give as
/// numbers; empty for the others.
static std::string enumeratorPrefix(const std::string &Attribute) {
  auto EndsWith = [&](const char *End) {
    size_t Length = std::char_traits<char>::length(End);
    return Attribute.size() >= Length &&
           Attribute.compare(Attribute.size() - Length, Length, End) == 0;
  };
  return EndsWith("TRANSA") || EndsWith("TRANSB") ? "CUBLAS_OP_"
         : EndsWith("LAYOUT_ORDER")               ? "CUBLASLT_ORDER_"
         : EndsWith("COMPUTE_TYPE")               ? "CUBLAS_COMPUTE_"
         : EndsWith("_TYPE")                      ? "CUDA_"
                                                  : "";
}

/// The word of \p Number, or nothing.
static std::optional<std::string> wordOf(const std::string &Attribute,
                                         int64_t Number) {
  const std::string Prefix = enumeratorPrefix(Attribute);
  if (Prefix.empty())
    return std::nullopt;
  for (const std::string &Word : enumeratorsOf(Prefix))
    if (enumerator(Word) == Number)
      return Word;
  return std::nullopt;
}

/// What the experiment itself may be told by a finding, besides attributes.
static const std::vector<std::string> &ownKeys() {
  static const std::vector<std::string> Keys = {
      "alpha.type",        "alpha.location", "beta.type",     "beta.location",
      "status.tested",     "results.extent", "overflow.left", "overflow.right",
      "problem.condition", "beta.value",     "lifetime.form"};
  return Keys;
}

static bool isAttributeKey(const std::string &Key) {
  for (const char *Object :
       {"A.", "B.", "C.", "D.", "matmulDesc.", "preference."})
    if (startsWith(Key, Object))
      return true;
  return false;
}

/// The name of an environment variable, which a reproducer may print.
static bool isVariableName(const std::string *Word) {
  return Word && !Word->empty() && Word->size() <= 64 &&
         Word->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
             std::string::npos;
}

/// Whether the finding says what is done with the attribute that it names: its
/// size, or the product that becomes its value.
static bool saysHow(const CallSpecification &Call,
                    const SpecificationValue &Question) {
  auto *Key = std::get_if<std::string>(&Question.Known);
  auto IsKnown = [&](const std::string &Name) {
    auto It = Call.Values.find(Name);
    return It != Call.Values.end() && It->second.isKnown();
  };
  return Key && isAttributeKey(*Key) &&
         (IsKnown("size." + *Key) ||
          (IsKnown("overflow.left") && IsKnown("overflow.right")));
}

/// 'A' for "A.misalignedBytes".
static char misalignedMatrix(const std::string &Key) {
  return Key.size() > 1 && Key.substr(1) == ".misalignedBytes" ? Key[0] : 0;
}

/// Whether the attribute that a check names is the mistake, without regard to
/// how it is set: one that the library no longer has, or a number that is no
/// enumerator.
static bool isMistakenByItself(const CallSpecification &Call,
                               const SpecificationValue &Question,
                               const kb::Api *Api) {
  auto *Key = std::get_if<std::string>(&Question.Known);
  if (!Key || !isAttributeKey(*Key) || !Api)
    return false;
  const std::string Name = Key->substr(Key->find('.') + 1);
  const kb::Attribute *A = Api->attribute(Name);
  auto Value = Call.Values.find(*Key);
  auto Number = Value == Call.Values.end() ? std::nullopt
                                           : findings::asSigned(Value->second);
  return A && Number &&
         (A->IsRemoved ||
          (!enumeratorPrefix(Name).empty() && !wordOf(Name, *Number)));
}

/// The finding's values in the experiment's own terms.
static CallSpecification normalized(const CallSpecification &Call,
                                    const kb::Api *Api) {
  CallSpecification Own;
  Own.Function = Call.Function;
  for (const auto &[Key, Given] : Call.Values) {
    SpecificationValue Value = Given;
    // No enumerator: the checks give the number as they would give a word.
    if (auto *Word = std::get_if<std::string>(&Given.Known))
      if (isAttributeKey(Key) && !Word->empty() && Word->size() < 10 &&
          Word->find_first_not_of("0123456789") == std::string::npos)
        Value = valueOf(*Word);
    auto Number = findings::asSigned(Value);
    if (auto Matrix = misalignedMatrix(Key)) {
      // Where a matrix starts, from an address that the library likes.
      if (Number && *Number > 0 && *Number <= 128) {
        Own.Values[std::string("misaligned.") + Matrix] = Value;
        Own.Values[std::string("argument.") + Matrix].Known =
            "device+" + std::to_string(*Number);
      }
      continue;
    }
    bool IsPointer = false;
    if (isAttributeKey(Key)) {
      const std::string Name = Key.substr(Key.find('.') + 1);
      const kb::Attribute *A = Api ? Api->attribute(Name) : nullptr;
      if (!A)
        continue;
      IsPointer = A->IsPointer;
      if (Number)
        if (auto Word = wordOf(Name, *Number))
          Value.Known = *Word;
    } else if (startsWith(Key, "argument.")) {
      static const std::vector<std::string> Pointers = {
          "argument.A",         "argument.B",         "argument.C",
          "argument.D",         "argument.workspace", "argument.algo",
          "argument.preference"};
      static const std::vector<std::string> Numbers = {
          "argument.requestedAlgoCount", "argument.workspaceSizeInBytes",
          "argument.sizeInBytes"};
      IsPointer = std::count(Pointers.begin(), Pointers.end(), Key) != 0;
      bool IsWord = Key == "argument.attr";
      if (!IsPointer && !IsWord &&
          !std::count(Numbers.begin(), Numbers.end(), Key))
        continue;
    } else if (Key == "question") {
      if (!isMistakenByItself(Call, Value, Api) && !saysHow(Call, Value))
        continue;
    } else if (Key == "environment.variable") {
      if (!isVariableName(std::get_if<std::string>(&Value.Known)))
        continue;
    } else if (!startsWith(Key, "size.") &&
               !std::count(ownKeys().begin(), ownKeys().end(), Key)) {
      continue;
    }
    if (IsPointer) {
      auto *Word = std::get_if<std::string>(&Value.Known);
      if ((Number && *Number == 0) || (Word && *Word == "nullptr"))
        Value.Known = std::string("null");
      else if (!std::holds_alternative<std::string>(Value.Known))
        Value.Known = std::monostate(); // an address says nothing here
    }
    Own.Values[Key] = Value;
  }
  // The attribute that is asked about is set, with its default where the call
  // does not know another value.
  auto Question = Own.Values.find("question");
  if (Api && Question != Own.Values.end())
    if (auto *Key = std::get_if<std::string>(&Question->second.Known)) {
      const kb::Attribute *A = Api->attribute(Key->substr(Key->find('.') + 1));
      SpecificationValue &Value = Own.Values[*Key];
      if (A && !Value.isKnown() && A->IsPointer)
        Value.Known = std::string("null");
      else if (A && !Value.isKnown())
        Value.Known = A->Default.value_or(0);
    }
  // A finding about one Set call: its size argument is the attribute's.
  auto Attribute = Own.Values.find("argument.attr");
  if (Api && Attribute != Own.Values.end())
    if (auto *Name = std::get_if<std::string>(&Attribute->second.Known))
      if (const kb::Attribute *A = Api->attribute(*Name)) {
        std::string Key =
            (A->Object == "layout" ? "A" : A->Object) + "." + A->Name;
        Own.Values["question"].Known = Key;
        auto Buffer = Call.Values.find("argument.buf");
        if (Buffer != Call.Values.end() &&
            Buffer->second.Known ==
                decltype(Buffer->second.Known)(std::string("nullptr")))
          Own.Values[Key].Known = std::string("null-buffer");
        SpecificationValue &Value = Own.Values[Key];
        // Of a pointer attribute the buffer is said only where it is mistaken:
        // without the '&'.
        if (!Value.isKnown() && A->IsPointer)
          Value.Known =
              std::string(Buffer != Call.Values.end() ? "by-value" : "null");
        else if (!Value.isKnown())
          Value.Known = A->Default.value_or(0);
        auto Size = Own.Values.find("argument.sizeInBytes");
        if (Size != Own.Values.end() && Size->second.isKnown())
          Own.Values["size." + Key] = Size->second;
      }
  return Own;
}

/// The flagged form: the call, and the rule's flagged values where the call
/// leaves them open.
static CallSpecification flaggedForm(const CallSpecification &Call,
                                     const kb::Experiment &E,
                                     std::vector<std::string> &Filled) {
  CallSpecification Own = Call;
  const bool HasQuestion = Call.Values.count("question") != 0;
  for (const auto &[Key, Text] : E.Flagged) {
    // What the check says of a matrix's start; here it is part of the pointer.
    if (misalignedMatrix(Key))
      continue;
    auto It = Own.Values.find(Key);
    if (It != Own.Values.end() && It->second.isKnown())
      continue;
    // Of a condition's finding the mistake is in its own values.
    const bool HasCondition =
        Call.Values.count("problem.condition") && !E.Conditions.empty();
    if (HasCondition && isAttributeKey(Key) && It == Own.Values.end())
      continue;
    // The rule's own question is another attribute's.
    if (HasQuestion && (startsWith(Key, "size.") || isAttributeKey(Key)))
      continue;
    Own.Values[Key] = valueOf(Text);
    Filled.push_back(Key);
  }
  return Own;
}

/// The control: the flagged form with the mistake taken out.
static CallSpecification controlForm(const CallSpecification &Flagged,
                                     const kb::Experiment &E,
                                     const kb::Api &Api, bool HasOwnQuestion) {
  CallSpecification Own = Flagged;
  if (HasOwnQuestion) {
    // The attribute set as it should be: its default, which every object takes.
    std::string Key = std::get<std::string>(Own.Values["question"].Known);
    const kb::Attribute *A = Api.attribute(Key.substr(Key.find('.') + 1));
    if (A && A->IsRemoved) {
      Own.Values.erase(Key);
      Own.Values.erase("question");
    } else if (A && A->IsPointer)
      Own.Values[Key].Known = std::string("null");
    else if (A && (!findings::asSigned(Own.Values[Key]) ||
                   !Own.Values.count("size." + Key)))
      // Where the size is the mistake the value may stay.
      Own.Values[Key].Known = A->Default.value_or(0);
  }
  for (auto It = Own.Values.begin(); It != Own.Values.end();)
    It = startsWith(It->first, "size.") || startsWith(It->first, "chosenFor.")
             ? Own.Values.erase(It)
             : std::next(It);
  for (const auto &[Key, Text] : E.Control) {
    if (HasOwnQuestion && (Key == "question" || isAttributeKey(Key)))
      continue;
    Own.Values.erase(Key);
    if (startsWith(Text, "=")) {
      // The same as another value of the flagged form.
      auto Like = Flagged.Values.find(Text.substr(1));
      if (Like != Flagged.Values.end() && Like->second.isKnown())
        Own.Values[Key] = Like->second;
    } else if (Text != "derived") {
      Own.Values[Key] = valueOf(Text);
    }
  }
  return Own;
}

/// What the epilogue needs, where the call does not speak of it.
static void completeEpilogue(Planner &P, Settings &S) {
  const std::string Word = S.word(descriptorKey("EPILOGUE"));
  auto Has = [&](const char *Part) {
    return Word.find(Part) != std::string::npos;
  };
  auto Fill = [&](const char *Attribute, auto Value) {
    std::string Key = descriptorKey(Attribute);
    if (S.has(Key))
      return;
    S.set(Key, Value);
    P.noteFilled(Key);
  };
  if (Has("BIAS") || Has("BGRAD"))
    Fill("BIAS_POINTER", std::string("device"));
  if (Has("AUX") || Has("DRELU") || Has("DGELU")) {
    Fill("EPILOGUE_AUX_POINTER", std::string("device"));
    // A ReLU mask wants a multiple of 128.
    Fill("EPILOGUE_AUX_LD",
         (S.numberOr(layoutKey('D', "ROWS"), 1) + 127) / 128 * 128);
  }
}

/// A start within an element suits no alignment: only another start helps.
static void alignElements(Settings &Control) {
  for (char Matrix : {'A', 'B', 'C', 'D'}) {
    const std::string Name(1, Matrix);
    auto Offset = Control.number("misaligned." + Name);
    unsigned Bytes = bitsOf(Control.word(layoutKey(Matrix, "TYPE"))) / 8;
    if (!Offset || !Bytes || *Offset % Bytes == 0)
      continue;
    Control.set("argument." + Name, std::string("device"));
    for (const char *Each : {"A", "B", "C", "D"})
      Control.Values.erase(
          std::string("preference.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_") + Each +
          "_BYTES");
  }
}

/// Completes \p Call to settings; false when refused.
static bool complete(Planner &P, const CallSpecification &Call,
                     const kb::Api *Api, Settings &Into) {
  // A number in place of an enumerator is a mistake to be made as it is.
  CallSpecification Typed = Call;
  CallSpecification Numbers;
  for (const char *Attribute : {"COMPUTE_TYPE", "TRANSA", "TRANSB"})
    Numbers.Values[descriptorKey(Attribute)];
  for (char Matrix : {'A', 'B', 'C', 'D'})
    Numbers.Values[layoutKey(Matrix, "ORDER")];
  for (auto It = Numbers.Values.begin(); It != Numbers.Values.end();) {
    auto Own = Call.Values.find(It->first);
    bool IsNumber = Own != Call.Values.end() && findings::asSigned(Own->second);
    if (IsNumber) {
      Typed.Values.erase(It->first);
      It->second = Own->second;
    }
    It = IsNumber ? std::next(It) : Numbers.Values.erase(It);
  }
  Planner Completion(Typed, P.E);
  Completion.AcceptsMistakes = true;
  planMatmul(Completion, Api, witnessShape(Completion));
  if (Completion.refused()) {
    P.refuse(Completion.ThePlan.Refusal);
    return false;
  }
  Settings &S = Into;
  S = Completion.ThePlan.TheSettings;
  for (const std::string &Key : Completion.ThePlan.FilledByWitness)
    P.noteFilled(Key);
  for (const auto &[Key, Value] : Numbers.Values)
    S.Values[Key] = Value;
  for (const auto &[Key, Value] : Call.Values) {
    if (S.has(Key))
      continue;
    if (Value.isKnown()) {
      auto Number = findings::asSigned(Value);
      if (Key == "argument.requestedAlgoCount" &&
          (!Number || *Number < -1000000 || *Number > 10000)) {
        P.refuse(Key + " is outside -1000000 to 10000: not run");
        return false;
      }
      if (Key == "results.extent" &&
          (!Number || *Number < 0 || *Number > 10000)) {
        P.refuse(Key + " is outside 0 to 10000: not run");
        return false;
      }
      S.Values[Key] = Value;
    } else if (isAttributeKey(Key)) {
      const kb::Attribute *A = Api->attribute(Key.substr(Key.find('.') + 1));
      if (A && A->IsPointer && !P.witness(Key)) {
        S.set(Key, std::string("device"));
        P.noteFilled(Key);
      }
    }
  }
  completeEpilogue(P, S);
  for (const auto &[Key, Text] : P.E.Witness)
    if (!S.has(Key) && !startsWith(Key, "problem.")) {
      S.Values[Key] = valueOf(Text);
      if (isAttributeKey(Key))
        P.noteFilled(Key);
    }
  return true;
}

void MatmulRun::plan(Planner &P, const DeviceFacts &Facts,
                     const kb::Api *Api) const {
  if (!Api) {
    P.refuse("the knowledge base describes no API");
    return;
  }
  CallSpecification Call = normalized(P.Call, Api);
  std::vector<std::string> Filled;
  Settings Control;
  CallSpecification Flagged = flaggedForm(Call, P.E, Filled);
  if (!complete(P, Flagged, Api, P.ThePlan.TheSettings))
    return;
  // What the control lacks is filled too, and decides nothing.
  const std::vector<std::string> OfFlagged = P.ThePlan.FilledByWitness;
  const bool AsksOne = Call.Values.count("question") != 0;
  if (!complete(P, controlForm(Flagged, P.E, *Api, AsksOne), Api, Control))
    return;
  P.ThePlan.FilledByWitness = OfFlagged;
  for (const std::string &Key : Filled)
    P.noteFilled(Key);
  alignElements(Control);
  P.ThePlan.ControlSettings = Control;
  P.ThePlan.NeedsGpu = P.E.NeedsGpu;
  P.ThePlan.NeedsExclusiveMemory = P.ThePlan.TheSettings.has("pressure.call");
  P.ThePlan.CrashConfirms = P.ThePlan.TheSettings.flag("crash.confirms");
  P.ThePlan.SharesProcess = Facts.HasDevice && P.ThePlan.NeedsGpu &&
                            !P.ThePlan.NeedsExclusiveMemory &&
                            !P.ThePlan.CrashConfirms;
  if (P.ThePlan.TheSettings.has("timing.repetitions")) {
    P.ThePlan.NeedsDeviceAlone = true;
    P.ThePlan.Rounds = P.ThePlan.TheSettings.word("timing.clock") == "host"
                           ? HostTimingRounds
                           : TimingRounds;
  }
  if (!Facts.HasDevice)
    return;
  for (const Settings *S : {&P.ThePlan.TheSettings, &Control}) {
    auto Bytes = matmulBytes(*S);
    if (!Bytes || *Bytes > Facts.TotalBytes / 2) {
      P.refuse("the call's matrices need " +
               (Bytes ? bytesForPeople(*Bytes) : "more than 16 EiB") +
               ", too much for this device: not run");
      return;
    }
  }
}
