#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every release of releases.tsv that is marked so: fetched, its header and
library compared with kb/versions/cublaslt.json, its library asked what it
decides without a GPU, and the doctor's findings that need none verified on it.

usage: check-versions.py [--folder=FOLDER] [--doctor=PROGRAM] [--clang=PROGRAM]
                         [--only=LIBRARY_VERSION]... [--page=FILE]

Packages come through pip and stay in FOLDER (build/versions), 0.3 to 0.9 GB
each. --page: writes docs/versions.md, when all releases were looked at and none differs.
Exit code 1: something differs; 3: a package could not be had.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Of the packages, what is looked at.
WANTED = re.compile(r"/include/(?!cccl/)[^/]*\.h$|/lib/libcublas(Lt)?\.so")


def releases(only):
    rows = [
        line.split("\t")
        for line in (HERE / "releases.tsv").read_text().splitlines()
        if not line.startswith("#")
    ]
    names = ("cuda", "library", "runtime", "fetched")
    rows = [dict(zip(names, row)) for row in rows]
    if only:
        return [row for row in rows if row["library"] in only]
    return [row for row in rows if row["fetched"] == "yes"]


def fetch(release, folder):
    """Empty, or why it could not be had."""
    if (folder / "complete").exists():
        return ""
    major = release["library"].split(".")[0]
    suffix = f"-cu{major}" if int(major) < 13 else ""
    with tempfile.TemporaryDirectory(dir=folder.parent) as wheels:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            + ["--only-binary=:all:", "--no-cache-dir", "--dest", wheels]
            + [f"nvidia-cublas{suffix}=={release['library']}"]
            + [f"nvidia-cuda-runtime{suffix}=={release['runtime']}"],
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            return (done.stderr.strip() or "pip failed").splitlines()[-1]
        for wheel in pathlib.Path(wheels).glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                for name in archive.namelist():
                    if WANTED.search(name):
                        archive.extract(name, folder)
    (folder / "complete").touch()
    return ""


def output_of(command, codes=(0,)):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode not in codes:
        raise SystemExit(f"error: {command[1]} ended with {done.returncode}")
    return done.stdout


def verdicts(doctor, library, folder):
    """{rule and experiment: verdict} of the findings that need no GPU."""
    findings, verified = folder / "rules.sarif", folder / "verified.sarif"
    output_of([doctor, "rules", "-o", findings])
    # 0, 1: confirmed ones or none; 3: no GPU for the others
    output_of(
        [doctor, "verify", findings, "-o", verified, f"--library={library}"], codes=(0, 1, 3)
    )
    output_of([doctor, "report", verified, "-o", folder / "verified.md"])
    found = {}
    for line in (folder / "verified.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) > 4 and cells[4] in ("confirmed", "refuted", "inconclusive"):
            found[f"{cells[0]}, {cells[1]}"] = cells[4]
    return found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build/versions")
    parser.add_argument("--doctor")
    parser.add_argument("--clang", default="clang")
    parser.add_argument("--only", action="append")
    parser.add_argument("--page", type=pathlib.Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    chosen = releases(given.only)
    if not chosen:
        parser.error(f"no such release in {HERE / 'releases.tsv'}")
    table = ROOT / "kb/versions/cublaslt.json"
    problems, absent = 0, 0
    for release in chosen:
        folder = given.folder / release["library"]
        folder.mkdir(exist_ok=True)
        why = fetch(release, folder)
        if why:
            absent += 1
            print(f"{release['library']}: cannot be had: {why}", flush=True)
            continue
        done = subprocess.run(
            [sys.executable, HERE / "extract-api.py", f"--clang={given.clang}"]
            + ["check", table, folder],
            stdout=subprocess.PIPE,
            text=True,
        )
        problems += done.returncode != 0
        print(done.stdout, end="", flush=True)
        if not done.stdout:
            continue  # it has said why
        release["facts"] = done.stdout.splitlines()[-1].rpartition(": ")[2]
        library = next(iter(sorted(folder.rglob("libcublasLt.so*"))))
        asked = output_of([sys.executable, HERE / "ask-host.py", library])
        release["answers"] = json.loads(asked)
        release["verdicts"] = verdicts(given.doctor, library, folder) if given.doctor else {}
        (folder / "answers.json").write_text(json.dumps(release, indent=1))
    print(f"{len(chosen)} releases, {absent} not to be had, {problems} differ")
    if given.page and not absent and not problems and not given.only:
        import page

        given.page.write_text(page.text(chosen, json.loads(table.read_text()), ROOT))
    return 3 if absent else 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
