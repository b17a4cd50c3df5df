# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the calls that rules-cases made as C++, lets the checks follow it, and
compares what they report with what a running program would know.

usage: agree.py CASES.json CUBLASLT_TIDY KB_FOLDER INCLUDE SCRATCH_FOLDER
"""

import json
import pathlib
import subprocess
import sys

import yaml

# Rules whose own check follows more than one call, or looks at another place.
OTHER_CHECKS = {
    "cublaslt-heuristic-request": "its check compares the request with the array",
    "cublaslt-missing-workspace": "its check follows where the limit is set",
    "cublaslt-null-algorithm-workspace": "its check asks for every path to the call",
    "cublaslt-unbounded-workspace": "its check looks where the limit is set",
    "cublaslt-workspace-mismatch": "its check follows the buffer",
}

LAYOUT = "CUBLASLT_MATRIX_LAYOUT_"
DESC = "CUBLASLT_MATMUL_DESC_"


class Writer:
    def __init__(self, kb):
        api = yaml.safe_load((kb / "api" / "cublaslt.yaml").read_text())
        self.attributes = {
            attribute["name"]: attribute
            for group in api["attributes"]
            for attribute in group["attributes"]
        }
        self.lines = ["#include <cublasLt.h>", "#include <cuda_runtime.h>", ""]
        self.functions = []  # (first line, last line, case)

    def pointer(self, value, name, body):
        """A pointer of the function's that is known to be such a one."""
        if value["address"] == 0:
            return "nullptr"
        if value["memory"] == "host":
            body.append(f"static float {name} = 1;")
            return f"&{name}"
        body.append(f"void *{name}; cudaMalloc(&{name}, 64);")
        return name

    def set_all(self, kind, handle, values, body, skipped):
        for name, value in values.items():
            if name in skipped:
                continue
            attribute = self.attributes[name]
            variable = f"v{len(body)}"
            if value is None:
                pointer = attribute.get("pointer")
                text = "any" if pointer else f"({attribute['type']})anyLd"
                declared = f"{'const void *' if pointer else attribute['type'] + ' '}{variable}"
            elif isinstance(value, dict):
                text = self.pointer(value, f"p{len(body)}", body)
                declared = f"const void *{variable}"
            else:
                text = str(value)
                declared = f"{attribute['type']} {variable}"
            body.append(
                f"{declared} = {text}; "
                f"cublasLt{kind}SetAttribute({handle}, {name}, &{variable}, sizeof {variable});"
            )

    def write(self, case):
        body, objects = [], {}
        for operand, value in case["values"].items():
            owner, name = operand.split(".")
            objects.setdefault(owner, {})[name] = value
        if case["unknown"] and not case["unknown"].startswith("argument."):
            # Not set would be the default.
            owner, name = case["unknown"].split(".")
            objects.setdefault(owner, {})[name] = None
        for values in objects.values():
            for name in [LAYOUT + key for key in ("TYPE", "ROWS", "COLS", "LD")] + [
                DESC + "COMPUTE_TYPE", DESC + "SCALE_TYPE"
            ]:
                if name in values and values[name] is None:
                    del values[name]
        handles = {}
        for letter in "ABCD":
            handles[letter] = f"other{letter}"
            values = objects.get(letter)
            if values is None:
                continue
            made = handles[letter] = letter.lower()
            create = [
                str(values.get(LAYOUT + key, unknown))
                for key, unknown in (
                    ("TYPE", "anyType"), ("ROWS", "anySize"),
                    ("COLS", "anySize"), ("LD", "anyLd"),
                )
            ]
            body.append(f"cublasLtMatrixLayout_t {made}; "
                        f"cublasLtMatrixLayoutCreate(&{made}, {', '.join(create)});")
            self.set_all("MatrixLayout", made, values, body,
                         {LAYOUT + key for key in ("TYPE", "ROWS", "COLS", "LD")})
        values = objects.get("matmulDesc")
        if values is None:
            handles["matmulDesc"] = "otherDesc"
        else:
            handles["matmulDesc"] = "desc"
            compute = values.get(DESC + "COMPUTE_TYPE", "anyCompute")
            if isinstance(compute, int):
                compute = f"(cublasComputeType_t){compute}"
            body.append("cublasLtMatmulDesc_t desc; cublasLtMatmulDescCreate("
                        f"&desc, {compute}, {values.get(DESC + 'SCALE_TYPE', 'anyType')});")
            self.set_all("MatmulDesc", "desc", values, body,
                         {DESC + "COMPUTE_TYPE", DESC + "SCALE_TYPE"})
        arguments = {"alpha": "any", "beta": "any", "A": "any", "B": "any",
                     "C": "anyC", "D": "anyD"}
        same = {}
        for name, value in objects.get("argument", {}).items():
            if value["address"] not in same or value["address"] == 0:
                same[value["address"]] = self.pointer(value, f"argument{name}", body)
            arguments[name] = same[value["address"]]
        order = "handle, {matmulDesc}, {alpha}, {A}, {a}, {B}, {b}, {beta}, {C}, {c}, {D}, {d}"
        if case["at"] == "matmul":
            names = {**arguments, "matmulDesc": handles["matmulDesc"],
                     **{letter.lower(): handles[letter] for letter in "ABCD"}}
            body.append(f"cublasLtMatmul({order.format(**names)}, algo, any, 64, stream);")
        else:
            body.append("cublasLtMatmulAlgoGetHeuristic(handle, {}, {}, {}, {}, {}, preference, "
                        "1, results, count);".format(handles["matmulDesc"],
                                                     *(handles[letter] for letter in "ABCD")))
        first = len(self.lines) + 1
        self.lines += [
            f"// {case['rule']} {case['condition']} {case['holds']}",
            f"void call{len(self.functions)}(cublasLtHandle_t handle, cublasLtMatmulDesc_t otherDesc,",
            "    cublasLtMatrixLayout_t otherA, cublasLtMatrixLayout_t otherB,",
            "    cublasLtMatrixLayout_t otherC, cublasLtMatrixLayout_t otherD,",
            "    cublasComputeType_t anyCompute, cudaDataType anyType, uint64_t anySize,",
            "    int64_t anyLd, void *any, void *anyC, void *anyD, cublasLtMatmulAlgo_t *algo,",
            "    cublasLtMatmulPreference_t preference, cublasLtMatmulHeuristicResult_t *results,",
            "    int *count, cudaStream_t stream) {",
            *("  " + line for line in body),
            "}",
            "",
        ]
        self.functions.append((first, len(self.lines), case))


def main():
    cases, tidy, kb, include, scratch = sys.argv[1:]
    scratch = pathlib.Path(scratch)
    scratch.mkdir(parents=True, exist_ok=True)
    writer = Writer(pathlib.Path(kb))
    for line in pathlib.Path(cases).read_text().splitlines():
        case = json.loads(line)
        if case["rule"] not in OTHER_CHECKS:
            writer.write(case)
    source, sarif = scratch / "calls.cpp", scratch / "calls.sarif"
    source.write_text("\n".join(writer.lines) + "\n")
    run = subprocess.run(
        [tidy, f"--sarif={sarif}", "--quiet", "--checks=-*,cublaslt-*", str(source),
         "--", "-std=c++17", f"-I{include}"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    if "error:" in run.stdout or not sarif.exists():
        print(run.stdout[:4000])
        return 1
    told = []
    for result in json.loads(sarif.read_text())["runs"][0]["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        values = result["properties"].get("callSpecification", {}).get("values", {})
        condition = values.get("problem.condition", {}).get("value")
        told.append((result["ruleId"], condition, result["message"]["text"], region["startLine"]))
    differ = 0
    for first, last, case in writer.functions:
        # Of several findings in one place, one has the specification.
        is_told = any(
            rule == case["rule"]
            and first <= line <= last
            and (condition == case["condition"]
                 or (case["message"] and text.startswith(case["message"] + "; ")))
            for rule, condition, text, line in told
        )
        if is_told != case["holds"]:
            differ += 1
            print(f"calls.cpp:{first}: {case['rule']}/{case['condition']}:",
                  "reported" if is_told else "not reported", json.dumps(case["values"]))
    print(f"{len(writer.functions)} calls as source, {differ} differ")
    for rule, reason in OTHER_CHECKS.items():
        print(f"not as source: {rule}: {reason}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
