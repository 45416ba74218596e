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
from yishi_core.domain.reports.events import (
    DUTY_REPORT_ARCHIVED,
    DUTY_REPORT_DRAFTED,
    DUTY_REPORT_EDITED,
    DUTY_REPORT_RECEIVED,
    DUTY_REPORT_RETURNED,
    DUTY_REPORT_SIGNED,
    DUTY_REPORT_SUBMITTED,
    SURVEY_REPORT_CHANGED,
    SURVEY_REPORT_ENDORSED,
    SURVEY_REPORT_RECORDED,
    SURVEY_REPORT_SUBMITTED,
)
from yishi_core.domain.reports.models import DutyReport, DutyReportState, ReportPeriod, SurveyReport
from yishi_core.domain.reports.rules import ReportHint, ReportRule
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.metrics.catalogue import catalogue_of
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.printing import printed
from yishi_core.kernel.access import Permission, holds
from yishi_core.kernel.access.superior import require_above
from yishi_core.kernel.operation import TODAY, Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.receiving import receive, send_back
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit

Words = Annotated[str, StringConstraints(min_length=2, max_length=50_000)]
Body = Annotated[str, StringConstraints(min_length=2, max_length=120)]
OPEN = (DutyReportState.DRAFT, DutyReportState.EDITED, DutyReportState.RETURNED)


class DraftDutyReportInput(Input, enters=DutyReport):
    """A half-year or year of an office."""

    org: Ref[OrgUnit] = Field(title="报告单位", description="The office that reports.")
    year: int = like(DutyReport.year, ge=1990, le=2100)
    period: ReportPeriod = like(DutyReport.period)


class EditDutyReportInput(Input):
    """The new text of a report."""

    report: Ref[DutyReport] = like(DutyReport)
    text: Words = like(DutyReport.text, doc="Whole text.")


class SignDutyReportInput(Input):
    """The signature of the head."""

    report: Ref[DutyReport] = like(DutyReport)
    signed_by: str = like(
        DutyReport.signed_by, doc="Head who signs, and the post.", min_length=2, max_length=60
    )
    signed_on: date | None = like(DutyReport.signed_on, None, doc=TODAY)


class SubmitDutyReportInput(Input):
    """The submission to the level above."""

    report: Ref[DutyReport] = like(DutyReport)
    submitted_on: date | None = like(DutyReport.submitted_on, None, doc=TODAY)
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Ledgers and files.", max_length=20
    )


class ReceiveDutyReportInput(Input):
    """The receipt by the level above."""

    report: Ref[DutyReport] = like(DutyReport)
    received_on: date | None = like(DutyReport.received_on, None, doc=TODAY)


class ReturnDutyReportInput(Input):
    """The return by the level above."""

    report: Ref[DutyReport] = like(DutyReport)
    note: str = Field(
        title="退回说明", description="What is to be put right.", min_length=2, max_length=1000
    )


class ArchiveDutyReportInput(Input):
    """The archiving of a received report."""

    report: Ref[DutyReport] = like(DutyReport)


class RecordSurveyReportInput(Input, enters=SurveyReport):
    """The report of a survey."""

    org: Ref[OrgUnit] = like(SurveyReport.org_id, doc="The office that made the survey.")
    activity: Ref[Activity] | None = like(
        SurveyReport.activity_id, None, doc="The survey that it reports."
    )
    title: Body = like(SurveyReport.title)
    authors: Body = like(SurveyReport.authors)
    findings: Words = like(SurveyReport.findings)
    suggestions: Words = like(SurveyReport.suggestions)
    completed_on: date | None = like(SurveyReport.completed_on, None, doc=TODAY)
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class SubmitSurveyReportInput(Input):
    """The submission of a survey report to a body that may act on it."""

    survey_report: Ref[SurveyReport] = like(SurveyReport)
    submitted_to: Body = like(SurveyReport.submitted_to, doc="Body, as written.")
    submitted_on: date | None = like(SurveyReport.submitted_on, None, doc=TODAY)


class ChangeSurveyReportInput(Correction, of=RecordSurveyReportInput):
    """Corrections of the report of a survey."""

    survey_report: Ref[SurveyReport] = like(SurveyReport)
    submitted_to: Body | None = like(
        SurveyReport.submitted_to,
        None,
        doc="Of one that was submitted; null, with the day, takes it back.",
    )
    submitted_on: date | None = like(
        SurveyReport.submitted_on, None, doc="Of one that was submitted."
    )


class EndorseSurveyReportInput(Input, enters=Endorsement):
    """A leader's written endorsement of a report."""

    survey_report: Ref[SurveyReport] = like(Endorsement.survey_report_id)
    level: OpinionLevel = like(Endorsement.level)
    leader_post: Body = like(Endorsement.leader_post)
    text: str = like(Endorsement.text, min_length=2, max_length=2000)
    on: date | None = like(Endorsement.on, None, doc=TODAY)


@operation(
    Text("草拟履职报告", "Draft a duty report"),
    permission=Permission.DUTY_REPORT_WRITE,
    subject="org",
    event=DUTY_REPORT_DRAFTED,
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
    require(await context.first(DutyReport, *same) is None, ReportRule.REPORTED_ALREADY)
    figures = await _figures(context, data.org, data.year, data.period)
    return context.add(
        entered(
            DutyReport,
            data,
            due_on=rules.due_of(data.year, data.period),
            figures=figures,
            state=DutyReportState.DRAFT,
            text=rules.drafted(data.org.name, data.year, data.period, figures, _shown(context)),
        )
    )


@operation(
    Text("编辑履职报告", "Edit a duty report"),
    permission=Permission.DUTY_REPORT_WRITE,
    subject="report",
    event=DUTY_REPORT_EDITED,
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
    event=DUTY_REPORT_SIGNED,
)
async def sign_duty_report(context: OperationContext, data: SignDutyReportInput) -> DutyReport:
    """Sign an edited report, as the head; from now on its figures stay as they are."""
    report, day = data.report, data.signed_on or context.today
    require_state(report, (DutyReportState.EDITED,), "report")
    span = rules.span_of(report.year, report.period)
    not_future(day, "signed_on", context)
    not_before(day, span.from_on, "signed_on", "期间首日", "the first day of the period")
    if day < span.to_on:
        context.advise(ReportHint.PERIOD_RUNNING)
    report.figures = await _figures(context, context.org, report.year, report.period)
    report.signed_by, report.signed_on, report.state = data.signed_by, day, DutyReportState.SIGNED
    return report


@operation(
    Text("报送履职报告", "Submit a duty report"),
    permission=Permission.DUTY_REPORT_WRITE,
    subject="report",
    event=DUTY_REPORT_SUBMITTED,
)
async def submit_duty_report(context: OperationContext, data: SubmitDutyReportInput) -> DutyReport:
    """Submit a signed report to the level above; a late one gives an advice."""
    require_one_county(context, data)
    report, day = data.report, data.submitted_on or context.today
    require_state(report, (DutyReportState.SIGNED,), "report")
    not_future(day, "submitted_on", context)
    not_before(day, report.signed_on, "submitted_on", "签发日期", "the day it was signed")
    if day > report.due_on:
        context.advise(ReportHint.LATE, due=report.due_on.isoformat())
    report.state, report.submitted_on, report.returned_note = DutyReportState.SUBMITTED, day, None
    attach(context, report, data.attachments)
    return report


@operation(
    Text("接收履职报告", "Receive a duty report"),
    permission=Permission.DUTY_REPORT_RECEIVE,
    subject="report",
    event=DUTY_REPORT_RECEIVED,
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
    event=DUTY_REPORT_RETURNED,
)
async def return_duty_report(context: OperationContext, data: ReturnDutyReportInput) -> DutyReport:
    """Return a report to be edited, signed and submitted again."""
    send_back(context, Permission.DUTY_REPORT_RECEIVE, data.report, data.note)
    return data.report


@operation(
    Text("履职报告归档", "Archive a duty report"),
    permission=Permission.DUTY_REPORT_RECEIVE,
    subject="report",
    event=DUTY_REPORT_ARCHIVED,
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
    event=SURVEY_REPORT_RECORDED,
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
    event=SURVEY_REPORT_SUBMITTED,
)
async def submit_survey_report(
    context: OperationContext, data: SubmitSurveyReportInput
) -> SurveyReport:
    """Record to which body a survey report was submitted."""
    report, day = data.survey_report, data.submitted_on or context.today
    require(
        report.submitted_on is None, ReportRule.SUBMITTED_ALREADY, submitted_to=report.submitted_to
    )
    not_future(day, "submitted_on", context)
    not_before(day, report.completed_on, "submitted_on", "完成日期", "the day it was finished")
    report.submitted_to, report.submitted_on = data.submitted_to, day
    return report


@operation(
    Text("更正调研报告", "Change a survey report"),
    permission=Permission.ACTIVITY_RECORD,
    subject="survey_report",
    event=SURVEY_REPORT_CHANGED,
)
async def change_survey_report(
    context: OperationContext, data: ChangeSurveyReportInput
) -> SurveyReport:
    """Correct a survey report, and its submission, until a leader has endorsed it."""
    report = data.survey_report
    endorsed = await context.count(Endorsement, Endorsement.survey_report_id == report.id)
    require(not endorsed, ReportRule.ENDORSED)
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
    event=SURVEY_REPORT_ENDORSED,
)
async def endorse_survey_report(
    context: OperationContext, data: EndorseSurveyReportInput
) -> Endorsement:
    """Record a leader's endorsement of a survey report that was submitted."""
    report, day = data.survey_report, data.on or context.today
    require(report.submitted_on, ReportRule.NOT_SUBMITTED)
    not_future(day, "on", context)
    not_before(day, report.submitted_on, "on", "报送日期", "the day it was submitted")
    return context.add(entered(Endorsement, data, survey_report_id=report.id, on=day))


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
    """Metric → figure of the office, with everything below it, in the period: the usual ones, and
    those that the variants at work there show, as far as the writer may read what they count.
    """
    found: dict[str, Any] = {}
    span, catalogue = rules.span_of(year, period), catalogue_of(context.platform)
    for metric in (*rules.FIGURES, *_shown(context)):
        figure = catalogue.measured(metric, CountedFor.ORG)
        if figure is None or metric in found:
            continue
        if metric in rules.FIGURES or all(
            holds(context.principal, permission, org) for permission in figure.permissions(context)
        ):
            reading = await figure.figure(context, org, span)
            found[metric] = printed(reading.value, reading.unit)
    return found


def _shown(context: OperationContext) -> dict[str, str]:
    """Metric → its label, of the figures that the variants at work there show."""
    variants = context.platform.plugins.switched_on(context.settings)
    return {figure.metric: figure.label for variant in variants for figure in variant.figures}
