"""The declaration of to-dos: `Matter` and `Todo` values in a noun's `todos.py`.

    INTAKE = Matter(Intake, title=Intake.content, finished=(IntakeState.CLOSED,))
    decide = Todo(
        "intake.decide", INTAKE, Text("受理或不予受理", "Accept or reject"), waits="来件未受理",
        permission=Permission.INTAKE_HANDLE, when=Intake.state == IntakeState.RECEIVED,
        due=Intake.decide_by, by=("accept_intake", "reject_intake"),
    )

A condition contains constants only; what depends on the day or the caller has a field of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from yishi_core.errors import Text
from yishi_core.kernel.entity.base import Entity
from yishi_core.kernel.operation.checking import Declarations, StartCheck, named_twice
from yishi_core.kernel.variants.problem import Problem, unknown


@dataclass(frozen=True, eq=False)
class Matter:
    """A kind of record that people work on, and how a list shows it."""

    entity: type[Entity]
    title: Any
    """An expression over its columns; it must not use one that some readers may not see."""
    finished: tuple[str, ...] = ()
    """States in which nothing is left to do (green)."""
    returned: tuple[str, ...] = ()
    """States of a record that was sent back (purple)."""
    pending: tuple[str, ...] = ()
    """States before the work begins (grey)."""
    acts: tuple[str, ...] = ()
    """Operations on it that count as work done (已办), besides those of its to-dos."""
    started: bool = False
    """Whether those who enter one can follow it (我发起)."""


@dataclass(frozen=True, eq=False)
class Todo:
    """Something to be done while a record meets a condition."""

    code: str
    """Identifier of the form `noun.verb`."""
    matter: Matter
    action: Text
    """What is to be done, in words."""
    waits: str
    """The state of the record in words, e.g. “来件未受理”."""
    permission: str
    """The to-do is shown to those who hold this permission at the record's place."""
    when: Any
    """The condition over the record's columns, with constants only."""
    due: Any = None
    """Column with the day by which it is to be done."""
    begins: Any = None
    """Column with the day from which it waits; by default at once."""
    for_days: int | None = None
    """Number of days from `begins` after which it is no longer shown."""
    at: Any = None
    """Reference to the org whose staff are to act, where it is not at the record's own place.

    For example, the unit of an assignment.
    """
    below: bool = False
    """Whether those below the record's place are to act too.

    For example, the villages of a scheme that the county opened.
    """
    above: bool = False
    """Whether only those above the record's place are to act.

    Nobody receives what their own office submitted (`access/superior.py`).
    """
    person: Any = None
    """Reference to the person who has to act personally."""
    only_by: Any = None
    """Column with the account that has to act itself, e.g. to improve its own text."""
    not_by: Any = None
    """Column with an account that must not act, e.g. to release its own text."""
    unless: tuple[type[Entity], Any] | None = None
    """Another entity and its join condition; the to-do ends once the caller's office has one."""
    each: tuple[type[Entity], Any] | None = None
    """Another entity and its condition; the to-do exists only where the caller's office has one.

    For example, each station still to be scored.
    """
    record: tuple[type[Entity], Any] | None = None
    """The record on which one acts, where it is another one, e.g. the case of a step."""
    by: tuple[str, ...] = ()
    """Operations with which it is done."""


@dataclass(frozen=True, eq=False)
class SupervisedTodo:
    """How records of a matter are supervised (督办).

    An account that entered the supervision follows the record until it is done, whether or not a
    deadline is near.
    """

    matter: Matter
    entity: type[Entity]
    """The supervising record, e.g. a supervision."""
    belongs: Any
    """The join condition between it and the record."""
    when: Any
    """The condition under which it is open, over the record's columns and constants."""
    due: Any = None
    """Column with the day that counts while no to-do with a deadline waits on the record."""


def _wrong_todos(declarations: Declarations) -> Iterator[Problem]:
    """Codes and entities that stand twice, and operations that do not exist."""
    todos, matters = declarations.of(Todo), declarations.of(Matter)
    yield from named_twice(
        declarations, Text("待办", "the to-do"), ((todo.code, todo) for todo in todos)
    )
    yield from named_twice(
        declarations, Text("事项", "the matter of"), ((m.entity.__name__, m) for m in matters)
    )
    known = {operation.name for operation in declarations.operations}
    named: list[tuple[object, tuple[str, ...]]] = [
        *((todo, todo.by) for todo in todos),
        *((matter, matter.acts) for matter in matters),
    ]
    for one, operations in named:
        for name in operations:
            if name not in known:
                place = declarations.place_of(one)
                yield unknown(place, name, name, Text("操作", "operation"), known)


TODOS_AGREE = StartCheck(_wrong_todos)


def condition(todo: Todo, today: sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """The condition under which a record waits on a day."""
    arms = [todo.when]
    if todo.begins is not None:
        arms.append(todo.begins <= today)
    if todo.for_days is not None:
        arms.append(todo.begins > today - sa.literal(todo.for_days, sa.Integer()))
    return sa.and_(*arms)
