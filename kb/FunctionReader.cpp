//===-- FunctionReader.cpp - reads what a function is ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/FunctionReader.h"
#include "kb/VersionReader.h"

namespace cublaslt::kb {

namespace {

constexpr Word<Role> Roles[] = {
    {"other", Role::Other},
    {"handle", Role::Handle},
    {"matmulDesc", Role::MatmulDesc},
    {"transformDesc", Role::TransformDesc},
    {"emulationDesc", Role::EmulationDesc},
    {"layout", Role::Layout},
    {"preference", Role::Preference},
    {"attribute", Role::Attribute},
    {"buffer", Role::Buffer},
    {"bufferSize", Role::BufferSize},
    {"sizeWritten", Role::SizeWritten},
    {"requestedCount", Role::RequestedCount},
    {"results", Role::Results},
    {"algorithmIds", Role::AlgorithmIds},
    {"count", Role::Count},
    {"algorithm", Role::Algorithm},
    {"algorithmId", Role::AlgorithmId},
    {"workspace", Role::Workspace},
    {"workspaceSize", Role::WorkspaceSize},
    {"stream", Role::Stream},
    {"alpha", Role::Alpha},
    {"beta", Role::Beta},
    {"matrix", Role::Matrix},
    {"computeType", Role::ComputeType},
    {"scaleType", Role::ScaleType},
    {"dataType", Role::DataType},
    {"rows", Role::Rows},
    {"cols", Role::Cols},
    {"leadingDimension", Role::LeadingDimension},
    {"allocatedPointer", Role::AllocatedPointer},
    {"allocationSize", Role::AllocationSize},
    {"freeMemory", Role::FreeMemory},
    {"totalMemory", Role::TotalMemory},
    {"deviceProperties", Role::DeviceProperties},
    {"captureMode", Role::CaptureMode},
    {"variableName", Role::VariableName},
    {"variableValue", Role::VariableValue},
    {"variableSetting", Role::VariableSetting},
    {"status", Role::Status},
};

constexpr Word<Action> Actions[] = {
    {"other", Action::Other},
    {"create", Action::Create},
    {"destroy", Action::Destroy},
    {"initialize", Action::Initialize},
    {"setAttribute", Action::SetAttribute},
    {"getAttribute", Action::GetAttribute},
    {"heuristic", Action::Heuristic},
    {"listAlgorithms", Action::ListAlgorithms},
    {"initializeAlgorithm", Action::InitializeAlgorithm},
    {"checkAlgorithm", Action::CheckAlgorithm},
    {"matmul", Action::Matmul},
    {"transform", Action::Transform},
    {"query", Action::Query},
    {"logger", Action::Logger},
    {"allocate", Action::Allocate},
    {"free", Action::Free},
    {"queryMemory", Action::QueryMemory},
    {"createStream", Action::CreateStream},
    {"synchronize", Action::Synchronize},
    {"beginCapture", Action::BeginCapture},
    {"endCapture", Action::EndCapture},
    {"readOutside", Action::ReadOutside},
    {"parseNumber", Action::ParseNumber},
    {"setEnvironment", Action::SetEnvironment},
    {"print", Action::Print},
    {"requireSuccess", Action::RequireSuccess},
};

Parameter readParameter(const YamlNode &Node, const std::string &File,
                        const ApiNames &Names) {
  RecordReader Reader(Node, File, "a parameter");
  Parameter P;
  P.Name = Reader.text("name");
  P.TheRole = readRole(Reader);
  P.Matrix = Reader.word<char>("matrix", Matrices, char(0));
  P.IsOut = Reader.flag("out", false);
  if (const YamlNode *Sets = Reader.optional("sets")) {
    P.SetsAttribute = Reader.scalar(*Sets, "sets");
    expectKnown(Reader, *Sets, Names.Attributes, P.SetsAttribute, "attribute");
  }
  Reader.finish();
  return P;
}

} // namespace

Role readRole(RecordReader &Reader) {
  return Reader.word<Role>("role", Roles, Role::Other);
}

void expectKnown(const RecordReader &Reader, const YamlNode &At,
                 const std::set<std::string> &Known, const std::string &Name,
                 const char *Kind) {
  if (!Known.count(Name))
    Reader.fail(At, "the unknown " + std::string(Kind) + " " + quoted(Name),
                "the name of one of the file's " + std::string(Kind) + "s");
}

Function readFunction(const YamlNode &Node, const std::string &File,
                      const ApiNames &Names) {
  RecordReader Reader(Node, File, "a function");
  Function F;
  F.Name = Reader.text("name");
  F.TheAction = Reader.word<Action>("action", Actions);
  if (const YamlNode *Object = Reader.optional("object")) {
    F.Object = Reader.scalar(*Object, "object");
    expectKnown(Reader, *Object, Names.Objects, F.Object, "object");
  }
  if (const YamlNode *Group = Reader.optional("attributes")) {
    F.AttributeGroup = Reader.scalar(*Group, "attributes");
    expectKnown(Reader, *Group, Names.Groups, F.AttributeGroup, "group");
  }
  F.ReturnsStatus = Reader.flag("returnsStatus", false);
  F.IsVariadicOut = Reader.flag("variadicOut", false);
  F.Memory = Reader.optionalText("memory");
  F.Versions = readSpan(Reader);
  for (const YamlNode &Item : Reader.list("parameters", true))
    F.Parameters.push_back(readParameter(Item, File, Names));
  Reader.finish();
  return F;
}

} // namespace cublaslt::kb
