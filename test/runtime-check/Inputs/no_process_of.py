# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""no_process_of.py PROGRAM: demands that no process executes it. PROGRAM is the
test's own copy: other tests run at the same time."""

import glob
import os
import sys
import time


def processes(program):
    for link in glob.glob("/proc/[0-9]*/exe"):
        try:
            if os.path.samefile(link, program):
                yield link.split("/")[2]
        except OSError:
            pass  # ended meanwhile, or not ours


deadline = time.monotonic() + 60
while (left := list(processes(sys.argv[1]))) and time.monotonic() < deadline:
    time.sleep(0.1)
if left:
    sys.exit(f"still running: {' '.join(left)}")
