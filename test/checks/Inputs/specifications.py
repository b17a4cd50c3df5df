# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the verifier is told by each rule's flagged example, a line for each of
the rule's findings: "rule function key=value ...". A value that is not known is
the text of the source, in brackets.

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
    sources = []
    for path in sorted(pathlib.Path(kb, "rules").glob("*.yaml")):
        rule = yaml.safe_load(path.read_text())
        sources.append(scratch / f"{rule['name']}.cpp")
        sources[-1].write_text(rule["examples"]["flagged"])
    sarif = scratch / "all.sarif"
    subprocess.run(
        [tidy, f"--sarif={sarif}", "--checks=-*,cublaslt-*", *map(str, sources),
         "--", "-std=c++17", f"-I{include}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )
    lines = []
    for result in json.loads(sarif.read_text())["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        if pathlib.PurePath(place).stem != result["ruleId"]:
            continue  # another rule's example may break this rule too
        call = result["properties"]["callSpecification"]
        values = [f"{key}={told(value)}" for key, value in sorted(call["values"].items())]
        lines.append(" ".join([result["ruleId"], call["function"], *values]))
    print(*sorted(lines), sep="\n")


if __name__ == "__main__":
    main()
