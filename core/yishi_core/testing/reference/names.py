"""What `yishi_core` itself exports: each name with its declaration and what its docstring says."""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from yishi_core.errors import Rule
from yishi_core.kernel.access.permissions import Permission
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.nouns import ROOT
from yishi_core.testing.reference.text import (
    code,
    remarks,
    signature,
    table,
    type_text,
    whole,
)

WIDEST = 40
"""A default that takes more characters than this is not shown."""
HEAD = """\
# What every plugin may import

`from yishi_core import …`. What belongs to a noun is imported from the noun: [its pages](README.md#nouns). For tests there is `yishi_core.testing`.
Nothing deeper: the rest changes without notice."""


def page() -> str:
    """All names of the face of `yishi_core`, in order of the alphabet."""
    return "\n\n".join([HEAD, *exported(importlib.import_module(ROOT))])


def exported(package: ModuleType) -> Iterator[str]:
    """One section for each name that a package exports."""
    for name in sorted(package.__all__, key=str.lower):
        yield section(name, getattr(package, name))


def section(name: str, value: Any) -> str:
    """The declaration of one name, what it says of itself, and its parts."""
    if isinstance(value, ModuleType) or not (callable(value) or isinstance(value, type)):
        parts = [_of_value(value)]
    elif inspect.isclass(value):
        parts = [whole(value.__doc__), *_of_class(value)]
    else:
        parts = [f"```python\n{_declared(value, name)}\n```", whole(value.__doc__)]
    return "\n\n".join([f"## {name}", *filter(None, parts)])


def _declared(value: Any, name: str) -> str:
    try:
        return signature(value, name)
    except (TypeError, ValueError):
        return name


def _of_value(value: Any) -> str:
    if isinstance(value, ModuleType):
        return whole(value.__doc__)
    if isinstance(value, str | int | tuple):
        return f"```python\n{value!r}\n```"
    return whole(type(value).__doc__)


def _of_class(class_: type[Any]) -> Iterator[str]:
    said = remarks(class_)
    if issubclass(class_, Permission):
        yield "Its members are listed in [rights.md](rights.md)."
    elif issubclass(class_, Rule):
        rows_of_rules = ((code(r.name), code(r.word), r.template.zh, r.template.en) for r in class_)
        yield _table(["Member", "Word", "中文", "English"], rows_of_rules)
    elif issubclass(class_, enum.Enum):
        yield _table(["Value", "Meaning"], ((code(m.value), _meaning(m, said)) for m in class_))
    if issubclass(class_, enum.Enum | Exception):
        return
    if dataclasses.is_dataclass(class_):
        rows = (
            (code(field.name), code(field.type), _default(field), said.get(field.name, ""))
            for field in dataclasses.fields(class_)
            if not field.name.startswith("_")
        )
        yield _table(["Attribute", "Type", "Default", "Meaning"], rows)
    elif issubclass(class_, BaseModel) and class_.model_fields:
        rows_ = (
            (code(name), type_text(field.annotation), said.get(name) or field.description or "")
            for name, field in class_.model_fields.items()
        )
        yield _table(["Key", "Type", "Meaning"], rows_)
    for name, method in _methods(class_):
        title = f"### {class_.__name__}.{name}\n\n```python\n{_declared(method, name)}\n```"
        yield f"{title}\n\n{whole(method.__doc__)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table, or nothing without rows."""
    lines = [*rows]
    return table(head, lines) if lines else ""


def _methods(class_: type[Any]) -> Iterator[tuple[str, Any]]:
    """The public methods that our own code gives a class, each with a docstring."""
    for name, value in sorted(inspect.getmembers(class_, inspect.isroutine)):
        ours = str(getattr(value, "__module__", "")).startswith(ROOT)
        if ours and not name.startswith("_") and inspect.getdoc(value):
            yield name, value


def _meaning(member: enum.Enum, said: Mapping[str, str]) -> str:
    if text := said.get(member.name):
        return text
    return member.label if isinstance(member, Labelled) else ""


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING:
        return "" if field.default_factory is dataclasses.MISSING else "empty"
    shown = repr(field.default)
    return code(shown) if len(shown) < WIDEST else "see the source"
