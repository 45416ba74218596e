"""What core itself does after an event, declared in a noun's `reactions.py`: where a change has to
reach another county's transaction.

It may be done again at any time and must then change nothing: the job is repeated until it has
ended.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yishi_core.kernel.operation.platform import Platform
    from yishi_core.kernel.plugins.hookspecs import EventView


@dataclass(frozen=True)
class Reaction:
    """`function` is awaited for every event of these names, before the plugins are asked."""

    events: frozenset[str]
    function: Callable[[Platform, EventView], Awaitable[None]]
