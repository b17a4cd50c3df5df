# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints, sorted, the fingerprints of the results in the files named.

usage: fingerprints.py FILE.sarif FILE...
"""

import json
import sys

with open(sys.argv[1]) as file:
    results = json.load(file)["runs"][0]["results"]
lines = []
for result in results:
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    if place in sys.argv[2:] and result["ruleId"].startswith("cublaslt-"):
        lines.append(f"{place} {sorted(result['partialFingerprints'].items())}")
print("\n".join(sorted(lines)))
