# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""fails_with.py CODE PROGRAM ARGUMENT...: runs the program and demands that it
ends with the code, having said why in exactly one line on standard error. The
line is printed."""

import subprocess
import sys

code, command = int(sys.argv[1]), sys.argv[2:]
run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
message = run.stderr.decode("utf-8", "replace")
print(message, end="")
if run.returncode != code:
    sys.exit(f"exit code {run.returncode}, expected {code}")
if len(message.splitlines()) != 1:
    sys.exit("expected one line")
