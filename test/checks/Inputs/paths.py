# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The path that each finding of a SARIF file hands over, a line for each step.

usage: paths.py SARIF
"""

import json
import sys


def told(value):
    return str(value["value"]) if "value" in value else f"[{value['text']}]"


def step(one):
    if "condition" in one:
        return (f"{one['condition']} is {str(one['holds']).lower()}"
                + (", assumed" if one.get("assumed") else ""))
    values = " ".join(f"{key.removeprefix('argument.')}={told(value)}"
                      for key, value in sorted(one["values"].items()))
    return (f"{one['function']} {one['outcome']}"
            f"{'!' if one.get('flagged') else ''} {values}".rstrip())


with open(sys.argv[1], encoding="utf-8") as file:
    results = json.load(file)["runs"][0]["results"]
for result in results:
    region = result["locations"][0]["physicalLocation"]["region"]
    path = result["properties"]["callSpecification"].get("path", [])
    print(f"{result['ruleId']}:{'' if path else ' no path'}")
    for one in path:
        print(f"  {one['line'] - region['startLine']:+d} {step(one)}")
