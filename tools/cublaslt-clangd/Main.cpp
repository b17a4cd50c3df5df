//===-- Main.cpp - clangd with the cuBLASLt checks -----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/Knowledge.h"
#include "tools/hosts/HostOptions.h"
#include <functional>
#include <llvm/ADT/StringRef.h>
#include <memory>

using namespace cublaslt;

namespace clang::clangd {

// As clangd declares them.
int clangdMain(int argc, char *argv[]);
class SymbolIndex {
public:
  virtual ~SymbolIndex() = default;
};

namespace remote {
// A remote index would bring gRPC and protobuf in; this is what a clangd that
// was built without one answers.
std::unique_ptr<SymbolIndex> getClient(llvm::StringRef Address,
                                       llvm::StringRef IndexRoot);
std::unique_ptr<SymbolIndex> getClient(llvm::StringRef, llvm::StringRef) {
  return nullptr;
}
} // namespace remote

} // namespace clang::clangd

// clangd replaces LLVM's version printer, which would have asked for ours.
using VersionPrinter = std::function<void(llvm::raw_ostream &)>;
#define SET_PRINTER                                                            \
  "_ZN4llvm2cl17SetVersionPrinterESt8functionIFvRNS_11raw_ostreamEEE"
void setBothPrinters(VersionPrinter Clangds) __asm__("__wrap_" SET_PRINTER);
void setPrinter(VersionPrinter Printer) __asm__("__real_" SET_PRINTER);

void setBothPrinters(VersionPrinter Clangds) {
  setPrinter([Clangds = std::move(Clangds)](llvm::raw_ostream &Out) {
    Clangds(Out);
    tidy::printVersion("cublaslt-clangd", Out);
  });
}

int main(int argc, char *argv[]) {
  checks::serve();
  for (llvm::cl::Option *Option : tidy::hostOptions())
    tidy::showBeside("clang-tidy", *Option);
  return clang::clangd::clangdMain(argc, argv);
}
