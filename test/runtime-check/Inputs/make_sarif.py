# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes a SARIF file with call specifications, one finding per argument:

  make_sarif.py [--version=1] FILE 'RULE FUNCTION key=value key=value key=?text' ...

A value is JSON if it can be read as JSON, else a word; '?text' is unknown, with
its source text. The shortest attribute names are completed: "limit" is the
workspace limit, "A.ROWS" is A.CUBLASLT_MATRIX_LAYOUT_ROWS.
FUNCTION '-' leaves the call specification out. '@FUNCTION:LINE:OUTCOME' begins a
call of the path, whose values follow; '!' at its end marks the flagged one.
'@?TEXT:LINE:OUTCOME' is a test, OUTCOME one of true, false, assumed-true and
assumed-false.
"""

import json
import sys


def key_in_full(key):
    head, _, tail = key.partition(".")
    if key == "limit":
        return "preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES"
    if head in ("A", "B", "C", "D") and tail.isupper():
        return f"{head}.CUBLASLT_MATRIX_LAYOUT_{tail}"
    if head == "matmulDesc" and not tail.startswith("CUBLASLT_"):
        return f"{head}.CUBLASLT_MATMUL_DESC_{tail}"
    return key


def value_of(text):
    if text.startswith("?"):
        return {"unknown": True, "text": text[1:]}
    if text == "null":  # a word of the call specification, not JSON's
        return {"value": text}
    try:
        return {"value": json.loads(text)}
    except ValueError:
        return {"value": text}


def values_of(words):
    pairs = (word.partition("=")[::2] for word in words)
    return {key_in_full(key): value_of(text) for key, text in pairs}


def step_of(head, words):
    if head.startswith("@?"):
        condition, line, outcome = head[2:].split(":")
        return {"condition": condition, "line": json.loads(line),
                "holds": outcome.endswith("true"),
                "assumed": outcome.startswith("assumed")}
    function, line, outcome = head[1:].rstrip("!").split(":")
    step = {"function": function, "line": json.loads(line),
            "values": values_of(words), "outcome": outcome}
    return {**step, "flagged": True} if head.endswith("!") else step


def result(line, description):
    rule, function, *values = description.split()
    properties = {}
    if function != "-":
        heads = [i for i, word in enumerate(values) if word.startswith("@")]
        ends = heads + [len(values)]
        properties["callSpecification"] = {
            "version": version,
            "function": function,
            "values": values_of(values[: ends[0]]),
        }
        if heads:
            properties["callSpecification"]["path"] = [
                step_of(values[begin], values[begin + 1 : end])
                for begin, end in zip(heads, ends[1:])
            ]
    return {
        "ruleId": rule,
        "level": "warning",
        "message": {"text": "as found."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "gemm.cpp"},
                    "region": {"startLine": line * 10, "startColumn": 3},
                }
            }
        ],
        "properties": properties,
    }


version = 2
if sys.argv[1].startswith("--version="):
    version = json.loads(sys.argv.pop(1).partition("=")[2])
document = {
    "version": "2.1.0",
    "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
    "runs": [
        {
            "tool": {"driver": {"name": "cublaslt-tidy", "version": "0.1.0"}},
            "results": [result(n, text) for n, text in enumerate(sys.argv[2:], 1)],
        }
    ],
}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(document, file, indent=2)
