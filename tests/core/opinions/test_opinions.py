"""Opinions: written, edited, reported, passed upward, used, told back (domain.md 2.10)."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.core.meetings import plenary
from tests.core.opinions import briefs
from tests.fixtures.county import County
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.opinions.models import (
    Adoption,
    Endorsement,
    Opinion,
    OpinionLevel,
    OpinionState,
    Submission,
    SubmissionRoute,
)
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.kernel.access.places import person_mark
from yishi_tenants.accounts.models import Account


async def test_an_opinion_goes_the_whole_way(town: County) -> None:
    """As in [S4]: a town's opinion, endorsed by a city leader, adopted in the province, the
    frequency cut.
    """
    opinion = await briefs.collected(town, reported_on="2026-03-02")
    assert (opinion.state, opinion.no, opinion.word_count) == (
        OpinionState.COLLECTED,
        "2026-0001",
        29,
    )
    await town.act(
        "township",
        "edit_opinion",
        opinion=opinion,
        editor="罗静",
        suggestion="合并系统,减少打卡频次。",
        edited_on="2026-03-03",
    )
    await town.act(
        "township",
        "report_opinion",
        opinion=opinion,
        to_county=True,
        to_body="青禾县政协",
        on="2026-03-04",
    )
    first = await town.act(
        "county",
        "submit_opinion",
        opinion=opinion,
        to_level="county",
        to_body="县委、县政府",
        on="2026-03-06",
    )
    assert (first.state, first.issue_no) == (OpinionState.SUBMITTED_UP, "2026-0001")
    await town.act(
        "county",
        "submit_opinion",
        opinion=opinion,
        to_level="city",
        to_body="市政协",
        on="2026-03-09",
    )
    await town.act(
        "county",
        "endorse_opinion",
        opinion=opinion,
        level="city",
        leader_post="市委副书记",
        text="请相关部门研究",
        on="2026-03-20",
    )
    assert await briefs.state(town, opinion) == "endorsed"
    await town.act(
        "county",
        "adopt_opinion",
        opinion=opinion,
        level="province",
        mode="forwarded",
        body="省级主管部门",
        on="2026-05-01",
    )
    assert await briefs.state(town, opinion) == "adopted"
    told = await town.act(
        "county",
        "feed_back_effect",
        opinion=opinion,
        effect="巡查频次减为每天一次",
        replied_on="2026-06-01",
    )
    assert told.state is OpinionState.EFFECT_FED_BACK
    assert (await town.act("county", "close_opinion", opinion=opinion)).state is OpinionState.CLOSED
    ways = [(s.to_level, s.route) for s in await town.rows(Submission)]
    normal = SubmissionRoute.NORMAL
    assert ways == [
        (OpinionLevel.COUNTY, normal),
        (OpinionLevel.COUNTY, normal),
        (OpinionLevel.CITY, normal),
    ]
    assert len(await town.rows(Adoption)) == len(await town.rows(Endorsement)) == 1


async def test_an_issue_number_is_given_once(town: County) -> None:
    first = await briefs.submitted(town)
    second = await briefs.submitted(town, title="另一件", problem="路灯不亮。")
    assert (first.issue_no, second.issue_no) == ("2026-0001", "2026-0002")
    again = await town.act(
        "county", "submit_opinion", opinion=first, to_level="city", to_body="市政协"
    )
    assert again.issue_no == "2026-0001"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"problem": ""}, "problem"),
        ({"cause": ""}, "cause"),
        ({"suggestion": " "}, "suggestion"),
        ({"problem": "问" * 1500}, "suggestion"),
        ({"reported_on": "2099-01-01"}, "reported_on"),
        ({"reporter": None}, "reporter"),
        ({"category": "nonsense"}, "category"),
    ],
)
async def test_what_is_not_taken(town: County, given: dict[str, Any], path: str) -> None:
    error = await town.refused(
        "township",
        "create_opinion",
        code="INVALID_INPUT",
        org=town.orgs["township"],
        **{**briefs.TEXT, **given},
    )
    assert error.fields[0].path == path
    assert await town.rows(Opinion) == []


async def test_no_copied_text_whatever_the_spaces_and_commas(town: County) -> None:
    await briefs.collected(town)
    raw = {**briefs.TEXT, "title": "换个题目", "suggestion": "合并系统, 减少频次。 "}
    await town.refused(
        "township",
        "create_opinion",
        code="REFUSED",
        rule="copied",
        org=town.orgs["township"],
        **raw,
    )


@pytest.mark.parametrize("who", ["township", "village", "member"])
async def test_who_reports(town: County, who: str) -> None:
    org = "village" if who == "village" else "township"
    assert (await briefs.collected(town, who, org)).state is OpinionState.COLLECTED


@pytest.mark.parametrize("who", ["county", "leader", "head", "unit", "auditor"])
async def test_who_does_not_report(town: County, who: str) -> None:
    code = "NOT_FOUND" if who == "unit" else "FORBIDDEN"
    await town.refused(who, "create_opinion", code=code, org=town.orgs["township"], **briefs.TEXT)


async def test_a_member_s_account_is_the_reporter(town: County) -> None:
    person = await plenary.member(town)
    opinion = await briefs.collected(town, "member", reporter=None, reporter_unit=None)
    assert (opinion.person_id, opinion.reporter, opinion.reporter_unit) == (
        person.id,
        "许文兰",
        town.orgs["township"].name,
    )


async def test_an_observer_s_draft_is_his_alone_until_he_hands_it_in(town: County) -> None:
    await town.person("observer", ("observer", "village"))
    draft = await briefs.collected(town, "observer", "village", draft=True)
    assert (draft.state, draft.no) == (OpinionState.DRAFT, None)
    for who in ("county", "township", "auditor"):
        await town.refused(who, "edit_opinion", code="NOT_FOUND", opinion=draft, editor="罗静")
    await town.act("observer", "change_opinion", opinion=draft, cause="系统各自为政。")
    handed_in = await town.act("observer", "hand_in_opinion", opinion=draft)
    assert (handed_in.state, handed_in.cause) == (OpinionState.COLLECTED, "系统各自为政。")
    await town.refused(
        "observer", "change_opinion", code="REFUSED", rule="state", opinion=draft, cause="再改"
    )
    await town.act("township", "edit_opinion", opinion=draft, editor="罗静")


async def test_a_draft_thrown_away(town: County) -> None:
    draft = await briefs.collected(town, "member", draft=True)
    await town.act("member", "discard_opinion", opinion=draft)
    await town.refused("county", "edit_opinion", code="NOT_FOUND", opinion=draft, editor="罗静")
    await town.refused("member", "hand_in_opinion", code="REFUSED", rule="voided", opinion=draft)


async def test_others_opinions_are_not_seen(town: County) -> None:
    opinion = await briefs.collected(town, "member")
    for who in ("member2", "neighbour", "village", "unit"):
        await town.refused(who, "edit_opinion", code="NOT_FOUND", opinion=opinion, editor="罗静")
    await town.refused("member", "edit_opinion", code="FORBIDDEN", opinion=opinion, editor="罗静")


async def test_the_reporter_reads_what_becomes_of_what_the_office_entered_for_him(
    town: County,
) -> None:
    person = await plenary.member(town)
    opinion = await briefs.collected(town, person=person)
    await town.refused("member", "edit_opinion", code="FORBIDDEN", opinion=opinion, editor="罗静")
    await town.refused("member2", "edit_opinion", code="NOT_FOUND", opinion=opinion, editor="罗静")


async def test_unedited_only_by_the_express_route(town: County) -> None:
    opinion = await briefs.collected(town)
    raw = {"opinion": opinion, "to_county": True, "to_body": "青禾县政协"}
    await town.refused("township", "report_opinion", code="REFUSED", rule="state", **raw)
    sent = await town.act("township", "report_opinion", route="express", **raw)
    assert sent.state is OpinionState.REPORTED_COUNTY
    assert [s.route for s in await town.rows(Submission)] == [SubmissionRoute.EXPRESS]


async def test_the_own_level_first_then_the_county(town: County) -> None:
    opinion = await briefs.edited(town)
    here = await town.act(
        "township", "report_opinion", opinion=opinion, to_county=False, to_body="河口镇党委政府"
    )
    assert here.state is OpinionState.REPORTED_LOCAL
    await town.refused(
        "county",
        "submit_opinion",
        code="REFUSED",
        rule="state",
        opinion=opinion,
        to_level="city",
        to_body="市政协",
    )
    there = await town.act(
        "township", "report_opinion", opinion=opinion, to_county=True, to_body="青禾县政协"
    )
    assert there.state is OpinionState.REPORTED_COUNTY
    assert [s.to_level for s in await town.rows(Submission)] == [
        OpinionLevel.TOWNSHIP,
        OpinionLevel.COUNTY,
    ]


async def test_what_the_county_has_the_county_edits(town: County) -> None:
    opinion = await briefs.at_county(town)
    await town.refused("township", "edit_opinion", code="FORBIDDEN", opinion=opinion, editor="罗静")
    edited = await town.act(
        "county", "edit_opinion", opinion=opinion, editor="方正", title="关于减少基层巡查打卡的建议"
    )
    assert (edited.state, edited.editor) == (OpinionState.REPORTED_COUNTY, "方正")


async def test_level_by_level_unless_express(town: County) -> None:
    opinion = await briefs.at_county(town)
    for level in ("province", "national"):
        await town.refused(
            "county",
            "submit_opinion",
            code="REFUSED",
            rule="level_skipped",
            opinion=opinion,
            to_level=level,
            to_body="省政协",
        )
    error = await town.refused(
        "county",
        "submit_opinion",
        code="INVALID_INPUT",
        opinion=opinion,
        to_level="township",
        to_body="镇政府",
    )
    assert error.fields[0].path == "to_level"
    sent = await town.act(
        "county",
        "submit_opinion",
        opinion=opinion,
        to_level="province",
        to_body="省政协",
        route="express",
    )
    assert sent.state is OpinionState.SUBMITTED_UP


@pytest.mark.parametrize("who", ["township", "leader", "member", "auditor"])
async def test_only_the_county_submits_upward(town: County, who: str) -> None:
    opinion = await briefs.at_county(town)
    code = "NOT_FOUND" if who == "member" else "FORBIDDEN"
    await town.refused(
        who, "submit_opinion", code=code, opinion=opinion, to_level="city", to_body="市政协"
    )


async def test_used_only_when_it_was_passed_on(town: County) -> None:
    opinion = await briefs.edited(town)
    raw: dict[str, Any] = {"opinion": opinion, "level": "county"}
    await town.refused(
        "county", "adopt_opinion", code="REFUSED", rule="state", mode="single", body="县委办", **raw
    )
    await town.refused(
        "county",
        "endorse_opinion",
        code="REFUSED",
        rule="state",
        leader_post="县委书记",
        text="请办理",
        **raw,
    )
    await town.refused(
        "county", "feed_back_effect", code="REFUSED", rule="state", opinion=opinion, effect="已解决"
    )


async def test_a_township_records_its_own_level_s_use(town: County) -> None:
    opinion = await briefs.at_county(town)
    raw = {"opinion": opinion, "mode": "single", "body": "县委办"}
    await town.refused(
        "township", "adopt_opinion", code="REFUSED", rule="county_records", level="county", **raw
    )
    await town.act(
        "township",
        "endorse_opinion",
        opinion=opinion,
        level="township",
        leader_post="镇党委书记",
        text="请村里落实",
    )
    error = await town.refused(
        "county", "adopt_opinion", code="INVALID_INPUT", level="county", on="2020-01-01", **raw
    )
    assert error.fields[0].path == "on"


async def test_where_it_went_who_used_it_and_what_was_written_are_put_right(town: County) -> None:
    opinion = await briefs.at_county(town, reported_on="2026-03-02")
    (sent,) = await town.rows(Submission)
    sent = await town.act(
        "township",
        "change_submission",
        submission=sent,
        to_body="青禾县政协办公室",
        on="2026-03-04",
    )
    assert (sent.to_body, str(sent.on), sent.to_level) == (
        "青禾县政协办公室",
        "2026-03-04",
        OpinionLevel.COUNTY,
    )
    error = await town.refused(
        "township", "change_submission", code="INVALID_INPUT", submission=sent, on="2026-03-01"
    )
    assert error.fields[0].path == "on"
    error = await town.refused(
        "county", "change_submission", code="INVALID_INPUT", submission=sent, issue_no="2026-9"
    )
    assert error.fields[0].path == "issue_no"
    await town.act(
        "county",
        "submit_opinion",
        opinion=opinion,
        to_level="county",
        to_body="县委",
        on="2026-03-06",
    )
    await town.refused(
        "township",
        "change_submission",
        code="REFUSED",
        rule="county_records",
        submission=sent,
        to_body="县政协",
    )
    await town.act("county", "change_submission", submission=sent, issue_no="2026年第9期")
    assert (await town.fresh(opinion)).issue_no == "2026年第9期"
    used = await town.act(
        "county",
        "adopt_opinion",
        opinion=opinion,
        level="county",
        mode="single",
        body="县委办",
        on="2026-03-08",
    )
    used = await town.act(
        "county", "change_adoption", adoption=used, mode="forwarded", body="县委办公室"
    )
    assert (used.mode.value, used.body, str(used.on)) == ("forwarded", "县委办公室", "2026-03-08")
    await town.refused(
        "township",
        "change_adoption",
        code="REFUSED",
        rule="county_records",
        adoption=used,
        body="镇党委",
    )
    assert (
        await town.refused(
            "county", "change_adoption", code="INVALID_INPUT", adoption=used, on="2099-01-01"
        )
    ).fields[0].path == "on"
    said = {"level": "township", "leader_post": "镇党委书记", "text": "请村里落时"}
    wrote = await town.act("township", "endorse_opinion", opinion=opinion, **said)
    wrote = await town.act("township", "change_endorsement", endorsement=wrote, text="请村里落实")
    assert wrote.text == "请村里落实"
    await town.refused(
        "township",
        "change_endorsement",
        code="REFUSED",
        rule="county_records",
        endorsement=wrote,
        level="county",
    )


async def test_who_reported_it_and_when_is_put_right_and_he_follows_it(town: County) -> None:
    first, second = await plenary.member(town), await plenary.member(town, "贺敏", None)
    opinion = await briefs.collected(town, person=first, reported_on="2026-03-02")
    await town.act(
        "township", "edit_opinion", opinion=opinion, editor="罗静", edited_on="2026-03-05"
    )
    change = "change_opinion_source"
    row = await town.act(
        "township",
        change,
        opinion=opinion,
        person=second,
        reporter="贺敏",
        reported_on="2026-03-04",
        observer=first,
    )
    assert (row.reporter, str(row.reported_on), row.observer_id, row.no) == (
        "贺敏",
        "2026-03-04",
        first.id,
        opinion.no,
    )
    assert person_mark(second.id) in (row.audience or ())
    assert person_mark(first.id) not in (row.audience or ())
    for wrong, path in (
        ({"reported_on": "2025-12-31"}, "reported_on"),
        ({"reported_on": "2026-03-06"}, "reported_on"),
        ({"reporter": None}, "reporter"),
        ({"reported_on": None}, "reported_on"),
    ):
        assert (
            await town.refused("township", change, code="INVALID_INPUT", opinion=row, **wrong)
        ).fields[0].path == path
    await town.act(
        "township",
        "report_opinion",
        opinion=row,
        to_county=True,
        to_body="青禾县政协",
        on="2026-03-06",
    )
    await town.refused("township", change, code="FORBIDDEN", opinion=row, reporter="他人")
    await town.act("county", change, opinion=row, reporter_unit="河口镇")


async def test_closed_when_the_reporter_was_told(town: County) -> None:
    opinion = await briefs.submitted(town)
    await town.refused("county", "close_opinion", code="REFUSED", rule="state", opinion=opinion)


async def test_merged_into_a_living_one(town: County) -> None:
    main, other = await briefs.collected(town), await briefs.collected(town, problem="打卡太多。")
    await town.refused(
        "township",
        "merge_opinion",
        code="REFUSED",
        rule="merge_itself",
        opinion=other,
        merged_into=other,
    )
    done = await town.act("township", "merge_opinion", opinion=other, merged_into=main)
    assert (done.state, done.merged_into_id) == (OpinionState.MERGED, main.id)
    await town.refused(
        "township",
        "merge_opinion",
        code="REFUSED",
        rule="merge_target",
        opinion=main,
        merged_into=other,
    )


async def test_set_aside_for_a_reason(town: County) -> None:
    opinion = await briefs.collected(town)
    await town.refused(
        "township", "set_aside_opinion", code="INVALID_INPUT", opinion=opinion, reason="x"
    )
    done = await town.act(
        "township", "set_aside_opinion", opinion=opinion, reason="work_news", note="属工作动态"
    )
    assert (done.state, done.not_used_reason) == (OpinionState.NOT_USED, "work_news")
    await town.refused(
        "township", "edit_opinion", code="REFUSED", rule="state", opinion=opinion, editor="罗静"
    )


async def test_an_opinion_takes_up_matters_and_gives_them_back(town: County) -> None:
    intake = await town.act(
        "township",
        "record_intake",
        org=town.orgs["township"],
        content="打卡太多",
        channel="visit",
        submitter_kind="cadre",
        submitter_name="周桂花",
    )
    raw = {"org": town.orgs["township"], "intakes": [intake]}
    await town.refused(
        "township",
        "create_opinion",
        code="REFUSED",
        rule="intake_not_accepted",
        **raw,
        **briefs.TEXT,
    )
    await town.act("township", "accept_intake", intake=intake)
    await town.refused(
        "township",
        "create_opinion",
        code="REFUSED",
        rule="not_masked",
        **raw,
        **{**briefs.TEXT, "cause": "周桂花反映"},
    )
    opinion = await town.act("township", "create_opinion", **raw, **briefs.TEXT)
    [row] = await town.rows(Intake)
    assert (row.state, row.opinion_id) == (IntakeState.TO_OPINION, opinion.id)
    await town.act("township", "void_record", id=opinion, reason="录入有误")
    [row] = await town.rows(Intake)
    assert (row.state, row.opinion_id) == (IntakeState.ACCEPTED, None)


async def test_the_reporter_is_told_that_his_opinion_is_used(town: County) -> None:
    person = await plenary.member(town)
    async with town.platform.database.transaction(town.system.reading) as session:
        own = sa.update(Account).where(
            Account.county == town.code, Account.id == town.principals["member"].account
        )
        await session.execute(own.values(person_id=person.id))
    opinion = await briefs.submitted(town, person=person)
    await town.act(
        "county",
        "adopt_opinion",
        opinion=opinion,
        level="county",
        mode="single",
        body="县委办公室",
        on=opinion.reported_on.isoformat(),
    )
    await town.act(
        "county",
        "endorse_opinion",
        opinion=opinion,
        level="county",
        leader_post="县委书记",
        text="请办理",
        on=opinion.reported_on.isoformat(),
    )
    await deliver_pending(town.platform, town.code)
    for who in ("member", "township"):
        events = {item.event for item in (await town.act(who, "notifications")).items}
        assert {"opinion.adopted", "opinion.endorsed"} <= events, who
    assert not {i.event for i in (await town.act("member2", "notifications")).items}


async def test_the_office_is_told_of_what_is_handed_in_at_once(town: County) -> None:
    await plenary.member(town)
    raw = {k: v for k, v in briefs.TEXT.items() if not k.startswith("reporter")}
    await town.act("member", "create_opinion", org=town.orgs["township"], **raw, draft=True)
    await deliver_pending(town.platform, town.code)
    assert (await town.act("township", "notifications")).items == []
    await town.act(
        "member", "create_opinion", org=town.orgs["township"], **{**raw, "cause": "各自为政。"}
    )
    await deliver_pending(town.platform, town.code)
    assert [item.event for item in (await town.act("township", "notifications")).items] == [
        "opinion.handed_in"
    ]


async def test_use_by_a_higher_level_comes_after_the_reporter_was_told(town: County) -> None:
    opinion = await briefs.submitted(town, "city")
    used = {"opinion": opinion, "level": "city"}
    await town.act("county", "endorse_opinion", **used, leader_post="市领导", text="请研究")
    await town.act("county", "feed_back_effect", opinion=opinion, effect="巡查频次已减少")
    await town.act(
        "county", "adopt_opinion", opinion=opinion, level="province", mode="single", body="省直部门"
    )
    assert await briefs.state(town, opinion) == "effect_fed_back"
    await town.act("county", "close_opinion", opinion=opinion)
    await town.act(
        "county",
        "endorse_opinion",
        opinion=opinion,
        level="province",
        leader_post="省领导",
        text="很好",
    )
    assert await briefs.state(town, opinion) == "closed"
    assert (len(await town.rows(Adoption)), len(await town.rows(Endorsement))) == (1, 2)


async def test_who_reported_a_merged_one_follows_the_main_one(town: County) -> None:
    first, second = await plenary.member(town), await plenary.member(town, "贺敏", "member2")
    main = await briefs.at_county(town, person=first)
    await town.act(
        "township",
        "endorse_opinion",
        opinion=main,
        level="township",
        leader_post="镇党委书记",
        text="请落实",
    )
    other = await briefs.collected(town, person=second, problem="打卡太多。")
    await town.act("township", "merge_opinion", opinion=other, merged_into=main)
    [said] = await town.rows(Endorsement)
    for row in (await town.fresh(main), said):
        assert {person_mark(first.id), person_mark(second.id)} <= set(row.audience)


async def test_an_editor_names_nobody_either(town: County) -> None:
    raw = {
        "content": "打卡太多",
        "channel": "visit",
        "submitter_kind": "cadre",
        "submitter_name": "周桂花",
    }
    intake = await town.act("township", "record_intake", org=town.orgs["township"], **raw)
    await town.act("township", "accept_intake", intake=intake)
    opinion = await briefs.collected(town, intakes=[intake])
    await town.refused(
        "township",
        "edit_opinion",
        code="REFUSED",
        rule="not_masked",
        opinion=opinion,
        editor="罗静",
        cause="据周桂花反映",
    )
    await town.act("township", "edit_opinion", opinion=opinion, editor="罗静", cause="据群众反映")
