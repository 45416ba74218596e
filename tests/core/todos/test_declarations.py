"""What every declaration must keep: operations and permissions that exist, and titles that every
reader may see.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
import sqlalchemy as sa
from sqlalchemy.sql import visitors

from tests.fixtures.county import County
from yishi_core.facilities.todos.query import TodoKind
from yishi_core.facilities.todos.statements import statements_of
from yishi_core.kernel.entity.columns import info_of


def test_operations_and_permissions_exist(town: County) -> None:
    names = {o.name for o in town.platform.operations.values()}
    declared = {name for m in statements_of(town.platform).matters for name in m.acts} | {
        name for t in statements_of(town.platform).todos for name in t.by
    }
    assert declared <= names, declared - names
    wanted = {str(t.permission) for t in statements_of(town.platform).todos}
    assert {
        p
        for p in wanted
        if not any(town.platform.policy.scopes(role, p) for role in town.platform.policy.roles)
    } == set()
    assert all(t.by for t in statements_of(town.platform).todos)


ELSEWHERE = {
    (
        "ledger_report.submit",
        "submit_ledger_report",
    ): "the month's report is submitted anew, for the org",
    ("assessment.check", "correct_score"): "a score of the assessment is put right",
}
"""Operations that a line names and that take another record than its own, with the reason."""


def test_what_a_line_names_can_be_done_with_its_record(town: County) -> None:
    operations = {o.name: o for o in town.platform.operations.values()}
    wrong = {
        (todo.code, name)
        for todo in statements_of(town.platform).todos
        for name in todo.by
        if (todo.record[0] if todo.record else todo.matter.entity)
        not in set(_named(operations[name].input))
    }
    assert wrong == set(ELSEWHERE), (
        "the record of a line is not what its operation takes: say `record=`"
    )


def _named(input_: Any) -> Iterator[Any]:
    """The entities that an input refers to."""
    waiting = [field.annotation for field in input_.model_fields.values()]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += get_args(one)


@pytest.mark.check("K10")
def test_a_title_shows_no_column_that_needs_a_permission_and_nothing_personal(town: County) -> None:
    for matter in statements_of(town.platform).matters:
        for element in visitors.iterate(sa.cast(matter.title, sa.Text())):
            if isinstance(element, sa.Column) and "yishi" in element.info:
                assert info_of(element).permission is None, (matter.entity, element)
                assert info_of(element).personal is None, (matter.entity, element)


def test_states_named_by_matters_exist(town: County) -> None:
    for matter in statements_of(town.platform).matters:
        named = {str(word) for word in (*matter.finished, *matter.returned, *matter.pending)}
        state: Any = matter.entity.__table__.c.get("state")
        assert not named or named <= {member.value for member in state.type.enum_class}, (
            matter.entity
        )


def test_the_list_of_kinds_is_the_office_s() -> None:
    assert [kind.label for kind in TodoKind] == ["待办", "已办", "我发起", "督办"]


async def test_every_list_runs_for_every_kind_of_caller(town: County) -> None:
    """All arms are understood by the database, whatever the caller's roles and however many places
    he has.
    """
    await town.person(
        "many",
        ("council_staff", "village"),
        ("member", "township"),
        ("convener", "village2"),
        ("special_committee", "county"),
    )
    for who in town.principals:
        for kind in TodoKind:
            assert (await town.act(who, "todos", kind=kind.value)).items == []
        assert (await town.act(who, "todo_counts")).waiting == 0
