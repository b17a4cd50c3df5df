# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every command that a page shows runs, or says why it is not run.

usage: commands.py ROOT BUILD_FOLDER CLANG_TIDY STAND_IN_HEADERS [PAGE...]

A command is what stands in a fence marked sh, or behind "$ " in one that is not
marked. It runs in a copy of the repository, a folder for each page, in which
there are also a gemm.cpp, a gemm.cu, a src/gemm.cpp, their compilation
database in build/, a findings.sarif, some logs and a some-training-job that
writes one. `make` is asked with -n: the target exists. The linter may end with findings, the doctor without a GPU.

    <!-- not run: REASON -->

before a fence excuses it. A fence of commands that is not marked, and one that
neither runs nor is excused, is an error.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from pages import pages

TOOLKIT = "/usr/local/cuda/include"
EXCUSE = re.compile(r"<!-- not run: (\S[^>]*) -->")
COMMAND = re.compile(
    r"(cublaslt-\w+|make|cmake|clang-tidy(-\d+)?|clang\+\+(-\d+)?|run-clang-tidy\S*|git|sudo|npm"
    r"|apt-get|pre-commit|python3|bazel|docker|g\+\+|ninja) [\w.-]")

# What may fail, and how: see the usage.
PRELUDE = """
set -o pipefail
judge() {
  case "$1 $2" in
  [13]" cublaslt-"* | "1 clang-tidy"* | "1 run-clang-tidy"*) ;;
  *) echo "ends with $1: $2"; exit 1 ;;
  esac
}
trap 'judge $? "$BASH_COMMAND"' ERR
"""
REFUSED = re.compile(r"Unknown command line argument|command not found"
                     r"|No such file or directory|try cublaslt-doctor --help"
                     r"|load request ignored")


def blocks(tokens):
    """(line, language, text, excuse) of each block of code."""
    excuse = ""
    for token in tokens:
        if token.type == "html_block":
            match = EXCUSE.fullmatch(token.content.strip())
            excuse = match.group(1) if match else ""
        elif token.type in ("fence", "code_block"):
            language = (token.info.split() or [""])[0] if token.type == "fence" else "indented"
            yield token.map[0] + 1, language, token.content, excuse
            excuse = ""
        elif token.nesting >= 0 and token.type != "inline":
            excuse = ""


def commands_of(language, text):
    """The shell's text, or None; an error where it is not said what it is."""
    if language in ("sh", "bash", "shell", "console"):
        return re.sub(r"^\$ ", "", text, flags=re.M), ""
    if language == "" and re.search(r"^\$ ", text, re.M):
        lines = text.split("\n")
        return "\n".join(line[2:] for line in lines if line.startswith("$ ")), ""
    if language in ("", "indented") and any(map(COMMAND.match, text.splitlines())):
        return None, "commands in a block that is not marked sh"
    return None, ""


class Scratch:
    def __init__(self, folder, root, build, clang_tidy, headers):
        self.folder, self.build, self.headers = folder, build, headers
        if self.has_toolkit():
            self.headers = TOOLKIT
        self.template = folder / "template"
        shutil.copytree(root, self.template, ignore=shutil.ignore_patterns(
            "build", ".git", "node_modules", "real"))
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.shim("some-training-job", "cat train.log")
        self.shim("make", "exec /usr/bin/make -n \"$@\"")
        for name in ("clang-tidy", "clang-tidy-22"):
            self.shim(name, f"exec {clang_tidy} \"$@\"")
        for name in ("clang++", "clang++-22"):
            self.shim(name, f"exec {pathlib.Path(clang_tidy).with_name('clang++')} \"$@\"")
        for program in (build / "bin").glob("cublaslt-*"):
            (self.programs / program.name).symlink_to(program)
        self.fill(root)

    @staticmethod
    def has_toolkit():
        return os.path.exists(os.path.join(TOOLKIT, "cublasLt.h"))

    def shim(self, name, text):
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def fill(self, root):
        """What the pages take for granted in a reader's folder."""
        here = self.template
        for name in ("gemm.cpp", "gemm.cu", "src/gemm.cpp", "src/gemm.cu"):
            (here / name).parent.mkdir(exist_ok=True)
            shutil.copy(root / "examples" / "gemm_wrapper.cpp", here / name)
        (here / "build" / "llvm-22").mkdir(parents=True)
        for name in ("bin", "lib", "test"):
            if (self.build / name).exists():
                (here / "build" / "llvm-22" / name).symlink_to(self.build / name)
        logs = sorted((root / "test/logs/real").rglob("healthy*.log"))
        for name in ("train.log", "cublaslt_4711.log"):
            shutil.copy(logs[0], here / name)
        subprocess.run(["gzip", "-k", "train.log"], cwd=here, check=True)
        subprocess.run([self.build / "bin/cublaslt-tidy", "--quiet", "--sarif=findings.sarif",
                        "gemm.cpp", "--", f"-I{self.headers}"],
                       cwd=here, check=True, stdout=subprocess.DEVNULL)

    def page(self, number):
        """A folder for one page, a git repository with a revision."""
        folder = self.folder / str(number)
        shutil.copytree(self.template, folder, symlinks=True)
        entries = [{"directory": str(folder), "file": name,
                    "command": f"c++ -std=c++17 -I{self.headers} -c {name}"}
                   for name in ("gemm.cpp", "src/gemm.cpp")]
        (folder / "build/compile_commands.json").write_text(json.dumps(entries))
        for words in (["init", "-q"], ["add", "gemm.cpp"], ["commit", "-qm", "x"],
                      ["update-ref", "refs/remotes/origin/main", "HEAD"]):
            subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *words],
                           cwd=folder, check=True)
        return folder

    def run(self, text, folder):
        """What went wrong, or nothing."""
        if not self.has_toolkit():
            text = text.replace(TOOLKIT, str(self.headers))
        text = re.sub(r"/usr(/local)?/lib/cublaslt-tidy", str(self.build / "lib"), text)
        text = re.sub(r"/usr(/local)?/share/cublaslt-tidy/kb", str(self.template / "kb"), text)
        environment = dict(os.environ, HOME=str(folder), XDG_CACHE_HOME=str(folder / "cache"),
                           PATH=f"{self.programs}{os.pathsep}{os.environ['PATH']}")
        try:
            done = subprocess.run(["bash", "-c", PRELUDE + text + "\n:"], cwd=folder, text=True,
                                  env=environment, stdin=subprocess.DEVNULL, timeout=300,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        except subprocess.TimeoutExpired:
            return "does not end"
        refused = REFUSED.search(done.stdout)
        if done.returncode or refused:
            return done.stdout.strip()[-600:]
        return ""


def main():
    root, build, clang_tidy, headers, *wanted = sys.argv[1:]
    root, build = pathlib.Path(root).resolve(), pathlib.Path(build).resolve()
    ran = excused = bad = 0
    with tempfile.TemporaryDirectory() as folder:
        scratch = Scratch(pathlib.Path(folder), root, build, clang_tidy, headers)
        for number, (page, tokens) in enumerate(pages(root)):
            if wanted and str(page) not in wanted:
                continue
            here = None
            for line, language, text, excuse in blocks(tokens):
                text, wrong = commands_of(language, text)
                if text and excuse:
                    excused += 1
                    continue
                if text:
                    here = here or scratch.page(number)
                    wrong = scratch.run(text, here)
                    ran += 1
                if wrong:
                    bad += 1
                    print(f"{page}:{line}: {wrong}")
    print(f"{ran} blocks of commands run, {excused} excused, {bad} bad")
    return 1 if bad or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
