# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The reasons that every version's library can write into its log, against the
patterns of the log reader: each is taken by a pattern that says what it means,
or is one of those that are known to say no more than their own words.

usage: check_library_messages.py KB_FOLDER EXTRACT_API_FOLDER [--table]

--table prints, as Markdown, how many texts of each version a pattern takes.
"""

import json
import pathlib
import re
import sys

import yaml

# No mistake of the caller's, or none that a rule knows: the reader repeats them.
OWN_WORDS = [
    "Batch invariance is not supported with CUBLASLT_SEARCH_LIMITED_BY_ALGO_ID queries",
    "Disabling cublasLt logging...",
    "Failed to add heuristics result to cache.",
    "Failed to check for green context: {}",
    "Falling back to native FP64, an infinity or NaN was encountered",
    "Falling back to native FP64, insufficient moduli for the required number of mantissa bits: {}",
    "Falling back to native FP64, number of mantissa bits attempted to retain: {}",
    "Ignoring invalid CUBLAS_BATCH_INVARIANCE_FLAGS value {:#x}, batch invariance is disabled for"
    " cases where matmul desc attribute is not set explicitly",
    "Invalid handle was passed to cublasLtCreate.",
    "Matrix C cannot be NULL.",
    "Matrix pointers A and B cannot point to the same matrix, got A ({:#X}) B ({:#X})",
    "Number of mantissa bits retained: {}",
    "Unable to log number of mantissa bits retained due to an internal error",
    "Unable to log number of mantissa bits retained due to stream capture",
    "Unsupported algorithm characteristic attribute was provided ({}). The support attributes are:"
    " {}, {} and {}",
]
FALLBACKS = {"cublaslt-other-error", None}


def patterns(kb):
    found = []
    for path in sorted((kb / "messages").glob("*.yaml"), key=lambda path: path.name):
        for message in yaml.safe_load(path.read_text()).get("messages", []):
            found.append((message["id"], re.compile(message["pattern"])))
    return found


def line_of(text):
    """A line as the library would write it."""
    text = text.replace("{{", "\1").replace("}}", "\2")
    text = re.sub(r"\{[\d:#xX]*\}", "16", text).replace("\1", "{").replace("\2", "}")
    is_hint = "better performance" in text
    function = "cublasLtMatmulAlgoGetHeuristic"
    if "initialize" in text or "handle" in text:
        function = "cublasLtCreate"
    return f"[2026-11-23 23:34:53][cublasLt][456][{'Hint' if is_hint else 'Error'}][{function}] {text}"


def main():
    kb = pathlib.Path(sys.argv[1])
    sys.path.insert(0, sys.argv[2])
    import table as tables

    table = json.loads((kb / "versions/cublaslt.json").read_text())
    known = patterns(kb)
    taken, problems = {}, []
    for text, spans in table["messages"].items():
        line = line_of(text)
        if "[Hint]" in line:
            continue  # advice on speed: the reader leaves it alone
        pattern = next((name for name, each in known if each.search(line)), None)
        if (pattern in FALLBACKS) != (text in OWN_WORDS):
            problems.append(f"{pattern}: {text}")
        taken.setdefault(pattern, []).append(spans)
    for text in OWN_WORDS:
        if text not in table["messages"]:
            problems.append(f"in no library: {text}")

    versions = table["versions"]
    if "--table" in sys.argv:
        # One column for versions whose numbers are the same.
        def row(version):
            return [
                sum(tables.at(spans, version) is not None for spans in taken[name])
                for name in sorted(taken)
            ]

        groups = []
        for version in versions:
            if groups and groups[-1][1] == row(version):
                groups[-1][0].append(version)
            else:
                groups.append(([version], row(version)))
        heads = [own[0] if len(own) == 1 else f"{own[0]} to {own[-1]}" for own, _ in groups]
        print("| pattern | " + " | ".join(heads) + " |")
        print("| --- |" + " ---: |" * len(groups))
        for place, name in enumerate(sorted(taken)):
            cells = [str(numbers[place] or "") for _, numbers in groups]
            print(f"| {name} | " + " | ".join(cells) + " |")
    for problem in problems:
        print(problem)
    count = sum(map(len, taken.values()))
    print(f"{len(versions)} versions, {count} reasons, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
