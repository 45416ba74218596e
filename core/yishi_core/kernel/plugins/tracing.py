"""Which hooks of plugins ran, how long they took, and what they said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog

from yishi_core.errors import Refused, YishiError
from yishi_core.kernel.operation.result import Advice
from yishi_core.kernel.plugins.calling import Call
from yishi_core.kernel.plugins.plugin_set import PluginSet

log = structlog.get_logger(__name__)


def trace(plugins: PluginSet, ran: Callable[[Call], None]) -> Callable[[], None]:
    """Have `ran` called for every hook as soon as it has run; returns what ends that.

    A hook that pluggy selects and that is not asked, because one before it has refused, has not
    run.
    """

    def selected(outcome: Any, *_: Any) -> None:
        for call in outcome.get_result():
            call.over = ran

    return plugins.hooks.manager.add_hookcall_monitoring(lambda *_: None, selected)


def said(call: Call) -> str:
    """What a hook answered, in one line; nothing where it agreed or had nothing to say."""
    match call.answer:
        case None | [] | ():
            return ""
        case Refused() as refused:
            return f"refused: {refused.rule.word}: {refused.text.zh}"
        case YishiError() as error:
            return f"{error.code.value}: {error.text.zh}"
        case BaseException() as error:
            return f"failed: {type(error).__name__}: {error}"
        case list() | tuple() as hints if all(isinstance(hint, Advice) for hint in hints):
            return "; ".join(f"advised: {hint.rule}: {hint.text.zh}" for hint in hints)
        case other:
            return f"nonsense: {type(other).__name__}"


def write(call: Call) -> None:
    """Write a line about a hook that has run to the log."""
    log.info(
        "hook ran",
        plugin=call.plugin,
        hook=call.hook.kind,
        during=call.target,
        function=call.function.__name__,
        milliseconds=milliseconds(call),
        said=said(call),
    )


def milliseconds(call: Call) -> float:
    return round((call.seconds or 0) * 1000, 1)
