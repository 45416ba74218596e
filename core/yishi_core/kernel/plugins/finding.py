"""Finding the plugins of an installation, without those that are to be left out.

A plugin is left out by its code, by the name of its entry point, or by its package: one that
cannot be imported has no other name. Whatever requires a plugin that is left out is left out too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points as installed
from operator import attrgetter
from types import ModuleType

from yishi_core.errors import Text
from yishi_core.kernel.plugins.plugin import Plugin, imported, load
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem

GROUP = "yishi.plugins"


@dataclass(frozen=True)
class Found:
    """The plugins that were loaded, in no particular order, and the names of those left out."""

    plugins: list[Plugin]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class _Source:
    """One plugin before it is loaded; `names` are what is known of it by then."""

    what: object
    names: tuple[str, ...]


def find(
    extra: Sequence[object] = (), *, entry_points: bool = True, without: Collection[str] = ()
) -> Found:
    """Load the plugins of the installation; raises `BrokenPlugin` with the problems of all that
    cannot be loaded.

    `extra` are packages, dotted names or objects (see `plugin.py`); `entry_points` adds those of
    the group `yishi.plugins`.
    """
    loaded: dict[int, tuple[str, Plugin]] = {}
    left_out: list[str] = []
    broken: list[BrokenPlugin] = []
    for source in (*(_entry_points() if entry_points else ()), *map(_given, extra)):
        if not set(source.names).isdisjoint(without):
            left_out.append(source.names[0])
            continue
        try:
            plugin = load(_named(source))
        except BrokenPlugin as error:
            broken.append(error)
            continue
        # The same package may be found both as an entry point and in `extra`.
        loaded.setdefault(id(plugin.source), (source.names[0], plugin))
    if broken:
        raise BrokenPlugin(broken[0].plugin, [p for error in broken for p in error.problems])
    return _without(list(loaded.values()), left_out, without)


def names_of_installed() -> list[str]:
    """The names of the entry points, in order: by each, its plugin can be left out."""
    return [source.names[0] for source in _entry_points()]


def installed_names() -> dict[str, str]:
    """Name of each installed plugin → its package; nothing is imported."""
    return {source.names[0]: source.names[-1] for source in _entry_points()}


def required_by(plugin: Plugin) -> dict[str, Plugin]:
    """Code → the installed plugins that a plugin requires, and those that they require in turn; no
    other is loaded.
    """
    places = installed_names()
    found: dict[str, Plugin] = {}
    waiting = [plugin]
    while waiting:
        for need in waiting.pop().variant.needs:
            if need.name in places and need.name not in found:
                found[need.name] = load(places[need.name])
                waiting.append(found[need.name])
    return found


def package_of(name: str) -> str:
    """The package of an installed plugin that is named by its entry point; else the name itself."""
    return installed_names().get(name, name)


def _without(
    loaded: list[tuple[str, Plugin]], left_out: list[str], without: Collection[str]
) -> Found:
    """What stays of the plugins when those to be left out, and all that require them, are gone."""
    gone = {*left_out, *without}
    staying = loaded
    while fallen := [(name, p) for name, p in staying if _falls(p, gone)]:
        left_out += [name for name, _ in fallen]
        gone |= {p.code for _, p in fallen}
        staying = [pair for pair in staying if pair not in fallen]
    return Found([p for _, p in staying], tuple(left_out))


def _falls(plugin: Plugin, gone: Collection[str]) -> bool:
    return plugin.code in gone or any(need.name in gone for need in plugin.variant.needs)


def _entry_points() -> Iterator[_Source]:
    """What distributions declare in the group, by name; of several entries for one object the
    first.
    """
    seen: set[str] = set()
    for entry in sorted(installed(group=GROUP), key=lambda e: e.name):
        if entry.value not in seen:
            seen.add(entry.value)
            yield _Source(entry, (entry.name, entry.module))


def _given(what: object) -> _Source:
    return _Source(what, tuple(_names(what)))


def _names(what: object) -> Iterator[str]:
    """The names of a plugin that was handed over."""
    if isinstance(what, Plugin):
        yield from (what.code, what.name)
    elif isinstance(what, ModuleType):
        yield what.__name__
    else:
        yield str(getattr(getattr(what, "variant", None), "code", what))


def _named(source: _Source) -> object:
    """What `load` takes; an entry point without attribute names the package itself."""
    entry = source.what
    if not isinstance(entry, EntryPoint):
        return entry
    if not entry.attr:
        return entry.module
    module = imported(entry.module)
    try:
        return attrgetter(entry.attr)(module)
    except AttributeError as error:
        text = Text(
            f"{entry.module} 中没有 {entry.attr}", f"there is no {entry.attr} in {entry.module}"
        )
        raise BrokenPlugin(entry.name, [Problem(entry.value, "", text)]) from error
