"""Where plugins are on or retired, on which the rights that they bring depend (access.md 4)."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.access import Permission, Switch
from yishi_core.kernel.access.principal import LINKED_ROLE
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.read_scope import seeing_county
from yishi_tenants.settings.switches.models import PluginSwitch


async def standing_switches(
    session: AsyncSession, *where: sa.ColumnElement[bool]
) -> tuple[Switch, ...]:
    """The switches that are on or retired, as far as the transaction can see them, in a fixed
    order.
    """
    retired = PluginSwitch.switched_off_at.is_not(None)
    query = (
        sa.select(PluginSwitch.plugin, PluginSwitch.county, PluginSwitch.org_path, retired)
        .where(PluginSwitch.ended_at.is_(None), PluginSwitch.voided_at.is_(None), *where)
        .order_by(PluginSwitch.county, PluginSwitch.org_path, PluginSwitch.plugin)
    )
    return tuple(Switch(*row) for row in await session.execute(query))


async def plugins_giving(
    session: AsyncSession, permission: str, county: int, paths: Collection[str]
) -> frozenset[str]:
    """The codes of the plugins whose rights to a permission count at one of these places.

    Only switches that the transaction can see are considered.
    """
    there = PluginSwitch.county == county, PluginSwitch.org_path.in_(paths)
    return frozenset(
        s.plugin for s in await standing_switches(session, *there) if s.gives(permission)
    )


async def lock(context: OperationContext, org: OrgUnit) -> None:
    """Let one switching at an org wait for the other: two at once would both find it off."""
    await context.session.execute(
        sa.select(OrgUnit.id)
        .where(OrgUnit.county == context.county, OrgUnit.id == org.id)
        .with_for_update(key_share=True)
    )


async def on_below(context: OperationContext, org: OrgUnit) -> frozenset[str]:
    """The codes of the plugins that are on at an org below, as far as the caller can see it."""
    switches = await standing_switches(
        context.session,
        PluginSwitch.county == org.county,
        PluginSwitch.org_path.bool_op("^@")(org.org_path),
        PluginSwitch.org_path != org.org_path,
    )
    return frozenset(s.plugin for s in switches if not s.retired)


async def rights_changed(context: OperationContext, org: OrgUnit) -> None:
    """Invalidate the cached grants that depend on a switch at an org.

    They are those of accounts with a grant there, above or below. People of committees reach places
    by links as well (`LINKED_ROLE`), so all of the county's are included.
    """
    reach = sa.or_(
        GrantRow.reach_path.bool_op("^@")(org.org_path),
        sa.literal(org.org_path).bool_op("^@")(GrantRow.reach_path),
        GrantRow.role == LINKED_ROLE,
    )
    holders = sa.select(GrantRow.account_id).where(
        GrantRow.county == context.county, GrantRow.ended_at.is_(None), reach
    )
    own = Account.county == context.county
    async with seeing_county(context, Permission.PLUGIN_SWITCH):
        # Locked in a fixed order: two townships may switch at the same time, and the county's
        # people stand above both.
        locked = (
            sa.select(Account.id)
            .where(own, Account.id.in_(holders))
            .order_by(Account.id)
            .with_for_update(key_share=True)
        )
        concerned = list(await context.session.scalars(locked))
        raised = (
            sa.update(Account)
            .where(own, Account.id.in_(concerned))
            .values(grant_version=Account.grant_version + 1)
        )
        await context.session.execute(raised.execution_options(synchronize_session=False))
