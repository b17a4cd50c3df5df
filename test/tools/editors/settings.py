# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The settings on the editors' page are those that the editors know.

The names and types below are from vscode-clangd's package.json (0.1.29), from
vscode-cpptools' package.json (1.14.4), and from Qt Creator's sources
(src/plugins/cppeditor/cppcodemodelsettings.cpp, clangtools/clangtoolssettings.cpp).

RUN: %python %s %src/docs/editors.md
"""
import configparser
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "Inputs"))
import snippets  # noqa: E402

VS_CODE = {
    "clangd.path": str,
    "clangd.arguments": list,
    "C_Cpp.codeAnalysis.runAutomatically": bool,
    "C_Cpp.codeAnalysis.clangTidy.enabled": bool,
    "C_Cpp.codeAnalysis.clangTidy.path": str,
}
QT_CREATOR = {
    "ClangdSettings": {"UseClangdV7", "ClangdPath"},
    "ClangTools": {"ClangTidyExecutable"},
}


def is_program(text):
    return text.startswith("/") and os.path.basename(text) in ("cublaslt-tidy", "cublaslt-clangd")


def main():
    page = sys.argv[1]
    found = snippets.blocks(page, "json")
    assert len(found) == 2
    for block in found:
        for name, value in json.loads(block).items():
            assert name in VS_CODE, f"VS Code knows no {name}"
            assert isinstance(value, VS_CODE[name]), f"{name}: {value}"
            if name.endswith(".path"):
                assert is_program(value), value
    (block,) = snippets.blocks(page, "ini")
    settings = configparser.ConfigParser()
    settings.optionxform = str
    settings.read_string(block)
    for section in settings.sections():
        assert set(settings[section]) <= QT_CREATOR[section], section
        for name, value in settings[section].items():
            assert name == "UseClangdV7" or is_program(value), value


main()
