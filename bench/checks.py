#!/usr/bin/env python3
# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the cuBLASLt checks cost: user time of clang-tidy with them against the
same clang-tidy, the same plugin and one trivial built-in check.

The two are run in turn, so that whatever else the machine does meets both, and
the medians are compared. Nothing is asserted.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

TRIVIAL = "-*,misc-unused-alias-decls"
OURS = TRIVIAL + ",cublaslt-*"

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

    user_seconds(command(TRIVIAL), arguments.limit)  # fills the file cache
    without, with_ours = [], []
    for _ in range(arguments.runs):
        for checks, into in ((TRIVIAL, without), (OURS, with_ours)):
            seconds = user_seconds(command(checks), arguments.limit)
            if seconds is None:
                return None
            into.append(seconds)
    return without, with_ours


def spread(seconds):
    return (f"{statistics.median(seconds):.3f} "
            f"({min(seconds):.3f} to {max(seconds):.3f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("clang_tidy", help="clang-tidy that loads the plugin")
    parser.add_argument("plugin", help="libCublasLtTidy.so")
    parser.add_argument("source_root", help="root of this repository")
    parser.add_argument("--include", help="folder of cublasLt.h "
                        "(default: the tests' stand-in headers)")
    parser.add_argument("--runs", type=int, default=7, help="of each form (7)")
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
        for calls in (10, 100, 1000):
            cases.append((f"{calls} calls in one function",
                          written(f"one{calls}.cpp", one_function(calls))))
        for calls in (10, 100, 1000):
            cases.append((f"{calls} calls, two in each function",
                          written(f"many{calls}.cpp", many_functions(calls))))

        print("User seconds, median of", arguments.runs,
              "(least to greatest), runs of both forms in turn")
        print()
        print("| unit | without our checks | with them | ratio | difference |")
        print("| --- | --- | --- | --- | --- |", flush=True)
        for name, source in cases:
            result = measure(arguments, source)
            if result is None:
                print(f"| {name} | a run took more than {arguments.limit:g} s "
                      "| | | |", flush=True)
                continue
            a, b = (statistics.median(seconds) for seconds in result)
            print(f"| {name} | {spread(result[0])} | {spread(result[1])} | "
                  f"{b / a:.2f} | {b - a:+.3f} |", flush=True)


if __name__ == "__main__":
    main()
