# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A whole project by cublaslt-tidy against run-clang-tidy with the plugin.

The project is generated: units of ordinary C++ (standard library, headers of
their own), of which a few use cuBLASLt. Measured are wall-clock seconds, and seconds
of all cores, which other work on the machine changes less, of

  run-clang-tidy over all units, with the plugin and our checks alone,
  cublaslt-tidy without results of an earlier run (cold),
  cublaslt-tidy again, with nothing changed (warm),

each with the same number of jobs. With --part=N run-clang-tidy sees the first
1/N of the units, users in proportion, and its times are taken N times. Both must report the same findings in the
units that both see. Nothing else is asserted.
"""

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HEADER = """\
#pragma once
#include <map>
#include <string>
#include <vector>
struct Record{0} {{
  std::map<std::string, int> counts;
  std::vector<std::string> names;
  int total() const;
}};
"""

PLAIN = """\
#include "part{0}.h"
#include <algorithm>
#include <memory>
int Record{0}::total() const {{
  int sum = {0};
  for (const auto &entry : counts)
    sum += entry.second;
  return sum;
}}
std::unique_ptr<Record{0}> sorted{0}(const Record{0} &record) {{
  auto copy = std::make_unique<Record{0}>(record);
  std::sort(copy->names.begin(), copy->names.end());
  return copy;
}}
"""

GEMM = """\
#include <cublasLt.h>
cublasStatus_t limit{0}(cublasLtMatmulPreference_t preference) {{
  size_t limit = ~size_t(0);
  return cublasLtMatmulPreferenceSetAttribute(
      preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit,
      sizeof(limit));
}}
"""


def generate(folder, units, users, includes, part):
    """Writes the sources, compile_commands.json of all, and part/ of the first."""
    os.makedirs(f"{folder}/src")
    entries = []
    for i in range(units):
        # A header serves ten units, as in real trees.
        ten = i // 10
        header = f"{folder}/src/part{ten}.h"
        if not os.path.exists(header):
            with open(header, "w") as file:
                file.write(HEADER.format(ten))
        text = PLAIN.format(ten)
        if i % (units // users) == 0 and i // (units // users) < users:
            text += GEMM.format(i)
        name = f"{folder}/src/unit{i}.cpp"
        with open(name, "w") as file:
            file.write(text)
        command = ["g++", "-std=c++17", *(f"-I{i}" for i in includes), "-c", name]
        entries.append({"directory": folder, "file": name, "arguments": command})
    os.makedirs(f"{folder}/part")
    for name, some in (".", entries), ("part", entries[: units // part]):
        with open(f"{folder}/{name}/compile_commands.json", "w") as file:
            json.dump(some, file)


def timed(command, folder):
    """(seconds, seconds of all cores) of one run, and the lines of our
    findings."""
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cores = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = re.findall(r"(\w+\.cpp:\d+:\d+): warning: .*\[cublaslt-", run.stdout)
    if run.returncode not in (0, 1):
        sys.exit(f"project.py: {command[0]} ended with {run.returncode}: {run.stderr}")
    return (seconds, cores), sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("cublaslt_tidy")
    parser.add_argument("run_clang_tidy", help="of the same LLVM")
    parser.add_argument("clang_tidy", help="that loads the plugin")
    parser.add_argument("plugin", help="libCublasLtTidy.so")
    parser.add_argument("--include", nargs="+", required=True,
                        help="folders of cublasLt.h and the CUDA headers")
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--users", type=int, default=20,
                        help="units that use cuBLASLt (20)")
    parser.add_argument("--runs", type=int, default=4,
                        help="of cublaslt-tidy, cold and warm (4)")
    parser.add_argument("--part", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    # They are started in another folder.
    arguments.cublaslt_tidy = os.path.abspath(arguments.cublaslt_tidy)
    arguments.plugin = os.path.abspath(arguments.plugin)

    with tempfile.TemporaryDirectory() as folder:
        generate(folder, arguments.units, arguments.users, arguments.include,
                 arguments.part)
        jobs = arguments.jobs
        cold, warm, theirs = [], [], []
        theirs_command = [
            arguments.run_clang_tidy, "-p", f"{folder}/part", f"-j{jobs}", "-quiet",
            "-clang-tidy-binary", arguments.clang_tidy, "-load", arguments.plugin,
            "-checks=-*,cublaslt-*"]
        for run in range(arguments.runs):
            # The long run in the middle, so that whatever else the machine does
            # meets all.
            if run == arguments.runs // 2:
                seconds, expected = timed(theirs_command, folder)
                theirs.append([arguments.part * value for value in seconds])
            ours = [arguments.cublaslt_tidy, "-p", folder, f"--jobs={jobs}",
                    f"--cache-dir={folder}/cache{run}"]
            seconds, found = timed(ours, folder)
            cold.append(seconds)
            seconds, again = timed(ours, folder)
            warm.append(seconds)
            assert found == again and len(found) == arguments.users, found
        missing = set(expected) - set(found)
        assert not missing and len(expected) == arguments.users // arguments.part

    def line(name, times):
        wall, cores = ([run[i] for run in times] for i in (0, 1))
        print(f"{name}: {statistics.median(wall):.2f} s ({min(wall):.2f} to "
              f"{max(wall):.2f}), all cores {statistics.median(cores):.2f} s "
              f"({min(cores):.2f} to {max(cores):.2f})")

    def ratio(times, i):
        return theirs[0][i] / statistics.median(run[i] for run in times)

    print(f"{arguments.units} units, {arguments.users} of them use cuBLASLt, {jobs} jobs")
    line("run-clang-tidy with the plugin", theirs)
    line("cublaslt-tidy, cold", cold)
    line("cublaslt-tidy, nothing changed", warm)
    print(f"cold {ratio(cold, 0):.1f} times as fast ({ratio(cold, 1):.1f} by all cores), "
          f"unchanged {ratio(warm, 0):.0f} times")


if __name__ == "__main__":
    main()
