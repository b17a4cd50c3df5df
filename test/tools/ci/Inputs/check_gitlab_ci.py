# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Validates a .gitlab-ci.yml against GitLab's schema.

usage: check_gitlab_ci.py SCHEMA.js FILE

The schema is a JavaScript module; node says it as JSON.
"""

import json
import subprocess
import sys

import jsonschema
import yaml

module, path = sys.argv[1:]
print_schema = (
    f"import({json.dumps(module)})"
    ".then(m => process.stdout.write(JSON.stringify(m.schema)))"
)
text = subprocess.run(
    ["node", "-e", print_schema], stdout=subprocess.PIPE, check=True, text=True
).stdout
schema = json.loads(text)
with open(path) as file:
    document = yaml.safe_load(file)
# Of its own words (!reference, ...) the example uses none.
errors = list(jsonschema.Draft7Validator(schema).iter_errors(document))
print(f"{path}: " + (errors[0].message.split("\n")[0] if errors else "valid"))
sys.exit(bool(errors))
