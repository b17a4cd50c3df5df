// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-ineffective-environment %s -- -std=c++17 -DREAL_STD -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Variables that are set in vain, in a unit that never calls the API; and
// right ones.
#include "Inputs/Std.h"
extern "C" int putenv(char *);
extern "C" int _putenv_s(const char *, const char *);
extern "C" int SetEnvironmentVariableA(const char *, const char *);
extern "C" int SetEnvironmentVariableW(const wchar_t *, const wchar_t *);

#define SET(name, value) setenv(name, value, 1)

void direct() {
  // CHECK: :[[@LINE+1]]:10: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; setting it changes nothing [cublaslt-ineffective-environment]
  setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
}
void otherFunctions() {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; {{.+}} [cublaslt-ineffective-environment]
  putenv((char *)"CUBLASLT_HEURISTIC_MODE=1");
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; {{.+}} [cublaslt-ineffective-environment]
  _putenv_s("CUBLASLT_HEURISTIC_MODE", "1");
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; {{.+}} [cublaslt-ineffective-environment]
  SetEnvironmentVariableW(L"CUBLASLT_HEURISTIC_MODE", L"1");
}
void byMacroAndConstant() {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; {{.+}} [cublaslt-ineffective-environment]
  SET("CUBLASLT_HEURISTIC_MODE", "1");
  constexpr const char *name = "CUBLASLT_HEURISTIC_MODE";
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; {{.+}} [cublaslt-ineffective-environment]
  std::getenv("X") ? 0 : setenv(name, "1", 0);
}
// A function of the file that hands on: the mistake is at its call.
static void setVariable(const std::string &name, const std::string &value) {
  if (setenv(name.c_str(), value.c_str(), 1) != 0)
    abort();
}
struct Variable {
  explicit Variable(const char *name) { setenv(name, "1", 1); }
  static void set(const char *name, const char *value) { setenv(name, value, 1); }
};
void byHelper() {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; {{.+}} [cublaslt-ineffective-environment]
  setVariable("CUBLASLT_HEURISTIC_MODE", "1");
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'all' is not a value of 'CUBLASLT_LOG_LEVEL'; the log stays off [cublaslt-ineffective-environment]
  Variable::set("CUBLASLT_LOG_LEVEL", "all");
  auto set = [](const char *name) { setenv(name, "1", 1); };
  set("CUBLASLT_LOG_LEVEL");
}
void values() {
  // CHECK: :[[@LINE+1]]:32: warning: 'debug' is not a value of 'CUBLASLT_LOG_LEVEL'; {{.+}} [cublaslt-ineffective-environment]
  setenv("CUBLASLT_LOG_LEVEL", "debug", 1);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: '9' is not a value of 'CUBLASLT_LOG_LEVEL'; {{.+}} [cublaslt-ineffective-environment]
  setenv("CUBLASLT_LOG_LEVEL", "9", 1);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'unlimited' is not a value of 'CUBLASLT_HEURISTICS_CACHE_CAPACITY'; the heuristics cache is off [cublaslt-ineffective-environment]
  putenv((char *)"CUBLASLT_HEURISTICS_CACHE_CAPACITY=unlimited");
}

// ---- Right, although they look otherwise ----
void right(const char *name, const char *value) {
  setenv("CUBLASLT_LOG_LEVEL", "5", 1);
  setenv("CUBLASLT_LOG_LEVEL", value, 1);
  setenv(name, "1", 1);
  setenv("CUBLASLT_HEURISTICS_CACHE_CAPACITY", "0", 1);
  setenv("CUBLASLT_LOG_FILE", "log_%i.txt", 1);
  setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 1);
  setenv("CUBLASLT_OF_OUR_OWN", "yes", 1);
  setenv("MY_CUBLASLT_HEURISTIC_MODE", "1", 1);
  SetEnvironmentVariableA("CUBLASLT_LOG_MASK", "16");
  getenv("CUBLASLT_HEURISTIC_MODE");
}
namespace mock { int setenv(const char *, const char *, int); }
void mocked() { mock::setenv("CUBLASLT_HEURISTIC_MODE", "1", 1); }
void silenced() { setenv("CUBLASLT_HEURISTIC_MODE", "1", 1); } // NOLINT(cublaslt-ineffective-environment)
