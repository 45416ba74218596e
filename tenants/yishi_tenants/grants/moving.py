"""Handing roles over to a successor, and what lies open where they reach."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from yishi_core.entity import EntityModel
from yishi_core.operation import OperationContext
from yishi_tenants.accounts.inputs import OpenMatters
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.rules import touch
from yishi_tenants.grants.models import GrantRow

#: Values of a status or state in which nothing more is to be done (domain.md 5.15).
SETTLED = ("closed", "finished", "done", "completed", "rejected", "cancelled", "archived", "void", "confirmed", "settled")


async def move_grants(context: OperationContext, account: Account, successor: Account) -> Sequence[GrantRow]:
    """End every grant of `account` and give the successor the same; answers the new ones. A role he has already is not doubled."""
    moved: list[GrantRow] = []
    has = await context.find(GrantRow, GrantRow.account_id == successor.id, GrantRow.ended_at.is_(None))
    held = {(g.role, g.org_id): g for g in has}
    for old in await context.find(GrantRow, GrantRow.account_id == account.id, GrantRow.ended_at.is_(None)):
        old.ended_at, old.ended_by = context.now, context.principal.account
        moved.append(held.get((old.role, old.org_id)) or _copy(context, old, successor))
    touch(account)
    touch(successor)
    return moved


def _copy(context: OperationContext, old: GrantRow, successor: Account) -> GrantRow:
    new = GrantRow(
        account_id=successor.id, role=old.role, reach_county=old.reach_county, reach_path=old.reach_path,
        org_path=old.org_path, given_at=context.now, given_by=context.principal.account,
    )  # fmt: skip
    context.add(new)
    new.org_id = old.org_id
    return new


async def open_matters(context: OperationContext, paths: Sequence[str]) -> list[OpenMatters]:
    """Counts of the records below these paths whose status is not one of `SETTLED`; kinds without any are left out."""
    found = []
    for model in context.platform.registry.exposed:
        condition = _open(model)
        if condition is None or not paths:
            continue
        below = sa.or_(*(model.table.c.org_path.bool_op("^@")(path) for path in paths))
        count = await context.count(model.entity, below, condition)
        if count:
            found.append(OpenMatters(entity=model.name, label=model.label, count=count))
    return found


def _open(model: EntityModel) -> sa.ColumnElement[bool] | None:
    for name in ("status", "state"):
        if name in model.table.c:
            return sa.cast(model.table.c[name], sa.Text()).not_in(SETTLED)
    return None
