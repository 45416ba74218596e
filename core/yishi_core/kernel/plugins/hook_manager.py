"""The hooks of all installed plugins in pluggy's plugin manager, and the calls of a subset of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import wraps
from types import FunctionType
from typing import Any

import pluggy

from yishi_core.errors import Text
from yishi_core.kernel.plugins.calling import Call, Deadlines
from yishi_core.kernel.plugins.hooks import Hook, Kind, hook_name
from yishi_core.kernel.plugins.hookspecs import PROJECT, SPECIFICATIONS
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.plugins.standing_in import StandIn
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem

_specification = pluggy.HookspecMarker(PROJECT)
_implementation = pluggy.HookimplMarker(PROJECT)


class _Registered:
    """The hook implementations of one plugin, as pluggy wants them: one attribute for each."""


class HookManager:
    """Registers the hooks of plugins, given in dependency order, and calls them in this order.

    The functions of one plugin are called in the order in which it declares them. Raises
    `BrokenPlugin` for a function with parameters that its kind of hook does not have.
    """

    def __init__(self, plugins: Sequence[Plugin | StandIn], deadlines: Deadlines) -> None:
        self.manager = pluggy.PluginManager(PROJECT)
        """pluggy's manager, e.g. for `add_hookcall_monitoring`."""
        self.deadlines = deadlines
        self._registered: dict[str, _Registered] = {}
        for plugin in reversed(plugins):  # pluggy calls first what was registered last
            self._register(plugin)

    def calls(self, kind: Kind, target: str, on: Collection[str], **given: Any) -> Iterator[Call]:
        """The calls of the hooks of one kind for an operation, entity or event, of the plugins `on`.

        `given` are the parameters of the hook's specification.
        """
        name = hook_name(kind, target)
        if not hasattr(self.manager.hook, name):
            return iter(())
        off = [one for code, one in self._registered.items() if code not in on]
        return iter(self.manager.subset_hook_caller(name, remove_plugins=off)(**given))

    def implementing(self, kind: Kind, target: str) -> list[str]:
        """The codes of the plugins that have such a hook, in the order of calls."""
        caller = getattr(self.manager.hook, hook_name(kind, target), None)
        found = caller.get_hookimpls() if caller is not None else []
        return list(dict.fromkeys(one.plugin_name for one in reversed(found)))

    def _register(self, plugin: Plugin | StandIn) -> None:
        registered = _Registered()
        implementations = [
            (function, hook, target) for function, hook in plugin.hooks() for target in hook.targets
        ]
        last = len(implementations)
        for n, (function, hook, target) in enumerate(implementations):
            name = hook_name(hook.kind, target)
            self._specify(name, hook, target)
            call = _implementation(specname=name)(self._call(plugin.code, hook, target, function))
            setattr(registered, f"{last - n:05}", call)
        try:
            self.manager.register(registered, name=plugin.code)
        except pluggy.PluginValidationError as error:
            text = Text(f"钩子声明有误:{error}", f"a hook is not declared rightly: {error}")
            raise BrokenPlugin(plugin.code, [Problem(plugin.name, "", text)]) from error
        self._registered[plugin.code] = registered

    def _specify(self, name: str, hook: Hook, target: str) -> None:
        """Add the hook of an operation, entity or event, unless it is known."""
        if hasattr(self.manager.hook, name):
            return
        general = SPECIFICATIONS[hook.kind]
        own = FunctionType(general.__code__, general.__globals__, name)
        mark = _specification(warn_on_impl=_warning(hook, target))
        self.manager.add_hookspecs(type("Specification", (), {name: staticmethod(mark(own))}))

    def _call(
        self, plugin: str, hook: Hook, target: str, function: Callable[..., Any]
    ) -> Callable[..., Call]:
        """What pluggy calls instead of the plugin's function: it makes a `Call`, to be awaited."""

        @wraps(function)
        def made(*arguments: Any) -> Call:
            return Call(plugin, hook, target, function, arguments, self.deadlines)

        return made


def _warning(hook: Hook, target: str) -> Warning | None:
    """What pluggy warns of when a plugin hooks onto an operation that will be taken away."""
    for operation in hook.operations:
        if operation.name == target and operation.deprecated is not None:
            return DeprecationWarning(f"{target} will be removed: {operation.deprecated.en}")
    return None
