"""Duty reports from their figures to the archive, and reports of surveys (domain.md 2.10, 4.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.core.opinions import briefs
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.opinions.models import Endorsement
from yishi_core.domain.reports.models import DutyReport, DutyReportState, ReportPeriod, SurveyReport
from yishi_core.domain.reports.rules import drafted, due_of, span_of
from yishi_core.facilities.jobs.delivery import deliver_pending

TEXT = "上半年,联络组认真履职。"


def at(day: str) -> Any:
    return clock.moved(datetime.fromisoformat(f"{day}T12:00:00+08:00"))


async def draft(town: County, period: str = "first_half", **given: Any) -> DutyReport:
    row: DutyReport = await town.act(
        "township",
        "draft_duty_report",
        org=town.orgs["township"],
        year=2026,
        period=period,
        **given,
    )
    return row


async def signed(town: County, signed_on: str = "2026-07-06") -> DutyReport:
    report = await draft(town)
    await town.act("township", "edit_duty_report", report=report, text=TEXT)
    row: DutyReport = await town.act(
        "township", "sign_duty_report", report=report, signed_by="组长 高远", signed_on=signed_on
    )
    return row


def test_periods_and_due_days() -> None:
    assert [
        str(d)
        for p in ReportPeriod
        for d in (span_of(2026, p).from_on, span_of(2026, p).to_on, due_of(2026, p))
    ] == [
        "2026-01-01",
        "2026-06-30",
        "2026-07-10",
        "2026-07-01",
        "2026-12-31",
        "2027-01-10",
        "2026-01-01",
        "2026-12-31",
        "2027-01-10",
    ]


async def test_a_draft_is_made_of_the_figures_of_the_office(town: County) -> None:
    await briefs.collected(town, reported_on="2026-03-02")
    await briefs.collected(
        town, "village", "village", reported_on="2026-06-30", problem="路灯不亮。"
    )
    await briefs.collected(town, reported_on="2026-07-01", problem="垃圾未清。")
    await town.act(
        "township",
        "record_activity",
        org=town.orgs["township"],
        kind="survey",
        title="饮水调研",
        date="2026-04-01",
    )
    report = await draft(town)
    assert (report.state, str(report.due_on)) == (DutyReportState.DRAFT, "2026-07-10")
    assert (
        report.figures["opinions"],
        report.figures["activities{kind=survey}"],
        report.figures["proposals"],
    ) == ("2", "1", "0")
    assert report.text == "2026年上半年,河口镇政协联络组开展调研1次,报送社情民意信息2条。"


def test_a_draft_tells_what_the_local_way_of_working_shows_beside() -> None:
    figures = {
        "opinions": "2",
        "key_proposals": "1",
        "filing_rate": "87.5%",
        "key_finished_rate": "—",
        "budgets": "0.00万元",
    }
    shown = {
        "opinions": "反映社情民意",
        "key_proposals": "重点提案",
        "filing_rate": "立案率",
        "key_finished_rate": "重点提案办结率",
        "budgets": "经费",
    }
    assert drafted("联络委", 2026, ReportPeriod.FIRST_HALF, figures, shown) == (
        "2026年上半年,联络委报送社情民意信息2条。按本地做法统计:重点提案1、立案率87.5%。"
    )


async def test_the_whole_way_and_figures_that_stay(town: County) -> None:
    report = await signed(town)
    assert (report.state, report.signed_by, report.text) == (
        DutyReportState.SIGNED,
        "组长 高远",
        TEXT,
    )
    await briefs.collected(town, reported_on="2026-03-02")
    await town.refused(
        "township", "edit_duty_report", code="REFUSED", rule="state", report=report, text="改写"
    )
    sent = await town.result(
        "township", "submit_duty_report", report=report, submitted_on="2026-07-09"
    )
    assert (sent.value.state, sent.value.figures["opinions"], sent.advice) == (
        DutyReportState.SUBMITTED,
        "0",
        (),
    )
    await town.act("county", "receive_duty_report", report=report)
    archived = await town.act("county", "archive_duty_report", report=report)
    assert archived.state is DutyReportState.ARCHIVED


async def test_late_is_pointed_out(town: County) -> None:
    result = await town.result(
        "township", "submit_duty_report", report=await signed(town), submitted_on="2026-07-11"
    )
    assert [a.rule for a in result.advice] == ["late"]


async def test_returned_edited_signed_and_sent_again(town: County) -> None:
    report = await signed(town)
    await town.refused(
        "county",
        "return_duty_report",
        code="REFUSED",
        rule="state",
        report=report,
        note="请补充数据",
    )
    await town.act("township", "submit_duty_report", report=report)
    assert (
        await town.act("county", "return_duty_report", report=report, note="请补充数据")
    ).returned_note == "请补充数据"
    await town.refused(
        "township", "submit_duty_report", code="REFUSED", rule="state", report=report
    )
    await town.act("township", "edit_duty_report", report=report, text="补充后的报告")
    await town.act("township", "sign_duty_report", report=report, signed_by="组长 高远")
    assert (await town.act("township", "submit_duty_report", report=report)).returned_note is None


async def test_an_unedited_draft_is_not_signed(town: County) -> None:
    report = await draft(town)
    await town.refused(
        "township",
        "sign_duty_report",
        code="REFUSED",
        rule="state",
        report=report,
        signed_by="组长 高远",
    )


async def test_one_for_each_period_that_has_begun(town: County) -> None:
    await draft(town)
    raw: dict[str, Any] = {"org": town.orgs["township"], "year": 2026}
    await town.refused(
        "township",
        "draft_duty_report",
        code="REFUSED",
        rule="reported_already",
        period="first_half",
        **raw,
    )
    with at("2026-06-30"):
        await town.refused(
            "township", "draft_duty_report", code="INVALID_INPUT", period="second_half", **raw
        )


async def test_nobody_receives_his_own(town: County) -> None:
    report = await signed(town)
    await town.act("township", "submit_duty_report", report=report)
    waiting = {
        who: [item.todo for item in (await town.act(who, "todos")).items]
        for who in ("township", "county")
    }
    assert waiting == {"township": [], "county": ["duty_report.receive"]}
    await town.refused(
        "township", "receive_duty_report", code="REFUSED", rule="own_report", report=report
    )
    await town.refused("neighbour", "receive_duty_report", code="NOT_FOUND", report=report)
    village = await town.act(
        "village", "draft_duty_report", org=town.orgs["village"], year=2026, period="first_half"
    )
    await town.act("village", "edit_duty_report", report=village, text=TEXT)
    await town.act("village", "sign_duty_report", report=village, signed_by="书记 吴长河")
    await town.act("village", "submit_duty_report", report=village)
    assert (
        await town.act("township", "receive_duty_report", report=village)
    ).state is DutyReportState.RECEIVED


@pytest.mark.parametrize("who", ["county", "member", "auditor", "head"])
async def test_who_does_not_write_a_township_s_report(town: County, who: str) -> None:
    await town.refused(
        who,
        "draft_duty_report",
        code="FORBIDDEN",
        org=town.orgs["township"],
        year=2026,
        period="first_half",
    )


async def survey(town: County, **given: Any) -> SurveyReport:
    raw: dict[str, Any] = {
        "title": "农村饮水调研报告",
        "authors": "罗静",
        "findings": "十二个村不稳定",
        "suggestions": "建备用水源",
    }
    row: SurveyReport = await town.act(
        "township", "record_survey_report", org=town.orgs["township"], **{**raw, **given}
    )
    return row


async def test_a_survey_report_submitted_and_endorsed(town: County) -> None:
    activity = await town.act(
        "township",
        "record_activity",
        org=town.orgs["township"],
        kind="survey",
        title="饮水调研",
        date="2026-04-01",
    )
    report = await survey(town, activity=activity, completed_on="2026-04-10")
    said = {"level": "county", "leader_post": "县长", "text": "请水利局研究"}
    await town.refused(
        "township",
        "endorse_survey_report",
        code="REFUSED",
        rule="not_submitted",
        survey_report=report,
        **said,
    )
    await town.act(
        "township",
        "submit_survey_report",
        survey_report=report,
        submitted_to="县政府",
        submitted_on="2026-04-12",
    )
    again = {"survey_report": report, "submitted_to": "县委"}
    await town.refused(
        "township", "submit_survey_report", code="REFUSED", rule="submitted_already", **again
    )
    await town.act(
        "township", "endorse_survey_report", survey_report=report, **said, on="2026-04-20"
    )
    [row] = await town.rows(Endorsement)
    assert (row.survey_report_id, row.opinion_id) == (report.id, None)


async def test_a_survey_report_is_put_right_until_a_leader_wrote_on_it(town: County) -> None:
    activity = await town.act(
        "township",
        "record_activity",
        org=town.orgs["township"],
        kind="survey",
        title="饮水调研",
        date="2026-04-01",
    )
    report = await survey(town, activity=activity, completed_on="2026-04-10")
    change = "change_survey_report"
    error = await town.refused(
        "township",
        change,
        code="INVALID_INPUT",
        survey_report=report,
        submitted_to="县政府",
        submitted_on="2026-04-12",
    )
    assert [f.path for f in error.fields] == ["submitted_on"]
    await town.act(
        "township",
        "submit_survey_report",
        survey_report=report,
        submitted_to="县府办",
        submitted_on="2026-04-12",
    )
    changed = await town.act(
        "township", change, survey_report=report, title="农村饮水调研", submitted_to="县政府办公室"
    )
    assert (changed.title, changed.submitted_to, str(changed.submitted_on)) == (
        "农村饮水调研",
        "县政府办公室",
        "2026-04-12",
    )
    for given, path in (
        ({"completed_on": "2026-03-31"}, "completed_on"),
        ({"completed_on": "2026-04-13"}, "submitted_on"),
        ({"findings": None}, "findings"),
        ({"submitted_on": None}, "submitted_on"),
        ({"submitted_on": "2099-01-01"}, "submitted_on"),
    ):
        error = await town.refused(
            "township", change, code="INVALID_INPUT", survey_report=report, **given
        )
        assert [f.path for f in error.fields] == [path]
    back = await town.act(
        "township", change, survey_report=report, submitted_to=None, submitted_on=None
    )
    assert (back.submitted_to, back.submitted_on) == (None, None)
    await town.act(
        "township",
        "submit_survey_report",
        survey_report=report,
        submitted_to="县政府",
        submitted_on="2026-04-12",
    )
    said = {"level": "county", "leader_post": "县长", "text": "请水利局研究。", "on": "2026-04-20"}
    await town.act("township", "endorse_survey_report", survey_report=report, **said)
    await town.refused(
        "township", change, code="REFUSED", rule="endorsed", survey_report=report, title="另一题目"
    )


async def test_survey_reports_that_are_refused(town: County) -> None:
    study = await town.act(
        "township",
        "record_activity",
        org=town.orgs["township"],
        kind="study",
        title="学习",
        date="2026-04-01",
    )
    raw: dict[str, Any] = {
        "title": "报告",
        "authors": "罗静",
        "findings": "情况",
        "suggestions": "建议",
        "org": town.orgs["township"],
    }
    error = await town.refused(
        "township", "record_survey_report", code="INVALID_INPUT", activity=study, **raw
    )
    assert error.fields[0].path == "activity"
    error = await town.refused(
        "township", "record_survey_report", code="INVALID_INPUT", completed_on="2099-01-01", **raw
    )
    assert error.fields[0].path == "completed_on"


async def test_the_level_above_is_told_that_a_report_came_in(town: County) -> None:
    await town.act(
        "township", "submit_duty_report", report=await signed(town), submitted_on="2026-07-09"
    )
    await deliver_pending(town.platform, town.code)
    assert "duty_report.submitted" in {
        item.event for item in (await town.act("county", "notifications")).items
    }
