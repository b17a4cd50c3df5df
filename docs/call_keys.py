# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""docs/call-keys.md, made of findings/OwnKeys.def by generate-check-pages.py."""

import re

NOTE = "<!-- Made by docs/generate-check-pages.py from findings/OwnKeys.def. -->"

HEAD = """# The keys of a call

{note}

A finding hands its call over as values by key: the call specification. Checks and
the log reader write it, `cublaslt-doctor verify` runs it, SARIF carries it as
`callSpecification` (version 2; version 1 is still read, and its spellings are turned
into these). Experiment files (`kb/experiments`) use the same keys.

| key | the value is of |
| --- | --- |
| `A.`, `B.`, `C.`, `D.`, `matmulDesc.`, `preference.` + attribute | that object's attribute: `A.CUBLASLT_MATRIX_LAYOUT_ROWS` |
| `argument.` + parameter | the call's argument: `argument.requestedAlgoCount` |
| `size.` + attribute's key | the size that the attribute's Set or Get call is given |
| `chosenFor.` + attribute's key | the value that the algorithm was chosen for |

A value is a number, `true` or `false`, an enumerator, or a word of the table below. An
unknown value has its text in the source instead. A pointer, or the buffer of an
attribute, has one of these values:

| value | meaning |
| --- | --- |
| `null` | a null pointer |
| `device`, `device+N` | device memory, N bytes behind an aligned address |
| `by-value` | the pointer itself, where the address of one is wanted |
| `null-buffer` | no buffer, where the attribute's value is wanted |

## Own words

A word with `A.` in front is about that matrix; `B.`, `C.` and `D.` are alike.

"""

USES = {
    "Finding": "a finding",
    "Matmul": "a finding; `matmul` runs it",
    "Experiment": "experiment files",
}

ENTRY = re.compile(
    r"^(OWN|MATRIX)_KEY\((\w+),\s*(\"[^\"]*\"),\s*(\w+),\s*((?:\"[^\"]*\"\s*)+),"
    r"\s*((?:\"[^\"]*\"\s*)+)\)",
    re.M,
)


def text_of(literals):
    return "".join(re.findall(r'"([^"]*)"', literals))


def entries(root):
    table = (root / "findings/OwnKeys.def").read_text()
    for kind, _, key, use, form, meaning in ENTRY.findall(table):
        prefix = "A." if kind == "MATRIX" else ""
        yield prefix + text_of(key), USES[use], text_of(form), text_of(meaning)


def page(root):
    lines = ["| key | who has it | value | meaning |", "| --- | --- | --- | --- |"]
    for key, use, form, meaning in entries(root):
        if form not in ("number", "flag", "text", "key", "enumerator"):
            form = ", ".join(f"`{word}`" for word in form.split(", "))
        lines.append(f"| `{key}` | {use} | {form} | {meaning} |")
    return HEAD.format(note=NOTE) + "\n".join(lines) + "\n"
