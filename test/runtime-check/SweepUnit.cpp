//===-- SweepUnit.cpp - the sweep without a device ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "runtime-check/hunt/HuntFiles.h"
#include "runtime-check/hunt/Sweep.h"
#include <gtest/gtest.h>

using namespace cublaslt;
using namespace cublaslt::runtime;

static const char SplitK16[] = "id=66 tile=1 stages=35 splitk=16 reduction=2 "
                               "swizzle=0 custom=0 inner=0 cluster=0";

static HuntProblem problemIn(const std::string &Line) {
  std::string Error;
  const auto Item = sweepItemFrom(Line, Error);
  EXPECT_TRUE(Item) << Line << ": " << Error;
  return Item ? Item->Problem : HuntProblem();
}

TEST(SweepShapes, wordsBecomeTheUsualProblem) {
  EXPECT_EQ(problemIn("72 128 21512 NT bf16 fp32").text(),
            "m=72 n=128 k=21512 compute=CUBLAS_COMPUTE_32F scale=CUDA_R_32F "
            "opB=T typeA=CUDA_R_16BF typeB=CUDA_R_16BF typeC=CUDA_R_32F "
            "typeD=CUDA_R_32F workspace=33554432 seed=1");
  HuntProblem P = problemIn("64 32 16 int8 beta=1 padC=16");
  EXPECT_EQ(P.Compute, "CUBLAS_COMPUTE_32I");
  EXPECT_EQ(P.Scale, "CUDA_R_32I");
  EXPECT_EQ(P.Layouts[MatrixD].Type, "CUDA_R_32I");
  EXPECT_EQ(P.OpA, 'T');
  EXPECT_EQ(P.leadingDimension(MatrixC), 80);
  EXPECT_EQ(P.Beta, 1);
  P = problemIn("16 16 16 CUDA_R_8F_E4M3 8F_E5M2 16BF fp16");
  EXPECT_EQ(P.Layouts[MatrixB].Type, "CUDA_R_8F_E5M2");
  EXPECT_EQ(P.Layouts[MatrixC].Type, "CUDA_R_16BF");
  EXPECT_EQ(P.Layouts[MatrixD].Type, "CUDA_R_16F");
  EXPECT_EQ(problemIn("8 8 8 fp64").Scale, "CUDA_R_64F");
  EXPECT_EQ(problemIn("8 8 8").Layouts[MatrixA].Type, "CUDA_R_16BF");
  // What a key says goes before what is usual.
  EXPECT_EQ(problemIn("8 8 8 int8 opA=N workspace=0").OpA, 'N');
  std::string Error;
  const auto Item =
      sweepItemFrom(std::string("8 8 8 fp16\t") + SplitK16, Error);
  ASSERT_TRUE(Item);
  EXPECT_EQ(Item->Config, SplitK16);
  for (const char *Bad :
       {"", "8 8", "8 8 0", "8 8 8 8", "8 8 8 fp16 fp16 fp16", "8 8 8 NT TN",
        "8 8 8 x=1", "8 8 8 m=8 m=8", "8 8 8 fp16\tid=66", "-8 8 8",
        "8 8 8 epilogue=DGELU", "8 8 8 workspace=1073741824"})
    EXPECT_FALSE(sweepItemFrom(Bad, Error)) << Bad;
}

TEST(SweepShapes, aCallsFactsAreItsProblemAgain) {
  const HuntGenerator G(kb::KnowledgeBase::builtin().apis().front(), 5,
                        HuntLimits());
  for (unsigned I = 0; I < 2000; ++I) {
    const HuntProblem P = G.problem(I);
    std::string Error;
    const auto Read = problemOf(factsOf(P, HuntConfig()), Error);
    ASSERT_TRUE(Read) << P.text() << ": " << Error;
    EXPECT_EQ(Read->Compute, P.Compute);
    EXPECT_EQ(Read->Epilogue, P.Epilogue);
    EXPECT_EQ(std::string({Read->OpA, Read->OpB}), std::string({P.OpA, P.OpB}));
    for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix) {
      EXPECT_EQ(Read->rows(Matrix), P.rows(Matrix));
      EXPECT_EQ(Read->cols(Matrix), P.cols(Matrix));
      EXPECT_EQ(Read->leadingDimension(Matrix), P.leadingDimension(Matrix));
      EXPECT_EQ(Read->Layouts[Matrix].Type, P.Layouts[Matrix].Type);
      if (P.Batches > 1) {
        EXPECT_EQ(Read->stride(Matrix), P.stride(Matrix)) << P.text();
      }
    }
  }
  findings::CallSpecification Call = factsOf(problemIn("8 8 8"), HuntConfig());
  Call.Values.erase(
      findings::Key::attribute("A", "CUBLASLT_MATRIX_LAYOUT_COLS"));
  std::string Error;
  EXPECT_FALSE(problemOf(Call, Error));
  EXPECT_EQ(Error, "A.CUBLASLT_MATRIX_LAYOUT_COLS is not known");
}

namespace {
/// A library whose outcome is told by m: 1 wrong, 2 loses the context, 3
/// crashes, 4 is refused, 5 cannot be run, 6 hangs; with the split-K algorithm.
class FakeWorker : public HuntWorker {
public:
  std::optional<HuntAnswer> ask(const HuntRequest &R,
                                std::string &Reason) override {
    HuntAnswer A;
    const auto P = huntProblemFrom(R.Problem);
    EXPECT_TRUE(P);
    EXPECT_EQ(R.NearConfigs, 0u);
    if (R.IsListing) {
      A.NewConfigs.emplace_back(SplitK16, R.Problem);
      return A;
    }
    A.Problems = A.Runs = 1;
    HuntFailure F;
    F.Problem = R.Problem;
    F.Config = SplitK16;
    F.Result = 0;
    switch (P->M) {
    case 1:
      F.Kind = "wrong";
      F.Detail = R.IsCareful ? "in detail" : "";
      break;
    case 2:
      A.Lost = F.Detail = "cudaErrorIllegalAddress";
      F.Kind = R.IsCareful ? "lost" : "";
      break;
    case 3:
      Reason = "ended by signal 11";
      return std::nullopt;
    case 4:
      A.Refused = 1;
      A.Refusals["15 CUDA_R_16BF"] = 1;
      break;
    case 5:
      A.Error = "no memory";
      break;
    case 6:
      Reason = "timed out after 45 s";
      return std::nullopt;
    default:
      break;
    }
    if (!F.Kind.empty())
      A.Failures.push_back(F);
    return A;
  }
};
} // namespace

TEST(Sweep, eachShapeIsOneOutcome) {
  std::vector<SweepItem> Items;
  for (int64_t M = 1; M <= 8; ++M) {
    SweepItem Item;
    Item.Problem = problemIn("8 128 21512 NT bf16 fp32");
    Item.Problem.M = M;
    Items.push_back(Item);
  }
  const KnownDefects Known(kb::KnowledgeBase::builtin(), "13.1.0", "9.0");
  std::vector<std::unique_ptr<HuntWorker>> Workers;
  for (int I = 0; I < 3; ++I)
    Workers.push_back(std::make_unique<FakeWorker>());
  const SweepResult R =
      sweep(Items, Known, SweepOptions(), Workers, [] { return false; });
  EXPECT_EQ(R.Right, 2u);
  EXPECT_EQ(R.Wrong, 4u);
  ASSERT_EQ(R.Refused.size(), 1u);
  EXPECT_EQ(R.Refused[0].second, "15 CUDA_R_16BF");
  ASSERT_EQ(R.NotRun.size(), 1u);
  EXPECT_EQ(R.NotRun[0].first, 4u);
  ASSERT_EQ(R.Findings.size(), 4u);
  EXPECT_EQ(R.Findings[0].Defect, "split-k-lost-end");
  EXPECT_EQ(R.Findings[0].Failure.Detail, "in detail");
  EXPECT_EQ(R.Findings[1].Failure.Kind, "lost");
  EXPECT_EQ(R.Findings[1].Defect, ""); // a lost end loses no context
  EXPECT_EQ(R.Findings[2].Failure.Kind, "crash");
  EXPECT_EQ(R.Findings[2].Failure.Config, SplitK16);
  EXPECT_EQ(R.Findings[3].Failure.Kind, "hang");

  const SweepResult None =
      sweep(Items, Known, SweepOptions(), Workers, [] { return true; });
  EXPECT_EQ(None.Right + None.Wrong, 0u);
}

TEST(Examined, theAlgorithmThatEndsTheWorkerIsFound) {
  FakeWorker Worker;
  HuntRequest R;
  R.NearConfigs = 0;
  HuntProblem P = problemIn("2 8 8");
  R.Problem = P.text();
  const auto F = examined(Worker, R, "why", [] { return false; });
  ASSERT_TRUE(F);
  EXPECT_EQ(F->Kind, "lost");
  EXPECT_EQ(F->Config, SplitK16);
  // An end from outside says nothing of the problem.
  EXPECT_FALSE(examined(Worker, R, "why", [] { return true; }));
  P.M = 7;
  R.Problem = P.text();
  const auto Again =
      examined(Worker, R, "no end within 10 s", [] { return false; });
  ASSERT_TRUE(Again);
  EXPECT_EQ(Again->Kind, "hang");
  EXPECT_EQ(Again->Detail,
            "no end within 10 s, not when each run was waited for");
}

TEST(Alignment, anArrayOfPointersIsAsAlignedAsItsLeast) {
  HuntProblem P = problemIn("8 8 8 fp16 batches=3 stridePadA=4");
  EXPECT_EQ(P.addressAlignment(MatrixA), 256); // the library knows the stride
  EXPECT_TRUE(P.isAligned());
  P.HasPointerArrays = true;
  EXPECT_EQ(P.addressAlignment(MatrixA), 8);
  EXPECT_EQ(P.addressAlignment(MatrixB), 128);
  EXPECT_FALSE(P.isAligned());
  P.Layouts[MatrixA].Offset = 2;
  EXPECT_EQ(P.addressAlignment(MatrixA), 2);
}

TEST(KnownDefects, splitKBeyondKIsAnotherThanALostEnd) {
  const KnownDefects Known(kb::KnowledgeBase::builtin(), "13.1.0", "9.0");
  HuntFailure F;
  F.Config = SplitK16;
  auto Id = [&](int64_t K, const char *Kind) {
    HuntProblem P = problemIn("72 128 8 NT bf16 fp32");
    P.K = K;
    F.Problem = P.text();
    F.Kind = Kind;
    const kb::Defect *D = Known.of(F);
    return D ? D->Id : std::string();
  };
  for (const char *Kind : {"wrong", "lost", "hang"})
    EXPECT_EQ(Id(15, Kind), "split-k-beyond-k") << Kind;
  EXPECT_EQ(Id(16, "wrong"), "");
  // The whole part is 64, 65 and 63 elements.
  EXPECT_EQ(Id(16 * 64 + 8, "wrong"), "split-k-lost-end");
  EXPECT_EQ(Id(16 * 64, "wrong"), "");
  EXPECT_EQ(Id(16 * 65 + 8, "wrong"), "");
  EXPECT_EQ(Id(16 * 64 - 8, "wrong"), "");
  EXPECT_EQ(Id(16 * 64 + 8, "hang"), "");
}

TEST(HuntProgram, everythingThatTheRunHadIsInTheProgram) {
  HuntFinding F;
  F.Small.Failure.Kind = "wrong";
  F.Small.Failure.Config = SplitK16;
  F.Small.Failure.Problem =
      problemIn(
          "16 16 16 e4m3 bf16 batches=2 pointerArrays=1 scaleA=s scaleB=s "
          "scaleOffset=4 fastAccumulation=1 deviceScalars=1")
          .text();
  const std::string Text = huntProgram(F, DeviceFacts());
  for (const char *Part :
       {"pointerArrays = true", "deviceScalars = true",
        "fastAccumulation = true", "scaleModes[] = {'s', 's', '-', '-'}",
        "scaleOffset = 4", "CUBLASLT_MATMUL_DESC_A_SCALE_POINTER", "batchMode",
        "DEFECT: cublasLtMatmul gave %d"})
    EXPECT_NE(Text.find(Part), std::string::npos) << Part;
}
