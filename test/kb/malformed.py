# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A knowledge base that is broken in one place is refused in one line that
names the place; nothing crashes, whatever the file holds.

usage: malformed.py KB_LOAD KB_FOLDER SCRATCH_FOLDER
"""

import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

API = "api/cublaslt.yaml"
RULE = "rules/cublaslt-growing-batch.yaml"
LIMIT_RULE = "rules/cublaslt-unbounded-workspace.yaml"
SHAPE_RULE = "rules/cublaslt-layout-shape.yaml"
TYPES_RULE = "rules/cublaslt-scale-type.yaml"
LATER_RULE = "rules/cublaslt-unchecked-heuristic-status.yaml"
EXPERIMENT = "experiments/cublaslt-growing-batch.yaml"
DEFECT = "defects/split-k-lost-end.yaml"
LIMITED = "experiments/cublaslt-missing-workspace.yaml"
ENTRY = "entries/cuda/cublas-alloc-failed-cublaslt.yaml"
ENUMERATORS = "enumerators/cublaslt.yaml"
MESSAGES = "messages/cublaslt-library.yaml"

# File, text, what replaces its first occurrence, and the message with the
# place; the number of the line is that of the text.
CASES = [
    # broken YAML
    (RULE, "level: 1", "level: [1", "found broken YAML"),
    (RULE, "level: 1", "level: 1\n\tx: 2", "found broken YAML"),
    (RULE, "level: 1", "level: *nowhere", "found broken YAML"),
    # keys
    (RULE, "level: 1", "levle: 1",
     "found a rule without the key 'level', expected that key"),
    (RULE, "level: 1", "level: 1\ncolour: red",
     "found the unknown key 'colour' in a rule, expected one of name, level,"),
    (RULE, "level: 1", "level: 1\nlevel: 1",
     "found the key 'level' a second time, expected each key once"),
    (RULE, "level: 1", "level: 1\n? [a, b]\n: c", "found a list as a key"),
    # types
    (RULE, "level: 1", "level: 3",
     "found '3', expected a whole number from 0 to 2 for 'level'"),
    (RULE, "level: 1", 'level: "1"', "found '1', expected a whole number"),
    (RULE, "level: 1", "level: 99999999999999999999", "expected a whole number"),
    (RULE, "level: 1", "level:", "found nothing, expected a whole number"),
    (EXPERIMENT, "needsGpu: true", "needsGpu: yes",
     "found 'yes', expected true or false for 'needsGpu'"),
    (EXPERIMENT, "\ndecidedBy: [", "\n# [",
     "found an experiment without the key 'decidedBy', of a rule without "),
    (LIMITED, "MAX_WORKSPACE_BYTES, problem", "MOST_BYTES, problem",
     "found the unknown attribute 'CUBLASLT_MATMUL_PREF_MOST_BYTES'"),
    (LIMITED, "decidedBy: [", "functions: [cublasLtMatMul]\ndecidedBy: [",
     "found the unknown function 'cublasLtMatMul'"),
    (EXPERIMENT, "decides: memory", "decides: {a: b}",
     "found a map, expected a text for 'decides'"),
    (EXPERIMENT, "\nid: growing-batch", '\nid: ""',
     "found an empty text, expected a text for 'id'"),
    (API, "headers: [cublasLt.h]", "headers: cublasLt.h",
     "found 'cublasLt.h', expected a list for 'headers'"),
    (API, "  7: CUBLAS_STATUS_INVALID_VALUE", "  seven: x",
     "found 'seven', expected a number"),
    (RULE, "  right: |", "  wrong: |",
     "found a pair of examples without the key 'right', expected that key"),
    (LATER_RULE, "  - name: CheckMacro", "  - title: CheckMacro",
     "found an option without the key 'name', expected that key"),
    (RULE, "parameters:\n", "parameters: [3]\nlater:\n",
     "found a list, expected a map for 'parameters'"),
    (LIMIT_RULE, "atLeast: noLimit", "atLeast: gone",
     "found 'gone', expected a number, or a parameter of the rule that is one"),
    (API, 'enumerator: "at::BlasBackend::Cublas", ', "",
     "found a switch without the key 'enumerator', expected that key"),
    (API, "largest: 6", "largest: six",
     "found 'six', expected a whole number"),
    # conditions
    (SHAPE_RULE, "    effect: refused", "    effect: gone",
     "found the effect 'gone', expected the key of one of the rule's effects"),
    (SHAPE_RULE, "measured:\n  refused:", "measured:\n  gone:",
     "found the measurement of the effect 'gone', expected the key of one of the"),
    (SHAPE_RULE, "    refused: CUBLAS_STATUS_INVALID_VALUE",
     "    refused: CUBLAS_STATUS_INVALID",
     "found the unknown status of an API 'CUBLAS_STATUS_INVALID'"),
    (SHAPE_RULE, "    refused: CUBLAS_STATUS_INVALID_VALUE", "    refused: {a: b}",
     "found a map, expected a list for 'refused'"),
    (SHAPE_RULE, "    refused: CUBLAS_STATUS_INVALID_VALUE",
     "    dependsOnDevice: often",
     "found 'often', expected true or false for 'dependsOnDevice'"),
    (TYPES_RULE, "    types: pair", "    types: pears",
     "found 'pears', expected types to be one of pair, scale, combination"),
    (TYPES_RULE, "    types: pair\n", "",
     "found a condition without the key 'when', expected that key"),
    (TYPES_RULE, "isEnumerator: false", "isEnumerator: maybe",
     "found 'maybe', expected true or false for 'isEnumerator'"),
    (LATER_RULE, "    effect: status-not-tested\n", "    effect: none\n",
     "found the effect 'none', expected the key of one of the rule's effects"),
    (LATER_RULE, "  - reason: use-of-failed-heuristic",
     "  - reason: growing-rows",
     "found the reason 'growing-rows' a second time (first "),
    (API, "is: A.CUBLASLT_MATRIX_LAYOUT_COLS}", "is: A.outerDimension}",
     "found the quantity 'A.outerDimension', expected an attribute or an"),
    # words
    (API, "{name: lightHandle, role: handle, out: true}",
     "{name: lightHandle, role: handel}",
     "found 'handel', expected role to be one of other, handle,"),
    (API, "    action: create", "    action: conjure",
     "found 'conjure', expected action to be one of"),
    (API, "role: layout, matrix: A", "role: layout, matrix: E",
     "found 'E', expected matrix to be one of A, B, C, D"),
    (API, "readBy: [cublasLt]", "readBy: [somebody]",
     "found 'somebody', expected one of cublasLt, cublas, pytorch, nobody"),
    (ENTRY, "      verdict: refuted", "      verdict: maybe",
     "found 'maybe', expected verdict to be one of confirmed, refuted,"),
    # names
    (API, "  - name: cublasLtDestroy", "  - name: cublasLtCreate",
     "found the function 'cublasLtCreate' a second time (first "),
    (API, "{name: CUBLASLT_MATRIX_LAYOUT_ORDER, number: 1",
     "{name: CUBLASLT_MATRIX_LAYOUT_ORDER, number: 0",
     "found the number in MATRIX_LAYOUT '0' a second time"),
    (API, '    since: "12.1.', '    since: "12.',
     "expected a version of the library such as 13.1.0 for 'since'"),
    (API, "number: 13, type: int32_t, size: 4, default: 0, until:",
     "number: 13, type: int32_t, size: 4, default: 0, since:",
     "found the number in MATMUL_PREF '13' a second time"),
    (API, 'opaqueSizes: [{bytes: 64, until: ', 'opaqueSizes: [{bytes: 64, since: ',
     "found the size of the object"),
    (API, 'since: "12.0.1", until: "13.2.0"', 'since: "13.2.0", until: "12.0.1"',
     "found 12.0.1, expected a version after 13.2.0"),
    (ENUMERATORS, "api: cublaslt", "api: cublasxt",
     "found the unknown API 'cublasxt'"),
    (ENUMERATORS, "{name: CUBLASLT_ORDER_ROW,", "{name: CUBLASLT_ORDER_COL,",
     "found the enumerator of cublaslt 'CUBLASLT_ORDER_COL' a second time"),
    (API, "sets: CUBLASLT_MATRIX_LAYOUT_ROWS", "sets: CUBLASLT_ROWS",
     "found the unknown attribute 'CUBLASLT_ROWS'"),
    (API, "    object: handle", "    object: hammer",
     "found the unknown object 'hammer'"),
    (API, "constraints: [half-scalars]", "constraints: [no-scalars]",
     "found the unknown constraint 'no-scalars'"),
    (RULE, "claim: dead-end-1", "claim: dead-end-9",
     "found the unknown claim 'cuda/cublas-alloc-failed-cublaslt#dead-end-9'"),
    (RULE, "{entry: cuda/cublas-alloc-failed-cublaslt,", "{entry: cuda/other,",
     "found the unknown entry 'cuda/other', expected one that this knowledge"),
    (RULE, "{entry: cuda/cublas-alloc-failed-cublaslt, claim: dead-end-1}",
     "{claim: dead-end-1}", "found a derivation without an entry and its claim"),
    (LATER_RULE, "name: cublaslt-unchecked-heuristic-status",
     "name: cublaslt-growing-batch",
     "found the rule 'cublaslt-growing-batch' a second time (first "),
    (ENTRY, "coveredBy: [cublaslt-growing-batch]", "coveredBy: [cublaslt-gone]",
     "found the unknown rule 'cublaslt-gone'"),
    (ENTRY, "    coveredBy: [cublaslt-growing-batch]\n", "",
     "found a workaround with neither 'coveredBy' nor 'notCheckable'"),
    (ENTRY, "    notCheckable: >-",
     "    coveredBy: [cublaslt-growing-batch]\n    notCheckable: >-",
     "found a workaround with both 'coveredBy' and 'notCheckable'"),
    (DEFECT, 'from: "12.6.4"', 'from: "12.6 update 3"',
     "found '12.6 update 3', expected a version such as"),
    (DEFECT, "effect: wrong-result", "effect: bad",
     "found 'bad', expected effect to be one of wrong-result, context-lost,"),
    (DEFECT, "algorithm.CUBLASLT_ALGO_CONFIG_ID", "algorithm.CUBLASLT_ALGO_ID",
     "found the unknown attribute 'CUBLASLT_ALGO_ID'"),
    (DEFECT, "above: 1}", "above: 1, is: [2]}", "found 2 tests in a term"),
    (DEFECT, ", multipleOf: 64}", "}", "found a term without the key 'multipleOf'"),
    (DEFECT, "multipleOf: 64}", "multipleOf: 0}", "expected a whole number from 1 to 2147483647"),
    (DEFECT, "above: 1}", "above: 1, multipleOf: 2}", "found the unknown key 'multipleOf'"),
    (MESSAGES, "    rule: cublaslt-stream-capture", "    rule: nothing",
     "found the unknown rule 'nothing'"),
    (MESSAGES, "    entry: cuda/cublas-alloc-failed-cublaslt",
     "    entry: nothing", "found the unknown entry 'nothing'"),
    (MESSAGES, "    unknown: true", "    unknown: false",
     "found a message with neither 'rule' nor 'entry'"),
    (MESSAGES, "    rule: cublaslt-stream-capture",
     "    rule: cublaslt-stream-capture\n    unknown: true",
     "found a message with both 'unknown' and a diagnosis"),
    (MESSAGES, "captures: [function, none]", "captures: [function, colour]",
     "found 'colour', expected captures to be one of none, status,"),
    (MESSAGES, "(?:cannot be NULL|must be aligned)'", "(unclosed'",
     "found a broken pattern ("),
]

# Whole files that replace RULE.
FILES = [
    (b"", "found an empty file, expected a YAML map"),
    (b"\n\n# nothing but a comment\n", "expected"),
    (b"- a\n- b\n", "found a list, expected a rule (a map)"),
    (b"just words\n", "found a text, expected a rule (a map)"),
    (b"name: x\n---\nname: y\n", "found a second document"),
    (b"\x00\x01\x02\xff\xfe", "found"),
    (b"[" * 100000, "found"),
    (b"{a: " * 5000, "found"),
    (b"a: &x [*x]\n", "found"),
    (b"a: &a [x]\nb: *a\n", "found an alias of a list or map"),
    (b"a: &a " + b"x" * 60000 + b"\nb: [" + b"*a, " * 500 + b"]\n",
     "found aliases that repeat more than a mebibyte"),
    (b"name: '" + b"long\xc3\xbc" * 100 + b"\n'\nlevel: 1\n", "found"),
    (b"x" * (5 << 20), "found a file of 5242880 bytes (at most 1048576 are read)"),
]


class Checker:
    def __init__(self, program, kb, scratch):
        self.program, self.kb, self.scratch = program, kb, scratch
        self.failures = 0
        self.done = 0

    def fresh(self):
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        for folder in ("api", "defects", "entries", "enumerators", "experiments", "messages", "rules"):
            shutil.copytree(self.kb / folder, self.scratch / folder)

    def load(self, folder=None):
        return subprocess.run(
            [self.program, str(folder or self.scratch), "--quiet"],
            capture_output=True,
            timeout=60,
        )

    def fail(self, what, result):
        self.failures += 1
        print(f"{what}: exit code {result.returncode}: {result.stderr[:400]}")

    def refused(self, what, expected, folder=None):
        """The load ends with 2 and one line that holds \\p expected."""
        self.done += 1
        result = self.load(folder)
        text = result.stderr.decode(errors="replace")
        if (
            result.returncode != 2
            or result.stdout
            or text.count("\n") != 1
            or not re.search(expected, text)
        ):
            self.fail(what, result)
        return text


def main():
    program, kb, scratch = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
    check = Checker(program, kb, scratch)

    for path, old, new, message in CASES:
        check.fresh()
        text = (scratch / path).read_text()
        if old not in text:
            print(f"{path} does not hold {old!r}")
            check.failures += 1
            continue
        # The place is in the first or a later line of what was put in, or,
        # where a key is missing, at the beginning of what lacks it.
        first = text[: text.index(old)].count("\n") + 1
        (scratch / path).write_text(text.replace(old, new, 1))
        line = check.refused(
            f"{path}: {new!r}",
            rf"^{re.escape(str(scratch / path))}:\d+:\d+: .*" + re.escape(message),
        )
        number = int((re.search(r"\.yaml:(\d+):", line) or [0, 0])[1])
        is_about_whole = "without the key" in line or "neither" in line or "both" in line
        if not is_about_whole and "broken YAML" not in line:
            if not first <= number <= first + new.count("\n"):
                print(f"{path}: {new!r}: line {number}, not {first}: {line}")
                check.failures += 1

    for content, message in FILES:
        check.fresh()
        (scratch / RULE).write_bytes(content)
        check.refused(f"{content[:20]!r}...", re.escape(message))

    # folders
    check.refused("no folder", "found nothing there", scratch / "none")
    check.refused("a file", "found a file", scratch / RULE)
    check.fresh()
    shutil.rmtree(scratch / "api")
    check.refused("no api", "found no YAML file, expected at least one API")
    check.fresh()
    (scratch / RULE).rename(scratch / "rules/x.yml")
    check.refused("the ending .yml", "found the ending .yml, expected the ending")
    check.fresh()
    (scratch / "rules/directory.yaml").symlink_to("/dev/null")
    check.refused("a device", "found something that is not a regular file")
    # A regular file of no bytes that can be read without an end, one that opens
    # and is not read, and a pipe that nobody writes to.
    for special in ("/proc/kmsg", "/proc/self/mem", "pipe"):
        check.fresh()
        if special == "pipe":
            os.mkfifo(scratch / "rules/special.yaml")
        else:
            (scratch / "rules/special.yaml").symlink_to(special)
        check.refused(special, "found (an empty file|something that is not a regular file|Permission denied)")
    # Of a file that is something else nothing is repeated.
    check.fresh()
    (scratch / "rules/special.yaml").write_text("root:x:0:0:root:/root:/bin/sh\nsecret:y\n")
    line = check.refused("another file", "found a text, expected a rule")
    if "root" in line.split("special.yaml")[1]:
        check.failures += 1
        print("another file is repeated: " + line)
    # Patterns that a regular expression library takes its stack or memory for.
    for pattern in ("a" * 500000, "(" * 5000 + ")" * 5000, "(?:" * 51 + ")" * 51):
        check.fresh()
        text = (scratch / MESSAGES).read_text()
        changed = re.sub(r"(?m)^( +(?:- )?pattern:).*(?:\n {6,}[^-\n].*)*",
                         lambda found: f"{found[1]} '{pattern}'", text, count=1)
        (scratch / MESSAGES).write_text(changed)
        check.refused(pattern[:20], "found a pattern of .* groups in each other, expected at most")

    # Whatever is changed: loaded or refused, never a crash.
    generator = random.Random(20)
    originals = {
        path: (kb / path).read_bytes()
        for path in (RULE, ENTRY, EXPERIMENT, MESSAGES)
    }
    for turn in range(120):
        check.fresh()
        path = generator.choice(sorted(originals))
        content = bytearray(originals[path])
        for _ in range(generator.choice([1, 1, 3, 20])):
            at = generator.randrange(len(content))
            kind = generator.randrange(3)
            if kind == 0:
                content[at] = generator.randrange(256)
            elif kind == 1:
                del content[at : at + generator.randrange(1, 30)]
            else:
                content[at:at] = generator.choice(
                    [b"{", b"[", b"&a ", b"*a ", b": ", b"- ", b"\n", b"'", b"|", b"!!x "]
                )
        (scratch / path).write_bytes(content)
        result = check.load()
        check.done += 1
        if result.returncode not in (0, 2) or (
            result.returncode == 2 and result.stderr.count(b"\n") != 1
        ):
            check.fail(f"turn {turn}", result)

    print(f"{check.done} cases, {check.failures} failures")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
