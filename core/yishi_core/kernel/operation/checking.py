"""What is wrong with the declarations of an installation, told before anything is served.

A declaration that names what does not exist, or that two modules make under one name, would vanish
without a trace. Each room says what its kind must keep:

    TODOS_AGREE = StartCheck(wrong_todos)

and `load_plugins`, `compose` and `yishi plugin check` ask all checks that they find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any, TypeVar

from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import Emitter, EventType, Listener
from yishi_core.kernel.operation.collecting import declared_in
from yishi_core.kernel.operation.declaration import ATTRIBUTE, Operation
from yishi_core.kernel.variants.problem import Problem
from yishi_core.kernel.variants.toml import CORE_FILE, core_variant
from yishi_core.kernel.variants.variant import Variant

D = TypeVar("D")


@dataclass(frozen=True)
class HookEvents:
    """What the `react` of a plugin says of events."""

    where: str
    heard: frozenset[EventType]
    emits: frozenset[EventType]


@dataclass(frozen=True)
class Declarations:
    """All that is declared in some modules: those of core's nouns, of tenants, of plugins."""

    modules: Sequence[ModuleType]
    hooks: Sequence[HookEvents] = ()
    variants: Mapping[str, Variant] = field(default_factory=lambda: {CORE_FILE: core_variant()})
    """What the plugins declare as data, by the file in which it stands; without plugins, core's."""

    def of(self, kind: type[D]) -> list[D]:
        """The declared values of a kind, each once."""
        return [value for value in self._values if isinstance(value, kind)]

    @cached_property
    def _values(self) -> Sequence[object]:
        """Everything that the modules declare; collected once, for each check asks for its kind."""
        return declared_in(self.modules, object)

    @cached_property
    def _places(self) -> Mapping[int, str]:
        """The identity of each value of the modules → `module.NAME` where it stands first."""
        found: dict[int, str] = {}
        for module in self.modules:
            for name, value in vars(module).items():
                found.setdefault(id(value), f"{module.__name__}.{name}")
        return found

    @cached_property
    def operations(self) -> Sequence[Operation]:
        """Every operation, internal ones included, each where it is declared."""
        return [
            declared
            for module in self.modules
            for value in vars(module).values()
            if isinstance(declared := getattr(value, ATTRIBUTE, None), Operation)
            and value.__module__ == module.__name__
        ]

    def place_of(self, value: object) -> str:
        """`module.NAME` of a declared value, for messages."""
        return self._places.get(id(value), type(value).__name__)


@dataclass(frozen=True, eq=False)
class StartCheck:
    """What declarations of one kind must keep: `find` gives every one that does not."""

    find: Callable[[Declarations], Iterable[Problem]]


class BrokenDeclarations(Exception):
    """Declarations name what does not exist, or one name twice; nothing starts until they are
    mended. All problems at once.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def problems_in(declarations: Declarations) -> list[Problem]:
    """Everything that the checks of these modules find."""
    return [
        problem for check in declarations.of(StartCheck) for problem in check.find(declarations)
    ]


def require_sound(declarations: Declarations) -> None:
    """Raise `BrokenDeclarations` with everything that is wrong."""
    if found := problems_in(declarations):
        raise BrokenDeclarations(found)


def named_twice(
    declarations: Declarations, what: Text, named: Iterable[tuple[str, object]]
) -> Iterator[Problem]:
    """One problem for each name that stands at several declarations of a kind."""
    pairs = list(named)
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            places = [declarations.place_of(value) for found, value in pairs if found == name]
            told = ", ".join(places)
            yield Problem(
                places[-1],
                name,
                Text(f"{what.zh} {name} 重复声明:{told}", f"{what.en} {name} stands at {told}"),
            )


def _wrong_operations(declarations: Declarations) -> Iterator[Problem]:
    """Two operations of one name. An operation is found by its function, which tells its place."""
    places: dict[str, list[str]] = {}
    for operation in declarations.operations:
        function = operation.function
        places.setdefault(operation.field, []).append(f"{function.__module__}.{operation.name}")
    for name, found in places.items():
        if len(found) > 1:
            told = ", ".join(found)
            yield Problem(
                found[-1],
                name,
                Text(f"操作 {name} 重复声明:{told}", f"the operation {name} stands at {told}"),
            )


def _shared_inputs(declarations: Declarations) -> Iterator[Problem]:
    """Two changing operations with one input class: a guard is typed by the input of its operation,
    and a field that one of them needs would be taken by the other.
    """
    owners: dict[type[Any], list[Operation]] = {}
    for operation in declarations.operations:
        if operation.changes:
            owners.setdefault(operation.input, []).append(operation)
    for input_, found in owners.items():
        if len(found) > 1:
            told = Text.listed(operation.name for operation in found)
            zh = f"{told.zh} 共用 {input_.__name__},每个操作须有自己的输入类"
            en = f"{told.en} share {input_.__name__}; each needs an input class of its own"
            yield Problem(f"{input_.__module__}.{input_.__name__}", "", Text(zh, en))


def _wrong_events(declarations: Declarations) -> Iterator[Problem]:
    """Events of one name, events that nothing emits, and those that somebody waits for in vain."""
    declared = declarations.of(EventType)
    yield from named_twice(
        declarations, Text("事件", "the event"), ((event.name, event) for event in declared)
    )
    writers = [
        *((f"{o.function.__module__}.{o.name}", o.writes) for o in declarations.operations),
        *((declarations.place_of(e), e.emits) for e in declarations.of(Emitter)),
        *((hook.where, hook.emits) for hook in declarations.hooks),
    ]
    known = set(declared)
    for where, events in writers:
        for event in sorted(events - known, key=str):
            yield _problem(where, event, "没有在模块中声明", "is declared in no module")
    written = {event for _, events in writers for event in events}
    for event in declared:
        if event not in written:
            yield _problem(
                declarations.place_of(event), event, "没有任何操作写入", "is emitted by nothing"
            )
    for hook in declarations.hooks:
        for event in sorted(hook.heard & hook.emits, key=str):
            yield _problem(
                hook.where, event, "会引起自身,没有终止", "would cause itself, without an end"
            )
    waited = [
        *((declarations.place_of(one), one.about()) for one in declarations.of(Listener)),
        *((hook.where, hook.heard) for hook in declarations.hooks),
    ]
    for where, events in waited:
        for event in sorted(events - written, key=str):
            yield _problem(
                where, event, "不会发生:没有任何操作写入", "never happens: nothing emits it"
            )


def _problem(where: str, event: EventType, zh: str, en: str) -> Problem:
    return Problem(
        where, event.name, Text(f"事件 {event.name} {zh}", f"the event {event.name} {en}")
    )


OPERATIONS_AGREE = StartCheck(_wrong_operations)
INPUTS_ARE_OWN = StartCheck(_shared_inputs)
EVENTS_AGREE = StartCheck(_wrong_events)
