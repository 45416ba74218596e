"""Echo walls: put up, taken down, their public contents, and their office's view.

Source: domain.md 2.3, 2.15 and 3.6.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Mapped

from yishi_core.domain.consultations.models import Consultation, Participation
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity.models import (
    Disclosure,
    DisclosureKind,
    DisclosurePlace,
    DisclosureState,
)
from yishi_core.domain.publicity.rules import PublicityRule
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.owner import require_station_of_org
from yishi_core.domain.stations.rules import require_active, require_within_life
from yishi_core.domain.topics.models import Topic
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.access.places import PUBLIC
from yishi_core.kernel.entity import Entity, Inherited, Shared, column, ref
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import (
    TODAY,
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.changing import Correction, correct
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field


class EchoWall(Inherited, Shared, Entity):
    """Public wall on which the cases of a station are shown; everybody may read it."""

    __label__ = "回音壁"

    station_id: Mapped[uuid.UUID] = ref("Station", "所属站点", inverse="echo_walls")
    place: Mapped[str] = column(
        "位置", "Where it hangs, e.g. the public service centre.", search="title"
    )
    put_up_on: Mapped[date] = column("设置日期", "When it was put up.")
    taken_down_on: Mapped[date | None] = column("撤除日期", "When it was taken down.")


ECHO_WALL_PUT_UP = EventType("echo_wall.put_up", EchoWall)
ECHO_WALL_CHANGED = EventType("echo_wall.changed", EchoWall)
ECHO_WALL_TAKEN_DOWN = EventType("echo_wall.taken_down", EchoWall)


T = TypeVar("T")


class PutUpEchoWallInput(Input, enters=EchoWall):
    """A wall for the cases of a station."""

    station: Ref[Station] = like(EchoWall.station_id, doc="Whose cases it shows.")
    place: str = like(EchoWall.place, min_length=2, max_length=120)
    put_up_on: date | None = like(EchoWall.put_up_on, None, doc=TODAY)


class ChangeEchoWallInput(Correction, of=PutUpEchoWallInput):
    """Corrections of a wall."""

    wall: Ref[EchoWall] = like(EchoWall)
    taken_down_on: date | None = like(
        EchoWall.taken_down_on, None, doc="Of one that was taken down; null hangs it up again."
    )


class TakeDownEchoWallInput(Input):
    """The taking down of a wall."""

    wall: Ref[EchoWall] = like(EchoWall)
    taken_down_on: date | None = like(EchoWall.taken_down_on, None, doc=TODAY)


class EchoWallCasesInput(Input):
    """A wall in the view of its office."""

    wall: Ref[EchoWall] = like(EchoWall)
    first: int = Field(20, title="条数", description="Newest cases, at most.", ge=1, le=100)


class PublicEchoWallInput(Input):
    """A wall in the view of the public."""

    county: int = Field(
        title="县(市、区)", description="Division code of the county.", ge=100_000, le=999_999
    )
    wall: Ref[EchoWall] = like(EchoWall)


class WallText(Structure):
    """A text on the wall, released by another person than its author."""

    title: str = Field(title="标题", description="Title.")
    text: str = Field(title="内容", description="Text, names of residents masked.")
    published_on: date | None = Field(title="公开日期", description="When it was released.")


class WallBlock(Structure):
    """One of the four blocks of a case, in the view of its office."""

    kind: DisclosureKind = Field(
        title="板块", description="Topic, process, decision or conversion."
    )
    facts: list[str] = Field(title="记录", description="What the records say; not public.")
    shown: list[WallText] = Field(title="已公开", description="What the wall shows.")
    due: bool = Field(
        title="待公开", description="There is something to tell, and nothing is shown yet."
    )


class WallCase(Structure):
    """A case with its four blocks."""

    case: ConsultationCase = Field(title="协商事项", description="The case.")
    blocks: list[WallBlock] = Field(
        title="四个板块", description="Topic, process, decisions, conversion."
    )


class PublicWallCase(Structure):
    """A case on the wall; a block without a released text is empty."""

    title: str = Field(title="标题", description="That of its first released text.")
    topic: list[WallText] = Field(title="议题征集", description="Topic collection.")
    process: list[WallText] = Field(title="协商过程", description="Consultation process.")
    decision: list[WallText] = Field(title="采纳决策", description="Decisions.")
    conversion: list[WallText] = Field(title="成果转化", description="Conversion.")


@operation(
    Text("设置回音壁", "Put up an echo wall"),
    permission=Permission.BOX_MANAGE,
    subject="station",
    event=ECHO_WALL_PUT_UP,
)
async def put_up_echo_wall(context: OperationContext, data: PutUpEchoWallInput) -> EchoWall:
    """Put up a wall that shows the cases of a station.

    Everybody may read what is released for it (domain.md 3.6).
    """
    require_active(data.station)
    wall = entered(EchoWall, data, put_up_on=data.put_up_on or context.today, audience=[PUBLIC])
    _require_hanging(context, wall, data.station)
    return context.add(wall)


@operation(
    Text("更正回音壁", "Change an echo wall"),
    permission=Permission.BOX_MANAGE,
    subject="wall",
    event=ECHO_WALL_CHANGED,
)
async def change_echo_wall(context: OperationContext, data: ChangeEchoWallInput) -> EchoWall:
    """Correct where a wall hangs and since when; of one taken down also until when."""
    wall = data.wall
    require_field(
        wall.taken_down_on or data.taken_down_on is None,
        "taken_down_on",
        "该回音壁尚未撤除,请办理撤除。",
        "Take it down first.",
    )
    require_station_of_org(data, wall)
    correct(context, wall, data)
    station = await context.get(Station, wall.station_id)
    if station is None:
        raise NotFound.at("wall")
    _require_hanging(context, wall, station)
    wall.audience = None if wall.taken_down_on else [PUBLIC]
    return wall


@operation(
    Text("撤除回音壁", "Take down an echo wall"),
    permission=Permission.BOX_MANAGE,
    subject="wall",
    event=ECHO_WALL_TAKEN_DOWN,
)
async def take_down_echo_wall(context: OperationContext, data: TakeDownEchoWallInput) -> EchoWall:
    """Take a wall down; it stays on record and is no longer public."""
    require(data.wall.taken_down_on is None, PublicityRule.WALL_TAKEN_DOWN)
    data.wall.taken_down_on, data.wall.audience = data.taken_down_on or context.today, None
    _require_taken_down_afterwards(context, data.wall)
    return data.wall


@question(Text("回音壁内容", "An echo wall"), permission=reading("disclosure"), subject="wall")
async def echo_wall_cases(context: OperationContext, data: EchoWallCasesInput) -> list[WallCase]:
    """The newest cases of the wall's station, each in four blocks.

    A block has the records, the text that is shown, and what is still to be published.
    """
    at_station = ConsultationCase.station_id == data.wall.station_id
    cases = await context.find(
        ConsultationCase, at_station, order=ConsultationCase.opened_on.desc(), limit=data.first
    )
    ids = [c.id for c in cases]
    facts = {
        DisclosureKind.TOPIC: await _topics(context, cases),
        DisclosureKind.PROCESS: await _process(context, ids),
        DisclosureKind.DECISION: await _decisions(context, ids),
        DisclosureKind.CONVERSION: await _conversions(context, ids),
    }
    shown = await _shown(context, Disclosure.case_id.in_(ids))
    return [
        WallCase(
            case=c,
            blocks=[
                _block(kind, found.get(c.id, []), shown.get(c.id, []))
                for kind, found in facts.items()
            ],
        )
        for c in cases
    ]


@question(Text("公开的回音壁", "A public echo wall"), permission=None, public=True)
async def public_echo_wall(
    context: OperationContext, data: PublicEchoWallInput
) -> list[PublicWallCase]:
    """The public contents of a wall: only released texts, newest case first.

    Nothing is derived from records that are not public.
    """
    shown = await _shown(context, Disclosure.org_path == data.wall.org_path, county=data.county)
    newest = sorted(
        shown.values(),
        key=lambda rows: (max(r.published_on or date.min for r in rows), rows[0].id),
        reverse=True,
    )
    return [
        PublicWallCase(
            title=rows[0].title, **{kind.value: _texts(rows, kind) for kind in DisclosureKind}
        )
        for rows in newest
    ]


def _require_hanging(context: OperationContext, wall: EchoWall, station: Station) -> None:
    """Require that a wall hangs only while its station is in use."""
    not_future(wall.put_up_on, "put_up_on", context)
    require_within_life(station, wall.put_up_on, "put_up_on")
    _require_taken_down_afterwards(context, wall)


def _require_taken_down_afterwards(context: OperationContext, wall: EchoWall) -> None:
    not_future(wall.taken_down_on, "taken_down_on", context)
    not_before(
        wall.taken_down_on, wall.put_up_on, "taken_down_on", "设置日期", "the day it was put up"
    )


async def _shown(
    context: OperationContext, where: sa.ColumnElement[bool], county: int | None = None
) -> Mapping[UUID, Sequence[Disclosure]]:
    """Released texts for the wall by case, in the order of the blocks.

    Texts past their last day are left out.
    """
    query = sa.select(Disclosure).where(
        Disclosure.county == (county or context.county),
        where,
        Disclosure.place == DisclosurePlace.ECHO_WALL,
        Disclosure.state == DisclosureState.RELEASED,
        Disclosure.voided_at.is_(None),
        sa.or_(Disclosure.until.is_(None), Disclosure.until >= context.today),
    )
    order = list(DisclosureKind)
    rows = sorted(
        (await context.session.scalars(query)).all(),
        key=lambda d: (order.index(d.kind), d.published_on or date.min, d.id),
    )
    return _by_case((d.case_id, d) for d in rows)


def _texts(rows: Iterable[Disclosure], kind: DisclosureKind) -> list[WallText]:
    return [
        WallText(title=d.title, text=d.text, published_on=d.published_on)
        for d in rows
        if d.kind is kind
    ]


def _block(kind: DisclosureKind, facts: list[str], rows: Sequence[Disclosure]) -> WallBlock:
    shown = _texts(rows, kind)
    return WallBlock(kind=kind, facts=facts, shown=shown, due=bool(facts) and not shown)


async def _topics(
    context: OperationContext, cases: Sequence[ConsultationCase]
) -> Mapping[UUID, list[str]]:
    topics = {
        t.id: t
        for t in await context.find(Topic, Topic.id.in_([c.topic_id for c in cases if c.topic_id]))
    }
    found = ((c.id, topic) for c in cases if c.topic_id and (topic := topics.get(c.topic_id)))
    return _by_case(
        (id_, f"{t.title}(来源:{context.settings.label('topic_source', t.topic_source)})")
        for id_, t in found
    )


async def _process(context: OperationContext, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    held = await context.find(
        Consultation,
        Consultation.case_id.in_(ids),
        Consultation.state.in_(HELD),
        order=Consultation.date,
    )
    came = Participation.consultation_id.in_([c.id for c in held])
    times: dict[UUID | None, int] = {}
    for row in await context.find(Participation, came, Participation.present.is_(True)):
        times[row.consultation_id] = times.get(row.consultation_id, 0) + row.count
    word = context.settings.word
    return _by_case(
        (c.case_id, f"{c.date} {word(c.form)},第{c.round_no}轮,{times.get(c.id, 0)}人次参加")
        for c in held
        if c.case_id
    )


async def _decisions(context: OperationContext, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    outcomes = await context.find(Outcome, Outcome.case_id.in_(ids))
    return _by_case(
        (o.case_id, f"{o.title}:{o.route_class.label}")
        for o in outcomes
        if o.case_id and o.route_class
    )


async def _conversions(context: OperationContext, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    converted = await context.find(
        Outcome, Outcome.case_id.in_(ids), Outcome.converted.is_(True), order=Outcome.converted_on
    )
    told = ((o.case_id, o, o.conversion_kind.label if o.conversion_kind else "") for o in converted)
    return _by_case((id_, f"{o.title}:{kind}({o.converted_on})") for id_, o, kind in told if id_)


def _by_case(pairs: Iterable[tuple[UUID, T]]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for case, value in pairs:
        found.setdefault(case, []).append(value)
    return found
