"""Cases held together: over levels, over counties; what partners see, count and answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.collaboration.partners import (
    events,
    opened,
    seen_from,
    started,
    township_of,
    visiting,
)
from tests.core.outcomes import stories
from tests.core.outcomes.test_handling_unit import seen
from tests.fixtures.county import County
from tests.tenants.accounts.people import PASSWORD, login, settled
from yishi_core.domain.collaboration.joint.models import (
    JointCase,
    JointPartner,
    JointState,
    PartnerLevel,
    ReceivedShare,
    ShareAnswer,
    ShareKind,
)
from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.facilities.jobs.reaction import reactions_of
from yishi_core.kernel.database import StaleGrants


async def test_before_it_starts_nobody_else_sees_it(town: County, abroad: County) -> None:
    row = await opened(town, "cross_region", township_of(abroad))
    await deliver_pending(town.platform, town.code)
    assert (row.state, row.audience) == (JointState.PREPARING, None)
    assert await abroad.rows(ReceivedShare) == []


async def test_a_partner_in_another_county_reads_what_is_shared_and_nothing_else(
    town: County, abroad: County
) -> None:
    row = await started(town, abroad)
    case = (await town.rows(ConsultationCase))[0]
    meeting = await town.act(
        "village",
        "plan_consultation",
        case=case,
        title="联合协商会",
        date="2026-03-20",
        place="县界桥头",
    )
    result = await town.act(
        "village", "record_outcome", case=case, title="共修界桥", text="两县各出一半资金"
    )
    assert (meeting.joint, meeting.audience, result.audience) == (
        True,
        (await town.fresh(row)).audience,
        (await town.fresh(row)).audience,
    )
    them = visiting(abroad, town)

    async def there(entity: type[Any]) -> list[Any]:
        return [r.id for r in await seen_from(them, town, "township", entity)]

    assert await there(JointCase) == [row.id]
    assert await there(ConsultationCase) == [case.id]
    assert await there(Consultation) == [meeting.id]
    assert await there(Outcome) == [result.id]
    assert await there(Topic) == []
    for entity in (JointCase, ConsultationCase, Consultation, Outcome):
        assert await seen_from(them, town, "neighbour", entity) == []


async def test_the_partner_reads_and_does_not_write(town: County, abroad: County) -> None:
    row = await started(town, abroad)
    case = (await town.rows(ConsultationCase))[0]
    who = visiting(abroad, town).principals["township"]
    for operation, given in (
        ("end_joint_case", {"joint_case": row, "result_note": "已完成"}),
        (
            "plan_consultation",
            {"case": case, "title": "越界", "date": "2026-03-20", "place": "桥头"},
        ),
        ("record_outcome", {"case": case, "title": "越界", "text": "越界"}),
    ):
        await town.refused(who, operation, code="FORBIDDEN", **given)
    assert len(await town.rows(Consultation)) == 0


async def test_what_is_not_shared_stays_at_home(town: County, abroad: County) -> None:
    await started(town, abroad, shared=["topics"])
    case = (await town.rows(ConsultationCase))[0]
    meeting = await town.act(
        "village", "plan_consultation", case=case, title="内部会", date="2026-03-20", place="村委会"
    )
    result = await town.act("village", "record_outcome", case=case, title="修桥", text="修桥")
    assert (meeting.joint, meeting.audience, result.audience) == (True, None, None)


async def test_each_event_is_counted_once_here_and_as_joint_at_the_partner(
    town: County, abroad: County
) -> None:
    row = await started(town, abroad)
    case = (await town.rows(ConsultationCase))[0]
    meeting = await town.act(
        "village",
        "plan_consultation",
        case=case,
        title="联合协商会",
        date="2026-03-20",
        place="桥头",
        form="symposium",
    )
    await town.act("village", "hold_consultation", consultation=meeting)
    for _ in range(2):
        await deliver_pending(town.platform, town.code)
    shares = await abroad.rows(ReceivedShare)
    assert [(s.share_kind, s.source_id, s.title) for s in shares] == [
        (ShareKind.CASE, case.id, case.title),
        (ShareKind.TOPIC, case.topic_id, "村道照明"),
        (ShareKind.CONSULTATION, meeting.id, "联合协商会"),
    ]
    event = shares[2]
    assert (event.org_path, event.on, event.form.value, event.from_county, event.from_name) == (
        abroad.orgs["township"].org_path,
        meeting.date,
        "symposium",
        town.code,
        town.orgs["village"].name,
    )
    assert len(await town.rows(Consultation, Consultation.joint)) == 1
    assert await abroad.rows(Consultation) == []
    await town.act("township", "end_joint_case", joint_case=row, result_note="界桥已通车")
    await deliver_pending(town.platform, town.code)
    assert all(s.ended_on for s in await abroad.rows(ReceivedShare))
    assert len(await abroad.rows(ReceivedShare)) == 3
    assert (
        len(await abroad.rows(ReceivedShare, ReceivedShare.share_kind == ShareKind.CONSULTATION))
        == 1
    )


async def test_the_same_job_twice_changes_nothing(town: County, abroad: County) -> None:
    await started(town, abroad)
    before = await abroad.rows(ReceivedShare)
    shared = next(e for e in await events(town) if e.name == "joint_case.started")
    for reaction in reactions_of(town.platform)["joint_case.started"]:
        await reaction.function(town.platform, shared)
    after = await abroad.rows(ReceivedShare)
    assert [(r.id, r.version) for r in after] == [(r.id, r.version) for r in before]


async def test_the_partner_answers_and_the_owner_learns_it(town: County, abroad: County) -> None:
    await started(town, abroad)
    share = (await visiting(abroad, town).rows(ReceivedShare))[0]
    await abroad.refused(
        "township", "answer_share", code="INVALID_INPUT", received_share=share, accepted=False
    )
    await abroad.refused(
        "village", "answer_share", code="NOT_FOUND", received_share=share, accepted=True
    )
    await abroad.refused(
        "member", "answer_share", code="FORBIDDEN", received_share=share, accepted=True
    )
    await abroad.act(
        "township", "answer_share", received_share=share, accepted=True, note="由联络组参加"
    )
    await abroad.refused(
        "township",
        "answer_share",
        code="REFUSED",
        rule="answered_already",
        received_share=share,
        accepted=True,
    )
    await deliver_pending(abroad.platform, abroad.code)
    partner = (await town.rows(JointPartner, JointPartner.partner_county == abroad.code))[0]
    assert (partner.answer, partner.answer_note, partner.level) == (
        ShareAnswer.ACCEPTED,
        "由联络组参加",
        PartnerLevel.TOWNSHIP,
    )


async def test_a_token_of_the_partner_reaches_the_owner_s_county_from_the_next_request(
    town: County, abroad: County
) -> None:
    account, _, _ = await settled(abroad, "joint.staff")
    await abroad.act(
        "county", "give_grant", account=account, role="township_staff", org=abroad.orgs["township"]
    )
    token = (await login(abroad, "joint.staff", PASSWORD)).token
    principals = abroad.platform.principals
    assert (await principals.by_token(token)).counties == (abroad.code,)
    await started(town, abroad)
    stale = await principals.by_token(token)
    abroad.principals["api"] = stale
    with pytest.raises(StaleGrants):
        await seen_from(abroad, town, "api", ConsultationCase)
    principals.forget(token)
    abroad.principals["api"] = fresh = await principals.by_token(token)
    assert fresh.counties == (abroad.code, town.code)
    assert [c.title for c in await seen_from(abroad, town, "api", ConsultationCase)] == ["村道照明"]


async def put_right_before_it_starts(town: County, row: JointCase) -> None:
    """Kind and what is shared; what has not happened yet is not put right."""
    change = "change_joint_case"
    changed = await town.act(
        "township",
        change,
        joint_case=row,
        shared=["meetings", "topics", "meetings"],
        formed_on="2026-03-02",
    )
    assert (changed.shared, str(changed.formed_on)) == (["meetings", "topics"], "2026-03-02")
    await town.act("township", change, joint_case=row, shared=["topics", "meetings", "results"])
    for wrong, path in (
        ({"joint_kind": "enterprise_local"}, "partners"),
        ({"started_on": "2026-03-05"}, "started_on"),
        ({"result_note": "成果"}, "result_note"),
        ({"formed_on": "2099-01-01"}, "formed_on"),
    ):
        assert (
            await town.refused("township", change, code="INVALID_INPUT", joint_case=row, **wrong)
        ).fields[0].path == path


async def test_siblings_of_one_county_hold_a_case_together(town: County) -> None:
    row = await opened(
        town, "multi_level", {"region_code": f"{town.code}101"}, {"name": "市政协", "level": "city"}
    )
    await town.refused(
        "township", "start_joint_case", code="REFUSED", rule="not_approved", joint_case=row
    )
    await town.act(
        "township",
        "record_joint_approval",
        joint_case=row,
        approval_kind="consent",
        body="县委",
        approved_on="2026-03-03",
    )
    await town.refused(
        "township", "start_joint_case", code="REFUSED", rule="not_approved", joint_case=row
    )
    approved = await town.act(
        "county",
        "record_joint_approval",
        joint_case=row,
        approval_kind="approval",
        body="市政协",
        approved_on="2026-03-04",
    )
    await put_right_before_it_starts(town, row)
    await town.act("township", "start_joint_case", joint_case=row)
    approved = await town.act(
        "county",
        "change_joint_approval",
        approval=approved,
        body="市政协办公室",
        doc_no="市协〔2026〕2号",
    )
    assert (approved.body, approved.doc_no, str(approved.approved_on)) == (
        "市政协办公室",
        "市协〔2026〕2号",
        "2026-03-04",
    )
    await town.refused(
        "county",
        "change_joint_approval",
        code="REFUSED",
        rule="not_approved",
        approval=approved,
        approval_kind="consent",
    )
    await town.refused(
        "township",
        "change_joint_case",
        code="REFUSED",
        rule="state",
        joint_case=row,
        shared=["topics"],
    )
    await deliver_pending(town.platform, town.code)
    assert [c.id for c in await seen(town, "neighbour", JointCase)] == [row.id]
    shares = await town.rows(ReceivedShare, ReceivedShare.share_kind == ShareKind.CASE)
    assert [(s.org_path, s.from_county) for s in shares] == [
        (town.orgs["neighbour"].org_path, town.code)
    ]
    case = (await town.rows(ConsultationCase))[0]
    event = await town.act(
        "village",
        "plan_consultation",
        case=case,
        title="联动协商",
        date="2026-03-20",
        place="镇会议室",
    )
    result = await town.result("village", "hold_consultation", consultation=event)
    assert "pre_consultation_missing" in [a.rule for a in result.advice]


async def test_who_joins_later_sees_it_at_once(town: County, abroad: County) -> None:
    row = await started(town, abroad)
    await town.act(
        "township",
        "add_joint_partners",
        joint_case=row,
        partners=[{"region_code": f"{town.code}101", "role": "participant"}],
    )
    await deliver_pending(town.platform, town.code)
    assert [c.id for c in await seen(town, "neighbour", JointCase)] == [row.id]
    again = [{"region_code": f"{town.code}101"}]
    await town.refused(
        "township", "add_joint_partners", code="INVALID_INPUT", joint_case=row, partners=again
    )


@pytest.mark.parametrize(
    ("kind", "partners"),
    [
        ("multi_level", [{"name": "邻镇联络组", "level": "township"}]),
        ("cross_region", [{"region_code": "@101"}]),
        ("enterprise_local", [{"name": "县农业局", "level": "department"}]),
        ("cross_department", [{"name": "县农业局", "level": "department"}]),
    ],
)
async def test_the_partners_make_the_kind(
    town: County, kind: str, partners: list[dict[str, Any]]
) -> None:
    case = await town.act(
        "township",
        "open_case",
        topic=await cases.approved(town, who="township", org="township"),
        opened_on="2026-03-02",
    )
    given = [{k: str(v).replace("@", str(town.code)) for k, v in p.items()} for p in partners]
    error = await town.refused(
        "township",
        "open_joint_case",
        code="INVALID_INPUT",
        case=case,
        joint_kind=kind,
        partners=given,
    )
    assert error.fields[0].path == "partners"


async def test_what_is_no_partner(town: County) -> None:
    case = await cases.case(town)

    async def path(**partner: Any) -> str:
        raw = {"case": case, "joint_kind": "cross_region", "partners": [partner]}
        return (
            (await town.refused("township", "open_joint_case", code="INVALID_INPUT", **raw))
            .fields[0]
            .path
        )

    assert await path() == "partners.0.name"
    assert await path(name="某单位") == "partners.0.level"
    assert await path(region_code="999999") == "partners.0.region_code"
    assert await path(name="某单位", level="county", role="initiator") == "partners.0.role"
    assert await path(region_code=f"{town.code}100201") == "partners.0"


async def test_who_opens_a_joint_case(town: County) -> None:
    case = await cases.case(town)
    given: dict[str, Any] = {
        "case": case,
        "joint_kind": "enterprise_local",
        "partners": [{"name": "园区小组", "level": "enterprise"}],
    }
    for who in ("village", "member", "leader", "auditor"):
        await town.refused(who, "open_joint_case", code="FORBIDDEN", **given)
    await town.refused("neighbour", "open_joint_case", code="NOT_FOUND", **given)
    row = await town.act("township", "open_joint_case", **given)
    await town.refused("township", "open_joint_case", code="CONFLICT", **given)
    await town.refused(
        "township",
        "end_joint_case",
        code="REFUSED",
        rule="state",
        joint_case=row,
        result_note="已完成",
    )
    await town.refused(
        "township",
        "start_joint_case",
        code="INVALID_INPUT",
        joint_case=row,
        started_on="2099-01-01",
    )


async def test_results_recorded_before_the_start_are_shared_with_it(
    town: County, abroad: County
) -> None:
    outcome = await stories.outcome(town)
    case = (await town.rows(ConsultationCase))[0]
    row = await town.act(
        "township",
        "open_joint_case",
        case=case,
        joint_kind="cross_region",
        partners=[township_of(abroad)],
    )
    await town.act("township", "start_joint_case", joint_case=row)
    assert abroad.orgs["township"].org_path in (await town.fresh(outcome)).audience
