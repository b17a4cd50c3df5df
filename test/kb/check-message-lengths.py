# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A message fits in one line: no message of a rule file, with the values of the
rule's experiments in its places, has more than 110 characters.

usage: check-message-lengths.py KB_FOLDER
"""

import pathlib
import re
import sys

import yaml

LARGEST = 110
# What stands in messages without being an operand, as a call typically has it.
TYPICAL = {
    "compute": "CUBLAS_COMPUTE_32F",
    "scale": "CUDA_R_16F",
    "choices": "CUDA_R_32F or CUDA_C_32F",
    "matrices": " with D CUDA_R_8I",
    "types": "CUBLAS_COMPUTE_32F, A CUDA_R_64F, D CUDA_R_64F",
    "attribute": "CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET",
    "object": "matmulDesc",
    "size": "8",
    "given": "4",
    "kind": "matmulDesc",
    "alive": "10000",
    "created": "10000",
    "handles": "100",
    "matmuls": "100",
    "matrix": "A",
    "rest": "255",
    "promised": "256",
    "count": "1000",
}


def witnesses(kb, rule):
    """{operand: value} by condition of the rule, from its experiments."""
    path = kb / "experiments" / f"{rule}.yaml"
    content = yaml.safe_load(path.read_text()) if path.exists() else {}
    found = {}
    for case in content.get("cases", [content]):
        values = {}
        for part in (content.get("witness"), content.get("flagged"), case.get("flagged")):
            values.update(part or {})
        for condition in case.get("conditions", []):
            found[condition] = values
    return found


def shown(operand, condition, witness):
    """The longest value that the condition names, or the experiment's."""
    if operand in TYPICAL:
        return TYPICAL[operand]
    words = [
        str(word)
        for term in condition.get("when", [])
        if term["value"] == operand
        for word in term.get("is", [])
    ]
    return max(words, key=len) if words else str(witness.get(operand, 1024))


def messages(kb, rule):
    """(which, the whole message) of all that a rule file can say."""
    effects, witness = rule.get("effects", {}), witnesses(kb, rule["name"])
    for condition in rule.get("conditions", []):
        text = condition["message"] + "; "
        if "devices" in condition:
            text += f"on {condition['devices']} "
        text += effects[condition["effect"]]
        values = witness.get(condition["id"], {})
        if "{matrices}" in text:  # with matrices, one scale type is right
            text = text.replace("{choices}", "CUDA_R_32F")
        yield condition["id"], re.sub(
            r"\{([^}]+)\}", lambda m: shown(m[1], condition, values), text
        )
    for finding in rule.get("logFindings", []):
        yield finding["reason"], re.sub(
            r"\{([^}]+)\}", lambda m: TYPICAL.get(m[1], m[1]), finding["message"]
        )


def main():
    kb = pathlib.Path(sys.argv[1])
    count = too_long = 0
    for path in sorted((kb / "rules").glob("*.yaml")):
        rule = yaml.safe_load(path.read_text())
        for which, text in messages(kb, rule):
            count += 1
            if len(text) > LARGEST or "\n" in text:
                too_long += 1
                print(f"{rule['name']}/{which}: {len(text)} characters: {text}")
    print(f"{count} messages, {too_long} too long")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main())
