//===-- ConditionReader.cpp - reads conditions and quantities -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/Loader.h"
#include "kb/RecordReader.h"

namespace cublaslt::kb {

namespace {

/// \p Text with the placeholder "X." at the start of a word, and the word X
/// alone, replaced by \p Matrix.
std::string forMatrix(std::string Text, char Matrix) {
  auto IsWord = [](char C) {
    return (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z') ||
           (C >= '0' && C <= '9') || C == '_';
  };
  for (size_t I = 0; I < Text.size(); ++I)
    if (Text[I] == 'X' && (I == 0 || !IsWord(Text[I - 1])) &&
        (I + 1 == Text.size() || !IsWord(Text[I + 1])))
      Text[I] = Matrix;
  return Text;
}

} // namespace

void Loader::referOperand(const std::string &Operand, const Place &Where) {
  const size_t Dot = Operand.find('.');
  if (Dot == std::string::npos || Dot == 0 || Dot + 1 == Operand.size())
    throw Problem{Where, "the operand " + quoted(Operand),
                  "OBJECT.ATTRIBUTE, argument.PARAMETER or a quantity"};
  const std::string Name = Operand.substr(Dot + 1);
  if (Operand.substr(0, Dot) == "argument")
    refer("parameter", Name, Where);
  else if (Name[0] >= 'A' && Name[0] <= 'Z')
    refer("attribute", Name, Where);
  else
    refer("quantity", Operand, Where);
}

Term Loader::readTerm(const YamlNode &Node, const std::string &File,
                      char Matrix, const Rule *Of) {
  RecordReader Reader(Node, File, "a term");
  Term T;
  unsigned Tests = 0;
  auto Operand = [&](const YamlNode &At, const char *Key) {
    std::string Name = Reader.scalar(At, Key);
    if (Matrix)
      Name = forMatrix(Name, Matrix);
    referOperand(Name, Reader.place(At));
    return Name;
  };
  T.Operand = Operand(Reader.required("value"), "value");
  auto Select = [&](const char *Key, Test What) {
    const YamlNode *At = Reader.optional(Key);
    if (!At)
      return static_cast<const YamlNode *>(nullptr);
    ++Tests;
    T.TheTest = What;
    return At;
  };
  auto Texts = [&](const char *Key, Test What) {
    if (Select(Key, What))
      T.Values = Reader.texts(Key);
  };
  auto Number = [&](const char *Key, Test What) {
    if (Select(Key, What))
      T.Number = Reader.number(Key, INT32_MIN, INT32_MAX);
  };
  // A number, or the parameter of the rule that holds it.
  auto Bound = [&](const char *Key, Test What) {
    const YamlNode *At = Select(Key, What);
    if (!At)
      return;
    const std::string Text = Reader.scalar(*At, Key);
    std::optional<uint64_t> Given =
        Of && Of->Parameters.count(Text) ? Of->number(Text) : numberIn(Text);
    if (!Given ||
        (What == Test::NotMultipleOf && (!*Given || *Given > INT32_MAX)))
      Reader.fail(*At, quoted(Text),
                  "a number, or a parameter of the rule that is one");
    T.Bound = *Given;
    T.Number = What == Test::NotMultipleOf ? static_cast<int64_t>(*Given) : 0;
  };
  auto Other = [&](const char *Key, Test What) {
    if (const YamlNode *At = Select(Key, What))
      T.Other = Operand(*At, Key);
  };
  Texts("is", Test::Is);
  Texts("isNot", Test::IsNot);
  Texts("hasBits", Test::HasBits);
  Texts("pointsToType", Test::PointsToType);
  Number("above", Test::Above);
  Bound("notMultipleOf", Test::NotMultipleOf);
  Bound("atLeast", Test::AtLeast);
  Bound("lessThan", Test::LessThan);
  Other("below", Test::Below);
  Other("differsFrom", Test::DiffersFrom);
  Other("sameAs", Test::SameAs);
  Other("notMultipleOfOther", Test::NotMultipleOfOther);
  Other("through", Test::PartMultipleOf);
  if (T.TheTest == Test::PartMultipleOf)
    T.Number = Reader.number("multipleOf", 1, INT32_MAX);
  if (Select("isNull", Test::Null) && !Reader.flag("isNull", true))
    T.TheTest = Test::NotNull;
  if (Select("isEnumerator", Test::Enumerator) &&
      !Reader.flag("isEnumerator", true))
    T.TheTest = Test::NotEnumerator;
  if (const YamlNode *At = Select("pointsTo", Test::PointsTo)) {
    T.Values.push_back(Reader.scalar(*At, "pointsTo"));
    if (T.Values[0] != "host" && T.Values[0] != "device")
      Reader.fail(*At, quoted(T.Values[0]), "host or device");
  }
  if (Tests != 1)
    Reader.fail(
        Node, std::to_string(Tests) + " tests in a term",
        "one of is, isNot, hasBits, isNull, isEnumerator, above, atLeast, "
        "lessThan, below, differsFrom, sameAs, notMultipleOf, "
        "pointsTo, pointsToType");
  Reader.finish();
  return T;
}

void Loader::checkEffect(RecordReader &Reader, const std::string &Key,
                         const Rule &Of) {
  if (!Of.Effects.count(Key))
    Reader.fail(Reader.required("effect"), "the effect " + quoted(Key),
                "the key of one of the rule's effects");
}

void Loader::readCondition(const YamlNode &Node, const std::string &File,
                           Rule &Into) {
  RecordReader Reader(Node, File, "a condition");
  Condition Common;
  Common.Id = Reader.text("id");
  Common.Message = Reader.text("message");
  Common.Devices = Reader.optionalText("devices");
  Common.Effect = Reader.text("effect");
  checkEffect(Reader, Common.Effect, Into);
  Common.Advice = Reader.optionalText("advice");
  Common.DependsOnDevice = Reader.flag("dependsOnDevice", false);
  if (const YamlNode *At = Reader.optional("refused")) {
    if (At->TheKind == YamlNode::Kind::Scalar)
      Common.Refused.push_back(Reader.scalar(*At, "refused"));
    else
      Common.Refused = Reader.texts("refused");
    for (const std::string &Status : Common.Refused)
      refer("status of an API", Status, Reader.place(*At));
  }
  Common.UnlessWorkspaceReaches = Reader.optionalText("unlessWorkspaceReaches");
  constexpr Word<char> Calls[] = {
      {"both", 'b'}, {"heuristic", 'h'}, {"matmul", 'm'}};
  const char At = Reader.word<char>("at", Calls, 'b');
  Common.AtHeuristic = At != 'm';
  Common.AtMatmul = At != 'h';
  std::vector<std::string> Matrices = Reader.texts("matrices");
  const bool IsForAll = !Matrices.empty();
  if (!IsForAll)
    Matrices.push_back("");
  constexpr Word<TypeTest> OfTypes[] = {{"pair", TypeTest::Pair},
                                        {"scale", TypeTest::Scale},
                                        {"combination", TypeTest::Combination}};
  if (Reader.optional("types"))
    Common.Types = Reader.word<TypeTest>("types", OfTypes);
  const bool IsOfTypes = Common.Types != TypeTest::None;
  const std::vector<YamlNode> &Terms = Reader.list("when", !IsOfTypes);
  if (IsOfTypes != Terms.empty())
    Reader.fail(Node,
                IsOfTypes ? "a condition with both 'when' and 'types'"
                          : "a condition with neither a term nor 'types'",
                "what must hold, as terms of 'when' or as 'types'");
  for (const std::string &Matrix : Matrices) {
    const char Letter = IsForAll ? Matrix[0] : char(0);
    Condition C = Common;
    if (IsForAll) {
      C.Id += "-" + Matrix;
      C.Message = forMatrix(C.Message, Letter);
    }
    declare("condition of " + Into.Name, C.Id, Reader.place(Node));
    for (const YamlNode &Item : Terms)
      C.When.push_back(readTerm(Item, File, Letter, &Into));
    Into.Conditions.push_back(std::move(C));
  }
  Reader.finish();
}

Quantity Loader::readQuantity(const YamlNode &Node, const std::string &File,
                              char Matrix) {
  RecordReader Reader(Node, File, "a quantity");
  Quantity Q;
  Q.Name = Reader.text("name");
  if (Matrix)
    Q.Name = forMatrix(Q.Name, Matrix);
  // One made of others could be made of itself.
  auto CheckOperand = [&](const std::string &Operand, const YamlNode &At) {
    const size_t Dot = Operand.find('.');
    bool IsQuantity = Operand.compare(0, Dot, "argument") != 0 &&
                      Operand[Dot + 1] >= 'a' && Operand[Dot + 1] <= 'z';
    if (IsQuantity)
      Reader.fail(At, "the quantity " + quoted(Operand),
                  "an attribute or an argument, of which a quantity is made");
  };
  Declared["quantity"].emplace(Q.Name, Reader.place(Node));
  Reader.texts("matrices");
  // What only a run knows: the caller of the conditions gives it.
  const bool IsComputed = Reader.flag("computed", false);
  for (const YamlNode &Item : Reader.list("choices", !IsComputed)) {
    RecordReader One(Item, File, "a choice");
    Quantity::Choice C;
    for (const YamlNode &T : One.list("when", true)) {
      C.When.push_back(readTerm(T, File, Matrix));
      CheckOperand(C.When.back().Operand, T);
      if (!C.When.back().Other.empty())
        CheckOperand(C.When.back().Other, T);
    }
    C.Operand = One.text("is");
    if (Matrix)
      C.Operand = forMatrix(C.Operand, Matrix);
    referOperand(C.Operand, One.place(One.required("is")));
    CheckOperand(C.Operand, One.required("is"));
    One.finish();
    Q.Choices.push_back(std::move(C));
  }
  Reader.finish();
  return Q;
}

} // namespace cublaslt::kb
