"""Rules of stations (domain.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from yishi_core.domain.stations.models import (
    Station,
    StationKind,
    StationRole,
    StationState,
    SuggestionBox,
)
from yishi_core.errors import Hint, Refused, Rule, Text
from yishi_core.kernel.operation.checking import Declarations, StartCheck
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import not_future, require, require_field
from yishi_core.kernel.refusals import KernelRule
from yishi_core.kernel.variants.problem import Problem, unknown
from yishi_core.kernel.variants.toml import core_variant


class StationRule(Rule):
    """Why an operation on stations, boxes and boards is refused."""

    BOARD_TAKEN_DOWN = (
        "board_taken_down",
        "该宣传栏已撤除。",
        "The board has been taken down already.",
    )
    BOX_NOT_IN_USE = (
        "box_not_in_use",
        "意见箱“{box}”在该日未启用。",
        "The box “{box}” was not in use on that day.",
    )
    BOX_TAKEN_DOWN = "box_taken_down", "该意见箱已撤除。", "The box has been taken down already."
    NOT_ACTIVE = (
        KernelRule.STATION_CLOSED,
        "站点“{station}”当前为“{state.label}”状态,不能办理。",
        "The station “{station}” is {state.value}: it takes no business.",
    )
    POST_HELD = (
        "already_assigned",
        "该人员已在此站点担任该职务。",
        "The person holds this post at the station already.",
    )
    TWO_OPENERS = (
        "two_openers",
        "开箱须由两名不同人员共同进行。",
        "A box is opened by two different people.",
    )


class StationHint(Hint):
    """What an operation on stations points out."""

    SECOND_HEAD = "second_head", "该站点已有站长。", "The station has a head already."


def require_active(station: Station | None, path: str = "station") -> None:
    """Raise `Refused("station_closed")` unless the station is active; None passes."""
    if station is None or station.state is StationState.ACTIVE:
        return
    raise Refused(StationRule.NOT_ACTIVE, at=path, station=station.name, state=station.state)


def require_within_life(station: Station, day: date, path: str) -> None:
    """Require that the day lies between a station's first and last day."""
    fits = station.opened_on <= day and (station.closed_on is None or day <= station.closed_on)
    require_field(
        fits,
        path,
        f"该日站点“{station.name}”未启用或已撤销。",
        f"The station “{station.name}” was not open on that day.",
    )


def active_on(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions that a station was active on a day, as far as its record tells.

    Only the day of the last change of state is stored, earlier ones are not.
    """
    suspended_later = sa.and_(Station.state == StationState.SUSPENDED, Station.state_since > day)
    at_work = sa.or_(Station.state.in_((StationState.ACTIVE, StationState.CLOSED)), suspended_later)
    return (
        Station.opened_on <= day,
        sa.or_(Station.closed_on.is_(None), Station.closed_on > day),
        at_work,
    )


SUB_KINDS = {
    StationKind.MEMBER_STUDIO: ("industry_chain", "sector_based", "chamber", "regional"),
    StationKind.FLEXIBLE_VENUE: ("yard", "field", "bench"),
}
"""The finer kinds of domain.md 5.9 by kind; a variant's own say where they fit."""


def require_whole(station: Station) -> None:
    """Require that the details of a station fit together.

    A finer kind fits its kind, a batch belongs to a demonstration point, and a place on the map has
    both coordinates.
    """
    strange = [
        kind
        for kind, finer in SUB_KINDS.items()
        if station.sub_kind in finer and kind is not station.kind
    ]
    require_field(
        not strange,
        "sub_kind",
        f"该子类型仅用于{strange and strange[0].label}。",
        "That finer kind belongs to another kind of station.",
    )
    require_field(
        station.is_demo_point or not station.demo_batch,
        "demo_batch",
        "仅示范点填写批次。",
        "Only a demonstration point has a batch.",
    )
    require_field(
        (station.latitude is None) == (station.longitude is None),
        "longitude",
        "经度与纬度须同时填写。",
        "Give latitude and longitude together.",
    )


def require_selection(role: StationRole, selected_by: str | None, selected_on: date | None) -> None:
    """Require selector and day of selection together, and for conveners only (domain.md 3.13)."""
    require_field(
        (selected_by is None) == (selected_on is None),
        "selected_on",
        "遴选单位与遴选日期须同时填写。",
        "Give who selected and when together.",
    )
    require_field(
        selected_by is None or role is StationRole.CONVENER,
        "selected_by",
        "仅召集人登记遴选情况。",
        "Only conveners are selected.",
    )


def require_two_openers(first: object, second: object) -> None:
    """Require two different people as openers of a box (domain.md 2.5)."""
    require(first != second, StationRule.TWO_OPENERS)


def require_in_use(box: SuggestionBox, day: date, context: OperationContext) -> None:
    """Require that the box was in place on that day."""
    not_future(day, "opened_on", context)
    hung = box.put_up_on <= day and (box.taken_down_on is None or day <= box.taken_down_on)
    require(hung, StationRule.BOX_NOT_IN_USE, box=box.name)


def _wrong_kinds(declarations: Declarations) -> Iterator[Problem]:
    """Kinds of stations in a variant's formula that nobody declares."""
    for file, variant in declarations.variants.items():
        core = core_variant().vocabularies[SUB_KIND]
        finer = {*core, *variant.vocabularies.get(SUB_KIND, {})}
        for n, part in enumerate(variant.station_kinds):
            if part.kind and part.kind not in {*StationKind}:
                yield unknown(file, f"station_kinds.{n}.kind", part.kind, KINDS, StationKind)
            if part.sub_kind and part.sub_kind not in finer:
                yield unknown(file, f"station_kinds.{n}.sub_kind", part.sub_kind, FINER, finer)


KINDS, FINER = Text("站点类型", "kind of station"), Text("站点子类型", "finer kind of station")
SUB_KIND = "station_sub_kind"
STATION_KINDS_EXIST = StartCheck(_wrong_kinds)
