//===-- LinkedMessages.cpp - pages and measurements beside diagnostics ---===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// clangd's link to a check's page is hard-wired to clang's web site. Messages
/// to the client pass here first: the link of our checks becomes that of our
/// page, and what to do and what was measured become related information,
/// where the client shows such.
///
//===----------------------------------------------------------------------===//
#include "checks/model/Knowledge.h"
#include "findings/FileUri.h"
#include "kb/KnowledgeBase.h"
#include <cstdio>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/Path.h>
#include <memory>

namespace json = llvm::json;

// As clangd's Transport.h declares them.
namespace clang::clangd {
class Transport {
public:
  virtual ~Transport() = default;
  virtual void notify(llvm::StringRef Method, json::Value Params) = 0;
  virtual void call(llvm::StringRef Method, json::Value Params,
                    json::Value Id) = 0;
  virtual void reply(json::Value Id, llvm::Expected<json::Value> Result) = 0;
  class MessageHandler;
  virtual llvm::Error loop(MessageHandler &) = 0;
};
enum JSONStreamStyle { Standard, Delimited };
} // namespace clang::clangd

using clang::clangd::JSONStreamStyle;
using clang::clangd::Transport;

namespace {

/// The page of \p Check beside the program; without one the rule's first link,
/// or nothing.
std::string pageOf(const cublaslt::kb::Rule &Rule) {
  static const std::string Program = llvm::sys::fs::getMainExecutable(
      nullptr, reinterpret_cast<void *>(&pageOf));
  llvm::SmallString<256> Page(llvm::sys::path::parent_path(Program));
  llvm::sys::path::append(Page, CUBLASLT_PAGES_FROM_PROGRAM, Rule.Name + ".md");
  llvm::sys::path::remove_dots(Page, /*remove_dot_dot=*/true);
  if (llvm::sys::fs::exists(Page))
    return cublaslt::findings::uriOfPath(Page.str().str());
  return Rule.Links.empty() ? "" : Rule.Links.front();
}

void addRelated(json::Object &Diagnostic, const json::Value &Uri,
                const std::string &Text) {
  json::Array *Related = Diagnostic.getArray("relatedInformation");
  const json::Value *Range = Diagnostic.get("range");
  if (!Related || !Range) // absent: the client shows none
    return;
  Related->push_back(
      json::Object{{"location", json::Object{{"uri", Uri}, {"range", *Range}}},
                   {"message", Text}});
}

void explain(json::Object &Diagnostic, const json::Value &Uri) {
  auto Code = Diagnostic.getString("code");
  if (!Code)
    return;
  const cublaslt::kb::Rule *Rule =
      cublaslt::checks::activeKnowledgeBase().rule(Code->str());
  if (!Rule)
    return;
  std::string Page = pageOf(*Rule);
  if (Page.empty())
    Diagnostic.erase("codeDescription");
  else
    Diagnostic["codeDescription"] = json::Object{{"href", Page}};
  addRelated(Diagnostic, Uri, "what to do: " + Rule->Advice);
  for (const cublaslt::kb::Derivation &From : Rule->DerivedFrom)
    if (!From.Measurement.empty())
      addRelated(Diagnostic, Uri, "measured: " + From.Measurement);
}

class ExplainingTransport : public Transport {
public:
  explicit ExplainingTransport(std::unique_ptr<Transport> Inner)
      : Inner(std::move(Inner)) {}

  void notify(llvm::StringRef Method, json::Value Params) override {
    json::Object *Message = Params.getAsObject();
    if (Method == "textDocument/publishDiagnostics" && Message)
      if (json::Array *All = Message->getArray("diagnostics"))
        for (json::Value &Diagnostic : *All)
          if (json::Object *Object = Diagnostic.getAsObject())
            explain(*Object, (*Message)["uri"]);
    Inner->notify(Method, std::move(Params));
  }
  void call(llvm::StringRef Method, json::Value Params,
            json::Value Id) override {
    Inner->call(Method, std::move(Params), std::move(Id));
  }
  void reply(json::Value Id, llvm::Expected<json::Value> Result) override {
    Inner->reply(std::move(Id), std::move(Result));
  }
  llvm::Error loop(MessageHandler &Handler) override {
    return Inner->loop(Handler);
  }

private:
  std::unique_ptr<Transport> Inner;
};

} // namespace

#define NEW_TRANSPORT                                                          \
  "_ZN5clang6clangd16newJSONTransportEP8_IO_FILERN4llvm11raw_ostreamEPS4_bNS0" \
  "_15JSONStreamStyleE"
std::unique_ptr<Transport>
newExplaining(std::FILE *In, llvm::raw_ostream &Out, llvm::raw_ostream *Mirror,
              bool Pretty,
              JSONStreamStyle Style) __asm__("__wrap_" NEW_TRANSPORT);
std::unique_ptr<Transport>
newPlain(std::FILE *In, llvm::raw_ostream &Out, llvm::raw_ostream *Mirror,
         bool Pretty, JSONStreamStyle Style) __asm__("__real_" NEW_TRANSPORT);

std::unique_ptr<Transport> newExplaining(std::FILE *In, llvm::raw_ostream &Out,
                                         llvm::raw_ostream *Mirror, bool Pretty,
                                         JSONStreamStyle Style) {
  return std::make_unique<ExplainingTransport>(
      newPlain(In, Out, Mirror, Pretty, Style));
}
