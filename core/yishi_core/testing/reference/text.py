"""Markdown of the reference: tables, and what the source says about classes and functions."""

from __future__ import annotations

import ast
import enum
import inspect
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

NOTHING = "—"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table, or a dash where it would have no row."""
    lines = [[_cell(value) for value in row] for row in rows]
    if not lines:
        return NOTHING
    return "\n".join(f"| {' | '.join(line)} |" for line in ([*head], ["---"] * len(head), *lines))


def code(value: object) -> str:
    """A word as code; nothing for nothing."""
    return f"`{value}`" if value not in (None, "") else ""


def codes(values: Iterable[object]) -> str:
    return " ".join(map(code, values))


def first(doc: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(doc or "").partition("\n\n")[0].split())


def whole(doc: str | None) -> str:
    """A docstring as text, its examples as code."""
    return re.sub(
        r"\n\n((?: {4}.*\n|\n(?= {4}))+)", _fenced, inspect.cleandoc(doc or "") + "\n"
    ).strip()


def remarks(class_: type[Any]) -> Mapping[str, str]:
    """Attribute → the text below it in the source of a class or of its bases."""
    found: dict[str, str] = {}
    for base in reversed(class_.__mro__):
        if not base.__module__.startswith("yishi"):
            continue
        body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
        assert isinstance(body, ast.ClassDef)
        for node, below in zip(body.body, body.body[1:], strict=False):
            if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                for target in _targets(node):
                    found[target] = " ".join(inspect.cleandoc(str(below.value.value)).split())
    return found


def type_text(annotation: Any) -> str:
    """A type as an author reads it: `Station`, `list of Person, optional`, `one of county, village`."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_text(inner[0])
    if origin in (Union, UnionType):
        kinds = [type_text(arg) for arg in inner if arg is not NoneType]
        return " or ".join(kinds) + (", optional" if NoneType in inner else "")
    if origin is list:
        return f"list of {type_text(inner[0])}"
    if origin is Literal:
        return f"one of {codes(inner)}"
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return f"`{annotation.__name__}`"
    return f"`{getattr(annotation, '__name__', str(annotation))}`"


def signature(function: Any, name: str) -> str:
    """The declaration of a function, as it would be imported."""
    asynchronous = "async " if inspect.iscoroutinefunction(function) else ""
    given = str(inspect.signature(function)).replace("'", "")
    return f"{asynchronous}def {name}{given}"


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def _fenced(found: re.Match[str]) -> str:
    return f"\n\n```python\n{textwrap.dedent(found[1]).strip()}\n```\n"


def _targets(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []
