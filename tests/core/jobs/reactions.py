"""Two plugins that react: what they do can be told them, what they did can be read."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from yishi_core.domain.people.models import ExpertCommittee
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.collecting import declared_in, modules_of
from yishi_core.kernel.plugins.hooks import reacts_to
from yishi_core.kernel.variants import toml
from yishi_core.nouns import core_packages

EVERY_EVENT = declared_in(modules_of(core_packages()), EventType)


def variant(code: str) -> Any:
    return toml.parse(f'code = "{code}"\nlabel = "样例"\nversion = "1.0.0"')


def leave_a_row(context: OperationContext, event: EventView, plugin: str) -> None:
    """The effect of a reaction: a record named after plugin and event."""
    context.add(ExpertCommittee(name=f"{plugin}:{event.name}", founded_on=context.today))


class Reactions:
    """`seen` is what was begun, committed or not; `before` may raise or kill."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.contexts: list[OperationContext] = []
        self.before: Callable[[str, EventView], None] = lambda plugin, event: None

    def plugins(self) -> list[object]:
        return [self._plugin("counter"), self._plugin("second")]

    def _plugin(self, code: str) -> object:
        @reacts_to(*EVERY_EVENT)
        async def react(context: OperationContext, event: EventView) -> None:
            self.seen.append((code, event.name))
            self.contexts.append(context)
            leave_a_row(context, event, code)
            await context.session.flush()
            self.before(code, event)

        return SimpleNamespace(variant=variant(code), react=react)


def die(*_: object) -> None:
    """As a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
