# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every YAML file of the knowledge base against its JSON schema, and what a
schema cannot say.

usage: check-schemas.py KB_FOLDER [WRAPPERS_FILE...]
"""

import json
import pathlib
import re
import sys

import jsonschema
import yaml

SCHEMAS = {
    "api": "api",
    "defects": "defect",
    "entries": "entry",
    "enumerators": "enumerators",
    "experiments": "experiment",
    "rules": "rule",
    "messages": "message",
}


class StrictLoader(yaml.CSafeLoader):
    """Refuses a key that stands twice, which PyYAML takes silently."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"{node.start_mark}: {twice} a second time")
        # JSON has only texts as keys.
        mapping = super().construct_mapping(node, deep)
        return {str(key): value for key, value in mapping.items()}


def load_all(kb):
    """{folder: {path: content}}"""
    return {
        folder: {
            path: yaml.load(path.read_text(), StrictLoader)
            for path in sorted((kb / folder).rglob("*.yaml"))
        }
        for folder in SCHEMAS
    }


def main():
    kb = pathlib.Path(sys.argv[1])
    problems = []
    files = load_all(kb)
    schemas = {
        f"{name}.schema.json": json.loads((kb / "schema" / f"{name}.schema.json").read_text())
        for name in SCHEMAS.values()
    }
    for folder, schema in SCHEMAS.items():
        schema = schemas[f"{schema}.schema.json"]
        jsonschema.Draft7Validator.check_schema(schema)
        # One schema refers to another by its file's name.
        resolver = jsonschema.RefResolver("", schema, store=schemas)
        validator = jsonschema.Draft7Validator(schema, resolver=resolver)
        if not files[folder]:
            problems.append(f"{kb / folder}: no file")
        for path, content in files[folder].items():
            for error in validator.iter_errors(content):
                where = "/".join(str(step) for step in error.absolute_path)
                problems.append(f"{path}: {where}: {error.message[:200]}")
    # A user's file, which describes functions as an API description does.
    folder = kb / "schema"
    schema = json.loads(
        (folder / "wrappers.schema.json").read_text().replace("api.schema.json#", "#")
    )
    schema["definitions"] = json.loads((folder / "api.schema.json").read_text())[
        "definitions"
    ]
    validator = jsonschema.Draft7Validator(schema)
    for path in map(pathlib.Path, sys.argv[2:]):
        for error in validator.iter_errors(yaml.load(path.read_text(), StrictLoader)):
            problems.append(f"{path}: {error.message[:200]}")
    for path, rule in files["rules"].items():
        if path.stem != rule["name"]:
            problems.append(f"{path}: holds the rule {rule['name']}")
    for path, defect in files["defects"].items():
        if path.stem != defect["id"]:
            problems.append(f"{path}: holds the defect {defect['id']}")
    for path, experiments in files["experiments"].items():
        if path.stem != experiments["rule"].split("/")[-1]:
            problems.append(f"{path}: holds the experiments of {experiments['rule']}")
    for path, entry in files["entries"].items():
        if path.relative_to(kb / "entries").with_suffix("").as_posix() != entry["id"]:
            problems.append(f"{path}: holds the entry {entry['id']}")
    effects_of = {
        rule["name"]: [
            *rule.get("effects", {}).values(), *rule.get("measured", {}).values()
        ]
        for rule in files["rules"].values()
    }
    for path, content in files["messages"].items():
        earlier = []
        for status in content.get("statuses", []):
            for cause in status.get("causes", []):
                for rule in cause.get("rules", []):
                    effects = effects_of.get(rule, [])
                    if not any(status["status"] in effect for effect in effects):
                        problems.append(f"{path}: {rule} has no effect {status['status']}")
        for message in content.get("messages", []):
            pattern = re.compile(message["pattern"])
            example = message.get("example")
            if example and not pattern.search(example):
                problems.append(f"{path}: {message['id']} misses its own example")
            # The first pattern that matches wins: it must be the example's own.
            for other, other_pattern in earlier:
                if example and other_pattern.search(example):
                    problems.append(f"{path}: {other} hides {message['id']}")
            earlier.append((message["id"], pattern))
    for problem in problems:
        print(problem)
    print(f"{sum(map(len, files.values()))} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
