# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""docs/versions.md: what check-versions.py found, version by version."""

import subprocess
import sys

import yaml

import table as tables

INTRODUCTION = """# Versions

Made by `make check-versions`; nothing in it is by hand. Each figure is from the
library of that version, asked on a machine without a GPU, or from its header,
read by clang. Versions are those of the library: since March 2026 cuBLAS is
patched apart from CUDA, so that CUDA's version does not tell the library's.
"until 13.0.0" means: before 13.0.0. A version that is not in the first table
has had only its header and its attributes looked at
([the table of all](../kb/versions/cublaslt.json)).
"""


def spans_of(versions, values):
    """"100 until 12.4.5, then 128": a value by version, in words."""
    spans = tables.spans(versions, values)
    if len(spans) == 1 and len(spans[0]) == 2 and spans[0][1] == versions[0]:
        return code(spans[0][0])
    parts = []
    for value, since, *until in spans:
        text = code(value)
        if since != versions[0]:
            text += f" since {since}"
        if until:
            text += f" until {until[0]}"
        parts.append(text)
    return ", ".join(parts)


def code(value):
    text = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    text = str(text).replace("|", "\\|")
    return f"`{text}`" if "[" in text or "_" in text else text


def rows_of(parts):
    return "\n".join("| " + " | ".join(str(part) for part in row) + " |" for row in parts)


def markdown(head, rows):
    return rows_of([head, ["---"] * len(head), *rows]) + "\n"


def by_question(releases, key):
    """[question, its answer by version]"""
    versions = [version_of(release) for release in releases]
    questions = dict.fromkeys(name for release in releases for name in release[key])
    return [
        [name, spans_of(versions, [release[key].get(name) for release in releases])]
        for name in questions
    ]


def version_of(release):
    return release["library"].rpartition(".")[0]


def changes(table):
    """[version, what its header has that the one before has not, and has no more]"""
    rows = []
    is_tile = ("CUBLASLT_MATMUL_TILE_", "CUBLASLT_MATMUL_STAGES_", "CUBLASLT_CLUSTER_SHAPE_")
    for version in table["versions"][1:]:
        came, gone, tiles = [], [], 0
        names = {**table["functions"], **table["structures"]}
        for kind in table["enumerators"].values():
            names |= kind
        for name, spans in names.items():
            if name.endswith("_END"):
                continue
            begins = any(span[1] == version for span in spans)
            ends = any(version in span[2:] for span in spans)
            if begins and ends:
                old, new = (tables.at(spans, each) for each in (before(table, version), version))
                came.append(f"`{name}` {old} → {new}" if name in table["structures"] else f"`{name}`")
            elif begins and name.startswith(is_tile):
                tiles += 1
            elif begins:
                came.append(f"`{name}`")
            elif ends:
                gone.append(f"`{name}`")
        if tiles:
            came.append(f"{tiles} of the tiles, stages and cluster shapes")
        if came or gone:
            rows.append([version, ", ".join(came), ", ".join(gone)])
    return rows


def before(table, version):
    return table["versions"][table["versions"].index(version) - 1]


def text(releases, table, root):
    api = yaml.safe_load((root / "kb/api/cublaslt.yaml").read_text())
    parts = [INTRODUCTION, "## Looked at\n"]
    head = ["CUDA", "cuBLAS", "header and library against the table"]
    parts.append(
        markdown(head, [[each["cuda"], each["library"], each["facts"]] for each in releases])
    )
    parts.append("## What changed\n")
    rows = [[each["since"], each["what"], each["verification"]] for each in api["versions"]["changes"]]
    parts.append(markdown(["since", "what", "verification"], rows))
    parts.append("In the headers (bytes of a struct as `old → new`):\n")
    parts.append(markdown(["cuBLAS", "new", "no more"], changes(table)))
    absent = [
        name
        for name, spans in table["functions"].items()
        if name not in table["symbols"] and not name.endswith("Init")
    ]
    if absent:
        parts.append(f"Declared, but in no library: {', '.join(f'`{name}`' for name in absent)}.\n")
    parts.append("## Decided without a GPU\n")
    parts.append(
        "What a call returns, or what a name is; statuses as numbers. Asked of the releases\n"
        "above: `since` is the first of them, others in between were not asked.\n"
    )
    parts.append(markdown(["question", "answer"], by_question(releases, "answers")))
    if any(release["verdicts"] for release in releases):
        parts.append("## Findings that need no GPU\n")
        parts.append(
            "`cublaslt-doctor rules` and `verify --library`: each flagged form whose outcome\n"
            "the library alone decides, once on each of the releases above. Without a GPU there\n"
            "is no handle, and older libraries crash when they are asked with a null one: where\n"
            "the flagged form needs a heuristic, it is inconclusive there.\n"
        )
        parts.append(markdown(["finding", "verdict"], by_question(releases, "verdicts")))
    parts.append("## Reasons in the log\n")
    parts.append("How many of the texts that a version's library has are taken by each pattern.\n")
    program = root / "test/logs/check_library_messages.py"
    command = [sys.executable, program, root / "kb", root / "tools/extract-api", "--table"]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    parts.append("".join(line + "\n" for line in printed.splitlines() if line.startswith("|")))
    return "\n".join(parts)
