#!/usr/bin/env python3
# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs all checks over code that has nothing to do with cuBLASLt, and follows
every function of it: nothing may crash, hang or be reported.

  stress.py CLANG_TIDY PLUGIN FOLDER-OR-FILE... [--jobs N] [--limit SECONDS]
            [--preload LIBRARY] [--at-least N] [--only-with TEXT]

Each file (.c, .cpp, .cc, .cu, .h) is a unit of its own. A test of clang's own is
given the flags of its first RUN line that matter to what is parsed. A file that
clang-tidy cannot take without our checks either (clang's tests provoke crashes
of clang) is counted apart. Ends with 0 when all went well, 1 when something was
wrong, 2 when it could not run.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

SUFFIXES = {".c", ".cpp", ".cc", ".cu", ".h", ".hpp", ".cppm"}
TRIVIAL = "-*,misc-unused-alias-decls"
CLANGS_OWN = "fails without our checks"
OURS = TRIVIAL + ",cublaslt-*"
# What a RUN line may ask for that decides what is parsed.
KEPT = re.compile(
    r"-(std=\S+|f(no-)?(ms-extensions|ms-compatibility|blocks|coroutines"
    r"|exceptions|cxx-exceptions|openmp|char8_t|declspec|gnu89-inline|rtti"
    r"|wrapv|signed-char|borland-extensions|gnu-keywords|fixed-point"
    r"|matrix|define-target-os-macros)(=\S+)?|[DU]\S+|w)")


def flags_of(path):
    try:
        text = path.read_text(errors="replace")
    except OSError as problem:
        sys.exit(f"error: {path}: {problem.strerror}")
    flags = []
    if path.suffix == ".h":
        flags += ["-x", "c++"]
    if path.suffix == ".cu":
        flags += ["-x", "cuda", "--cuda-host-only", "-nocudainc",
                  "-nocudalib"]
    run = re.search(r"RUN:\s*(%clang\S*.*)", text)
    words = run.group(1).split() if run else []
    for i, word in enumerate(words):
        if word in ("|", "||", "&&", ";"):
            break
        if KEPT.fullmatch(word):
            if word.startswith("-fcxx-exceptions"):
                word = "-fexceptions"
            flags.append(word)
        elif word == "-triple" and i + 1 < len(words):
            flags.append("--target=" + words[i + 1])
        elif word == "-x" and i + 1 < len(words):
            flags += ["-x", words[i + 1]]
        elif word.startswith("-I") and "%S" in word:
            flags.append(word.replace("%S", str(path.parent)))
        elif word == "-fopenmp-simd" or word.startswith("-ffixed"):
            flags.append(word)
    return flags


class Runner:
    def __init__(self, arguments):
        self.arguments = arguments
        self.environment = dict(os.environ)
        if arguments.preload:
            self.environment["LD_PRELOAD"] = arguments.preload
            self.environment["ASAN_OPTIONS"] = "detect_leaks=0"
            self.environment["UBSAN_OPTIONS"] = "halt_on_error=1"

    def run(self, path, checks):
        """(how it ended, seconds, output); "" when it ended by itself."""
        command = [self.arguments.clang_tidy,
                   "--load=" + self.arguments.plugin, "--checks=" + checks,
                   "--config={CheckOptions: "
                   "{CublasltFollowEverything: 'true'}}",
                   "--quiet", "--header-filter=.*", str(path), "--",
                   *flags_of(path), "-ferror-limit=0", *self.arguments.flag]
        start = time.monotonic()
        try:
            run = subprocess.run(command, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, timeout=
                                 self.arguments.limit, env=self.environment)
        except subprocess.TimeoutExpired:
            return "hangs", time.monotonic() - start, shlex.join(command)
        output = run.stdout.decode(errors="replace")
        seconds = time.monotonic() - start
        # clang-tidy ends with 1 where the code has errors.
        if run.returncode not in (0, 1) or "Sanitizer" in output or \
                "runtime error:" in output:
            return "crashes", seconds, shlex.join(command) + "\n" + output
        return "", seconds, output

    def judge(self, path):
        how, seconds, output = self.run(path, OURS)
        if how and self.run(path, TRIVIAL)[0]:
            return path, CLANGS_OWN, seconds, output
        if not how and "[cublaslt-" in output:
            how = "is reported"
        return path, how, seconds, output


def collect(places, only_with):
    files = []
    for place in map(pathlib.Path, places):
        if not place.exists():
            sys.exit(f"error: stress.py: {place} does not exist")
        found = [place] if place.is_file() else sorted(
            p for p in place.rglob("*")
            if p.suffix in SUFFIXES and p.is_file() and
            "Inputs" not in p.relative_to(place).parts)
        files += [p for p in found
                  if not only_with or only_with in p.read_text(
                      errors="replace")]
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("clang_tidy")
    parser.add_argument("plugin")
    parser.add_argument("places", nargs="+", metavar="FOLDER-OR-FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=float, default=120,
                        help="seconds that one file may take (120)")
    parser.add_argument("--preload", help="a sanitizer's run-time library")
    parser.add_argument("--at-least", type=int, default=1, metavar="N",
                        help="fewer files are an error")
    parser.add_argument("--only-with", help="only files with this text")
    parser.add_argument("--flag", action="append", default=[],
                        help="for the compiler, in each run")
    arguments = parser.parse_args()
    arguments.plugin = os.path.abspath(arguments.plugin)
    if not os.path.exists(arguments.plugin):
        sys.exit(f"error: stress.py: {arguments.plugin} does not exist")

    files = collect(arguments.places, arguments.only_with)
    if len(files) < arguments.at_least:
        sys.exit(f"error: stress.py: {len(files)} files, expected at least "
                 f"{arguments.at_least}")
    runner = Runner(arguments)
    counts = {"crashes": 0, "hangs": 0, "is reported": 0, CLANGS_OWN: 0}
    longest = (0.0, None)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for path, how, seconds, output in pool.map(runner.judge, files):
            longest = max(longest, (seconds, path), key=lambda x: x[0])
            if not how:
                continue
            counts[how] += 1
            if how != CLANGS_OWN:
                print(f"{path}: {how}\n{output[-4000:]}", flush=True)
    print(f"{len(files)} files: {counts['crashes']} crashes, "
          f"{counts['hangs']} hangs, {counts['is reported']} with reports; "
          f"{counts[CLANGS_OWN]} fail without our checks too; "
          f"the longest took {longest[0]:.1f} s ({longest[1]})")
    wrong = counts["crashes"] + counts["hangs"] + counts["is reported"]
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
