"""What a principal can read: rules of all entities, permissions of columns, and parameters.

It is computed once per principal and cached. `signature` identifies its *shape*: principals of the
same shape share their plans, and only the values differ.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.access import (
    Policy,
    Principal,
    PrincipalKind,
    ReadRule,
    Scope,
    entry_values,
    readable,
)
from yishi_core.kernel.access.authorize import PATHS
from yishi_core.kernel.entity import EntityModel, Visibility, snake
from yishi_core.kernel.making import Making
from yishi_graphql.schema.catalogue import Catalogue

KNOWN_PRINCIPALS = 4096


class Reach(StrEnum):
    """Where a caller holds a column's permission."""

    EVERYWHERE = "everywhere"
    """Wherever they can read the entity."""
    SOMEWHERE = "somewhere"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Mask:
    """Who can see one column."""

    permission: str
    reach: Reach
    tree: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[Any, ...]:
        return (self.reach, bool(self.tree), bool(self.own), bool(self.audience))

    @property
    def name(self) -> str:
        """Prefix of the names of its parameters."""
        return "may_" + snake(self.permission.replace(":", "_"))

    def values(self) -> dict[str, Any]:
        return {
            f"{self.name}_{w}": list(v)
            for w, v in (("tree", self.tree), ("own", self.own), ("audience", self.audience))
        }

    def condition(self, row: Any) -> sa.ColumnElement[bool]:
        """The condition that the caller holds the permission at the row's place."""
        c, arms = row.c, []
        if self.tree:
            arms.append(c.org_path.bool_op("^@")(sa.any_(self._bind("tree"))))
        if self.own and "created_by" in c:
            own = c.created_by == sa.bindparam("account", type_=sa.Uuid())
            arms.append(sa.and_(own, c.org_path.bool_op("^@")(sa.any_(self._bind("own")))))
        if self.audience and "audience" in c:
            arms.append(c.audience.overlap(self._bind("audience")))
        return sa.or_(*arms) if arms else sa.false()

    def _bind(self, which: str) -> sa.BindParameter[Any]:
        return sa.bindparam(f"{self.name}_{which}", type_=PATHS)


@dataclass(frozen=True)
class ReadScope:
    """The read rules of one principal; `parameters` holds all values that a plan may need."""

    principal: Principal
    rules: Mapping[str, ReadRule]
    masks: Mapping[tuple[str, str], Mask]
    parameters: Mapping[str, Any]
    signature: int
    single: bool = field(default=True)
    """Whether the principal reads in one county only; plans depend on the number of counties."""

    def rule(self, model: EntityModel) -> ReadRule:
        return self.rules[model.name]

    def mask(self, model: EntityModel, permission: str) -> Mask:
        return self.masks[model.name, permission]


class ReadScopes:
    """A cache of read scopes by principal."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._models = (*catalogue.models.values(), *catalogue.own_fields.values())
        self._signatures: dict[Any, int] = {}
        self._known: OrderedDict[tuple[Principal, Policy], ReadScope] = OrderedDict()
        self._lock = Lock()

    async def seen(self, principal: Principal, making: Making) -> ReadScope:
        """The read scope of a principal.

        For the first principal of a role the policy is asked some hundred questions, in a thread.
        """
        kept = _kept_as(principal)
        if (kept, kept.policy) not in self._known:
            await making.once(("sight", kept, kept.policy), lambda: self.of(kept))
        return self.of(principal)

    def of(self, principal: Principal) -> ReadScope:
        """The same, computed at once however long it takes; another policy gives another scope."""
        if principal.kind is PrincipalKind.ANONYMOUS:
            return self._of_visitor(principal)
        return self._found(principal)

    def _of_visitor(self, principal: Principal) -> ReadScope:
        """The read scope of a visitor.

        All visitors share one entry, so that inventing counties does not fill the memory.
        """
        one = self._found(_kept_as(principal))
        return replace(
            one, principal=principal, parameters={**one.parameters, **_own_parameters(principal)}
        )

    def _found(self, principal: Principal) -> ReadScope:
        key = (principal, principal.policy)
        with self._lock:
            if found := self._known.get(key):
                self._known.move_to_end(key)
                return found
        made = self._make(principal)
        with self._lock:
            self._known[key] = made
            if len(self._known) > KNOWN_PRINCIPALS:
                self._known.popitem(last=False)
        return made

    def _signature(self, shape: Any) -> int:
        with self._lock:  # two shapes with the same number would share their plans
            return self._signatures.setdefault(shape, len(self._signatures))

    def _make(self, principal: Principal) -> ReadScope:
        rules = {m.name: readable(principal, m) for m in self._models}
        masks = {
            (m.name, p): _mask(principal, m, p, rules[m.name])
            for m in self._models
            for p in {f.info.permission for f in m.fields if f.info.permission}
        }
        counties = principal.counties
        shape = (
            len(counties),
            *(r.shape for r in rules.values()),
            *(m.shape for m in masks.values()),
        )
        return ReadScope(
            principal,
            rules,
            masks,
            _parameters(principal, rules, masks),
            self._signature(shape),
            single=len(counties) == 1,
        )


def _kept_as(principal: Principal) -> Principal:
    """The principal under which a scope is cached: all visitors are one."""
    return (
        Principal.anonymous(0, principal.policy)
        if principal.kind is PrincipalKind.ANONYMOUS
        else principal
    )


def _mask(principal: Principal, model: EntityModel, permission: str, rule: ReadRule) -> Mask:
    if principal.kind is PrincipalKind.SYSTEM:
        return Mask(permission, Reach.EVERYWHERE)
    tree = principal.paths_for(permission, Scope.TREE, to_read=True)
    # Rows beyond the tree (inherited, shared) are read where the permission is not held, so it is
    # held somewhere only.
    if tree and set(tree) >= set(principal.reading.paths) and model.visibility == {Visibility.TREE}:
        return Mask(permission, Reach.EVERYWHERE, tree)
    own = principal.paths_for(permission, Scope.OWN, to_read=True)
    audience = principal.paths_for(permission, Scope.AUDIENCE, to_read=True)
    reach = Reach.SOMEWHERE if tree or own or audience else Reach.NOWHERE
    return Mask(permission, reach, tree, own, audience)


def _own_parameters(principal: Principal) -> dict[str, Any]:
    counties = principal.counties
    found = {**entry_values(principal), "county": counties[0], "counties": list(counties)}
    return found | {f"county_{i}": code for i, code in enumerate(counties)}


def _parameters(
    principal: Principal, rules: Mapping[str, ReadRule], masks: Mapping[tuple[str, str], Mask]
) -> dict[str, Any]:
    found = _own_parameters(principal)
    for rule in rules.values():
        found |= rule.values()
    for mask in masks.values():
        found |= mask.values()
    return found


__all__ = ["Mask", "Reach", "ReadScope", "ReadScopes"]
