"""Where plugins are on, on which the rights that they bring depend (access.md 4)."""

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


async def switched_on(session: AsyncSession, *where: sa.ColumnElement[bool]) -> tuple[Switch, ...]:
    """The switches that are on, as far as the transaction can see them, in a fixed order."""
    query = (
        sa.select(PluginSwitch.plugin, PluginSwitch.county, PluginSwitch.org_path)
        .where(PluginSwitch.switched_off_at.is_(None), PluginSwitch.voided_at.is_(None), *where)
        .order_by(PluginSwitch.county, PluginSwitch.org_path, PluginSwitch.plugin)
    )
    return tuple(
        Switch(plugin, county, path) for plugin, county, path in await session.execute(query)
    )


async def plugins_at(session: AsyncSession, county: int, paths: Collection[str]) -> frozenset[str]:
    """The codes of the plugins that are on at one of these places of a county.

    Only switches that the transaction can see are considered.
    """
    return frozenset(
        s.plugin
        for s in await switched_on(
            session, PluginSwitch.county == county, PluginSwitch.org_path.in_(paths)
        )
    )


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
