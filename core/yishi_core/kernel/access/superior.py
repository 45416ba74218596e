"""The requirement to stand above a record: what one office submits, a superior office receives."""

from __future__ import annotations

from yishi_core.errors import Refused, Text
from yishi_core.kernel.access.principal import Principal
from yishi_core.kernel.entity.base import TenantRow


def require_above(principal: Principal, permission: str, row: TenantRow) -> None:
    """Require that the caller holds the permission at an org above the record's own.

    Raises `Refused("own_report")` otherwise.
    """
    if any(
        row.org_path.startswith(path) and path != row.org_path
        for path in principal.paths_for(permission)
    ):
        return
    raise Refused(
        "own_report",
        Text(
            "本单位报送的材料须由上级接收。",
            "What an office sends is received by the level above it.",
        ),
    )
