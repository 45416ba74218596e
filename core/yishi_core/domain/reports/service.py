"""Duty reports from their figures to the archive, and survey reports.

Source: domain.md 2.10 and 4.2.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from yishi_core.domain.activities.models import Activity, ActivityKind
from yishi_core.domain.opinions.models import Endorsement, OpinionLevel
from yishi_core.domain.reports import rules
from yishi_core.domain.reports.models import DutyReport, DutyReportState, ReportPeriod, SurveyReport
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.superior import require_above
from yishi_core.kernel.operation import Input, OperationContext, Ref, operation
from yishi_core.kernel.operation.changing import Correction, correct, entered, require_one_county
from yishi_core.kernel.operation.receiving import receive, send_back
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.views.metrics.counting import as_text, count

Words = Annotated[str, StringConstraints(min_length=2, max_length=50_000)]
Body = Annotated[str, StringConstraints(min_length=2, max_length=120)]
OPEN = (DutyReportState.DRAFT, DutyReportState.EDITED, DutyReportState.RETURNED)


class DraftDutyReportInput(Input):
    """A half-year or year of an office."""

    org: Ref[OrgUnit] = Field(title="报告单位", description="The office that reports.")
    year: int = Field(title="年度", description="Year.", ge=1990, le=2100)
    period: ReportPeriod = Field(title="期间", description="Half-year or year.")


class EditDutyReportInput(Input):
    """The new text of a report."""

    report: Ref[DutyReport] = Field(title="履职报告")
    text: Words = Field(title="报告正文", description="Whole text.")


class SignDutyReportInput(Input):
    """The signature of the head."""

    report: Ref[DutyReport] = Field(title="履职报告")
    signed_by: str = Field(
        title="签发人", description="Head who signs, and the post.", min_length=2, max_length=60
    )
    signed_on: date | None = Field(None, title="签发日期", description="Today unless named.")


class SubmitDutyReportInput(Input):
    """The submission to the level above."""

    report: Ref[DutyReport] = Field(title="履职报告")
    submitted_on: date | None = Field(None, title="报送日期", description="Today unless named.")
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Ledgers and files.", max_length=20
    )


class ReceiveDutyReportInput(Input):
    """The receipt by the level above."""

    report: Ref[DutyReport] = Field(title="履职报告")
    received_on: date | None = Field(None, title="接收日期", description="Today unless named.")


class ReturnDutyReportInput(Input):
    """The return by the level above."""

    report: Ref[DutyReport] = Field(title="履职报告")
    note: str = Field(
        title="退回说明", description="What is to be put right.", min_length=2, max_length=1000
    )


class ArchiveDutyReportInput(Input):
    """The archiving of a received report."""

    report: Ref[DutyReport] = Field(title="履职报告")


class RecordSurveyReportInput(Input):
    """The report of a survey."""

    org: Ref[OrgUnit] = Field(title="所属组织", description="The office that made the survey.")
    activity: Ref[Activity] | None = Field(
        None, title="调研活动", description="The survey that it reports."
    )
    title: Body = Field(title="题目", description="Title.")
    authors: Body = Field(title="执笔人", description="Who wrote it.")
    findings: Words = Field(title="调研发现", description="What was found.")
    suggestions: Words = Field(title="建议", description="What is suggested.")
    completed_on: date | None = Field(None, title="完成日期", description="Today unless named.")
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class SubmitSurveyReportInput(Input):
    """The submission of a survey report to a body that may act on it."""

    survey_report: Ref[SurveyReport] = Field(title="调研报告")
    submitted_to: Body = Field(title="报送单位", description="Body, as written.")
    submitted_on: date | None = Field(None, title="报送日期", description="Today unless named.")


class ChangeSurveyReportInput(Correction, of=RecordSurveyReportInput, row=SurveyReport):
    """Corrections of the report of a survey."""

    survey_report: Ref[SurveyReport] = Field(title="调研报告")
    submitted_to: Body | None = Field(
        None,
        title="报送单位",
        description="Of one that was submitted; null, with the day, takes it back.",
    )
    submitted_on: date | None = Field(
        None, title="报送日期", description="Of one that was submitted."
    )


class EndorseSurveyReportInput(Input):
    """A leader's written endorsement of a report."""

    survey_report: Ref[SurveyReport] = Field(title="调研报告")
    level: OpinionLevel = Field(title="批示层级", description="Level of the leader.")
    leader_post: Body = Field(title="批示领导职务", description="Post, as written.")
    text: str = Field(
        title="批示内容", description="What was written.", min_length=2, max_length=2000
    )
    on: date | None = Field(None, title="批示日期", description="Today unless named.")


@operation(
    Text("草拟履职报告", "Draft a duty report"),
    permission=Permission.DUTY_REPORT_WRITE,
    subject="org",
    event="duty_report.drafted",
)
async def draft_duty_report(context: OperationContext, data: DraftDutyReportInput) -> DutyReport:
    """Begin the report of a half-year or year from the counted figures.

    There is one report for each office and period.
    """
    span = rules.span_of(data.year, data.period)
    require_field(
        span.from_on <= context.today, "period", "该期间尚未开始。", "The period has not begun."
    )
    same = (
        DutyReport.org_id == data.org.id,
        DutyReport.year == data.year,
        DutyReport.period == data.period,
    )
    require(
        await context.first(DutyReport, *same) is None,
        "reported_already",
        "该期间的报告已建立。",
        "The period has its report already.",
    )
    figures = await _figures(context, data.org, data.year, data.period)
    return context.add(
        DutyReport(
            year=data.year,
            period=data.period,
            due_on=rules.due_of(data.year, data.period),
            figures=figures,
            state=DutyReportState.DRAFT,
            text=rules.drafted(data.org.name, data.year, data.period, figures),
        )
    )


@operation(
    Text("编辑履职报告", "Edit a duty report"),
    permission=Permission.DUTY_REPORT_WRITE,
    subject="report",
    event="duty_report.edited",
)
async def edit_duty_report(context: OperationContext, data: EditDutyReportInput) -> DutyReport:
    """Write the text; the figures are counted anew until the report is signed."""
    report = data.report
    require_state(report, OPEN, "report")
    report.figures = await _figures(context, context.org, report.year, report.period)
    report.text, report.state = data.text, DutyReportState.EDITED
    return report


@operation(
    Text("签发履职报告", "Sign a duty report"),
    permission=Permission.DUTY_REPORT_WRITE,
    subject="report",
    event="duty_report.signed",
)
async def sign_duty_report(context: OperationContext, data: SignDutyReportInput) -> DutyReport:
    """Sign an edited report, as the head; from now on its figures stay as they are."""
    report, day = data.report, data.signed_on or context.today
    require_state(report, (DutyReportState.EDITED,), "report")
    span = rules.span_of(report.year, report.period)
    not_future(day, "signed_on", context)
    not_before(day, span.from_on, "signed_on", "期间首日", "the first day of the period")
    if day < span.to_on:
        context.advise(
            "period_running",
            "该期间尚未结束,之后的履职不在报告数据中。",
            "The period is not over: what comes later is not counted.",
        )
    report.figures = await _figures(context, context.org, report.year, report.period)
    report.signed_by, report.signed_on, report.state = data.signed_by, day, DutyReportState.SIGNED
    return report


@operation(
    Text("报送履职报告", "Submit a duty report"),
    permission=Permission.DUTY_REPORT_WRITE,
    subject="report",
    event="duty_report.submitted",
)
async def submit_duty_report(context: OperationContext, data: SubmitDutyReportInput) -> DutyReport:
    """Submit a signed report to the level above; a late one gives an advice."""
    require_one_county(context, data)
    report, day = data.report, data.submitted_on or context.today
    require_state(report, (DutyReportState.SIGNED,), "report")
    not_future(day, "submitted_on", context)
    not_before(day, report.signed_on, "submitted_on", "签发日期", "the day it was signed")
    if day > report.due_on:
        context.advise(
            "late",
            f"已超过报送期限({report.due_on.isoformat()})。",
            f"It was due on {report.due_on.isoformat()}.",
        )
    report.state, report.submitted_on, report.returned_note = DutyReportState.SUBMITTED, day, None
    attach(context, report, data.attachments)
    return report


@operation(
    Text("接收履职报告", "Receive a duty report"),
    permission=Permission.DUTY_REPORT_RECEIVE,
    subject="report",
    event="duty_report.received",
)
async def receive_duty_report(
    context: OperationContext, data: ReceiveDutyReportInput
) -> DutyReport:
    """Receive the report of an office below."""
    receive(context, Permission.DUTY_REPORT_RECEIVE, data.report, data.received_on)
    return data.report


@operation(
    Text("退回履职报告", "Return a duty report"),
    permission=Permission.DUTY_REPORT_RECEIVE,
    subject="report",
    event="duty_report.returned",
)
async def return_duty_report(context: OperationContext, data: ReturnDutyReportInput) -> DutyReport:
    """Return a report to be edited, signed and submitted again."""
    send_back(context, Permission.DUTY_REPORT_RECEIVE, data.report, data.note)
    return data.report


@operation(
    Text("履职报告归档", "Archive a duty report"),
    permission=Permission.DUTY_REPORT_RECEIVE,
    subject="report",
    event="duty_report.archived",
)
async def archive_duty_report(
    context: OperationContext, data: ArchiveDutyReportInput
) -> DutyReport:
    """Archive a received report."""
    require_above(context.principal, Permission.DUTY_REPORT_RECEIVE, data.report)
    require_state(data.report, (DutyReportState.RECEIVED,), "report")
    data.report.state = DutyReportState.ARCHIVED
    return data.report


@operation(
    Text("登记调研报告", "Record a survey report"),
    permission=Permission.ACTIVITY_RECORD,
    subject="org",
    event="survey_report.recorded",
    importable=True,
)
async def record_survey_report(
    context: OperationContext, data: RecordSurveyReportInput
) -> SurveyReport:
    """Record a survey report, with its findings and suggestions."""
    require_one_county(context, data)
    report = entered(SurveyReport, data, completed_on=data.completed_on or context.today)
    await _require_survey(context, report)
    context.add(report)
    attach(context, report, data.attachments)
    return report


@operation(
    Text("报送调研报告", "Submit a survey report"),
    permission=Permission.ACTIVITY_RECORD,
    subject="survey_report",
    event="survey_report.submitted",
)
async def submit_survey_report(
    context: OperationContext, data: SubmitSurveyReportInput
) -> SurveyReport:
    """Record to which body a survey report was submitted."""
    report, day = data.survey_report, data.submitted_on or context.today
    require(
        report.submitted_on is None,
        "submitted_already",
        f"该报告已报送{report.submitted_to}。",
        "It has been submitted already.",
    )
    not_future(day, "submitted_on", context)
    not_before(day, report.completed_on, "submitted_on", "完成日期", "the day it was finished")
    report.submitted_to, report.submitted_on = data.submitted_to, day
    return report


@operation(
    Text("更正调研报告", "Change a survey report"),
    permission=Permission.ACTIVITY_RECORD,
    subject="survey_report",
    event="survey_report.changed",
)
async def change_survey_report(
    context: OperationContext, data: ChangeSurveyReportInput
) -> SurveyReport:
    """Correct a survey report, and its submission, until a leader has endorsed it."""
    report = data.survey_report
    endorsed = await context.count(Endorsement, Endorsement.survey_report_id == report.id)
    require(
        not endorsed,
        "endorsed",
        "该报告已有领导批示,不能更正。",
        "A leader has written on it: it stays as it is.",
    )
    going = report.submitted_on is not None or not (data.submitted_to or data.submitted_on)
    require_field(
        going,
        "submitted_on",
        "该报告尚未报送,请办理报送。",
        "It has not been submitted: submit it first.",
    )
    correct(context, report, data)
    await _require_survey(context, report)
    together = (report.submitted_to is None) == (report.submitted_on is None)
    require_field(
        together,
        "submitted_on",
        "报送单位与报送日期须同时填写或同时清空。",
        "Give body and day together, or neither.",
    )
    not_future(report.submitted_on, "submitted_on", context)
    not_before(
        report.submitted_on,
        report.completed_on,
        "submitted_on",
        "完成日期",
        "the day it was finished",
    )
    return report


@operation(
    Text("登记调研报告批示", "Endorse a survey report"),
    permission=Permission.ACTIVITY_RECORD,
    subject="survey_report",
    event="survey_report.endorsed",
)
async def endorse_survey_report(
    context: OperationContext, data: EndorseSurveyReportInput
) -> Endorsement:
    """Record a leader's endorsement of a survey report that was submitted."""
    report, day = data.survey_report, data.on or context.today
    require(report.submitted_on, "not_submitted", "该报告尚未报送。", "It has not been submitted.")
    not_future(day, "on", context)
    not_before(day, report.submitted_on, "on", "报送日期", "the day it was submitted")
    return context.add(
        Endorsement(
            survey_report_id=report.id,
            level=data.level,
            leader_post=data.leader_post,
            text=data.text,
            on=day,
        )
    )


async def _require_survey(context: OperationContext, report: SurveyReport) -> None:
    """Require that a report was finished on a past day, after its survey."""
    not_future(report.completed_on, "completed_on", context)
    activity = await context.get(Activity, report.activity_id)
    if activity is not None:
        surveys = (ActivityKind.SURVEY, ActivityKind.JOINT_SURVEY)
        require_field(
            activity.kind in surveys, "activity", "该活动不是调研。", "The activity is no survey."
        )
        not_before(
            report.completed_on, activity.date, "completed_on", "调研日期", "the day of the survey"
        )


async def _figures(
    context: OperationContext, org: OrgUnit, year: int, period: ReportPeriod
) -> dict[str, Any]:
    """Metric → figure of the office, with everything below it, in the period."""
    found: dict[str, Any] = {}
    for metric in rules.FIGURES:
        figures = await count(
            context, metric, CountedFor.ORG, rules.span_of(year, period), [org.id]
        )
        if figures is not None:
            found[metric] = as_text(figures[org.id]) if org.id in figures else "0"
    return found
