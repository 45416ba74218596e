"""From entries to results: count the automatic items, add up, rank, apply consequences.

Source: domain.md 2.13 and 5.10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from yishi_core.domain.assessments import rules
from yishi_core.domain.assessments.models import (
    AssessmentResult,
    AssessmentScheme,
    AssessmentState,
    ScoreEntry,
    SubjectKind,
)
from yishi_core.domain.assessments.rules import AssessmentRule
from yishi_core.domain.assessments.subjects import Subject, column_of, subject_of, subjects_of
from yishi_core.domain.quotas.progress.met import QUOTA_MET, met_share
from yishi_core.facilities.metrics.catalogue import Catalogue, measure
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.counting import as_text
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.access.places import person_mark
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.rules import require
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import ConsequenceDef, ScoreItemDef

DECIDED = (AssessmentState.DECIDED, AssessmentState.PUBLISHED)


def counted_for(kind: SubjectKind) -> CountedFor:
    """The kind of subject for which the automatic items of a scheme count records.

    Departments and handling units are judged by what is assigned to them; it lies at the place of
    the office that assigned it.
    """
    if kind in (SubjectKind.HANDLING_UNIT, SubjectKind.DEPARTMENT):
        return CountedFor.UNIT
    return {"person_id": CountedFor.PERSON, "station_id": CountedFor.STATION}.get(
        column_of(kind), CountedFor.ORG
    )


def countable(catalogue: Catalogue, metric: str, kind: SubjectKind) -> bool:
    """Whether the metric of an item can be counted for such subjects, or is a share or mean."""
    return metric == QUOTA_MET or catalogue.measured(metric, counted_for(kind)) is not None


def span_of(scheme: AssessmentScheme) -> Span:
    return Span(scheme.from_on, scheme.to_on)


async def figure(
    context: OperationContext,
    scheme: AssessmentScheme,
    item: ScoreItemDef,
    only: Iterable[UUID] | None = None,
) -> dict[UUID, Decimal] | None:
    """The current figure of an automatic item per subject; None when it cannot be counted for them.

    `only` restricts the subjects. `quota_met` is the share of the quotas that was met. A subject
    whose share or mean has nothing to divide by has no figure.
    """
    if item.metric == QUOTA_MET:
        return await met_share(context, counted_for(scheme.subject_kind), span_of(scheme))
    return await measure(
        context, item.metric or "", counted_for(scheme.subject_kind), span_of(scheme), only
    )


async def write_counts(
    context: OperationContext, scheme: AssessmentScheme
) -> tuple[int, int, list[str]]:
    """Bring the entries of the automatic items up to date.

    Returns the number of subjects, the number of entries, and the labels of items that cannot be
    counted.
    """
    column, subjects = column_of(scheme.subject_kind), await subjects_of(context, scheme)
    homes, there = await homes_of(context, subjects), await _automatic(context, scheme)
    skipped, written = [], 0
    for item in rules.read_items(scheme.items).values():
        if not item.auto:
            continue
        counts = await figure(context, scheme, item)
        if counts is None:
            skipped.append(item.label)
            continue
        for subject in subjects:
            entry = there.get((item.code, subject.id))
            if entry is None:
                entry = ScoreEntry(
                    scheme_id=scheme.id,
                    item=item.code,
                    auto=True,
                    self_scored=False,
                    audience=own_of(scheme, subject.id),
                    **{column: subject.id},
                )
                context.add(entry, org=homes[subject.org_id])
            entry.counted = counts.get(subject.id, Decimal(0))
            entry.points, entry.on = rules.automatic_points(item, entry.counted), context.today
            entry.evidence = f"{item.metric}={as_text(entry.counted)}"
            written += 1
    return len(subjects), written, skipped


async def write_results(context: OperationContext, scheme: AssessmentScheme) -> None:
    """Score, rank and grade all subjects by the current entries; existing results are updated."""
    subjects = await subjects_of(context, scheme)
    require(subjects, AssessmentRule.NO_SUBJECTS)
    scores = scores_of(
        scheme, subjects, await context.find(ScoreEntry, ScoreEntry.scheme_id == scheme.id)
    )
    ranks, last = rules.ranks(scores), _last(scheme, scores, subjects)
    limits = {label: Decimal(least) for label, least in scheme.grades.items()}
    homes, history = await homes_of(context, subjects), await _history(context, scheme)
    there = {
        subject_of(r): r
        for r in await context.find(AssessmentResult, AssessmentResult.scheme_id == scheme.id)
    }
    for subject in subjects:
        result = there.get(subject.id) or context.add(
            AssessmentResult(
                scheme_id=scheme.id,
                audience=own_of(scheme, subject.id),
                **{column_of(scheme.subject_kind): subject.id},
                score=Decimal(0),
                rank=0,
                grade=rules.NO_GRADE,
            ),
            org=homes[subject.org_id],
        )
        score, verdict = scores[subject.id], last.get(subject.id)
        result.score, result.rank, result.grade = (
            score,
            ranks[subject.id],
            rules.grade(score, limits),
        )
        result.proposed_removal = bool(verdict and verdict.proposed)
        if not result.proposed_removal:
            # an upheld appeal lifted somebody out of the last place after it was confirmed
            result.confirmed_on = None
        result.exemption = verdict.exemption if verdict else None
        result.consequences = (
            rules.consequences(consequence_rules(scheme), [score, *history.get(subject.id, ())])
            or None
        )


def own_of(scheme: AssessmentScheme, subject: UUID) -> list[str] | None:
    """The audience token of the judged member, who may read their own result (domain.md 2.19)."""
    return [person_mark(subject)] if scheme.subject_kind is SubjectKind.MEMBER else None


def consequence_rules(scheme: AssessmentScheme) -> list[ConsequenceDef]:
    return [
        ConsequenceDef.model_validate(rule)
        for rule in (scheme.consequence_rules or {}).get("rules", ())
    ]


def scores_of(
    scheme: AssessmentScheme, subjects: Iterable[Subject], entries: Iterable[ScoreEntry]
) -> dict[UUID, Decimal]:
    """Subject → score."""
    points: dict[UUID, dict[str, Decimal]] = {s.id: {} for s in subjects}
    for entry in entries:
        own = points.get(subject_of(entry))
        if own is not None:
            own[entry.item] = own.get(entry.item, Decimal(0)) + entry.points
    items = rules.read_items(scheme.items)
    return {
        subject: rules.total(items, own, scheme.full_mark, scheme.bonus_cap)
        for subject, own in points.items()
    }


async def homes_of(
    context: OperationContext, subjects: Iterable[Subject]
) -> Mapping[UUID, OrgUnit]:
    """The orgs at which entries and results are filed, by id."""
    ids = {s.org_id for s in subjects}
    return {o.id: o for o in await context.find(OrgUnit, OrgUnit.id.in_(ids))}


async def _automatic(
    context: OperationContext, scheme: AssessmentScheme
) -> dict[tuple[str, UUID], ScoreEntry]:
    """Automatic entries by item and subject, one each."""
    rows = await context.find(
        ScoreEntry, ScoreEntry.scheme_id == scheme.id, ScoreEntry.auto.is_(True)
    )
    return {(r.item, subject_of(r)): r for r in rows}


async def _history(
    context: OperationContext, scheme: AssessmentScheme
) -> Mapping[UUID, Sequence[Decimal]]:
    """Subject → scores of the earlier periods, the last one first, as far as they have no gap."""
    same = (
        AssessmentScheme.org_id == scheme.org_id,
        AssessmentScheme.code == scheme.code,
        AssessmentScheme.part == scheme.part,
    )
    station = AssessmentScheme.station_id.is_not_distinct_from(scheme.station_id)
    before = await context.find(
        AssessmentScheme,
        *same,
        station,
        AssessmentScheme.year < scheme.year,
        AssessmentScheme.state.in_(DECIDED),
        order=AssessmentScheme.year.desc(),
    )
    found: dict[UUID, list[Decimal]] = {}
    for back, earlier in enumerate(before, 1):
        if earlier.year != scheme.year - back:
            break
        for result in await context.find(
            AssessmentResult, AssessmentResult.scheme_id == earlier.id
        ):
            scores = found.setdefault(subject_of(result), [])
            if len(scores) == back - 1:
                scores.append(result.score)
    return found


def _last(
    scheme: AssessmentScheme, scores: Mapping[UUID, Decimal], subjects: Iterable[Subject]
) -> dict[UUID, rules.LastPlace]:
    if scheme.last_place is None:
        return {}
    return rules.last_places(
        scores, {s.id for s in subjects if s.first_year}, rules.Limits.read(scheme.last_place)
    )
