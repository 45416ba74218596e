"""The county's own committee, whose registers number the records of the whole county."""

from __future__ import annotations

from yishi_core.errors import NotFound
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


async def county_root(context: OperationContext) -> OrgUnit:
    """The org at the root of the operation's county."""
    found = await context.first(OrgUnit, OrgUnit.org_path == county_path(context.county))
    if found is None:
        raise NotFound.at("county")
    return found
