# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A plain client of a language server, for one file."""
import json
import pathlib
import subprocess


class Server:
    """clangd on one file, whose commands are in the file's folder."""

    def __init__(self, program, file, arguments, errors):
        self.file = pathlib.Path(file).resolve()
        self.version = 0
        entry = {
            "directory": str(self.file.parent),
            "file": str(self.file),
            "arguments": arguments + [str(self.file)],
        }
        with open(self.file.parent / "compile_commands.json", "w") as out:
            json.dump([entry], out)
        self.process = subprocess.Popen(
            # An index of the machine's headers is built at the lowest priority,
            # and the server does not end before.
            [program, "--log=error", "--background-index=false"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=open(errors, "w"),
        )
        document = {
            "publishDiagnostics": {
                "relatedInformation": True,
                "codeDescriptionSupport": True,
            },
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}
            },
        }
        self.ask("initialize", {"processId": None, "rootUri": None,
                                "capabilities": {"textDocument": document}})
        self.tell("initialized", {})

    @property
    def uri(self):
        return self.file.as_uri()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, parameters):
        self.send({"method": method, "params": parameters})

    def receive(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            assert line, "the server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            if not line.strip():
                return json.loads(self.process.stdout.read(length))

    def ask(self, method, parameters):
        self.send({"id": 1, "method": method, "params": parameters})
        while True:
            answer = self.receive()
            if answer.get("id") == 1 and "method" not in answer:
                return answer["result"]

    def show(self, text):
        """Opens the file with this text, or changes it; returns diagnostics."""
        self.version += 1
        if self.version == 1:
            self.tell("textDocument/didOpen", {"textDocument": {
                "uri": self.uri, "languageId": "cpp", "version": 1, "text": text}})
        else:
            self.tell("textDocument/didChange", {
                "textDocument": {"uri": self.uri, "version": self.version},
                "wantDiagnostics": True, "contentChanges": [{"text": text}]})
        while True:
            message = self.receive()
            if (message.get("method") == "textDocument/publishDiagnostics"
                    and message["params"].get("version") == self.version):
                return message["params"]["diagnostics"]

    def show_other(self, file, text):
        """Opens another file with this text; returns its diagnostics."""
        path = pathlib.Path(file).resolve()
        path.write_text(text)
        self.tell("textDocument/didOpen", {"textDocument": {
            "uri": path.as_uri(), "languageId": "cpp", "version": 1, "text": text}})
        while True:
            message = self.receive()
            if (message.get("method") == "textDocument/publishDiagnostics"
                    and message["params"]["uri"] == path.as_uri()):
                return message["params"]["diagnostics"]

    def actions(self, diagnostic):
        return self.ask("textDocument/codeAction", {
            "textDocument": {"uri": self.uri}, "range": diagnostic["range"],
            "context": {"diagnostics": [diagnostic]}})

    def close(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        assert self.process.wait(timeout=60) == 0


def ours(diagnostics):
    """(line from 1, check) of our findings."""
    return sorted((each["range"]["start"]["line"] + 1, each["code"])
                  for each in diagnostics
                  if str(each.get("code", "")).startswith("cublaslt-"))


def edited(text, edits):
    """The text after a code action's edits."""
    lines = text.split("\n")
    for edit in sorted(edits, reverse=True, key=lambda each: (
            each["range"]["start"]["line"], each["range"]["start"]["character"])):
        start, end = edit["range"]["start"], edit["range"]["end"]
        before = lines[start["line"]][:start["character"]]
        after = lines[end["line"]][end["character"]:]
        lines[start["line"]:end["line"] + 1] = (
            before + edit["newText"] + after).split("\n")
    return "\n".join(lines)
