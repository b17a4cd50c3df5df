#!/usr/bin/env python3
# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the cuBLASLt checks cost: user time of clang-tidy with all of them,
against the same clang-tidy and plugin with one trivial check of ours, and with
one trivial check of clang-tidy's own.

The three are run in turn, so that whatever else the machine does meets all, and
the medians are compared. With --instructions valgrind counts instructions
instead, once: they do not depend on what else the machine does. Nothing is
asserted.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

# A check that looks at names; one of ours that does, and for which the unit is
# analysed all the same; all.
TRIVIAL = "-*,misc-unused-alias-decls"
ONE = TRIVIAL + ",cublaslt-ineffective-environment"
ALL = TRIVIAL + ",cublaslt-*"
FORMS = (TRIVIAL, ONE, ALL)

PREAMBLE = """\
#include <cublasLt.h>
struct Gemm {
  cublasLtHandle_t handle;
  cublasLtMatmulDesc_t operation;
  cublasLtMatrixLayout_t a, b, c, d;
  cublasLtMatmulPreference_t preference;
  const void *A, *B, *C;
  void *D, *workspace;
  size_t workspaceSize;
};
"""

# A product as careful code writes it: two tests, each with a way out. Two calls
# of the API.
PRODUCT = """\
  {{
    cublasLtMatmulHeuristicResult_t result;
    int found = 0;
    cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(
        g.handle, g.operation, g.a, g.b, g.c, g.d, g.preference, 1, &result,
        &found);
    if (status != CUBLAS_STATUS_SUCCESS)
      return status;
    if (found == 0)
      return CUBLAS_STATUS_NOT_SUPPORTED;
    const float alpha = {0}.0f, beta = 0.0f;
    status = cublasLtMatmul(g.handle, g.operation, &alpha, g.A, g.a, g.B, g.b,
                            &beta, g.C, g.c, g.D, g.d, &result.algo,
                            g.workspace, g.workspaceSize, nullptr);
    if (status != CUBLAS_STATUS_SUCCESS)
      return status;
  }}
"""


def function(name, products):
    body = "".join(PRODUCT.format(i + 1) for i in range(products))
    return (f"cublasStatus_t {name}(const Gemm &g) {{\n{body}"
            "  return CUBLAS_STATUS_SUCCESS;\n}\n")


def one_function(calls):
    return PREAMBLE + function("run", calls // 2)


def many_functions(calls):
    return PREAMBLE + "".join(function(f"run{i}", 1) for i in range(calls // 2))


def without_the_api(functions):
    text = "#include <map>\n#include <string>\n#include <vector>\n"
    for i in range(functions):
        text += (f"int count{i}(const std::map<std::string, int> &m, int limit)"
                 " {\n  std::vector<int> found;\n  for (const auto &entry : m)"
                 f"\n    if (entry.second < limit + {i})\n"
                 "      found.push_back(entry.second);\n"
                 "  return found.empty() ? -1 : found.front();\n}\n")
    return text


# As frameworks wrap it: a class with a member for each object, helpers, a
# template over types, a cache of algorithms, a lambda, macros that test.
FRAMEWORK = """\
template <typename T> struct Layer{0} {{
  Gemm gemm;
  int device = 0, rows = 0, columns = 0, depth = 0, batch = 1;
  cublasLtMatmulAlgo_t cache[8];
  bool isCached[8] = {{}};
  static cudaDataType_t type() {{
    return sizeof(T) == 2 ? CUDA_R_16F : sizeof(T) == 8 ? CUDA_R_64F : CUDA_R_32F;
  }}
  cublasStatus_t layouts() {{
    CHECK(cublasLtMatrixLayoutCreate(&gemm.a, type(), rows, depth, rows));
    CHECK(cublasLtMatrixLayoutCreate(&gemm.b, type(), depth, columns, depth));
    CHECK(cublasLtMatrixLayoutCreate(&gemm.c, type(), rows, columns, rows));
    if (batch > 1) {{
      for (cublasLtMatrixLayout_t each : {{gemm.a, gemm.b, gemm.c}})
        CHECK(cublasLtMatrixLayoutSetAttribute(
            each, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch)));
    }}
    gemm.d = gemm.c;
    return CUBLAS_STATUS_SUCCESS;
  }}
  void destroy() {{
    if (gemm.a) cublasLtMatrixLayoutDestroy(gemm.a);
    if (gemm.b) cublasLtMatrixLayoutDestroy(gemm.b);
    if (gemm.c) cublasLtMatrixLayoutDestroy(gemm.c);
    gemm.a = gemm.b = gemm.c = gemm.d = nullptr;
  }}
  cublasStatus_t find(int slot) {{
    if (isCached[slot])
      return CUBLAS_STATUS_SUCCESS;
    cublasLtMatmulHeuristicResult_t results[4];
    int found = 0;
    CHECK(cublasLtMatmulAlgoGetHeuristic(
        gemm.handle, gemm.operation, gemm.a, gemm.b, gemm.c, gemm.d,
        gemm.preference, 4, results, &found));
    if (found == 0)
      return CUBLAS_STATUS_NOT_SUPPORTED;
    int best = 0;
    for (int i = 1; i < found; ++i)
      if (results[i].state == CUBLAS_STATUS_SUCCESS &&
          results[i].wavesCount < results[best].wavesCount)
        best = i;
    cache[slot] = results[best].algo;
    isCached[slot] = true;
    return CUBLAS_STATUS_SUCCESS;
  }}
  cublasStatus_t forward(float scale, cudaStream_t stream) {{
    CHECK(layouts());
    int slot = (rows + columns + {0}) % 8;
    if (slot < 0)
      slot = 0;
    cublasStatus_t status = find(slot);
    if (status == CUBLAS_STATUS_SUCCESS) {{
      const float zero = 0;
      auto run = [&](const cublasLtMatmulAlgo_t *algo) {{
        return cublasLtMatmul(gemm.handle, gemm.operation, &scale, gemm.A,
                              gemm.a, gemm.B, gemm.b, &zero, gemm.C, gemm.c,
                              gemm.D, gemm.d, algo, gemm.workspace,
                              gemm.workspaceSize, stream);
      }};
      status = run(&cache[slot]);
    }}
    destroy();
    return status;
  }}
}};
cublasStatus_t forward{0}(Layer{0}<float> &first, Layer{0}<double> &second,
                          cudaStream_t stream) {{
  for (int step = 0; step < first.depth; ++step) {{
    switch (step % 3) {{
    case 0: first.rows += 1; break;
    case 1: first.columns = second.rows; break;
    default: break;
    }}
    CHECK(first.forward(1.0f, stream));
    if (second.device == first.device)
      CHECK(second.forward(0.5f, stream));
  }}
  return CUBLAS_STATUS_SUCCESS;
}}
int plain{0}(const int *values, int count) {{
  int sum = 0;
  for (int i = 0; i < count; ++i) {{
    if (values[i] < 0)
      continue;
    sum += values[i] > {0} ? values[i] : -values[i];
  }}
  return sum;
}}
"""


def framework(lines):
    text = PREAMBLE + ("#define CHECK(call) do { cublasStatus_t s_ = (call); if"
                       " (s_ != CUBLAS_STATUS_SUCCESS) return s_; } while (0)\n")
    for i in range(lines // (FRAMEWORK.count("\n")) + 1):
        text += FRAMEWORK.format(i)
    return text


def instructions(command, limit):
    """Instructions of one run under valgrind, or None."""
    try:
        run = subprocess.run(
            ["valgrind", "--tool=cachegrind", "--cache-sim=no",
             "--cachegrind-out-file=/dev/null", *command],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    except FileNotFoundError:
        sys.exit("checks.py: --instructions needs valgrind")
    found = re.search(r"I\s+refs:\s+([0-9,]+)", run.stdout)
    if run.returncode != 0 or not found:
        sys.exit("checks.py: valgrind ended with "
                 f"{run.returncode}: {run.stdout[-500:]}")
    return int(found.group(1).replace(",", "")) / 1e6


def user_seconds(command, limit):
    """User time of one run, or None when it did not end within the limit."""
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE)
    end = time.monotonic() + limit
    # wait4 tells the times of this child alone. Its complaints fit the pipe.
    while True:
        pid, status, usage = os.wait4(run.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > end:
            run.kill()
            os.wait4(run.pid, 0)
            run.returncode = -9
            return None
        time.sleep(0.005)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode != 0:
        sys.exit(f"checks.py: {command[0]} ended with {run.returncode}: "
                 + run.stderr.read().decode(errors="replace").strip()
                 .replace("\n", " | ")[-500:])
    return usage.ru_utime


def measure(arguments, source):
    def command(checks):
        return [arguments.clang_tidy, "--load=" + arguments.plugin,
                "--checks=" + checks, "--config={}", "--quiet", source, "--",
                "-std=c++17", "-I" + arguments.include]

    results = {checks: [] for checks in FORMS}
    if arguments.instructions:
        measured, runs = instructions, 1
    else:
        measured, runs = user_seconds, arguments.runs
        user_seconds(command(TRIVIAL), arguments.limit)  # fills the file cache
    for _ in range(runs):
        for checks in FORMS:
            cost = measured(command(checks), arguments.limit)
            if cost is None:
                return None
            results[checks].append(cost)
    return [results[checks] for checks in FORMS]


def spread(costs):
    if len(costs) == 1:
        return f"{costs[0]:,.0f}"
    return (f"{statistics.median(costs):.3f} "
            f"({min(costs):.3f} to {max(costs):.3f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("clang_tidy", help="clang-tidy that loads the plugin")
    parser.add_argument("plugin", help="libCublasLtTidy.so")
    parser.add_argument("source_root", help="root of this repository")
    parser.add_argument("--include", help="folder of cublasLt.h "
                        "(default: the tests' stand-in headers)")
    parser.add_argument("--runs", type=int, default=7, help="of each form (7)")
    parser.add_argument("--instructions", action="store_true",
                        help="count instructions, with valgrind")
    parser.add_argument("--only", metavar="TEXT",
                        help="only the units with this in their name")
    parser.add_argument("--calls", type=int, default=1000,
                        help="most calls in the generated units (1000)")
    parser.add_argument("--limit", type=float, default=300,
                        help="seconds that one run may take (300)")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be 1 or more")
    for path in (arguments.plugin, arguments.source_root):
        if not os.path.exists(path):
            parser.error(f"{path} does not exist")
    if not arguments.include:
        arguments.include = os.path.join(arguments.source_root,
                                         "test/Inputs/include")
    # A name without a slash would be looked up in the library path.
    arguments.plugin = os.path.abspath(arguments.plugin)

    with tempfile.TemporaryDirectory() as folder:
        def written(name, text):
            path = os.path.join(folder, name)
            with open(path, "w") as out:
                out.write(text)
            return path

        cases = [("examples/gemm_wrapper.cpp",
                  os.path.join(arguments.source_root,
                               "examples/gemm_wrapper.cpp")),
                 ("200 functions without cuBLASLt",
                  written("without.cpp", without_the_api(200)))]
        cases.append(("the header included, nothing called",
                      written("included.cpp", "#include <cublasLt.h>\n"
                              + without_the_api(200))))
        cases.append(("5,000 lines as in a framework",
                      written("framework.cpp", framework(5000))))
        calls = 10
        while calls <= arguments.calls:
            cases.append((f"{calls} calls in one function",
                          written(f"one{calls}.cpp", one_function(calls))))
            cases.append((f"{calls} calls, two in each function",
                          written(f"many{calls}.cpp", many_functions(calls))))
            calls *= 10

        print("Millions of instructions" if arguments.instructions else
              f"User seconds, median of {arguments.runs} (least to greatest), "
              "runs of the three forms in turn")
        print()
        print("| unit | none of ours | one of ours | all | all to one | "
              "all to none |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        for name, source in cases:
            if arguments.only and arguments.only not in name:
                continue
            result = measure(arguments, source)
            if result is None:
                print(f"| {name} | a run took more than {arguments.limit:g} s "
                      "| | | | |", flush=True)
                continue
            none, one, every = (statistics.median(costs) for costs in result)
            print(f"| {name} | {spread(result[0])} | {spread(result[1])} | "
                  f"{spread(result[2])} | {every / one:.2f} | "
                  f"{every / none:.2f} |", flush=True)


if __name__ == "__main__":
    main()
