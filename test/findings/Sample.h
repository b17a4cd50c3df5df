//===-- Sample.h - findings with everything in them -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TEST_FINDINGS_SAMPLE_H
#define CUBLASLT_TEST_FINDINGS_SAMPLE_H

#include "findings/Sarif.h"
#include <limits>

namespace cublaslt::findings {

inline Verdict sampleVerdict() {
  Verdict V;
  V.Kind = VerdictKind::Confirmed;
  V.Reason = "1.4 ms instead of 0.1 ms";
  V.Experiment = "unbounded-workspace";
  V.Device = "NVIDIA H200";
  V.ComputeCapability = "9.0";
  V.Driver = "580.159.04";
  V.Runtime = "13.0";
  V.Library = "cuBLASLt 13.1.0.3";
  V.Date = "2026-11-22";
  V.Flagged.Ran = V.Flagged.Failed = true;
  V.Flagged.Summary = "10.2 times slower";
  V.Flagged.Statuses = {{"cublasLtMatmul", 7, "CUBLAS_STATUS_INVALID_VALUE"}};
  V.Flagged.LibraryLog = {"[Error][cublasLtMatmul] a reason"};
  V.Flagged.Figures = {{"medianMilliseconds", 1.418}, {"workspaceBytes", 0}};
  V.Control.Ran = true;
  V.Control.Summary = "succeeded";
  V.Deciding.FromProgram = {
      "preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES"};
  V.FilledByWitness = {"A.CUBLASLT_MATRIX_LAYOUT_ROWS"};
  return V;
}

/// The file names are hard on URIs on purpose.
inline Finding sampleFinding(const std::string &Folder) {
  Finding F;
  F.Rule = "cublaslt-unbounded-workspace";
  F.Level = "warning";
  F.Message = "workspace limit 18446744073709551615 is not 'no limit'; slow";
  F.Place = {Folder + "/a b/gemm%20#?\xc3\xbc.cpp", 3, 5, 3, 9, "", "x = y;"};
  F.Related = {{Folder + "/a b/c:d.h", 1, 1, 0, 0, "limit comes from here", ""},
               {"/elsewhere/x.h", 7, 0, 0, 0, "and here", ""}};
  F.Fixes = {{Folder + "/a b/gemm%20#?\xc3\xbc.cpp", 10, 4, "int n = 0"},
             {Folder + "/a b/c:d.h", 0, 0, "#include <x>\n"}};
  F.Fingerprint = "0123456789abcdef";
  F.HasCall = true;
  F.Call.Function = "cublasLtMatmulPreferenceSetAttribute";
  auto &Values = F.Call.Values;
  Values[Key::written("preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES")] =
      {std::numeric_limits<uint64_t>::max(), "SIZE_MAX"};
  Values[Key::written("least")] = {std::numeric_limits<int64_t>::min(), ""};
  Values[Key::written("most")] = {std::numeric_limits<int64_t>::max(), ""};
  Values[Key::written("A.CUBLASLT_MATRIX_LAYOUT_ROWS")] = {{}, "rows \"q\" \n"};
  Values[Key::written("A.CUBLASLT_MATRIX_LAYOUT_TYPE")] = {
      std::string("CUDA_R_16F"), ""};
  Values[Key::written("heuristic.statusTested")] = {false, ""};
  Values[Key::written("growth.amount")] = {1.5, "1.5"};
  return F;
}

inline ToolDescription sampleTool(const std::string &Folder) {
  ToolDescription Tool;
  Tool.Name = "cublaslt-tidy";
  Tool.Version = "0.1.0";
  Tool.InformationUri = "https://example.org/cublaslt-tidy";
  Tool.BaseDirectory = Folder;
  Finding Note;
  Note.Rule = "clang-diagnostic-error";
  Note.Level = "error";
  Note.Message = "'x.h' file not found";
  Note.Place = {Folder + "/broken.cpp", 1, 10, 0, 0, "", ""};
  Tool.Notifications = {Note};
  Tool.ExecutionSuccessful = false;
  return Tool;
}

} // namespace cublaslt::findings

#endif // CUBLASLT_TEST_FINDINGS_SAMPLE_H
