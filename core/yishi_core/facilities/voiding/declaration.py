"""How a noun or a plugin declares what else happens when one of its records is taken back:
`voiding.py` beside its models, or the module whose rule it is.

    REPLIES = Voiding(Reply, after=owe_again)

What goes with a record stands on the reference (`ref(…, on_void=…)`), what may be taken back at all
and what a decision rests on stands on the entity (`__voidable__`, `served`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.platform import Platform

R = TypeVar("R", bound=OrgRow)


@dataclass(frozen=True, eq=False)
class Voiding(Generic[R]):
    """What is done besides, of records of one entity."""

    entity: type[R]
    before: Callable[[OperationContext, R], Awaitable[None]] | None = None
    """Refuses, by raising, what must not be taken back now; asked of the record that was named."""
    made_with: Callable[[OperationContext, R], Awaitable[Sequence[OrgRow]]] | None = None
    """Other records that were made by the same operation, and go with the one that was named."""
    after: Callable[[OperationContext, R], Awaitable[None]] | None = None
    """Puts back what a record had moved; for each that was taken back."""
    loosened: Callable[[OperationContext, R], Awaitable[None]] | None = None
    """For each record that stays, of which a reference was emptied."""


def voidings_of(platform: Platform) -> Mapping[type[OrgRow], Sequence[Voiding[Any]]]:
    """What nouns and plugins declare, by entity."""
    return platform.derived(_by_entity)


def _by_entity(platform: Platform) -> Mapping[type[OrgRow], Sequence[Voiding[Any]]]:
    found: dict[type[OrgRow], list[Voiding[Any]]] = {}
    for voiding in platform.declared(Voiding):
        found.setdefault(voiding.entity, []).append(voiding)
    return found
