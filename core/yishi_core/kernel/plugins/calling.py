"""Calling one function of a plugin: its deadline, its connections, and its failures under its name."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from yishi_core.errors import PluginFailed, Refused, Unavailable
from yishi_core.kernel.database import leased
from yishi_core.kernel.operation.own_work import is_failure
from yishi_core.kernel.plugins.hooks import Hook

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Deadlines:
    """Time limits of hooks in seconds."""

    ask: float = 2.0
    """For guards, rules and advice, while a caller waits."""
    react: float = 30.0

    def of(self, hook: Hook) -> float:
        return self.react if hook.kind == "react" else self.ask


@dataclass(eq=False)
class Call:
    """One call of a hook that pluggy has selected; it runs when it is awaited.

    Afterwards `seconds` and `answer` tell how it went, for those who monitor the calls.
    """

    plugin: str
    hook: Hook
    target: str
    """The operation, entity or event that it is called for."""
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    deadlines: Deadlines
    seconds: float | None = None
    answer: Any = field(default=None, repr=False)
    """What it returned or raised."""
    over: Callable[[Call], None] | None = None
    """Called when it has run, by those who trace the calls (`tracing.py`)."""

    def __await__(self) -> Generator[Any, None, Any]:
        return self._run().__await__()

    async def _run(self) -> Any:
        """Return the hook's answer.

        Raises `Refused` (which a hook may raise as well as return), or `PluginFailed` naming the
        plugin when it raises anything else or exceeds its deadline.
        """
        deadline, began = self.deadlines.of(self.hook), time.perf_counter()
        try:
            async with leased(self.plugin, self.target), asyncio.timeout(deadline):
                self.answer = self.function(*self.arguments)
                if inspect.isawaitable(self.answer):
                    self.answer = await self.answer
        except (Refused, Unavailable) as said:
            self.answer = said
            raise
        except BaseException as error:
            self.answer = error
            if not is_failure(error):
                raise
            self._log("plugin failed", exc_info=error)
            raise PluginFailed.during(self.plugin, self.target) from error
        finally:
            self.seconds = time.perf_counter() - began
            if self.over is not None:
                self.over(self)
        if self.seconds > deadline:  # a plain function cannot be ended, but it is not let through
            self._log("plugin held everything up", seconds=round(self.seconds, 1))
            raise PluginFailed.during(self.plugin, self.target)
        return self.answer

    def nonsense(self) -> PluginFailed:
        """The failure of a hook that returned something that is not allowed."""
        self._log("plugin answered nonsense", answer=type(self.answer).__name__)
        return PluginFailed.during(self.plugin, self.target)

    def broke(self) -> PluginFailed:
        """The failure of a hook that went on after a statement of its own had failed: PostgreSQL
        takes no further one in the operation's transaction.
        """
        self._log("plugin broke the transaction")
        return PluginFailed.during(self.plugin, self.target)

    def wrote(self, what: Sequence[str]) -> PluginFailed:
        """The failure of a hook that may only look and has written."""
        self._log("plugin wrote", what=", ".join(what))
        return PluginFailed.wrote(self.plugin, self.hook.kind, self.target, ", ".join(what))

    def _log(self, event: str, **more: Any) -> None:
        log.error(event, plugin=self.plugin, hook=self.hook.kind, during=self.target, **more)
