# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The first inputs of each fuzz target, from the project's own data.

usage: make_corpora.py SOURCE DOCTOR FOLDER
"""

import json
import pathlib
import subprocess
import sys

import yaml

SOURCE, DOCTOR, FOLDER = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
KINDS = ["api", "defects", "entries", "enumerators", "experiments", "messages", "rules"]
LONGEST = 65536


def add(target, name, content):
    folder = FOLDER / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def add_logs():
    for path in sorted((SOURCE / "test/logs/real/h200").iterdir()):
        for target in ("LogFuzzer", "TraceFuzzer"):
            add(target, path.name, path.read_bytes()[:LONGEST])
    for file in sorted((SOURCE / "test/logs").glob("*.yaml")):
        logs = next(iter(yaml.safe_load(file.read_text()).values()))
        for number, log in enumerate(log for log in logs if "lines" in log):
            text = "\n".join(log["lines"]) + "\n"
            for target in ("LogFuzzer", "TraceFuzzer"):
                add(target, f"{file.stem}-{number}", text)


def add_knowledge():
    for kind, folder in enumerate(KINDS):
        for path in sorted((SOURCE / "kb" / folder).rglob("*.yaml")):
            # The first byte says the kind.
            add("KnowledgeFuzzer", f"{folder}-{path.stem}",
                bytes([ord("p") + kind]) + path.read_bytes()[:LONGEST])
    for path in sorted(SOURCE.glob("test/**/*wrappers*.yaml")):
        add("KnowledgeFuzzer", f"wrappers-{path.stem}",
            bytes([ord("p") + len(KINDS)]) + path.read_bytes())


def add_findings():
    """All rules' forms, a file for each, with and without a verdict."""
    whole = FOLDER / "rules.sarif"
    subprocess.run([DOCTOR, "rules", "-o", str(whole)], check=True, stdout=subprocess.DEVNULL)
    document = json.loads(whole.read_text())
    whole.unlink()
    run = document["runs"][0]
    run["tool"]["driver"]["rules"] = run["tool"]["driver"].get("rules", [])[:2]
    results = run["results"]
    verdict = {"kind": "holds", "device": "NVIDIA H200", "flagged": {"ran": True, "failed": True},
               "deciding": {"fromProgram": [], "fromWitness": ["question"]}}
    for number, result in enumerate(results):
        run["results"] = [result]
        if number % 2:
            result.setdefault("properties", {})["verdict"] = verdict
        add("SarifFuzzer", f"rule-{number}", json.dumps(document))


def add_records():
    lines = ["4096 4096 4096", "128 64 32 TN fp16", "1 2 3 NT int8 int32 # of a model",
             "16 16 16 TN e4m3 bf16 epilogue=BIAS batches=4 seed=7",
             "m=8 n=16 k=32 typeA=CUDA_R_16BF typeB=CUDA_R_16BF typeC=CUDA_R_16BF "
             "typeD=CUDA_R_16BF compute=CUBLAS_COMPUTE_32F scale=CUDA_R_32F"]
    for number, line in enumerate(lines):
        add("RecordFuzzer", f"shape-{number}", line)
    answers = [{"ran": True, "failed": False, "summary": "x", "statuses": [],
                "libraryLog": ["a"], "figures": {"medianMilliseconds": 1.5}}]
    for number, answer in enumerate(answers):
        add("RecordFuzzer", f"answer-{number}", json.dumps(answer))
    for path in sorted(SOURCE.glob("test/**/*.txt")):
        if "shapes" in path.name or "sweep" in path.name:
            add("RecordFuzzer", path.name, path.read_bytes()[:LONGEST])


def add_commands():
    words = ["nvcc", "-std=c++17", "-arch=sm_90", "--generate-code=arch=compute_90,code=[sm_90]",
             "-Xcompiler", "-fPIC,-O2", "-ccbin", "g++", "-I", "include", "-c", "a.cu", "-o", "a.o"]
    add("DatabaseFuzzer", "nvcc", "\n".join(words))
    add("DatabaseFuzzer", "icpx", "\n".join(["icpx", "-xHost", "-fp-model", "precise", "a.cpp"]))
    add("DatabaseFuzzer", "database", json.dumps([
        {"directory": "/nowhere", "file": "a.cu", "arguments": words},
        {"directory": "/nowhere", "file": "b.cpp", "command": "ccache g++ -DX=\"a b\" -c b.cpp"}]))


def add_cache():
    add("CacheFuzzer", "scan", json.dumps(
        {"absent": ["/a"], "files": ["/b", "/c"], "hashes": ["1", "2"],
         "units": {"key": [0, 1], "other": []}}))


FOLDER.mkdir(parents=True, exist_ok=True)
add_logs()
add_knowledge()
add_findings()
add_records()
add_commands()
add_cache()
