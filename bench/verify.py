# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How long cublaslt-doctor takes on the GPUs of this machine: every rule's own
flagged forms, and 100 findings of mixed rules that all differ; on one device,
and where there are two, on two.

usage: verify.py DOCTOR"""

import json
import subprocess
import sys
import tempfile
import time

doctor = sys.argv[1]
folder = tempfile.mkdtemp()


def timed(name, source, devices):
    start = time.monotonic()
    run = subprocess.run(
        [doctor, "verify", source, "-o", f"{folder}/out.sarif", f"--gpus={devices}"],
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds = time.monotonic() - start
    print(f"{name}, device {devices}: {seconds:.1f} s; {run.stdout.splitlines()[-1].split(';')[0]}")
    return seconds


rules = f"{folder}/rules.sarif"
subprocess.run([doctor, "rules", "-o", rules], check=True, stdout=subprocess.DEVNULL)
with open(rules, encoding="utf-8") as file:
    document = json.load(file)
results = document["runs"][0]["results"]
# Other dimensions make another question of the same form.
mixed = []
for size in range(272, 1040, 16):
    for result in results:
        copy = json.loads(json.dumps(result))
        call = copy["properties"]["callSpecification"]
        call["values"]["B.CUBLASLT_MATRIX_LAYOUT_COLS"] = {"value": size}
        mixed.append(copy)
document["runs"][0]["results"] = mixed[:100]
many = f"{folder}/many.sarif"
with open(many, "w", encoding="utf-8") as file:
    json.dump(document, file)

count = len(subprocess.run(["nvidia-smi", "-L"], stdout=subprocess.PIPE, text=True).stdout.splitlines())
for name, source in (("all rules' flagged forms", rules), ("100 findings of mixed rules", many)):
    one = timed(name, source, "0")
    if count > 1:
        print(f"{name}: two devices are {one / timed(name, source, '0,1'):.2f} times as fast")
    else:
        print("two devices: not measured, this machine has one")
