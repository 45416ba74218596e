"""Composing an installation: entities, operations and rights of core, tenants and plugins."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from yishi_core.errors import Rule
from yishi_core.facilities.metrics.catalogue import catalogue_of
from yishi_core.kernel.access import Policy
from yishi_core.kernel.access.policy import read_policy
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.operation import Operation
from yishi_core.kernel.operation.checking import require_sound
from yishi_core.kernel.operation.collecting import (
    entities_of,
    modules_of,
    operations_of,
    rules_in,
    rules_of,
)
from yishi_core.kernel.operation.own_inputs import with_own_fields
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.sources import (
    FileStore,
    LoadedPlugin,
    PrincipalSource,
    Queue,
    SettingsSource,
)
from yishi_core.kernel.plugins.plugin_set import PluginSet
from yishi_core.kernel.refusals import RefusalWord, refusal_words
from yishi_core.nouns import core_packages
from yishi_core.views.duty_files.service import sources_of
from yishi_core.views.overview.service import figures_of
from yishi_tenants.nouns import NOUNS as TENANT_NOUNS

CATALOGUES: tuple[Callable[[Platform], object], ...] = (catalogue_of, figures_of, sources_of)
"""What is made of the declarations of nouns and plugins; each refuses what does not fit."""


def registry(plugins: PluginSet) -> Registry:
    """All entities of the installation."""
    return Registry(
        [*entities_of(core_packages()), *entities_of(TENANT_NOUNS), *plugins.entities()]
    )


def operations(plugins: PluginSet) -> dict[str, Operation]:
    """All operations by GraphQL field, with the own fields that plugins keep of their records.

    Raises `ValueError` when two have the same name.
    """
    declared = [
        *operations_of(core_packages()),
        *operations_of(TENANT_NOUNS),
        *plugins.operations(),
    ]
    return by_field(with_own_fields(declared, registry(plugins)))


def by_field(declared: Iterable[Operation]) -> dict[str, Operation]:
    found: dict[str, Operation] = {}
    for operation in declared:
        if operation.field in found:
            raise ValueError(f"two operations are named {operation.field}")
        found[operation.field] = operation
    return found


def refusals(plugins: Iterable[LoadedPlugin]) -> list[RefusalWord]:
    """All words by which an operation may be refused; one that two nouns declare is a start-up
    error.
    """
    declared: dict[str | None, list[type[Rule]]] = {
        None: rules_of([*core_packages(), *TENANT_NOUNS])
    }
    declared |= {plugin.code: rules_in(plugin.modules) for plugin in plugins}
    return list(refusal_words(declared).values())


def policy(plugins: PluginSet) -> Policy:
    """The rights of core's roles and those that plugins bring."""
    return Policy([*read_policy("yishi_core.kernel.access"), *plugins.policy_lines()])


def compose(
    database: Database,
    *,
    plugins: PluginSet,
    rights: Policy,
    principals: PrincipalSource,
    settings: SettingsSource,
    files: FileStore,
    queue: Queue,
) -> Platform:
    """The platform from its parts; nothing is opened or started here.

    Raises `BrokenDeclarations` or `ValueError` for declarations that do not fit together.
    """
    modules = modules_of([*core_packages(), *TENANT_NOUNS])
    require_sound(plugins.declarations(modules))
    entities, declared = registry(plugins), operations(plugins)
    plugins.refuse_unknown_rights(rights, declared.values(), entities)
    platform = Platform(
        registry=entities,
        operations=declared,
        policy=rights,
        plugins=plugins,
        database=database,
        principals=principals,
        settings=settings,
        files=files,
        queue=queue,
        modules=modules,
    )
    for collected in CATALOGUES:
        collected(platform)
    return platform
