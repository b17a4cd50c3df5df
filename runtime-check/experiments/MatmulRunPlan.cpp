//===-- MatmulRunPlan.cpp - from a finding to two sets of settings --------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "kb/Lookup.h"
#include "runtime-check/experiments/MatmulRun.h"
#include "runtime-check/experiments/MatmulTiming.h"
#include "runtime-check/problem/Enumerators.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <algorithm>
#include <cstdlib>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::CallSpecification;
using findings::Key;
using findings::OwnKey;
using findings::SpecificationValue;

static bool isAttribute(const std::string &Written) {
  return Key::written(Written).kind() == Key::Kind::Attribute;
}

/// Of the attribute \p Of; null for one that the API does not have.
static const kb::Attribute *attributeOf(const Key &Of, const kb::Api &Api) {
  return Of.kind() == Key::Kind::Attribute ? Api.attribute(Of.name()) : nullptr;
}

/// The attribute whose Set call the finding is about, or nothing.
static std::optional<Key> askedIn(const CallSpecification &Call) {
  auto Question = Call.Values.find(OwnKey::Question);
  auto Word = Question == Call.Values.end()
                  ? std::nullopt
                  : findings::asWord(Question->second);
  return Word ? std::optional(Key::written(*Word)) : std::nullopt;
}

static bool isKnown(const CallSpecification &Call, const Key &Of) {
  auto It = Call.Values.find(Of);
  return It != Call.Values.end() && It->second.isKnown();
}

/// The name of an environment variable, which a reproducer may print.
static bool isVariableName(const SpecificationValue &Value) {
  const auto *Word = std::get_if<std::string>(&Value.Known);
  return Word && !Word->empty() && Word->size() <= 64 &&
         Word->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
             std::string::npos;
}

/// Whether the finding says what is mistaken in the attribute's call: its size,
/// its buffer, the product that becomes its value, or the attribute itself,
/// which the library no longer has, or a number that is not an enumerator.
static bool saysHow(const CallSpecification &Call, const Key &Asked,
                    const kb::Api &Api) {
  const kb::Attribute *A = attributeOf(Asked, Api);
  if (!A)
    return false;
  if (isKnown(Call, Key::sizeOf(Asked)) ||
      (isKnown(Call, OwnKey::OverflowLeft) &&
       isKnown(Call, OwnKey::OverflowRight)))
    return true;
  auto Value = Call.Values.find(Asked);
  if (Value == Call.Values.end())
    return false;
  const kb::Function *F = Api.function(Call.Function);
  if (std::holds_alternative<findings::PointerKind>(Value->second.Known))
    return F && F->TheAction == kb::Action::SetAttribute;
  auto Number = findings::asSigned(Value->second);
  const kb::Enumeration *Of = kb::enumeration(Api, A->IdiomaticType);
  return Number &&
         (A->IsRemoved || (Of && !A->IsBits && !kb::numbered(*Of, *Number)));
}

/// Whether a run makes something of the value.
static bool isRun(const CallSpecification &Call, const Key &Of,
                  const SpecificationValue &Value, const kb::Api &Api) {
  using kb::Role;
  switch (Of.kind()) {
  case Key::Kind::Attribute:
    return attributeOf(Of, Api) != nullptr;
  case Key::Kind::Size:
    return true;
  case Key::Kind::ChosenFor:
    return false;
  case Key::Kind::Argument:
    switch (kb::roleInMatmul(Api, Of.name())) {
    case Role::Matrix:
    case Role::Workspace:
    case Role::WorkspaceSize:
    case Role::Algorithm:
    case Role::Preference:
    case Role::RequestedCount:
      return true;
    default:
      return false;
    }
  case Key::Kind::Own:
    break;
  }
  if (Of.use() != Key::Use::Matmul)
    return false;
  if (Of == Key(OwnKey::EnvironmentVariable))
    return isVariableName(Value);
  if (Of == Key(OwnKey::Question)) {
    const std::optional<Key> Asked = askedIn(Call);
    return Asked && saysHow(Call, *Asked, Api);
  }
  if (Of.own() == OwnKey::MisalignedBytes) {
    auto Bytes = asNumber(Value);
    return Bytes && *Bytes > 0 && *Bytes <= 128;
  }
  return true;
}

/// The finding's values that a run makes something of.
static CallSpecification runnable(const CallSpecification &Call,
                                  const kb::Api &Api) {
  CallSpecification Own;
  Own.Function = Call.Function;
  for (const auto &[Of, Value] : Call.Values)
    if (isRun(Call, Of, Value, Api)) {
      const kb::Attribute *A = attributeOf(Of, Api);
      const bool IsPointer =
          A ? A->IsPointer
            : Of.kind() == Key::Kind::Argument &&
                  kb::isPointer(kb::roleInMatmul(Api, Of.name()));
      SpecificationValue &Into = Own.Values[Of] = Value;
      if (IsPointer && findings::asUnsigned(Value))
        Into.Known = std::monostate(); // an address says nothing here
      // A log shows enumerators as numbers. A default that is not one, as that
      // of the bias's type, is what every object has.
      const kb::Enumeration *Words =
          A && !A->IsBits ? kb::enumeration(Api, A->IdiomaticType) : nullptr;
      if (auto Number = findings::asSigned(Value); Words && Number) {
        if (const kb::Enumerator *E = kb::numbered(*Words, *Number))
          Into.Known = E->Name;
        else if (A->Default == *Number)
          Own.Values.erase(Of);
      }
    }
  // The attribute that is asked about is set, with its default where the call
  // does not know another value.
  const std::optional<Key> Asked = askedIn(Own);
  if (const kb::Attribute *A = Asked ? attributeOf(*Asked, Api) : nullptr) {
    SpecificationValue &Value = Own.Values[*Asked];
    if (!Value.isKnown() && A->IsPointer)
      Value.Known = findings::PointerKind::Null;
    else if (!Value.isKnown())
      Value.Known = A->Default.value_or(0);
  }
  return Own;
}

/// The flagged form: the call, and the rule's flagged values where the call
/// leaves them open.
static CallSpecification flaggedForm(const CallSpecification &Call,
                                     const kb::Experiment &E,
                                     std::vector<std::string> &Filled) {
  CallSpecification Own = Call;
  const bool HasQuestion = askedIn(Call).has_value();
  for (const auto &[Written, Text] : E.Flagged) {
    const Key Of = Key::written(Written);
    const bool IsAttribute = Of.kind() == Key::Kind::Attribute;
    if (isKnown(Own, Of))
      continue;
    // Of a condition's finding the mistake is in its own values.
    const bool HasCondition =
        Call.Values.count(OwnKey::Condition) && !E.Conditions.empty();
    if (HasCondition && IsAttribute && !Own.Values.count(Of))
      continue;
    // The rule's own question is another attribute's.
    if (HasQuestion && (Of.kind() == Key::Kind::Size || IsAttribute))
      continue;
    Own.Values[Of] = valueOf(Of, Text);
    Filled.push_back(Written);
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
    const Key Asked = *askedIn(Own);
    const kb::Attribute *A = attributeOf(Asked, Api);
    if (A && A->IsRemoved) {
      Own.Values.erase(Asked);
      Own.Values.erase(OwnKey::Question);
    } else if (A && A->IsPointer)
      Own.Values[Asked].Known = findings::PointerKind::Null;
    else if (A && (!findings::asSigned(Own.Values[Asked]) ||
                   !Own.Values.count(Key::sizeOf(Asked))))
      // Where the size is the mistake the value may stay.
      Own.Values[Asked].Known = A->Default.value_or(0);
  }
  for (auto It = Own.Values.begin(); It != Own.Values.end();)
    It = It->first.kind() == Key::Kind::Size ||
                 It->first.kind() == Key::Kind::ChosenFor
             ? Own.Values.erase(It)
             : std::next(It);
  for (const auto &[Written, Text] : E.Control) {
    const Key Of = Key::written(Written);
    if (HasOwnQuestion && (Of == Key(OwnKey::Question) || isAttribute(Of)))
      continue;
    Own.Values.erase(Of);
    if (!Text.empty() && Text[0] == '=') {
      // The same as another value of the flagged form.
      auto Like = Flagged.Values.find(Text.substr(1));
      if (Like != Flagged.Values.end() && Like->second.isKnown())
        Own.Values[Of] = Like->second;
    } else if (Text != "derived") {
      Own.Values[Of] = valueOf(Of, Text);
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
    const Key Of = descriptorKey(Attribute);
    if (S.has(Of))
      return;
    S.set(Of, Value);
    P.noteFilled(Of);
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
static void alignElements(Settings &Control, const kb::Api &Api) {
  for (char Matrix : {'A', 'B', 'C', 'D'}) {
    const Key Misaligned = Key::ofMatrix(Matrix, OwnKey::MisalignedBytes);
    auto Offset = Control.number(Misaligned);
    unsigned Bytes = bitsOf(Control.word(layoutKey(Matrix, "TYPE"))) / 8;
    if (!Offset || !Bytes || *Offset % Bytes == 0)
      continue;
    Control.set(Misaligned, uint64_t(0));
    for (const kb::Attribute &A : Api.Attributes)
      if (A.TheMeaning == kb::Meaning::MinimumAlignment)
        Control.Values.erase(Key::attribute(A.Object, A));
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
  for (const std::string &Each : Completion.ThePlan.FilledByWitness)
    P.noteFilled(Each);
  for (const auto &[Of, Value] : Numbers.Values)
    S.Values[Of] = Value;
  for (const auto &[Of, Value] : Call.Values) {
    if (S.has(Of))
      continue;
    if (Value.isKnown()) {
      auto Number = findings::asSigned(Value);
      if (Of == Key::argument("requestedAlgoCount") &&
          (!Number || *Number < -1000000 || *Number > 10000)) {
        P.refuse(Of.str() + " is outside -1000000 to 10000: not run");
        return false;
      }
      if (Of == Key(OwnKey::ResultsExtent) &&
          (!Number || *Number < 0 || *Number > 10000)) {
        P.refuse(Of.str() + " is outside 0 to 10000: not run");
        return false;
      }
      S.Values[Of] = Value;
    } else if (const kb::Attribute *A = attributeOf(Of, *Api)) {
      if (A->IsPointer && !P.witness(Of)) {
        S.set(Of, std::string("device"));
        P.noteFilled(Of);
      }
    }
  }
  completeEpilogue(P, S);
  for (const auto &[Written, Text] : P.E.Witness)
    if (!S.has(Written) && Written.rfind("problem.", 0) != 0) {
      S.setText(Written, Text);
      if (isAttribute(Written))
        P.noteFilled(Written);
    }
  return true;
}

void MatmulRun::plan(Planner &P, const DeviceFacts &Facts,
                     const kb::Api *Api) const {
  if (!Api) {
    P.refuse("the knowledge base describes no API");
    return;
  }
  CallSpecification Call = runnable(P.Call, *Api);
  std::vector<std::string> Filled;
  Settings Control;
  CallSpecification Flagged = flaggedForm(Call, P.E, Filled);
  if (!complete(P, Flagged, Api, P.ThePlan.TheSettings))
    return;
  // What the control lacks is filled too, and decides nothing.
  const std::vector<std::string> OfFlagged = P.ThePlan.FilledByWitness;
  const bool AsksOne = askedIn(Call).has_value();
  if (!complete(P, controlForm(Flagged, P.E, *Api, AsksOne), Api, Control))
    return;
  P.ThePlan.FilledByWitness = OfFlagged;
  for (const std::string &Each : Filled)
    P.noteFilled(Each);
  alignElements(Control, *Api);
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
