# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Loads a report in headless Chromium, on a desk's screen, on a phone's, in dark
mode and for print: no console errors, no requests, every finding there, plots
drawn in readable colours, nothing wider than the screen, and nothing of a
hostile file taken as markup. Leaves screenshots and a PDF in the folder.

usage: check_page.py DOCTOR FOLDER"""

import base64
import html
import json
import os
import re
import subprocess
import sys
import time

from browser import Browser

doctor, folder = sys.argv[1:]
HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>@CHART@@DATA@" + "W" * 90


def run(ran, failed, figures):
    return {"ran": ran, "failed": failed, "summary": HOSTILE, "libraryLog": [HOSTILE], "figures": figures}


TIMES = {"medianMilliseconds": 1.4, "lowMilliseconds": 1.3, "highMilliseconds": 1.5}
GROWING = {f"attempt0{n}{what}": 2.0**30 * n for n in (1, 2, 3) for what in ("RequestedBytes", "DeviceBytesFree")}
results = []
for kind, figures in (("refuted", {}), ("confirmed", TIMES), ("holds", {}), ("confirmed", GROWING)):
    results.append(
        {
            "ruleId": "cublaslt-x",
            "message": {"text": HOSTILE},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "a%3Cb%3E" + "w" * 90 + ".cpp"},
                        "region": {"startLine": 3, "snippet": {"text": HOSTILE}},
                    }
                }
            ],
            "properties": {
                "verdict": {
                    "kind": kind,
                    "reason": HOSTILE,
                    "experiment": "x",
                    "device": "GPU <b>",
                    "flagged": run(True, True, figures),
                    "control": run(True, False, figures),
                    "deciding": {"fromProgram": [], "fromWitness": [HOSTILE] if kind == "holds" else []},
                }
            },
        }
    )
source, page = (os.path.join(folder, name) for name in ("hostile.sarif", "hostile.html"))
with open(source, "w", encoding="utf-8") as file:
    json.dump({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": results}]}, file)
subprocess.run([doctor, "report", source, "-o", page], check=True, stdout=subprocess.DEVNULL)
with open(page, encoding="utf-8") as file:
    text = file.read()
plotting = text.index("</script>\n<script>") + len("</script>\n<script>")
plain = os.path.join(folder, "plain.html")
with open(plain, "w", encoding="utf-8") as file:
    file.write(text[:plotting] + text[text.index('</script>\n<script>\n"use strict"', plotting) :])

# Each text's contrast with what is behind it, and the right end of what reaches furthest.
CONTRAST = """(() => {
  const light = text => { const [r, g, b] = text.match(/[0-9.]+/g).slice(0, 3).map(part => {
    part /= 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = node => { for (; node; node = node.parentElement) {
    const color = getComputedStyle(node).backgroundColor;
    if (!/, 0\\)$/.test(color)) return color; } return "rgb(255, 255, 255)"; };
  return Math.min(...[...document.body.querySelectorAll("*")]
    .filter(node => node.tagName != "SCRIPT" && [...node.childNodes].some(child => child.nodeType == 3 && child.data.trim()))
    .map(node => { const [one, other] = [getComputedStyle(node).color, behind(node)].map(light);
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05); })); })()"""
FURTHEST = 'Math.max(...[...document.body.querySelectorAll("*")].map(node => node.getBoundingClientRect().right))'
INK = 'getComputedStyle(document.documentElement).getPropertyValue("--ink").trim()'
PLOTS = '[...document.querySelectorAll("canvas")].map(canvas => Chart.getChart(canvas).options.color)'
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def check_content(browser):
    dom = browser.value("document.documentElement.outerHTML")
    assert browser.value("document.body.dataset.ready") == "4", dom[-500:]
    assert browser.value("document.title") == "cublaslt-doctor report"
    assert browser.value('performance.getEntriesByType("resource").length') == 0
    assert dom.count("<article>") == 4
    assert re.findall('class="kind ([a-z]+)"', dom) == ["confirmed", "confirmed", "holds", "refuted"]
    # A message, a snippet, a reason, and of each run a summary and a line; and
    # what decides the one that holds.
    assert dom.count(html.escape(HOSTILE, quote=False)) == 4 * 7 + 1, dom.count(html.escape(HOSTILE, quote=False))
    assert "onerror" not in re.sub(r"<(p|pre|dd)>[^<]*</\1>", "", dom.split('id="findings"')[1].split("<script")[0])


with Browser(os.path.join(folder, "profile")) as browser:
    for name, width, media, scheme in (
        ("desk", 1280, "", "light"),
        ("phone", 375, "", "light"),
        ("phone-dark", 375, "", "dark"),
        ("print", 800, "print", "dark"),
    ):
        # Loaded as it is on a screen, then seen in its way: a plot must follow.
        browser.show(width, "", scheme)
        browser.open(page)
        browser.show(width, media, scheme)
        check_content(browser)
        assert browser.value(FURTHEST) <= width, (name, browser.value(FURTHEST))
        assert browser.value("document.documentElement.scrollWidth") <= width, name
        is_dark = scheme == "dark" and not media
        assert (browser.value(BACKGROUND) == "rgb(255, 255, 255)") != is_dark, (name, browser.value(BACKGROUND))
        assert browser.value(CONTRAST) >= 4.5, (name, browser.value(CONTRAST))
        # The change of media is an event of its own, which a busy machine lets wait.
        deadline = time.monotonic() + 30
        while (plots := browser.value(PLOTS)) != [browser.value(INK)] * 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert plots == [browser.value(INK)] * 2, (name, plots, browser.value(INK))
        with open(os.path.join(folder, name + ".png"), "wb") as file:
            file.write(base64.b64decode(browser.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]))
        assert not browser.complaints, (name, browser.complaints)
    with open(os.path.join(folder, "report.pdf"), "wb") as file:
        file.write(base64.b64decode(browser.call("Page.printToPDF")["data"]))
    # Built without the plotting library.
    browser.open(plain)
    assert "built without Chart.js" in browser.value("document.body.innerText")
    assert browser.value("document.body.dataset.ready") == "4"
    assert not browser.complaints, browser.complaints
print("page right")
