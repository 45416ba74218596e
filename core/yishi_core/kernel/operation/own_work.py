"""Running the operations of plugins so that their failures are attributed to the plugin (K42)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError

from yishi_core.errors import PluginFailed, YishiError
from yishi_core.kernel.database import StaleGrants, leased

log = structlog.get_logger(__name__)


@asynccontextmanager
async def answering_for(plugin: str | None, what: str) -> AsyncIterator[None]:
    """Run the function of an operation inside the block; `plugin` is None for core.

    Deliberate errors and errors of the database pass through unchanged. Anything else that a plugin
    raises (`is_failure`) is logged and becomes `PluginFailed`. Database connections that
    the plugin left open are closed.
    """
    if plugin is None:
        yield
        return
    try:
        async with leased(plugin, what):
            yield
    except (YishiError, StaleGrants, SQLAlchemyError):
        raise
    except BaseException as error:
        if not is_failure(error):
            raise
        log.error("plugin failed", plugin=plugin, during=what, exc_info=error)
        raise PluginFailed.during(plugin, what) from error


def is_failure(error: BaseException) -> bool:
    """Whether a plugin's code raised this by itself, be it `SystemExit`, `KeyboardInterrupt` or the
    cancellation of a task of its own; else it was made to end by whoever runs it.
    """
    if isinstance(error, asyncio.CancelledError):
        task = asyncio.current_task()
        return task is not None and not task.cancelling()
    return not isinstance(error, GeneratorExit)
