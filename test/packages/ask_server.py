# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ask_server.py SERVER FILE FLAG...: what cublaslt-clangd finds in a file.

Needs nothing but python3-minimal; the tests' own client is not installed.
"""
import json
import os
import subprocess
import sys

server, file, *flags = sys.argv[1:]
with open("compile_commands.json", "w") as out:
    json.dump([{"directory": os.getcwd(), "file": file,
                "arguments": ["c++", *flags, "-c", file]}], out)
process = subprocess.Popen(
    [server, "--log=error", "--background-index=false",
     "--compile-commands-dir=" + os.getcwd()],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def send(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    process.stdin.flush()


def receive():
    length = 0
    while (line := process.stdout.readline().strip()):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if not length:
        sys.exit("error: the server has ended")
    return json.loads(process.stdout.read(length))


send(id=1, method="initialize",
     params={"processId": None, "rootUri": None, "capabilities": {}})
send(method="initialized", params={})
with open(file) as source:
    send(method="textDocument/didOpen", params={"textDocument": {
        "uri": "file://" + os.path.realpath(file).replace(" ", "%20"),
        "languageId": "cpp", "version": 1, "text": source.read()}})
while (message := receive()).get("method") != "textDocument/publishDiagnostics":
    pass
codes = [str(each.get("code")) for each in message["params"]["diagnostics"]]
send(id=2, method="shutdown")
send(method="exit")
process.wait()
print("clangd:", sum(code.startswith("cublaslt-") for code in codes), "findings")
