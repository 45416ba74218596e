"""A handling unit sees what is assigned to it, answers, and can do nothing else (access.md 1; check
K9's kin).
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Feedback,
    Outcome,
    Reply,
    Supervision,
)
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.topics.models import Topic
from yishi_core.errors import Forbidden, Text
from yishi_core.kernel.access import Permission, readable
from yishi_core.kernel.database import OutsideReach
from yishi_core.kernel.operation import Input, Operation, OperationContext, Ref, operation
from yishi_core.kernel.operation.declaration import ATTRIBUTE
from yishi_core.kernel.operation.handed_columns import guard_handed
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.run import run


async def seen(town: County, who: str, entity: type[Any]) -> list[Any]:
    """What a list of the entity shows somebody: row level security and the reading rule
    together.
    """
    principal = town.principals[who]
    model = town.platform.registry.of(entity)
    rule = readable(principal, model)
    query = sa.select(entity).where(entity.county == town.code)
    if (predicate := rule.predicate(model.table)) is not None:
        query = query.where(predicate)
    entry = principal.reading
    values = {
        "account": principal.account,
        "marks": list(entry.marks),
        "lineage": list(entry.lineage),
        **rule.values(),
    }
    async with town.platform.database.transaction(entry) as session:
        return list(await session.scalars(query, values))


async def change(town: County, who: str, values: dict[str, Any]) -> None:
    """Change the county's one assignment in a transaction as the wrapper opens it for somebody's
    own place.
    """
    path = town.orgs[who].org_path
    async with town.platform.database.transaction(
        town.principals[who].entering((path,))
    ) as session:
        guard_handed(session.sync_session, (path,))
        row = (
            await session.scalars(sa.select(Assignment).where(Assignment.county == town.code))
        ).one()
        for column, value in values.items():
            setattr(row, column, value)


async def test_the_unit_sees_its_assignment_and_outcome_and_nothing_else_of_the_case(
    town: County,
) -> None:
    origin = await stories.intake(town)
    mine = await stories.assigned(town, await stories.routed(town, "A", origin))
    other = await stories.assigned(town, await stories.routed(town), "unit2")
    assert [a.id for a in await seen(town, "unit", Assignment)] == [mine.id]
    assert [o.id for o in await seen(town, "unit", Outcome)] == [mine.outcome_id]
    assert [a.id for a in await seen(town, "unit2", Assignment)] == [other.id]
    for entity in (Intake, Topic, ConsultationCase):
        assert await seen(town, "unit", entity) == []


async def test_other_units_and_neighbours_see_nothing_of_it(town: County) -> None:
    handed = await stories.accepted(town)
    await stories.reply(town, handed)
    for who in ("unit2", "neighbour"):
        for entity in (Assignment, Outcome, Reply):
            assert await seen(town, who, entity) == []
    await town.refused("unit2", "accept_assignment", code="NOT_FOUND", assignment=handed)


async def test_the_reply_lies_at_the_unit_and_the_assigner_reads_it(town: County) -> None:
    handed = await stories.accepted(town)
    reply = await stories.reply(town, handed)
    assert (reply.org_path, reply.org_id) == (town.orgs["unit"].org_path, town.orgs["unit"].id)
    for who in ("county", "township", "village", "unit"):
        assert [r.id for r in await seen(town, who, Reply)] == [reply.id], who
    assert await seen(town, "village2", Reply) == []


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("confirm_reply", {}),
        ("demand_rework", {"rework_note": "不够"}),
        ("reassign", {"brief": "转给别人", "unit": "unit2"}),
    ],
)
async def test_the_unit_takes_no_step_of_the_assigner(
    town: County, operation: str, given: dict[str, Any]
) -> None:
    handed = await stories.accepted(town)
    await stories.reply(town, handed)
    given = {k: town.orgs.get(v, v) for k, v in given.items()}
    await town.refused("unit", operation, code="FORBIDDEN", assignment=handed, **given)
    assert await stories.state(town, handed) == "replied"


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("change_outcome", {"title": "改名"}),
        ("route_outcome", {"route_class": "C"}),
        (
            "convert_outcome",
            {"conversion_kind": "project", "conversion_note": "路灯已全部修复并通电"},
        ),
        ("close_outcome", {}),
        ("give_feedback", {"direction": "to_authority", "to": "镇党委"}),
        ("supervise", {"method": "reminder", "by": "张主席", "finding": "进展缓慢"}),
    ],
)
async def test_the_unit_changes_nothing_of_the_outcome(
    town: County, operation: str, given: dict[str, Any]
) -> None:
    handed = await stories.accepted(town)
    outcome = (await town.rows(Outcome))[0]
    await town.refused("unit", operation, code="FORBIDDEN", outcome=outcome, **given)
    assert (await town.fresh(outcome)).version == outcome.version
    assert await stories.state(town, handed) == "accepted"


async def test_in_the_database_the_unit_moves_no_row_and_changes_no_audience(town: County) -> None:
    """Whatever an operation forgot: column grants and policies refuse it."""
    handed = await stories.assigned(town)
    entry = town.principals["unit"].entering((town.orgs["unit"].org_path,))
    for column, value in (
        ("org_path", town.orgs["unit"].org_path),
        ("audience", ["public"]),
        ("county", town.code),
    ):
        with pytest.raises(OutsideReach):
            async with town.platform.database.transaction(entry) as session:
                await session.execute(
                    sa.update(Assignment)
                    .where(Assignment.county == town.code)
                    .values({column: value})
                )
    async with town.platform.database.transaction(entry) as session:
        for entity in (Outcome, Intake, Topic, ConsultationCase):
            done: Any = await session.execute(
                sa.update(entity).where(entity.county == town.code).values(version=99)
            )
            assert done.rowcount == 0
        gone: Any = await session.execute(
            sa.delete(Assignment).where(Assignment.county == town.code)
        )
        assert gone.rowcount == 0
    copied = {
        c.name: getattr(handed, c.name) for c in Assignment.__table__.columns if c.name != "id"
    }
    with pytest.raises(OutsideReach):
        async with town.platform.database.transaction(entry) as session:
            session.add(Assignment(**copied))
    assert (await town.fresh(handed)).audience == handed.audience


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("due_on", cases.day("2099-01-01")),
        ("brief", "不办"),
        ("confirmed_on", cases.day("2026-01-01")),
        ("rework_count", 7),
        ("rework_note", "-"),
    ],
)
async def test_the_unit_s_transaction_changes_handed_columns_only(
    town: County, column: str, value: Any
) -> None:
    """An operation that sets another column of a handed row by mistake is refused before anything
    is written.
    """
    handed = await stories.assigned(town)
    with pytest.raises(Forbidden) as caught:
        await change(town, "unit", {"state": AssignmentState.ACCEPTED, column: value})
    assert caught.value.data["columns"] == column
    assert await stories.state(town, handed) == "assigned"


class MoveDueDay(Input):
    """What no operation for units should hold."""

    assignment: Ref[Assignment]


@operation(
    Text("误改期限", "Move the due day by mistake"),
    permission=Permission.ASSIGNMENT_HANDLE,
    subject="assignment",
)
async def move_due_day(context: OperationContext, data: MoveDueDay) -> Assignment:
    """A plugin's mistake: the unit gives itself more time."""
    data.assignment.state = AssignmentState.ACCEPTED
    data.assignment.due_on = cases.day("2099-01-01")
    return data.assignment


async def test_a_mistaken_operation_is_refused_by_the_way_of_every_write(town: County) -> None:
    handed = await stories.assigned(town)
    declared: Operation = getattr(move_due_day, ATTRIBUTE)
    with pytest.raises(Forbidden) as caught:
        await run(
            town.platform, town.principals["unit"], declared, {"assignment": global_id(handed)}
        )
    assert caught.value.data["columns"] == "due_on"
    assert (await town.fresh(handed)).due_on == handed.due_on
    assert await stories.state(town, handed) == "assigned"


async def test_the_owner_s_transaction_may_change_every_column(town: County) -> None:
    handed = await stories.assigned(town)
    await change(town, "township", {"due_on": cases.day("2099-01-01")})
    assert (await town.fresh(handed)).due_on == cases.day("2099-01-01")


async def test_the_unit_reads_supervision_and_feedback_of_its_outcome(town: County) -> None:
    outcome = await stories.routed(town)
    mine = await stories.accepted(town, outcome)
    await stories.accepted(town, outcome, "unit2", handling_role="assist")
    both = await town.act(
        "township", "supervise", outcome=outcome, method="reminder", by="张主席", finding="进展缓慢"
    )
    only = await town.act(
        "leader",
        "supervise",
        outcome=outcome,
        assignment=mine,
        method="leader",
        by="李县长",
        finding="未开工",
        demand="一周内开工",
    )
    told = await town.act(
        "township", "give_feedback", outcome=outcome, direction="to_proposer", to="提出人"
    )
    assert {s.id for s in await seen(town, "unit", Supervision)} == {both.id, only.id}
    assert {s.id for s in await seen(town, "unit2", Supervision)} == {both.id}
    assert [f.id for f in await seen(town, "unit", Feedback)] == [told.id]


async def test_a_unit_that_returned_no_longer_sees_the_outcome(town: County) -> None:
    handed = await stories.assigned(town)
    await town.act(
        "unit",
        "return_assignment",
        assignment=handed,
        returned_reason="not_our_duty",
        returned_note="属交通部门",
    )
    await town.act(
        "county", "reassign", assignment=handed, unit=town.orgs["unit2"], brief=stories.BRIEF
    )
    assert await seen(town, "unit", Outcome) == []
    assert [a.state for a in await seen(town, "unit", Assignment)] == [AssignmentState.RETURNED]
    assert len(await seen(town, "unit2", Outcome)) == 1


async def test_an_account_with_two_grants_acts_at_each_place_with_that_role_only(
    town: County,
) -> None:
    """Township staff and clerk of a unit: as the unit he does not write at the township, nor
    convert what his unit handles.
    """
    both = await town.person("both", ("township_staff", "township"), ("handling_unit", "unit"))
    handed = await stories.accepted(town)
    outcome = (await town.rows(Outcome))[0]
    await town.refused(
        both,
        "convert_outcome",
        code="REFUSED",
        rule="own_handling",
        outcome=outcome,
        conversion_kind="project",
        conversion_note="路灯已全部修复并通电",
    )
    reply: Reply = await town.act(
        both, "reply_assignment", assignment=handed, text="已修复", result_class="A"
    )
    assert reply.org_path == town.orgs["unit"].org_path


async def test_the_owner_of_tables_sees_no_personal_data_on_what_units_read(
    town: County, owner: psycopg.Connection
) -> None:
    """Name and telephone of the sender stand in no column of a row whose audience holds the
    unit.
    """
    origin = await stories.intake(town)
    outcome = await stories.routed(town, "A", origin)
    handed = await stories.accepted(town, outcome)
    await stories.reply(town, handed)
    await town.act("township", "confirm_reply", assignment=handed)
    await stories.told(town, outcome)
    for table in ("assignment", "outcome", "reply", "feedback"):
        rows = owner.execute(
            f"select row_to_json(t)::text from {table} t where county = %s", [town.code]
        ).fetchall()
        assert rows
        assert not [r for (r,) in rows if "周桂花" in r or "13900001234" in r.replace(" ", "")]
