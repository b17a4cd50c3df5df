//===-- CallSequence.h - calls in the order of a path -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Makes the API's calls one after the other as a path of a program does, and
/// once more with the step that mends the path:
///   - test-status: the flagged call is made to fail; flagged, the program goes
///     on with what it has; control, its status is tested and the program
///     stops there;
///   - destroy: flagged, an object is left at the path's end; control, it is
///     destroyed there. Both are repeated, and the host memory is measured;
///   - leave-out: the control leaves the flagged call out;
///   - ask-again: the control asks the heuristic again, for the problem that
///   the
///     flagged call has;
///   - own-workspace: the control gives the flagged call a workspace of its
///   own.
///     It and the last call that had the workspace are repeated, unordered, and
///     what they write is compared with what each writes alone;
///   - halve: the first try fails for lack of memory; flagged, the next asks
///   for
///     more, as the path does, control, for half.
/// The last three hang on values: a path that leaves one open is not run. A
/// test of the path is told, and no call. The path is the finding's own;
/// without one it is the flagged call alone, on objects made for it. A call
/// that the path sees fail is made to fail in a way that its function has.
///
/// Planning turns each call into a SequenceStep, which is both run and printed.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_CALLSEQUENCE_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_CALLSEQUENCE_H

#include "runtime-check/Experiment.h"
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::runtime {

/// What one parameter is given. As text: the kind's letter, then the members
/// that it has, separated by colons ("o:layout:1", "n:64", "e:CUDA_R_16F:2").
struct SequenceArgument {
  enum class Kind : char {
    Null = '0',
    Number = 'n',     ///< Value
    Enumerator = 'e', ///< Name, Value
    Object = 'o',     ///< Name: "layout_1"
    Variable = 'v',   ///< the address of that object's variable
    InPlace = 'i',    ///< the address of an object that an Init function fills
    SizeOf = 's',     ///< of such an object
    Buffer = 'b',     ///< an attribute's Value, in a buffer of Size bytes
    Scalar = 'f',     ///< the address of a float, Value
    Result = 'r',     ///< memory, by its type and number (Size); Value 1: the
                      ///< function fills it
    Chosen = 'c',     ///< the first algorithm of the results number Size
    Device = 'd',     ///< device memory, Name
  };
  Kind Is = Kind::Null;
  std::string Name;
  int64_t Value = 0;
  uint64_t Size = 0;

  std::string text() const;
  static std::optional<SequenceArgument> parse(const std::string &Text);
};

struct SequenceStep {
  std::string Function;
  std::vector<SequenceArgument> Arguments;
  std::string Place;   ///< "gemm.cpp:12"; empty: it makes what the next takes
  std::string Failure; ///< how it is made to fail; empty: it is not
  std::string Comment; ///< of a test, which calls no function
  /// The path goes on only where the call succeeds, or only where it fails.
  bool MustSucceed = false, MustFail = false;
  bool IsFlagged = false, IsTested = false;
  /// It had the flagged call's workspace last.
  bool IsRival = false;
};

/// Of each piece of device memory that the steps name.
constexpr uint64_t SequenceDeviceBytes = uint64_t(64) << 20;

/// The steps that settings hold.
std::vector<SequenceStep> sequenceOf(const Settings &S);
void store(Settings &S, const std::vector<SequenceStep> &Steps);

/// Whether runs can call the function \p Name.
bool isRunnable(const std::string &Name);

class CallSequence : public Experiment {
public:
  const char *id() const override { return "call-sequence"; }
  void plan(Planner &P, const DeviceFacts &Facts,
            const kb::Api *Api) const override;
  findings::RunOutcome run(Form F, const Settings &S) const override;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const override;

private:
  bool mend(Planner &P, class Sequencer &Made, class Sequencer &Control) const;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_CALLSEQUENCE_H
