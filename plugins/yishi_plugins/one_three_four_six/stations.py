"""What a liaison station must have: one feature, one study party group, evidence for every item of
八有 (domain.md 3.3).
"""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core import Advice, Change, ReadContext, Refused, Text, advise, guard, holds, require
from yishi_core.domain.orgs import OrgKind, OrgUnit
from yishi_core.domain.standards import (
    ChangeStandardCheckInput,
    ItemResultInput,
    ItemVerdict,
    RecordStandardCheckInput,
    StandardCheck,
    StandardChecklist,
    change_standard_check,
    record_standard_check,
)
from yishi_core.domain.stations import (
    Station,
    StationKind,
    StationState,
    change_station,
    open_station,
)
from yishi_plugins.one_three_four_six.models import LiaisonStation
from yishi_plugins.one_three_four_six.rules import LinkRule
from yishi_plugins.one_three_four_six.settings import STANDARD


@holds(Station, on=("kind", "plus_theme"))
def one_feature(context: ReadContext, change: Change[Station]) -> None:
    """A liaison station has its own 协商+ (一站一特色)."""
    station = change.row
    has_one = station.kind is not StationKind.LIAISON_STATION or station.plus_theme
    require(has_one, LinkRule.FEATURE_MISSING, at="plus_theme")


@holds(LiaisonStation, on=("study_party_group",))
async def own_group(context: ReadContext, change: Change[LiaisonStation]) -> None:
    """A station's group is a study party group, and no other station's."""
    group = await context.get(OrgUnit, change.row.study_party_group_id)
    if group is None:
        return
    fits = group.kind is OrgKind.STUDY_PARTY_GROUP and group.closed_on is None
    require(fits, LinkRule.STUDY_GROUP_KIND, at="study_party_group", group=group.name)
    another = sa.exists().where(
        LiaisonStation.are_of(Station),
        LiaisonStation.study_party_group_id == group.id,
        LiaisonStation.id != change.row.id,
        LiaisonStation.voided_at.is_(None),
    )
    taken_by = await context.first(Station, another, Station.state != StationState.CLOSED)
    if taken_by is not None:
        raise Refused(
            LinkRule.STUDY_GROUP_TAKEN,
            at="study_party_group",
            group=group.name,
            station=taken_by.name,
        )


@advise(open_station, change_station)
async def feature_of_another(context: ReadContext, result: Station) -> list[Advice]:
    """Two stations with the same feature are pointed out."""
    if result.kind is not StationKind.LIAISON_STATION or not result.plus_theme:
        return []
    other = await context.first(
        Station,
        Station.plus_theme == result.plus_theme,
        Station.kind == StationKind.LIAISON_STATION,
        Station.state != StationState.CLOSED,
        Station.id != result.id,
    )
    if other is None:
        return []
    told = Text(
        f"一站一特色:“{result.plus_theme}”已是“{other.name}”的特色。",
        f"“{result.plus_theme}” is the feature of “{other.name}” already.",
    )
    return [Advice("feature_taken", told)]


@guard(record_standard_check)
def shown(context: ReadContext, data: RecordStandardCheckInput) -> None:
    """Every item of 八有 that passes is shown by a note or a file."""
    _require_evidence(data.checklist, data.results)


@guard(change_standard_check)
async def shown_anew(context: ReadContext, data: ChangeStandardCheckInput) -> None:
    """The same of items that are put right."""
    check: StandardCheck = data.check
    checklist = await context.get(StandardChecklist, check.checklist_id)
    if checklist is not None:
        _require_evidence(checklist, data.results)


def _require_evidence(checklist: StandardChecklist, results: list[ItemResultInput]) -> None:
    if checklist.code != STANDARD:
        return
    bare = [
        checklist.items[result.item_no - 1]
        for result in results
        if result.verdict is ItemVerdict.PASS
        and not (result.note or result.attachments)
        and result.item_no <= len(checklist.items)
    ]
    require(not bare, LinkRule.EVIDENCE_MISSING, at="results", items=Text.listed(bare))
