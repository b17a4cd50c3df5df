//===-- HuntFiles.cpp - what a finding leaves behind ----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/HuntFiles.h"

namespace cublaslt::runtime {

static std::string clause(const std::string &Kind) {
  if (Kind == "wrong")
    return "a wrong result";
  if (Kind == "unwritten")
    return "elements of D that are not written";
  if (Kind == "outside")
    return "a write outside D, the workspace or the epilogue's matrix";
  if (Kind == "input")
    return "a write into A, B or C";
  if (Kind == "lost")
    return "a device error that ends the context";
  if (Kind == "refused")
    return "a matmul that refuses what the heuristic gave";
  if (Kind == "hang")
    return "no end";
  return "a crash of the process";
}

static std::string described(const HuntFailure &F) {
  const auto P = huntProblemFrom(F.Problem);
  const auto C = huntConfigFrom(F.Config);
  return P ? describedForPeople(*P, C.value_or(HuntConfig())) : F.Problem;
}

std::string findingForPeople(const HuntFinding &F) {
  const HuntFailure &Small = F.Small.Failure;
  std::string Text = F.Defect.empty() ? "unknown: " : "known, " + F.Defect + ": ";
  Text += clause(Small.Kind) + " (" + Small.Detail + "): " + described(Small);
  if (!F.Small.IsRepeated)
    Text += "; it was not repeated";
  return Text;
}

/// In double quotes, as YAML takes it.
static std::string quotedText(const std::string &Text) {
  std::string Out = "\"";
  for (char C : Text) {
    if (C == '"' || C == '\\')
      Out += '\\';
    Out += static_cast<unsigned char>(C) < 0x20 ? ' ' : C;
  }
  return Out + "\"";
}

/// "cuBLASLt 13.1.0 (130100)" is 13.1.0.
static std::string versionIn(const std::string &Library) {
  const size_t Begin = Library.find_first_of("0123456789");
  if (Begin == std::string::npos)
    return "0.0";
  return Library.substr(Begin, Library.find(' ', Begin) - Begin);
}

std::string defectDraft(const HuntFinding &F, const DeviceFacts &Facts,
                        const std::string &Date) {
  const HuntFailure &Small = F.Small.Failure;
  const auto P = huntProblemFrom(Small.Problem);
  const auto C = huntConfigFrom(Small.Config);
  std::string Id;
  for (char Letter : F.Class)
    Id += (Letter >= 'a' && Letter <= 'z') || (Letter >= '0' && Letter <= '9')
              ? Letter
          : Letter >= 'A' && Letter <= 'Z' ? static_cast<char>(Letter - 'A' + 'a')
                                           : '-';
  const std::string Effect = Small.Kind == "lost" || Small.Kind == "crash"
                                 ? "context-lost"
                             : Small.Kind == "hang"    ? "hang"
                             : Small.Kind == "refused" ? "refused"
                                                       : "wrong-result";
  const std::string Version = versionIn(Facts.Library);
  std::string Text =
      "# A draft of cublaslt-doctor hunt: widen or narrow the condition, say "
      "what\n# happens, and measure the workaround before it is kept.\n";
  auto Line = [&](const std::string &L) { Text += L + "\n"; };
  Line("id: " + Id);
  Line("summary: " + quotedText(clause(Small.Kind)));
  Line("happens: " + quotedText(described(Small) + ": " + Small.Detail));
  Line("effect: " + Effect);
  Line("versions:\n  - {from: " + quotedText(Version) + "}");
  if (!Facts.ComputeCapability.empty())
    Line("computeCapabilities: [" + quotedText(Facts.ComputeCapability) + "]");
  if (P && C) {
    Line("conditions:\n  - when:");
    auto Is = [&](const std::string &Operand, const std::string &Value) {
      Line("      - {value: " + Operand + ", is: [" + Value + "]}");
    };
    Is("algorithm.CUBLASLT_ALGO_CONFIG_ID", std::to_string(C->Id));
    if (C->SplitK > 1)
      Line("      - {value: algorithm.CUBLASLT_ALGO_CONFIG_SPLITK_NUM, above: "
           "1}");
    for (int Matrix : {MatrixA, MatrixD})
      Is(std::string(1, static_cast<char>('A' + Matrix)) +
             ".CUBLASLT_MATRIX_LAYOUT_TYPE",
         P->Layouts[Matrix].Type);
    if (P->Beta != 0)
      Line("      - {value: argument.beta, isNot: [0]}");
    if (P->leadingDimension(MatrixC) != P->leadingDimension(MatrixD))
      Line("      - {value: C.CUBLASLT_MATRIX_LAYOUT_LD, differsFrom: "
           "D.CUBLASLT_MATRIX_LAYOUT_LD}");
    if (P->Epilogue != "DEFAULT")
      Is("matmulDesc.CUBLASLT_MATMUL_DESC_EPILOGUE",
         "CUBLASLT_EPILOGUE_" + P->Epilogue);
  }
  Line("notSaid: a draft, of one problem");
  Line("measured:");
  Line("  - device: " + quotedText(Facts.Device));
  Line("    computeCapability: " + quotedText(Facts.ComputeCapability));
  Line("    driver: " + quotedText(Facts.Driver));
  Line("    library: " + quotedText(Version));
  Line("    date: " + quotedText(Date));
  Line("    verdict: confirmed");
  Line("    experiment: cublaslt-doctor hunt");
  Line("    evidence: " +
       quotedText(clause(Small.Kind) + ": " + Small.Detail + "; " +
                  std::to_string(F.Count) + " failures of this class, " +
                  std::to_string(F.FirstChoices) +
                  " of them the heuristic's first choice"));
  Line("# problem: " + Small.Problem);
  Line("# algorithm: " + Small.Config);
  return Text;
}

} // namespace cublaslt::runtime
