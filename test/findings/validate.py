# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""SARIF files against the official schema of SARIF 2.1.0, formats of URIs
included.

usage: validate.py SCHEMA FILE...
"""

import json
import sys
import urllib.parse

import jsonschema


def uris(value):
    """All URIs of a document, wherever they stand."""
    if isinstance(value, list):
        for item in value:
            yield from uris(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key.lower().endswith("uri") and isinstance(item, str):
                yield item
            yield from uris(item)


def main():
    with open(sys.argv[1]) as file:
        schema = json.load(file)
    validator = jsonschema.Draft4Validator(
        schema, format_checker=jsonschema.FormatChecker()
    )
    problems = 0
    for path in sys.argv[2:]:
        with open(path) as file:
            document = json.load(file)
        for error in validator.iter_errors(document):
            where = "/".join(str(step) for step in error.absolute_path)
            print(f"{path}: {where}: {error.message[:200]}")
            problems += 1
        # jsonschema checks the format of a URI only with a package that is
        # often missing: what RFC 3986 allows, by hand.
        allowed = set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
            "-._~:/?#[]@!$&'()*+,;=%"
        )
        for uri in uris(document):
            if not set(uri) <= allowed:
                print(f"{path}: {uri}: a character that no URI has")
                problems += 1
            urllib.parse.urlsplit(uri)
    print(f"{len(sys.argv) - 2} files, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
