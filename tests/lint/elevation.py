"""Who may act with more than the caller's rights, or read without the county's condition."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.lint.elevated import ELEVATED
from tests.lint.rules import Rule


class WhoMayElevate(Rule):
    """Every query runs with exactly the places where its caller holds the permission (access.md 1).
    A few functions need more: they read the whole county, act as the platform, or leave the
    automatic condition on the county to a statement of their own. Each of them is a place where a
    slip shows one county's data to another, so each stands in `elevated.py` with its reason, and
    nobody elevates in passing.
    """

    name = "who-may-elevate"
    called = frozenset(
        {
            "as_platform",
            "unasked",
            "standing",
            "see_county",
            "seeing",
            "seeing_county",
            "seeing_whole",
        }
    )

    def find(self, tree: ast.Module, path: PurePosixPath) -> list[str]:
        module = module_of(path)
        return [
            f"{path}:{line}: {module}:{where} elevates ({what}) and is not in elevated.py"
            for where, line, what in self.elevating(tree)
            if f"{module}:{where}" not in ELEVATED
        ]

    def elevating(self, tree: ast.Module) -> Iterator[tuple[str, int, str]]:
        """(function, line, what) of every elevation; a method is named with its class."""
        for where, node in _inside(tree):
            if what := self._elevation(node):
                yield where, getattr(node, "lineno", 0), what

    def _elevation(self, node: ast.AST) -> str | None:
        match node:
            case ast.Name(id="NAMES_COUNTY", ctx=ast.Load()):
                return "NAMES_COUNTY"
            case ast.Constant(value="yishi_names_county") | ast.keyword(arg="yishi_names_county"):
                return "NAMES_COUNTY"
            case ast.Attribute(value=ast.Name(id="Principal"), attr="system"):
                return "Principal.system"
            case ast.Call(func=ast.Attribute(attr="enter")):
                return "database.enter"
            case ast.Call(func=ast.Name(id=name)) if name in self.called:
                return name
            case ast.Call(func=ast.Attribute(attr=name)) if name in self.called:
                return name
        return None


def module_of(path: PurePosixPath) -> str:
    """The dotted name of a file below one of the four root folders."""
    return ".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__")


def _inside(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the function of the module, or the method, in which it stands."""
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef):
            for member in statement.body:
                name = getattr(member, "name", "")
                where = f"{statement.name}.{name}" if name else statement.name
                yield from ((where, node) for node in ast.walk(member))
        else:
            where = getattr(statement, "name", "<module>")
            yield from ((where, node) for node in ast.walk(statement))
