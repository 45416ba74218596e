"""The plugins of an installation and the calls of their hooks (design.md 7, access.md 7).

The set is built once by `load_plugins` and passed down in `Platform`. A failure of a plugin is
reported under its name and stays contained: its operation fails, while core and the other plugins
keep working (K42).
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

import pluggy
import structlog

from yishi_core.errors import PluginFailed, Refused, Text, Unavailable
from yishi_core.kernel.access.policy import Policy, PolicyLine
from yishi_core.kernel.database import leased, only_looking
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.checking import (
    BrokenDeclarations,
    Declarations,
    HookEvents,
    require_sound,
)
from yishi_core.kernel.operation.collecting import entities_of, modules_of, rules_of
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.inputs import Input, global_id
from yishi_core.kernel.operation.result import Advice
from yishi_core.kernel.plugins import agreement, hookspecs
from yishi_core.kernel.plugins.event_filter import heard, hears, written
from yishi_core.kernel.plugins.finding import find
from yishi_core.kernel.plugins.picture import Picture
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.plugins.rights import wrong_rights
from yishi_core.kernel.refusals import KernelRule
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.kernel.variants.toml import core_variant
from yishi_core.kernel.variants.variant import Variant
from yishi_core.nouns import core_packages

if TYPE_CHECKING:
    from yishi_core.kernel.database.migrations import Environment

STILL_POSSIBLE = frozenset({"stop_case", "archive_case", "void_record", "move_case_settings"})
"""Operations still allowed on cases whose plugin is no longer installed (access.md 8)."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Deadlines:
    """Time limits of hooks in seconds."""

    ask: float = 2.0
    """For a guard or advisor, while a caller waits."""
    react: float = 30.0


@dataclass(frozen=True)
class Hook:
    """One plugin's implementation of one hook."""

    plugin: str
    name: str
    function: Callable[..., Any]
    takes: tuple[str, ...]

    async def call(self, deadline: float, what: str, given: Mapping[str, Any]) -> Any:
        """Call the hook and return its answer.

        Raises `Refused` (which a hook may raise as well as return), or `PluginFailed` naming the
        plugin when it raises anything else or exceeds the deadline in seconds.
        """
        try:
            async with leased(self.plugin, what), asyncio.timeout(deadline):
                answer = self.function(**{name: given[name] for name in self.takes})
                return await answer if inspect.isawaitable(answer) else answer
        except (Refused, Unavailable):
            raise
        except (Exception, SystemExit) as error:
            log.error(
                "plugin failed", plugin=self.plugin, hook=self.name, during=what, exc_info=error
            )
            raise PluginFailed.during(self.plugin, what) from error

    def nonsense(self, what: str, answer: object) -> PluginFailed:
        """The failure of a plugin whose hook returned something that is not allowed."""
        log.error(
            "plugin answered nonsense",
            plugin=self.plugin,
            hook=self.name,
            during=what,
            answer=type(answer).__name__,
        )
        return PluginFailed.during(self.plugin, what)

    def wrote(self, operation: str, what: Sequence[str]) -> PluginFailed:
        """The failure of a hook that may only look and has written."""
        log.error("plugin wrote", plugin=self.plugin, hook=self.name, during=operation, what=what)
        return PluginFailed.wrote(self.plugin, self.name, operation, ", ".join(what))


class PluginSet:
    """The installed plugins in dependency order, then by name.

    Which of them run where is part of the settings of each org.
    """

    def __init__(
        self, plugins: Sequence[Plugin], hooks: Mapping[str, Sequence[Hook]], deadlines: Deadlines
    ) -> None:
        self.core = core_variant()
        self._plugins: Mapping[str, Plugin] = MappingProxyType({p.code: p for p in plugins})
        self._hooks = {name: tuple(hooks.get(name, ())) for name in ("guard", "advise", "react")}
        self.deadlines = deadlines
        self.left_out: tuple[str, ...] = ()
        """The names of installed plugins that were left out when this set was loaded."""

    def __iter__(self) -> Iterator[Plugin]:
        return iter(self._plugins.values())

    def __contains__(self, code: object) -> bool:
        return code in self._plugins

    def __len__(self) -> int:
        return len(self._plugins)

    def __getitem__(self, code: str) -> Plugin:
        return self._plugins[code]

    @cached_property
    def variants(self) -> Mapping[str, Variant]:
        """Code → variant of every installed plugin, in dependency order."""
        return MappingProxyType({p.code: p.variant for p in self})

    def variant(self, code: str) -> Variant | None:
        """The variant of a plugin or of core; None when it is not installed."""
        return self.core if code == self.core.code else self.variants.get(code)

    def switched_on(self, codes: Iterable[str]) -> list[Variant]:
        """The variants of core and of those of these plugins that are installed."""
        return [self.core, *(found for code in codes if (found := self.variant(code)))]

    def entities(self) -> list[EntityModel]:
        return [model for plugin in self for model in plugin.entities()]

    def operations(self) -> list[Operation]:
        return [operation for plugin in self for operation in plugin.operations()]

    def policy_lines(self) -> list[PolicyLine]:
        return [line for plugin in self for line in plugin.variant.policy_lines()]

    def migrations(self) -> list[Environment]:
        """The Alembic environments of the plugins that have one, in the order in which they run."""
        from yishi_core.kernel.database.migrations import Environment

        needs: dict[str, set[str]] = {}
        for p in (
            self
        ):  # in dependency order, so what is required has its own requirements collected already
            direct = {n.name for n in p.variant.needs}
            needs[p.code] = direct.union(*(needs[name] for name in direct))
        own = {p.code: p.migrations for p in self if p.migrations}
        return [
            Environment(code, place, tuple(sorted(needs[code] & set(own))))
            for code, place in own.items()
        ]

    def refuse_clashes(
        self, models: Iterable[EntityModel], operations: Iterable[Operation], owner: str
    ) -> None:
        """Raise `BrokenPlugin` when a plugin uses a GraphQL name that is already taken.

        The names are those of core's and the tenants' entities and operations, and of other
        plugins.
        """
        claims = [*agreement.names(models, operations, owner)]
        for plugin in self:
            claims += agreement.names(plugin.entities(), plugin.operations(), plugin.code)
        _refuse(agreement.clashes(claims))

    def refuse_unknown_rights(
        self, rights: Policy, operations: Iterable[Operation], entities: Iterable[EntityModel]
    ) -> None:
        """Raise `BrokenDeclarations` for roles and permissions that are named and not declared."""
        if found := list(wrong_rights(rights.lines, operations, [*self], entities)):
            raise BrokenDeclarations(found)

    def declarations(self, modules: Sequence[ModuleType]) -> Declarations:
        """All that some modules and the plugins declare."""
        return declarations_of(self, self._hooks["react"], modules)

    async def guard(self, context: OperationContext, data: Input) -> None:
        """Ask the guards of the plugins that are on at the subject.

        The first refusal wins; it is raised with the plugin and the org.
        """
        self._refuse_missing(context)
        for hook in self._bound("guard", context):
            try:
                said = await self._looking(hook, context, data)
            except Refused as refusal:
                raise _named(refusal, hook, context) from refusal
            if isinstance(said, Refused):
                raise _named(said, hook, context)
            if said is not None:
                raise hook.nonsense(context.operation, said)

    async def advise(self, context: OperationContext, data: Input) -> list[Advice]:
        """Collect the advice of the plugins that are on at the subject."""
        found: list[Advice] = []
        for hook in self._bound("advise", context):
            try:
                said = await self._ask(hook, context, data)
            except Refused as refusal:  # too late to refuse: the operation has run
                raise hook.nonsense(context.operation, refusal) from refusal
            if said is None:
                continue
            if not isinstance(said, list | tuple) or not all(
                isinstance(item, Advice) for item in said
            ):
                raise hook.nonsense(context.operation, said)
            found += [replace(item, plugin=hook.plugin) for item in said]
        return found

    async def react(
        self, context: OperationContext, event: EventView, plugin: str | None = None
    ) -> None:
        """Let the plugins that are on at the event's org react, or only the named one.

        Raises what the first failing plugin raised; the plugins after it are not called.
        """
        for hook in self._bound("react", context):
            if plugin in (None, hook.plugin) and hears(hook.function, event.name):
                given = {"context": context, "event": event}
                try:
                    context.emits = written(hook.function)
                    said = await hook.call(self.deadlines.react, event.name, given)
                except Refused as refusal:
                    raise hook.nonsense(event.name, refusal) from refusal
                if said is not None:
                    raise hook.nonsense(event.name, said)

    def reacting(self, plugins: Iterable[str], event: str) -> list[str]:
        """The codes of those of these plugins that react to this event, in the order of calls."""
        bound = set(plugins)
        return [
            hook.plugin
            for hook in self._hooks["react"]
            if hook.plugin in bound and hears(hook.function, event)
        ]

    def _bound(self, name: str, context: OperationContext) -> list[Hook]:
        return [hook for hook in self._hooks[name] if hook.plugin in context.settings.plugins]

    async def _looking(self, hook: Hook, context: OperationContext, data: Input) -> Any:
        """The answer of a hook that may look and must not write; raises `PluginFailed` where it
        has written, or has changed the input, the context or a row.
        """
        if context.session is not None:
            await context.session.flush()  # what waits is not the guard's
        before = Picture(context, data)
        with only_looking() as look:
            try:
                said = await self._ask(hook, context, data)
            except PluginFailed as failed:
                if look.writes:
                    raise hook.wrote(context.operation, look.writes) from failed
                raise
        if found := look.writes or Picture(context, data).changed_since(before):
            raise hook.wrote(context.operation, found)
        return said

    async def _ask(self, hook: Hook, context: OperationContext, data: Input) -> Any:
        given = {"context": context, "operation": context.operation, "data": data}
        return await hook.call(self.deadlines.ask, context.operation, given)

    def _refuse_missing(self, context: OperationContext) -> None:
        """Refuse an operation on a case that is bound to a plugin that is no longer installed.

        Nobody can tell what the missing plugin would have refused.
        """
        gone = [code for code in context.settings.plugins if code not in self]
        if gone and context.operation not in STILL_POSSIBLE:
            raise Refused(
                KernelRule.PLUGIN_MISSING, data={"plugin": gone[0]}, plugins=Text.listed(gone)
            )


def load_plugins(
    extra: Sequence[object] = (),
    *,
    entry_points: bool = True,
    without: Collection[str] = (),
    deadlines: Deadlines | None = None,
) -> PluginSet:
    """Find, check and order the plugins; raises `BrokenPlugin` with everything that is wrong,
    `BrokenDeclarations` where declarations of core and plugins do not fit each other.

    `extra` are packages, dotted names or objects (see `plugin.py`); `entry_points` adds those of
    the group `yishi.plugins`; `without` names what is left out (`finding.py`).
    """
    found = find(extra, entry_points=entry_points, without=without)
    plugins = found.plugins
    core = core_variant()
    _refuse(_twice(plugins))
    installed = {p.code: p for p in plugins}
    entities = entities_of(core_packages())
    _refuse(
        problem
        for p in plugins
        for problem in (*agreement.alone(p, core, entities), *agreement.needs_met(p, installed))
    )
    ordered = _in_order(installed)
    claims = [*agreement.refusals(rules_of(core_packages()), core.code)]
    claims += [claim for p in ordered for claim in agreement.words(p, core)]
    _refuse(agreement.clashes(claims))
    built = PluginSet(ordered, hooks_of(ordered), deadlines or Deadlines())
    built.left_out = found.left_out
    built.refuse_clashes((), (), core.code)
    require_sound(built.declarations(modules_of(core_packages())))
    return built


def declarations_of(
    plugins: Iterable[Plugin], reacting: Iterable[Hook], modules: Sequence[ModuleType]
) -> Declarations:
    """All that some modules and these plugins declare, and what their `react` names."""
    own = [module for plugin in plugins for module in plugin.modules]
    hooks = [
        HookEvents(
            f"{hook.plugin}: react", heard(hook.function) or frozenset(), written(hook.function)
        )
        for hook in reacting
    ]
    return Declarations([*modules, *own], hooks)


def _twice(plugins: Sequence[Plugin]) -> Iterator[Problem]:
    seen: dict[str, Plugin] = {}
    for plugin in plugins:
        other = seen.setdefault(plugin.code, plugin)
        if other is not plugin:
            text = Text(
                f"代码 {plugin.code} 已由 {other.name} 使用",
                f"the code {plugin.code} is used by {other.name}",
            )
            yield Problem(plugin.manifest, "code", text)


def _in_order(installed: Mapping[str, Plugin]) -> list[Plugin]:
    """What is required first; among those that wait for nothing more, by name. A circle is
    refused.
    """
    sorter = TopologicalSorter(
        {code: [need.name for need in p.variant.needs] for code, p in sorted(installed.items())}
    )
    try:
        sorter.prepare()
    except CycleError as circle:
        names = " → ".join(circle.args[1])
        text = Text(
            f"插件互相依赖,成环:{names}", f"the plugins require each other in a circle: {names}"
        )
        raise BrokenPlugin(names, [Problem(names, "requires", text)]) from circle
    ordered: list[Plugin] = []
    while ready := sorted(sorter.get_ready()):
        ordered += [installed[code] for code in ready]
        sorter.done(*ready)
    return ordered


def hooks_of(plugins: Sequence[Plugin]) -> dict[str, list[Hook]]:
    """The hook functions by hook name, validated by pluggy, in the order of the plugins."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    for plugin in plugins:
        try:
            manager.register(plugin.hooks, name=plugin.code)
            manager.check_pending()
        except pluggy.PluginValidationError as error:
            text = Text(f"钩子声明有误:{error}", f"a hook is not declared rightly: {error}")
            raise BrokenPlugin(plugin.code, [Problem(plugin.name, "", text)]) from error
    order = [p.code for p in plugins]
    found: dict[str, list[Hook]] = {}
    for name in ("guard", "advise", "react"):
        impls = getattr(manager.hook, name).get_hookimpls()
        for impl in sorted(impls, key=lambda i: order.index(i.plugin_name)):
            if impl.hookwrapper or impl.wrapper:
                text = Text(f"钩子 {name} 不能是包装器", f"the hook {name} cannot be a wrapper")
                raise BrokenPlugin(impl.plugin_name, [Problem(impl.plugin_name, name, text)])
            found.setdefault(name, []).append(
                Hook(impl.plugin_name, name, impl.function, tuple(impl.argnames))
            )
    return found


def _named(refusal: Refused, hook: Hook, context: OperationContext) -> Refused:
    """The refusal with the plugin and the org added to its data."""
    org = {"org": global_id(context.org), "orgName": context.org.name}
    refusal.data = {**refusal.data, "rule": refusal.rule.word, "plugin": hook.plugin, **org}
    return refusal


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise BrokenPlugin(found[0].file, found)
