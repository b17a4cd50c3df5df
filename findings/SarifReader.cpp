//===-- SarifReader.cpp - SARIF 2.1.0 to findings -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/FileUri.h"
#include "findings/SarifDocument.h"
#include "findings/SourceText.h"
#include "kb/Shown.h"
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace cublaslt::findings {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t LargestFile = 64u << 20;
/// SARIF itself nests about 15 deep; writing is recursive.
constexpr size_t DeepestNesting = 200;
/// The objects keep their order, so each look-up walks all keys.
constexpr size_t MostKeys = 1000;
/// Each takes up to 100 bytes, whatever it holds; a result is 3 and more.
constexpr size_t MostValues = 8'000'000;

/// Whether a document is worth building: the parser's events, without values.
/// The parser's own callback is not used for it: with one, each end of an
/// element walks through the whole array.
class Bounds : public nlohmann::json_sax<Json> {
public:
  /// What is too much, or empty.
  std::string Found;

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t &) override {
    return value();
  }
  bool string(string_t &) override { return value(); }
  bool binary(binary_t &) override { return value(); }
  bool start_object(size_t) override { return open(); }
  bool start_array(size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t &) override {
    return ++Keys.back() <= MostKeys ||
           refuse("an object with more than " + std::to_string(MostKeys) +
                  " keys");
  }
  /// What is broken is said by the parser proper.
  bool parse_error(size_t, const std::string &,
                   const nlohmann::detail::exception &) override {
    return false;
  }

private:
  bool refuse(std::string What) {
    Found = std::move(What);
    return false;
  }
  bool value() {
    return ++Values <= MostValues ||
           refuse("more than " + std::to_string(MostValues) + " values");
  }
  bool open() {
    Keys.push_back(0);
    return Keys.size() > DeepestNesting
               ? refuse("nesting deeper than " + std::to_string(DeepestNesting))
               : value();
  }
  bool close() {
    Keys.pop_back();
    return true;
  }

  size_t Values = 0;
  std::vector<size_t> Keys; ///< of each open object; 0 for an array
};

std::string oneLine(const std::string &Text) {
  constexpr size_t Longest = 200;
  return kb::shown(Text, Longest);
}

/// nlohmann's text is "[json.exception.parse_error.101] parse error at line
/// 1, column 5: ...": the place becomes ours, its number means nothing here.
std::string parseError(const std::string &Path, const Json::parse_error &E) {
  std::string Text = E.what();
  int Line = 0, Column = 0, Length = 0;
  const size_t At = Text.find("parse error at line ");
  if (At != std::string::npos &&
      std::sscanf(Text.c_str() + At, "parse error at line %d, column %d: %n",
                  &Line, &Column, &Length) == 2 &&
      Length > 0)
    return Path + ":" + std::to_string(Line) + ":" + std::to_string(Column) +
           ": found broken JSON (" + oneLine(Text.substr(At + Length)) +
           "), expected a SARIF 2.1.0 document";
  return Path + ": found broken JSON (" + oneLine(Text) +
         "), expected a SARIF 2.1.0 document";
}

/// Empty when the document has the form that findings() relies on.
std::string check(const Json &Document) {
  if (!Document.is_object())
    return ": found a " + std::string(Document.type_name()) +
           ", expected a SARIF 2.1.0 document (an object)";
  const Json *Version = member(Document, "version");
  if (!Version || !Version->is_string())
    return ": found no 'version', expected a SARIF 2.1.0 document";
  if (*Version != "2.1.0")
    return ": /version: found '" + oneLine(Version->get<std::string>()) +
           "', expected '2.1.0'";
  const Json *Runs = arrayMember(Document, "runs");
  if (!Runs)
    return ": found no array 'runs', expected a SARIF 2.1.0 document";
  for (size_t R = 0; R < Runs->size(); ++R) {
    const std::string Run = ": /runs/" + std::to_string(R);
    if (!(*Runs)[R].is_object())
      return Run + ": found no object, expected a run";
    const Json *Results = member((*Runs)[R], "results");
    if (!Results || Results->is_null())
      continue;
    if (!Results->is_array())
      return Run + "/results: found no array, expected results";
    for (size_t I = 0; I < Results->size(); ++I) {
      const std::string Where = Run + "/results/" + std::to_string(I);
      const Json &Result = (*Results)[I];
      if (!objectMember(Result, "message"))
        return Where + ": found no object 'message', expected a result";
      const Json *Properties = member(Result, "properties");
      if (!Properties)
        continue;
      if (const Json *Call = member(*Properties, CallSpecificationKey)) {
        std::string Wrong = checkCallSpecification(
            *Call, Where + "/properties/" + CallSpecificationKey);
        if (!Wrong.empty())
          return Wrong;
      }
      if (const Json *V = member(*Properties, VerdictKey)) {
        std::string Wrong =
            checkVerdict(*V, Where + "/properties/" + VerdictKey);
        if (!Wrong.empty())
          return Wrong;
      }
    }
  }
  return {};
}

unsigned small(uint64_t Number) {
  return Number > UINT_MAX ? 0 : static_cast<unsigned>(Number);
}

/// Reads the results of one run.
class RunReader {
public:
  RunReader(const Json &Run, const kb::Api *Api, SourceText &Sources)
      : Run(Run), Api(Api), Sources(Sources) {
    Columns = stringMember(Run, "columnKind") == "unicodeCodePoints"
                  ? ColumnKind::CodePoints
                  : ColumnKind::Utf16;
  }

  Finding finding(const Json &Result) {
    Finding F;
    const Json *Rule = rule(Result);
    F.Rule = stringMember(Result, "ruleId");
    if (F.Rule.empty() && Rule)
      F.Rule = stringMember(*Rule, "id");
    F.Level = stringMember(Result, "level");
    if (F.Level.empty() && Rule)
      if (const Json *Default = objectMember(*Rule, "defaultConfiguration"))
        F.Level = stringMember(*Default, "level");
    if (F.Level.empty())
      F.Level = "warning";
    F.Message = text(*objectMember(Result, "message"), Rule);
    if (const Json *Locations = arrayMember(Result, "locations"))
      if (!Locations->empty())
        F.Place = place(Locations->front());
    if (const Json *Related = arrayMember(Result, "relatedLocations"))
      for (const Json &Location : *Related)
        F.Related.push_back(place(Location));
    if (const Json *Prints = objectMember(Result, "partialFingerprints"))
      F.Fingerprint = stringMember(*Prints, FingerprintKey);
    if (const Json *Fixes = arrayMember(Result, "fixes"))
      if (!Fixes->empty())
        F.Fixes = fix(Fixes->front());
    const Json *Properties = objectMember(Result, "properties");
    if (!Properties)
      return F;
    if (const Json *Call = member(*Properties, CallSpecificationKey)) {
      F.HasCall = true;
      F.Call = callSpecification(*Call, Api);
    }
    if (const Json *V = member(*Properties, VerdictKey)) {
      F.HasVerdict = true;
      F.TheVerdict = verdict(*V);
      // Without the sentence that the verdict added.
      if (member(*V, "messageBefore"))
        F.Message = stringMember(*V, "messageBefore");
    }
    return F;
  }

private:
  const Json *rule(const Json &Result) const {
    const Json *Tool = objectMember(Run, "tool");
    const Json *Driver = Tool ? objectMember(*Tool, "driver") : nullptr;
    const Json *Rules = Driver ? arrayMember(*Driver, "rules") : nullptr;
    const Json *Index = member(Result, "ruleIndex");
    if (!Rules || !Index || !Index->is_number_unsigned())
      return nullptr;
    const uint64_t Number = Index->get<uint64_t>();
    return Number < Rules->size() ? &(*Rules)[Number] : nullptr;
  }

  static std::string text(const Json &Message, const Json *Rule) {
    std::string Text = stringMember(Message, "text");
    const std::string Id = stringMember(Message, "id");
    if (!Text.empty() || Id.empty() || !Rule)
      return Text;
    const Json *Strings = objectMember(*Rule, "messageStrings");
    const Json *Found = Strings ? objectMember(*Strings, Id.c_str()) : nullptr;
    return Found ? stringMember(*Found, "text") : Text;
  }

  std::string file(const Json &Location) const {
    const Json *Named = &Location;
    // A location may say only which of the run's artifacts it is.
    if (stringMember(Location, "uri").empty())
      if (const Json *Artifacts = arrayMember(Run, "artifacts")) {
        const Json *Index = member(Location, "index");
        if (Index && Index->is_number_unsigned() &&
            Index->get<uint64_t>() < Artifacts->size())
          if (const Json *Found = objectMember(
                  (*Artifacts)[Index->get<uint64_t>()], "location"))
            Named = Found;
      }
    const std::string Path = pathOfUri(stringMember(*Named, "uri"));
    const std::string Base = stringMember(*Named, "uriBaseId");
    if (Path.empty() || fs::path(Path).is_absolute() || Base.empty())
      return Path;
    const Json *Bases = objectMember(Run, "originalUriBaseIds");
    const Json *Found = Bases ? objectMember(*Bases, Base.c_str()) : nullptr;
    const std::string Root =
        Found ? pathOfUri(stringMember(*Found, "uri")) : "";
    return Root.empty() ? Path : (fs::path(Root) / Path).string();
  }

  unsigned column(const std::string &File, unsigned Line, unsigned Column) {
    return Sources.convertColumn(File, Line, Column, Columns, ColumnKind::Utf8);
  }

  SourcePlace place(const Json &Location) {
    SourcePlace Place;
    if (const Json *Message = objectMember(Location, "message"))
      Place.Message = stringMember(*Message, "text");
    const Json *Physical = objectMember(Location, "physicalLocation");
    if (!Physical)
      return Place;
    if (const Json *Artifact = objectMember(*Physical, "artifactLocation"))
      Place.File = file(*Artifact);
    const Json *Region = objectMember(*Physical, "region");
    if (!Region)
      return Place;
    Place.Line = small(numberMember(*Region, "startLine"));
    Place.Column = column(Place.File, Place.Line,
                          small(numberMember(*Region, "startColumn")));
    const unsigned EndColumn = small(numberMember(*Region, "endColumn"));
    if (EndColumn > 0) {
      Place.EndLine = small(numberMember(*Region, "endLine"));
      if (Place.EndLine == 0)
        Place.EndLine = Place.Line;
      Place.EndColumn = column(Place.File, Place.EndLine, EndColumn);
    }
    if (const Json *Snippet = objectMember(*Region, "snippet"))
      Place.Snippet = stringMember(*Snippet, "text");
    return Place;
  }

  std::optional<uint64_t> offset(const std::string &File, const Json &Region,
                                 const char *LineKey, const char *ColumnKey) {
    const unsigned Line = small(numberMember(Region, LineKey));
    const unsigned Column = small(numberMember(Region, ColumnKey));
    return Sources.offset(File, {Line, column(File, Line, Column)});
  }

  /// A replacement whose bytes cannot be known is left out, and with it the
  /// whole fix: half a fix is worse than none.
  std::vector<Replacement> fix(const Json &Fix) {
    std::vector<Replacement> Result;
    const Json *Changes = arrayMember(Fix, "artifactChanges");
    if (!Changes)
      return {};
    for (const Json &Change : *Changes) {
      const Json *Artifact = objectMember(Change, "artifactLocation");
      const Json *Replacements = arrayMember(Change, "replacements");
      if (!Artifact || !Replacements)
        return {};
      for (const Json &R : *Replacements) {
        const Json *Region = objectMember(R, "deletedRegion");
        if (!Region)
          return {};
        Replacement New;
        New.File = file(*Artifact);
        if (const Json *Inserted = objectMember(R, "insertedContent"))
          New.Text = stringMember(*Inserted, "text");
        if (member(*Region, "byteOffset")) {
          New.Offset = numberMember(*Region, "byteOffset");
          New.Length = numberMember(*Region, "byteLength");
        } else {
          auto Begin = offset(New.File, *Region, "startLine", "startColumn");
          auto End =
              offset(New.File, *Region,
                     member(*Region, "endLine") ? "endLine" : "startLine",
                     "endColumn");
          if (!Begin || !End || *End < *Begin)
            return {};
          New.Offset = *Begin;
          New.Length = *End - *Begin;
        }
        Result.push_back(std::move(New));
      }
    }
    return Result;
  }

  const Json &Run;
  const kb::Api *Api;
  SourceText &Sources;
  ColumnKind Columns;
};

} // namespace

std::unique_ptr<SarifDocument> SarifDocument::read(const std::string &Path,
                                                   std::string &Error) {
  std::error_code Code;
  if (!fs::exists(Path, Code)) {
    Error = Path + ": found no such file, expected a SARIF 2.1.0 document";
    return nullptr;
  }
  if (fs::is_directory(Path, Code)) {
    Error = Path + ": found a folder, expected a SARIF 2.1.0 document";
    return nullptr;
  }
  std::ifstream Stream(Path, std::ios::binary);
  if (!Stream) {
    Error =
        Path + ": found " + std::strerror(errno) + ", expected a readable file";
    return nullptr;
  }
  // Read in pieces: a pipe does not say how much will come.
  std::string Text;
  char Piece[1 << 16];
  while (Stream.read(Piece, sizeof(Piece)) || Stream.gcount() > 0) {
    Text.append(Piece, static_cast<size_t>(Stream.gcount()));
    if (Text.size() > LargestFile) {
      Error = Path + ": found more than " + std::to_string(LargestFile) +
              " bytes, expected a smaller file";
      return nullptr;
    }
  }
  if (Stream.bad()) {
    Error = Path + ": found a file that cannot be read to its end, expected a "
                   "readable file";
    return nullptr;
  }
  return parse(Text, Path, Error);
}

std::unique_ptr<SarifDocument> SarifDocument::parse(const std::string &Text,
                                                    const std::string &Path,
                                                    std::string &Error) {
  try {
    Bounds Within;
    Json::sax_parse(Text, &Within);
    if (!Within.Found.empty()) {
      Error = Path + ": found " + Within.Found +
              ", expected a smaller SARIF document";
      return nullptr;
    }
    auto Read = std::make_unique<Impl>();
    Read->Document = Json::parse(Text);
    const std::string Wrong = check(Read->Document);
    if (!Wrong.empty()) {
      Error = Path + Wrong;
      return nullptr;
    }
    return std::unique_ptr<SarifDocument>(new SarifDocument(std::move(Read)));
  } catch (const Json::parse_error &E) {
    Error = parseError(Path, E);
  } catch (const std::exception &E) {
    // A number that no type holds, or memory that ran out.
    Error = Path + ": found " + oneLine(E.what()) +
            ", expected a SARIF 2.1.0 document";
  }
  return nullptr;
}

std::vector<Finding> SarifDocument::findings(const kb::Api *Api) const {
  std::vector<Finding> Result;
  SourceText Sources;
  for (const Json &Run : I->Document.at("runs")) {
    const Json *Results = arrayMember(Run, "results");
    if (!Results)
      continue;
    RunReader Reader(Run, Api, Sources);
    for (const Json &One : *Results)
      Result.push_back(Reader.finding(One));
  }
  return Result;
}

bool SarifDocument::isOf(const std::string &Name) const {
  const Json &Runs = I->Document.at("runs");
  return !Runs.empty() && std::all_of(Runs.begin(), Runs.end(), [&](auto &Run) {
    const Json *Tool = objectMember(Run, "tool");
    const Json *Driver = Tool ? objectMember(*Tool, "driver") : nullptr;
    return Driver && stringMember(*Driver, "name") == Name;
  });
}

bool SarifDocument::hasFailedRun() const {
  for (const Json &Run : I->Document.at("runs"))
    if (const Json *Invocations = arrayMember(Run, "invocations"))
      for (const Json &One : *Invocations)
        if (const Json *Success = member(One, "executionSuccessful"))
          if (*Success == false)
            return true;
  return false;
}

} // namespace cublaslt::findings
