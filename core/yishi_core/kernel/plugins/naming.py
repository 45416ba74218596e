"""Whether what a plugin names exists: roles, rights, terms, vocabularies and settings of core.

A name that refers to nothing would do nothing, in silence. Kinds of stations, metrics and the like
are resolved by the rooms that declare them (`StartCheck`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pydantic_core import PydanticCustomError

from yishi_core.errors import Text
from yishi_core.kernel.access.permissions import Permission, reading
from yishi_core.kernel.access.policy import read_policy
from yishi_core.kernel.entity.columns import ColumnInfo, info_of
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.terms import vocabularies_of
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.variants.problem import Problem, meant, unknown
from yishi_core.kernel.variants.setting import SettingType
from yishi_core.kernel.variants.variant import ROLE, PolicyDef, Variant

ANY = "*"
ROLES, OBJECTS = Text("角色", "role"), Text("权限对象", "object of rights")
ENTITIES, COLUMNS = Text("记录类型", "entity"), Text("字段", "column")
VOCABULARIES, WORDS = Text("词表", "vocabulary"), Text("词表值", "vocabulary value")
LIBRARY = Text("平台工作法", "procedure of core's library")
SETTINGS = Text("可预设的平台设置", "setting of core to be preset")


@dataclass(frozen=True)
class Names:
    """What a plugin may name: its own, core's, and that of other plugins beside it."""

    plugin: Plugin
    core: Variant
    entities: tuple[EntityModel, ...]
    """Those of core."""
    others: tuple[Plugin, ...] = ()

    @cached_property
    def plugins(self) -> tuple[Plugin, ...]:
        return (*(p for p in self.others if p is not self.plugin), self.plugin)

    @cached_property
    def models(self) -> list[EntityModel]:
        return [*self.entities, *(model for p in self.plugins for model in p.entities())]

    @cached_property
    def own_roles(self) -> frozenset[str]:
        return frozenset(self.plugin.variant.roles) - _core_roles()

    @cached_property
    def roles(self) -> frozenset[str]:
        named = self.core.vocabularies.get(ROLE, {})
        return _core_roles().union(named, *(p.variant.roles for p in self.plugins))

    @cached_property
    def permissions(self) -> frozenset[str]:
        read = (reading(model.object) for model in self.models)
        own = (permission for p in self.plugins for permission in p.permissions())
        return frozenset([*map(str, Permission), *read, *own])

    @cached_property
    def core_objects(self) -> frozenset[str]:
        ruled = {line.object for line in read_policy("yishi_core.kernel.access")}
        named = {permission.partition(":")[0] for permission in Permission}
        return frozenset({model.object for model in self.entities} | named | ruled)

    @cached_property
    def own_objects(self) -> frozenset[str]:
        """The objects on which the plugin may give rights to any role: its entities, and those
        that its permissions name beyond those of core.
        """
        named = {permission.partition(":")[0] for permission in self.plugin.permissions()}
        return frozenset(
            {model.object for model in self.plugin.entities()} | named - self.core_objects
        )

    @cached_property
    def vocabularies(self) -> frozenset[str]:
        """The vocabularies of core, and those of which columns and inputs of plugins take words."""
        columns = (column for model in self.models for column in model.table.c)
        named = {info.vocabulary for column in columns if (info := _told(column))}
        terms = (vocabularies_of(o.input) for p in self.plugins for o in p.operations())
        return frozenset(word for word in named if word).union(self.core.vocabularies, *terms)


def unresolved(names: Names) -> Iterator[Problem]:
    """Every name in `variant.toml` that refers to nothing, and rights that it may not give."""
    yield from _terms(names)
    yield from _references(names)
    yield from _vocabularies(names)
    yield from _offers(names)
    yield from _presets(names)
    yield from _responsible(names)
    yield from _policy(names)


def _terms(names: Names) -> Iterator[Problem]:
    models = {model.name: model for model in names.models}
    for term in names.plugin.variant.labels:
        entity, _, column = term.partition(".")
        key = f"labels.{term}"
        if entity not in models:
            yield unknown(names.plugin.manifest, key, entity, ENTITIES, models)
        elif column and column not in (known := columns_of(models[entity])):
            yield unknown(names.plugin.manifest, key, column, COLUMNS, known)


def _references(names: Names) -> Iterator[Problem]:
    """Columns of the plugin that refer to an entity which nobody declares."""
    known = {model.name for model in names.models}
    for model in names.plugin.entities():
        for column in model.table.c:
            info = _told(column)
            if info and info.ref and info.ref.target not in known:
                where = f"{model.entity.__module__}.{model.name}"
                yield unknown(where, column.name, info.ref.target, ENTITIES, known)


def columns_of(model: EntityModel) -> list[str]:
    """The columns of an entity as plugins name them: those of references without `_id`."""
    shown = ((c.name, info) for c in model.table.c if (info := _told(c)) and not info.hidden)
    return [name.removesuffix("_id") if info.ref else name for name, info in shown]


def _told(column: Any) -> ColumnInfo | None:
    """What a column declares; None where it is declared in another way, which the check tells."""
    try:
        return info_of(column)
    except TypeError:
        return None


def _vocabularies(names: Names) -> Iterator[Problem]:
    variant, core, file = names.plugin.variant, names.core, names.plugin.manifest
    known = names.vocabularies
    for word in variant.vocabularies:
        if word not in known:
            yield unknown(file, f"vocabularies.{word}", word, VOCABULARIES, known)
    for word, values in variant.only.items():
        if word not in known:
            yield unknown(file, f"only.{word}", word, VOCABULARIES, known)
            continue
        offered = {**core.words.get(word, {}), **variant.words.get(word, {})}
        for value in values:
            if value not in offered:
                yield unknown(file, f"only.{word}", value, WORDS, offered)
    declared = {*core.vocabularies, *(w for p in names.plugins for w in p.variant.vocabularies)}
    for model in names.plugin.entities():
        for column in model.table.c:
            info = _told(column)
            if info and info.vocabulary and info.vocabulary not in declared:
                where = f"{model.entity.__module__}.{model.name}"
                yield unknown(where, column.name, info.vocabulary, VOCABULARIES, declared)
    for operation in names.plugin.operations():
        for word in sorted(vocabularies_of(operation.input) - declared):
            where = f"{operation.input.__module__}.{operation.input.__name__}"
            yield unknown(where, "", word, VOCABULARIES, declared)


def _offers(names: Names) -> Iterator[Problem]:
    library = [procedure.code for procedure in names.core.procedures]
    for code in names.plugin.variant.offers:
        if code not in library:
            yield unknown(names.plugin.manifest, "offers", code, LIBRARY, library)


def _presets(names: Names) -> Iterator[Problem]:
    """Presets that are no valid value of a setting of core which is open to some level."""
    file = names.plugin.manifest
    open_ = {
        key: setting
        for key, setting in names.core.settings.items()
        if setting.open_to and setting.type is not SettingType.PROCEDURE
    }
    for key, value in names.plugin.variant.presets.items():
        where = f"presets.{key}"
        if (setting := open_.get(key)) is None:
            yield unknown(file, where, key, SETTINGS, open_)
            continue
        try:
            setting.read(value)
        except PydanticCustomError as error:
            told = error.context or {}
            yield Problem(file, where, Text(str(told["zh"]), str(told["en"])))


def _responsible(names: Names) -> Iterator[Problem]:
    """Roles that usually do a step, and that nobody can be given."""
    for procedure in names.plugin.variant.procedures:
        for step in procedure.steps:
            if (role := step.responsible_role) and role not in names.roles:
                key = f"procedures.{procedure.code}.{step.code}.responsible_role"
                yield unknown(names.plugin.manifest, key, role, ROLES, names.roles)


def _policy(names: Names) -> Iterator[Problem]:
    """Rights on nothing or of nobody, and rights that the plugin may not give.

    A plugin may give any role rights on its own objects, but rights on core's objects only to its
    own roles. Otherwise an office that switches a plugin on would extend core's table of rights
    (domain.md 2.19) for everyone who holds a role there. The right to grant roles (`role`) outlasts
    the switch, so a plugin may offer it for its own roles only.
    """
    for n, line in enumerate(names.plugin.variant.policy):
        file, where = names.plugin.manifest, f"policy.{n}"
        if ANY in (line.object, *line.actions):
            text = Text("插件不能使用通配符 *", "a plugin may not use the wildcard *")
            yield Problem(file, where, text)
        elif line.role not in names.roles:
            yield unknown(file, f"{where}.role", line.role, ROLES, names.roles)
        elif line.object == ROLE:
            yield from _given_roles(names, where, line)
        elif found := list(_rights(names, where, line)):
            yield from found
        elif line.role not in names.own_roles and line.object not in names.own_objects:
            zh = f"“{line.role}”不是本插件的角色,只能获得本插件对象的权限,“{line.object}”不是本插件的对象"
            en = (
                f"{line.role} is no role of this plugin: it may gain rights on the plugin's own "
                f"objects, and {line.object} is none of them"
            )
            yield Problem(file, where, Text(zh, en))


def _given_roles(names: Names, where: str, line: PolicyDef) -> Iterator[Problem]:
    for action in line.actions:
        if action not in names.own_roles:
            hint = meant(action, names.own_roles)
            zh = f"插件只能规定谁可授予本插件的角色,“{action}”不是本插件的角色。{hint.zh}"
            en = f"a plugin lets only its own roles be given, {action} is none of them.{hint.en}"
            yield Problem(names.plugin.manifest, where, Text(zh, en))


def _rights(names: Names, where: str, line: PolicyDef) -> Iterator[Problem]:
    file, known = names.plugin.manifest, names.permissions
    objects = {permission.partition(":")[0] for permission in known}
    if line.object not in objects:
        yield unknown(file, f"{where}.object", line.object, OBJECTS, objects)
        return
    actions = [p.partition(":")[2] for p in known if p.startswith(f"{line.object}:")]
    for action in line.actions:
        if action not in actions:
            hint = meant(action, actions)
            right = f"{line.object}:{action}"
            text = Text(f"没有权限 {right}。{hint.zh}", f"There is no right {right}.{hint.en}")
            yield Problem(file, f"{where}.actions", text)


@cache
def _core_roles() -> frozenset[str]:
    """The roles of core's table of rights."""
    return frozenset(line.role for line in read_policy("yishi_core.kernel.access"))
