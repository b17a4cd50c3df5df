//===-- ApiReader.cpp - reads api/*.yaml ----------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/FunctionReader.h"
#include "kb/Loader.h"
#include "kb/RecordReader.h"
#include "kb/VersionReader.h"
#include <cstdint>

namespace cublaslt::kb {

namespace {

constexpr Word<Meaning> Meanings[] = {
    {"none", Meaning::None},
    {"rows", Meaning::Rows},
    {"columns", Meaning::Columns},
    {"batchCount", Meaning::BatchCount},
    {"workspaceLimit", Meaning::WorkspaceLimit},
    {"minimumAlignment", Meaning::MinimumAlignment},
    {"elementType", Meaning::ElementType},
    {"computeType", Meaning::ComputeType},
};

constexpr Word<const char *> Readers[] = {{"cublasLt", "cublasLt"},
                                          {"cublas", "cublas"},
                                          {"pytorch", "pytorch"},
                                          {"nobody", "nobody"}};

/// The map 'versions': what the spans are about, and what changed when.
void readVersions(const YamlNode &Node, const std::string &File, Api &Into) {
  RecordReader Reader(Node, File, "a description of versions");
  auto Read = [](RecordReader &From, const char *Key) {
    From.required(Key);
    return *readVersion(From, Key);
  };
  Into.OldestVersion = Read(Reader, "oldest");
  Into.NewestVersion = Read(Reader, "newest");
  Into.DescribedVersion = Read(Reader, "described");
  for (const YamlNode &Item : Reader.list("changes", false)) {
    RecordReader Row(Item, File, "a change");
    Into.Changes.push_back(
        {Read(Row, "since"), Row.text("what"), Row.text("verification")});
    Row.finish();
  }
  Reader.finish();
}

std::vector<OpaqueSize> readSizes(RecordReader &Object,
                                  const std::string &File) {
  std::vector<OpaqueSize> Sizes;
  SpanTable Spans("size of the object");
  for (const YamlNode &Item : Object.list("opaqueSizes", false)) {
    RecordReader Row(Item, File, "a size");
    Sizes.push_back(
        {static_cast<uint64_t>(Row.number("bytes", 1, 4096)), readSpan(Row)});
    Spans.add("", Sizes.back().Versions, Row);
    Row.finish();
  }
  return Sizes;
}

Attribute readAttribute(const YamlNode &Node, const std::string &File) {
  RecordReader Reader(Node, File, "an attribute");
  Attribute A;
  A.Name = Reader.text("name");
  A.Number = Reader.number("number", 0, INT32_MAX);
  A.TheMeaning = Reader.word<Meaning>("meaning", Meanings, Meaning::None);
  A.Matrix = Reader.word<char>("matrix", Matrices, char(0));
  A.Type = Reader.optionalText("type");
  A.IdiomaticType = Reader.optionalText("idiomatic");
  A.Size = static_cast<uint64_t>(Reader.number("size", 0, 4096));
  A.Default = Reader.optionalNumber("default", INT64_MIN, INT64_MAX);
  A.DefaultText = Reader.optionalText("defaultText");
  A.Versions = readSpan(Reader);
  A.IsPointer = Reader.flag("pointer", false);
  A.IsSettable = !Reader.flag("readOnly", false);
  A.IsRemoved = Reader.flag("removed", false);
  A.IsBits = Reader.flag("bits", false);
  A.Accepts = Reader.optionalNumber("accepts", INT64_MIN, INT64_MAX);
  A.Note = Reader.optionalText("note");
  Reader.finish();
  return A;
}

void readTypes(const YamlNode &Node, const std::string &File, Api &Into) {
  RecordReader Reader(Node, File, "the table of types");
  const std::string Source = Reader.text("source");
  const std::string Verification = Reader.text("verification");
  const std::map<std::string, std::string> Texts =
      Reader.settings("constraints");
  for (const YamlNode &Item : Reader.list("combinations", true)) {
    RecordReader Row(Item, File, "a combination of types");
    TypeCombination T;
    T.Kind = Row.text("kind");
    T.ComputeType = Row.text("compute");
    T.ScaleType = Row.text("scale");
    T.A = Row.text("a");
    T.B = Row.text("b");
    T.C = Row.text("c");
    T.D = Row.text("d");
    T.Bias = Row.text("bias");
    T.ComputeCapability = Row.text("capability");
    T.IsAllowed = Row.flag("allowed", true);
    T.Source = Row.optionalText("source");
    if (T.Source.empty())
      T.Source = Source;
    T.Verification = Row.optionalText("verification");
    if (T.Verification.empty())
      T.Verification = Verification;
    for (const YamlNode &Name : Row.list("constraints", true)) {
      auto It = Texts.find(Row.scalar(Name, "constraints"));
      if (It == Texts.end())
        Row.fail(Name, "the unknown constraint " + quoted(Name.Text),
                 "the name of one of the table's constraints");
      T.Constraints += (T.Constraints.empty() ? "" : "; ") + It->second;
    }
    Row.finish();
    Into.Types.push_back(std::move(T));
  }
  Into.TriedTypes = Reader.texts("tried");
  for (const YamlNode &Item : Reader.list("measured", false)) {
    RecordReader Row(Item, File, "a measured combination of types");
    TypeCombination T;
    T.Kind = "measured";
    T.ScaleType = Row.text("scale");
    T.A = Row.text("a");
    T.B = Row.text("b");
    T.C = Row.text("c");
    T.D = Row.text("d");
    for (const std::string &Compute : Row.texts("compute")) {
      T.ComputeType = Compute;
      Into.MeasuredTypes.push_back(T);
    }
    Row.finish();
  }
  Reader.finish();
}

/// Numbers and their enumerators.
std::map<int, std::string> readNumbers(RecordReader &Reader, const char *Key) {
  std::map<int, std::string> Result;
  const YamlNode &Node = Reader.required(Key);
  if (Node.TheKind != YamlNode::Kind::Map)
    Reader.fail(Node, Node.description(),
                "a map for '" + std::string(Key) + "'");
  for (const auto &[Number, Name] : Node.Entries) {
    if (Number.Text.empty() || Number.Text.size() > 9 ||
        Number.Text.find_first_not_of("0123456789") != std::string::npos)
      Reader.fail(Number, quoted(Number.Text), "a number");
    Result[std::stoi(Number.Text)] = Reader.scalar(Name, Key);
  }
  return Result;
}

LogFormat readLog(const YamlNode &Node, const std::string &File,
                  const ApiNames &Names) {
  RecordReader Reader(Node, File, "a log format");
  LogFormat L;
  L.Name = Reader.text("name");
  L.UnknownSuffix = Reader.text("unknownSuffix");
  L.ResultsSince = Reader.optionalText("resultsSince");
  L.Setting = Reader.text("setting");
  L.OwnerSetting = Reader.optionalText("ownerSetting");
  for (const YamlNode &Item : Reader.list("others", false)) {
    RecordReader Row(Item, File, "another library's log");
    L.Others.push_back(
        {Row.text("name"), Row.text("statusPrefix"), Row.text("setting")});
    Row.finish();
  }
  for (const YamlNode &Item : Reader.list("fields", true)) {
    RecordReader Row(Item, File, "a field of the log");
    LogField F;
    F.Object = Row.text("object");
    expectKnown(Row, Row.required("object"), Names.Objects, F.Object, "object");
    F.Name = Row.text("name");
    F.Attribute = Row.text("attribute");
    expectKnown(Row, Row.required("attribute"), Names.Attributes, F.Attribute,
                "attribute");
    F.Prefix = Row.optionalText("prefix");
    Row.finish();
    L.Fields.push_back(std::move(F));
  }
  L.DataTypes = readNumbers(Reader, "dataTypes");
  L.ComputeTypes = readNumbers(Reader, "computeTypes");
  Reader.finish();
  return L;
}

EnvironmentVariable readVariable(const YamlNode &Node,
                                 const std::string &File) {
  RecordReader Reader(Node, File, "an environment variable");
  EnvironmentVariable V;
  V.Name = Reader.text("name");
  for (const YamlNode &Item : Reader.list("readBy", true)) {
    std::string Name = Reader.scalar(Item, "readBy");
    bool IsKnown = false;
    for (const Word<const char *> &W : Readers)
      IsKnown |= Name == W.Text;
    if (!IsKnown)
      Reader.fail(Item, quoted(Name),
                  "one of cublasLt, cublas, pytorch, nobody");
    V.ReadBy += (V.ReadBy.empty() ? "" : ", ") + Name;
  }
  if (V.ReadBy.empty())
    Reader.fail(Reader.required("readBy"), "an empty list",
                "at least one reader, or nobody");
  V.Effect = Reader.text("effect");
  V.Otherwise = Reader.optionalText("otherwise");
  V.Largest = Reader.optionalNumber("largest", 0, INT64_MAX);
  V.IsReadOnce = Reader.flag("readOnce", false);
  V.SwitchesOff = Reader.optionalText("switchesOff");
  V.NoCure = Reader.optionalText("noCure");
  Reader.finish();
  return V;
}

BackendSwitch readSwitch(const YamlNode &Node, const std::string &File) {
  RecordReader Reader(Node, File, "a switch");
  BackendSwitch S;
  S.Function = Reader.text("function");
  S.Enumerator = Reader.text("enumerator");
  S.NoCure = Reader.text("noCure");
  Reader.finish();
  return S;
}

MemoryFailure readMemoryFailure(const YamlNode &Node, const std::string &File) {
  RecordReader Reader(Node, File, "the signs of missing memory");
  MemoryFailure M;
  M.Enumerators = Reader.texts("enumerators");
  M.Exceptions = Reader.texts("exceptions");
  M.Texts = Reader.texts("texts");
  Reader.finish();
  return M;
}

} // namespace

/// The attribute that the argument with role \p R sets when the object is
/// made.
static std::string attributeSetBy(const Api &A, Role R) {
  for (const Function &F : A.Functions)
    if (F.TheAction == Action::Create)
      for (const Parameter &P : F.Parameters)
        if (P.TheRole == R)
          return P.SetsAttribute;
  return "";
}

static void nameTypeOperands(Api &A) {
  const std::string Descriptor = std::string(A.kindOf(Role::MatmulDesc)) + ".";
  A.TypeOperands[0] = Descriptor + attributeSetBy(A, Role::ComputeType);
  A.TypeOperands[1] = Descriptor + attributeSetBy(A, Role::ScaleType);
  size_t Column = 2;
  for (const Function &F : A.Functions)
    if (F.TheAction == Action::Matmul && Column == 2)
      for (const Parameter &P : F.Parameters)
        if (P.TheRole == Role::Layout && P.Matrix &&
            Column < A.TypeOperands.size())
          A.TypeOperands[Column++] = std::string(1, P.Matrix) + "." +
                                     attributeSetBy(A, Role::DataType);
}

Api Loader::readApi(const YamlNode &Root, const std::string &File) {
  RecordReader Reader(Root, File, "an API description");
  Api A;
  A.Name = Reader.text("name");
  declare("API", A.Name, Reader.place(Reader.required("name")));
  A.Prefix = Reader.text("prefix");
  A.Headers = Reader.texts("headers");
  A.SiblingHeaders = Reader.texts("siblingHeaders");
  A.StatusType = Reader.text("statusType");

  A.StatusNames = readNumbers(Reader, "statuses");
  for (const auto &[Number, Name] : A.StatusNames)
    Declared["status of an API"].emplace(
        Name, Reader.place(Reader.required("statuses")));
  if (const YamlNode *Versions = Reader.optional("versions"))
    readVersions(*Versions, File, A);

  ApiNames Names;
  for (const YamlNode &Item : Reader.list("objects", true)) {
    RecordReader Object(Item, File, "an object");
    ObjectKind Kind;
    Kind.Name = Object.text("name");
    Kind.Type = Object.text("type");
    Kind.OpaqueType = Object.optionalText("opaqueType");
    Kind.OpaqueSizes = readSizes(Object, File);
    Kind.TheRole = readRole(Object);
    Kind.AlgorithmField = Object.optionalText("algorithmField");
    Kind.WorkspaceSizeField = Object.optionalText("workspaceSizeField");
    Object.finish();
    declare("object of " + A.Name, Kind.Name, Object.place(Item));
    Names.Objects.insert(Kind.Name);
    A.Objects.push_back(std::move(Kind));
  }

  // Before the functions, which name attributes.
  for (const YamlNode &Item : Reader.list("attributes", true)) {
    RecordReader Group(Item, File, "a group of attributes");
    const std::string GroupName = Group.text("group");
    Names.Groups.insert(GroupName);
    SpanTable Numbers("number in " + GroupName);
    const std::string Object = Group.text("object");
    expectKnown(Group, Group.required("object"), Names.Objects, Object,
                "object");
    for (const YamlNode &Row : Group.list("attributes", true)) {
      Attribute New = readAttribute(Row, File);
      New.Group = GroupName;
      New.Object = Object;
      const Place Where{File, Row.Line, Row.Column};
      declare("attribute", New.Name, Where);
      Numbers.add(std::to_string(New.Number), New.Versions,
                  RecordReader(Row, File, "an attribute"));
      New.IsRemoved |= New.Versions.Until.has_value();
      Names.Attributes.insert(New.Name);
      A.Attributes.push_back(std::move(New));
    }
    Group.finish();
  }

  for (const YamlNode &Item : Reader.list("functions", true)) {
    A.Functions.push_back(readFunction(Item, File, Names));
    declare("function", A.Functions.back().Name, Reader.place(Item));
  }
  for (const YamlNode &Item : Reader.list("hostFunctions", false)) {
    A.HostFunctions.push_back(readFunction(Item, File, Names));
    // Not with the file's name alone: two APIs may both know cudaMalloc.
    declare("host function of " + A.Name, A.HostFunctions.back().Name,
            Reader.place(Item));
  }
  for (const Function &F : A.Functions)
    for (const Parameter &P : F.Parameters)
      Declared["parameter"].emplace(P.Name, Place{File, 1, 1});
  for (const YamlNode &Item : Reader.list("quantities", false)) {
    std::vector<std::string> Matrices =
        RecordReader(Item, File, "a quantity").texts("matrices");
    for (const std::string &Matrix : Matrices)
      A.Quantities.push_back(readQuantity(Item, File, Matrix[0]));
    if (Matrices.empty())
      A.Quantities.push_back(readQuantity(Item, File, 0));
  }
  A.TotalMemoryFields = Reader.texts("totalMemoryFields");
  if (const YamlNode *Types = Reader.optional("types"))
    readTypes(*Types, File, A);
  for (const YamlNode &Item : Reader.list("environment", false)) {
    A.Environment.push_back(readVariable(Item, File));
    declare("environment variable of " + A.Name, A.Environment.back().Name,
            Reader.place(Item));
  }
  for (const YamlNode &Item : Reader.list("switches", false))
    A.Switches.push_back(readSwitch(Item, File));
  if (const YamlNode *Signs = Reader.optional("memoryFailures"))
    A.WithoutMemory = readMemoryFailure(*Signs, File);
  if (const YamlNode *Log = Reader.optional("log"))
    A.Log = readLog(*Log, File, Names);
  nameTypeOperands(A);
  Reader.finish();
  return A;
}

} // namespace cublaslt::kb
