# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lets runs of PROGRAM meet what luck brings, and prints what became of each.

usage: bad_luck.py PROGRAM STAND_IN
The current folder holds gemm.cpp, which has a finding.
"""
import glob
import json
import os
import resource
import signal
import subprocess
import sys
import time

program, include = sys.argv[1:]
FINDING = "cublaslt-unbounded-workspace]"


def database(*files, options=()):
    with open("compile_commands.json", "w") as out:
        json.dump([{"directory": os.getcwd(), "file": file, "arguments":
                    ["g++", "-I" + include, *options, "-c", file]}
                   for file in files], out)


def tidy(*arguments, limit=None, **how):
    def set_limit():
        # Stands for a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    how.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([program, *arguments], stderr=subprocess.PIPE,
                          text=True, timeout=300,
                          preexec_fn=set_limit if limit else None, **how)


def expect(holds, what, ended):
    if not holds:
        sys.exit(f"{what}: {ended.returncode}\n{ended.stdout}\n{ended.stderr}")


def text(file):
    with open(file) as read:
        return read.read()


database("gemm.cpp")
SMALL = 4096
ended = tidy("--cache-dir=cache", "--gitlab=small.json", limit=SMALL)
expect(ended.returncode == 1 and FINDING in ended.stdout
       and ended.stderr.count("warning: --cache-dir: ") == 1
       and len(json.loads(text("small.json"))) == 3
       and not glob.glob("cache/*.tmp*"), "full cache", ended)
print("full cache: 1, the finding, said once, the report is written")

with open("old.sarif", "w") as out:
    out.write("old")
ended = tidy("--no-cache", "--sarif=old.sarif", limit=SMALL)
expect(ended.returncode == 2 and FINDING in ended.stdout
       and text("old.sarif") == "old" and "error: " in ended.stderr
       and sorted(glob.glob("*old*")) == ["old.sarif"], "full disk", ended)
print("full disk under the report: 2, the finding, said, the old file")
with open("old.json", "w") as out:
    out.write("old")
ended = tidy("--no-cache", "--gitlab=old.json", limit=64)
expect(ended.returncode == 2 and FINDING in ended.stdout
       and text("old.json") == "old" and "error: " in ended.stderr
       and sorted(glob.glob("*old.j*")) == ["old.json"], "full disk", ended)
print("full disk under the GitLab report: 2, the finding, said, the old file")

reader, writer = os.pipe()
os.close(reader)
ended = tidy("--no-cache", "--sarif=pipe.sarif", stdout=writer)
os.close(writer)
expect(ended.returncode == 1 and FINDING[:-1] in text("pipe.sarif"),
       "closed pipe", ended)
print("closed pipe: the report is written")

with open("/dev/full", "w") as full:
    ended = tidy("--no-cache", "--sarif=full.sarif", stdout=full)
    expect(ended.returncode == 2 and FINDING[:-1] in text("full.sarif")
           and "error: standard output: No space left" in ended.stderr,
           "full output", ended)
    print("full standard output: 2, said, the report is written")
    ended = tidy("gemm.cpp", "--", "-I" + include, stdout=full)
    expect(ended.returncode == 2
           and "error: standard output: No space left" in ended.stderr,
           "full output", ended)
    print("full standard output, single file: 2, said")

# A unit that takes clang minutes.
with open("slow.cpp", "w") as out:
    out.write("""#include "gemm.cpp"
constexpr int count() {
  int sum = 0;
  for (unsigned i = 0; i < 2000000000u; ++i)
    sum ^= i;
  return sum;
}
static_assert(count() == 1);
""")
with open("slow2.cpp", "w") as out:
    out.write(text("slow.cpp"))
database("slow.cpp", "slow2.cpp",
         options=("-std=c++17", "-fconstexpr-steps=2000000000"))
folder = os.path.abspath("tmp")
os.mkdir(folder)


def children(process):
    found = []
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            fields = text(stat).rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(stat.split("/")[2]))
    return found


def is_running(process):
    try:
        return text(f"/proc/{process}/stat").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"):
    run = subprocess.Popen([program, "--no-cache", "--jobs=2"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           env={**os.environ, "TMPDIR": folder},
                           # what a shell starts in the background ignores it
                           preexec_fn=lambda: signal.signal(
                               signal.SIGINT, signal.SIG_DFL))
    end = time.monotonic() + 120
    while len(started := children(run.pid)) < 2:
        if time.monotonic() > end or run.poll() is not None:
            sys.exit(f"{name}: no two analyses were started")
        time.sleep(0.05)
    run.send_signal(getattr(signal, name))
    run.wait(60)
    end = time.monotonic() + 20
    while any(map(is_running, started)) and time.monotonic() < end:
        time.sleep(0.05)
    left = list(filter(is_running, started))
    for process in left:
        os.kill(process, signal.SIGKILL)
    if left or os.listdir(folder):
        sys.exit(f"{name}: {len(left)} processes, {os.listdir(folder)} are left")
    print(f"{name}: no process, no file is left", flush=True)

database("gemm.cpp")
both = [subprocess.Popen([program, "--cache-dir=shared"], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(2)]
outputs = [run.communicate(timeout=300)[0] for run in both]
if outputs[0] != outputs[1] or FINDING not in outputs[0] or any(
        run.returncode != 1 for run in both):
    sys.exit(f"two at once: {outputs}")
print("two at once: the same findings")
