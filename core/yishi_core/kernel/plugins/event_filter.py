"""Which events a plugin's `react` is called for, and which it emits itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from yishi_core.kernel.events.declaration import EventType

HEARD, WRITTEN = "__yishi_heard__", "__yishi_written__"
"""Attributes of a `react`: the events for which it is called, and those that it emits."""
F = TypeVar("F", bound=Callable[..., Any])


def reacts_to(*events: EventType, emits: Iterable[EventType] = ()) -> Callable[[F], F]:
    """For these events only is `react` called, and it may emit those of `emits`: `@hookimpl` above,
    `@reacts_to(CONSULTATION_HELD)` below it.

    Where no event is named, it is called for every event, as it is without this decorator: each of
    them then costs a transaction of its own.
    """
    for named in events:
        if not isinstance(named, EventType):
            raise TypeError(
                f"@reacts_to({named!r}): name the event by its object, e.g. "
                "`from yishi_core import CONSULTATION_HELD`"
            )

    def marked(function: F) -> F:
        setattr(function, HEARD, frozenset(events) or None)
        setattr(function, WRITTEN, frozenset(emits))
        return function

    return marked


def heard(function: Callable[..., Any]) -> frozenset[EventType] | None:
    """The events that a `react` names; None where it is called for all."""
    found: frozenset[EventType] | None = getattr(function, HEARD, None)
    return found


def written(function: Callable[..., Any]) -> frozenset[EventType]:
    """The events that a `react` may emit."""
    found: frozenset[EventType] = getattr(function, WRITTEN, frozenset())
    return found


def hears(function: Callable[..., Any], name: str) -> bool:
    """Whether a `react` function is called for events of this name; true for all by default."""
    named = heard(function)
    return named is None or name in {event.name for event in named}
