"""Points by hand: added or corrected by those who check, claimed by those who are judged (domain.md
2.13).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from yishi_core.domain.assessments.events import SCORE_ADDED, SCORE_CLAIMED, SCORE_CORRECTED
from yishi_core.domain.assessments.models import AssessmentScheme, AssessmentState, ScoreEntry
from yishi_core.domain.assessments.rules import AssessmentRule, read_items
from yishi_core.domain.assessments.scoring import own_of
from yishi_core.domain.assessments.service import STILL_OPEN
from yishi_core.domain.assessments.subjects import require_target
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.models import Station
from yishi_core.errors import InvalidInput, NotFound, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import not_future, require, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import ScoreItemDef

Points = Annotated[Decimal, Field(ge=-1000, le=1000, max_digits=8, decimal_places=2)]
Claim = Annotated[Decimal, Field(ge=0, le=1000, max_digits=8, decimal_places=2)]


class JudgedInput(Input):
    """Who is given points, for what."""

    scheme: Ref[AssessmentScheme] = like(ScoreEntry.scheme_id)
    person: Ref[Person] | None = like(
        ScoreEntry.person_id, None, doc="One of person, station and org."
    )
    station: Ref[Station] | None = like(
        ScoreEntry.station_id, None, doc="One of person, station and org."
    )
    org: Ref[OrgUnit] | None = Field(
        None, title="被考核组织", description="One of person, station and org."
    )
    item: str = like(ScoreEntry.item, min_length=1, max_length=60)
    evidence: str | None = like(ScoreEntry.evidence, None, max_length=1000)
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="佐证材料", description="Files.", max_length=20
    )

    @model_validator(mode="after")
    def _one_target(self) -> JudgedInput:
        if sum(x is not None for x in (self.person, self.station, self.org)) != 1:
            raise BadValue(
                "委员、站点、组织须且只须填写一项。", "Give one of person, station and org."
            )
        return self

    @property
    def target(self) -> Person | Station | OrgUnit | None:
        """Who is judged; at his place the right is asked."""
        return self.person or self.station or self.org


class AddScoreInput(JudgedInput):
    """Points that somebody who checks gives or takes."""

    points: Points = like(ScoreEntry.points)
    on: date | None = like(ScoreEntry.on, None, doc=TODAY)


class SelfScoreInput(JudgedInput):
    """Points that somebody claims for himself; a later claim for the same item takes the place of
    the earlier.
    """

    points: Claim = Field(title="自评得分", description="Points claimed.")


class CorrectScoreInput(Input):
    """Other points than were claimed or given, and why."""

    entry: Ref[ScoreEntry] = like(ScoreEntry)
    points: Points = like(ScoreEntry.points)
    evidence: str = Field(
        title="核查意见", description="Why they are changed.", min_length=2, max_length=1000
    )


@operation(
    Text("计分", "Add a score"),
    permission=Permission.ASSESSMENT_CHECK,
    subject="target",
    event=SCORE_ADDED,
)
async def add_score(context: OperationContext, data: AddScoreInput) -> ScoreEntry:
    """Give or take points for an item that is not counted automatically; what an item wants proven
    is proven.
    """
    require_one_county(context, data)
    require_state(data.scheme, STILL_OPEN, "scheme")
    _item(data)
    day = data.on or context.today
    not_future(day, "on", context)
    return _file(context, data, data.points, day, self_scored=False)


@operation(
    Text("自评", "Score oneself"),
    permission=Permission.ASSESSMENT_SELF_SCORE,
    subject="target",
    event=SCORE_CLAIMED,
)
async def self_score(context: OperationContext, data: SelfScoreInput) -> ScoreEntry:
    """Claim points for an item while self-scoring is open; the checking group may correct them."""
    require_one_county(context, data)
    require_state(data.scheme, (AssessmentState.OPEN,), "scheme")
    item = _item(data)
    require_field(
        item.cap is None or data.points <= item.cap,
        "points",
        f"该项最多{item.cap}分。",
        f"At most {item.cap} points.",
    )
    column = require_target(data.scheme, _target(data))
    claimed = (
        ScoreEntry.scheme_id == data.scheme.id,
        ScoreEntry.item == data.item,
        ScoreEntry.self_scored.is_(True),
    )
    entry = await context.first(
        ScoreEntry, *claimed, getattr(ScoreEntry, column) == _target(data).id
    )
    if entry is None:
        return _file(context, data, data.points, context.today, self_scored=True)
    entry.points, entry.evidence, entry.on = data.points, data.evidence, context.today
    attach(context, entry, data.attachments)
    return entry


@operation(
    Text("核定得分", "Correct a score"),
    permission=Permission.ASSESSMENT_CHECK,
    subject="entry",
    event=SCORE_CORRECTED,
)
async def correct_score(context: OperationContext, data: CorrectScoreInput) -> ScoreEntry:
    """Change points that were claimed or given by hand; what was counted is corrected in the
    records.
    """
    entry = data.entry
    scheme = await context.get(AssessmentScheme, entry.scheme_id)
    if scheme is None:
        raise NotFound.at("entry")
    require_state(scheme, STILL_OPEN, "entry")
    require(not entry.auto, AssessmentRule.COUNTED)
    entry.points, entry.evidence = data.points, data.evidence
    return entry


def _target(data: JudgedInput) -> Person | Station | OrgUnit:
    target = data.target
    assert target is not None
    return target


def _item(data: JudgedInput) -> ScoreItemDef:
    items = read_items(data.scheme.items)
    item = items.get(data.item)
    if item is None:
        listed = "、".join(f"{i.code}({i.label})" for i in items.values())
        raise InvalidInput.of(
            "item",
            f"方案中没有该项目,可选:{listed}。",
            f"No such item; there are: {', '.join(items)}.",
        )
    require_field(
        item.by_hand or not item.auto,
        "item",
        "该项目自动计分。",
        "This item is counted automatically.",
    )
    proven = data.evidence or data.attachments or not (item.evidence_required or item.auto)
    require_field(proven, "evidence", "该项目须填写依据或附佐证材料。", "This item needs evidence.")
    return item


def _file(
    context: OperationContext, data: JudgedInput, points: Decimal, day: date, *, self_scored: bool
) -> ScoreEntry:
    column = require_target(data.scheme, _target(data))
    entry = context.add(
        ScoreEntry(
            scheme_id=data.scheme.id,
            item=data.item,
            points=points,
            auto=False,
            self_scored=self_scored,
            evidence=data.evidence,
            on=day,
            audience=own_of(data.scheme, _target(data).id),
            **{column: _target(data).id},
        )
    )
    attach(context, entry, data.attachments)
    return entry
