"""量化考评 and 末位淘汰: who is judged where, when the chairs meeting may decide, who is never removed
(domain.md 2.13, 3.13).
"""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core import EventView, OperationContext, Refused
from yishi_core.domain.assessments import (
    AssessmentResult,
    AssessmentScheme,
    ConfirmRemovalInput,
    DecideAssessmentInput,
    OpenAssessmentInput,
    ScoreEntry,
)
from yishi_core.domain.stations import StationAssignment
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.rules import UnionRule
from yishi_plugins.group_studio_union.settings import SCHEME


def opening(data: OpenAssessmentInput) -> Refused | None:
    """Members are ranked within their studio, never across studios."""
    if data.code == SCHEME and not is_studio(data.station):
        return Refused(UnionRule.SCHEME_NAMES_NO_STUDIO)
    return None


async def deciding(context: OperationContext, data: DecideAssessmentInput) -> Refused | None:
    """Nobody is ranked last because the records were not counted."""
    scheme = data.scheme
    if scheme.code == SCHEME and not await context.count(
        ScoreEntry, ScoreEntry.scheme_id == scheme.id, ScoreEntry.auto.is_(True)
    ):
        return Refused(UnionRule.NOT_COUNTED)
    return None


def removing(data: ConfirmRemovalInput) -> Refused | None:
    """Whoever is exempt stays: tied, in the first year, or not below the limit."""
    if reason := data.result.exemption:
        return Refused(UnionRule.EXEMPT, reason=reason)
    return None


async def removed(context: OperationContext, event: EventView) -> None:
    """A confirmed removal ends the person's posts at the studio on that day; the records stay.
    Repeating it changes nothing.
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
