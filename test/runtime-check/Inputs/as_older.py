# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes of a file with verdicts what version 0.1.0 would have written: every form
that failed is "confirmed", and nothing says what decided it.

  as_older.py FILE OUTPUT
"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
for result in document["runs"][0]["results"]:
    verdict = result["properties"]["verdict"]
    del verdict["deciding"]
    if verdict["kind"] == "holds":
        verdict["kind"] = "confirmed"
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(document, file, indent=2)
