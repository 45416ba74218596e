"""Core's own reactions to events, declared as `Reaction` values in a noun's package.

They are needed where a change has to reach another county's transaction. A reaction must be
idempotent, because its job is repeated until it has ended.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from yishi_core.kernel.events.declaration import Emitter, EventType, Listener
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.platform import Platform


@dataclass(frozen=True)
class Reaction(Emitter, Listener):
    """`function` is awaited for every event of these types, before the plugins are asked."""

    events: frozenset[EventType] | Callable[[Platform], frozenset[EventType]]
    """The events, or a function that gives them once the platform is assembled."""
    function: Callable[[Platform, EventView], Awaitable[None]]

    def about(self) -> frozenset[EventType]:
        """The events that it names itself."""
        return frozenset() if callable(self.events) else self.events


def reactions_of(platform: Platform) -> Mapping[str, Sequence[Reaction]]:
    """The reactions of core by event name."""
    return platform.derived(_by_event)


def _by_event(platform: Platform) -> Mapping[str, Sequence[Reaction]]:
    found: dict[str, list[Reaction]] = {}
    for reaction in platform.declared(Reaction):
        events = reaction.events
        for event in events(platform) if callable(events) else events:
            found.setdefault(event.name, []).append(reaction)
    return found
