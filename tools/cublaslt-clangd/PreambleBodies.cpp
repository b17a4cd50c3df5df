//===-- PreambleBodies.cpp - bodies of the project's own headers ---------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// clangd parses the includes of a file once and leaves function bodies out
/// there. Our analysis enters functions of the project's own headers, as
/// cublaslt-tidy does; so their bodies are kept, and those of system headers
/// are left out as before.
///
//===----------------------------------------------------------------------===//
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclBase.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <clang/Frontend/PrecompiledPreamble.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Serialization/ASTWriter.h>
#include <clang/Serialization/PCHContainerOperations.h>
#include <llvm/Support/ErrorOr.h>
#include <llvm/Support/VirtualFileSystem.h>

using namespace clang;

namespace {

// The type of the engine differs between versions.
template <typename> struct DiagnosticsOf;
template <typename Result, typename I, typename M, typename B, typename D,
          typename... Rest>
struct DiagnosticsOf<Result(I, M, B, D, Rest...)> {
  using Type = D;
};
using Diagnostics = DiagnosticsOf<decltype(PrecompiledPreamble::Build)>::Type;
using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;
using Containers = std::shared_ptr<PCHContainerOperations>;

class WithOwnBodies : public PreambleCallbacks {
public:
  explicit WithOwnBodies(PreambleCallbacks &Clangds) : Clangds(Clangds) {}

  void BeforeExecute(CompilerInstance &CI) override {
    Clangds.BeforeExecute(CI);
  }
  void AfterExecute(CompilerInstance &CI) override { Clangds.AfterExecute(CI); }
  void AfterPCHEmitted(ASTWriter &Writer) override {
    Clangds.AfterPCHEmitted(Writer);
  }
  void HandleTopLevelDecl(DeclGroupRef Group) override {
    Clangds.HandleTopLevelDecl(Group);
  }
  std::unique_ptr<PPCallbacks> createPPCallbacks() override {
    return Clangds.createPPCallbacks();
  }
  CommentHandler *getCommentHandler() override {
    return Clangds.getCommentHandler();
  }
  bool shouldSkipFunctionBody(Decl *D) override {
    return Clangds.shouldSkipFunctionBody(D) &&
           D->getASTContext().getSourceManager().isInSystemHeader(
               D->getLocation());
  }

private:
  PreambleCallbacks &Clangds;
};

} // namespace

llvm::ErrorOr<PrecompiledPreamble> buildWithBodies(
    const CompilerInvocation &Invocation, const llvm::MemoryBuffer *Main,
    PreambleBounds Bounds, Diagnostics Engine, FileSystem Files,
    Containers Operations, bool InMemory, llvm::StringRef Path,
    PreambleCallbacks &Callbacks) __asm__("__wrap_" CUBLASLT_BUILD_PREAMBLE);
llvm::ErrorOr<PrecompiledPreamble> buildItself(
    const CompilerInvocation &Invocation, const llvm::MemoryBuffer *Main,
    PreambleBounds Bounds, Diagnostics Engine, FileSystem Files,
    Containers Operations, bool InMemory, llvm::StringRef Path,
    PreambleCallbacks &Callbacks) __asm__("__real_" CUBLASLT_BUILD_PREAMBLE);

llvm::ErrorOr<PrecompiledPreamble>
buildWithBodies(const CompilerInvocation &Invocation,
                const llvm::MemoryBuffer *Main, PreambleBounds Bounds,
                Diagnostics Engine, FileSystem Files, Containers Operations,
                bool InMemory, llvm::StringRef Path,
                PreambleCallbacks &Callbacks) {
  WithOwnBodies Ours(Callbacks);
  return buildItself(Invocation, Main, Bounds, Engine, std::move(Files),
                     std::move(Operations), InMemory, Path, Ours);
}
