# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What each shell offers for a program is what the program's --help lists.

usage: completions.py FOLDER_OF_PROGRAMS FOLDER_OF_COMPLETIONS PROGRAM...

Asks the shells themselves, in a terminal where they want one (zsh). A shell
that is not installed is named and left out.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile

FILES = {"bash": "{}", "zsh": "_{}", "fish": "{}.fish"}


def help_of(words):
    return subprocess.run(
        words + ["--help"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def listed(words):
    """Options, and subcommands, in the help of a command."""
    options, subcommands, in_subcommands = set(), set(), False
    for line in help_of(words).splitlines():
        if not line.startswith(" "):
            in_subcommands = line.lower().startswith("subcommands")
        elif in_subcommands:
            subcommands.add(line.split()[0])
        # "-o,--output FILE  ...", "--level=<int>  - ...", "-p <string>  - ..."
        elif match := re.match(r" {2,4}(-[\w-]*\w(?:, ?-[\w-]+)?)", line):
            options |= set(re.split(", ?", match.group(1)))
    assert options, words
    return options, subcommands


def by_bash(script, words):
    program = words[0].replace("-", "_")
    return subprocess.run(
        ["bash", "-c", 'source "$0" && COMP_WORDS=("$@") && '
         f"COMP_CWORD=$(($# - 1)) && {{ _{program} || :; }} && "
         'printf "%s\\n" "${COMPREPLY[@]}"', script, *words],
        stdout=subprocess.PIPE, text=True, check=True,
    ).stdout.splitlines()


def by_fish(script, words):
    out = subprocess.run(
        ["fish", "--no-config", "-c",
         f'source {script}; complete -C "{" ".join(words)}"'],
        stdout=subprocess.PIPE, text=True, check=True,
    ).stdout
    return [line.split("\t")[0] for line in out.splitlines()]


def by_zsh(script, words):
    """Types the words and a tab; a compadd in front of zsh's own writes down
    what it is given."""
    with tempfile.TemporaryDirectory() as scratch:
        heard, done = scratch + "/heard", scratch + "/done"
        with open(scratch + "/.zshrc", "w") as file:
            file.write(f"""
fpath=({os.path.dirname(script)} $fpath)
autoload -U compinit && compinit -u -D
unsetopt beep; zstyle ':completion:*' menu no; LISTMAX=10000
compadd() {{
  if [[ ${{@[1,(i)(-|--)]}} != *-[AOD]* ]]; then
    local -a hits; builtin compadd -O hits "$@"
    print -rl -- $hits >>{heard}
  fi
  builtin compadd "$@"
}}
_tested() {{ zle list-choices; : >>{heard}; print >{done}; exit }}
zle -N _tested && bindkey '^I' _tested
""")
        child, terminal = pty.fork()
        if child == 0:
            os.environ.update(ZDOTDIR=scratch, TERM="dumb")
            os.execvp("zsh", ["zsh", "-d", "-i"])
        os.write(terminal, (" ".join(words) + "\t").encode())
        try:
            while os.read(terminal, 4096):
                pass
        except OSError:  # the end, on Linux
            pass
        os.waitpid(child, 0)
        os.close(terminal)
        assert os.path.exists(done), "zsh did not come to the tab"
        with open(heard) as file:
            return file.read().split()


def compare(shell, script, words, expected):
    offered = {"bash": by_bash, "fish": by_fish, "zsh": by_zsh}[shell](script, words)
    missing = expected - {word.rstrip("=") for word in offered}
    if missing:
        print(f"{shell}: {' '.join(words)}: not offered: {sorted(missing)}")
    return not missing


def commands(words):
    """The program and its subcommands, with what each lists."""
    options, subcommands = listed(words)
    yield words, options, subcommands
    for name in sorted(subcommands):
        yield from commands(words + [name])


def main():
    programs, folder, *names = sys.argv[1:]
    assert names, "no program is named: nothing would be compared"
    os.environ["PATH"] = programs + os.pathsep + os.environ["PATH"]
    good, shells = True, [shell for shell in FILES if shutil.which(shell)]
    for shell in set(FILES) - set(shells):
        print(f"{shell} is not installed: not asked")
    for name in names:
        for words, options, subcommands in commands([name]):
            for shell in shells:
                script = os.path.join(folder, shell, FILES[shell].format(name))
                good &= compare(shell, script, words + ["-"], options)
                if subcommands:
                    good &= compare(shell, script, words + [""], subcommands)
            print(f"{' '.join(words)}: {len(options)} options,"
                  f" {len(subcommands)} subcommands: {', '.join(shells)}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
