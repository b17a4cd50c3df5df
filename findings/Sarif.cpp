//===-- Sarif.cpp - a SARIF document: verdicts, text, file ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/Sarif.h"
#include "findings/SarifDocument.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace cublaslt::findings {

namespace fs = std::filesystem;

SarifDocument::SarifDocument(std::unique_ptr<Impl> I) : I(std::move(I)) {}
SarifDocument::~SarifDocument() = default;
SarifDocument::SarifDocument(SarifDocument &&) noexcept = default;
SarifDocument &SarifDocument::operator=(SarifDocument &&) noexcept = default;

Json *SarifDocument::Impl::result(size_t Index) {
  for (Json &R : Document["runs"]) {
    auto Results = R.find("results");
    if (Results == R.end() || !Results->is_array())
      continue;
    if (Index < Results->size())
      return &(*Results)[Index];
    Index -= Results->size();
  }
  return nullptr;
}

void SarifDocument::setVerdict(size_t Index, const Verdict &V) {
  Json *Result = I->result(Index);
  if (!Result)
    return;
  Json &Properties = (*Result)["properties"];
  if (!Properties.is_object())
    Properties = Json::object();
  Json &Message = (*Result)["message"];
  std::string Text = stringMember(Message, "text");
  // The text as it was is kept beside the verdict, so that another verdict
  // replaces the sentence instead of adding one.
  if (const Json *Earlier = objectMember(Properties, VerdictKey);
      Earlier && member(*Earlier, "messageBefore"))
    Text = stringMember(*Earlier, "messageBefore");
  Json Bag = toJson(V);
  Bag["messageBefore"] = Text;
  Properties[VerdictKey] = std::move(Bag);
  std::string Separator;
  if (!Text.empty())
    Separator = std::strchr(".!?", Text.back()) ? " " : ". ";
  Message["text"] = Text + Separator + sentence(V);
}

std::string SarifDocument::text() const {
  // Paths need not be UTF-8: what is not becomes U+FFFD instead of an error.
  return I->Document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

namespace {

std::string cannotWrite(const std::string &Path, int Error) {
  return Path + ": found " + std::strerror(Error) +
         ", expected a place that can be written";
}

/// Writes all of \p Text and closes; 0 or the errno.
int writeAndClose(int File, const std::string &Text) {
  int Error = 0;
  for (size_t Done = 0; Done < Text.size() && !Error;) {
    const ssize_t Written =
        ::write(File, Text.data() + Done, Text.size() - Done);
    if (Written >= 0)
      Done += static_cast<size_t>(Written);
    else if (errno != EINTR)
      Error = errno;
  }
  if (::close(File) != 0 && !Error)
    Error = errno;
  return Error;
}

} // namespace

std::string SarifDocument::write(const std::string &Path) const {
  const std::string Content = text();
  std::error_code Code;
  // A link stays a link: what it points to is replaced.
  fs::path Target = Path;
  if (fs::is_symlink(Path, Code)) {
    Target = fs::weakly_canonical(Path, Code);
    if (Code)
      return cannotWrite(Path, Code.value());
  }
  if (fs::is_directory(Target, Code))
    return cannotWrite(Path, EISDIR);
  if (fs::exists(Target, Code) && !fs::is_regular_file(Target, Code)) {
    // /dev/stdout or a pipe: to replace it would be wrong.
    const int File = ::open(Target.c_str(), O_WRONLY | O_CLOEXEC);
    const int Error = File < 0 ? errno : writeAndClose(File, Content);
    return Error ? cannotWrite(Path, Error) : std::string();
  }

  const std::string Temporary =
      Target.string() + ".tmp" + std::to_string(::getpid());
  ::unlink(Temporary.c_str()); // left by a process of that number, killed
  const int File =
      ::open(Temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  int Error = File < 0 ? errno : writeAndClose(File, Content);
  if (!Error && ::rename(Temporary.c_str(), Target.c_str()) != 0)
    Error = errno;
  if (!Error)
    return {};
  if (File >= 0)
    ::unlink(Temporary.c_str());
  return cannotWrite(Path, Error);
}

} // namespace cublaslt::findings
