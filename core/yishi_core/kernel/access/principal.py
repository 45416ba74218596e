"""The caller of an operation or query, and the tenant scope their transactions are entered with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from yishi_core.errors import Forbidden
from yishi_core.kernel.access.permissions import Scope, is_reading
from yishi_core.kernel.access.places import (
    PUBLIC,
    TenantScope,
    ancestors,
    county_path,
    person_mark,
    receipt_mark,
)
from yishi_core.kernel.access.policy import Policy
from yishi_core.kernel.refusals import KernelRule

LINKED_ROLE = "special_committee"
"""Role that also holds at every place that its holder's committee or area guides or covers.

It does so for as long as the link runs (access.md 4, `linked`).
"""


class PrincipalKind(StrEnum):
    ACCOUNT = "account"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role at a place: it reaches the org at `path` of `county` and everything below.

    It never reaches siblings or superiors.
    """

    role: str
    county: int
    path: str
    plugin: str = ""
    """The plugin whose rights of the role are meant, where it is on; empty for core's rights."""
    retired: bool = False
    """Whether the plugin is retired there: of its rights only those to read still count."""

    def gives(self, permission: str) -> bool:
        """Whether rights to a permission may come from this grant."""
        return not self.retired or is_reading(permission)


@dataclass(frozen=True, slots=True)
class Switch:
    """A plugin at a place: it is on at the org at `path` of `county` and everywhere below.

    Where it is `retired`, its records can still be read there, and running cases finish.
    """

    plugin: str
    county: int
    path: str
    retired: bool = False

    def gives(self, permission: str) -> bool:
        """Whether the plugin's rights to a permission count there."""
        return not self.retired or is_reading(permission)


@dataclass(frozen=True)
class Principal:
    """An account with its grants, an anonymous visitor of one county, or the system itself."""

    kind: PrincipalKind
    county: int
    policy: Policy = field(repr=False, compare=False)
    grants: tuple[Grant, ...] = ()
    account: UUID | None = None
    version: int | None = None
    read_only: bool = False
    scopes: frozenset[str] | None = None
    """What the token in use is limited to (permissions or `object:*`); None means no limit."""
    receipt: str | None = field(default=None, repr=False)
    must_change_password: bool = False
    person: UUID | None = None
    """The person for whom the account stands, if any."""
    shared: tuple[int, ...] = ()
    """Counties whose joint cases are shared with one of the principal's places.

    In these counties they can read the rows that name that place, and what is public (access.md 1).
    """
    switches: tuple[Switch, ...] = ()
    """The plugins that are on or retired at the places of the grants, above or below them."""

    @classmethod
    def anonymous(cls, county: int, policy: Policy, receipt: str | None = None) -> Principal:
        """A visitor, who sees what is public and, with a query code, their own matter."""
        return cls(PrincipalKind.ANONYMOUS, county, policy, receipt=receipt)

    @classmethod
    def system(cls, county: int, policy: Policy) -> Principal:
        """The platform itself working for one county, e.g. in jobs and reactions."""
        return cls(PrincipalKind.SYSTEM, county, policy)

    def require_own_password(self) -> None:
        """Raise `Forbidden` for an account that has not yet set a password of its own."""
        if self.must_change_password:
            raise Forbidden.by(KernelRule.MUST_CHANGE_PASSWORD)

    @cached_property
    def counties(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys([self.county, *(g.county for g in self.grants), *self.shared]))

    @cached_property
    def plugins(self) -> frozenset[str]:
        """The plugins that are on or retired at, above or below one of their places."""
        return frozenset(switch.plugin for switch in self.switches)

    @cached_property
    def plugins_on(self) -> frozenset[str]:
        """Those of `plugins` that are on, with which something new can be entered."""
        return frozenset(switch.plugin for switch in self.switches if not switch.retired)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The audience tokens that the principal matches."""
        found = [PUBLIC, *(g.path for g in self.grants)]
        if self.account:
            found.append(f"account:{self.account}")
        if self.person:
            found.append(person_mark(self.person))
        if self.receipt:
            found.append(receipt_mark(self.receipt))
        return tuple(dict.fromkeys(found))

    @cached_property
    def added(self) -> tuple[Grant, ...]:
        """What plugins add to the grants, each as a grant of its own.

        Its place is that of the grant, or a place below where the plugin is on or retired.
        """
        found = (
            Grant(
                grant.role,
                grant.county,
                max(grant.path, switch.path, key=len),
                switch.plugin,
                switch.retired,
            )
            for grant in self.grants
            for switch in self.switches
            if switch.county == grant.county and self.policy.adds(switch.plugin, grant.role)
            if grant.path.startswith(switch.path) or switch.path.startswith(grant.path)
        )
        return tuple(dict.fromkeys(found))

    def has_plugin(
        self, plugin: str | None, county: int = 0, path: str = "", *, retired: bool = True
    ) -> bool:
        """Whether what a plugin brings is there for the principal at all; core (None) always is.

        It is where the plugin is on or retired at one of their places, above or below it; with
        `path`, at this org, above or below it; without `retired` only where it is on. A visitor has
        no places and therefore no plugins.
        """
        if plugin is None or self.kind is PrincipalKind.SYSTEM:
            return True
        return any(
            s.plugin == plugin
            and (retired or not s.retired)
            and (not path or s.county == county)
            and (path.startswith(s.path) or s.path.startswith(path))
            for s in self.switches
        )

    def grants_for(
        self, permission: str, *, to_read: bool = False
    ) -> tuple[tuple[Grant, frozenset[Scope]], ...]:
        """The grants whose role holds the permission, each with the scopes in which it holds it.

        Rights of a plugin count only where that plugin is on. Where it is retired, those to read
        count, and with `to_read` also others, for what somebody must hold them to see.
        """
        if not self._within_token(permission):
            return ()
        asked = (
            (g, self.policy.scopes(g.role, permission, g.plugin))
            for g in (*self.grants, *self.added)
            if to_read or g.gives(permission)
        )
        return tuple((g, s) for g, s in asked if s)

    def paths_for(
        self, permission: str, scope: Scope | None = None, *, to_read: bool = False
    ) -> tuple[str, ...]:
        """The paths at which the principal holds a permission, in one scope or in any.

        `to_read` as for `grants_for`.
        """
        if self.kind is PrincipalKind.SYSTEM:
            return (county_path(self.county),)
        return tuple(
            dict.fromkeys(
                g.path
                for g, s in self.grants_for(permission, to_read=to_read)
                if scope is None or scope in s
            )
        )

    @cached_property
    def reading(self) -> TenantScope:
        """The tenant scope of a read: the union of all places of the principal."""
        if self.kind is PrincipalKind.SYSTEM:
            return self.entering((county_path(self.county),))
        return self.entering(tuple(dict.fromkeys(g.path for g in self.grants)))

    def entering(self, paths: tuple[str, ...]) -> TenantScope:
        """The tenant scope of a write at exactly these places."""
        lineage = tuple(
            dict.fromkeys(a for g in (*paths, *(g.path for g in self.grants)) for a in ancestors(g))
        )
        return TenantScope(self.counties, paths, lineage, self.marks, self.account, self.version)

    @property
    def limited(self) -> bool:
        """Whether the token in use may do less than its account."""
        return self.read_only or self.scopes is not None

    def within_scopes(self, permission: str) -> bool:
        """Whether the scopes of the token in use include a permission.

        Whether the principal holds that permission is a separate question.
        """
        return (
            self.scopes is None
            or permission in self.scopes
            or permission.partition(":")[0] + ":*" in self.scopes
        )

    def require_within_scopes(self, permission: str) -> None:
        """Raise `Forbidden` where the token's scopes do not include a permission.

        Needed where an account may see something without holding any permission.
        """
        if not self.within_scopes(permission):
            raise Forbidden.lacking(permission)

    def _within_token(self, permission: str) -> bool:
        return self.within_scopes(permission) and (not self.read_only or is_reading(permission))
