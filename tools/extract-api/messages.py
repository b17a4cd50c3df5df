# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The texts of a library's own log lines, as they stand in its read-only data:
templates with {} where the library puts a value.

usage: messages.py LIBRARY     (prints one a line)
"""

import re
import subprocess
import sys

# What tells a text of the log from those of the other parts that are linked in
# (the C++ library, the CUDA runtime, the kernel selection): it names something
# that a caller gives, or that is made for the caller.
SUBJECT = re.compile(
    r"\b(matri\w+|Matri\w+|algorithm\w*|AUX|bias\w*|Bias|scal\w+ (?:type|mode|data)|"
    r"workspace|descriptors?|handle|heuristics?|preference|batch\w*|epilogue\w*|"
    r"EPILOGUE\w*|CUBLASLT_\w+|[eE]mulat\w+|mantissa|pointer mode|precisions|"
    r"dimension|[lL]eading|FP8|FP4|INT8|Hopper|Blackwell|green context|cublasLt\w+|"
    r"cuBLASLt|current device|internal constants|Fast accumulation|tensorwide|"
    r"Tensorwide|computeDesc|FP64|stages|tile|mask|Stream-K|[sS]plit-?K|alignment|"
    r"aligned|configuration|shared memory)\b|[cC]ublasLt|initialize CUDA"
)
FOREIGN = re.compile(
    r"Xmma|shaders|CASK|CBB|cuda[A-Z]|Cuda[A-Z]|kernel (?:name|image|launch)|\bPTX\b|"
    r"memory address|virtual address|\bgraph\b|texture|surface|MPS|peer|nvlink|"
    r"exception|operator|provider|shader|NFA|regex|brace|bracket|"
    r"^Shape of|^Metadata|^Select|deviceFlags|primary current|CGA|tensor map|"
    r"RunInfo|Softmax|NVIDIA|memory alignment or padding|size limit|scalar type|tile kind|^Can not|batch sizes|\bcutlass|\bCutlass|\[with|\bstd::|typename|assert"
)


def read_only_data(path):
    sections = subprocess.run(
        ["readelf", "-S", "-W", path], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    match = re.search(r"\] \.rodata\s+PROGBITS\s+\w+ (\w+) (\w+)", sections)
    with open(path, "rb") as file:
        file.seek(int(match.group(1), 16))
        return file.read(int(match.group(2), 16))


def texts(path):
    found = {}  # in the order of the library
    for match in re.finditer(rb"[\x20-\x7e\n\t]{12,}(?=\0)", read_only_data(path)):
        text = match.group(0).decode().strip()
        if "\n" in text or len(text) < 12:
            continue
        if not re.match(r"[A-Z({]", text) or len(text.split()) < 3 or "%" in text:
            continue
        if re.search(r"\w=\[?\{", text):
            continue  # the fields of a call
        if SUBJECT.search(text) and not FOREIGN.search(text):
            found[text] = None
    return list(found)


if __name__ == "__main__":
    print("\n".join(texts(sys.argv[1])))
