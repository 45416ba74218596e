"""How a function becomes an operation."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from pydantic import BaseModel

from yishi_core.errors import Text
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.names import camel, paragraphs
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation.entering import require_nothing_dropped
from yishi_core.kernel.operation.inputs import Input

ATTRIBUTE = "__yishi_operation__"
F = TypeVar("F", bound=Callable[..., Awaitable[Any]])


@dataclass(frozen=True)
class Operation:
    """One declared operation.

    `subject` names the input field (dotted) whose object says where the operation takes place; its
    owner org is the place, and for a case its bound settings apply. Empty: the caller's own account
    is the subject (`changePassword`, `logout`). `versioned` is the input field whose object
    `expectedVersion` is compared with; by default the subject.
    """

    name: str
    label: Text
    doc: str
    permission: str | None
    subject: str
    function: Callable[..., Awaitable[Any]]
    input: type[Input]
    output: Any
    changes: bool
    event: EventType | None = None
    """Written with it about the entity that it answers."""
    emits: frozenset[EventType] = frozenset()
    """Further events that its function may emit."""
    acts_for: Literal["station"] | None = None
    versioned: str | None = None
    plugin: str | None = None
    public: bool = False
    """A question that visitors without an account may ask; its input names the county."""
    guests: bool = False
    """A question about a record that everybody may ask who reads the record, by whatever right."""
    first_login: bool = False
    """Open also to an account that has yet to replace its one-time password."""
    importable: bool = False
    """The rows of a file may be entered through it: it makes the entity that it answers (domain.md
    1.5, 台账).
    """
    allow_closed_org: bool = False
    """Possible also at an org that was closed: what it leaves behind is put in order. Everything
    else is refused there.
    """
    beforehand: Callable[[Any, Any, Any], Awaitable[Any]] | None = None
    """What is done with platform, principal and input before the transaction: slow work that must
    not hold a connection (`context.beforehand`).
    """
    internal: bool = False
    """Run by the platform's own code only, such as the upload of a file: no part of the API."""
    shown_once: Mapping[str, str] = field(default_factory=dict)
    """Words that its answer shows this once beside the entity, with their descriptions
    (`context.show`).
    """

    @property
    def writes(self) -> frozenset[EventType]:
        """All events that may be written with it."""
        return self.emits | ({self.event} if self.event is not None else set())

    @property
    def field(self) -> str:
        """Name in GraphQL."""
        return camel(self.name)


def operation(
    label: Text,
    *,
    permission: str | None,
    subject: str,
    event: EventType | None = None,
    emits: Iterable[EventType] = (),
    acts_for: Literal["station"] | None = None,
    versioned: str | None = None,
    first_login: bool = False,
    importable: bool = False,
    allow_closed_org: bool = False,
    beforehand: Callable[[Any, Any, Any], Awaitable[Any]] | None = None,
    internal: bool = False,
    shown_once: Mapping[str, str] | None = None,
) -> Callable[[F], F]:
    """Declare `async def verb_noun(context: OperationContext, data: SomeInput) -> Entity |
    Structure` as an operation that changes something.

    `event` is written with it about the returned entity; `emits` are the further events that its
    function emits by itself. `acts_for="station"` lets anonymous callers in with the station's own path, for this
    operation only (access.md 1); its answer must be a structure. `first_login` lets in accounts
    that have yet to replace their one-time password. With `importable` the rows of the answered
    entity's ledger may be entered from a file, whose columns are the input's fields.
    `allow_closed_org` is for what may still be done at an org that was closed. `beforehand` does
    slow work before the transaction begins. An `internal` one is no part of the API. `shown_once`
    names words beside the answered entity that are shown this once, with their descriptions.
    """

    def mark(function: F) -> F:
        declared = _declare(function, label, permission, subject, changes=True)
        if event is not None:
            _require_answered(declared, event)
        more = replace(
            declared,
            event=event,
            emits=frozenset(emits),
            acts_for=acts_for,
            versioned=versioned,
            first_login=first_login,
            importable=importable,
            allow_closed_org=allow_closed_org,
            beforehand=beforehand,
            internal=internal,
            shown_once=shown_once or {},
        )
        setattr(function, ATTRIBUTE, more)
        return function

    return mark


def question(
    label: Text,
    *,
    permission: str | None,
    subject: str = "",
    public: bool = False,
    first_login: bool = False,
    guests: bool = False,
) -> Callable[[F], F]:
    """Declare a question: a read-only operation answering a `Structure`, a list of them, or None.

    A `public` one is open to visitors without an account, in the county that its input field
    `county` names. One for `guests` asks for nothing but reading its subject, and is open to all to
    whom that is shown: the partners of a joint case (domain.md 2.17).
    """

    def mark(function: F) -> F:
        declared = _declare(function, label, permission, subject, changes=False)
        if public and (
            permission is not None or subject or "county" not in declared.input.model_fields
        ):
            raise TypeError(
                f"{function.__qualname__}: a public question has a field `county`, no permission "
                "and no subject"
            )
        setattr(
            function,
            ATTRIBUTE,
            replace(declared, public=public, first_login=first_login, guests=guests),
        )
        return function

    return mark


def operations_in(modules: Iterable[ModuleType], plugin: str | None = None) -> list[Operation]:
    """The operations that modules declare for the API, in the order of their names."""
    found: Sequence[Operation] = [
        declared
        for module in modules
        for value in vars(module).values()
        if isinstance(declared := getattr(value, ATTRIBUTE, None), Operation)
        and not declared.internal
        and value.__module__ == module.__name__
    ]
    return [replace(o, plugin=plugin) for o in sorted(found, key=lambda o: o.name)]


def _require_answered(operation: Operation, event: EventType) -> None:
    """Raise `TypeError` where the answer holds no record that the event could be about: it would
    never be written.
    """
    answer, kind = operation.output, event.entity or TenantRow
    held = [answer, *get_args(answer)]
    if isinstance(answer, type) and issubclass(answer, BaseModel):
        for field in answer.model_fields.values():
            held += [field.annotation, *get_args(field.annotation)]
    if not any(isinstance(one, type) and issubclass(one, kind) for one in held):
        raise TypeError(
            f"{operation.name} writes {event} about what it answers, which is no {kind.__name__}: "
            "name it among `emits`"
        )


def _declare(
    function: Any, label: Text, permission: str | None, subject: str, *, changes: bool
) -> Operation:
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters)
    input_ = hints[parameters[1]]
    if not (isinstance(input_, type) and issubclass(input_, Input)):
        raise TypeError(f"{function.__qualname__}: the second parameter must be an Input")
    first = subject.partition(".")[0]
    if first and first not in input_.model_fields and not hasattr(input_, first):
        raise TypeError(f"{function.__qualname__}: {input_.__name__} has no field {first!r}")
    require_nothing_dropped(function.__name__, input_)
    doc = paragraphs(inspect.getdoc(function) or label.en)
    return Operation(
        function.__name__,
        label,
        doc,
        permission,
        subject,
        function,
        input_,
        hints["return"],
        changes,
    )
