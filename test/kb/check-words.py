# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The words of the schema are the words that the library reads.

usage: check-words.py KB_FOLDER
"""

import json
import pathlib
import re
import sys


def main():
    kb = pathlib.Path(sys.argv[1])
    source = "".join(
        (kb / name).read_text() for name in ("ApiReader.cpp", "FunctionReader.cpp")
    )
    header = (kb / "Api.h").read_text()
    definitions = json.loads((kb / "schema/api.schema.json").read_text())["definitions"]
    schema = {
        "Role": definitions["role"],
        "Action": definitions["function"]["properties"]["action"],
        "Meaning": definitions["attribute"]["properties"]["meaning"],
    }
    same = True
    # The reasons of the rule files are those that the log reader's code gives.
    code = (kb.parent / "logs" / "Reasons.cpp").read_text()
    used = set(re.findall(r'\{Reason::\w+,\s*"([a-z-]+)"', code))
    kept = set()
    for path in (kb / "rules").glob("*.yaml"):
        kept |= set(re.findall(r"^  - reason: ([a-z-]+)$", path.read_text(), re.M))
    if used != kept or not used:
        print(f"reasons: rules and log reader differ: {used ^ kept}")
        same = False
    for kind, part in schema.items():
        read = re.findall(r'\{"(\w+)", %s::(\w+)\}' % kind, source)
        body = re.search(r"enum class %s \{(.*?)\};" % kind, header, re.S).group(1)
        declared = re.findall(r"^\s*([A-Z]\w*)", re.sub(r"//.*", "", body), re.M)
        words = [word for word, _ in read]
        if part["enum"] != words:
            print(f"{kind}: schema and reader differ: {set(part['enum']) ^ set(words)}")
            same = False
        if sorted(name for _, name in read) != sorted(declared):
            print(f"{kind}: header and reader differ")
            same = False
        for word, name in read:
            if word != name[0].lower() + name[1:]:
                print(f"{kind}: {word} stands for {name}")
                same = False
    print("same words" if same else "different words")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
