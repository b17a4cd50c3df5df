//===-- EarlierFault.cpp - what failed before a failure -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/EarlierFault.h"
#include "logs/LineReader.h"
#include "logs/Problems.h"
#include "logs/Wrapping.h"

using namespace cublaslt;
using namespace cublaslt::logs;

std::optional<EarlierFault> logs::faultBefore(
    const std::array<std::string_view, 2> &Before, std::string_view Failure,
    const MessageMatcher &Faults,
    const std::function<bool(const kb::MessagePattern &)> &IsWanted) {
  const std::string_view Launcher = launcherOf(Failure);
  size_t Left = LineReader::LeastHistory;
  uint64_t Distance = 0;
  std::string_view Following;
  for (std::string_view Text : Before)
    while (!Text.empty()) {
      if (Text.back() == '\n')
        Text.remove_suffix(1);
      size_t Break = Text.rfind('\n');
      size_t Begin = Break == std::string_view::npos ? 0 : Break + 1;
      std::string_view Line = Text.substr(Begin);
      Text = Text.substr(0, Begin);
      ++Distance;
      if (Line.size() >= Left)
        return std::nullopt;
      Left -= Line.size() + 1;
      auto Match = Faults.match(Line);
      std::string Broken; // by a terminal
      if (!Match && Line.size() >= 40 && Following.size() <= Line.size()) {
        Broken = std::string(Line) + std::string(Following);
        Match = Faults.match(Broken);
      }
      Following = Line;
      if (!Match || !IsWanted(*Match->Pattern))
        continue;
      std::string_view Other = launcherOf(Line);
      if (!Launcher.empty() && !Other.empty() && Launcher != Other)
        continue;
      std::string Says = shown(Match->says());
      return EarlierFault{std::move(*Match), shown(Line), std::move(Says),
                          Distance};
    }
  return std::nullopt;
}
