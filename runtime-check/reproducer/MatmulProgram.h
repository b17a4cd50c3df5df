//===-- MatmulProgram.h - a matmul as statements of a program ---*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What MatmulProblem does with a run's settings (device/MatmulProblem.h), as
/// text for a reproducer. Words of the settings come from a findings file: only
/// enumerators of the table and numbers get into the text.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_REPRODUCER_MATMULPROGRAM_H
#define CUBLASLT_RUNTIME_CHECK_REPRODUCER_MATMULPROGRAM_H

#include "runtime-check/Settings.h"
#include <string>
#include <vector>

namespace cublaslt::runtime {

/// A number of the settings as it stands in a program: "268435456ull".
std::string bytesOf(const Settings &S, const std::string &Key,
                    uint64_t Default);

class MatmulProgram {
public:
  explicit MatmulProgram(const Settings &S) : S(S), Given(S) {}
  /// Of a growing loop: \p S are \p Given with "n", the loop's variable, in
  /// the places of what grows. Where \p Given has that word itself, it is one
  /// of a findings file.
  MatmulProgram(const Settings &S, const Settings &Given)
      : S(S), Given(Given) {}

  std::vector<std::string> Statements;
  void add(const std::string &Statement) { Statements.push_back(Statement); }

  /// Handle `lt`.
  void handle();
  /// Descriptor `desc` and layouts `A` to `D`, with \p Prefix before each name.
  void describe(const std::string &Prefix = "");
  /// Preference `preference`; \p Limit in place of the settings' own.
  void preference(const std::string &Limit = "");
  /// Device memory `a` to `d`; random numbers kept as `hostA` and `hostB` where
  /// \p IsCompared.
  void matrices(bool IsCompared);
  /// The bytes of a matrix as an expression.
  std::string bytes(char Matrix) const;
  /// The statement that fills \p Pointer with a matrix's random numbers.
  std::string randomize(char Matrix, const std::string &Pointer) const;
  /// `results` and `count`, asked for \p Prefix's problem. \p After follows the
  /// call; by default a failure or no algorithm ends the form.
  void choose(const std::string &Prefix = "", const std::string &After = "");
  /// The call, its arguments as they stand in a program.
  std::string matmul(const std::string &Algorithm, const std::string &Workspace,
                     const std::string &Bytes,
                     const std::string &Stream = "nullptr") const;
  /// `alpha` and `beta`.
  void scalars();
  /// Fails where D is not what A and B make.
  void compare();

private:
  void layout(char Matrix, const std::string &Prefix);
  void setAttribute(const std::string &Object, const std::string &Variable,
                    const std::string &Name, const std::string &Key);
  /// A setting as it may stand in a program: an enumerator of the table, a
  /// number, the variable of the growing loop, or \p Otherwise.
  std::string literal(const std::string &Key,
                      const std::string &Otherwise) const;
  std::string number(char Matrix, const char *Attribute) const;

  const Settings &S, &Given;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_REPRODUCER_MATMULPROGRAM_H
