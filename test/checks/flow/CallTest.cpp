//===-- CallTest.cpp - which calls are reached, and with what -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"
#include "checks/flow/FlowEngine.h"

namespace cublaslt::checks::flow {
namespace {

/// Follows a program whose calls of one function of the API are recorded.
class CallTest : public FlowTest, public FlowListener {
protected:
  static constexpr llvm::StringLiteral Prologue = R"(
    #include <cublasLt.h>
    #include <cuda_runtime.h>
    extern cublasLtMatmulPreference_t pref;
    bool asks();
    void outOfSight(size_t *);
    static cublasStatus_t make(size_t n) {
      return cublasLtMatmulPreferenceSetAttribute(
          pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &n, sizeof n);
    }
  )";

  /// What make() was called with each time; "?" where that is unknown.
  std::vector<std::string> sizesIn(llvm::StringRef Code) {
    follow(Code);
    return Sizes;
  }
  void follow(llvm::StringRef Code) {
    parse((Prologue + Code).str());
    ApiModel Api(kb::KnowledgeBase::builtin(), Ast->getASTContext());
    CallGraph Calls(Api, Ast->getASTContext());
    Engine = std::make_unique<FlowEngine>(Ast->getASTContext(), Api, Calls);
    Engine->addListener(this);
    Engine->analyze(Calls.functionsThatReachApi());
  }

  // The API's header has inline functions of its own.
  static bool isOurs(const KnownCall &Call) {
    return Call.Function->Name == "cublasLtMatmulPreferenceSetAttribute";
  }
  Hooks hooks() const override {
    return Hook::BeforeCall | Hook::AfterCall | Hook::Test | Hook::Exit |
           Hook::End;
  }
  void beforeCall(const KnownCall &Call, const State &S) override {
    if (!isOurs(Call))
      return;
    ValueRef Buffer = Call.argument(kb::Role::Buffer);
    ValueRef V = Engine->states().load(S, Engine->values().target(Buffer));
    Sizes.push_back(V->isConstant() ? std::to_string(int64_t(V->Number)) : "?");
  }
  void afterCall(const KnownCall &Call, ValueRef Result, State &S) override {
    if (isOurs(Call))
      Untested.push_back(S.isUntested(Result));
  }
  void onTest(ValueRef V, const clang::Expr *, const Frame &,
              State &) override {
    ++Tests;
  }
  void onExit(const Frame &In, bool ByException, State &) override {
    if (In.Function->getName() == "f")
      ++(ByException ? Throws : Exits);
  }
  void onEnd(const clang::FunctionDecl *, bool GaveUp) override {
    GivenUp += GaveUp;
  }

  std::unique_ptr<FlowEngine> Engine;
  std::vector<std::string> Sizes;
  std::vector<bool> Untested;
  unsigned Tests = 0, Exits = 0, Throws = 0, GivenUp = 0;
};

using Numbers = std::vector<std::string>;

TEST_F(CallTest, aHelperIsEnteredWithWhatItIsGiven) {
  EXPECT_EQ(sizesIn("void f() { make(64); make(128); }"),
            (Numbers{"64", "128"}));
}

TEST_F(CallTest, aHelperThatNobodyCallsIsFollowedByItself) {
  EXPECT_EQ(sizesIn(""), (Numbers{"?"}));
}

TEST_F(CallTest, branchesAreKeptApart) {
  EXPECT_EQ(sizesIn("void f() { size_t n = 1; if (asks()) n = 2; make(n); }"),
            (Numbers{"1", "2"}));
}

TEST_F(CallTest, aPathThatCannotBeTakenIsDropped) {
  EXPECT_EQ(sizesIn("void f(int n) { if (n > 4 && n < 3) make(1); make(2); }"),
            (Numbers{"2", "2"})); // for n up to 4, and for n above it
}

TEST_F(CallTest, aFunctionReturnsOnEachPath) {
  follow("void f(size_t n) { if (n == 4) make(n); }");
  EXPECT_EQ(Sizes.size(), 1u);
  EXPECT_EQ(Exits, 2u);
}

TEST_F(CallTest, codeOutOfSightWritesWhatItIsGiven) {
  EXPECT_EQ(sizesIn("void f() { size_t n = 1; outOfSight(&n); make(n); }"),
            (Numbers{"?"}));
}

TEST_F(CallTest, codeOutOfSightCannotWriteWhatItDoesNotSee) {
  EXPECT_EQ(sizesIn("void f() { size_t n = 1, m; outOfSight(&m); make(n); }"),
            (Numbers{"1"}));
}

TEST_F(CallTest, recursionIsNotEnteredTwice) {
  EXPECT_EQ(sizesIn("void f(int n) { make(8); if (n) f(n - 1); }"),
            (Numbers{"8"}));
}

TEST_F(CallTest, aLoopIsFollowedExactlyBeforeItIsJoined) {
  EXPECT_EQ(sizesIn("void f(int n) {"
                    "  for (int i = 0; i < n; ++i) make(i); }"),
            (Numbers{"0", "1", "2", "3", "?"}));
}

TEST_F(CallTest, aStatusIsUntestedUntilACondition) {
  follow("int f() { cublasStatus_t s = make(1); if (s) return 1; return 0; }");
  EXPECT_EQ(Tests, 2u); // once for each way that the condition can come out
  EXPECT_EQ(Untested.front(), true);
}

TEST_F(CallTest, anExceptionEndsAPath) {
  follow("void f() { make(1); if (asks()) throw 1; }");
  EXPECT_EQ(Throws, 1u);
  EXPECT_EQ(GivenUp, 0u);
}

TEST_F(CallTest, aFunctionThatIsTooMuchIsGivenUp) {
  std::string Code = "void f(int n, int x) { for (int i = 0; i < n; ++i) {";
  for (unsigned I = 0; I < 2000; ++I)
    Code += "if (asks()) x = x * 2 + 1; else n += x;\n";
  follow(Code + "} make(x); }");
  EXPECT_EQ(GivenUp, 1u);
  EXPECT_EQ(Engine->givenUp().size(), 1u);
}

TEST_F(CallTest, grownExpressionsAreRecognised) {
  ValueRef N = unknown(1), M = unknown(2);
  EXPECT_TRUE(isGrownFrom(product(N, constant(2)), N));
  EXPECT_TRUE(isGrownFrom(sum(N, constant(1)), N));
  EXPECT_TRUE(isGrownFrom(product(sum(N, constant(1)), M), product(N, M)));
  EXPECT_TRUE(isGrownFrom(constant(4), constant(2)));
  EXPECT_FALSE(isGrownFrom(N, N));
  EXPECT_FALSE(isGrownFrom(M, N));
  EXPECT_FALSE(isGrownFrom(product(N, M), N));
  EXPECT_FALSE(isGrownFrom(constant(2), constant(4)));
}

TEST_F(CallTest, constantsAreConvertedAsCSays) {
  parse("unsigned char narrow; signed char small; bool truth; long wide;");
  auto Converted = [&](Integer N, llvm::StringRef Name) {
    return convert(Values, Ast->getASTContext(), constant(N),
                   declaration<clang::VarDecl>(Name)->getType());
  };
  EXPECT_EQ(Converted(257, "narrow"), constant(1));
  EXPECT_EQ(Converted(-1, "narrow"), constant(255));
  EXPECT_EQ(Converted(200, "small"), constant(-56));
  EXPECT_EQ(Converted(2, "truth"), constant(1));
  EXPECT_EQ(Converted(-5, "wide"), constant(-5));
  ValueRef V = unknown();
  EXPECT_EQ(convert(Values, Ast->getASTContext(), V,
                    declaration<clang::VarDecl>("narrow")->getType()),
            V);
}

} // namespace
} // namespace cublaslt::checks::flow
