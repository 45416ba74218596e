"""The result of an operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yishi_core.errors import Text


@dataclass(frozen=True, slots=True)
class Advice:
    """A hint that does not refuse: a missing party, an overspent budget.

    `rule` is a stable identifier; `plugin` is None for core.
    """

    rule: str
    text: Text
    plugin: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The result of an operation.

    `value` is the changed entity or the returned structure; `replayed` says that the idempotency
    key had been used before; `shown` holds secrets that are shown once beside the entity, such as a
    query code.
    """

    value: Any
    advice: tuple[Advice, ...] = ()
    replayed: bool = False
    wrote: frozenset[str] = frozenset()
    """Names of the entities of which rows were written."""
    shown: Mapping[str, str] = field(default_factory=dict)
