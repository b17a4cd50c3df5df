//===-- EmbedFiles.cpp - compiles the knowledge base in -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A program of the build: parses the YAML files of a folder and writes them
/// as C++ source. A file that is not valid YAML ends the build with a place and
/// a reason.
///
///     embed-files FOLDER OUTPUT PATH...     (paths are relative to FOLDER)
///
//===----------------------------------------------------------------------===//
#include "kb/Fingerprint.h"
#include "kb/PackedTree.h"
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace cublaslt::kb;

namespace {

int fail(const std::string &Message) {
  std::fprintf(stderr, "embed-files: %s\n", Message.c_str());
  return 1;
}

/// Bytes instead of a string literal: no limit on the length, nothing to
/// escape. Lines of 20, so that the file can be looked at.
void writeBytes(std::ostream &Out, const std::string &Bytes) {
  for (size_t I = 0; I < Bytes.size(); ++I)
    Out << (I % 20 ? "" : "\n")
        << static_cast<unsigned>(static_cast<unsigned char>(Bytes[I])) << ',';
}

/// A list of texts as elements of an array.
struct TextList {
  std::ostringstream Elements;
  int Count = 0;
  void add(const std::string &Text) {
    Elements << '"' << Text << "\", ";
    ++Count;
  }
};

/// What the map \p Node has under \p Key, or null.
const YamlNode *find(const YamlNode &Node, const char *Key) {
  for (const auto &[Name, Value] : Node.Entries)
    if (Name.Text == Key)
      return &Value;
  return nullptr;
}

/// The functions that KnowledgeBase::watched gives.
void collectWatched(const YamlNode &Api, TextList &Into) {
  if (const YamlNode *Functions = find(Api, "hostFunctions"))
    for (const YamlNode &F : Functions->Items) {
      const YamlNode *Action = find(F, "action"), *Name = find(F, "name");
      if (Action && Name && Action->Text == "setEnvironment")
        Into.add(Name->Text);
    }
  if (const YamlNode *Switches = find(Api, "switches"))
    for (const YamlNode &S : Switches->Items)
      if (const YamlNode *Function = find(S, "function"))
        Into.add(Function->Text);
}

} // namespace

int main(int ArgumentCount, char **Arguments) {
  if (ArgumentCount < 4)
    return fail("found too few arguments, expected FOLDER OUTPUT PATH...");
  const std::string Folder = Arguments[1], Output = Arguments[2];

  std::ostringstream Definitions, Table;
  TextList Prefixes, Watched;
  Fingerprint Hash;
  for (int I = 3; I < ArgumentCount; ++I) {
    const std::string Path = Arguments[I];
    std::ifstream File(Folder + "/" + Path, std::ios::binary);
    const std::string Text((std::istreambuf_iterator<char>(File)), {});
    if (!File.is_open())
      return fail(Folder + "/" + Path + " cannot be opened");
    Hash.add(Path);
    Hash.add(Text);
    std::string Bytes;
    try {
      YamlNode Root = parseYaml(Text, Folder + "/" + Path);
      Bytes = packTree(Root);
      if (Path.rfind("api/", 0) == 0) {
        if (const YamlNode *Prefix = find(Root, "prefix"))
          Prefixes.add(Prefix->Text);
        collectWatched(Root, Watched);
      }
    } catch (const Problem &P) {
      return fail(P.text());
    }
    Definitions << "static const unsigned char File" << I << "[] = {";
    writeBytes(Definitions, Bytes);
    Definitions << "\n};\n";
    Table << "    {\"" << Path << "\", File" << I << ", sizeof(File" << I
          << ")},\n";
  }

  std::ofstream Out(Output);
  Out << "// Written by EmbedFiles.cpp from the YAML files in kb/.\n"
         "#include \"kb/EmbeddedFiles.h\"\n\n"
         "namespace cublaslt::kb {\n\n"
      << Definitions.str() << "\nconst EmbeddedFile EmbeddedFiles[] = {\n"
      << Table.str()
      << "};\nconst std::size_t EmbeddedFileCount = " << ArgumentCount - 3
      << ";\nconst char *const EmbeddedPrefixes[] = {"
      << Prefixes.Elements.str()
      << "};\nconst std::size_t EmbeddedPrefixCount = " << Prefixes.Count
      << ";\nconst char *const EmbeddedWatched[] = {" << Watched.Elements.str()
      << "};\nconst std::size_t EmbeddedWatchedCount = " << Watched.Count
      << ";\nconst char EmbeddedFingerprint[] = \"" << Hash.hexadecimal()
      << "\";\n\n} // namespace cublaslt::kb\n";
  Out.close();
  return Out ? 0 : fail(Output + " cannot be written");
}
