"""Permission and place checked together: for one row, and as an SQL predicate for many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from yishi_core.errors import Forbidden
from yishi_core.kernel.access.permissions import Scope, reading
from yishi_core.kernel.access.places import person_mark
from yishi_core.kernel.access.principal import Principal, PrincipalKind
from yishi_core.kernel.entity.base import Drafted, TenantRow
from yishi_core.kernel.entity.model import EntityModel, Visibility

PATHS = ARRAY(sa.Text())


def holds(principal: Principal, permission: str, row: TenantRow, *, to_read: bool = False) -> bool:
    """Whether the principal holds a permission on a row that they can see.

    `to_read` counts the rights of retired plugins, for questions that need the permission.
    """
    if principal.kind is PrincipalKind.SYSTEM:
        return row.county == principal.county
    return any(
        _covers(scope, grant.path, row, principal)
        for grant, scopes in principal.grants_for(permission, to_read=to_read)
        if grant.county == row.county
        for scope in scopes
    )


def authorize(
    principal: Principal, permission: str, row: TenantRow, *, to_read: bool = False
) -> tuple[str, ...]:
    """Return the paths with which a write on `row` enters its transaction.

    `to_read` as for `holds`. Raises `Forbidden`, naming the permission, when the principal does not hold it on the row.
    """
    if not holds(principal, permission, row, to_read=to_read):
        raise Forbidden.lacking(permission)
    return principal.paths_for(permission, to_read=to_read)


def _covers(scope: Scope, path: str, row: TenantRow, principal: Principal) -> bool:
    audience: list[str] | None = getattr(row, "audience", None)
    match scope:
        case Scope.TREE:
            return row.org_path.startswith(path)
        case Scope.OWN:
            return (
                row.org_path.startswith(path)
                and getattr(row, "created_by", None) == principal.account
            )
        case Scope.AUDIENCE:
            own = principal.person and person_mark(principal.person)
            return path in (audience or ()) or own in (audience or ())
        case Scope.PUBLIC:
            return "public" in (audience or ())


@dataclass(frozen=True, slots=True)
class ReadRule:
    """How much narrower than row-level security a principal's reads of one entity are.

    The predicate is SQL with named parameters and the values are the principal's, so that plans can
    be cached by `shape` and shared between callers.
    """

    object: str
    everything: bool
    tree: tuple[str, ...]
    own: tuple[str, ...]
    shared: bool
    inherited: bool
    drafts: frozenset[str] = frozenset()
    """States in which only the author can read the row, whatever else the caller may read."""

    @property
    def shape(self) -> tuple[Any, ...]:
        """A hashable key: rules of equal shape produce equal SQL."""
        return (
            self.everything,
            bool(self.tree),
            bool(self.own),
            self.shared,
            self.inherited,
            self.drafts,
        )

    @property
    def form(self) -> ReadRule:
        """The rule without its values, holding only what its SQL depends on."""
        return replace(self, tree=self.tree and ("",), own=self.own and ("",))

    @property
    def anything(self) -> bool:
        """Whether the rule can match any row at all."""
        return bool(self.everything or self.tree or self.own or self.shared or self.inherited)

    def predicate(self, row: Any) -> sa.ColumnElement[bool] | None:
        """The condition on a table or alias; None when row-level security already suffices."""
        parts = [p for p in (self._held(row), self._drafts(row)) if p is not None]
        return sa.and_(*parts) if parts else None

    def _drafts(self, row: Any) -> sa.ColumnElement[bool] | None:
        if not self.drafts:
            return None
        mine = row.c.created_by == sa.bindparam("account", type_=sa.Uuid())
        return sa.or_(sa.type_coerce(row.c.state, sa.Text()) != sa.all_(self._bind("drafts")), mine)

    def _held(self, row: Any) -> sa.ColumnElement[bool] | None:
        if self.everything:
            return None
        c = row.c
        arms: list[sa.ColumnElement[bool]] = []
        if self.tree:
            arms.append(c.org_path.bool_op("^@")(sa.any_(self._bind("tree"))))
        if self.own:
            arms.append(
                sa.and_(
                    c.created_by == sa.bindparam("account", type_=sa.Uuid()),
                    c.org_path.bool_op("^@")(sa.any_(self._bind("own"))),
                )
            )
        if self.shared:
            # Row-level security has checked the audience; being named there is the right to read.
            arms.append(c.audience.overlap(sa.bindparam("marks", type_=PATHS)))
        if self.inherited:
            arms.append(c.org_path == sa.any_(sa.bindparam("lineage", type_=PATHS)))
        return sa.or_(*arms) if arms else sa.false()

    def values(self) -> dict[str, Any]:
        """The values of the rule's own parameters; the shared ones come from `entry_values`."""
        drafts = {f"{self.object}_drafts": sorted(self.drafts)} if self.drafts else {}
        return {
            f"{self.object}_tree": list(self.tree),
            f"{self.object}_own": list(self.own),
            **drafts,
        }

    def _bind(self, which: str) -> sa.BindParameter[Any]:
        return sa.bindparam(f"{self.object}_{which}", type_=PATHS)


def readable(principal: Principal, model: EntityModel) -> ReadRule:
    """The rule by which a principal reads one entity.

    The reader and the loading of `Ref` use the same rule, so an id that a list would not show
    cannot be used as an input either. What a plugin brings that is neither on nor retired at any
    of the principal's places is read by nobody's right.
    """
    permission = reading(model.object)
    if principal.kind is PrincipalKind.SYSTEM:
        return ReadRule(model.object, True, (), (), False, False)
    if not principal.has_plugin(model.plugin):
        return ReadRule(model.object, False, (), (), False, False)
    tree = principal.paths_for(permission, Scope.TREE)
    return ReadRule(
        model.object,
        everything=bool(tree) and set(tree) >= set(principal.reading.paths),
        tree=tree,
        own=principal.paths_for(permission, Scope.OWN) if "created_by" in model.table.c else (),
        # Being named in the audience is the right to read, but never beyond the scopes of the token
        # in use.
        shared=Visibility.SHARED in model.visibility and principal.within_scopes(permission),
        inherited=Visibility.INHERITED in model.visibility
        and bool(principal.grants_for(permission)),
        drafts=model.entity.__drafts__ if issubclass(model.entity, Drafted) else frozenset(),
    )


def entry_values(principal: Principal) -> dict[str, Any]:
    """Parameters that every read rule may use: `account`, `marks` and `lineage`."""
    entry = principal.reading
    return {
        "account": principal.account,
        "marks": list(entry.marks),
        "lineage": list(entry.lineage),
    }
