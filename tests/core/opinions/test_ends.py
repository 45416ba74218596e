"""Where opinions end, what they take up, and who is told."""

from __future__ import annotations

import sqlalchemy as sa

from tests.core.meetings import plenary
from tests.core.opinions import briefs
from tests.fixtures.county import County
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.opinions.models import Adoption, Endorsement, OpinionState
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.kernel.access.places import person_mark
from yishi_tenants.accounts.models import Account


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
