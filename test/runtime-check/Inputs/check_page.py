# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Loads a report in headless Chromium: no console errors, every finding there,
plots drawn, and nothing of a hostile file taken as markup.

usage: check_page.py DOCTOR FOLDER"""

import html
import json
import os
import re
import subprocess
import sys

doctor, folder = sys.argv[1:]
HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>@CHART@@DATA@"


def run(ran, failed, figures):
    return {"ran": ran, "failed": failed, "summary": HOSTILE, "libraryLog": [HOSTILE], "figures": figures}


TIMES = {"medianMilliseconds": 1.4, "lowMilliseconds": 1.3, "highMilliseconds": 1.5}
GROWING = {f"attempt0{n}{what}": 2.0**30 * n for n in (1, 2, 3) for what in ("RequestedBytes", "DeviceBytesFree")}
results = []
for figures in (TIMES, GROWING, {}):
    results.append(
        {
            "ruleId": "cublaslt-x",
            "message": {"text": HOSTILE},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "a%3Cb%3E.cpp"},
                        "region": {"startLine": 3, "snippet": {"text": HOSTILE}},
                    }
                }
            ],
            "properties": {
                "verdict": {
                    "kind": "confirmed",
                    "reason": HOSTILE,
                    "experiment": "x",
                    "device": "GPU <b>",
                    "flagged": run(True, True, figures),
                    "control": run(True, False, figures),
                }
            },
        }
    )
source, page = (os.path.join(folder, name) for name in ("hostile.sarif", "hostile.html"))
with open(source, "w", encoding="utf-8") as file:
    json.dump({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": results}]}, file)
subprocess.run([doctor, "report", source, "-o", page], check=True, stdout=subprocess.DEVNULL)
for size in ("1280,2000", "400,2000"):
    shown = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--enable-logging=stderr", "--v=0", "--virtual-time-budget=5000", "--window-size=" + size,
         "--user-data-dir=" + os.path.join(folder, "profile"), "--dump-dom", "file://" + os.path.abspath(page)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120, check=True,
    )
    dom = shown.stdout
    console = [line for line in shown.stderr.splitlines() if "CONSOLE" in line]
    assert not console, console
    assert 'data-ready="3"' in dom, dom[-500:]
    assert "<title>cublaslt-doctor report</title>" in dom
    assert dom.count("<article>") == 3
    # A message, a snippet, a reason, and of each run a summary and a line.
    assert dom.count(html.escape(HOSTILE, quote=False)) == 3 * 7, dom.count(html.escape(HOSTILE, quote=False))
    assert "onerror" not in re.sub(r"<(p|pre|dd)>[^<]*</\1>", "", dom.split('id="findings"')[1].split("<script")[0])
    assert dom.count("<canvas") == 2
print("page right")
