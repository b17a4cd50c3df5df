#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes the files of a new check, and says what is left to do.

usage: new-check.py NAME --level N [--flow] [--root FOLDER]

NAME is my-mistake or cublaslt-my-mistake. What is made is whole: it builds,
reports something simple, and its tests pass; it is there to be rewritten. Without
--flow the check is a rule file with a condition; with --flow it has a class that
listens to the flow analysis. Templates: tools/new-check.
"""

import argparse
import pathlib
import re
import sys

TEMPLATES = pathlib.Path(__file__).resolve().parent / "new-check"
# Of a form in each language: flags of the compiler, the null pointer.
LANGUAGES = {".cpp": ("-std=c++17", "nullptr"), ".c": ("-std=c11", "NULL"),
             ".cu": ("-std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version", "nullptr")}


def fail(line):
    print(f"new-check.py: {line}", file=sys.stderr)
    sys.exit(2)


class Maker:
    def __init__(self, root, name, level, flow):
        self.root, self.name, self.level = root, name, level
        self.kind = "flow" if flow else "condition"
        # my-mistake: MyMistakeCheck
        self.file = "".join(map(str.capitalize, name.split("-")[1:])) + "Check"
        self.made = []

    def template(self, name, **more):
        text = (TEMPLATES / name).read_text()
        words = {"NAME": self.name, "LEVEL": str(self.level), "FILE": self.file,
                 "GUARD": self.file.upper(), **more}
        return re.sub(r"@([A-Z]+)@", lambda match: words[match[1]], text)

    def write(self, path, text):
        path = self.root / path
        if path.exists():
            fail(f"{path} is there already; choose another name, or remove the file")
        self.made.append((path, text))

    def insert(self, path, line, before):
        """Puts a line before the first one that `before` accepts."""
        path = self.root / path
        lines = path.read_text().splitlines(keepends=True)
        at = next((i for i, each in enumerate(lines) if before(i, lines)), len(lines))
        lines.insert(at, line + "\n")
        self.made.append((path, "".join(lines)))

    def make(self):
        self.write(f"kb/rules/{self.name}.yaml", self.template(f"{self.kind}-rule.yaml"))
        self.write(f"kb/experiments/{self.name}.yaml",
                   self.template(f"{self.kind}-experiment.yaml"))
        if self.kind == "flow":
            for suffix in (".h", ".cpp"):
                self.write(f"checks/{self.file}{suffix}", self.template(f"flow-check{suffix}"))
        for suffix, (flags, null) in LANGUAGES.items():
            more = self.template(f"{self.kind}-more-forms") if suffix == ".cpp" else ""
            self.write(f"test/checks/{self.name}{suffix}",
                       self.template(f"{self.kind}-test", FLAGS=flags, NULL=null, MORE=more))
        function = "cublasLtMatrixLayoutSetAttribute" if self.kind == "flow" else "cublasLtMatmul"
        self.insert("test/checks/call-specifications.test", f"CHECK: {self.name} {function}",
                    lambda i, lines: lines[i] > f"CHECK: {self.name}" and lines[i].startswith("CHECK: "))
        self.insert("CHANGELOG.md", f"- New check `{self.name}` (level {self.level}).",
                    lambda i, lines: i > 0 and not lines[i].strip() and lines[i - 1][:2] in ("- ", "  ")
                    and all(not line.startswith("- ") for line in lines[i:i + 2]))
        for path, text in self.made:
            path.write_text(text)

    def say(self):
        for path, _ in self.made:
            print(f"wrote {path.relative_to(self.root)}")
        left = [f"kb/rules/{self.name}.yaml: replace the text, the examples, where it comes from"
                + ("" if self.kind == "flow" else ", and the condition (docs/write-a-rule.md)")]
        if self.kind == "flow":
            left.append(f"checks/{self.file}.h and .cpp: replace what is found"
                        " (CONTRIBUTING.md, Anatomy of a check)")
        left += [
            f"test/checks/{self.name}.cpp, .c and .cu: replace the forms, at least five are flagged",
            "test/checks/call-specifications.test: what the verifier is told of the flagged example",
            f"kb/experiments/{self.name}.yaml: the run that proves it (docs/experiment-files.md),"
            " and its verdict on a GPU",
            "build; then the tests: python3 test/run_lit.py LIT BUILD/test --filter 'checks|kb'",
            f"why is it not found: cublaslt-tidy --trace-analysis=FUNCTION (docs/trace.md)",
            "make docs: the page, the lists, the configurations",
        ]
        print("left to do:")
        for number, each in enumerate(left, 1):
            print(f"{number}. {each}")


def main():
    parser = argparse.ArgumentParser(description="Makes the files of a new check.")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--level", type=int, choices=(0, 1, 2), required=True)
    parser.add_argument("--flow", action="store_true",
                        help="with a class that listens to the flow analysis")
    parser.add_argument("--root", type=pathlib.Path, default=TEMPLATES.parent.parent,
                        help="of the source tree; default: that of this program")
    arguments = parser.parse_args()
    name = arguments.name
    if not name.startswith("cublaslt-"):
        name = "cublaslt-" + name
    if not re.fullmatch(r"cublaslt(-[a-z][a-z0-9]*)+", name):
        fail(f"'{arguments.name}' is not a name of a check; give lower-case words, as in my-mistake")
    maker = Maker(arguments.root, name, arguments.level, arguments.flow)
    maker.make()
    maker.say()


if __name__ == "__main__":
    main()
