"""Core's own reactions to events, declared as `Reaction` values in a noun's package.

They are needed where a change has to reach another county's transaction. A reaction must be
idempotent, because its job is repeated until it has ended.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.platform import Platform


@dataclass(frozen=True)
class Reaction:
    """A function that is awaited for every event of these names, before the plugins react."""

    events: frozenset[str] | Callable[[Platform], frozenset[str]]
    """Names of events, or a function that returns them once the platform is assembled."""
    function: Callable[[Platform, EventView], Awaitable[None]]


def reactions_of(platform: Platform) -> Mapping[str, Sequence[Reaction]]:
    """The reactions of core by event name."""
    return platform.derived(_by_event)


def _by_event(platform: Platform) -> Mapping[str, Sequence[Reaction]]:
    found: dict[str, list[Reaction]] = {}
    for reaction in platform.declared(Reaction):
        names = reaction.events
        for name in sorted(names(platform) if callable(names) else names):
            found.setdefault(name, []).append(reaction)
    return found
