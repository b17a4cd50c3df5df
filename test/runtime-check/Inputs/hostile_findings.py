# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Findings files that name what cannot be read, are large, hold markup and
control characters; outputs that are links, inputs, full.

usage: hostile_findings.py DOCTOR FOLDER
"""

import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import time

DOCTOR = sys.argv[1]
os.chdir(sys.argv[2])
failures = []


def expect(what, condition, detail=""):
    if not condition:
        failures.append(what)
        print(f"{what}: {str(detail)[:700]}")


def run(*arguments, limit=None):
    return subprocess.run(
        [DOCTOR, *arguments], capture_output=True, timeout=120, check=False,
        preexec_fn=limit and (lambda: resource.setrlimit(*limit)),
    )


def write(name, results):
    document = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": results}]}
    pathlib.Path(name).write_text(json.dumps(document), encoding="utf-8")


def place(uri, column=2):
    return {"physicalLocation": {"artifactLocation": {"uri": uri},
                                 "region": {"startLine": 1, "startColumn": column}}}


def result(text="x", **more):
    return {"message": {"text": text}, **more}


def check_places():
    """What opens but is not read; a pipe that nobody writes to; too much."""
    os.mkfifo("pipe")
    here = pathlib.Path.cwd().as_uri()
    write("places.sarif", [
        result(locations=[place(uri)])
        for uri in ("file:///proc/self/mem", "file:///proc/kmsg", here + "/pipe", "file:///dev/zero", here)
    ])
    for arguments in (["verify", "places.sarif", "-o", "o.sarif"],
                      ["report", "places.sarif", "-o", "o.html"],
                      ["merge", "places.sarif", "places.sarif", "-o", "m.sarif"]):
        done = run(*arguments)
        expect(f"{arguments[0]} of unreadable places", done.returncode in (0, 1, 3), done)


def seconds_of(*arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime - before.ru_utime


def check_sizes():
    """In time that grows with the length alone; beyond a limit in one line."""
    one = '{"message":{"text":"x"}}'
    start = '{"version":"2.1.0","runs":[{"results":['
    related = '{"message":{"text":"x"},"relatedLocations":[' + ",".join(["{}"] * 300000) + "]}"
    cases = [
        ("a million results", start + ",".join([one] * 1000000) + "]}]}", 0),
        ("300,000 places", start + related + "]}]}", 0),
        ("500,000 runs", '{"version":"2.1.0","runs":[' + ",".join(['{"results":[]}'] * 500000) + "]}", 0),
        ("20 million values", '{"version":"2.1.0","runs":[' + ",".join(["{}"] * 20000000) + "]}", 2),
    ]
    for what, text, code in cases:
        pathlib.Path("large.sarif").write_text(text, encoding="utf-8")
        done, seconds = seconds_of("report", "large.sarif", "-o", "large.md")
        expect(what, done.returncode == code and done.stderr.count(b"\n") == (1 if code else 0),
               (done.returncode, done.stderr))
        expect(f"{what}: time", seconds < 10, seconds)
        if code:
            expect(f"{what}: the limit is said", b"more than 8000000 values" in done.stderr, done.stderr)
    os.remove("large.sarif")


def check_signals():
    """A signal ends what waits for its input."""
    for arguments in (["verify", "pipe", "-o", "o.sarif"], ["report", "pipe", "-o", "o.md"],
                      ["merge", "pipe", "pipe", "-o", "m.sarif"]):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # A shell's background job is started with SIGINT ignored.
            process = subprocess.Popen(
                [DOCTOR, *arguments], preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
            writing = os.open("pipe", os.O_WRONLY)  # returns when it is read
            time.sleep(0.2)
            process.send_signal(number)
            try:
                code = process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
            os.close(writing)
            expect(f"{arguments[0]} and {number.name}", code == -number, code)


MARKUP = "\\<img src=x onerror=1> \\| cell `code` [a](javascript:alert(1)) https://a.b ~~s~~ &lt;b&gt;"


def check_table():
    """By CommonMark: a backslash before an escaped sign would free it."""
    verdict = {"kind": "confirmed", "reason": MARKUP, "experiment": MARKUP,
               "flagged": {"ran": True, "failed": True, "summary": MARKUP, "libraryLog": [MARKUP]},
               "control": {"ran": True, "summary": MARKUP}}
    write("markup.sarif", [result(ruleId=MARKUP, properties={"verdict": verdict})])
    done = run("report", "markup.sarif", "-o", "markup.md")
    expect("a table", done.returncode == 0, done)
    row = pathlib.Path("markup.md").read_text(encoding="utf-8").splitlines()[-1]
    expect("no tag, no link", "<" not in row and "://" not in row and "[a]" not in row, row)
    expect("six cells", row.count("|") == 7, row)
    expect("each sign is escaped", "&#92;&lt;img" in row and "&#92;&#124; cell" in row
           and "\\`code\\`" in row and "&amp;lt;b&amp;gt;" in row, row)


def check_terminal():
    """C1 controls, and marks that turn text around: in a message, a name, a key."""
    evil = "a\u009b31mb\u202ec\x1b[2Jd\u2066e\u200f"
    harmful = ["\u009b", "\u202e", "\x1b", "\u2066", "\u200f"]
    write("evil.sarif", [result(evil, ruleId=evil, locations=[place(evil)])])
    write("key.sarif", [result(properties={"callSpecification": {
        "version": 1, "function": "f", "values": {evil: 1}}})])
    write("word.sarif", [result(properties={"verdict": {"kind": evil}})])
    os.link("evil.sarif", evil + ".sarif")
    for arguments in (["verify", "evil.sarif", "-o", evil], ["verify", "key.sarif"], ["verify", "word.sarif"],
                      ["verify", evil + ".sarif", "--only=" + evil], ["report", evil, "-o", evil],
                      ["explain", evil]):
        done = run(*arguments)
        said = (done.stdout + done.stderr).decode()
        expect(f"{arguments}", said and not any(sign in said for sign in harmful), said)


def check_outputs():
    pathlib.Path("victim").write_text("precious", encoding="utf-8")
    write("x.sarif", [result()])
    os.symlink("victim", "x.verified.sarif")
    run("verify", "x.sarif")
    expect("a link that nobody named is not followed",
           pathlib.Path("victim").read_text(encoding="utf-8") == "precious")
    expect("and is replaced", not os.path.islink("x.verified.sarif"))
    os.symlink("victim", "named.sarif")
    run("verify", "x.sarif", "-o", "named.sarif")
    expect("one that was named is", os.path.islink("named.sarif")
           and "precious" not in pathlib.Path("victim").read_text(encoding="utf-8"))
    # The mode of what is replaced.
    pathlib.Path("private.sarif").write_text("", encoding="utf-8")
    os.chmod("private.sarif", 0o600)
    run("verify", "x.sarif", "-o", "private.sarif")
    mode = os.stat("private.sarif").st_mode & 0o777
    expect("the mode is kept", mode == 0o600 and os.stat("private.sarif").st_size > 0, oct(mode))
    # The findings are not replaced by a page of them.
    before = pathlib.Path("x.sarif").read_bytes()
    os.link("x.sarif", "x.html")
    for arguments in (["report", "x.sarif", "-o", "x.sarif"], ["report", "x.sarif", "-o", "x.html"],
                      ["report", "x.sarif", "-o", "x.txt"], ["merge", "x.sarif", "named.sarif", "-o", "x.sarif"]):
        done = run(*arguments)
        expect(f"{arguments} is refused", done.returncode == 2 and done.stderr.count(b"\n") == 1, done)
    expect("and nothing is written", pathlib.Path("x.sarif").read_bytes() == before
           and not os.path.exists("x.txt"))


def check_limits():
    """One line when memory or the size of files is limited."""
    write("many.sarif", [result("x" * 1000) for _ in range(20000)])
    for megabytes in (30, 45, 60, 90):
        done = run("report", "many.sarif", "-o", "many.html",
                   limit=(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)))
        # Below some size the loader of programs gives up itself, with 127.
        expect(f"{megabytes} MiB", done.returncode in (0, 2, 127) and done.stderr.count(b"\n") < 2, done)
    done = run("report", "many.sarif", "-o", "limited.html", limit=(resource.RLIMIT_FSIZE, (1000, 1000)))
    expect("the size of files", done.returncode == 2 and b"File too large" in done.stderr, done)
    expect("nothing is left", not [name for name in os.listdir() if name.startswith("limited")])


check_places()
check_signals()
check_table()
check_terminal()
check_outputs()
check_limits()
check_sizes()
print(f"{len(failures)} failures")
