"""Whether the own fields that a plugin declares can be kept: of what, and under which name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yishi_core.errors import Text
from yishi_core.kernel.entity import EntityModel, OwnFields, Registry, camel
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.variants.problem import Problem


def wrong_own_fields(plugin: Plugin, entities: Iterable[EntityModel]) -> Iterator[Problem]:
    """Own fields of an entity that is not core's, a second class for one entity, and a code of the
    plugin under which the entity has something already.
    """
    core = Registry(entities)
    seen: dict[type[TenantRow], str] = {}
    for model in plugin.entities():
        if not issubclass(model.entity, OwnFields):
            continue
        of = model.entity.__of__
        where = f"{model.entity.__module__}.{model.name}"
        if of.__name__ not in core or core.of(of).entity is not of:
            yield Problem(
                where,
                of.__name__,
                Text(
                    f"{of.__name__} 不是平台的对象,不能附加字段",
                    f"{of.__name__} is no entity of core: it cannot be given own fields",
                ),
            )
            continue
        if of in seen:
            yield Problem(
                where,
                of.__name__,
                Text(
                    f"{of.__name__} 的附加字段已由 {seen[of]} 声明,一个插件只能声明一次",
                    f"the own fields of {of.__name__} are {seen[of]}; a plugin has one such class",
                ),
            )
        seen.setdefault(of, model.name)
        if camel(plugin.code) in _taken(core, of):
            yield Problem(
                where,
                plugin.code,
                Text(
                    f"{of.__name__} 已有字段 {camel(plugin.code)},与插件代码同名",
                    f"{of.__name__} has a field {camel(plugin.code)} already, the plugin's code",
                ),
            )


def _taken(core: Registry, of: type[TenantRow]) -> set[str]:
    """The names of the fields of an entity: columns, references, lists."""
    relations = {relation.name for relation in core.relations(of.__name__)}
    return relations | {camel(c.name) for c in of.__table__.columns if not info_of(c).ref}


__all__ = ["wrong_own_fields"]
