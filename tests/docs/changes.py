"""Changes that a page tells its reader to make, and the commands to run after each: applied to a
copy of the tree.

    In `PATH`, in `Class` below `name`:     behind a member of a class, indented as it is
    In `PATH`, below `name`:                behind a function or class of the module
    In `PATH`, below the line `text`:       behind the line that begins with the text
    A new file, `PATH`:                     the whole file

A block follows one of these, after an empty line; blocks marked `sh` are commands.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

STEP = re.compile(
    r"(?:A\s+new\s+file,\s+`(?P<new>[^`]+)`"
    r"|In\s+`(?P<path>[^`]+)`,\s+(?:in\s+`(?P<inside>\w+)`\s+)?"
    r"below\s+(?:the\s+line\s+`(?P<line>[^`]+)`|`(?P<name>\w+)`)):"
    r"\n\n```\w*\n(?P<text>.*?)```$"
    r"|^```sh\n(?P<commands>.*?)```$",
    re.M | re.S,
)


@dataclass(frozen=True)
class Edit:
    """Text for a file: behind a member of a class, a definition, a line; or, where none is named,
    the whole of it.
    """

    path: str
    text: str
    inside: str | None = None
    name: str | None = None
    line: str | None = None

    def apply(self, root: Path) -> None:
        """Make the change in the tree at `root`; what it names must be there (a new file must
        not).
        """
        file = root / self.path
        if not self.name and not self.line:
            assert not file.exists(), f"{self.path} is there already"
            file.write_text(self.text, encoding="utf-8")
            return
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        text = self.text
        if self.line:
            [number] = [n for n, line in enumerate(lines, 1) if line.startswith(self.line)]
        else:
            number = _end_of(ast.parse("".join(lines)), self.inside, self.name)
            text = textwrap.indent(text, "    ") if self.inside else f"\n\n{text}"
        lines.insert(number, text)
        file.write_text("".join(lines), encoding="utf-8")


def steps(page: str) -> list[Edit | list[str]]:
    """The edits of a page and the command lines of its `sh` blocks, in order."""
    return [
        match["commands"].replace("\\\n", " ").splitlines()
        if match["commands"]
        else Edit(
            match["new"] or match["path"],
            match["text"],
            match["inside"],
            match["name"],
            match["line"],
        )
        for match in STEP.finditer(page)
    ]


def _end_of(module: ast.Module, inside: str | None, name: str | None) -> int:
    """The last line of a definition of the module, or of a member of one of its classes."""
    body = module.body
    if inside:
        [body] = [
            node.body for node in body if isinstance(node, ast.ClassDef) and node.name == inside
        ]
    [found] = [node for node in body if name in (getattr(node, "name", None), _target(node))]
    assert found.end_lineno
    return found.end_lineno


def _target(node: ast.stmt) -> str | None:
    """The name that an assignment gives, if it gives one."""
    given = (
        [node.target]
        if isinstance(node, ast.AnnAssign)
        else node.targets
        if isinstance(node, ast.Assign)
        else []
    )
    return given[0].id if len(given) == 1 and isinstance(given[0], ast.Name) else None
