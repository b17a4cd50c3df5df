# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the experiment of each defect, flagged and control, by `cublaslt-doctor
hunt --problem`: a line of outcome for each, 1 at the end when one is not as it
must be. Another process for each; what may hang is ended.

usage: defect_trials.py DOCTOR KB
"""

import pathlib
import re
import subprocess
import sys

# Without a YAML reader, which a GPU machine often lacks: the experiment is the
# file's last part, and each value stands on its key's line.
TRIAL = re.compile(r"^  (flagged|control):\n    problem: (.*)\n(?:    algorithm: (.*)\n)?", re.M)


def run(doctor, problem, algorithm):
    command = [doctor, "hunt", "--problem", problem]
    if algorithm:
        command += ["--algorithm", algorithm]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    except subprocess.TimeoutExpired:
        return "timeout", ""
    return done.returncode, (done.stdout + done.stderr).strip()


def main():
    doctor, kb = sys.argv[1:3]
    bad = 0
    for path in sorted(pathlib.Path(kb, "defects").glob("*.yaml")):
        for kind, problem, algorithm in TRIAL.findall(path.read_text() + "\n"):
            code, text = run(doctor, problem, algorithm)
            expected = f"known, {path.stem}:" in text if kind == "flagged" else code == 0
            bad += not expected
            print(f"{path.stem} {kind}: exit {code}, {'as expected' if expected else 'NOT as expected'}")
            for line in text.splitlines():
                print(f"    {line}")
            sys.stdout.flush()
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
