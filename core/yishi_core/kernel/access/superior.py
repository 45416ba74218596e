"""Standing above a record: what one office sends, another receives."""

from __future__ import annotations

from yishi_core.errors import Refused
from yishi_core.kernel.access.principal import Principal
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.refusals import KernelRule


def require_above(principal: Principal, permission: str, row: TenantRow) -> None:
    """Raise `KernelRule.OWN_REPORT` unless the caller holds the permission at an org above the
    record's own.
    """
    if any(
        row.org_path.startswith(path) and path != row.org_path
        for path in principal.paths_for(permission)
    ):
        return
    raise Refused(KernelRule.OWN_REPORT)
