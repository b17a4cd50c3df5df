# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Many versions in one table: each fact with the versions that it holds in.

A fact is a list of spans [value, since, until]: the value in each known version
from `since` on and before `until`, which is absent where the newest version has
it too.
"""

import json

# The parts of what was extracted of a version, and how deep their facts lie.
DEPTH = {
    "functions": 1,
    "enumerators": 2,
    "structures": 1,
    "typedefs": 1,
    "attributes": 2,
    "symbols": 1,
    "statuses": 1,
    "messages": 1,
}


def key(version):
    return tuple(int(part) for part in version.split("."))


def flatten(part, value):
    """{fact: value}; a fact is a tuple of names."""
    if part in ("symbols", "messages"):
        return {(name,): True for name in value}
    if DEPTH[part] == 1:
        return {(name,): each for name, each in value.items()}
    return {
        (outer, inner): each
        for outer, rows in value.items()
        for inner, each in rows.items()
    }


def add(table, extracted):
    """The table with one version more, or with what it now says of it."""
    new = extracted["version"]
    parts = {version: slice_of(table, version) for version in table["versions"]}
    parts[new] = {part: flatten(part, extracted[part]) for part in DEPTH}
    versions = sorted(parts, key=key)
    # The order of a header that has it all is kept, so the newest comes first.
    names = {part: {} for part in DEPTH}
    for version in reversed(versions):
        for part in DEPTH:
            names[part] |= dict.fromkeys(parts[version][part])
    result = {"versions": versions}
    for part in DEPTH:
        result[part] = {}
        for fact in names[part]:
            where = result[part]
            for name in fact[:-1]:
                where = where.setdefault(name, {})
            where[fact[-1]] = spans(
                versions, [parts[version][part].get(fact) for version in versions]
            )
    return result


def spans(versions, values):
    found = []
    for version, value in zip(versions, values):
        is_open = found and len(found[-1]) == 2
        if is_open and found[-1][0] != value:
            found[-1].append(version)
            is_open = False
        if value is not None and not is_open:
            found.append([value, version])
    return found


def at(history, version):
    """The value in that version, or None."""
    for value, since, *until in history:
        if key(since) <= key(version) and not (until and key(version) >= key(until[0])):
            return value
    return None


def slice_of(table, version):
    """{part: {fact: value}} of one version."""
    found = {}
    for part in DEPTH:
        found[part] = {}
        for outer, rows in table[part].items():
            rows = {(outer,): rows} if DEPTH[part] == 1 else {
                (outer, inner): history for inner, history in rows.items()
            }
            for fact, history in rows.items():
                value = at(history, version)
                if value is not None:
                    found[part][fact] = value
    return found


def is_attributes(enumeration):
    """Attributes and statuses stand in api/, with all that is known of them."""
    return enumeration.endswith(("Attribute_t", "Attributes_t", "cublasStatus_t"))


def enumerators(table):
    """The text of kb/enumerators/cublaslt.yaml."""
    oldest = table["versions"][0]
    lines = [
        "# The enumerations of cublasLt.h, cublas_api.h and library_types.h: written by",
        "# `tools/extract-api/extract-api.py enumerators kb/versions/cublaslt.json`.",
        "# The form is described by ../schema/enumerators.schema.json.",
        "api: cublaslt",
        "enumerations:",
    ]
    for kind, names in sorted(table["enumerators"].items()):
        if is_attributes(kind):
            continue
        lines += [f"  - type: {kind}", "    enumerators:"]
        for name, spans in names.items():
            for number, since, *until in spans:
                row = f"name: {name}, number: {number}"
                if since != oldest:
                    row += f', since: "{since}"'
                if until:
                    row += f', until: "{until[0]}"'
                lines.append(f"      - {{{row}}}")
    return "\n".join(lines) + "\n"


def write(table, path):
    """JSON with one fact a line, so that a new version is a small change."""

    def lines(value, depth, indent):
        if depth == 0:
            return json.dumps(value)
        inner = ",\n".join(
            f"{indent} {json.dumps(name)}: {lines(each, depth - 1, indent + ' ')}"
            for name, each in value.items()
        )
        return f"{{\n{inner}\n{indent}}}"

    parts = [f'"versions": {json.dumps(table["versions"])}']
    parts += [f"{json.dumps(part)}: {lines(table[part], DEPTH[part], '')}" for part in DEPTH]
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n")
