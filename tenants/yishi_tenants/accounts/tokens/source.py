"""From a token to its principal, cached per token (access.md 3, check K12).

Nothing here decides whether a cached principal is still valid: `sec.enter` compares the version of
its grants in the same round trip as the statement and raises YS001; the caller then calls
`forget(token)` and asks again. A revocation thus takes effect with the next request of every
process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.domain.collaboration.joint.models import ReceivedShare
from yishi_core.errors import Unauthenticated
from yishi_core.kernel.access import Grant, Permission, Policy, Principal, PrincipalKind, Scope
from yishi_core.kernel.access.places import ancestors
from yishi_core.kernel.access.principal import LINKED_ROLE
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation import OperationContext
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.grants.places import guides_of
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.read_scope import seeing_county
from yishi_tenants.accounts.rules import touch
from yishi_tenants.accounts.tokens.secret import county_of, token_hash
from yishi_tenants.settings.switches.places import plugins_giving, standing_switches


@dataclass(frozen=True, slots=True)
class _Known:
    principal: Principal
    expires_at: datetime | None


class TokenPrincipals:
    """The `PrincipalSource` over the tables token, account and grant_row.

    Only valid tokens are cached, the `size` last used ones, so a million invented tokens leave
    nothing behind.
    """

    def __init__(self, database: Database, policy: Policy, size: int = 4096) -> None:
        self._database = database
        self._policy = policy
        self._size = size
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def by_token(self, token: str) -> Principal:
        """The principal of a token.

        Raises `Unauthenticated` when it is unknown, revoked or expired, or its account is disabled.
        """
        county = county_of(token)
        if county is None:
            raise Unauthenticated.missing()
        hash_ = token_hash(token)
        known = self._known.get(hash_)
        if known is not None and (known.expires_at is None or known.expires_at > clock.now()):
            self._known.move_to_end(hash_)
            return known.principal
        self._known.pop(hash_, None)
        found = await self._database.whoami(county, hash_)
        if found is None:
            raise Unauthenticated.missing()
        principal = await self._placed(self._principal(found))
        # The token may expire, and a committee's link may begin or end by its date; then the
        # principal is looked up again.
        ends = [
            datetime.fromisoformat(word)
            for name in ("expires_at", "until")
            if (word := found.get(name))
        ]
        self._known[hash_] = _Known(principal, min(ends, default=None))
        while len(self._known) > self._size:
            self._known.popitem(last=False)
        return principal

    def forget(self, token: str) -> None:
        """Drop what is cached of a token."""
        self._known.pop(token_hash(token), None)

    async def holding(
        self, session: AsyncSession, county: int, permission: str, place: str
    ) -> list[UUID]:
        """The accounts that hold a permission at a place, by a grant or by a link.

        Only the nearest level at which anyone holds it counts. Rights of a plugin count where it is
        on at the place, and those to read where it is retired there.
        """
        reaching, above = {Scope.TREE, Scope.AUDIENCE}, [*ancestors(place), place]
        on = await plugins_giving(session, permission, county, above)
        roles = [
            role
            for role in self._policy.roles
            if self._policy.scopes_with(role, permission, on) & reaching
        ]
        query = (
            sa.select(GrantRow.account_id, GrantRow.reach_path)
            .join(
                Account,
                sa.and_(Account.county == GrantRow.county, Account.id == GrantRow.account_id),
            )
            .where(
                GrantRow.county == county,
                GrantRow.reach_county == county,
                GrantRow.role.in_(roles),
                GrantRow.reach_path.in_(above),
                GrantRow.ended_at.is_(None),
                GrantRow.voided_at.is_(None),
                Account.disabled_at.is_(None),
                Account.voided_at.is_(None),
            )
        )
        found = [(account, path) for account, path in await session.execute(query)]
        if LINKED_ROLE in roles:
            found += await self._linked(session, county, place)
        nearest = max((len(path) for _, path in found), default=0)
        return sorted({account for account, path in found if len(path) == nearest})

    @staticmethod
    async def _linked(session: AsyncSession, county: int, place: str) -> list[tuple[UUID, str]]:
        """Accounts that reach a place through their committee's link.

        Each comes with the path that the link names.
        """
        guides = await guides_of(session, county, place, clock.today())
        query = (
            sa.select(GrantRow.account_id, GrantRow.reach_path)
            .join(
                Account,
                sa.and_(Account.county == GrantRow.county, Account.id == GrantRow.account_id),
            )
            .where(
                GrantRow.county == county,
                GrantRow.reach_county == county,
                GrantRow.role == LINKED_ROLE,
                GrantRow.reach_path.in_(guides),
                GrantRow.ended_at.is_(None),
                GrantRow.voided_at.is_(None),
                Account.disabled_at.is_(None),
                Account.voided_at.is_(None),
            )
        )
        return (
            [(account, guides[path]) for account, path in await session.execute(query)]
            if guides
            else []
        )

    async def accounts_of(self, session: AsyncSession, county: int, person: UUID) -> list[UUID]:
        """The accounts that act for a person."""
        query = sa.select(Account.id).where(
            Account.county == county,
            Account.person_id == person,
            Account.disabled_at.is_(None),
            Account.voided_at.is_(None),
        )
        return list(await session.scalars(query))

    async def links_changed(self, context: OperationContext, places: Collection[str]) -> None:
        """Invalidate the cached grants of everyone with the linked role at one of these places."""
        async with seeing_county(context, Permission.ORG_LINK):
            at = (
                GrantRow.reach_path.in_(places),
                GrantRow.role == LINKED_ROLE,
                GrantRow.ended_at.is_(None),
            )
            for account in await context.find(
                Account, Account.id.in_([g.account_id for g in await context.find(GrantRow, *at)])
            ):
                touch(account)

    async def shares_changed(
        self, session: AsyncSession, county: int, places: Collection[str]
    ) -> None:
        """Invalidate the cached grants of everyone with a grant at one of these places."""
        at = (
            GrantRow.county == county,
            GrantRow.reach_path.in_(places),
            GrantRow.ended_at.is_(None),
        )
        accounts = sa.select(GrantRow.account_id).where(*at)
        for account in await session.scalars(
            sa.select(Account).where(Account.county == county, Account.id.in_(accounts))
        ):
            touch(account)

    async def _placed(self, principal: Principal) -> Principal:
        """Add what depends on the places of the grants to a principal.

        These are the plugins that are on or retired there, above or below, and the counties whose joint cases
        name one of the places. A later switch or share raises the version of the grants.
        """
        if not principal.grants:
            return principal
        shares = (
            sa.select(ReceivedShare.from_county)
            .distinct()
            .where(
                ReceivedShare.county == principal.county,
                ReceivedShare.from_county != principal.county,
                ReceivedShare.voided_at.is_(None),
                ReceivedShare.audience.overlap(list(principal.marks)),
            )
        )
        async with self._database.transaction(
            replace(principal.reading, account=None, version=None)
        ) as session:
            counties = tuple(sorted(await session.scalars(shares)))
            # Row-level security shows exactly the switches of these places and of those above them,
            # since a switch is inherited.
            switches = await standing_switches(session)
        return replace(principal, shared=counties, switches=switches)

    def __len__(self) -> int:
        return len(self._known)

    def _principal(self, found: Mapping[str, Any]) -> Principal:
        must_change = bool(found["must_change_password"])
        # An account with a one-time password holds nothing until it sets its own; only operations
        # on itself remain.
        grants = (
            ()
            if must_change
            else tuple(Grant(g["role"], g["county"], g["path"]) for g in found["grants"])
        )
        scopes = found["scopes"]
        return Principal(
            PrincipalKind.ACCOUNT,
            found["county"],
            self._policy,
            grants,
            account=UUID(found["account"]),
            version=found["version"],
            read_only=found["read_only"],
            scopes=None if scopes is None else frozenset(scopes),
            must_change_password=must_change,
            person=UUID(found["person"]) if found["person"] else None,
        )
