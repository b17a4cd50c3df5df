# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Validates a GitLab code quality report and lists it.

usage: check_gitlab.py FILE.json

The schema says what GitLab's documentation demands of a report
(docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"). GitLab's
own (app/validators/json_schemas/codeclimate.json of its source, read at commit
33827e3a of github.com/gitlabhq/gitlabhq) describes one entry, and no package
ships it; all that it requires, and all its types, are required here too.
"""

import json
import sys

import jsonschema

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": [
            "description",
            "check_name",
            "fingerprint",
            "location",
            "severity",
        ],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}

with open(sys.argv[1]) as file:
    report = json.load(file)
jsonschema.validate(report, SCHEMA)
prints = [entry["fingerprint"] for entry in report]
assert len(prints) == len(set(prints)), "fingerprints must be unique"
for entry in report:
    place = entry["location"]
    print(
        f"{place['path']}:{place['lines']['begin']}",
        entry["check_name"],
        entry["severity"],
    )
