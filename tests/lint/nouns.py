"""Packages that declare something, and whether they are listed as nouns.

What is declared in a package that no list names is collected by nobody: its table, its operations
and its to-dos would be nowhere, in silence.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from pathlib import Path

DECLARE = frozenset(
    {
        "EventType",
        "Job",
        "Matter",
        "Metric",
        "Notice",
        "Reaction",
        "StartCheck",
        "SupervisedTodo",
        "Todo",
        "VocabularyTable",
        "Voiding",
        "daily",
        "operation",
        "question",
    }
)
"""Calls that declare."""
BASES = frozenset({"Entity", "OrgRow", "TenantRow", "Base"})
"""Base classes of tables."""


def declaring(root: Path, storeys: Collection[str] = ("",)) -> set[str]:
    """The packages directly below the storeys of a root in which anything is declared, dotted."""
    return {
        ".".join((*([storey] if storey else []), package.name))
        for storey in storeys
        for package in sorted((root / storey).iterdir())
        if package.is_dir() and any(map(_declares, package.rglob("*.py")))
    }


def unlisted(found: Collection[str], listed: Collection[str]) -> list[str]:
    """One line for each package that declares and is not listed, or is listed and declares
    nothing.
    """
    return [
        *(
            f"{name} declares something and is in no list of nouns"
            for name in sorted(set(found) - set(listed))
        ),
        *(
            f"{name} is listed as a noun and declares nothing"
            for name in sorted(set(listed) - set(found))
        ),
    ]


def _declares(file: Path) -> bool:
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    return any(_is_table(node) or _is_declaration(node) for node in tree.body)


def _is_table(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id in BASES for base in node.bases)
        and not any("__abstract__" in ast.unparse(line) for line in node.body)
    )


def _is_declaration(node: ast.stmt) -> bool:
    """A value of the module made by one of the calls, or a function under one of them."""
    made: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        made = [node.value]
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        made = node.decorator_list
    return any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in DECLARE
        for call in made
    )
