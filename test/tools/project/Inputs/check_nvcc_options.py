# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every option in `nvcc --help` is in the table, with or without a value as
nvcc has it.

usage: check_nvcc_options.py NVCC NvccCommand.cpp
"""

import re
import subprocess
import sys

help_text = subprocess.run(
    [sys.argv[1], "--help"], stdout=subprocess.PIPE, text=True, check=True
).stdout
with open(sys.argv[2]) as file:
    table = {
        (long, short): value == "true"
        for long, short, value in re.findall(
            r'\{"([^"]+)",\s*"([^"]+)",\s*(true|false)', file.read()
        )
    }
missing = []
for line in help_text.splitlines():
    found = re.match(r"--(\S+)( \S.*?)?\s+(?:\(-(\S+)\)|--\S+)\s*$", line)
    if not found:
        assert not line.startswith("--"), line
        continue
    long, value, short = found[1], found[2], found[3] or found[1]
    if short == "MF":
        value = "<file>"  # the help leaves it out
    if table.get((long, short)) is not (value is not None):
        missing.append(f"--{long} (-{short}) value:{value}")
print("\n".join(missing))
sys.exit(bool(missing))
