"""Spellings of names: `org_unit` in SQL and Python, `orgUnit` and `OrgUnit` in GraphQL."""

from __future__ import annotations

import re

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def snake(name: str) -> str:
    """`OrgUnit` → `org_unit`."""
    return _HUMP.sub("_", name).lower()


def camel(name: str) -> str:
    """`org_unit` → `orgUnit`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def plural(name: str) -> str:
    """The plural of an English word: `case` → `cases`, `reply` → `replies`, `box` → `boxes`.

    Used for root fields and inverse relations.
    """
    if name.endswith(("s", "x", "ch", "sh")):
        return name + "es"
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s"


def summary(doc: str | None) -> str:
    """The first paragraph of a docstring on one line; empty when there is no docstring."""
    return " ".join((doc or "").strip().partition("\n\n")[0].split())


def paragraphs(doc: str) -> str:
    """A cleaned docstring with every paragraph joined to one line."""
    return "\n\n".join(" ".join(part.split()) for part in doc.strip().split("\n\n"))
