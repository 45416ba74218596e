"""Outcomes of class B and C: reported for decision, referred to a village, or explained.

Source: domain.md 2.9.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from dateutil.relativedelta import relativedelta
from pydantic import Field, StringConstraints

from yishi_core.domain.outcomes.models import (
    Explanation,
    Outcome,
    OutcomeState,
    RouteClass,
    SpecialReport,
    VillageReferral,
)
from yishi_core.domain.outcomes.rules import FORMED, is_decided, require_class, require_open
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.access.audience import audience_of, joined
from yishi_core.kernel.operation import Input, OperationContext, Ref, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgKind, OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

DECIDING = frozenset({OrgKind.PARTY_GOVERNMENT, OrgKind.PARTY_COMMITTEE})


def require_decider(org: OrgUnit) -> None:
    """Require a party committee or party and government as the receiver of a special report."""
    require_field(
        org.kind in DECIDING and org.closed_on is None,
        "to_org",
        "专报应报送党委或党委政府,且该单位未撤销。",
        "A special report goes to a party committee or government that still exists.",
    )


def require_village(org: OrgUnit) -> None:
    """Require a village's committees for matters of self-government."""
    require_field(
        org.kind is OrgKind.VILLAGE_COMMITTEES and org.closed_on is None,
        "village_committees",
        "请选择未撤销的村(居)两委。",
        "Choose the committees of a village that still exist.",
    )


def recheck_day(explained_on: date, months: int) -> date:
    """The day of the recheck after so many months; the 31st becomes a shorter month's last."""
    return explained_on + relativedelta(months=months)


Words = Annotated[str, StringConstraints(min_length=2, max_length=10_000)]


class SubmitSpecialReportInput(Input):
    """Outcomes of class B for decision by party and government."""

    org: Ref[OrgUnit] = Field(title="报送组织", description="The org that reports.")
    to_org: Ref[OrgUnit] = Field(
        title="报送单位", description="A party committee, or party and government."
    )
    outcomes: list[Ref[Outcome]] = Field(
        title="协商成果", description="Class B, not yet reported.", min_length=1, max_length=50
    )
    text: Words = Field(title="内容", description="Text of the report.")
    doc_no: str | None = Field(None, title="文号", description="Document number.", max_length=60)
    submitted_on: date | None = Field(None, title="报送日期", description="Today unless named.")
    due_on: date | None = Field(
        None, title="批复期限", description="By default 15 days on (setting)."
    )
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class DecideSpecialReportInput(Input):
    """The decision on a special report."""

    report: Ref[SpecialReport] = Field(title="专报")
    decision: str = Field(
        title="批复意见", description="What was decided.", min_length=2, max_length=5000
    )
    decided_on: date | None = Field(None, title="批复日期", description="Today unless named.")


class ReferToVillageInput(Input):
    """A matter of village self-government."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    village_committees: Ref[OrgUnit] = Field(title="村(居)两委", description="Who shall settle it.")
    on: date | None = Field(None, title="移交日期", description="Today unless named.")


class RecordVillageResultInput(Input):
    """How the village settled a matter."""

    referral: Ref[VillageReferral] = Field(title="移交")
    result: str = Field(
        title="处理结果", description="What came of it.", min_length=2, max_length=5000
    )
    result_on: date | None = Field(None, title="处理日期", description="Today unless named.")


class ExplainOutcomeInput(Input):
    """An explanation to the people."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    text: Words = Field(title="解释内容", description="What was said.")
    by: str = Field(title="解释人", description="Who explained.", min_length=2, max_length=120)
    place: str = Field(title="地点", description="Where.", min_length=2, max_length=120)
    on: date | None = Field(None, title="解释日期", description="Today unless named.")
    recheck_on: date | None = Field(
        None, title="复查日期", description="By default a year on (setting)."
    )


@operation(
    Text("报送专报", "Submit a special report"),
    permission=Permission.OUTCOME_ROUTE,
    subject="org",
    event="special_report.submitted",
)
async def submit_special_report(
    context: OperationContext, data: SubmitSpecialReportInput
) -> SpecialReport:
    """Report outcomes of class B for decision.

    An answer is expected within 15 days (setting `special_report_days`).
    """
    require_one_county(context, data)
    require_decider(data.to_org)
    day = data.submitted_on or context.today
    not_future(day, "submitted_on", context)
    due = data.due_on or day + timedelta(
        days=context.settings.of("core", CoreSettings).special_report_days
    )
    not_before(due, day, "due_on", "报送日期", "the day of the report")
    report = context.add(
        SpecialReport(
            to_org_id=data.to_org.id,
            doc_no=data.doc_no,
            text=data.text,
            submitted_on=day,
            due_on=due,
        )
    )
    for outcome in data.outcomes:
        authorize(context.principal, Permission.OUTCOME_ROUTE, outcome)
        require_class(outcome, RouteClass.B)
        require_state(outcome, (OutcomeState.ROUTED, OutcomeState.HANDLING), "outcomes")
        not_before(day, outcome.formed_on, "submitted_on", *FORMED)
        require(
            not outcome.special_report_id,
            "reported_already",
            f"“{outcome.title}”已报送专报。",
            f"“{outcome.title}” is reported already.",
        )
        outcome.special_report_id, outcome.state = report.id, OutcomeState.HANDLING
    attach(context, report, data.attachments)
    return report


@operation(
    Text("登记专报批复", "Record the decision on a report"),
    permission=Permission.OUTCOME_ROUTE,
    subject="report",
    event="special_report.decided",
)
async def decide_special_report(
    context: OperationContext, data: DecideSpecialReportInput
) -> SpecialReport:
    """Record the decision of party and government; the report's outcomes are then answered."""
    report, day = data.report, data.decided_on or context.today
    require(
        not report.decided_on,
        "decided_already",
        "该专报已登记批复。",
        "The decision is recorded already.",
    )
    not_future(day, "decided_on", context)
    not_before(day, report.submitted_on, "decided_on", "报送日期", "the day of the report")
    report.decision, report.decided_on = data.decision, day
    for outcome in await context.find(Outcome, Outcome.special_report_id == report.id):
        await _answered(context, outcome, report)
    return report


@operation(
    Text("交村(居)两委处理", "Refer to a village"),
    permission=Permission.OUTCOME_ROUTE,
    subject="outcome",
    event="outcome.referred",
)
async def refer_to_village(context: OperationContext, data: ReferToVillageInput) -> VillageReferral:
    """Refer a matter of self-government to a village's committees.

    The referral belongs to the village, which may read the outcome.
    """
    require_one_county(context, data)
    outcome, village, day = data.outcome, data.village_committees, data.on or context.today
    require_open(outcome)
    require_class(outcome, RouteClass.B)
    require_village(village)
    not_future(day, "on", context)
    not_before(day, outcome.formed_on, "on", *FORMED)
    authorize(context.principal, Permission.OUTCOME_ROUTE, village)
    there = await context.first(
        VillageReferral,
        VillageReferral.outcome_id == outcome.id,
        VillageReferral.village_committees_id == village.id,
    )
    require(
        not there,
        "referred_already",
        f"该成果已交“{village.name}”处理。",
        f"It is with “{village.name}” already.",
    )
    outcome.state = OutcomeState.HANDLING
    outcome.audience = joined(outcome.audience, audience_of(village.org_path, village.county))
    return context.add(
        VillageReferral(outcome_id=outcome.id, village_committees_id=village.id, on=day),
        org=village,
    )


@operation(
    Text("登记村(居)处理结果", "Record the village's result"),
    permission=Permission.OUTCOME_RECORD,
    subject="referral",
    event="referral.settled",
)
async def record_village_result(
    context: OperationContext, data: RecordVillageResultInput
) -> VillageReferral:
    """Record how the village settled the matter.

    When nothing else of the outcome is open, it is answered.
    """
    referral, day = data.referral, data.result_on or context.today
    require(
        not referral.result_on,
        "settled_already",
        "处理结果已登记。",
        "The result is recorded already.",
    )
    not_future(day, "result_on", context)
    not_before(day, referral.on, "result_on", "移交日期", "the day of the referral")
    referral.result, referral.result_on = data.result, day
    # The village reads the outcome, which belongs to the office that referred it, so the platform
    # writes this change.
    async with as_platform(context):
        outcome = await context.get(Outcome, referral.outcome_id)
        if outcome is not None:
            await _answered(
                context, outcome, await context.get(SpecialReport, outcome.special_report_id)
            )
            await context.session.flush()
    return referral


async def _answered(
    context: OperationContext, outcome: Outcome, report: SpecialReport | None
) -> None:
    """Set an outcome of class B to answered when all its parts are done.

    Party and government have decided, and every village has settled its part.
    """
    referrals = await context.find(VillageReferral, VillageReferral.outcome_id == outcome.id)
    if outcome.state is OutcomeState.HANDLING and is_decided(report, referrals):
        outcome.state = OutcomeState.REPLIED


@operation(
    Text("宣传解释", "Explain an outcome"),
    permission=Permission.OUTCOME_ROUTE,
    subject="outcome",
    event="outcome.explained",
)
async def explain_outcome(context: OperationContext, data: ExplainOutcomeInput) -> Explanation:
    """Record how an outcome of class C was explained.

    It stays on the list and is rechecked after a year (setting `recheck_months`).
    """
    outcome, day = data.outcome, data.on or context.today
    # A closed one may be explained again when its recheck is due.
    if outcome.state is not OutcomeState.CLOSED:
        require_open(outcome)
        outcome.state = OutcomeState.REPLIED
    require_class(outcome, RouteClass.C)
    not_future(day, "on", context)
    not_before(day, outcome.formed_on, "on", *FORMED)
    recheck = data.recheck_on or recheck_day(
        day, context.settings.of("core", CoreSettings).recheck_months
    )
    not_before(recheck, day, "recheck_on", "解释日期", "the day of the explanation")
    return context.add(
        Explanation(
            outcome_id=outcome.id,
            text=data.text,
            by=data.by,
            on=day,
            place=data.place,
            recheck_on=recheck,
        )
    )
