//===-- Experiment.h - what confirms or refutes a rule ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An experiment is two runs under the same conditions: the flagged form, as
/// the call specification has it, and the control, the form that the rule
/// advises. Planning and judging happen in the doctor, which never touches
/// CUDA; each run happens in a child process of its own (sandbox/).
///
/// A new rule's experiment is one class in experiments/ and one line in
/// experiments/Registry.cpp. Where its forms are a list of steps the class is
/// that list (experiments/MatmulSteps.h).
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENT_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENT_H

#include "findings/Finding.h"
#include "runtime-check/DeviceFacts.h"
#include "runtime-check/Settings.h"
#include <memory>
#include <string>
#include <vector>

namespace cublaslt::runtime {

/// The variable of the environment that names the library's file to the
/// children; without it the library is looked for.
constexpr char LibraryVariable[] = "CUBLASLT_DOCTOR_LIBRARY";

enum class Form { Flagged, Control };

struct Judgement {
  findings::VerdictKind Kind = findings::VerdictKind::Inconclusive;
  std::string Reason; ///< one line
};

class Experiment {
public:
  virtual ~Experiment();

  /// The `experiment.id` of the rule that it confirms.
  virtual const char *id() const = 0;

  /// Makes settings of the finding's call, or refuses it by name; says whether
  /// this finding needs a GPU and whether it needs all of its memory. Runs in
  /// the doctor, without CUDA.
  virtual void plan(Planner &P, const DeviceFacts &Facts,
                    const kb::Api *Api) const = 0;

  /// Executes one form. Runs in a child process.
  virtual findings::RunOutcome run(Form F, const Settings &S) const = 0;

  /// The body of a program that does what run() does, one or more lines each,
  /// for a reproducer (reproducer/Reproducer.h). Statements that both forms
  /// have must declare what later ones use. \p Flagged is what the flagged run
  /// saw. None by default.
  virtual std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const;

  /// Compares the two. The default: confirmed when the flagged form failed and
  /// the control did not, refuted when the flagged form did not fail. May add
  /// figures to the outcomes.
  virtual Judgement judge(const Settings &S, findings::RunOutcome &Flagged,
                          findings::RunOutcome &Control) const;
};

/// What a program can execute: its experiments, and who asks the device.
class ExperimentRegistry {
public:
  using DeviceQuestion = DeviceFacts (*)();
  using FitnessQuestion = bool (*)();
  ExperimentRegistry(DeviceQuestion Ask, FitnessQuestion AskFitness)
      : Ask(Ask), AskFitness(AskFitness) {}

  /// The experiments of this program; none in a build without CUDA. Defined
  /// in experiments/Registry.cpp and in WithoutCuda.cpp; a program is linked
  /// with one of the two.
  static ExperimentRegistry builtin();

  /// Answers a HuntRequest's text with a HuntAnswer's, in a child process.
  using Hunter = std::string (*)(const std::string &Request);
  void setHunter(Hunter H) { TheHunter = H; }
  std::string hunt(const std::string &Request) const {
    return TheHunter ? TheHunter(Request) : "";
  }

  /// Only to be called in a child process: a driver can hang.
  DeviceFacts askDevice() const { return Ask(); }
  /// The same: whether this process's context still works after a run.
  bool isFit() const { return AskFitness(); }

  /// Replaces one of the same id (the tests do that).
  void add(std::unique_ptr<Experiment> E);
  const Experiment *find(const std::string &Id) const;

private:
  DeviceQuestion Ask;
  FitnessQuestion AskFitness;
  Hunter TheHunter = nullptr;
  std::vector<std::unique_ptr<Experiment>> All;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENT_H
