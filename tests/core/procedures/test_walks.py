"""Walk groups: formed for one clue, of fitting people; what they found and what was agreed."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import Consensus
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import WalkGroup, WalkGroupMember


async def clue(town: County, analysed: bool = True) -> Intake:
    row: Intake = await town.act(
        "township",
        "record_intake",
        org=town.orgs["township"],
        content="老街消防栓没有水",
        channel="visit",
        submitter_kind="resident",
        received_at="2026-03-01T09:00:00+08:00",
    )
    await town.act("township", "accept_intake", intake=row, on="2026-03-01")
    if analysed:
        await town.act(
            "township",
            "analyse_intake",
            intake=row,
            analysis_field="fire_safety",
            analysis="需消防专业",
            analysed_on="2026-03-02",
        )
    return row


async def team(town: County) -> tuple[Person, Person]:
    return await cases.person(town, "李消防", "fire_safety"), await cases.person(
        town, "赵法律", "law"
    )


def asked(intake: Intake, members: list[Person], **rest: Any) -> dict[str, Any]:
    return {
        "origin_intake": intake,
        "members": members,
        "leader": members[0],
        "formed_on": "2026-03-03",
        **rest,
    }


async def test_a_group_is_formed_of_fitting_people(town: County) -> None:
    fire, law = await team(town)
    result = await town.result(
        "township", "form_walk_group", **asked(await clue(town), [fire, law])
    )
    group = result.value
    assert (group.field, group.leader_id, group.formed_on) == (
        "fire_safety",
        fire.id,
        cases.day("2026-03-03"),
    )
    assert [a.rule for a in result.advice] == ["expertise_partly"]
    members = await town.rows(WalkGroupMember, WalkGroupMember.walk_group_id == group.id)
    assert {m.person_id for m in members} == {fire.id, law.id}


async def test_a_group_whose_members_all_fit_needs_no_advice(town: County) -> None:
    fire, _ = await team(town)
    assert (
        await town.result("township", "form_walk_group", **asked(await clue(town), [fire]))
    ).advice == ()


async def test_somebody_must_have_the_expertise(town: County) -> None:
    _, law = await team(town)
    await town.refused(
        "township",
        "form_walk_group",
        code="REFUSED",
        rule="expertise",
        **asked(await clue(town), [law]),
    )
    assert await town.rows(WalkGroup) == []


async def test_a_clue_is_analysed_first(town: County) -> None:
    fire, _ = await team(town)
    await town.refused(
        "township",
        "form_walk_group",
        code="REFUSED",
        rule="not_analysed",
        **asked(await clue(town, False), [fire]),
    )


async def test_the_leader_is_a_member_and_nobody_is_twice(town: County) -> None:
    fire, law = await team(town)
    intake = await clue(town)
    error = await town.refused(
        "township", "form_walk_group", code="INVALID_INPUT", **asked(intake, [fire], leader=law)
    )
    assert error.fields[0].path == "leader"
    error = await town.refused(
        "township", "form_walk_group", code="INVALID_INPUT", **asked(intake, [fire, law, fire])
    )
    assert error.fields[0].path == "members"


async def test_a_village_forms_no_group(town: County) -> None:
    fire, _ = await team(town)
    code = "NOT_FOUND"  # the clue was taken by the township
    await town.refused("village", "form_walk_group", code=code, **asked(await clue(town), [fire]))


async def test_a_report_closes_the_group_and_records_what_was_agreed(town: County) -> None:
    fire, _ = await team(town)
    group = await town.act("township", "form_walk_group", **asked(await clue(town), [fire]))
    report = {"walk_group": group, "finding": "水压不足", "consensus": ["增设加压泵", "每季检查"]}
    error = await town.refused(
        "township", "report_walk_group", code="INVALID_INPUT", closed_on="2026-03-02", **report
    )
    assert error.fields[0].path == "closed_on"
    closed = await town.act("township", "report_walk_group", closed_on="2026-03-05", **report)
    assert (closed.finding, closed.closed_on) == ("水压不足", cases.day("2026-03-05"))
    agreed = await town.rows(Consensus, Consensus.walk_group_id == group.id)
    assert [(c.text, c.agreed_on) for c in agreed] == [
        ("增设加压泵", closed.closed_on),
        ("每季检查", closed.closed_on),
    ]
    await town.refused("township", "report_walk_group", code="REFUSED", rule="closed", **report)


async def test_a_group_is_put_right_with_its_members(town: County) -> None:
    fire, law = await team(town)
    group, change = (
        await town.act("township", "form_walk_group", **asked(await clue(town), [fire])),
        "change_walk_group",
    )
    assert (
        await town.refused(
            "township", change, code="INVALID_INPUT", walk_group=group, finding="水压不足"
        )
    ).fields[0].path == "finding"
    group = await town.act(
        "township",
        change,
        walk_group=group,
        members=[law, fire],
        leader=law,
        formed_on="2026-03-02",
    )
    assert (group.leader_id, group.formed_on) == (law.id, cases.day("2026-03-02"))
    for wrong, path in (
        ({"members": [fire]}, "leader"),
        ({"formed_on": "2026-03-01"}, "formed_on"),
    ):
        assert (
            await town.refused("township", change, code="INVALID_INPUT", walk_group=group, **wrong)
        ).fields[0].path == path
    await town.refused(
        "township", change, code="REFUSED", rule="expertise", walk_group=group, members=[law]
    )
    await town.act("township", change, walk_group=group, members=[fire], leader=fire)
    there = await town.rows(
        WalkGroupMember,
        WalkGroupMember.walk_group_id == group.id,
        WalkGroupMember.voided_at.is_(None),
    )
    assert [m.person_id for m in there] == [fire.id]
    await town.act(
        "township",
        "report_walk_group",
        walk_group=group,
        finding="水压不足",
        closed_on="2026-03-05",
        consensus=["加压"],
    )
    group = await town.act(
        "township", change, walk_group=group, finding="水压严重不足", closed_on="2026-03-06"
    )
    assert (group.finding, group.closed_on) == ("水压严重不足", cases.day("2026-03-06"))
    assert (
        await town.refused(
            "township", change, code="INVALID_INPUT", walk_group=group, closed_on=None
        )
    ).fields[0].path == "closed_on"
    agreed = (await town.rows(Consensus))[0]
    agreed = await town.act(
        "township", "change_consensus", consensus=agreed, text="增设加压泵", agree_share=100
    )
    assert (agreed.text, agreed.agree_share) == ("增设加压泵", 100)
    for wrong, path in (
        ({"agreed_on": "2026-03-01"}, "agreed_on"),
        ({"agree_share": 101}, "agree_share"),
        ({"text": None}, "text"),
    ):
        assert (
            await town.refused(
                "township", "change_consensus", code="INVALID_INPUT", consensus=agreed, **wrong
            )
        ).fields[0].path == path


async def test_a_consensus_belongs_to_a_case_or_a_group(town: County) -> None:
    case = await cases.case(town)
    row = await town.act(
        "village",
        "record_consensus",
        case=case,
        text="先装二十盏",
        agree_share=90,
        agreed_on="2026-03-03",
    )
    assert (row.case_id, row.agree_share) == (case.id, 90)
    await town.refused("village", "record_consensus", code="INVALID_INPUT", text="没有归属")
    for agreed_on in ("2026-03-01", "2199-01-01"):
        error = await town.refused(
            "village",
            "record_consensus",
            code="INVALID_INPUT",
            case=case,
            text="先装二十盏",
            agreed_on=agreed_on,
        )
        assert error.fields[0].path == "agreed_on"
    await town.refused("member", "record_consensus", code="FORBIDDEN", case=case, text="先装二十盏")


async def test_a_group_walks_for_a_running_case_at_its_research_and_for_a_clue_of_its_topic(
    town: County,
) -> None:
    fire, _ = await team(town)
    case, intake = await cases.case(town, procedure="six_link"), await clue(town)
    given = asked(intake, [fire], case=case)
    assert [a.rule for a in (await town.result("township", "form_walk_group", **given)).advice] == [
        "not_researching"
    ]
    await cases.advance(town, case, "choose", who="township")
    assert (await town.result("township", "form_walk_group", **given)).advice == ()
    await cases.topic(town, "township", "township", intakes=[intake])
    error = await town.refused("township", "form_walk_group", code="INVALID_INPUT", **given)
    assert error.fields[0].path == "origin_intake"
    await town.act("village", "stop_case", case=case, reason="已由上级解决")
    await town.refused("township", "form_walk_group", code="REFUSED", rule="state", **given)
    await town.refused(
        "township", "record_consensus", code="REFUSED", rule="state", case=case, text="换新消防栓"
    )
