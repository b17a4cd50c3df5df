# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A version that is added to the table changes what is said of it and nothing
else, in whatever order versions come.

usage: check-table.py EXTRACT_API_FOLDER
"""

import itertools
import sys

sys.path.insert(0, sys.argv[1])
import table as tables  # noqa: E402 (found by the line above)


def version(number, functions, sizes):
    empty = {part: {} for part in tables.DEPTH}
    return {**empty, "version": number, "functions": functions, "attributes": {"DESC": sizes}}


VERSIONS = [
    version("9.8.0", {"a": 1, "b": 1}, {"1": 4}),
    version("9.10.0", {"a": 1}, {"1": 8, "2": 4}),
    version("10.0.0", {"a": 1, "b": 1}, {"1": 8}),
]
EXPECTED = {
    "a": [[1, "9.8.0"]],
    "b": [[1, "9.8.0", "9.10.0"], [1, "10.0.0"]],  # gone, and there again
}
EXPECTED_SIZES = {
    "1": [[4, "9.8.0", "9.10.0"], [8, "9.10.0"]],
    "2": [[4, "9.10.0", "10.0.0"]],
}

for order in itertools.permutations(VERSIONS):
    table = {"versions": []}
    for each in order:
        # Asked anew, it is the same.
        table = tables.add(tables.add(table, each) if table["versions"] else
                           tables.add({"versions": []}, each), each)
    assert table["versions"] == ["9.8.0", "9.10.0", "10.0.0"], table["versions"]
    assert table["functions"] == EXPECTED, table["functions"]
    assert table["attributes"]["DESC"] == EXPECTED_SIZES, table["attributes"]
    for each in VERSIONS:
        slice_ = tables.slice_of(table, each["version"])
        for part in ("functions", "attributes"):
            assert slice_[part] == tables.flatten(part, each[part]), slice_
assert tables.at(EXPECTED["b"], "9.9.9") == 1 and tables.at(EXPECTED["b"], "9.11.0") is None
print("the table holds")
