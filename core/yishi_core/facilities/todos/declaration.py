"""How a noun says what waits in it: `todos.py` beside its models declares `Matter` and `Todo`, as
`service.py` declares operations.

    INTAKE = Matter(Intake, title=Intake.content, finished=(IntakeState.CLOSED,)) decide =
    Todo("intake.decide", INTAKE, Text("受理或不予受理", "Accept or reject"), waits="来件未受理",
    permission=Permission.INTAKE_HANDLE, when=Intake.state == IntakeState.RECEIVED,
    due=Intake.decide_by, by=("accept_intake", "reject_intake"))

A condition holds constants only; what depends on the day or the caller has a field of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from yishi_core.errors import Text
from yishi_core.kernel.entity.base import Entity
from yishi_core.kernel.operation.checking import Declarations, StartCheck, named_twice
from yishi_core.kernel.variants.problem import Problem


@dataclass(frozen=True, eq=False)
class Matter:
    """A kind of record that people work on, and how a list shows one."""

    entity: type[Entity]
    title: Any
    """An expression over its columns; never a column that some readers of the record may not
    see.
    """
    finished: tuple[str, ...] = ()
    """States in which nothing is left to do (green)."""
    returned: tuple[str, ...] = ()
    """States of something sent back (purple)."""
    pending: tuple[str, ...] = ()
    """States before the work begins (grey)."""
    acts: tuple[str, ...] = ()
    """Operations about it that are work done (已办), beside those of its to-dos."""
    started: bool = False
    """Whether who enters one wants to follow it (我发起)."""


@dataclass(frozen=True, eq=False)
class Todo:
    """One thing that waits for somebody while a record is in a certain condition."""

    code: str
    """`noun.verb`."""
    matter: Matter
    action: Text
    """What is to be done, in words."""
    waits: str
    """The state of the record in words: “来件未受理”."""
    permission: str
    """Whoever holds it at the record's place is waited for."""
    when: Any
    """The condition over the record's columns; constants only."""
    due: Any = None
    """Column with the day by which it is to be done."""
    begins: Any = None
    """Column with the day from which it waits; empty: at once."""
    for_days: int | None = None
    """How many days from then it waits at most: what was not done then is history."""
    at: Any = None
    """Reference to an org whose clerks are waited for, where that is not the record's own place
    (the unit of an assignment).
    """
    below: bool = False
    """Whether those below the record's place are waited for too: the villages of a scheme that the
    county opened.
    """
    above: bool = False
    """Whether only those above the record's place are waited for: nobody receives what his own
    office sent (`access.above`).
    """
    person: Any = None
    """Reference to the person who has to do it himself."""
    only_by: Any = None
    """Column with the account that has to do it itself: who wrote it betters it."""
    not_by: Any = None
    """Column with an account that must not do it: who wrote it does not release it."""
    unless: tuple[type[Entity], Any] | None = None
    """Another entity and how it belongs to the record: where the caller's own office has one,
    nothing waits for it any more.
    """
    each: tuple[type[Entity], Any] | None = None
    """Another entity and when one of it still waits: nothing does where the caller's own office has
    none such (each station to be scored).
    """
    record: tuple[type[Entity], Any] | None = None
    """The record on which one acts, where it is another one: the case of a step."""
    by: tuple[str, ...] = ()
    """Operations with which it is done."""


@dataclass(frozen=True, eq=False)
class SupervisedTodo:
    """How records of a matter are pressed: whoever entered the pressing follows it (督办) until it is
    done, whether or not a day is near.
    """

    matter: Matter
    entity: type[Entity]
    """The pressing itself, e.g. a supervision."""
    belongs: Any
    """Which pressing belongs to the record."""
    when: Any
    """While it goes on: a condition over the record's columns; constants only."""
    due: Any = None
    """Column with the day that counts while nothing with a day of its own waits on the record."""


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
                yield Problem(
                    declarations.place_of(one),
                    name,
                    Text(f"没有名为 {name} 的操作", f"there is no operation {name}"),
                )


TODOS_AGREE = StartCheck(_wrong_todos)


def condition(todo: Todo, today: sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """When a record waits, on a day."""
    arms = [todo.when]
    if todo.begins is not None:
        arms.append(todo.begins <= today)
    if todo.for_days is not None:
        arms.append(todo.begins > today - sa.literal(todo.for_days, sa.Integer()))
    return sa.and_(*arms)
