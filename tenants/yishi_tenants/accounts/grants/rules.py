"""Rules on giving and ending roles."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from yishi_core.errors import Refused, Rule
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.refusals import CommonRule
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account


class GrantRule(Rule):
    """Why an operation on grants is refused."""

    GRANT_ENDED = CommonRule.ENDED, "该授权已收回。", "The grant has ended already."
    LAST_ADMINISTRATOR = (
        "last_administrator",
        "县内须保留至少一名可登录的管理员。",
        "The county must keep one administrator who can log in.",
    )


ADMINISTRATOR = "county_admin"


async def administrators_beside(context: OperationContext, account: UUID) -> int:
    """How many other accounts that can log in administer the whole county."""
    query = (
        sa.select(sa.func.count(sa.distinct(GrantRow.account_id)))
        .select_from(GrantRow)
        .join(
            Account, sa.and_(Account.county == GrantRow.county, Account.id == GrantRow.account_id)
        )
        .where(
            GrantRow.county == context.county,
            Account.county == context.county,
            GrantRow.role == ADMINISTRATOR,
            GrantRow.reach_path == county_path(context.county),
            GrantRow.ended_at.is_(None),
            GrantRow.voided_at.is_(None),
            Account.disabled_at.is_(None),
            GrantRow.account_id != account,
        )
    )
    return int((await context.session.execute(query)).scalar_one())


async def keep_an_administrator(context: OperationContext, account: UUID) -> None:
    """The county keeps one administrator who can log in; otherwise nobody inside could ever give a
    role again.
    """
    mine = await context.count(
        GrantRow,
        GrantRow.account_id == account,
        GrantRow.role == ADMINISTRATOR,
        GrantRow.ended_at.is_(None),
    )
    if mine and not await administrators_beside(context, account):
        raise Refused(GrantRule.LAST_ADMINISTRATOR)
