"""The decorators by which a plugin's functions become hooks: `@guard`, `@holds`, `@advise` and
`@reacts_to`. What they mean is said in `hookspecs.py`.

They take what they name as objects (the operation's function, the entity, the event), so that a slip
of the pen is an import error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation.declaration import ATTRIBUTE, Operation

HOOKS = "__yishi_hooks__"
"""The attribute of a function that holds its hook declarations."""
Kind = Literal["guard", "holds", "advise", "react"]
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, eq=False)
class Hook:
    """What one decorator says of a function."""

    kind: Kind
    operations: tuple[Operation, ...] = ()
    entity: type[TenantRow] | None = None
    on: frozenset[str] = frozenset()
    """Columns (references without `_id`) and parts of the entity that a rule is about."""
    events: tuple[EventType, ...] = ()
    emits: frozenset[EventType] = frozenset()
    """The events that a reaction may emit."""

    @property
    def targets(self) -> tuple[str, ...]:
        """The names of the operations, the entity or the events."""
        if self.entity is not None:
            return (self.entity.__name__,)
        return (*(o.name for o in self.operations), *(e.name for e in self.events))

    @property
    def names(self) -> tuple[str, ...]:
        """The hooks of pluggy that the function implements, e.g. `guard__hold_consultation`."""
        return tuple(hook_name(self.kind, target) for target in self.targets)


def hook_name(kind: Kind, target: str) -> str:
    """The name of the hook of one kind for an operation, an entity or an event."""
    return f"{kind}__{target}"


def guard(*operations: Callable[..., Any]) -> Callable[[F], F]:
    """Mark a function that may refuse these operations: `@guard(hold_consultation)`."""
    return _mark(Hook("guard", operations=_declared("guard", operations)))


def advise(*operations: Callable[..., Any]) -> Callable[[F], F]:
    """Mark a function that gives hints on these operations: `@advise(plan_consultation)`."""
    return _mark(Hook("advise", operations=_declared("advise", operations)))


def holds(entity: Any, *, on: Iterable[str]) -> Callable[[F], F]:
    """Mark a function that states what must hold of every record of an entity.

    `on` names the columns (a reference without `_id`) and the parts (inverse relations, as
    `participants`) that the rule is about. Raises `TypeError` where it is empty: such a rule would
    never be asked.
    """
    names = frozenset([on] if isinstance(on, str) else on)
    if not (isinstance(entity, type) and issubclass(entity, TenantRow)):
        raise TypeError(f"@holds({entity!r}): the first argument is an entity, e.g. Consultation")
    if not names:
        raise TypeError(f"@holds({entity.__name__}): `on` must name what the rule is about")
    return _mark(Hook("holds", entity=entity, on=names))


def reacts_to(*events: EventType, emits: Iterable[EventType] = ()) -> Callable[[F], F]:
    """Mark a function that does something because of these events: `@reacts_to(CONSULTATION_HELD)`.

    It may emit the events of `emits`. Raises `TypeError` where no event is named, or one by its
    name instead of its object.
    """
    for named in events:
        if not isinstance(named, EventType):
            raise TypeError(
                f"@reacts_to({named!r}): name the event by its object, e.g. "
                "`from yishi_core.domain.consultations import CONSULTATION_HELD`"
            )
    if not events:
        raise TypeError("@reacts_to(): name the events")
    return _mark(Hook("react", events=events, emits=frozenset(emits)))


def hooks_on(function: object) -> tuple[Hook, ...]:
    """The hook declarations of a function; empty for anything else."""
    found: Any = getattr(function, HOOKS, ())
    return found if isinstance(found, tuple) else ()  # an object may answer to any name


def _mark(hook: Hook) -> Callable[[F], F]:
    def marked(function: F) -> F:
        setattr(function, HOOKS, (*hooks_on(function), hook))
        return function

    return marked


def _declared(kind: str, functions: tuple[Callable[..., Any], ...]) -> tuple[Operation, ...]:
    """The operations that these functions are; raises `TypeError` for anything else."""
    found = []
    for function in functions:
        operation = getattr(function, ATTRIBUTE, None)
        if not isinstance(operation, Operation) or not operation.changes:
            raise TypeError(
                f"@{kind}({function!r}): name operations that change something, by their "
                "functions, e.g. `from yishi_core.domain.consultations import hold_consultation`"
            )
        found.append(operation)
    if not found:
        raise TypeError(f"@{kind}(): name the operations")
    return tuple(found)
