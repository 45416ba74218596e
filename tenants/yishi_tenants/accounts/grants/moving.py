"""Handing roles over to a successor, and listing what is open where they reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import sqlalchemy as sa

from yishi_core.kernel.operation import OperationContext
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.inputs import OpenMatters
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.rules import touch

#: Entity → states in which someone still has to act on it (domain.md 5.15).
OPEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Intake": ("received", "accepted"),
        "Topic": (
            "draft",
            "collected",
            "screened",
            "approved",
            "in_procedure",
            "deferred",
            "returned_for_rework",
        ),
        "ConsultationCase": ("running",),
        "Consultation": ("planned", "notified", "held", "minuted", "postponed"),
        "Outcome": ("draft", "routed", "handling", "replied"),
        "Assignment": ("assigned", "accepted", "in_progress", "replied", "reworked", "returned"),
        "Pledge": ("open",),
        "Disclosure": ("draft",),
    }
)


async def move_grants(
    context: OperationContext, account: Account, successor: Account
) -> Sequence[GrantRow]:
    """End every grant of `account` and give the successor the same; return the successor's grants.

    A role that the successor holds already is not given twice.
    """
    moved: list[GrantRow] = []
    has = await context.find(
        GrantRow, GrantRow.account_id == successor.id, GrantRow.ended_at.is_(None)
    )
    held = {(g.role, g.org_id): g for g in has}
    for old in await context.find(
        GrantRow, GrantRow.account_id == account.id, GrantRow.ended_at.is_(None)
    ):
        old.ended_at, old.ended_by = context.now, context.principal.account
        moved.append(held.get((old.role, old.org_id)) or _copy(context, old, successor))
    touch(account)
    touch(successor)
    return moved


def _copy(context: OperationContext, old: GrantRow, successor: Account) -> GrantRow:
    new = GrantRow(
        account_id=successor.id,
        role=old.role,
        reach_county=old.reach_county,
        reach_path=old.reach_path,
        org_path=old.org_path,
        given_at=context.now,
        given_by=context.principal.account,
    )
    context.add(new)
    new.org_id = old.org_id
    return new


async def open_matters(context: OperationContext, paths: Sequence[str]) -> list[OpenMatters]:
    """The numbers of open records below these paths, by kind, without kinds that have none.

    The transaction must see them.
    """
    found = []
    for name, states in OPEN.items():
        model = context.platform.registry[name]
        below = sa.or_(*(model.table.c.org_path.bool_op("^@")(path) for path in paths))
        count = (
            await context.count(model.entity, below, model.table.c.state.in_(states))
            if paths
            else 0
        )
        if count:
            found.append(OpenMatters(entity=name, label=model.label, count=count))
    return found
