"""Where somebody's own word about another's record lies."""

from __future__ import annotations

from typing import Any

from yishi_core.errors import NotFound
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


async def own_place(context: OperationContext, permission: str, row: Any) -> OrgUnit:
    """Beside the record where the caller's right reaches it; else at the guest's own place, which
    the record names as its audience (access.md 1).
    """
    paths = context.principal.paths_for(permission)
    if any(row.org_path.startswith(path) for path in paths):
        return context.org
    own = [path for path in paths if path in (row.audience or ())]
    org = await context.first(OrgUnit, OrgUnit.org_path == max(own, key=len)) if own else None
    if org is None:
        raise NotFound.at("")
    return org
