"""Where operations of a plugin may run: where it is on, and for cases that finish under it.

A plugin that was switched off is retired as long as cases run under it or records of it are there
(decision 0082). Its rights then count on what belongs to such a case, and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import NotFound, Refused
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import entry_of
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import KeepsSettings
from yishi_core.kernel.operation.binding import DIGEST, bonds_of
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.inputs import Input
from yishi_core.kernel.refusals import KernelRule

if TYPE_CHECKING:
    from yishi_core.kernel.operation.platform import Platform
    from yishi_core.kernel.tree.models import OrgUnit
    from yishi_core.kernel.variants.settings import Effective


async def finishing(
    platform: Platform,
    session: AsyncSession,
    principal: Principal,
    data: Input,
    subject: TenantRow | None,
) -> Principal:
    """The caller as they stand towards a record that is written, or that the input enters.

    Where it belongs to a running case, retired plugins under which that case began count as on.
    """
    if not any(switch.retired for switch in principal.switches):
        return principal
    case = await _running(platform, session, principal, data, subject)
    if case is None:
        return principal
    bound = (await platform.settings.at(session, case.county, getattr(case, DIGEST))).plugins
    switches = tuple(
        replace(switch, retired=False)
        if switch.retired
        and switch.plugin in bound
        and switch.county == case.county
        and case.org_path.startswith(switch.path)
        else switch
        for switch in principal.switches
    )
    return replace(principal, switches=switches)


def require_plugin_there(
    operation: Operation, principal: Principal, org: OrgUnit, settings: Effective
) -> None:
    """Refuse an operation of a plugin where that is off, and a change where it is retired.

    A question about an org is also answered where the plugin is on or retired below it. Raises
    `NotFound` for a question, as for anything else that is not there.
    """
    plugin = operation.plugin
    if plugin is None:
        return
    own = [s for s in principal.switches if s.plugin == plugin and s.county == org.county]
    here = [s for s in own if org.org_path.startswith(s.path)]
    if any(not s.retired for s in here) or (plugin in settings.plugins and not here):
        return
    retired = bool(here) or plugin in settings.retired
    if operation.changes:
        rule = KernelRule.PLUGIN_RETIRED if retired else KernelRule.PLUGIN_OFF
        raise Refused(rule, at=operation.subject, plugin=plugin)
    if not retired and not any(s.path.startswith(org.org_path) for s in own):
        raise NotFound.at(operation.subject)


async def _running(
    platform: Platform,
    session: AsyncSession,
    principal: Principal,
    data: Input,
    subject: TenantRow | None,
) -> TenantRow | None:
    """The running case to which the subject belongs, or else the record that the input enters.

    It is looked for in the whole county: those who finish a record may not see its case.
    """
    entity = type(data).enters
    named = [
        getattr(data, column.name.removesuffix("_id"), None)
        for column, _ in (bonds_of(entity) if entity is not None else ())
    ]
    own = entry_of(session.sync_session)
    for row in (subject, *named):
        if not isinstance(row, TenantRow):
            continue
        whole = Principal.system(row.county, principal.policy).reading
        await platform.database.enter(session, whole)
        keeper = await _keeper(session, row)
        await platform.database.enter(session, own)
        if keeper is not None:
            return keeper if getattr(keeper, "state", None) in _running_states(keeper) else None
    return None


async def _keeper(session: AsyncSession, row: TenantRow) -> TenantRow | None:
    """The record that keeps the settings under which this one stands."""
    if getattr(row, DIGEST, None):
        return row
    for column, target in bonds_of(type(row)):
        if (id_ := getattr(row, column.key)) is None:
            continue
        whole: Any = await session.get(target, (row.county, id_))
        if whole is not None and (found := await _keeper(session, whole)) is not None:
            return found
    return None


def _running_states(row: TenantRow) -> frozenset[str]:
    return row.__running__ if isinstance(row, KeepsSettings) else frozenset()
