"""What a process that serves or works says of plugins when it starts."""

from __future__ import annotations

import structlog

from yishi_core.kernel.operation.platform import Platform
from yishi_tenants.settings.switches.missing import missing_plugins

log = structlog.get_logger("yishi.plugins")


async def tell_of_plugins(platform: Platform) -> None:
    """Log the plugins that were left out, and those that are on and not there."""
    for name in platform.plugins.left_out:
        log.warning("plugin left out", plugin=name)
    for missing in await missing_plugins(platform):
        log.warning("plugin missing", plugin=missing.code, told=str(missing))
