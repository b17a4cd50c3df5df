//===-- HuntMessages.cpp - what hunter and worker say to each other -------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/HuntMessages.h"
#include <nlohmann/json.hpp>

using nlohmann::json;

namespace cublaslt::runtime {

static std::string dumped(const json &J) {
  return J.dump(-1, ' ', false, json::error_handler_t::replace);
}

namespace {
/// Reads members of an object, and notes a wrong type instead of throwing.
struct Members {
  const json &J;
  bool Fine = true;
  const json *find(const char *Key) {
    auto It = J.is_object() ? J.find(Key) : J.end();
    Fine &= It != J.end();
    return It != J.end() ? &*It : nullptr;
  }
  void get(const char *Key, std::string &Into) {
    const json *At = find(Key);
    if (At && (Fine &= At->is_string()))
      Into = At->get<std::string>();
  }
  template <typename Number> void get(const char *Key, Number &Into) {
    const json *At = find(Key);
    if (At && (Fine &= At->is_number_integer()))
      Into = At->get<Number>();
  }
  void get(const char *Key, bool &Into) {
    const json *At = find(Key);
    if (At && (Fine &= At->is_boolean()))
      Into = At->get<bool>();
  }
  /// Calls \p See with each element of a list.
  template <typename Visitor> void each(const char *Key, Visitor See) {
    const json *At = find(Key);
    if (At && (Fine &= At->is_array()))
      for (const json &Item : *At)
        Fine &= See(Item);
  }
};
} // namespace

std::string toText(const HuntRequest &R) {
  return dumped({{"seed", R.Seed},
                 {"first", R.First},
                 {"step", R.Step},
                 {"count", R.Count},
                 {"problem", R.Problem},
                 {"config", R.Config},
                 {"careful", R.IsCareful},
                 {"near", R.NearConfigs},
                 {"survey", R.IsSurvey},
                 {"largest", R.Limits.LargestDimension},
                 {"inner", R.Limits.LargestInner},
                 {"tall", R.Limits.IsTallOnly},
                 {"matrixBytes", R.Limits.MatrixBytes},
                 {"resultBytes", R.Limits.ResultBytes},
                 {"results", R.MostResults},
                 {"alone", R.IsAlone},
                 {"listing", R.IsListing},
                 {"leftOut", R.LeftOut}});
}

std::optional<HuntRequest> huntRequestFrom(const std::string &Text) {
  const json J = json::parse(Text, nullptr, false);
  HuntRequest R;
  Members M{J};
  M.get("seed", R.Seed);
  M.get("first", R.First);
  M.get("step", R.Step);
  M.get("count", R.Count);
  M.get("problem", R.Problem);
  M.get("config", R.Config);
  M.get("careful", R.IsCareful);
  M.get("near", R.NearConfigs);
  M.get("survey", R.IsSurvey);
  M.get("largest", R.Limits.LargestDimension);
  M.get("inner", R.Limits.LargestInner);
  M.get("tall", R.Limits.IsTallOnly);
  M.get("matrixBytes", R.Limits.MatrixBytes);
  M.get("resultBytes", R.Limits.ResultBytes);
  M.get("results", R.MostResults);
  M.get("alone", R.IsAlone);
  M.get("listing", R.IsListing);
  M.each("leftOut", [&](const json &Item) {
    if (Item.is_string())
      R.LeftOut.push_back(Item.get<std::string>());
    return Item.is_string();
  });
  return M.Fine ? std::optional<HuntRequest>(R) : std::nullopt;
}

std::string toText(const HuntAnswer &A) {
  json Failures = json::array(), Configs = json::array();
  for (const HuntFailure &F : A.Failures)
    Failures.push_back({{"kind", F.Kind},
                        {"problem", F.Problem},
                        {"config", F.Config},
                        {"result", F.Result},
                        {"detail", F.Detail}});
  for (const auto &[Config, Problem] : A.NewConfigs)
    Configs.push_back({Config, Problem});
  json Answer = {{"problems", A.Problems}, {"refused", A.Refused},
                 {"runs", A.Runs},         {"nearRuns", A.NearRuns},
                 {"skipped", A.Skipped},
                 {"lost", A.Lost},         {"failures", Failures},
                 {"configs", Configs},     {"records", A.Records},
                 {"refusals", A.Refusals}, {"error", A.Error}};
  if (A.LostAt)
    Answer["lostAt"] = *A.LostAt;
  return dumped(Answer);
}

std::optional<HuntAnswer> huntAnswerFrom(const std::string &Text) {
  const json J = json::parse(Text, nullptr, false);
  HuntAnswer A;
  Members M{J};
  M.get("problems", A.Problems);
  M.get("refused", A.Refused);
  M.get("runs", A.Runs);
  M.get("nearRuns", A.NearRuns);
  M.get("skipped", A.Skipped);
  M.get("lost", A.Lost);
  M.get("error", A.Error);
  M.each("failures", [&](const json &Item) {
    HuntFailure F;
    Members Own{Item};
    Own.get("kind", F.Kind);
    Own.get("problem", F.Problem);
    Own.get("config", F.Config);
    Own.get("result", F.Result);
    Own.get("detail", F.Detail);
    A.Failures.push_back(F);
    return Own.Fine;
  });
  M.each("configs", [&](const json &Item) {
    if (!Item.is_array() || Item.size() != 2 || !Item[0].is_string() ||
        !Item[1].is_string())
      return false;
    A.NewConfigs.emplace_back(Item[0].get<std::string>(),
                              Item[1].get<std::string>());
    return true;
  });
  M.each("records", [&](const json &Item) {
    if (Item.is_string())
      A.Records.push_back(Item.get<std::string>());
    return Item.is_string();
  });
  const json *Refusals = M.find("refusals");
  if (Refusals && (M.Fine &= Refusals->is_object()))
    for (const auto &[Name, Count] : Refusals->items()) {
      if (!Count.is_number_unsigned())
        return std::nullopt;
      A.Refusals[Name] = Count.get<uint64_t>();
    }
  if (J.is_object() && J.contains("lostAt")) {
    A.LostAt = 0;
    M.get("lostAt", *A.LostAt);
  }
  return M.Fine ? std::optional<HuntAnswer>(A) : std::nullopt;
}

} // namespace cublaslt::runtime
