//===-- WatchedCalls.h - calls outside the API ------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Calls of functions that have nothing to do with the API's own but change
/// how it works: setenv and the like, and frameworks' switches. They are looked
/// for in every unit, also in one that never calls the API.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MODEL_WATCHEDCALLS_H
#define CUBLASLT_CHECKS_MODEL_WATCHEDCALLS_H

#include "checks/model/ApiModel.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::checks {

/// True when some function that \p Names gives, qualified, is used in the
/// unit. Costs a look-up for each.
bool usesOneOf(llvm::ArrayRef<std::string_view> Names,
               clang::ASTContext &Context);

/// One call that sets a variable of the environment, or switches a backend.
struct WatchedCall {
  const clang::CallExpr *Call;
  const clang::FunctionDecl *In; ///< null outside functions
  const kb::Api *Api;
  /// The variable, or null for a switch.
  const kb::EnvironmentVariable *Variable = nullptr;
  const kb::BackendSwitch *Switch = nullptr;
  const clang::Expr *NameExpr = nullptr, *ValueExpr = nullptr;
  std::optional<std::string> Value; ///< what the variable is set to, if known
  /// Only reached when memory was short: the condition or handler that says
  /// so.
  const clang::Stmt *AfterMemoryFailure = nullptr;
};

/// All such calls outside system headers, in source order; a call of a function
/// of the unit that hands its parameters on to setenv is one.
std::vector<WatchedCall> watchedCalls(const ApiModel &Api,
                                      clang::ASTContext &Context);

/// The text that \p E is for certain: a literal, a constant, a std::string
/// made of one.
std::optional<std::string> constantText(const clang::Expr *E);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MODEL_WATCHEDCALLS_H
