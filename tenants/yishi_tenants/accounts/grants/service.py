"""Giving and ending roles, and explaining what they allow (access.md 4)."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import Field

from yishi_core.errors import Conflict, Forbidden, InvalidInput, NotFound, Refused, Text
from yishi_core.kernel.access import Grant, Permission, Principal, Scope, holds
from yishi_core.kernel.access.principal import LINKED_ROLE
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.inputs import parse_global_id
from yishi_core.kernel.operation.refs import load
from yishi_core.kernel.tree.models import OrgLink, OrgUnit
from yishi_tenants.accounts.events import ACCOUNT_MOVED
from yishi_tenants.accounts.grants.events import GRANT_ENDED, GRANT_GIVEN
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.grants.places import (
    active_grants,
    guides_of,
    known_permissions,
    linked,
    placed,
)
from yishi_tenants.accounts.grants.rules import ADMINISTRATOR, GrantRule, keep_an_administrator
from yishi_tenants.accounts.home import settle
from yishi_tenants.accounts.inputs import PlacedGrant
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.read_scope import see_county, seeing_county
from yishi_tenants.accounts.rules import AccountRule, may_give, touch
from yishi_tenants.settings.layers import lineage, seeing
from yishi_tenants.settings.switches.places import plugins_giving


class GiveGrantInput(Input, enters=GrantRow):
    """A role for an account at an org."""

    account: Ref[Account] = like(GrantRow.account_id, doc="Who is to hold the role.")
    role: str = like(GrantRow.role, max_length=40)
    org: Ref[OrgUnit] = like(
        OrgUnit, doc="The place: the role reaches this org and everything below."
    )


class EndGrantInput(Input):
    """The grant to end."""

    grant: Ref[GrantRow] = like(GrantRow, doc="The grant.")


class ExplainInput(Input):
    """A permission, and the object on which it is asked about."""

    permission: str = Field(
        title="权限", description="e.g. intake:handle or topic:read.", max_length=80
    )
    id: str = Field(title="对象", description="Global id of the object.", max_length=120)


class Verdict(StrEnum):
    """Why something is allowed or refused."""

    GRANTED = "granted"
    NO_GRANT_HERE = "no_grant_here"
    """A role of the caller holds the permission, but elsewhere or only on their own records."""
    ROLE_LACKS_PERMISSION = "role_lacks_permission"
    TOKEN_LIMITED = "token_limited"
    """The account may do it, but the token in use may not."""


class RoleScope(Structure):
    """A role that holds the permission."""

    role: str = Field(title="角色")
    scopes: list[str] = Field(title="范围", description="tree, own, audience or public.")


class Holder(Structure):
    """A person who holds the permission on the object."""

    display_name: str = Field(title="显示名")
    role: str = Field(title="角色")
    org_name: str = Field(title="授权组织")


class AccessExplanation(Structure):
    """Why the caller may or may not do something, which roles may, and who holds them.

    Holders are listed as far as the caller may see their grants.
    """

    verdict: Verdict = Field(title="结论")
    grants: list[PlacedGrant] = Field(
        title="生效的授权", description="The caller's grants that cover the object."
    )
    roles: list[RoleScope] = Field(title="具有该权限的角色")
    holders: list[Holder] = Field(
        title="谁可以", description="People whose grants the caller may see."
    )


@operation(
    Text("授予角色", "Give a role"),
    permission=Permission.GRANT_MANAGE,
    subject="org",
    event=GRANT_GIVEN,
    emits=[ACCOUNT_MOVED],
)
async def give_grant(context: OperationContext, data: GiveGrantInput) -> GrantRow:
    """Give an account a role at a place within the caller's own reach.

    It takes effect with the account's next request.
    """
    if data.role not in context.platform.policy.roles:
        known = "、".join(sorted(context.platform.policy.roles))
        raise InvalidInput.of(
            "role", f"没有角色“{data.role}”,可选:{known}。", f"No such role; there are: {known}."
        )
    _demand(context, data.role, data.org)
    if data.account.disabled_at:
        raise Refused(AccountRule.ACCOUNT_DISABLED)
    if any(
        g.role == data.role and g.org_id == data.org.id
        for g in await active_grants(context, data.account)
    ):
        raise Conflict(Text("该账号在此处已有该角色。", "The account holds the role here already."))
    grant = entered(
        GrantRow,
        data,
        reach_county=data.org.county,
        reach_path=data.org.org_path,
        given_at=context.now,
        given_by=context.principal.account,
    )
    context.add(grant, data.org)
    async with seeing_county(context, Permission.GRANT_MANAGE):
        touch(data.account)
        await settle(context, data.account)
    return grant


@operation(
    Text("收回角色", "End a role"),
    permission=Permission.GRANT_MANAGE,
    subject="grant",
    event=GRANT_ENDED,
    emits=[ACCOUNT_MOVED],
)
async def end_grant(context: OperationContext, data: EndGrantInput) -> GrantRow:
    """End a grant. It stops holding with the account's next request; the row stays."""
    grant = data.grant
    if grant.ended_at:
        raise Refused(GrantRule.GRANT_ENDED)
    _demand(context, grant.role, context.org)
    async with seeing_county(context, Permission.GRANT_MANAGE):
        if grant.role == ADMINISTRATOR:
            await keep_an_administrator(context, grant.account_id)
        grant.ended_at, grant.ended_by = context.now, context.principal.account
        account = await context.get(Account, grant.account_id)
        if account is not None:
            touch(account)
            await settle(context, account)
    return grant


@question(Text("权限说明", "Explain access"), permission=None)
async def explain(context: OperationContext, data: ExplainInput) -> AccessExplanation:
    """Explain why the caller may or may not do something, which roles may, and who holds them.

    Says nothing about an object that the caller cannot see.
    """
    row = await _visible(context, data.id)
    if data.permission not in known_permissions(context):
        raise InvalidInput.of("permission", "没有这个权限。", "No such permission.")
    policy, principal = context.platform.policy, context.principal
    verdict = _verdict(principal, data.permission, row)
    covering = {
        (g.role, g.path) for g in principal.grants if _covers(principal, g, data.permission, row)
    }
    async with seeing(context.session, row.county, above := lineage(row.org_path)):
        on = await plugins_giving(context.session, data.permission, row.county, above)
    roles = {
        role: scopes
        for role in sorted(policy.roles)
        if (scopes := policy.scopes_with(role, data.permission, on))
    }
    holders = await _holders(context, row, roles)
    await see_county(context)
    own = await context.get(Account, principal.account)
    held: list[GrantRow | OrgLink] = (
        [*await active_grants(context, own), *await linked(context, own)] if own else []
    )
    return AccessExplanation(
        verdict=verdict,
        grants=await placed(context, [g for g in held if _place(g) in covering]),
        roles=[RoleScope(role=role, scopes=sorted(scopes)) for role, scopes in roles.items()],
        holders=holders,
    )


def _place(held: GrantRow | OrgLink) -> tuple[str, str]:
    return (
        (held.role, held.reach_path) if isinstance(held, GrantRow) else (LINKED_ROLE, held.org_path)
    )


def _demand(context: OperationContext, role: str, org: OrgUnit) -> None:
    if not may_give(context, role, org):
        raise Forbidden(
            Text(
                f"您在此处不能授予或收回角色“{role}”。",
                f"You cannot give or end the role “{role}” here.",
            ),
            permission=f"role:{role}",
        )


class _TargetInput(Input):
    id: Any


async def _visible(context: OperationContext, id_: str) -> TenantRow:
    """The object, if the caller may read it.

    An absent, invisible or malformed id raises the same `NotFound`.
    """
    try:
        pending = parse_global_id(id_)
    except ValueError:
        raise NotFound.at("id") from None
    registry = context.platform.registry
    if pending.type not in registry or not registry[pending.type].exposed:
        raise NotFound.at("id")
    target = _TargetInput(id=pending)
    await load(context.session, context.principal, registry, target, voided=True)
    row: TenantRow = target.id
    return row


def _verdict(principal: Principal, permission: str, row: TenantRow) -> Verdict:
    if holds(principal, permission, row):
        return Verdict.GRANTED
    unlimited = _unlimited(principal)
    if holds(unlimited, permission, row):
        return Verdict.TOKEN_LIMITED
    return (
        Verdict.NO_GRANT_HERE if unlimited.grants_for(permission) else Verdict.ROLE_LACKS_PERMISSION
    )


def _unlimited(principal: Principal) -> Principal:
    return replace(principal, read_only=False, scopes=None)


def _covers(principal: Principal, grant: Grant, permission: str, row: TenantRow) -> bool:
    return holds(replace(_unlimited(principal), grants=(grant,)), permission, row)


async def _holders(
    context: OperationContext, row: TenantRow, roles: dict[str, frozenset[Scope]]
) -> list[Holder]:
    """Accounts whose role covers the object with the scope `tree`, by a grant or by a link.

    They are listed as far as row-level security shows them to the caller.
    """
    whole = [role for role, scopes in roles.items() if Scope.TREE in scopes]
    above: sa.ColumnElement[bool] = sa.literal(row.org_path).bool_op("^@")(GrantRow.reach_path)
    if LINKED_ROLE in whole and (
        guides := await guides_of(context.session, row.county, row.org_path, context.today)
    ):
        above = sa.or_(
            above, sa.and_(GrantRow.role == LINKED_ROLE, GrantRow.reach_path.in_(guides))
        )
    query = (
        sa.select(GrantRow, Account.display_name, OrgUnit.name)
        .join(
            Account, sa.and_(Account.county == GrantRow.county, Account.id == GrantRow.account_id)
        )
        .join(OrgUnit, sa.and_(OrgUnit.county == GrantRow.county, OrgUnit.id == GrantRow.org_id))
        .where(
            GrantRow.county == row.county,
            Account.county == row.county,
            OrgUnit.county == row.county,
            GrantRow.ended_at.is_(None),
            GrantRow.voided_at.is_(None),
            GrantRow.role.in_(whole),
            above,
        )
        .order_by(GrantRow.reach_path, GrantRow.role, GrantRow.id)
        .limit(100)
    )
    found = (await context.session.execute(query)).all()
    return [
        Holder(display_name=name, role=grant.role, org_name=org)
        for grant, name, org in found
        if holds(context.principal, "grant_row:read", grant)
    ]
