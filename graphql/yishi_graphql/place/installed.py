"""The plugins with which an installation works, and the way out where they do not fit.

A plugin that does not load refuses the start, because an office that relies on its rules must not
be served without them unnoticed. The refusal names what is wrong with every plugin, and those
without which the rest starts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from yishi_core.errors import Text
from yishi_core.kernel.operation.checking import BrokenDeclarations
from yishi_core.kernel.plugins.finding import names_of_installed
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.settings import AppSettings
from yishi_graphql.place.compose import compose, policy

UNFIT = (BrokenPlugin, BrokenDeclarations, ValueError)


class PluginsDoNotFit(Exception):
    """Nothing starts with the installed plugins: all problems, and the way out as the last line.

    `leave_out` are the names without which everything else starts.
    """

    def __init__(self, problems: Sequence[Problem | Text], leave_out: Sequence[str]) -> None:
        self.problems, self.leave_out = tuple(problems), tuple(leave_out)
        options = " ".join(f"--without-plugin {name}" for name in leave_out)
        self.way_out = Text(
            f"修复之前可以不装载它启动:{options}", f"start without it until it is mended: {options}"
        )
        super().__init__("\n".join(map(str, (*self.problems, self.way_out))))


def installed_plugins(settings: AppSettings) -> PluginSet:
    """The installed plugins but for those that are to be left out, checked with core and tenants.

    Raises `PluginsDoNotFit`.
    """
    with way_out_told(settings):
        return _sound(settings.without_plugins)


@contextmanager
def way_out_told(settings: AppSettings) -> Iterator[None]:
    """Add the way out to what is raised in the block because of a plugin."""
    try:
        yield
    except UNFIT as error:
        leave_out = _unfit(settings.without_plugins)
        if not leave_out:
            raise  # it is not because of a plugin
        told = [Text(str(error), str(error))] if isinstance(error, ValueError) else error.problems
        raise PluginsDoNotFit(told, leave_out) from error


def _sound(without: Collection[str]) -> PluginSet:
    plugins = load_plugins(without=without)
    nothing = cast(Any, None)  # nothing is opened or asked while the declarations are compared
    compose(
        nothing,
        plugins=plugins,
        rights=policy(plugins),
        principals=nothing,
        settings=nothing,
        files=nothing,
        queue=nothing,
    )
    return plugins


def _unfit(without: Collection[str]) -> list[str]:
    """The names of plugins without which all others fit, found by adding one after the other.

    Of two that do not fit each other the later one is named. One that requires another is tried
    after it; those that require a plugin that is named are left out with it and not named.
    """
    waiting = [name for name in names_of_installed() if name not in without]
    unfit: list[str] = []
    tried = True
    while waiting and tried:
        tried = False
        for name in [*waiting]:
            others = [other for other in waiting if other != name]
            try:
                lacking = name in _sound([*without, *unfit, *others]).left_out
            except UNFIT:
                unfit.append(name)
                lacking = False
            if not lacking:
                waiting.remove(name)
                tried = True
    try:
        _sound([*without, *unfit])
    except UNFIT:  # what waits for each other in a circle
        return [*unfit, *waiting]
    return unfit
