# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Inputs that never end, outputs that cannot be written, signals.

usage: check_streams.py DOCTOR SCRATCH
"""

import array
import fcntl
import os
import pathlib
import signal
import subprocess
import sys
import termios
import threading
import time

ERROR = (
    b"[2026-11-22 09:44:27][cublasLt][536][Error][cublasLtMatmulAlgoGetHeuristic]"
    b" FP8 matrix multiplications support only TN input layout. Got NN\n"
)
failures = []


def expect(what, condition, detail=""):
    if not condition:
        failures.append(what)
        print(f"{what}: {str(detail)[:500]}")


def start(*arguments, **options):
    return subprocess.Popen(
        [DOCTOR, "log", *map(str, arguments)],
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        **options,
    )


def wait_until(what, condition):
    """Signals are sent when the doctor is known to be reading: how long it takes
    to start depends on the machine and its load."""
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            expect(what, False, "not within 60 s")
            return
        time.sleep(0.02)


def unread(pipe):
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def expect_complaint(what, process, words):
    """One line, and the exit code for what cannot be read or written."""
    _, errors = process.communicate(timeout=60)
    lines = errors.decode().splitlines()
    expect(what, process.returncode == 2, (process.returncode, errors))
    expect(what + " in one line", len(lines) == 1 and words in lines[0], errors)


def check_closed(log):
    expect_complaint("closed input", start("-", preexec_fn=lambda: os.close(0)), "standard input")
    closed = start(log, preexec_fn=lambda: os.close(1))
    expect_complaint("closed output", closed, "standard output")
    for form in ("text", "json"):
        with open("/dev/full", "wb") as full:
            process = start(log, f"--format={form}", stdout=full)
            expect_complaint(f"full output, {form}", process, "No space left")
    reading, writing = os.pipe()
    os.close(reading)
    expect_complaint("nobody reads", start(log, stdout=writing), "Broken pipe")
    expect_complaint("nobody reads what is followed", start("--follow", log, stdout=writing), "Broken pipe")
    os.close(writing)


def check_signals():
    for number in (signal.SIGINT, signal.SIGTERM):
        name = number.name
        # data without an end, as fast as it can come
        process = start("-", stdin=subprocess.PIPE)
        written = [0]

        def feed():
            try:
                process.stdin.write(ERROR)
                while True:
                    written[0] += process.stdin.write(b"x" * 99 + b"\n" * 1000)
            except OSError:
                pass

        feeder = threading.Thread(target=feed)
        feeder.start()
        # More than the pipe holds.
        wait_until(f"{name}: data is read", lambda: written[0] > 1 << 21)
        process.send_signal(number)
        before = time.monotonic()
        output = process.stdout.read()
        code = process.wait(timeout=60)
        feeder.join()
        expect(f"{name} while data comes", time.monotonic() - before < 30, time.monotonic() - before)
        expect(f"{name} ends with 130", code == 130, code)
        expect(f"{name} says what it found", b"cublaslt-fp8-layout" in output, output)
        expect(f"{name} says that it was interrupted", b"interrupted" in output, output)
        # no data, and no end
        process = start("-", stdin=subprocess.PIPE)
        process.stdin.write(ERROR)
        process.stdin.flush()
        wait_until(f"{name}: the line is read", lambda: unread(process.stdin) == 0)
        process.send_signal(number)
        expect(f"{name} without data", process.wait(timeout=60) == 130, process.returncode)
        expect(f"{name}: what came", b"cublaslt-fp8-layout" in process.stdout.read())


def check_following(scratch, log):
    pipe = scratch / "pipe"
    os.mkfifo(pipe)
    expect_complaint("following a pipe", start("--follow", pipe), "only a file")
    # A file that is replaced by a pipe is waited for, and Ctrl-C still ends it.
    process = start("--follow", log)
    process.stdout.readline()  # it has read the log
    os.replace(pipe, log)
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    expect("a file replaced by a pipe", process.returncode == 1, (process.returncode, output))
    # A log that is cut again and again is one note.
    growing = scratch / "rotated.log"
    growing.write_bytes(ERROR + b"x\n" * 900)
    process = start("--follow", growing)
    process.stdout.readline()
    for count in range(800, 0, -100):
        growing.write_bytes(b"x\n" * count)
        time.sleep(0.6)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=60)
    expect("one note", output.count(b"note:") == 1 and b" times" in output, output)
    expect("SIGTERM ends following", process.returncode == 1, process.returncode)
    # One that is cut and has more than before when it is looked at again.
    growing = scratch / "outgrown.log"
    growing.write_bytes(b"x\n" * 900)
    process = start("--follow", growing)
    time.sleep(1.5)
    growing.write_bytes(ERROR + b"y\n" * 900)
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=60)
    expect("cut and outgrown", b"cublaslt-fp8-layout" in output and output.count(b"note:") == 1, output)


def main():
    global DOCTOR
    DOCTOR, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    log = scratch / "error.log"
    log.write_bytes(ERROR)
    check_closed(log)
    check_signals()
    check_following(scratch, log)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
