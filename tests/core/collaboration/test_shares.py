"""What a partner gets of a joint case: copies at its own place, masked, each thing once; and of
what it is told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core import cases
from tests.core.collaboration.partners import events, opened, started, township_of, visiting
from tests.core.outcomes import stories
from tests.core.outcomes.test_handling_unit import seen
from tests.fixtures.county import County
from yishi_core.domain.collaboration.joint.models import JointCase, ReceivedShare, ShareKind
from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.publicity.masking import masked
from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.facilities.jobs.reaction import reactions_of


async def delivered(*counties: County) -> None:
    for county in counties:
        await deliver_pending(county.platform, county.code)


async def shares(partner: County, *kinds: str) -> list[ReceivedShare]:
    """What stands at the partner, oldest first."""
    where = [
        ReceivedShare.voided_at.is_(None),
        *([ReceivedShare.share_kind.in_([ShareKind.read(k) for k in kinds])] if kinds else []),
    ]
    return await partner.rows(ReceivedShare, *where)


async def joint_with_names(town: County, abroad: County, **given: Any) -> JointCase:
    """A running joint case that comes from a resident's matter, with his name and telephone known
    to the office alone.
    """
    intake = await stories.intake(town)
    topic = await cases.approved(
        town, intakes=[intake], description="周桂花反映村口路灯坏了,电话139-0000-1234"
    )
    case = await town.act("village", "open_case", topic=topic, opened_on="2026-03-02")
    row: JointCase = await town.act(
        "township",
        "open_joint_case",
        case=case,
        joint_kind="cross_region",
        partners=[township_of(abroad)],
        **given,
    )
    await town.act("township", "start_joint_case", joint_case=row)
    await delivered(town)
    return row


async def held(town: County, row: JointCase, **given: Any) -> Consultation:
    """A joint event that was held, with a suggestion and minutes."""
    planned = {"title": "联合协商会", "date": "2026-03-20", "place": "桥头"}
    meeting: Consultation = await town.act(
        "village", "plan_consultation", case=await case_of(town, row), **planned
    )
    await town.act("village", "hold_consultation", consultation=meeting)
    await town.act("village", "record_suggestion", consultation=meeting, text="周 桂花家门口先修")
    minutes = await town.act(
        "village",
        "draft_minutes",
        consultation=meeting,
        text="会议议定:两县各出一半资金。周桂花到会。",
    )
    if given.get("confirmed", True):
        await town.act("township", "confirm_minutes", minutes=minutes)
    return meeting


async def case_of(town: County, row: JointCase) -> Any:
    from yishi_core.domain.procedures.models import ConsultationCase

    return (await town.rows(ConsultationCase, ConsultationCase.id == row.case_id))[0]


async def test_topic_minutes_suggestions_consensus_and_outcomes_arrive_masked(
    town: County, abroad: County
) -> None:
    row = await joint_with_names(town, abroad)
    await held(town, row)
    case = await case_of(town, row)
    await town.act("village", "record_consensus", case=case, text="同意共修")
    draft = await town.act(
        "village", "record_outcome", case=case, title="共修界桥", text="两县各出一半资金"
    )
    await delivered(town)
    assert await shares(abroad, "outcome") == [], "what is not yet routed"
    await town.act("township", "route_outcome", outcome=draft, route_class="A")
    await delivered(town)
    found = {s.share_kind.value: s for s in await shares(abroad)}
    assert found["topic"].text == "周某某反映村口路灯坏了,电话***********"
    assert found["suggestion"].text == "周某某家门口先修"
    assert found["minutes"].text == "会议议定:两县各出一半资金。周某某到会。"
    assert (found["consensus"].text, found["outcome"].text, found["outcome"].standing) == (
        "同意共修",
        "两县各出一半资金",
        "已分类",
    )
    assert set(found) == {
        "case",
        "topic",
        "consultation",
        "minutes",
        "suggestion",
        "consensus",
        "outcome",
    }
    assert {s.county for s in found.values()} == {abroad.code}
    assert (found["minutes"].part_of_id, found["suggestion"].part_of_id) == (
        found["consultation"].id,
        found["consultation"].id,
    )
    assert {found[k].part_of_id for k in ("topic", "consultation", "consensus", "outcome")} == {
        found["case"].id
    }
    assert await seen_abroad(abroad, town, Topic) == [], (
        "the topic itself stays where its senders are known"
    )


async def seen_abroad(visitor: County, town: County, entity: type[Any]) -> list[Any]:
    them = visiting(visitor, town)
    return await seen(
        replace(town, principals={"township": them.principals["township"]}), "township", entity
    )


async def test_each_copy_stands_once_however_often_the_jobs_run(
    town: County, abroad: County
) -> None:
    row = await joint_with_names(town, abroad)
    await held(town, row)
    await delivered(town)
    before = [(s.id, s.version) for s in await shares(abroad)]
    for event in await events(town):
        for reaction in reactions_of(town.platform).get(event.name, ()):
            await reaction.function(town.platform, event)
    await delivered(town, abroad)
    assert [(s.id, s.version) for s in await shares(abroad)] == before


@pytest.mark.parametrize(
    ("shared", "kinds"),
    [
        ("topics", {"case", "topic"}),
        ("meetings", {"case", "consultation", "minutes", "suggestion"}),
        ("results", {"case", "consensus", "outcome"}),
    ],
)
async def test_what_is_shared_is_what_was_agreed(
    town: County, abroad: County, shared: str, kinds: set[str]
) -> None:
    row = await joint_with_names(town, abroad, shared=[shared])
    await held(town, row)
    case = await case_of(town, row)
    await town.act("village", "record_consensus", case=case, text="同意共修")
    outcome = await town.act(
        "village", "record_outcome", case=case, title="共修界桥", text="两县各出一半资金"
    )
    await town.act("township", "route_outcome", outcome=outcome, route_class="A")
    await delivered(town)
    assert {s.share_kind.value for s in await shares(abroad)} == kinds


async def test_a_draft_of_minutes_is_not_shared_and_what_is_taken_back_is_void_there_too(
    town: County, abroad: County
) -> None:
    row = await joint_with_names(town, abroad)
    meeting = await town.act(
        "village",
        "plan_consultation",
        case=await case_of(town, row),
        title="联合协商会",
        date="2026-03-20",
        place="桥头",
    )
    await town.act("village", "hold_consultation", consultation=meeting)
    await town.act("village", "draft_minutes", consultation=meeting, text="会议纪要草稿")
    said = await town.act("village", "record_suggestion", consultation=meeting, text="先修桥面")
    await delivered(town)
    assert await shares(abroad, "minutes") == []
    assert [s.text for s in await shares(abroad, "suggestion")] == ["先修桥面"]
    said = await town.act("village", "change_suggestion", suggestion=said, text="先修桥墩")
    await delivered(town)
    assert [s.text for s in await shares(abroad, "suggestion")] == ["先修桥墩"]
    await town.act("village", "void_record", id=said, reason="记错会议")
    await delivered(town)
    assert await shares(abroad, "suggestion") == []
    (gone,) = await abroad.rows(ReceivedShare, ReceivedShare.share_kind == ShareKind.SUGGESTION)
    assert gone.void_reason == "主办单位已撤回"


async def test_what_comes_of_it_reaches_the_partner_after_the_end_too(
    town: County, abroad: County
) -> None:
    row = await joint_with_names(town, abroad)
    outcome = await town.act(
        "village",
        "record_outcome",
        case=await case_of(town, row),
        title="共修界桥",
        text="两县各出一半资金",
    )
    await town.act("township", "route_outcome", outcome=outcome, route_class="A")
    await town.act(
        "township", "end_joint_case", joint_case=row, result_note="界桥已通车,周桂花满意"
    )
    await town.act(
        "county",
        "convert_outcome",
        outcome=outcome,
        conversion_kind="project",
        conversion_note="界桥已于三月底建成通车",
    )
    await delivered(town)
    (case,), (result,) = await shares(abroad, "case"), await shares(abroad, "outcome")
    assert (case.text, case.ended_on is not None) == ("界桥已通车,周某某满意", True)
    assert result.standing == "已分类,已转化"


async def test_a_partner_that_declines_is_sent_nothing_new(town: County, abroad: County) -> None:
    row = await joint_with_names(town, abroad)
    (case,) = await shares(visiting(abroad, town), "case")
    await abroad.act(
        "township", "answer_share", received_share=case, accepted=False, note="本镇不涉及"
    )
    await delivered(abroad)
    await held(town, row)
    await delivered(town)
    assert {s.share_kind.value for s in await shares(abroad)} == {"case", "topic"}
    await town.act("township", "end_joint_case", joint_case=row, result_note="界桥已通车")
    await delivered(town)
    (case,) = await shares(abroad, "case")
    assert case.ended_on is not None


async def test_a_township_of_the_same_county_gets_the_same(town: County) -> None:
    row = await opened(
        town, "multi_level", {"region_code": f"{town.code}101"}, {"name": "市政协", "level": "city"}
    )
    for kind, body in (("consent", "县委"), ("approval", "市政协")):
        await town.act(
            "county", "record_joint_approval", joint_case=row, approval_kind=kind, body=body
        )
    await town.act("township", "start_joint_case", joint_case=row)
    await held(town, row)
    await delivered(town)
    assert {s.share_kind.value for s in await seen(town, "neighbour", ReceivedShare)} == {
        "case",
        "topic",
        "consultation",
        "minutes",
        "suggestion",
    }
    assert await seen(town, "village", ReceivedShare) == []


async def test_a_guest_asks_how_far_the_case_is(town: County, abroad: County) -> None:
    await started(town, abroad)
    (share,) = await shares(abroad, "case")
    case = f"ConsultationCase:{share.from_county}:{share.source_id}"
    mine = await town.act("village", "case_progress", case=case)
    there = await visiting(abroad, town).act("township", "case_progress", case=case)
    assert there == mine
    assert (there.done, there.total > 1, there.title) == (0, True, "村道照明")
    await abroad.refused("neighbour", "case_progress", code="NOT_FOUND", case=case)
    await town.refused("neighbour", "case_progress", code="NOT_FOUND", case=case)


async def test_before_it_starts_a_guest_asks_in_vain(town: County, abroad: County) -> None:
    row = await opened(town, "cross_region", township_of(abroad))
    case = f"ConsultationCase:{town.code}:{row.case_id}"
    guest = replace(abroad.principals["township"], shared=(town.code,))
    await abroad.refused(guest, "case_progress", code="NOT_FOUND", case=case)


async def told(county: County, who: str) -> list[str]:
    return sorted(i.event for i in (await county.act(who, "notifications")).items)


async def test_guests_and_owner_are_told_what_concerns_them(town: County, abroad: County) -> None:
    row = await started(town, abroad)
    case = await case_of(town, row)
    meeting = await town.act(
        "village",
        "plan_consultation",
        case=case,
        title="联合协商会",
        date="2026-03-20",
        place="桥头",
    )
    await town.act("village", "notify_consultation", consultation=meeting, notified_on="2026-03-10")
    await delivered(town, abroad)
    them = visiting(abroad, town)
    assert await told(them, "township") == ["received_share.arrived", "received_share.noticed"]
    (called,) = await shares(abroad, "notice")
    assert (called.text, called.standing) == ("2026-03-20 桥头", "已通知")
    await town.act("village", "hold_consultation", consultation=meeting)
    minutes = await town.act(
        "village", "draft_minutes", consultation=meeting, text="会议议定共修。"
    )
    await town.act("township", "confirm_minutes", minutes=minutes)
    outcome = await town.act(
        "village", "record_outcome", case=case, title="共修界桥", text="两县各出一半资金"
    )
    await town.act("township", "route_outcome", outcome=outcome, route_class="A")
    await town.act("township", "end_joint_case", joint_case=row, result_note="界桥已通车")
    for _ in range(2):
        await delivered(town, abroad)
    assert await told(them, "township") == [
        "received_share.arrived",
        "received_share.ended",
        "received_share.minuted",
        "received_share.noticed",
        "received_share.resulted",
    ]
    for who in ("neighbour", "village", "member"):
        assert await told(them, who) == []
    (share,) = await shares(abroad, "case")
    await them.act("township", "answer_share", received_share=share, accepted=True)
    await delivered(abroad, town)
    assert "joint_partner.answered" in await told(town, "township")


async def test_a_change_of_day_or_a_cancellation_is_told_again(
    town: County, abroad: County
) -> None:
    row = await started(town, abroad)
    meeting = await town.act(
        "village",
        "plan_consultation",
        case=await case_of(town, row),
        title="联合协商会",
        date="2099-03-20",
        place="桥头",
    )
    await town.act("village", "notify_consultation", consultation=meeting)
    await delivered(town, abroad)
    await town.act("village", "cancel_consultation", consultation=meeting, reason="汛期")
    await delivered(town, abroad)
    assert (await told(visiting(abroad, town), "township")).count("received_share.noticed") == 2
    (called,) = await shares(abroad, "notice")
    assert called.standing == "已取消"
    assert await shares(abroad, "consultation") == []


def test_names_and_telephones_are_blotted_out_however_they_are_written() -> None:
    words = ["周桂花", "139 0000 1234", "李", "110"]
    assert masked("周 桂花(1390000-1234)与李某拨打110", words) == "周某某(***********)与李某拨打110"


async def test_a_partner_keeps_an_outcome_when_its_unit_changes(
    town: County, abroad: County
) -> None:
    row = await started(town, abroad)
    outcome = await town.act(
        "village",
        "record_outcome",
        case=await case_of(town, row),
        title="共修界桥",
        text="两县各出一半资金",
    )
    await town.act("township", "route_outcome", outcome=outcome, route_class="A")
    handed = await stories.assigned(town, outcome)
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
    marks = (await town.fresh(outcome)).audience
    assert {abroad.orgs["township"].org_path, town.orgs["unit2"].org_path} <= set(marks)
    assert town.orgs["unit"].org_path not in marks
