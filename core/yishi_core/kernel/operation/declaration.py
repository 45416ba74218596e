"""The decorators that declare a function as an operation, and the declaration they attach."""

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

    `subject` names the input field (dotted) whose object determines where the operation takes
    place: at that object's owner org, under the settings of that org or, for a case, those bound to
    the case. Empty means that the caller's own account is the subject (`changePassword`, `logout`).
    `versioned` is the input field whose object's version must equal `expectedVersion`; by default
    the subject.
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
    """A question that everyone who can read its subject may ask, by whatever right they read it."""
    first_login: bool = False
    """Open to accounts that have not yet replaced their one-time password."""
    importable: bool = False
    """Records may be imported from a spreadsheet through it (domain.md 1.5, 台账).

    It must create the entity that it returns.
    """
    allow_closed_org: bool = False
    """Allowed at an org that was closed, where all other operations are refused."""
    beforehand: Callable[[Any, Any, Any], Awaitable[Any]] | None = None
    """Slow work done before the transaction, so that it holds no connection.

    It is called with the platform, the principal and the input; its result is `context.beforehand`.
    """
    back_entry: bool = False
    """It enters afterwards what happened earlier (补录); rules of plugins are told."""
    deprecated: Text | None = None
    """What to use instead, where the operation will be taken away."""
    internal: bool = False
    """Not part of the API; run only by the platform's own code, such as the upload of a file."""
    shown_once: Mapping[str, str] = field(default_factory=dict)
    """Secrets that its answer shows once beside the entity: name → description (`context.show`)."""

    @property
    def writes(self) -> frozenset[EventType]:
        """All events that may be written with it."""
        return self.emits | ({self.event} if self.event is not None else set())

    @property
    def field(self) -> str:
        """The name of the field in GraphQL."""
        return camel(self.name)

    @property
    def input_name(self) -> str:
        """The name that its input class bears, and its input type in GraphQL."""
        return f"{self.field[0].upper()}{self.field[1:]}Input"


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
    back_entry: bool = False,
    deprecated: Text | None = None,
    internal: bool = False,
    shown_once: Mapping[str, str] | None = None,
) -> Callable[[F], F]:
    """Declare a function as an operation that changes something.

    `event` is written with it about the returned entity; `emits` are the further events that its
    function emits by itself. `acts_for="station"` lets anonymous callers in with the station's own path, for this
    operation only (access.md 1); its answer must be a structure. `first_login` lets in accounts
    that have yet to replace their one-time password. With `importable` the rows of the answered
    entity's ledger may be entered from a file, whose columns are the input's fields.
    `allow_closed_org` is for what may still be done at an org that was closed. `beforehand` does
    slow work before the transaction begins. `back_entry` says that it enters afterwards what
    happened earlier; `deprecated` says what to use instead of one that will be taken away, to
    clients and to plugins that hook onto it. An `internal` one is no part of the API. `shown_once`
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
            back_entry=back_entry,
            deprecated=deprecated,
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
    """Declare a question: a read-only operation that returns a `Structure`, a list or None.

    With `public`, visitors without an account may ask it in the county that the input field
    `county` names. With `guests`, it requires nothing but the right to read its subject, so that
    partners of a joint case may ask it too (domain.md 2.17). Raises `TypeError` for a public
    question without the field `county`, or with a permission or subject.
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
    """The operations that modules declare for the API, ordered by name."""
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
    kind = event.entity or TenantRow
    if not any(issubclass(one, kind) for one in records_in(operation.output)):
        raise TypeError(
            f"{operation.name} writes {event} about what it answers, which is no {kind.__name__}: "
            "name it among `emits`"
        )


def records_in(answer: Any) -> list[type[TenantRow]]:
    """The entities whose records an answer holds, itself or in a field of a structure."""
    held = [answer, *get_args(answer)]
    if isinstance(answer, type) and issubclass(answer, BaseModel):
        for field in answer.model_fields.values():
            held += [field.annotation, *get_args(field.annotation)]
    return [one for one in held if isinstance(one, type) and issubclass(one, TenantRow)]


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
