# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The project's Markdown pages, parsed."""

import pathlib

from markdown_it import MarkdownIt

NOT_OURS = {"build", "node_modules", ".git", "Inputs"}


def pages(root):
    """(path below root, tokens) of each page, in a fixed order."""
    parser = MarkdownIt("commonmark").enable("table")
    root = pathlib.Path(root)
    for path in sorted(root.rglob("*.md")):
        below = path.relative_to(root)
        if not NOT_OURS & set(below.parts):
            yield below, parser.parse(path.read_text(encoding="utf-8"))
