# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every link in the project's pages leads somewhere.

usage: links.py ROOT

Files and anchors in the repository are looked up; addresses elsewhere are only
judged by their form, so that no network is needed.
"""

import pathlib
import re
import sys
import urllib.parse

from pages import pages


def slug(heading, seen):
    """The anchor that code hosts give a heading."""
    text = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    count = seen.get(text, 0)
    seen[text] = count + 1
    return f"{text}-{count}" if count else text


def anchors(tokens):
    found, seen = set(), {}
    for before, token in zip(tokens, tokens[1:]):
        if before.type == "heading_open":
            words = [child.content for child in token.children if child.content]
            found.add(slug("".join(words), seen))
    return found


def links(tokens):
    for token in tokens:
        for child in token.children or []:
            if child.type in ("link_open", "image"):
                yield token.map[0] + 1, child.attrs.get("href") or child.attrs.get("src") or ""


def problem(root, page, target, known):
    parts = urllib.parse.urlsplit(target)
    if parts.scheme or parts.netloc:
        good = parts.scheme in ("http", "https") and re.fullmatch(
            r"[\w-]+(\.[\w-]+)+(:\d+)?", parts.netloc)
        return "" if good else "is no address"
    path = page
    if parts.path:
        file = (root / page.parent / urllib.parse.unquote(parts.path)).resolve()
        if root not in file.parents and file != root:
            return "leads out of the repository"
        if not file.exists():
            return "there is no such file"
        path = file.relative_to(root)
    if parts.fragment and parts.fragment not in known.get(path, ()):
        return "there is no such heading"
    return ""


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    all_pages = dict(pages(root))
    known = {page: anchors(tokens) for page, tokens in all_pages.items()}
    count = bad = 0
    for page, tokens in all_pages.items():
        for line, target in links(tokens):
            count += 1
            if what := problem(root, page, target, known):
                bad += 1
                print(f"{page}:{line}: {target}: {what}")
    print(f"{len(all_pages)} pages, {count} links, {bad} broken")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main())
