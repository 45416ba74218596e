"""Checks that plugins are consistent with core, with themselves and with each other.

All problems are reported before anything is served.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import sqlalchemy as sa
from packaging.specifiers import SpecifierSet
from pydantic import BaseModel

from yishi_core.errors import Rule, Text
from yishi_core.kernel.access.permissions import Permission
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.plugins.local_words import wrong_words
from yishi_core.kernel.plugins.naming import Names, unresolved
from yishi_core.kernel.plugins.own_fields import wrong_own_fields
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.variants.own import PREFIX, is_own
from yishi_core.kernel.variants.problem import Problem, meant, unknown
from yishi_core.kernel.variants.variant import CORE, Variant

PERMISSIONS = Text("权限", "permission")


def alone(
    plugin: Plugin,
    core: Variant,
    entities: Iterable[EntityModel],
    others: Iterable[Plugin] = (),
) -> Iterator[Problem]:
    """Problems of one plugin: version range, names that refer to nothing, rights, settings.

    `entities` are those of core; `others` are plugins whose roles, rights and records it may name.
    """
    file, variant = plugin.manifest, plugin.variant
    if variant.code == CORE:
        yield Problem(
            file, "code", Text("代码 core 属于平台", "the code core belongs to the platform")
        )
    if not SpecifierSet(variant.core).contains(core.version, prereleases=True):
        text = Text(
            f"需要平台版本 {variant.core},当前为 {core.version}",
            f"needs core {variant.core}, this is {core.version}",
        )
        yield Problem(file, "core", text)
    yield from wrong_words(file, variant)
    yield from unresolved(Names(plugin, core, tuple(entities), tuple(others)))
    yield from _rights(plugin, entities)
    yield from wrong_own_fields(plugin, entities)


def reserved(plugin: Plugin) -> Iterator[Problem]:
    """Codes of an installed plugin that only variants of one's own may use (decision 0094)."""
    variant = plugin.variant
    coded = [("code", variant.code)]
    for part in ("procedures", "schedules", "checklists", "quotas", "assessment", "guide"):
        coded += [(f"{part}.{one.code}", one.code) for one in getattr(variant, part)]
    for name, words in variant.vocabularies.items():
        coded += [(f"vocabularies.{name}.{word}", word) for word in words]
    for key, code in coded:
        if is_own(code):
            text = Text(
                f"以 {PREFIX} 开头的代码留给自定工作法",
                f"codes that begin with {PREFIX} are those of variants of one's own",
            )
            yield Problem(plugin.manifest, key, text)


def _rights(plugin: Plugin, entities: Iterable[EntityModel]) -> Iterator[Problem]:
    """Problems of a plugin's operations and permissions.

    An operation without a permission or a place would be open to everyone, which only core may
    declare.
    """
    own = plugin.permissions()
    readable = (*plugin.entities(), *entities)
    read = {f"{model.object}:read" for model in readable}
    for operation in plugin.operations():
        where = f"{operation.function.__module__}.{operation.name}"
        if operation.permission is None or not operation.subject:
            yield Problem(
                where,
                "",
                Text(
                    "插件的操作须声明权限和对象",
                    "a plugin's operation needs a permission and a subject",
                ),
            )
        elif operation.permission not in {*own, *read, *Permission}:
            known = {*own, *read, *Permission}
            yield unknown(where, "", operation.permission, PERMISSIONS, known)
        if operation.acts_for:
            yield Problem(
                where,
                "",
                Text(
                    "插件的操作不能对匿名开放",
                    "a plugin's operation cannot be open to anonymous callers",
                ),
            )
    for permission in sorted(own & set(Permission)):
        text = Text(
            f"权限 {permission} 属于平台,不能重新声明", f"the permission {permission} is core's"
        )
        yield Problem(plugin.name, "", text)


def needs_met(
    plugin: Plugin, installed: Mapping[str, Plugin], known: Iterable[str] = ()
) -> Iterator[Problem]:
    """Problems with required plugins that are missing or have an unsuitable version. `known` are
    the names of further plugins that could have been meant.
    """
    for need in plugin.variant.needs:
        other = installed.get(need.name)
        if other is None:
            hint = meant(need.name, {*installed, *known} - {plugin.code})
            text = Text(
                f"需要插件 {need.name},但没有安装。{hint.zh}",
                f"Needs the plugin {need.name}, which is not installed.{hint.en}",
            )
            yield Problem(plugin.manifest, "requires", text)
        elif not need.specifier.contains(other.variant.version, prereleases=True):
            text = Text(
                f"需要插件 {need},当前版本为 {other.variant.version}",
                f"needs {need}, {other.variant.version} is installed",
            )
            yield Problem(plugin.manifest, "requires", text)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of `owner` to use `name` for `meaning`; one name must not have two meanings."""

    kind: str
    name: str
    meaning: Any
    owner: str


def clashes(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Problems of names that two owners use for different things; each names both owners."""
    first: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        held = first.setdefault((claim.kind, claim.name), claim)
        if held.meaning != claim.meaning and held.owner != claim.owner:
            yield Problem(
                claim.owner,
                claim.name,
                Text(
                    f"{claim.kind} {claim.name} 已由 {held.owner} 使用,{claim.owner} 不能再用",
                    f"the {claim.kind} {claim.name} is used by {held.owner} already, "
                    f"{claim.owner} cannot use it",
                ),
            )


def words(plugin: Plugin, core: Variant) -> Iterator[Claim]:
    """A plugin's permissions, refusals, new vocabulary values, roles and procedures.

    Another label for one of core's values, and other steps of one of core's procedures, are local
    and clash with nothing.
    """
    code, variant = plugin.code, plugin.variant
    for permission in sorted(plugin.permissions()):
        yield Claim("permission", permission, code, code)
    yield from refusals(plugin.refusals(), code)
    for name, values in variant.vocabularies.items():
        for value, word in values.items():
            if value not in core.vocabularies.get(name, {}):
                yield Claim("vocabulary value", f"{name}.{value}", word, code)
    for role, label in variant.roles.items():
        yield Claim("role", role, label, code)
    for procedure in (*core.procedures, *variant.procedures):
        owner = code if procedure in variant.procedures else CORE
        yield Claim("procedure", procedure.code, procedure, owner)


def refusals(rules: Iterable[type[Rule]], owner: str) -> Iterator[Claim]:
    """The words that classes of rules declare; those that they share are another's."""
    for cls in rules:
        for word in dict.fromkeys(rule.word for rule in cls if not rule.shared):
            yield Claim("refusal", word, cls, owner)


def names(
    models: Iterable[EntityModel], operations: Iterable[Operation], owner: str
) -> Iterator[Claim]:
    """The claims of entities and operations to GraphQL names: types, inputs, enums, root fields."""
    for model in models:
        yield Claim("type", model.name, model.entity, owner)
        for field in (model.single, model.many):
            yield Claim("query", field, model.entity, owner)
        for column in model.table.c:
            if isinstance(column.type, sa.Enum) and column.type.enum_class:
                yield Claim("type", column.type.enum_class.__name__, column.type.enum_class, owner)
    for operation in operations:
        yield Claim(
            "mutation" if operation.changes else "query", operation.field, operation.function, owner
        )
        for structure in {*_structures(operation.input), *_structures(operation.output)}:
            yield Claim("type", structure.__name__, structure, owner)


def _structures(annotation: Any, seen: frozenset[type] = frozenset()) -> Iterator[type]:
    """The models and enums that an annotation consists of, without entities."""
    for inner in get_args(annotation):
        yield from _structures(inner, seen)
    if not isinstance(annotation, type) or annotation in seen or issubclass(annotation, TenantRow):
        return
    if issubclass(annotation, enum.Enum):
        yield annotation
    if issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _structures(field.annotation, seen | {annotation})
