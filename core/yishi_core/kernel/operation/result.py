"""What an operation gives back beside the object it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yishi_core.errors import Text


@dataclass(frozen=True, slots=True)
class Advice:
    """A hint that does not refuse: a missing party, an overspent budget. `rule` is a stable word,
    `plugin` None for core.
    """

    rule: str
    text: Text
    plugin: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """`value` is the changed entity or the answered structure; `replayed` tells that an idempotency
    key was seen before.

    `shown` are words beside an entity that are shown this once: a query code.
    """

    value: Any
    advice: tuple[Advice, ...] = ()
    replayed: bool = False
    wrote: frozenset[str] = frozenset()
    """Names of the entities of which rows were written."""
    shown: Mapping[str, str] = field(default_factory=dict)
