# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What follows from the defects of the library (kb/defects): a page of each,
their index, and the table in the README. Used by generate-check-pages.py.
"""

import textwrap

import yaml

BEGIN, END = "<!-- defects:begin -->\n", "<!-- defects:end -->\n"
REMARK = "<!-- Made by docs/generate-check-pages.py from %s. -->"
EFFECTS = {
    "wrong-result": "a wrong result, in silence",
    "context-lost": "the context is dead, or memory is damaged",
    "hang": "no end",
    "refused": "refused",
    "accepted": "accepted, though not supported",
    "capture-lost": "a stream capture is broken",
}


def load(root):
    defects = [
        yaml.safe_load(path.read_text())
        for path in sorted((root / "kb/defects").glob("*.yaml"))
    ]
    return sorted(defects, key=lambda defect: (not is_seen(defect), defect["id"]))


def is_seen(defect):
    return any(item["verdict"] == "confirmed" for item in defect["measured"])


def fill(text, first="", rest=""):
    return textwrap.fill(
        text.strip(),
        80,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def bullet(text):
    return fill(text, "- ", "  ")


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
        for cells in lines
    )


def versions(defect):
    """The library's, in a few words."""
    parts = []
    for item in defect["versions"]:
        first, fixed = item.get("from"), item.get("fixed")
        if first and fixed:
            parts.append(f"{first} to before {fixed}")
        elif first:
            parts.append(f"from {first}")
        elif fixed:
            parts.append(f"before {fixed}")
        else:
            parts.append(item.get("said", "not said"))
    return ", ".join(parts)


def said(defect):
    words = [item["said"] for item in defect["versions"] if "said" in item]
    return f" (the source: {'; '.join(words)})" if words else ""


def devices(defect):
    return ", ".join(defect.get("computeCapabilities", [])) or "not said"


def term(item):
    """A term of a condition, as a line of words."""
    value = f"`{item['value']}`"
    if "is" in item:
        return f"{value} is {' or '.join(f'`{word}`' for word in item['is'])}"
    if "isNot" in item:
        return f"{value} is not {' or '.join(f'`{word}`' for word in item['isNot'])}"
    if "through" in item:
        return (
            f"the whole part of {value} / `{item['through']}` is a multiple of "
            f"{item['multipleOf']}, and not 0"
        )
    if "isNull" in item:
        return f"{value} is {'' if item['isNull'] else 'not '}null"
    words = {
        "above": "is above",
        "atLeast": "is at least",
        "lessThan": "is less than",
        "below": "is below",
        "differsFrom": "differs from",
        "sameAs": "is the same as",
        "notMultipleOf": "is not a multiple of",
        "notMultipleOfOther": "is not a multiple of",
        "hasBits": "has the bits",
        "pointsTo": "points to",
        "pointsToType": "points to",
    }
    for key, verb in words.items():
        if key in item:
            other = item[key]
            return f"{value} {verb} {f'`{other}`' if isinstance(other, str) else other}"
    raise SystemExit(f"a term without a test that is known: {item}")


def condition(defect):
    """Any of the lists of terms, each of whose terms holds."""
    parts = []
    for number, each in enumerate(defect.get("conditions", [])):
        if number:
            parts.append("Or:")
        parts.append("\n".join(bullet(term(item)) for item in each["when"]))
    if not parts:
        parts.append("No call can be told to meet it.")
    if "notSaid" in defect:
        text = defect["notSaid"].strip().rstrip(".")
        parts.append(fill(f"What this leaves out: {text}."))
    return "\n\n".join(parts)


def source(item):
    text = item["source"]
    if "number" in item:
        text += f", {item['number']}"
    if "link" in item:
        text = f"[{text}]({item['link']})"
    return f"{text}: {item['says'].strip().rstrip('.')}."


def measurement(item):
    where = (
        f"{item['device']} (compute capability {item['computeCapability']}), driver "
        f"{item['driver']}, cuBLASLt {item['library']}, {item['date']}"
    )
    return (
        f"{item['verdict']}, {item['experiment']}, on {where}: "
        f"{item['evidence'].strip().rstrip('.')}."
    )


def trial(name, item):
    command = f"cublaslt-doctor hunt --problem \"{item['problem']}\""
    if "algorithm" in item:
        command += f" \\\n  --algorithm \"{item['algorithm']}\""
    return f"# {name}\n{command}"


def page(defect):
    name = defect["id"]
    parts = [
        f"# {name}",
        REMARK % f"kb/defects/{name}.yaml",
        fill(defect["summary"][0].upper() + defect["summary"][1:] + "."),
        fill(defect["happens"]),
        table(
            ["effect", "versions of the library", "compute capability"],
            [[EFFECTS[defect["effect"]], versions(defect) + said(defect), devices(defect)]],
        ),
        "## When",
        condition(defect),
    ]
    if "workaround" in defect:
        parts += ["## What to do", fill(defect["workaround"])]
    parts += [
        "## Documented",
        "\n".join(bullet(source(item)) for item in defect.get("documented", []))
        or "Nothing was found.",
        "## Measured",
        "\n".join(bullet(measurement(item)) for item in defect["measured"])
        or "Not by this project.",
    ]
    if "experiment" in defect:
        runs = "\n".join(
            trial(kind, defect["experiment"][kind]) for kind in ("flagged", "control")
        )
        parts += [
            "## Experiment",
            "The first ends with 1 where the defect is there, the second with 0.",
            f"<!-- not run: needs a GPU -->\n```sh\n{runs}\n```",
        ]
    return "\n\n".join(parts) + "\n"


def row(defect, folder):
    seen = sorted({item["device"] for item in defect["measured"] if item["verdict"] == "confirmed"})
    tried = any(item["verdict"] != "confirmed" for item in defect["measured"])
    return [
        f"[{defect['id']}]({folder}{defect['id']}.md)",
        defect["summary"],
        EFFECTS[defect["effect"]],
        versions(defect),
        devices(defect),
        ", ".join(seen) or ("tried, not seen" if tried else "no"),
    ]


HEAD = ["defect", "what happens", "effect", "versions", "compute capability", "measured on"]


def index(defects):
    return (
        "\n\n".join(
            [
                "# Known defects of the library",
                REMARK % "kb/defects",
                fill(
                    "Calls that are right by the documentation and that the library "
                    "gets wrong. What was documented and what was measured stand apart "
                    "on each page; versions are those of the library, not of the "
                    "toolkit. `cublaslt-doctor sweep` looks for them in your own "
                    "shapes."
                ),
                table(HEAD, [row(defect, "") for defect in defects]),
            ]
        )
        + "\n"
    )


def readme(text, defects, path):
    """\\p text with the table of what was measured."""
    before, marked, rest = text.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not marked or not closed:
        raise SystemExit(f"{path}: the markers {BEGIN.strip()} and {END.strip()} are missing")
    seen = [defect for defect in defects if is_seen(defect)]
    rows = [row(defect, "docs/defects/") for defect in seen]
    others = (
        f"{len(defects) - len(seen)} more are documented and were not seen here: "
        "[all of them](docs/defects/README.md)."
    )
    return before + BEGIN + "\n" + table(HEAD, rows) + "\n\n" + others + "\n\n" + END + after
