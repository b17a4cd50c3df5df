# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""snippets.py PAGE LANGUAGE [N]: prints the (Nth) block in that language."""
import re
import sys


def blocks(page, language):
    with open(page, encoding="utf-8") as text:
        return re.findall(rf"^```{language}\n(.*?)^```$", text.read(), re.M | re.S)


if __name__ == "__main__":
    page, language, number = (sys.argv[1:] + ["0"])[:3]
    print(blocks(page, language)[int(number)], end="")
