"""Grants as they are shown: role, org and permissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.access import Permission, Scope
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.access.principal import LINKED_ROLE
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.tree.links import Step, reaching
from yishi_core.kernel.tree.models import OrgLink, OrgLinkKind, OrgUnit
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.inputs import PlacedGrant
from yishi_tenants.accounts.models import Account


async def active_grants(context: OperationContext, account: Account) -> Sequence[GrantRow]:
    """The grants of an account that currently hold."""
    return await context.find(
        GrantRow, GrantRow.account_id == account.id, GrantRow.ended_at.is_(None)
    )


async def linked(context: OperationContext, account: Account) -> list[OrgLink]:
    """The links by which the caller currently holds their committee's role at other places.

    These are the links whose places are among the principal's grants (access.md 4).
    """
    held = {g.org_id for g in await active_grants(context, account) if g.role == LINKED_ROLE}
    places = [g.path for g in context.principal.grants if g.role == LINKED_ROLE]
    runs = (
        OrgLink.org_path.in_(places),
        OrgLink.ended_at.is_(None),
        OrgLink.from_on <= context.today,
    )
    lasting = sa.or_(OrgLink.to_on.is_(None), OrgLink.to_on >= context.today)
    found = {link.guided_id: link for link in await context.find(OrgLink, *runs, lasting)}
    return [link for guided, link in found.items() if guided not in held]


async def guides_of(session: AsyncSession, county: int, place: str, day: date) -> dict[str, str]:
    """Map each body whose people reach a place by links running on a day to where it reaches.

    Keys are paths of bodies; the value is the path, the place's own or one above it, that the last
    link names.
    """
    lasting = sa.or_(OrgLink.to_on.is_(None), OrgLink.to_on >= day)
    runs = (
        OrgLink.county == county,
        OrgLink.voided_at.is_(None),
        OrgLink.ended_at.is_(None),
        OrgLink.from_on <= day,
        lasting,
    )
    query = sa.select(
        OrgLink.guide_path, OrgLink.org_path, OrgLink.link_kind == OrgLinkKind.COVERS
    ).where(*runs)
    steps = [Step(*row) for row in await session.execute(query)]
    return {
        path: named for path, named in reaching(place, steps).items() if not place.startswith(path)
    }


async def placed(
    context: OperationContext, grants: Sequence[GrantRow | OrgLink]
) -> list[PlacedGrant]:
    """Grants, and links that give a role, with the names of their orgs and their permissions.

    The transaction must see the orgs.
    """
    orgs = {
        o.id: o for o in await context.find(OrgUnit, OrgUnit.id.in_([g.org_id for g in grants]))
    }
    asked = sorted(
        {*known_permissions(context), *context.principal.scopes}
        if context.principal.scopes
        else known_permissions(context)
    )
    return [
        PlacedGrant(
            id=global_id(g),
            role=(role := g.role if isinstance(g, GrantRow) else LINKED_ROLE),
            org=global_id(orgs[g.org_id]),
            org_name=orgs[g.org_id].name,
            permissions=list(_spelled(context, role, g, asked)),
        )
        for g in grants
    ]


def known_permissions(context: OperationContext) -> set[str]:
    """All permissions: of core, of plugins' operations, and for reading every exposed entity."""
    asked = {o.permission for o in context.platform.operations.values() if o.permission}
    return {
        *map(str, Permission),
        *asked,
        *(reading(m.object) for m in context.platform.registry.exposed),
    }


def _spelled(
    context: OperationContext, role: str, held: GrantRow | OrgLink, asked: Iterable[str]
) -> Iterable[str]:
    """What a role may do at a grant's place or somewhere below it.

    Rights of plugins that are on at only a part of the place are included, and of those that are
    retired what may be read.
    """
    policy, place = context.platform.policy, held.org_path
    there = [
        s
        for s in context.principal.switches
        if place.startswith(s.path) or s.path.startswith(place)
    ]
    for permission in asked:
        giving = {s.plugin for s in there if s.gives(permission)}
        scopes = policy.scopes_with(role, permission, giving)
        if Scope.TREE in scopes:
            yield permission
        else:
            yield from (f"{permission}:{scope}" for scope in sorted(scopes))
