#!/usr/bin/env python3
# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How the analysis grows with what it is given: loops inside each other, blocks
and loops in a row, functions that call one another, one long line.

Each shape is written in two sizes. Shown is what the analysis costs beside
clang's own work (the same program with one trivial check of clang-tidy's), the
ratio of the two sizes' costs, and the functions that were not followed to the
end. Cost that grows as the input does has the ratio 2 where the size doubles.
With --most-seconds and --most-megabytes a shape that costs more beside clang's
own makes the program end with 1.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

HEAD = """\
#include "Inputs/Gemm.h"
#include <stdint.h>
"""
ASK = """\
cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
"""
SET = """\
cublasLtMatmulPreferenceSetAttribute(g.pref, \
CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
"""
RUN = """\
cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, \
g.d, &r.algo, g.ws, g.size, g.st)"""


def function(body, name="f"):
    return (f"void {name}(Gemm g, int k) {{\n"
            "  cublasLtMatmulHeuristicResult_t r; int n = 0; size_t limit = SIZE_MAX;\n"
            f"{body}}}\n")


def loops(depth):
    heads = "".join(f"for (int i{i} = 0; i{i} < k; ++i{i}) {{\n"
                    for i in range(depth))
    return HEAD + function(heads + SET + ASK + RUN + ";\n" + "}" * depth)


def blocks(count):
    return HEAD + function("".join(
        f"if (n == {i}) {{ {SET} {ASK} if (n > 0) {RUN}; }}\n"
        for i in range(count)))


def retries(count):
    return HEAD + function(
        f"while ({RUN} != CUBLAS_STATUS_SUCCESS) {{ limit *= 2; {SET} {ASK} }}\n"
        * count)


def calls(count):
    text = HEAD + "".join(f"void f{i}(Gemm g, int k);\n" for i in range(count))
    for i in range(count):
        text += function(f"if (k > {i}) f{(i + 1) % count}(g, k - 1);\n"
                         f"else f{(i + 2) % count}(g, k + 1);\n"
                         f"{ASK} {RUN};\n", f"f{i}")
    return text


def line(count):
    return HEAD + function(SET.replace("\n", " ") * count)


def choices(count):
    return HEAD + function(" else ".join(
        f"if (k == {i}) {{ {RUN}; }}\n" for i in range(count)))


def products(count):
    return HEAD + function((RUN + ";\n") * count)


COROUTINE = """\
namespace std {
template <typename R, typename...> struct coroutine_traits {
  using promise_type = typename R::promise_type;
};
template <typename = void> struct coroutine_handle {
  static coroutine_handle from_address(void *) noexcept;
  operator coroutine_handle<>() const noexcept;
};
} // namespace std
struct Never {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  int await_resume() noexcept;
};
struct Task {
  struct promise_type {
    Task get_return_object();
    Never initial_suspend() noexcept;
    Never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
"""


def waits(count):
    return HEAD + COROUTINE + (
        "Task f(Gemm g) {\n  cublasLtMatmulHeuristicResult_t r;\n"
        + "  co_await Never();\n" * count + f"  {RUN};\n}}\n")


SHAPES = {"loops": (loops, 6), "blocks": (blocks, 200),
          "retries": (retries, 250), "calls": (calls, 80), "line": (line, 1000),
          "choices": (choices, 1000), "products": (products, 1000),
          "waits": (waits, 1000)}
TRIVIAL = "-*,misc-unused-alias-decls"


def cost(arguments, checks, source):
    """User seconds, megabytes and what was said of functions given up."""
    run = subprocess.Popen(
        ["timeout", str(arguments.limit), arguments.program, "--quiet",
         "--checks=" + checks, "--level=2", "--config={}", source, "--",
         "-std=c++20", "-w", "-fbracket-depth=4000",
         "-I" + os.path.join(arguments.source_root, "test/checks"),
         "-I" + os.path.join(arguments.source_root, "test/Inputs/include")],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        errors="replace")
    said = run.stderr.read()
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode == 124:
        return None
    if run.returncode != 0:
        sys.exit(f"growth.py: {source}: ended with {run.returncode}: "
                 + said[-300:].replace("\n", " | "))
    found = re.search(r"(\d+) functions? (?:was|were) not followed", said)
    return (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
            int(found.group(1)) if found else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("program", help="cublaslt-tidy")
    parser.add_argument("source_root", help="root of this repository")
    parser.add_argument("--only", nargs="+", choices=list(SHAPES),
                        default=list(SHAPES))
    parser.add_argument("--scale", type=float, default=1,
                        help="of all sizes but the depth of loops (1)")
    parser.add_argument("--limit", type=float, default=60,
                        help="seconds that one run may take (60)")
    parser.add_argument("--most-seconds", type=float, default=float("inf"))
    parser.add_argument("--most-megabytes", type=float, default=float("inf"))
    arguments = parser.parse_args()
    print("| shape | sizes | seconds | megabytes | ratio | not to the end |")
    print("| --- | --- | --- | --- | --- | --- |")
    exceeded = False
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "grown.cpp")
        for name in arguments.only:
            shape, size = SHAPES[name]
            if shape is not loops:
                size = max(1, int(size * arguments.scale))
            seconds, megabytes, given_up = [], [], []
            for each in (size, 2 * size):
                with open(source, "w") as out:
                    out.write(shape(each))
                clangs = cost(arguments, TRIVIAL, source)
                ours = cost(arguments, TRIVIAL + ",cublaslt-*", source)
                if not clangs or not ours:
                    seconds.append(float("inf"))
                    megabytes.append(float("inf"))
                    given_up.append("?")
                    continue
                seconds.append(ours[0] - clangs[0])
                megabytes.append(ours[1] - clangs[1])
                given_up.append(str(ours[2]))
            ratio = seconds[1] / max(seconds[0], 0.02)
            print(f"| {name} | {size}, {2 * size} | "
                  f"{seconds[0]:.2f}, {seconds[1]:.2f} | "
                  f"{megabytes[0]:.0f}, {megabytes[1]:.0f} | {ratio:.1f} | "
                  f"{', '.join(given_up)} |", flush=True)
            exceeded |= (max(seconds) > arguments.most_seconds
                         or max(megabytes) > arguments.most_megabytes)
    sys.exit(exceeded)


if __name__ == "__main__":
    main()
