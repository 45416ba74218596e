"""What core itself does after an event, declared in a noun's `reactions.py`: where a change has to
reach another county's transaction.

It may be done again at any time and must then change nothing: the job is repeated until it has
ended.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.platform import Platform


@dataclass(frozen=True)
class Reaction:
    """`function` is awaited for every event of these names, before the plugins are asked."""

    events: frozenset[str] | Callable[[Platform], frozenset[str]]
    """Names of events, or a function that gives them once the platform is assembled."""
    function: Callable[[Platform, EventView], Awaitable[None]]


def reactions_of(platform: Platform) -> Mapping[str, Sequence[Reaction]]:
    """What core itself does after events, by their names."""
    return platform.derived(_by_event)


def _by_event(platform: Platform) -> Mapping[str, Sequence[Reaction]]:
    found: dict[str, list[Reaction]] = {}
    for reaction in platform.declared(Reaction):
        names = reaction.events
        for name in sorted(names(platform) if callable(names) else names):
            found.setdefault(name, []).append(reaction)
    return found
