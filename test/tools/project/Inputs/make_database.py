# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes compile_commands.json for files of the current folder.

usage: make_database.py FOLDER FILE... [-- COMPILER ARGUMENT...]
The default compiler is g++.
"""

import json
import os
import sys

arguments = sys.argv[1:]
command = ["g++"]
if "--" in arguments:
    at = arguments.index("--")
    arguments, command = arguments[:at], arguments[at + 1 :]
folder, *files = arguments
entries = [
    {
        "directory": os.getcwd(),
        "file": file,
        "arguments": command + ["-c", file, "-o", file + ".o"],
    }
    for file in files
]
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "compile_commands.json"), "w") as output:
    json.dump(entries, output, indent=1)
