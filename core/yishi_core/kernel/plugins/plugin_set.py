"""The plugins of an installation and the calls of their hooks (design.md 7, access.md 7).

The set is built once by `load_plugins` and passed down in `Platform`. A failure of a plugin is
reported under its name and stays contained: its operation fails, while core and the other plugins
keep working (K42).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

from yishi_core.errors import Refused, Text
from yishi_core.kernel.access.policy import Policy, PolicyLine
from yishi_core.kernel.audit.facts import Watched
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.change import Change
from yishi_core.kernel.operation.checking import (
    BrokenDeclarations,
    Declarations,
    HookEvents,
    problems_in,
    require_sound,
)
from yishi_core.kernel.operation.collecting import (
    entities_of,
    modules_of,
    operations_of,
    rules_of,
)
from yishi_core.kernel.operation.context import OperationContext, ReadContext
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.inputs import Input
from yishi_core.kernel.operation.result import Advice
from yishi_core.kernel.plugins import agreement
from yishi_core.kernel.plugins.agreeing import looked, require_agreement
from yishi_core.kernel.plugins.calling import Deadlines
from yishi_core.kernel.plugins.core_data import core_data
from yishi_core.kernel.plugins.finding import find
from yishi_core.kernel.plugins.hook_manager import HookManager
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.plugins.rights import wrong_rights
from yishi_core.kernel.plugins.ruled import watched_by, wrong_rules
from yishi_core.kernel.plugins.signatures import wrong_signature
from yishi_core.kernel.plugins.standing_in import StandIn, missing
from yishi_core.kernel.variants.kept import Kept
from yishi_core.kernel.variants.own import in_force, is_own
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.kernel.variants.settings import Effective
from yishi_core.kernel.variants.variant import Variant
from yishi_core.nouns import core_packages

if TYPE_CHECKING:
    from yishi_core.kernel.database.migrations import Environment

NOTHING_WATCHED = Watched()


class PluginSet:
    """The installed plugins in dependency order, then by name.

    Which of them run where is part of the settings of each org.
    """

    def __init__(
        self,
        plugins: Sequence[Plugin],
        deadlines: Deadlines,
        watched: Watched = NOTHING_WATCHED,
        stand_ins: Sequence[StandIn] = (),
    ) -> None:
        self.core = core_data()
        self._plugins: Mapping[str, Plugin] = MappingProxyType({p.code: p for p in plugins})
        self.hooks = HookManager([*plugins, *stand_ins], deadlines)
        self.absent: Mapping[str, Kept] = MappingProxyType({s.code: s.kept for s in stand_ins})
        """What is kept of plugins that were loaded once and are not loaded now."""
        self.watched = watched
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

    def switched_on(self, settings: Effective) -> list[Variant]:
        """The variants of core and of the installed plugins that are on under these settings, each
        with the variant of one's own that is laid over it.
        """
        on = (found for code in settings.plugins if (found := self.variants.get(code)))
        return [self.core, *in_force(on, settings.own)]

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
        return declarations_of(self, modules)

    def wrong_in(self, variant: Variant, base: str) -> list[Problem]:
        """What is wrong with a variant that is to be laid over an installed one: names that neither
        core nor the base knows, metrics that cannot be counted. It takes some 100 ms.
        """
        return wrong_in(variant, self.core, self[base])

    async def guard(self, context: OperationContext, data: Input) -> None:
        """Ask the guards of this operation of the plugins that are on at the subject.

        The first refusal wins; it is raised with the plugin and the org.
        """
        self._refuse_missing(context)
        reading, bound = context.reading(), self._bound(context.settings)
        calls = self.hooks.calls("guard", context.operation, bound, context=reading, data=data)
        await require_agreement(reading, calls, data)

    async def holds(self, context: ReadContext, change: Change[Any]) -> None:
        """Ask the rules about a record, of the plugins that are on in the context's settings.

        The first refusal wins; it is raised with the plugin and the org.
        """
        calls = self.hooks.calls(
            "holds",
            type(change.row).__name__,
            self._bound(context.settings),
            context=context,
            change=change,
        )
        await require_agreement(context, (c for c in calls if c.hook.on & change.changed), None)

    async def advise(self, context: OperationContext, data: Input, result: Any) -> list[Advice]:
        """Collect the advice on this operation of the plugins that are on at the subject."""
        found: list[Advice] = []
        reading, bound = context.reading(), context.settings.plugins
        for call in self.hooks.calls(
            "advise", context.operation, bound, context=reading, data=data, result=result
        ):
            try:
                said = await looked(reading, call, data)
            except Refused as refusal:  # too late to refuse: the operation has run
                raise call.nonsense() from refusal
            if said is None:
                continue
            if not isinstance(said, list | tuple) or not all(
                isinstance(item, Advice) for item in said
            ):
                raise call.nonsense()
            found += [replace(item, plugin=call.plugin) for item in said]
        return found

    async def react(
        self, context: OperationContext, event: EventView, plugin: str | None = None
    ) -> None:
        """Let the plugins that are on at the event's org react, or only the named one.

        Raises what the first failing plugin raised; the plugins after it are not called.
        """
        bound = set(context.settings.plugins) & ({plugin} if plugin else set(self._plugins))
        for call in self.hooks.calls("react", event.name, bound, context=context, event=event):
            context.emits = call.hook.emits
            try:
                said = await call
            except Refused as refusal:
                raise call.nonsense() from refusal
            if said is not None:
                raise call.nonsense()

    def reacting(self, plugins: Iterable[str], event: str) -> list[str]:
        """The codes of those of these plugins that react to this event, in the order of calls."""
        bound = set(plugins)
        return [code for code in self.hooks.implementing("react", event) if code in bound]

    def standing_in(self, kept: Iterable[Kept]) -> PluginSet:
        """The same plugins, with stand-ins for those of which something is kept and which are not
        loaded.
        """
        gone = [one for one in kept if one.code not in self]
        if not gone:
            return self
        models = [*entities_of(core_packages()), *self.entities()]
        operations = [*operations_of(core_packages()), *self.operations()]
        absent = [StandIn(one, models, operations) for one in gone]
        hooks = [hook for one in (*self, *absent) for _, hook in one.hooks()]
        built = PluginSet([*self], self.hooks.deadlines, watched_by(hooks, models), absent)
        built.left_out = self.left_out
        return built

    def _bound(self, settings: Effective) -> set[str]:
        """The plugins that decide under these settings, and those that would if they were there."""
        return {*settings.plugins, *(code for code in settings.missing if code in self.absent)}

    def _refuse_missing(self, context: OperationContext) -> None:
        """Refuse an operation on a case that is bound to a missing plugin of which nothing is kept.

        What it was bound to is not known, so everything is refused.
        """
        gone = [
            code
            for code in context.settings.plugins
            if code not in self and code not in self.absent and not is_own(code)
        ]
        if gone and (refusal := missing(gone, context.operation)):
            refusal.data = {**refusal.data, "plugin": gone[0]}
            raise refusal


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
    core = core_data()
    _refuse(_twice(plugins))
    installed = {p.code: p for p in plugins}
    entities = entities_of(core_packages())
    _refuse(
        problem
        for p in plugins
        for problem in (
            *agreement.reserved(p),
            *agreement.alone(p, core, entities, plugins),
            *agreement.needs_met(p, installed),
        )
    )
    ordered = _in_order(installed)
    claims = [*agreement.refusals(rules_of(core_packages()), core.code)]
    claims += [claim for p in ordered for claim in agreement.words(p, core)]
    _refuse(agreement.clashes(claims))
    models = [*entities, *(model for p in ordered for model in p.entities())]
    _refuse(problem for p in ordered for problem in wrong_hooks(p, models))
    watched = watched_by((hook for p in ordered for _, hook in p.hooks()), models)
    built = PluginSet(ordered, deadlines or Deadlines(), watched)
    built.left_out = found.left_out
    built.refuse_clashes((), (), core.code)
    require_sound(built.declarations(modules_of(core_packages())))
    return built


def declarations_of(plugins: Iterable[Plugin], modules: Sequence[ModuleType]) -> Declarations:
    """All that some modules and these plugins declare, and what their reactions name."""
    own = list(plugins)
    hooks = [
        HookEvents(f"{plugin.code}: react", frozenset(hook.events), hook.emits)
        for plugin in own
        for _, hook in plugin.hooks()
        if hook.kind == "react"
    ]
    variants = {plugin.manifest: plugin.variant for plugin in own}
    return Declarations([*modules, *(m for plugin in own for m in plugin.modules)], hooks, variants)


def wrong_in(variant: Variant, core: Variant, base: Plugin) -> list[Problem]:
    """See `PluginSet.wrong_in`."""
    own = Plugin(variant, variant, variant.code, ())
    modules = [*modules_of(core_packages()), *base.modules]
    found = (
        *agreement.alone(own, core, entities_of(core_packages()), [base]),
        *problems_in(Declarations(modules, variants={own.manifest: variant})),
    )
    return [problem for problem in found if problem.file == own.manifest]


def wrong_hooks(plugin: Plugin, models: Sequence[EntityModel]) -> Iterator[Problem]:
    """Problems of a plugin's hook functions: what they name, and what they take."""
    for function, hook in plugin.hooks():
        yield from wrong_signature(function, hook)
        where = f"{function.__module__}.{function.__qualname__}"
        yield from wrong_rules(where, [hook], models)


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


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise BrokenPlugin(found[0].file, found)
