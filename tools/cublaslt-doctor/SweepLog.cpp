//===-- SweepLog.cpp - the problems of a log ------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "kb/KnowledgeBase.h"
#include "logs/LineReader.h"
#include "logs/SpecificationMaker.h"
#include "logs/TraceLine.h"
#include "tools/cublaslt-doctor/SweepCommand.h"

using namespace cublaslt;
using namespace cublaslt::doctor;

std::string doctor::readLogForSweep(const std::string &Path, SweepList &Into) {
  std::string Error;
  const auto Source = logs::openBytes(Path, Error);
  if (!Source)
    return Error;
  const logs::SpecificationMaker Maker(
      kb::KnowledgeBase::builtin().apis().front());
  logs::LineReader Lines(
      {"cublasLt"}, [&](std::string_view Line, uint64_t Number, size_t) {
        const auto Traced = logs::parseTraceLine(Line, 0, "cublasLt");
        if (!Traced || (Traced->Function != "cublasLtMatmul" &&
                        Traced->Function != "cublasLtMatmulAlgoGetHeuristic"))
          return;
        const auto Call = logs::TracedCall::parse(Traced->Message);
        if (!Call.IsNested)
          return; // its layouts are addresses; another line has the call
        std::string Reason = "the line does not show the whole call";
        const auto P =
            Call.IsCut ? std::nullopt
                       : runtime::problemOf(
                             Maker.make(Call, Traced->Function), Reason);
        if (!P) {
          ++Into.Unusable[Reason];
          return;
        }
        runtime::SweepItem Item;
        Item.Problem = *P;
        Item.Where = Path + ":" + std::to_string(Number);
        Into.add(std::move(Item));
      });
  Lines.read(*Source);
  Lines.finish();
  return Source->hasReadError() ? Source->problem() : "";
}
