# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the verifier is told by each rule's flagged example, a line for each
finding: "rule function key=value ...". A value that is not known is the text of
the source, in brackets.

usage: specifications.py CUBLASLT_TIDY KB_FOLDER INCLUDE SCRATCH_FOLDER
"""

import json
import pathlib
import subprocess
import sys

import yaml


def told(value):
    return json.dumps(value["value"]) if "value" in value else f"[{value['text']}]"


def main():
    tidy, kb, include, scratch = sys.argv[1:]
    scratch = pathlib.Path(scratch)
    scratch.mkdir(parents=True, exist_ok=True)
    for rule_file in sorted(pathlib.Path(kb, "rules").glob("*.yaml")):
        rule = yaml.safe_load(rule_file.read_text())
        source = scratch / f"{rule['name']}.cpp"
        sarif = source.with_suffix(".sarif")
        source.write_text(rule["examples"]["flagged"])
        subprocess.run(
            [tidy, f"--sarif={sarif}", f"--checks=-*,{rule['name']}", str(source),
             "--", "-std=c++17", f"-I{include}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )
        results = json.loads(sarif.read_text())["runs"][0]["results"]
        if not results:
            print(rule["name"], "is silent")
        for result in results:
            call = result["properties"]["callSpecification"]
            values = [f"{key}={told(call['values'][key])}" for key in sorted(call["values"])]
            print(rule["name"], call["function"], *values)


if __name__ == "__main__":
    main()
