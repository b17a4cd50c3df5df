# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The API description against the table of what every version's headers and
library say (tools/extract-api): functions with their parameters, attributes
with number, size and default, sizes of opaque structs, each with the versions
that have it; and the enumerations, which are written from it.

usage: check-versions.py KB_FOLDER EXTRACT_API_FOLDER
"""

import json
import pathlib
import sys

import yaml

# Types of the headers that a description has nothing to say of.
UNDESCRIBED = {"cublasLtLoggerCallback_t", "cublasLtNumericalImplFlags_t"}

problems = []


def expect(what, found, wanted):
    if found != wanted:
        problems.append(f"{what}: {found} in the YAML, {wanted} in the table")


def main():
    kb = pathlib.Path(sys.argv[1])
    sys.path.insert(0, sys.argv[2])
    import table as tables

    table = json.loads((kb / "versions/cublaslt.json").read_text())
    api = yaml.safe_load((kb / "api/cublaslt.yaml").read_text())
    oldest, newest = table["versions"][0], table["versions"][-1]
    expect("oldest version", api["versions"]["oldest"], oldest)
    expect("newest version", api["versions"]["newest"], newest)
    described = api["versions"]["described"]
    if described not in table["versions"]:
        problems.append(f"described version {described}: not in the table")

    def span(record):
        return [record.get("since", oldest), *([record["until"]] if "until" in record else [])]

    def check_spans(what, record, spans):
        expect(what, [span(record)], [each[1:] for each in spans])

    functions = {each["name"]: each for each in api["functions"]}
    expect("functions", sorted(functions), sorted(table["functions"]))
    for name in functions.keys() & table["functions"].keys():
        spans = table["functions"][name]
        check_spans(name, functions[name], spans)
        expect(
            f"{name}: parameters",
            [each["name"] for each in functions[name]["parameters"]],
            [each[0] for each in spans[-1][0]["parameters"]],
        )
        returns_status = spans[-1][0]["result"].startswith("cublasStatus_t")
        expect(f"{name}: returnsStatus", functions[name].get("returnsStatus", False), returns_status)

    names = {}
    for kind, rows in table["enumerators"].items():
        if kind.startswith("cublasLt") and tables.is_attributes(kind):
            names |= rows
    described_names = set()
    for group in api["attributes"]:
        asked = table["attributes"].get(group["group"], {})
        for row in group["attributes"]:
            name, spans = row["name"], asked.get(str(row["number"]), [])
            if "_UNNAMED_" in name:
                expect(f"{name}: size", row["size"], spans[-1][0]["get"][0] if spans else 0)
                expect(f"{name}: removed", row.get("removed", False), not spans)
                continue
            described_names.add(name)
            if name not in names:
                problems.append(f"{name}: not in the table")
                continue
            check_spans(name, row, names[name])
            expect(f"{name}: number", row["number"], names[name][0][0])
            if group["group"] == "ALGO_CAP":
                continue  # asking takes an algorithm, and that a GPU
            first, *until = span(row)
            for version in table["versions"]:
                if tables.key(version) < tables.key(first) or (
                    until and tables.key(version) >= tables.key(until[0])
                ):
                    continue
                answer = tables.at(spans, version)
                if answer is None:
                    problems.append(f"{name}: cuBLASLt {version} does not take it")
                    continue
                expect(f"{name} in {version}: get", [row["size"]], answer["get"])
                sets = [] if row.get("readOnly") else [row["size"]]
                expect(f"{name} in {version}: set", sets, answer["set"])
                if "default" in row and "default" in answer:
                    wanted = row["default"] % (1 << 8 * row["size"])
                    expect(f"{name} in {version}: default", wanted, answer["default"])
    expect("attributes", sorted(described_names), sorted(names))

    # What the newest version's libraries take has a name here.
    known = {
        (group["group"], str(row["number"]))
        for group in api["attributes"]
        for row in group["attributes"]
    }
    for group, rows in table["attributes"].items():
        for number in rows:
            if (group, number) not in known:
                problems.append(f"{group} {number}: is taken and not described")

    types = set(UNDESCRIBED)
    for kind in api["objects"]:
        types |= {kind["type"], kind.get("opaqueType")}
        if "opaqueType" in kind:
            expect(
                kind["opaqueType"],
                [[size["bytes"], *span(size)] for size in kind["opaqueSizes"]],
                table["structures"][kind["opaqueType"]],
            )
    for name in table["structures"].keys() | table["typedefs"].keys():
        if name not in types:
            problems.append(f"{name}: a type that is not described")

    statuses = {name: spans[0][0] for name, spans in table["enumerators"]["cublasStatus_t"].items()}
    expect("statuses", {name: number for number, name in api["statuses"].items()}, statuses)
    text = (kb / "enumerators/cublaslt.yaml").read_text()
    if text != tables.enumerators(table):
        problems.append("enumerators/cublaslt.yaml: write it anew, see its first lines")
    for group in api["attributes"]:
        for row in group["attributes"]:
            kind = row.get("idiomatic")
            if kind and not {kind, kind + "_t"} & table["enumerators"].keys():
                problems.append(f"{row['name']}: no enumeration {kind}")

    for problem in problems:
        print(problem)
    print(
        f"{len(table['versions'])} versions, {len(functions)} functions,"
        f" {len(described_names)} attributes, {len(problems)} problems"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
