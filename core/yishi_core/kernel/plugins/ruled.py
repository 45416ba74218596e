"""What the rules of plugins are about, resolved against the entities: columns and parts by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from yishi_core.errors import Text
from yishi_core.kernel.audit.changes import MACHINERY
from yishi_core.kernel.audit.facts import Part, Watched
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.plugins.hooks import Hook
from yishi_core.kernel.variants.problem import Problem, unknown

PARTS = Text("字段或关联", "column or part")


def watched_by(hooks: Iterable[Hook], models: Sequence[EntityModel]) -> Watched:
    """What must be collected while rows are written, so that these rules can be asked."""
    names: dict[type[TenantRow], dict[str, str]] = {}
    parts: dict[type[TenantRow], dict[tuple[str, str], Part]] = {}
    on: dict[type[TenantRow], frozenset[str]] = {}
    for hook in hooks:
        if hook.entity is None:
            continue
        # All columns are known by name, so that a rule can ask what else has changed.
        names.setdefault(hook.entity, columns_of(hook.entity))
        on[hook.entity] = on.get(hook.entity, frozenset()) | hook.on
        for entity, part in parts_of(hook.entity, models):
            if part.name in hook.on:
                parts.setdefault(entity, {})[part.key, part.name] = part
    return Watched(names, {entity: tuple(found.values()) for entity, found in parts.items()}, on)


def columns_of(entity: type[TenantRow]) -> dict[str, str]:
    """Attribute → the name by which rules know a column; a reference has no `_id`."""
    return {
        c.key: c.name.removesuffix("_id") if info_of(c).ref else c.name
        for c in entity.__table__.columns
        if c.name not in MACHINERY
    }


def parts_of(
    whole: type[TenantRow], models: Iterable[EntityModel]
) -> Iterator[tuple[type[TenantRow], Part]]:
    """The entities that refer to an entity under a name, each with the relation."""
    for model in models:
        for c in model.table.c:
            reference = info_of(c).ref
            if reference and reference.inverse and reference.target == whole.__name__:
                yield model.entity, Part(_key(c), whole, reference.inverse)


def wrong_rules(
    where: str, hooks: Iterable[Hook], models: Sequence[EntityModel]
) -> Iterator[Problem]:
    """Rules that name a column or part which their entity does not have: they would never be asked
    for it.
    """
    for hook in hooks:
        if hook.entity is None:
            continue
        known = {
            *columns_of(hook.entity).values(),
            *(part.name for _, part in parts_of(hook.entity, models)),
        }
        for name in sorted(hook.on - known):
            yield unknown(where, f"holds {hook.entity.__name__}", name, PARTS, known)


def _key(column: sa.Column[object]) -> str:
    return str(column.key)
