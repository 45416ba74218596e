"""Outcomes of class B and C: reported for decision, referred to a village, or explained.

Source: domain.md 2.9.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from dateutil.relativedelta import relativedelta
from pydantic import Field, StringConstraints

from yishi_core.domain.outcomes.events import (
    OUTCOME_EXPLAINED,
    OUTCOME_REFERRED,
    REFERRAL_SETTLED,
    SPECIAL_REPORT_DECIDED,
    SPECIAL_REPORT_SUBMITTED,
)
from yishi_core.domain.outcomes.models import (
    Explanation,
    Outcome,
    OutcomeState,
    RouteClass,
    SpecialReport,
    VillageReferral,
)
from yishi_core.domain.outcomes.rules import (
    FORMED,
    OutcomeRule,
    is_decided,
    require_class,
    require_open,
)
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.access.audience import audience_of, joined
from yishi_core.kernel.operation import TODAY, Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.entering import entered
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


class SubmitSpecialReportInput(Input, enters=SpecialReport):
    """Outcomes of class B for decision by party and government."""

    org: Ref[OrgUnit] = Field(title="报送组织", description="The org that reports.")
    to_org: Ref[OrgUnit] = like(
        SpecialReport.to_org_id, doc="A party committee, or party and government."
    )
    outcomes: Annotated[list[Ref[Outcome]], Beside()] = Field(
        title="协商成果", description="Class B, not yet reported.", min_length=1, max_length=50
    )
    text: Words = like(SpecialReport.text, doc="Text of the report.")
    doc_no: str | None = like(SpecialReport.doc_no, None, max_length=60)
    submitted_on: date | None = like(SpecialReport.submitted_on, None, doc=TODAY)
    due_on: date | None = like(SpecialReport.due_on, None, doc="By default 15 days on (setting).")
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class DecideSpecialReportInput(Input):
    """The decision on a special report."""

    report: Ref[SpecialReport] = like(SpecialReport)
    decision: str = like(SpecialReport.decision, min_length=2, max_length=5000)
    decided_on: date | None = like(SpecialReport.decided_on, None, doc=TODAY)


class ReferToVillageInput(Input):
    """A matter of village self-government."""

    outcome: Ref[Outcome] = like(VillageReferral.outcome_id)
    village_committees: Ref[OrgUnit] = like(
        VillageReferral.village_committees_id, doc="Who shall settle it."
    )
    on: date | None = like(VillageReferral.on, None, doc=TODAY)


class RecordVillageResultInput(Input):
    """How the village settled a matter."""

    referral: Ref[VillageReferral] = Field(title="移交")
    result: str = like(VillageReferral.result, min_length=2, max_length=5000)
    result_on: date | None = like(VillageReferral.result_on, None, doc=TODAY)


class ExplainOutcomeInput(Input, enters=Explanation):
    """An explanation to the people."""

    outcome: Ref[Outcome] = like(Explanation.outcome_id)
    text: Words = like(Explanation.text)
    by: str = like(Explanation.by, min_length=2, max_length=120)
    place: str = like(Explanation.place, min_length=2, max_length=120)
    on: date | None = like(Explanation.on, None, doc=TODAY)
    recheck_on: date | None = like(
        Explanation.recheck_on, None, doc="By default a year on (setting)."
    )


@operation(
    Text("报送专报", "Submit a special report"),
    permission=Permission.OUTCOME_ROUTE,
    subject="org",
    event=SPECIAL_REPORT_SUBMITTED,
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
    due = data.due_on or day + timedelta(days=context.settings.of(CoreSettings).special_report_days)
    not_before(due, day, "due_on", "报送日期", "the day of the report")
    report = context.add(entered(SpecialReport, data, submitted_on=day, due_on=due))
    for outcome in data.outcomes:
        authorize(context.principal, Permission.OUTCOME_ROUTE, outcome)
        require_class(outcome, RouteClass.B)
        require_state(outcome, (OutcomeState.ROUTED, OutcomeState.HANDLING), "outcomes")
        not_before(day, outcome.formed_on, "submitted_on", *FORMED)
        require(not outcome.special_report_id, OutcomeRule.REPORTED_ALREADY, outcome=outcome.title)
        outcome.special_report_id, outcome.state = report.id, OutcomeState.HANDLING
    attach(context, report, data.attachments)
    return report


@operation(
    Text("登记专报批复", "Record the decision on a report"),
    permission=Permission.OUTCOME_ROUTE,
    subject="report",
    event=SPECIAL_REPORT_DECIDED,
)
async def decide_special_report(
    context: OperationContext, data: DecideSpecialReportInput
) -> SpecialReport:
    """Record the decision of party and government; the report's outcomes are then answered."""
    report, day = data.report, data.decided_on or context.today
    require(not report.decided_on, OutcomeRule.DECIDED_ALREADY)
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
    event=OUTCOME_REFERRED,
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
    require(not there, OutcomeRule.REFERRED_ALREADY, village=village.name)
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
    event=REFERRAL_SETTLED,
)
async def record_village_result(
    context: OperationContext, data: RecordVillageResultInput
) -> VillageReferral:
    """Record how the village settled the matter.

    When nothing else of the outcome is open, it is answered.
    """
    referral, day = data.referral, data.result_on or context.today
    require(not referral.result_on, OutcomeRule.RESULT_RECORDED)
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
    event=OUTCOME_EXPLAINED,
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
    recheck = data.recheck_on or recheck_day(day, context.settings.of(CoreSettings).recheck_months)
    not_before(recheck, day, "recheck_on", "解释日期", "the day of the explanation")
    return context.add(
        entered(Explanation, data, outcome_id=outcome.id, on=day, recheck_on=recheck)
    )
