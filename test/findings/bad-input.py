# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What is no SARIF 2.1.0 that can be used is refused in one line; nothing
crashes, whatever the file holds.

usage: bad-input.py SARIF_SAMPLE SCRATCH_FOLDER
"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys


def results(properties):
    return json.dumps(
        {
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": {"name": "x"}},
                    "results": [{"message": {"text": "m"}, "properties": properties}],
                }
            ],
        }
    )


def call(**changes):
    specification = {"version": 1, "function": "f", "values": {}, **changes}
    return results({"callSpecification": specification})


CALL = "/runs/0/results/0/properties/callSpecification"
RUN = '{"version": "2.1.0", "runs": [%s]}'

CASES = [
    ("", r":1:1: found broken JSON \(.*\), expected a SARIF 2.1.0 document$"),
    ('{"version": ', r":1:\d+: found broken JSON"),
    ('{\n  "version" "2.1.0"\n}', r":2:\d+: found broken JSON"),
    ("{} trailing", r":1:\d+: found broken JSON"),
    ("\x00\x01", r": found broken JSON"),
    (b"\xff\xfe{\x00}\x00", r": found broken JSON"),
    ('{"a": "\xff"}'.encode("latin1"), r": found broken JSON"),
    ("1e99999", r": found "),
    ("null", r": found a null, expected a SARIF 2.1.0 document"),
    ("[]", r": found a array, expected a SARIF"),
    ("{}", r": found no 'version', expected a SARIF 2.1.0 document"),
    ('{"version": 2.1}', r": found no 'version'"),
    ('{"version": "1.0.0", "runs": []}', r"/version: found '1.0.0', expected '2.1.0'"),
    ('{"version": "3.0\\n.0"}', r"/version: found '3.0\?.0', expected '2.1.0'"),
    ('{"version": "2.1.0"}', r": found no array 'runs'"),
    ('{"version": "2.1.0", "runs": {}}', r": found no array 'runs'"),
    (RUN % "7", r"/runs/0: found no object, expected a run"),
    (RUN % '{"results": {}}', r"/runs/0/results: found no array"),
    (RUN % '{"results": [7]}', r"/runs/0/results/0: found no object 'message'"),
    (RUN % '{"results": [{"message": "m"}]}', r"results/0: found no object 'message'"),
    # call specifications
    (results({"callSpecification": 7}), rf"{CALL}: found 7, expected an object"),
    (call(version=3), rf"{CALL}/version: found 3, expected 2 or less: the file is "
                      r"from a newer cublaslt-tidy, update this program$"),
    (call(version="1"), rf"{CALL}/version: found '1', expected 2"),
    (call(version=0), rf"{CALL}/version: found 0, expected 2"),
    (call(version=-1), rf"{CALL}/version: found -1, expected 2"),
    (call(function=None), rf"{CALL}/function: found null, expected the name"),
    (call(values=[]), rf"{CALL}/values: found an array, expected an object"),
    (call(values={"k": 1}), rf"{CALL}/values/k: found 1, expected an object"),
    (call(values={"k": {}}), rf"{CALL}/values/k: found an object, expected 'value'"),
    (call(values={"k": {"unknown": False}}), rf"{CALL}/values/k: found an object"),
    (call(values={"k": {"value": [1]}}), rf"{CALL}/values/k/value: found an array"),
    (call(values={"k": {"value": None}}), rf"{CALL}/values/k/value: found null"),
    (call(values={"k": {"unknown": True, "text": 3}}), rf"{CALL}/values/k/text: found 3"),
    (results({"verdict": {"kind": "sure"}}), r"verdict/kind: found 'sure', expected one of"),
    # sizes
    ("[" * 1000000, r": found nesting deeper than 200"),
    ('{"a":' * 1000000, r": found nesting deeper than 200"),
    (call(values={f"k{i}": {"value": 1} for i in range(1001)}),
     r": found an object with more than 1000 keys"),
    (" " * (65 << 20), r": found more than 67108864 bytes"),
]


class Checker:
    def __init__(self, program, scratch):
        self.program = program
        self.file = scratch / "bad.sarif"
        self.done = self.failures = 0

    def run(self, path=None):
        self.done += 1
        return subprocess.run(
            [self.program, "read", str(path or self.file)],
            capture_output=True,
            timeout=60,
        )

    def refused(self, what, expected, path=None):
        result = self.run(path)
        text = result.stderr.decode(errors="replace")
        if (
            result.returncode != 2
            or text.count("\n") != 1
            or not text.startswith(str(path or self.file))
            or not re.search(expected, text.rstrip("\n"))
        ):
            self.failures += 1
            print(f"{what!r}: exit code {result.returncode}: {text[:300]}")


def main():
    program, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    scratch.mkdir(parents=True, exist_ok=True)
    check = Checker(program, scratch)
    for content, expected in CASES:
        if isinstance(content, str):
            content = content.encode()
        check.file.write_bytes(content)
        check.refused(content[:60], expected)
    check.refused("missing", "found no such file", scratch / "none.sarif")
    check.refused("a folder", "found a folder", scratch)
    if os.geteuid() != 0:  # root reads everything
        check.file.chmod(0)
        check.refused("no permission", "found Permission denied")
        check.file.chmod(0o644)

    # Whatever is changed: read or refused, never a crash.
    sample = scratch / "sample.sarif"
    subprocess.run([program, "write", str(sample)], check=True)
    original = sample.read_bytes()
    generator = random.Random(7)
    for turn in range(300):
        content = bytearray(original)
        for _ in range(generator.choice([1, 2, 10])):
            at = generator.randrange(len(content))
            kind = generator.randrange(4)
            if kind == 0:
                content[at] = generator.randrange(256)
            elif kind == 1:
                del content[at : at + generator.randrange(1, 40)]
            elif kind == 2:
                # Another value that is still JSON.
                numbers = [m.span() for m in re.finditer(rb"\b\d+\b|true|false", content)]
                begin, end = generator.choice(numbers)
                content[begin:end] = generator.choice(
                    [b"-1", b"null", b"[]", b"{}", b'"x"', b"1e308", b"1.5",
                     b"18446744073709551615", b"99999999999999999999999"]
                )
            else:
                content[at:at] = generator.choice([b"{", b"}", b"[", b'"', b"\\", b"\n"])
        check.file.write_bytes(content)
        result = check.run()
        if result.returncode not in (0, 2) or (
            result.returncode == 2 and result.stderr.count(b"\n") != 1
        ):
            check.failures += 1
            print(f"turn {turn}: exit code {result.returncode}: {result.stderr[:300]}")

    print(f"{check.done} cases, {check.failures} failures")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
