# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""usage: validate_sarif.py SCHEMA FILE...: fails unless all are valid."""
import json
import sys

import jsonschema

with open(sys.argv[1]) as file:
    validator = jsonschema.Draft7Validator(json.load(file))
status = 0
for name in sys.argv[2:]:
    with open(name) as file:
        document = json.load(file)
    for error in validator.iter_errors(document):
        print(f"{name}: /{'/'.join(map(str, error.absolute_path))}: {error.message}")
        status = 1
sys.exit(status)
