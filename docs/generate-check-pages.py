#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes what follows from the rule files (kb/rules): the page of each check,
their index, the list in the README, and a .clang-tidy for each level; and the
same for the defects of the library (kb/defects; defect_pages.py) and the keys of a
call (findings/OwnKeys.def; call_keys.py).

usage: generate-check-pages.py [--check]

--check writes nothing, names the files that differ and ends with 1 if any does.
"""

import itertools
import os
import pathlib
import re
import sys
import textwrap

import yaml

sys.dont_write_bytecode = True
import call_keys  # noqa: E402
import defect_pages  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs/checks"
DEFECTS = ROOT / "docs/defects"
CONFIGURATIONS = ROOT / "checks/config"
README = ROOT / "README.md"
BEGIN, END = "<!-- checks:begin -->\n", "<!-- checks:end -->\n"
REMARK = "<!-- Made by docs/generate-check-pages.py from %s. -->"
LEVELS = {
    0: "at most 1 wrong report in 100; on by default",
    1: "at most 1 wrong report in 20; on by default",
    2: "performance and hygiene; off by default",
}


def load_rules():
    rules = []
    for path in sorted((ROOT / "kb/rules").glob("*.yaml")):
        rule = yaml.safe_load(path.read_text())
        missing = [key for key in ("limits", "examples") if key not in rule]
        if missing:
            sys.exit(f"{path}: without {' and '.join(missing)}, no page can be made")
        rules.append(rule)
    return sorted(rules, key=lambda rule: (rule["level"], rule["name"]))


def load_entries():
    entries = [
        yaml.safe_load(path.read_text())
        for path in (ROOT / "kb/entries").rglob("*.yaml")
    ]
    return {entry["id"]: entry for entry in entries}


def paragraph(text):
    return textwrap.fill(
        text.strip(), 80, break_long_words=False, break_on_hyphens=False
    )


def bullet(text):
    return textwrap.fill(
        text.strip(),
        80,
        initial_indent="- ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
        for cells in lines
    )


def code(text):
    return f"```c++\n{text.rstrip()}\n```"


def value(setting):
    return str(setting).lower() if isinstance(setting, bool) else str(setting)


def origin(source, entries):
    """Where a rule comes from, in a line."""
    if "entry" not in source:
        return source["measurement"]
    entry = entries[source["entry"]]
    claims = [
        entry["rootCause"],
        *entry.get("workarounds", []),
        *entry.get("deadEnds", []),
    ]
    claim = next(claim for claim in claims if claim["id"] == source["claim"])
    link = f"[{entry['id']}](../../kb/entries/{entry['id']}.yaml)"
    return f"{claim['id']} of {link}: {claim.get('title') or claim['text']}"


def load_experiments():
    """{check: (what the file says at its head, its content)}"""
    found = {}
    for path in (ROOT / "kb/experiments").glob("*.yaml"):
        text = path.read_text()
        head = itertools.takewhile(lambda line: line[:1] == "#", text.splitlines())
        about = " ".join(line.lstrip("# ") for line in head)
        content = yaml.safe_load(text)
        found[content["rule"]] = about, content
    return found


def listed(words):
    return ", ".join(f"`{word}`" for word in words)


def experiment(about, content):
    """How the verifier shows it; collapsed, since few readers need the values."""
    needs = {True: "needs a GPU", False: "needs no GPU"}
    parts = [paragraph(about)] if about else []
    parts.append("[What the values mean](../experiment-files.md)")
    for case in content.get("cases", [{}]):
        trial = {**content, **case}
        name = f"`{trial['id']}`" + (f", `{case['name']}`" if case else "")
        sentence = (
            f"{name}: decides by {trial['decides']}, "
            f"{needs[trial.get('needsGpu', True)]}."
        )
        if "functions" in trial:
            sentence += " For " + listed(trial["functions"]) + "."
        if "decidedBy" in trial:
            sentence += (
                " Confirmed where these come from the program: "
                + listed(trial["decidedBy"])
                + "."
            )
        parts.append(paragraph(sentence))
        flagged, control = (
            {**content.get(kind, {}), **case.get(kind, {})}
            for kind in ("flagged", "control")
        )
        head = ["setting", "flagged", *(["control"] if control else [])]
        rows = [
            [
                f"`{key}`",
                value(flagged.get(key, "")),
                *([value(control.get(key, "the same"))] if control else []),
            ]
            # What the control derives of the witness's shapes is in no form's way.
            for key in dict.fromkeys([*flagged, *control])
            if key in flagged or control[key] != "derived"
        ]
        if rows:
            parts.append(table(head, rows))
    summary = "<summary>What the verifier runs</summary>"
    return "\n\n".join(["<details>", summary, *parts, "</details>"])


def sentence(text):
    """Begins with a capital, unless it begins with a name."""
    first = text.split()[0]
    return text if re.search(r"[A-Z]|^'", first) else text[0].upper() + text[1:]


def filled(condition):
    """The condition's message with the few values that it names, and "..." for
    others."""
    wanted = {term["value"]: term.get("is", []) for term in condition.get("when", [])}

    def shown(operands):
        words = wanted.get(operands[0].strip("{}"), [])
        if not 0 < len(words) <= 4 or not all(isinstance(word, str) for word in words):
            return "..."
        # CUBLASLT_EPILOGUE_RELU_AUX or CUBLASLT_EPILOGUE_GELU_AUX, with the prefix once
        prefix = os.path.commonprefix(words).rpartition("_")[0] + "_"
        return " or ".join([words[0], *(word.removeprefix(prefix) for word in words[1:])])

    return re.sub(r"(\{[^}]+\})+", shown, condition["message"])


def happens(rule):
    """Each effect beside the mistakes that have it, and what was seen of it."""
    parts = []
    for key, effect in rule["effects"].items():
        seen = rule.get("measured", {}).get(key)
        mistakes = dict.fromkeys(
            filled(condition)
            + (f" (on {condition['devices']})" if "devices" in condition else "")
            for condition in rule.get("conditions", [])
            if condition["effect"] == key
        )
        seen = f"Seen: {seen}." if seen else ""
        if mistakes:
            if len(mistakes) > 1:
                parts.append(paragraph(f"{sentence(effect)} if one of these holds:"))
                parts.append("\n".join(map(bullet, mistakes)))
                parts += [paragraph(seen)] if seen else []
                continue
            effect += " if " + next(iter(mistakes))
        text = effect
        if not mistakes and len(rule["effects"]) > 1:
            text = key.replace("-", " ") + ": " + effect
        stop = "" if text.endswith("...") else "."
        parts.append(paragraph(f"{sentence(text)}{stop} {seen}"))
    return "\n\n".join(parts)


def options(rule):
    if "options" not in rule:
        return "None."
    rows = [
        [
            f"`{option['name']}`",
            f"`{value(option['default'])}`" if "default" in option else "empty",
            option["meaning"].strip(),
        ]
        for option in rule["options"]
    ]
    example = rule["options"][0]
    return (
        table(["option", "default", "meaning"], rows)
        + f"\n\n```yaml\nCheckOptions:\n  {rule['name']}.{example['name']}: ...\n```"
    )


def page(rule, entries, experiments):
    name = rule["name"]
    parts = [
        f"# {name}",
        REMARK % f"kb/rules/{name}.yaml",
        paragraph(f"Finds {rule['summary']}."),
        paragraph(rule["rationale"]),
        "## Flagged",
        code(rule["examples"]["flagged"]),
        "## Fixed",
        code(rule["examples"]["right"]),
        paragraph(rule["advice"]),
    ]
    if "avoid" in rule:
        parts += ["## Won't help", paragraph(rule["avoid"])]
    if rule.get("effects"):
        parts += ["## What happens", happens(rule)]
    if "details" in rule:
        parts.append(rule["details"].strip())
    if "fixIt" in rule:
        fix = rule["fixIt"].strip()
        parts += ["## Fix-it", paragraph(fix[0].upper() + fix[1:] + ".")]
    parts += ["## Limits", paragraph(rule["limits"])]
    if name in experiments:
        parts += ["## Experiment", experiment(*experiments[name])]
    parts += [
        "## Evidence",
        "\n".join(bullet(origin(source, entries)) for source in rule["derivedFrom"]),
        "## Level",
        f"{rule['level']}: {LEVELS[rule['level']]}.",
        "## Options",
        options(rule),
        "## Silencing",
        paragraph(
            f"`// NOLINT({name})` on the line that the warning names, or "
            f"`// NOLINTNEXTLINE({name})` before it."
        ),
    ]
    if rule.get("links"):
        parts += ["## Links", "\n".join(f"- <{link}>" for link in rule["links"])]
    return "\n\n".join(parts) + "\n"


def index(rules):
    rows = [
        [
            f"[{rule['name']}]({rule['name']}.md)",
            rule["level"],
            rule["summary"],
            "yes" if "fixIt" in rule else "",
        ]
        for rule in rules
    ]
    levels = [f"Level {level}: {promise}." for level, promise in LEVELS.items()]
    return "\n\n".join(
        [
            "# The checks",
            REMARK % "kb/rules",
            "\n".join(bullet(level) for level in levels),
            table(["check", "level", "finds", "fix-it"], rows),
        ]
    ) + "\n"


def readme(rules):
    before, marked, rest = README.read_text().partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not marked or not closed:
        sys.exit(f"{README}: the markers {BEGIN.strip()} and {END.strip()} are missing")
    rows = [
        [
            f"[{rule['name']}](docs/checks/{rule['name']}.md)",
            rule["level"],
            rule["summary"],
        ]
        for rule in rules
    ]
    listed = "\n" + table(["check", "level", "finds"], rows) + "\n\n"
    return before + BEGIN + listed + END + after


def configuration(rules, level):
    names = sorted(rule["name"] for rule in rules if rule["level"] <= level)
    lines = [
        f"# The cuBLASLt checks up to level {level} ({LEVELS[level]}).",
        "# Made by docs/generate-check-pages.py. For a project's own .clang-tidy, or",
        "# for --config-file=; it says nothing of other checks.",
        "Checks: >-",
        "  -cublaslt-*,",
        *(f"  {name}," for name in names),
    ]
    return "\n".join(lines)[:-1] + "\n"


def generate():
    """{path: text} of everything that follows from the rules and defects."""
    rules, entries, experiments = load_rules(), load_entries(), load_experiments()
    files = {
        PAGES / f"{rule['name']}.md": page(rule, entries, experiments)
        for rule in rules
    }
    files[PAGES / "README.md"] = index(rules)
    defects = defect_pages.load(ROOT)
    for defect in defects:
        files[DEFECTS / f"{defect['id']}.md"] = defect_pages.page(defect)
    files[DEFECTS / "README.md"] = defect_pages.index(defects)
    files[ROOT / "docs/call-keys.md"] = call_keys.page(ROOT)
    files[README] = defect_pages.readme(readme(rules), defects, README)
    for level in LEVELS:
        files[CONFIGURATIONS / f"level-{level}.clang-tidy"] = configuration(rules, level)
    return files


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    files = generate()
    stale = [
        path
        for folder in (PAGES, DEFECTS, CONFIGURATIONS)
        if folder.exists()
        for path in sorted(folder.iterdir())
        if path not in files
    ]
    changed = [
        path
        for path, text in files.items()
        if not path.exists() or path.read_text() != text
    ]
    if sys.argv[1:]:
        for path in changed + stale:
            print(f"{path.relative_to(ROOT)} differs from the knowledge base: make docs")
        print(f"{len(files)} files, {len(changed) + len(stale)} differ")
        sys.exit(1 if changed or stale else 0)
    for folder in (DEFECTS, CONFIGURATIONS):
        folder.mkdir(exist_ok=True)
    for path in changed:
        path.write_text(files[path])
    for path in stale:
        path.unlink()


if __name__ == "__main__":
    main()
