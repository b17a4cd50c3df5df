# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lit's test format, for files that hold a RUN: line only. A module of its own
because lit hands it to its worker processes by name."""

import os

import lit.formats


class TestsWithRunLines(lit.formats.ShTest):
    """Sources of unit tests, headers and scripts may lie beside the tests; any
    other file without a RUN: line is a test whose author forgot it."""

    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        folder = suite.getSourcePath(path)
        try:
            with open(os.path.join(folder, "CMakeLists.txt")) as file:
                build_file = file.read()
        except OSError:
            build_file = ""
        for test in super().getTestsInDirectory(
            suite, path, lit_config, local_config
        ):
            name = os.path.basename(test.getSourcePath())
            with open(test.getSourcePath(), "rb") as file:
                has_run_line = b"RUN:" in file.read()
            if has_run_line or not (
                name.endswith((".h", ".py")) or name in build_file
            ):
                yield test
