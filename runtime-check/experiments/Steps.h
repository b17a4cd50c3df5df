//===-- Steps.h - statements that are run and printed -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An experiment as a list of steps. A step is a statement of the reproducer
/// and, beside it, what a run does in its place. run() follows the list,
/// statements() prints it. MatmulSteps.h has the steps around one matmul, which
/// need no code of their own.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_STEPS_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_STEPS_H

#include "runtime-check/device/RunRecorder.h"
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace cublaslt::runtime {

/// \p State has the variables of the run, and `End`, its outcome. Where calls
/// are made by must() and show() it has `R`, their RunRecorder, too.
template <class State> class Steps {
public:
  /// False ends the run.
  using Action = std::function<bool(State &)>;

  /// A statement and what the run does for it. One of the two may be empty: a
  /// declaration is printed only, a figure is kept only.
  void add(std::string Statement, Action Do = {}) {
    All.push_back({std::move(Statement), std::move(Do)});
  }

  /// Several statements, and what the run does for all of them.
  void add(std::vector<std::string> Statements, Action Do) {
    for (std::string &Each : Statements)
      add(std::move(Each));
    add("", std::move(Do));
  }

  /// A call whose failure keeps the run from its question. \p Call makes it.
  template <class Function>
  void must(const char *Name, const std::string &Arguments, Function Call) {
    add(statement("MUST", Name, Arguments), [Name, Call](State &X) {
      if (X.R.expect(Name, Call(X)))
        return true;
      X.End = X.R.notReached("a call failed: " + X.R.last());
      return false;
    });
  }

  /// A call that the question is about: its failure is the answer.
  template <class Function>
  void show(const char *Name, const std::string &Arguments, Function Call,
            const std::string &Comment = "") {
    add(statement("SHOW", Name, Arguments) +
            (Comment.empty() ? "" : " // " + Comment),
        [Name, Call](State &X) {
          if (X.R.saw(Name, Call(X)))
            return true;
          X.End = X.R.answered(true, X.R.last());
          return false;
        });
  }

  /// \p Body for each value of \p Variable, which the program calls \p Name,
  /// from \p First until \p Last is reached. \p Comment stands behind the head.
  void repeat(const std::string &Name, int64_t State::*Variable, int64_t First,
              int64_t Last, const Steps &Body,
              const std::string &Comment = "") {
    std::string Text = "for (int " + Name + " = " + std::to_string(First) +
                       "; " + Name + " < " + std::to_string(Last) + "; ++" +
                       Name + ") {" + (Comment.empty() ? "" : " // " + Comment);
    for (const std::string &Statement : Body.statements()) {
      std::istringstream Lines(Statement);
      for (std::string Line; std::getline(Lines, Line);)
        Text += "\n  " + Line;
    }
    add(Text + "\n}", [=](State &X) {
      for (X.*Variable = First; X.*Variable < Last; ++(X.*Variable))
        if (!Body.follow(X))
          return false;
      return true;
    });
  }

  /// False where a step ended the run.
  bool follow(State &X) const {
    for (const Step &Each : All)
      if (Each.Do && !Each.Do(X))
        return false;
    return true;
  }

  std::vector<std::string> statements() const {
    std::vector<std::string> Out;
    for (const Step &Each : All)
      if (!Each.Statement.empty())
        Out.push_back(Each.Statement);
    return Out;
  }

private:
  struct Step {
    std::string Statement;
    Action Do;
  };

  static std::string statement(const char *Macro, const std::string &Name,
                               const std::string &Arguments) {
    return std::string(Macro) + "(" + Name +
           (Arguments.empty() ? "" : ", " + Arguments) + ");";
  }

  std::vector<Step> All;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_STEPS_H
