"""B and C: reported and decided, referred to a village, explained."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.outcomes.models import Outcome, OutcomeState, SpecialReport


async def report(town: County, *outcomes: Outcome, **given: Any) -> SpecialReport:
    raw = {
        "org": town.orgs["county"],
        "to_org": town.orgs["party"],
        "text": "关于河堤加固的专报",
        **given,
    }
    row: SpecialReport = await town.act(
        "county", "submit_special_report", outcomes=list(outcomes), **raw
    )
    return row


async def test_a_report_is_submitted_and_decided(town: County) -> None:
    first, second = await stories.routed(town, "B"), await stories.routed(town, "B")
    sent = await report(town, first, second, submitted_on="2026-11-01", doc_no="青政协〔2026〕3号")
    assert sent.due_on == cases.day("2026-11-16")
    assert {(o.state, o.special_report_id) for o in await town.rows(Outcome)} == {
        (OutcomeState.HANDLING, sent.id)
    }
    await town.refused(
        "county",
        "decide_special_report",
        code="INVALID_INPUT",
        report=sent,
        decision="同意",
        decided_on="2026-10-31",
    )
    done = await town.act(
        "county",
        "decide_special_report",
        report=sent,
        decision="同意列入明年计划",
        decided_on="2026-11-10",
    )
    assert (done.decision, done.decided_on) == ("同意列入明年计划", cases.day("2026-11-10"))
    assert {o.state for o in await town.rows(Outcome)} == {OutcomeState.REPLIED}
    await town.refused(
        "county",
        "decide_special_report",
        code="REFUSED",
        rule="decided_already",
        report=sent,
        decision="不同意",
    )


async def test_a_report_is_put_right_until_it_is_decided_and_then_its_decision(
    town: County,
) -> None:
    sent = await report(town, await stories.routed(town, "B"), submitted_on="2026-11-01")
    change = "change_special_report"
    sent = await town.act(
        "county", change, report=sent, doc_no="青政协〔2026〕3号", due_on="2026-11-20"
    )
    assert (sent.doc_no, sent.due_on, sent.text) == (
        "青政协〔2026〕3号",
        cases.day("2026-11-20"),
        "关于河堤加固的专报",
    )
    for wrong, path in (
        ({"due_on": "2026-10-31"}, "due_on"),
        ({"to_org": town.orgs["unit"]}, "to_org"),
        ({"decision": "同意"}, "decision"),
        ({"text": None}, "text"),
    ):
        assert (
            await town.refused("county", change, code="INVALID_INPUT", report=sent, **wrong)
        ).fields[0].path == path
    await town.act(
        "county",
        "decide_special_report",
        report=sent,
        decision="同意列入明年计划",
        decided_on="2026-11-10",
    )
    await town.refused(
        "county", change, code="REFUSED", rule="decided", report=sent, text="另一份专报"
    )
    sent = await town.act(
        "county", change, report=sent, decision="原则同意", decided_on="2026-11-09"
    )
    assert (sent.decision, sent.decided_on) == ("原则同意", cases.day("2026-11-09"))
    for wrong, path in (
        ({"decided_on": "2026-10-31"}, "decided_on"),
        ({"decision": None}, "decision"),
    ):
        assert (
            await town.refused("county", change, code="INVALID_INPUT", report=sent, **wrong)
        ).fields[0].path == path


async def test_what_is_not_reported(town: County) -> None:
    b, a, draft = (
        await stories.routed(town, "B"),
        await stories.routed(town, "A"),
        await stories.outcome(town),
    )
    base = {"org": town.orgs["county"], "to_org": town.orgs["party"], "text": "专报"}
    for wrong, code, rule in (
        ([a], "REFUSED", "route_class"),
        ([draft], "REFUSED", "route_class"),
        ([b, b], "INVALID_INPUT", None),
    ):
        await town.refused(
            "county", "submit_special_report", code=code, rule=rule, outcomes=wrong, **base
        )
    await town.refused(
        "county",
        "submit_special_report",
        code="INVALID_INPUT",
        outcomes=[b],
        **{**base, "to_org": town.orgs["unit"]},
    )
    await town.refused("county", "submit_special_report", code="INVALID_INPUT", outcomes=[], **base)
    await town.refused("leader", "submit_special_report", code="FORBIDDEN", outcomes=[b], **base)
    assert await town.rows(SpecialReport) == []
    await report(town, b)
    await town.refused(
        "county",
        "submit_special_report",
        code="REFUSED",
        rule="reported_already",
        outcomes=[b],
        **base,
    )


async def test_nobody_reports_what_is_not_his(town: County) -> None:
    row = await stories.routed(town, "B")
    await town.org(
        "own_party", "101/party/", town.orgs["party"].kind, "neighbour", label="东坪镇党委政府"
    )
    given = {
        "org": town.orgs["neighbour"],
        "to_org": town.orgs["own_party"],
        "text": "专报",
        "outcomes": [row],
    }
    await town.refused("neighbour", "submit_special_report", code="NOT_FOUND", **given)


async def test_a_decided_report_closes_the_outcome(town: County) -> None:
    row = await stories.routed(town, "B")
    assert row.report_by is not None
    assert (row.report_by - row.updated_at.astimezone(clock.CHINA).date()).days == 15
    await town.refused("township", "close_outcome", code="REFUSED", rule="not_decided", outcome=row)
    sent = await report(town, row)
    await town.refused("county", "close_outcome", code="REFUSED", rule="not_decided", outcome=row)
    await town.act("county", "decide_special_report", report=sent, decision="同意")
    await stories.told(town, row)
    assert (await town.act("county", "close_outcome", outcome=row)).state is OutcomeState.CLOSED


async def test_a_village_settles_what_is_its_own(town: County) -> None:
    row = await stories.routed(town, "B")
    given = {"outcome": row, "village_committees": town.orgs["village2"]}
    await town.refused(
        "township",
        "refer_to_village",
        code="INVALID_INPUT",
        **{**given, "village_committees": town.orgs["township"]},
    )
    referral = await town.act("township", "refer_to_village", **given, on="2026-11-01")
    assert referral.org_path == town.orgs["village2"].org_path
    await town.refused(
        "township", "refer_to_village", code="REFUSED", rule="referred_already", **given
    )
    await town.act(
        "township",
        "give_feedback",
        outcome=row,
        direction="to_proposer",
        to="提出人",
        on="2026-11-01",
    )
    await town.refused("township", "close_outcome", code="REFUSED", rule="not_decided", outcome=row)
    await town.refused(
        "village", "record_village_result", code="NOT_FOUND", referral=referral, result="已商定"
    )
    await town.refused(
        "village2",
        "record_village_result",
        code="INVALID_INPUT",
        referral=referral,
        result="已商定",
        result_on="2026-10-01",
    )
    done = await town.act(
        "village2", "record_village_result", referral=referral, result="村民会议通过分摊方案"
    )
    assert done.result_on is not None
    assert await stories.state(town, row) == "replied"
    await town.act("township", "give_feedback", outcome=row, direction="to_authority", to="镇党委")
    # he was told that it went to the village, not what came of it
    await town.refused(
        "township", "close_outcome", code="REFUSED", rule="feedback_missing", outcome=row
    )
    await stories.told(town, row)
    await town.refused(
        "village2",
        "record_village_result",
        code="REFUSED",
        rule="settled_already",
        referral=referral,
        result="再议",
    )
    assert (await town.act("township", "close_outcome", outcome=row)).state is OutcomeState.CLOSED


@pytest.mark.parametrize("route_class", ["A", "C"])
async def test_only_class_b_goes_to_a_village(town: County, route_class: str) -> None:
    row = await stories.routed(town, route_class)
    await town.refused(
        "township",
        "refer_to_village",
        code="REFUSED",
        rule="route_class",
        outcome=row,
        village_committees=town.orgs["village"],
    )


async def test_class_c_is_explained_looked_at_again_and_closed(town: County) -> None:
    row = await stories.routed(town, "C")
    await town.refused(
        "township", "close_outcome", code="REFUSED", rule="not_explained", outcome=row
    )
    given = {
        "outcome": row,
        "text": "受水源地保护限制,暂不能建设",
        "by": "张书记",
        "place": "村委会",
    }
    await town.refused(
        "township",
        "explain_outcome",
        code="INVALID_INPUT",
        **given,
        on="2026-11-01",
        recheck_on="2026-10-01",
    )
    told = await town.act("township", "explain_outcome", **given, on="2026-11-01")
    assert told.recheck_on == cases.day("2027-11-01")
    assert await stories.state(town, row) == "replied"
    await stories.told(town, row)
    assert (await town.act("township", "close_outcome", outcome=row)).state is OutcomeState.CLOSED
    again = await town.act("township", "explain_outcome", **given)
    assert again.id != told.id
    assert await stories.state(town, row) == "closed"


async def test_only_class_c_is_explained(town: County) -> None:
    row = await stories.routed(town, "A")
    await town.refused(
        "township",
        "explain_outcome",
        code="REFUSED",
        rule="route_class",
        outcome=row,
        text="暂不能办",
        by="张书记",
        place="村委会",
    )
    await town.refused(
        "village",
        "explain_outcome",
        code="FORBIDDEN",
        outcome=row,
        text="暂不能办",
        by="张书记",
        place="村委会",
    )
