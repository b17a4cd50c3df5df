# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The workflow gives only inputs, and asks only for outputs, that the action
has.

usage: check_examples.py SOURCE_ROOT
"""

import re
import sys

import yaml

root = sys.argv[1]
with open(f"{root}/.github/actions/cublaslt-tidy/action.yml") as file:
    action = yaml.safe_load(file)
with open(f"{root}/examples/ci/github-workflow.yml") as file:
    text = file.read()
steps = yaml.safe_load(text)["jobs"]["cublaslt-tidy"]["steps"]
ours = [s for s in steps if "/cublaslt-tidy/" in s.get("uses", "")]
assert len(ours) == 1
assert set(ours[0]["with"]) <= set(action["inputs"]), ours[0]["with"]
asked = set(re.findall(rf"steps\.{ours[0]['id']}\.outputs\.([\w-]+)", text))
assert asked and asked <= set(action["outputs"]), asked
# Each input reaches the script, and the script knows each variable.
step = action["runs"]["steps"][0]
given = set(re.findall(r"inputs\.([\w-]+)", str(step["env"])))
assert given == set(action["inputs"]), given ^ set(action["inputs"])
with open(f"{root}/.github/actions/cublaslt-tidy/run.sh") as file:
    script = file.read()
for name in step["env"]:
    assert f"${name}" in script, name
print("all known")
