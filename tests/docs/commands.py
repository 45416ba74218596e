"""The commands that a page tells its reader to type: the lines of its `sh` blocks."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

BLOCK = re.compile(r"```sh\n(.*?)```", re.S)


def commands(page: Path) -> list[list[str]]:
    """Each line as words; a line that ends with a backslash goes on."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [words for line in lines if (words := shlex.split(line, comments=True))]
