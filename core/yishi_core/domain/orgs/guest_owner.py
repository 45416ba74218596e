"""The org to which a guest's own record about another org's record belongs."""

from __future__ import annotations

from typing import Any

from yishi_core.errors import NotFound
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


async def own_place(context: OperationContext, permission: str, row: Any) -> OrgUnit:
    """The org of a record about `row`.

    It is the org of `row` where the caller's permission reaches it; else the guest's own org, and
    `row`'s org is named in the audience (access.md 1).
    """
    paths = context.principal.paths_for(permission)
    if any(row.org_path.startswith(path) for path in paths):
        return context.org
    own = [path for path in paths if path in (row.audience or ())]
    org = await context.first(OrgUnit, OrgUnit.org_path == max(own, key=len)) if own else None
    if org is None:
        raise NotFound.at("")
    return org
