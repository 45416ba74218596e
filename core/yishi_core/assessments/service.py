"""Judging by points: a scheme is opened, filled, checked, decided and published (domain.md 2.13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.assessments import counting, rules
from yishi_core.assessments.models import AssessmentResult, AssessmentScheme, AssessmentState, ScoreEntry, SubjectKind
from yishi_core.assessments.subjects import Subject, column_of, subject_of, subjects_of
from yishi_core.errors import Conflict, InvalidInput, Text
from yishi_core.operation import Input, OperationContext, Ref, Structure, operation
from yishi_core.operation.changing import require_one_county
from yishi_core.operation.rules import not_before, not_future, require, require_field, require_state
from yishi_core.orgs.models import OrgUnit
from yishi_core.plugins.variant import AssessmentDef, Variant
from yishi_core.stations.models import Station

STILL_OPEN = (AssessmentState.OPEN, AssessmentState.SELF_SCORED, AssessmentState.CHECKED)


class OpenAssessmentInput(Input):
    """A scheme of core or of a plugin that is switched on, for one year."""

    org: Ref[OrgUnit] = Field(title="考核组织", description="Everybody below it is judged.")
    code: str = Field(title="方案代码", description="Code of the scheme in the variant.", min_length=1, max_length=60)
    year: int = Field(title="年度", description="Year.", ge=1949, le=2100)
    station: Ref[Station] | None = Field(None, title="限于站点", description="Only the members of this station are judged.")


class SchemeInput(Input):
    """A scheme."""

    scheme: Ref[AssessmentScheme] = Field(title="考核方案")


class DecideAssessmentInput(SchemeInput):
    """The chairs meeting's decision."""

    decided_on: date | None = Field(None, title="审定日期", description="Day of the chairs meeting; today unless named.")


class ConfirmRemovalInput(Input):
    """The chairs meeting agrees to remove the last place."""

    result: Ref[AssessmentResult] = Field(title="考核结果")
    confirmed_on: date | None = Field(None, title="确认日期", description="Today unless named.")


class CountedScores(Structure):
    """What counting brought."""

    subjects: int = Field(description="考核对象数 — Subjects that are judged.")
    entries: int = Field(description="自动计分条数 — Entries written or brought up to date.")
    skipped: list[str] = Field(description="未能自动计分的项目 — Items whose metric cannot be counted for such subjects; score them by hand.")


@operation(Text("启动考核", "Open an assessment"), permission=Permission.ASSESSMENT_SCHEME, subject="org", event="assessment.opened")
async def open_assessment(context: OperationContext, data: OpenAssessmentInput) -> AssessmentScheme:
    """Open a scheme for a year. Its items, grades and settings are kept as they are now, whatever is changed later (access.md 8)."""
    require_one_county(context, data)
    variant, definition = _definition(context, data.code)
    require_field(data.year <= context.today.year, "year", "年度不能晚于今年。", "The year must not lie in the future.")
    kind = SubjectKind.read(definition.subject_kind)
    if data.station:
        fits = kind is SubjectKind.MEMBER and data.station.org_path.startswith(data.org.org_path) and data.station.county == data.org.county
        require_field(fits, "station", "仅委员考核可限于本组织的某一站点。", "Only members can be judged within one station, of this org.")
    station_id = data.station.id if data.station else None
    same = (AssessmentScheme.org_id == data.org.id, AssessmentScheme.code == data.code, AssessmentScheme.year == data.year)
    if await context.first(AssessmentScheme, *same, AssessmentScheme.station_id.is_not_distinct_from(station_id)):
        raise Conflict(Text(f"{data.year}年度该考核已启动。", f"It is opened for {data.year} already."))
    return context.add(
        AssessmentScheme(
            code=definition.code, label=definition.label, subject_kind=kind, year=data.year, full_mark=definition.full_mark,
            bonus_cap=definition.bonus_cap, items={i.code: i.model_dump(mode="json") for i in definition.items},
            grades={g.label: str(g.min) for g in definition.grades}, consequences=list(definition.consequences) or None,
            last_place=definition.last_place and definition.last_place.limits(context.settings.values.get(variant.code, {})),
            station_id=station_id, state=AssessmentState.OPEN,
            settings_digest=await context.platform.settings.keep(context.session, context.county, context.settings),
        )
    )  # fmt: skip


@operation(Text("自动计分", "Count scores"), permission=Permission.ASSESSMENT_SCHEME, subject="scheme")
async def count_scores(context: OperationContext, data: SchemeInput) -> CountedScores:
    """Fill the automatic items of everybody from the records of the year; may be repeated until the scheme is decided."""
    scheme = data.scheme
    require_state(scheme, STILL_OPEN, "scheme")
    column, subjects = column_of(scheme.subject_kind), await subjects_of(context, scheme)
    homes, there = await _homes(context, subjects), await _entries(context, scheme, auto=True)
    skipped, written = [], 0
    for item in rules.read_items(scheme.items).values():
        if not item.auto:
            continue
        counts = await counting.count(context, item.metric or "", column, scheme.year)
        if counts is None:
            skipped.append(item.label)
            continue
        for subject in subjects:
            n = counts.get(subject.id, 0)
            points, evidence = rules.automatic_points(item, n), f"{item.metric}={n}"
            entry = there.get((item.code, subject.id))
            if entry is None:
                entry = ScoreEntry(scheme_id=scheme.id, item=item.code, auto=True, self_scored=False, **{column: subject.id})
                context.add(entry, org=homes[subject.org_id])
            entry.points, entry.evidence, entry.on = points, evidence, context.today
            written += 1
    context.emit("assessment.counted", scheme)
    return CountedScores(subjects=len(subjects), entries=written, skipped=skipped)


@operation(Text("结束自评", "End self-scoring"), permission=Permission.ASSESSMENT_SCHEME, subject="scheme", event="assessment.self_scored")
async def end_self_scoring(context: OperationContext, data: SchemeInput) -> AssessmentScheme:
    """From now on those who are judged add nothing; the checking group works."""
    require_state(data.scheme, (AssessmentState.OPEN,), "scheme")
    data.scheme.state = AssessmentState.SELF_SCORED
    return data.scheme


@operation(Text("考核核查", "Check an assessment"), permission=Permission.ASSESSMENT_CHECK, subject="scheme", event="assessment.checked")
async def check_assessment(context: OperationContext, data: SchemeInput) -> AssessmentScheme:
    """The checking group is done: reports, talks, visits and papers agree with the points."""
    require_state(data.scheme, (AssessmentState.OPEN, AssessmentState.SELF_SCORED), "scheme")
    data.scheme.state = AssessmentState.CHECKED
    return data.scheme


@operation(Text("审定考核", "Decide an assessment"), permission=Permission.ASSESSMENT_DECIDE, subject="scheme", event="assessment.decided")
async def decide_assessment(context: OperationContext, data: DecideAssessmentInput) -> AssessmentScheme:
    """The chairs meeting decides: scores, ranks and grades are written down; the last place is proposed where the scheme says so (domain.md 3.13)."""
    scheme, day = data.scheme, data.decided_on or context.today
    require_state(scheme, (AssessmentState.CHECKED,), "scheme")
    not_future(day, "decided_on", context)
    not_before(day, date(scheme.year, 1, 1), "decided_on", "考核年度", "the year")
    subjects = await subjects_of(context, scheme)
    require(subjects, "no_subjects", "没有考核对象。", "There is nobody to judge.")
    scores = _scores(scheme, subjects, (await _entries(context, scheme)).values())
    ranks, last = rules.ranks(scores), _last(scheme, scores, subjects)
    limits = {label: Decimal(least) for label, least in scheme.grades.items()}
    homes = await _homes(context, subjects)
    for subject in subjects:
        score, verdict = scores[subject.id], last.get(subject.id)
        result = AssessmentResult(
            scheme_id=scheme.id, score=score, rank=ranks[subject.id], grade=rules.grade(score, limits),
            proposed_removal=bool(verdict and verdict.proposed), exemption=verdict.exemption if verdict else None,
            **{column_of(scheme.subject_kind): subject.id},
        )  # fmt: skip
        context.add(result, org=homes[subject.org_id])
    scheme.state, scheme.decided_on = AssessmentState.DECIDED, day
    return scheme


@operation(Text("确认末位退出", "Confirm a removal"), permission=Permission.ASSESSMENT_DECIDE, subject="result", event="assessment.removal_confirmed")
async def confirm_removal(context: OperationContext, data: ConfirmRemovalInput) -> AssessmentResult:
    """The chairs meeting confirms that a last place is removed. Only a proposed one can be."""
    result, day = data.result, data.confirmed_on or context.today
    require(result.proposed_removal, "not_proposed", "该对象未被建议退出。", "Removal was not proposed.")
    require(not result.confirmed_on, "confirmed_already", "已确认。", "It is confirmed already.")
    scheme = await context.get(AssessmentScheme, result.scheme_id)
    not_future(day, "confirmed_on", context)
    not_before(day, scheme.decided_on if scheme else None, "confirmed_on", "审定日期", "the day of the decision")
    result.confirmed_on = day
    return result


@operation(
    Text("公布考核结果", "Publish an assessment"), permission=Permission.ASSESSMENT_DECIDE, subject="scheme", event="assessment.published"
)
async def publish_assessment(context: OperationContext, data: SchemeInput) -> AssessmentScheme:
    """Make the decided results known."""
    require_state(data.scheme, (AssessmentState.DECIDED,), "scheme")
    data.scheme.state = AssessmentState.PUBLISHED
    return data.scheme


def _definition(context: OperationContext, code: str) -> tuple[Variant, AssessmentDef]:
    """A scheme of core or of a plugin that is switched on here, with the variant that brings it."""
    plugins = context.platform.plugins
    variants = [plugins.core, *(v for c in context.settings.plugins if (v := plugins.variant(c)))]
    offered = {d.code: (variant, d) for variant in variants for d in variant.assessment}
    if code not in offered:
        listed = "、".join(f"{d.code}({d.label})" for _, d in offered.values())
        raise InvalidInput.of("code", f"没有考核方案“{code}”,可选:{listed}。", f"No scheme {code}; there are: {', '.join(offered)}.")
    return offered[code]


async def _homes(context: OperationContext, subjects: Iterable[Subject]) -> Mapping[UUID, OrgUnit]:
    """The orgs at which entries and results are filed, by id."""
    ids = {s.org_id for s in subjects}
    return {o.id: o for o in await context.find(OrgUnit, OrgUnit.id.in_(ids))}


async def _entries(context: OperationContext, scheme: AssessmentScheme, *, auto: bool | None = None) -> dict[tuple[str, UUID], ScoreEntry]:
    """Automatic entries by item and subject (one each), or all of a scheme, each under a key of its own."""
    rows = await context.find(ScoreEntry, ScoreEntry.scheme_id == scheme.id)
    if auto:
        return {(r.item, subject_of(r)): r for r in rows if r.auto}
    return {(r.item, r.id): r for r in rows}


def _scores(scheme: AssessmentScheme, subjects: Iterable[Subject], entries: Iterable[ScoreEntry]) -> dict[UUID, Decimal]:
    points: dict[UUID, dict[str, Decimal]] = {s.id: {} for s in subjects}
    for entry in entries:
        own = points.get(subject_of(entry))
        if own is not None:
            own[entry.item] = own.get(entry.item, Decimal(0)) + entry.points
    items = rules.read_items(scheme.items)
    return {subject: rules.total(items, own, scheme.full_mark, scheme.bonus_cap) for subject, own in points.items()}


def _last(scheme: AssessmentScheme, scores: Mapping[UUID, Decimal], subjects: Iterable[Subject]) -> dict[UUID, rules.LastPlace]:
    if scheme.last_place is None:
        return {}
    return rules.last_places(scores, {s.id for s in subjects if s.first_year}, rules.Limits.read(scheme.last_place))
