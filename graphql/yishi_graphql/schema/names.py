"""The spelling of derived GraphQL names."""

from __future__ import annotations

import re

from yishi_core.kernel.entity import camel

GRAPHQL_NAME = re.compile(r"^[_A-Za-z][_0-9A-Za-z]*$")
RESERVED = frozenset({"true", "false", "null"})


def title(name: str) -> str:
    """`open_station` or `openStation` → `OpenStation`."""
    spelled = camel(name)
    return spelled[:1].upper() + spelled[1:]


def connection(entity: str) -> str:
    return f"{entity}Connection"


def edge(entity: str) -> str:
    return f"{entity}Edge"


def where(entity: str) -> str:
    return f"{entity}Where"


def order(entity: str) -> str:
    return f"{entity}Order"


def group(entity: str, plugin: str) -> str:
    """The type of what a plugin adds to an entity, e.g. `StationMyPlugin`."""
    return f"{entity}{title(plugin)}"


def payload(operation: str) -> str:
    return f"{title(operation)}Payload"


def described(label: str, doc: str) -> str:
    """`中文标签 — English doc`, or whichever of the two there is."""
    return label if not doc or doc == label else f"{label} — {doc}"


def checked_word(word: str, where_: str) -> str:
    """Check that a stored value can be the name of a GraphQL enum value; raises `ValueError`."""
    if not GRAPHQL_NAME.match(word) or word in RESERVED or word.startswith("__"):
        raise ValueError(f"{where_}: “{word}” cannot be the name of a GraphQL enumeration value")
    return word
