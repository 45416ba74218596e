"""A plugin's own operations and questions: whatever goes wrong in them is the plugin's, named and
logged (K42).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError

from yishi_core.errors import PluginFailed, YishiError
from yishi_core.kernel.database import StaleGrants, leased

log = structlog.get_logger(__name__)


@asynccontextmanager
async def answering_for(plugin: str | None, what: str) -> AsyncIterator[None]:
    """Run an operation's function, core's (no plugin) as it is.

    What a plugin raises on purpose and what the database says goes on as it is; everything else
    becomes `PluginFailed`, an attempt to end the process among it. No connection stays with the
    plugin.
    """
    if plugin is None:
        yield
        return
    try:
        async with leased(plugin, what):
            yield
    except (YishiError, StaleGrants, SQLAlchemyError):
        raise
    except (Exception, SystemExit) as error:
        log.error("plugin failed", plugin=plugin, during=what, exc_info=error)
        raise PluginFailed.during(plugin, what) from error
