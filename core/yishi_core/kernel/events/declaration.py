"""How a noun says what can happen to its records: it declares an `EventType`, and an operation
names it as its `event` or among what it `emits`.

    TOPIC_PROPOSED = EventType("topic.proposed", Topic)

Notices, reactions and plugins name the object, never its name as text, so that a slip of the pen is
an import error. The name is what is stored, delivered and shown to clients; it never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yishi_core.errors import Text
from yishi_core.kernel.entity.base import TenantRow


@dataclass(frozen=True, eq=False)
class EventType:
    """One kind of event."""

    name: str
    """`noun.what_happened`, unique in an installation."""
    entity: type[TenantRow] | None
    """The kind of record it happens to; None: to records of any kind."""
    label: Text | None = None
    """What happened, in words. Left out where it is what the operation does that writes it."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class Emitter:
    """A declaration whose function emits events: a clock, a job, a reaction."""

    emits: frozenset[EventType] = frozenset()
    """The events that it may emit."""


class Listener:
    """A declaration about events that are to happen: a notice, a reaction."""

    def about(self) -> frozenset[EventType]:
        """The events that it waits for."""
        raise NotImplementedError


class UndeclaredEvent(TypeError):
    """Something emits an event that its declaration does not name, or about another kind of record:
    a mistake in the program, raised at the call.
    """


def require_declared(
    event: EventType, row: TenantRow, declared: Iterable[EventType], what: str
) -> None:
    """Raise `UndeclaredEvent` unless `what` (an operation, a clock, a reaction) may emit the event
    about this record.
    """
    if event not in declared:
        raise UndeclaredEvent(f"{what} emits {event}, which is not among the events it declares")
    if event.entity is not None and not isinstance(row, event.entity):
        raise UndeclaredEvent(
            f"{what} emits {event} about a {type(row).__name__}: it happens to a "
            f"{event.entity.__name__}"
        )
