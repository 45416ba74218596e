"""Suggestion boxes, their openings, and notice boards (domain.md 2.3, 2.5, 3.9)."""

from __future__ import annotations

from datetime import date

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations import rules
from yishi_core.domain.stations.events import (
    BOX_CHANGED,
    BOX_OPENED,
    BOX_OPENING_CHANGED,
    BOX_PUT_UP,
    BOX_TAKEN_DOWN,
    NOTICE_BOARD_CHANGED,
    NOTICE_BOARD_PUT_UP,
    NOTICE_BOARD_TAKEN_DOWN,
)
from yishi_core.domain.stations.models import BoxOpening, NoticeBoard, Station, SuggestionBox
from yishi_core.domain.stations.owner import OwnedInput, require_station_of_org
from yishi_core.domain.stations.rules import StationRule
from yishi_core.domain.stations.service import QR_BITS
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity.codes import random_word
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_same_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field


class PutUpBoxInput(OwnedInput, enters=SuggestionBox):
    """A box of a station, or of a special group that has none."""

    name: str = like(SuggestionBox.name, min_length=1, max_length=60)
    place: str = like(SuggestionBox.place, min_length=2, max_length=120)
    put_up_on: date | None = like(SuggestionBox.put_up_on, None, doc=TODAY)


class TakeDownBoxInput(Input):
    """The end of a box."""

    box: Ref[SuggestionBox] = like(SuggestionBox)
    taken_down_on: date | None = like(SuggestionBox.taken_down_on, None, doc=TODAY)


class OpenBoxInput(Input, enters=BoxOpening):
    """An opening by two people; an empty box is recorded with 0 slips."""

    box: Ref[SuggestionBox] = like(BoxOpening.box_id)
    opened_on: date | None = like(BoxOpening.opened_on, None, doc=TODAY)
    first_opener: Ref[Person] = like(BoxOpening.first_opener_id)
    second_opener: Ref[Person] = like(BoxOpening.second_opener_id, doc="Somebody else.")
    slips: int = like(BoxOpening.slips, ge=0, le=10_000)
    note: str | None = like(BoxOpening.note, None, max_length=500)


class ChangeBoxInput(Correction, of=PutUpBoxInput):
    """Corrections of a box."""

    box: Ref[SuggestionBox] = like(SuggestionBox)
    put_up_on: date | None = like(SuggestionBox.put_up_on, None, doc="Not after the first opening.")
    taken_down_on: date | None = like(
        SuggestionBox.taken_down_on, None, doc="Of one that was taken down; null hangs it up again."
    )


class ChangeBoxOpeningInput(Correction, of=OpenBoxInput, but={"box"}):
    """Corrections of an opening; one of another box is entered there."""

    opening: Ref[BoxOpening] = like(BoxOpening)
    opened_on: date | None = like(BoxOpening.opened_on, None)
    slips: int | None = like(
        BoxOpening.slips, None, doc="Not fewer than are entered.", ge=0, le=10_000
    )


class PutUpNoticeBoardInput(OwnedInput, enters=NoticeBoard):
    """A board of a station, or of a special group, that shows how to hand in a matter."""

    place: str = like(NoticeBoard.place, min_length=2, max_length=120)
    content: str = like(NoticeBoard.content, min_length=2, max_length=2000)
    from_on: date | None = like(NoticeBoard.from_on, None, doc=TODAY)


class TakeDownNoticeBoardInput(Input):
    """The end of a board."""

    board: Ref[NoticeBoard] = like(NoticeBoard)
    to_on: date | None = like(NoticeBoard.to_on, None, doc="Last day; today unless named.")


class ChangeNoticeBoardInput(Correction, of=PutUpNoticeBoardInput):
    """Corrections of a board; its QR code stays."""

    board: Ref[NoticeBoard] = like(NoticeBoard)
    from_on: date | None = like(NoticeBoard.from_on, None)
    to_on: date | None = like(
        NoticeBoard.to_on, None, doc="Of one that was taken down; null puts it up again."
    )


@operation(
    Text("安放意见箱", "Put up a box"),
    permission=Permission.BOX_MANAGE,
    subject="owner",
    event=BOX_PUT_UP,
    importable=True,
)
async def put_up_box(context: OperationContext, data: PutUpBoxInput) -> SuggestionBox:
    """Put up a suggestion box for anonymous slips (domain.md 2.5)."""
    rules.require_active(data.station)
    box = entered(SuggestionBox, data, put_up_on=data.put_up_on or context.today)
    await _require_hanging(context, box)
    return context.add(box)


@operation(
    Text("更正意见箱", "Change a box"),
    permission=Permission.BOX_MANAGE,
    subject="box",
    event=BOX_CHANGED,
)
async def change_box(context: OperationContext, data: ChangeBoxInput) -> SuggestionBox:
    """Put right name, place or days of a box; each of its openings still lies between them."""
    box = data.box
    require_station_of_org(data, box)
    require_field(
        box.taken_down_on or data.taken_down_on is None,
        "taken_down_on",
        "该意见箱尚未撤除,请办理撤除。",
        "Take it down first.",
    )
    correct(context, box, data)
    await _require_hanging(context, box)
    for opening in await context.find(BoxOpening, BoxOpening.box_id == box.id):
        rules.require_in_use(box, opening.opened_on, context)
    return box


@operation(
    Text("撤除意见箱", "Take down a box"),
    permission=Permission.BOX_MANAGE,
    subject="box",
    event=BOX_TAKEN_DOWN,
)
async def take_down_box(context: OperationContext, data: TakeDownBoxInput) -> SuggestionBox:
    """Take a box down. Slips still in it are found by an opening on the same day."""
    require(data.box.taken_down_on is None, StationRule.BOX_TAKEN_DOWN)
    day = data.taken_down_on or context.today
    not_future(day, "taken_down_on", context)
    not_before(day, data.box.put_up_on, "taken_down_on", "启用日期", "the day it was put up")
    data.box.taken_down_on = day
    return data.box


@operation(
    Text("登记开箱", "Open a box"),
    permission=Permission.BOX_MANAGE,
    subject="box",
    event=BOX_OPENED,
    importable=True,
)
async def open_box(context: OperationContext, data: OpenBoxInput) -> BoxOpening:
    """Record that two people opened a box; its slips are entered one by one with `recordIntake`."""
    rules.require_two_openers(data.first_opener.id, data.second_opener.id)
    require_same_county(context, first_opener=data.first_opener, second_opener=data.second_opener)
    opening = entered(BoxOpening, data, opened_on=data.opened_on or context.today)
    rules.require_in_use(data.box, opening.opened_on, context)
    return context.add(opening)


@operation(
    Text("更正开箱登记", "Change an opening"),
    permission=Permission.BOX_MANAGE,
    subject="opening",
    event=BOX_OPENING_CHANGED,
)
async def change_box_opening(context: OperationContext, data: ChangeBoxOpeningInput) -> BoxOpening:
    """Put right who opened a box, when, and how many slips were found."""
    opening = data.opening
    box = await context.get(SuggestionBox, opening.box_id)
    if box is None:
        raise NotFound.at("opening")
    correct(context, opening, data)
    rules.require_two_openers(opening.first_opener_id, opening.second_opener_id)
    rules.require_in_use(box, opening.opened_on, context)
    there = await context.count(Intake, Intake.box_opening_id == opening.id)
    zh = f"已录入来件{there}件,条数不能更少。"
    require_field(there <= opening.slips, "slips", zh, f"{there} slips are entered already.")
    return opening


@operation(
    Text("摆放宣传栏", "Put up a notice board"),
    permission=Permission.BOX_MANAGE,
    subject="owner",
    event=NOTICE_BOARD_PUT_UP,
)
async def put_up_notice_board(
    context: OperationContext, data: PutUpNoticeBoardInput
) -> NoticeBoard:
    """Put up a board with a QR code of its own (domain.md 3.9)."""
    rules.require_active(data.station)
    qr_token = f"{context.county}-{random_word(QR_BITS)}"
    board = entered(NoticeBoard, data, from_on=data.from_on or context.today, qr_token=qr_token)
    await _require_open_then(context, board, board.from_on, "from_on")
    return context.add(board)


@operation(
    Text("更正宣传栏", "Change a notice board"),
    permission=Permission.BOX_MANAGE,
    subject="board",
    event=NOTICE_BOARD_CHANGED,
)
async def change_notice_board(
    context: OperationContext, data: ChangeNoticeBoardInput
) -> NoticeBoard:
    """Put right place, text or days of a board."""
    board = data.board
    require_station_of_org(data, board)
    require_field(
        board.to_on or data.to_on is None,
        "to_on",
        "该宣传栏尚未撤除,请办理撤除。",
        "Take it down first.",
    )
    correct(context, board, data)
    await _require_open_then(context, board, board.from_on, "from_on")
    not_before(board.to_on, board.from_on, "to_on", "起始日期", "the first day")
    return board


@operation(
    Text("撤除宣传栏", "Take down a notice board"),
    permission=Permission.BOX_MANAGE,
    subject="board",
    event=NOTICE_BOARD_TAKEN_DOWN,
)
async def take_down_notice_board(
    context: OperationContext, data: TakeDownNoticeBoardInput
) -> NoticeBoard:
    """Take a board down; it stays in the record."""
    require(data.board.to_on is None, StationRule.BOARD_TAKEN_DOWN)
    to_on = data.to_on or context.today
    not_before(to_on, data.board.from_on, "to_on", "起始日期", "the first day")
    data.board.to_on = to_on
    return data.board


async def _require_hanging(context: OperationContext, box: SuggestionBox) -> None:
    """A box hangs from a day on which its station was open."""
    not_future(box.put_up_on, "put_up_on", context)
    not_future(box.taken_down_on, "taken_down_on", context)
    not_before(
        box.taken_down_on, box.put_up_on, "taken_down_on", "启用日期", "the day it was put up"
    )
    await _require_open_then(context, box, box.put_up_on, "put_up_on")


async def _require_open_then(
    context: OperationContext, row: SuggestionBox | NoticeBoard, day: date, path: str
) -> None:
    """A station to which it belongs was open on its first day."""
    station = await context.get(Station, row.station_id)
    if station is not None:
        rules.require_within_life(station, day, path)
