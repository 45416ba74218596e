"""Scoring (量化考评) and removal of the last place (末位淘汰; domain.md 2.13, 3.13)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core import EventView, OperationContext, ReadContext, guard, reacts_to, require
from yishi_core.domain.assessments import (
    ASSESSMENT_REMOVAL_CONFIRMED,
    AssessmentResult,
    AssessmentScheme,
    ConfirmRemovalInput,
    DecideAssessmentInput,
    OpenAssessmentInput,
    ScoreEntry,
    confirm_removal,
    decide_assessment,
    open_assessment,
)
from yishi_core.domain.stations import StationAssignment
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.rules import UnionRule
from yishi_plugins.group_studio_union.settings import SCHEME


@guard(open_assessment)
def of_one_studio(context: ReadContext, data: OpenAssessmentInput) -> None:
    """Members are ranked within their studio, never across studios."""
    ranked = data.code != SCHEME or is_studio(data.station)
    require(ranked, UnionRule.SCHEME_NAMES_NO_STUDIO)


@guard(decide_assessment)
async def counted(context: ReadContext, data: DecideAssessmentInput) -> None:
    """Automatic scores are counted before the decision."""
    scheme = data.scheme
    if scheme.code == SCHEME:
        automatic = (ScoreEntry.scheme_id == scheme.id, ScoreEntry.auto.is_(True))
        require(await context.count(ScoreEntry, *automatic), UnionRule.NOT_COUNTED)


@guard(confirm_removal)
def not_exempt(context: ReadContext, data: ConfirmRemovalInput) -> None:
    """An exempt member is not removed: tied, in the first year, or not below the limit."""
    require(not data.result.exemption, UnionRule.EXEMPT, reason=data.result.exemption)


@reacts_to(ASSESSMENT_REMOVAL_CONFIRMED)
async def removed(context: OperationContext, event: EventView) -> None:
    """End a removed person's posts at the studio on the day of the confirmation.

    The records stay. Repeating it changes nothing.
    """
    result = await context.get(AssessmentResult, event.subject_id)
    scheme = await context.get(AssessmentScheme, result.scheme_id) if result else None
    if result is None or result.confirmed_on is None or scheme is None or scheme.code != SCHEME:
        return
    day = result.confirmed_on
    held = sa.or_(StationAssignment.to_on.is_(None), StationAssignment.to_on > day)
    at = (
        StationAssignment.station_id == scheme.station_id,
        StationAssignment.person_id == result.person_id,
    )
    for post in await context.find(StationAssignment, *at, held):
        post.to_on = max(day, post.from_on)
