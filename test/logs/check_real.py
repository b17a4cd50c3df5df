# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each log of a real GPU gets the diagnoses of its mistake, and no other; the
same without time stamps and with a launcher's words before each line.

usage: check_real.py DOCTOR FOLDER [LOGS]

LOGS is FOLDER/h200 when it is not given: the recorded ones. New ones (of
record-logs.sh) must be there for every mistake.
"""

import gzip
import json
import pathlib
import re
import subprocess
import sys

import yaml


def text_of(path):
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".zst":
        return None  # read by the doctor alone
    return path.read_bytes()


def diagnoses(doctor, *arguments, **options):
    result = subprocess.run(
        [doctor, "log", "--format=json", "--level=2", *arguments],
        capture_output=True,
        timeout=120,
        **options,
    )
    problems = json.loads(result.stdout)["problems"]
    assert result.returncode == (1 if problems else 0), result
    return sorted({problem["diagnosis"] for problem in problems})


def main():
    doctor, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    expected = yaml.safe_load((folder / "expected.yaml").read_text())
    failures = checked = 0
    is_new = len(sys.argv) > 3
    logs = pathlib.Path(sys.argv[3]) if is_new else folder / "h200"
    paths = sorted(path for path in logs.iterdir() if ".log" in path.name)
    for path in paths:
        name = path.name.split(".")[0]
        forms = {"as it is": diagnoses(doctor, str(path))}
        text = text_of(path)
        if text is not None:
            old = re.sub(rb"^\[\d{4}-[^]]*\]", b"", text, flags=re.M)
            forms["without times"] = diagnoses(doctor, "-", input=old)
            launched = re.sub(rb"^", b"[rank0]: ", text, flags=re.M)
            forms["launched"] = diagnoses(doctor, "-", input=launched)
        for form, found in forms.items():
            checked += 1
            if found != sorted(expected[name]):
                failures += 1
                print(f"{name} {form}: {found}, not {sorted(expected[name])}")
    missing = set(expected) - {path.name.split(".")[0] for path in paths}
    for name in missing:
        print(f"{name}: expected, and there is no log of it")
    print(f"{checked} readings of {len(paths)} logs, {failures + len(missing)} failures")
    return 1 if failures or missing else 0


if __name__ == "__main__":
    sys.exit(main())
