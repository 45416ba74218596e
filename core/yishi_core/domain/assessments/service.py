"""Assessments by points: a scheme is opened, filled, checked, decided and published.

Source: domain.md 2.13.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from yishi_core.domain.assessments import rules, scoring
from yishi_core.domain.assessments.events import (
    ASSESSMENT_CHECKED,
    ASSESSMENT_COUNTED,
    ASSESSMENT_DECIDED,
    ASSESSMENT_FROZEN,
    ASSESSMENT_OPENED,
    ASSESSMENT_PUBLISHED,
    ASSESSMENT_REMOVAL_CONFIRMED,
    ASSESSMENT_SELF_SCORED,
)
from yishi_core.domain.assessments.models import (
    AppealState,
    AssessmentAppeal,
    AssessmentResult,
    AssessmentScheme,
    AssessmentState,
    SubjectKind,
)
from yishi_core.domain.assessments.rules import AssessmentRule
from yishi_core.domain.stations.models import Station
from yishi_core.errors import Conflict, InvalidInput, Text
from yishi_core.facilities.metrics.periods import PeriodKind
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import AssessmentDef, Variant

STILL_OPEN = (AssessmentState.OPEN, AssessmentState.SELF_SCORED, AssessmentState.CHECKED)


class OpenAssessmentInput(Input, enters=AssessmentScheme):
    """A scheme of core or of an enabled plugin, for one period."""

    org: Ref[OrgUnit] = Field(title="考核组织", description="Everybody below it is judged.")
    code: str = Field(
        title="方案代码",
        description="Code of the scheme in the variant.",
        min_length=1,
        max_length=60,
    )
    year: int = like(AssessmentScheme.year, ge=1949, le=2100)
    part: int = like(
        AssessmentScheme.part,
        1,
        doc="Quarter or half of the year, of a scheme with such periods.",
        ge=1,
        le=4,
    )
    like: Annotated[Ref[AssessmentScheme] | None, Beside()] = Field(
        None, title="沿用计分表", description="An earlier period whose changed table is taken over."
    )
    station: Ref[Station] | None = Field(
        None, title="限于站点", description="Only the members of this station are judged."
    )


class SchemeInput(Input):
    """A scheme."""

    scheme: Ref[AssessmentScheme] = like(AssessmentScheme)


class CountScoresInput(SchemeInput):
    """The scheme whose automatic items are filled."""


class FreezeAssessmentInput(SchemeInput):
    """The scheme whose counts are frozen."""


class EndSelfScoringInput(SchemeInput):
    """The scheme for which nobody claims points any longer."""


class CheckAssessmentInput(SchemeInput):
    """The scheme whose points were checked."""


class PublishAssessmentInput(SchemeInput):
    """The scheme whose results are published."""


class DecideAssessmentInput(SchemeInput):
    """The chairs meeting's decision."""

    decided_on: date | None = like(
        AssessmentScheme.decided_on, None, doc="Day of the chairs meeting; today unless named."
    )


class ConfirmRemovalInput(Input):
    """The chairs meeting's confirmation that the last place is removed."""

    result: Ref[AssessmentResult] = like(AssessmentResult)
    confirmed_on: date | None = like(AssessmentResult.confirmed_on, None, doc=TODAY)


class CountedScores(Structure):
    """The result of counting the automatic items."""

    subjects: int = Field(description="考核对象数 — Subjects that are judged.")
    entries: int = Field(description="自动计分条数 — Entries written or brought up to date.")
    skipped: list[str] = Field(
        description="未能自动计分的项目 — Items whose metric cannot be counted for such subjects; score "
        "them by hand."
    )


@operation(
    Text("启动考核", "Open an assessment"),
    permission=Permission.ASSESSMENT_SCHEME,
    subject="org",
    event=ASSESSMENT_OPENED,
)
async def open_assessment(context: OperationContext, data: OpenAssessmentInput) -> AssessmentScheme:
    """Open a scheme for a year.

    Its items, grades and settings are stored as they are now; later changes do not affect it
    (access.md 8).
    """
    require_one_county(context, data)
    variant, definition = _definition(context, data.code)
    kind, period = SubjectKind.read(definition.subject_kind), PeriodKind.read(definition.period)
    span = rules.span_of(period, data.year, data.part)
    require_field(
        span.from_on <= context.today, "year", "考核周期尚未开始。", "The period has not begun yet."
    )
    if data.station:
        fits = (
            kind is SubjectKind.MEMBER
            and data.station.org_path.startswith(data.org.org_path)
            and data.station.county == data.org.county
        )
        require_field(
            fits,
            "station",
            "仅委员考核可限于本组织的某一站点。",
            "Only members can be judged within one station, of this org.",
        )
    station_id = data.station.id if data.station else None
    same = (
        AssessmentScheme.org_id == data.org.id,
        AssessmentScheme.code == data.code,
        AssessmentScheme.year == data.year,
    )
    alike = AssessmentScheme.station_id.is_not_distinct_from(station_id)
    if await context.first(AssessmentScheme, *same, AssessmentScheme.part == data.part, alike):
        raise Conflict(
            Text(f"{data.year}年度该考核已启动。", f"It is opened for {data.year} already.")
        )
    scheme = entered(
        AssessmentScheme,
        data,
        code=definition.code,
        subject_kind=kind,
        period=period,
        from_on=span.from_on,
        to_on=span.to_on,
        station_id=station_id,
        state=AssessmentState.OPEN,
        **_table(definition, context.settings.values.get(variant.code, {})),
        settings_digest=await context.platform.settings.keep(
            context.session, context.county, context.settings
        ),
    )
    if data.like:
        _take_over(scheme, data.like, data.org)
    return context.add(scheme)


@operation(
    Text("自动计分", "Count scores"),
    permission=Permission.ASSESSMENT_SCHEME,
    subject="scheme",
    emits=[ASSESSMENT_COUNTED],
)
async def count_scores(context: OperationContext, data: CountScoresInput) -> CountedScores:
    """Fill the automatic items of all subjects from the records of the period.

    This may be repeated until the counts are frozen.
    """
    scheme = data.scheme
    require_state(scheme, STILL_OPEN, "scheme")
    rules.require_not_frozen(scheme.frozen_at)
    subjects, entries, skipped = await scoring.write_counts(context, scheme)
    context.emit(ASSESSMENT_COUNTED, scheme)
    return CountedScores(subjects=subjects, entries=entries, skipped=skipped)


@operation(
    Text("锁定考核数据", "Freeze an assessment"),
    permission=Permission.ASSESSMENT_SCHEME,
    subject="scheme",
    event=ASSESSMENT_FROZEN,
)
async def freeze_assessment(
    context: OperationContext, data: FreezeAssessmentInput
) -> AssessmentScheme:
    """Count once more and freeze the counts.

    Records entered for the period from now on change no score (domain.md 2.13).
    """
    scheme = data.scheme
    require_state(scheme, STILL_OPEN, "scheme")
    rules.require_not_frozen(scheme.frozen_at)
    require(scheme.from_on <= context.today, AssessmentRule.NOT_BEGUN)
    await scoring.write_counts(context, scheme)
    scheme.frozen_at = context.now
    return scheme


@operation(
    Text("结束自评", "End self-scoring"),
    permission=Permission.ASSESSMENT_SCHEME,
    subject="scheme",
    event=ASSESSMENT_SELF_SCORED,
)
async def end_self_scoring(
    context: OperationContext, data: EndSelfScoringInput
) -> AssessmentScheme:
    """End self-scoring: the subjects claim no more points, and the checking group begins."""
    require_state(data.scheme, (AssessmentState.OPEN,), "scheme")
    data.scheme.state = AssessmentState.SELF_SCORED
    return data.scheme


@operation(
    Text("考核核查", "Check an assessment"),
    permission=Permission.ASSESSMENT_CHECK,
    subject="scheme",
    event=ASSESSMENT_CHECKED,
)
async def check_assessment(
    context: OperationContext, data: CheckAssessmentInput
) -> AssessmentScheme:
    """Record that the checking group has checked the points against reports, visits and papers."""
    require_state(data.scheme, (AssessmentState.OPEN, AssessmentState.SELF_SCORED), "scheme")
    data.scheme.state = AssessmentState.CHECKED
    return data.scheme


@operation(
    Text("审定考核", "Decide an assessment"),
    permission=Permission.ASSESSMENT_DECIDE,
    subject="scheme",
    event=ASSESSMENT_DECIDED,
)
async def decide_assessment(
    context: OperationContext, data: DecideAssessmentInput
) -> AssessmentScheme:
    """Record the chairs meeting's decision: write scores, ranks, grades and consequences.

    The last place is proposed for removal where the scheme says so (3.13). Counts that are not
    frozen are first brought up to date, so that the decision rests on current ones; then they are
    frozen.
    """
    scheme, day = data.scheme, data.decided_on or context.today
    require_state(scheme, (AssessmentState.CHECKED,), "scheme")
    not_future(day, "decided_on", context)
    not_before(day, scheme.from_on, "decided_on", "考核周期起始日期", "the first day of the period")
    if scheme.frozen_at is None:
        await scoring.write_counts(context, scheme)
        await context.session.flush()
        scheme.frozen_at = context.now
    await scoring.write_results(context, scheme)
    scheme.state, scheme.decided_on = AssessmentState.DECIDED, day
    return scheme


@operation(
    Text("确认末位退出", "Confirm a removal"),
    permission=Permission.ASSESSMENT_DECIDE,
    subject="result",
    event=ASSESSMENT_REMOVAL_CONFIRMED,
)
async def confirm_removal(context: OperationContext, data: ConfirmRemovalInput) -> AssessmentResult:
    """Record that the chairs meeting confirms a removal; only a proposed one can be confirmed."""
    result, day = data.result, data.confirmed_on or context.today
    require(result.proposed_removal, AssessmentRule.NOT_PROPOSED)
    require(not result.confirmed_on, AssessmentRule.CONFIRMED_ALREADY)
    scheme = await context.get(AssessmentScheme, result.scheme_id)
    not_future(day, "confirmed_on", context)
    not_before(
        day,
        scheme.decided_on if scheme else None,
        "confirmed_on",
        "审定日期",
        "the day of the decision",
    )
    result.confirmed_on = day
    return result


@operation(
    Text("公布考核结果", "Publish an assessment"),
    permission=Permission.ASSESSMENT_DECIDE,
    subject="scheme",
    event=ASSESSMENT_PUBLISHED,
)
async def publish_assessment(
    context: OperationContext, data: PublishAssessmentInput
) -> AssessmentScheme:
    """Publish the decided results, once every appeal is answered."""
    require_state(data.scheme, (AssessmentState.DECIDED,), "scheme")
    results = [
        r.id
        for r in await context.find(AssessmentResult, AssessmentResult.scheme_id == data.scheme.id)
    ]
    waiting = await context.count(
        AssessmentAppeal,
        AssessmentAppeal.result_id.in_(results),
        AssessmentAppeal.state == AppealState.FILED,
    )
    require(not waiting, AssessmentRule.APPEALS_OPEN, waiting=waiting)
    data.scheme.state = AssessmentState.PUBLISHED
    return data.scheme


def _table(definition: AssessmentDef, values: Mapping[str, Any]) -> dict[str, Any]:
    """The table of points as the variant defines it."""
    told = [r.model_dump(mode="json") for r in definition.consequence_rules]
    return {
        "label": definition.label,
        "full_mark": definition.full_mark,
        "bonus_cap": definition.bonus_cap,
        "items": {i.code: i.model_dump(mode="json") for i in definition.items},
        "grades": {g.label: str(g.min) for g in definition.grades},
        "consequences": list(definition.consequences) or None,
        "consequence_rules": {"rules": told} if told else None,
        "last_place": definition.last_place and definition.last_place.limits(values),
    }


def _take_over(scheme: AssessmentScheme, like: AssessmentScheme, org: OrgUnit) -> None:
    """Copy the table of an earlier period, with the changes made by its office."""
    require_field(
        like.code == scheme.code and like.org_id == org.id,
        "like",
        "只能沿用本组织同一方案以往年度的计分表。",
        "Only an earlier table of the same scheme and org can be taken over.",
    )
    for name in (
        "label",
        "full_mark",
        "bonus_cap",
        "items",
        "grades",
        "consequences",
        "consequence_rules",
        "last_place",
        "edition",
    ):
        setattr(scheme, name, getattr(like, name))


def _definition(context: OperationContext, code: str) -> tuple[Variant, AssessmentDef]:
    """A scheme of core or of an enabled plugin, with the variant that defines it."""
    variants = context.platform.plugins.switched_on(context.settings)
    offered = {d.code: (variant, d) for variant in variants for d in variant.assessment}
    if code not in offered:
        listed = "、".join(f"{d.code}({d.label})" for _, d in offered.values())
        raise InvalidInput.of(
            "code",
            f"没有考核方案“{code}”,可选:{listed}。",
            f"No scheme {code}; there are: {', '.join(offered)}.",
        )
    return offered[code]
