# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What is left of an output file's verdicts after another call.

usage: kept_verdicts.py MISBEHAVING-DOCTOR FOLDER"""

import json
import os
import subprocess
import sys

doctor, folder = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
os.chdir(folder)
COUNT = 3


def findings(name, numbers):
    """One finding for each number, each its own question."""
    subprocess.run(
        [sys.executable, os.path.join(here, "make_sarif.py"), name]
        + [f"cublaslt-growing-batch f test.behaviour=none test.number={number}" for number in numbers],
        check=True,
    )
    with open(name, encoding="utf-8") as file:
        document = json.load(file)
    for number, result in zip(numbers, document["runs"][0]["results"]):
        result["partialFingerprints"] = {"cublasltTidy/v1": f"print{number}"}
    with open(name, "w", encoding="utf-8") as file:
        json.dump(document, file)


def verify(code, *words):
    run = subprocess.run([doctor, "verify", *words], capture_output=True, text=True)
    assert run.returncode == code, (words, run)
    return run


def verdicts(name="o.sarif"):
    """By number of the finding, what it was."""
    with open(name, encoding="utf-8") as file:
        results = json.load(file)["runs"][0]["results"]
    return {
        result["properties"]["callSpecification"]["values"]["test.number"]["value"]:
            result["properties"]["verdict"]["kind"]
        for result in results if "verdict" in result["properties"]
    }


findings("f.sarif", range(COUNT))
# One after the other, by number.
verify(1, "f.sarif", "-o", "o.sarif", "--only=1")
assert verdicts() == {0: "holds"}
said = verify(1, "f.sarif", "-o", "o.sarif", "--only=3").stdout
assert verdicts() == {0: "holds", 2: "holds"}, verdicts()
assert "1 verdicts kept from o.sarif\n[3/3] " in said, said
# What is kept and was not asked for does not count.
assert "\n1 finding: 1 holds; on " in said, said
# The rest, and the kept ones count.
said = verify(1, "f.sarif", "-o", "o.sarif", "--resume").stdout
assert verdicts() == {number: "holds" for number in range(COUNT)}
assert "2 verdicts kept from o.sarif\n[2/3] " in said, said
assert "\n3 findings: 3 hold; on " in said, said
# Nothing is left to run, so no machine is named; the exit code is the same.
said = verify(1, "f.sarif", "-o", "o.sarif", "--resume").stdout
assert said == "3 verdicts kept from o.sarif\n3 findings: 3 hold; written to o.sarif\n", said
said = verify(1, "f.sarif", "-o", "o.sarif", "--resume", "--only=2").stdout
assert "\n1 finding: 1 holds; written to o.sarif\n" in said, said
assert len(verdicts()) == COUNT

# A rule of which the file has no finding: nothing asked for, nothing lost.
verify(0, "f.sarif", "-o", "o.sarif", "--only=cublaslt-unbounded-workspace")
assert len(verdicts()) == COUNT

# Parts into one file.
for shard in ("1/2", "2/2"):
    verify(1, "f.sarif", "-o", "shards.sarif", f"--shard={shard}")
assert len(verdicts("shards.sarif")) == COUNT

# The findings have moved, one is gone and one is new.
findings("moved.sarif", [7, 2, 0])
run = verify(1, "moved.sarif", "-o", "o.sarif", "--resume")
assert "2 verdicts kept from o.sarif\n[1/3] " in run.stdout, run
assert verdicts() == {7: "holds", 2: "holds", 0: "holds"}
assert run.stderr == (
    "cublaslt-doctor: o.sarif: 1 of its verdicts are of findings that the input "
    "does not have; they are not kept\n"), run

# Without any of these each finding is run again, and the file is new.
said = verify(1, "f.sarif", "-o", "o.sarif").stdout
assert "kept" not in said and said.count("holds: ") == COUNT, said

# A new temporary file and /dev/null hold nothing; what is no SARIF is not
# overwritten.
open("new.sarif", "w", encoding="utf-8").close()
verify(1, "f.sarif", "-o", "new.sarif", "--only=1")
verify(1, "f.sarif", "-o", "/dev/null", "--only=1")
with open("text.sarif", "w", encoding="utf-8") as file:
    file.write("text\n")
run = verify(2, "f.sarif", "-o", "text.sarif", "--only=1")
assert run.stderr.startswith("cublaslt-doctor: text.sarif:1:2: found broken JSON"), run
assert run.stderr.endswith("; the verdicts in the output file are kept, so name another one or remove it\n"), run
assert run.stderr.count("\n") == 1
with open("text.sarif", encoding="utf-8") as file:
    assert file.read() == "text\n"
print("verdicts kept right")
