"""Suggestion boxes, their openings, and notice boards (domain.md 2.3, 2.5, 3.9)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations import rules
from yishi_core.domain.stations.models import BoxOpening, NoticeBoard, Station, SuggestionBox
from yishi_core.domain.stations.owner import OwnedInput, require_station_of_org
from yishi_core.domain.stations.service import QR_BITS
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity.codes import random_word
from yishi_core.kernel.operation import Input, OperationContext, Ref, operation
from yishi_core.kernel.operation.changing import Correction, correct, entered, require_same_county
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field


class PutUpBoxInput(OwnedInput):
    """A box of a station, or of a special group that has none."""

    name: str = Field(
        title="名称", description="Number or name of the box.", min_length=1, max_length=60
    )
    place: str = Field(
        title="安放地点", description="Where it hangs.", min_length=2, max_length=120
    )
    put_up_on: date | None = Field(None, title="启用日期", description="Today unless named.")


class TakeDownBoxInput(Input):
    """The taking down of a box."""

    box: Ref[SuggestionBox] = Field(title="意见箱")
    taken_down_on: date | None = Field(None, title="撤除日期", description="Today unless named.")


class OpenBoxInput(Input):
    """An opening by two people; an empty box is recorded with 0 slips."""

    box: Ref[SuggestionBox] = Field(title="意见箱")
    opened_on: date | None = Field(None, title="开箱日期", description="Today unless named.")
    first_opener: Ref[Person] = Field(title="开箱人一")
    second_opener: Ref[Person] = Field(title="开箱人二", description="Somebody else.")
    slips: int = Field(title="意见条数", description="Slips found.", ge=0, le=10_000)
    note: str | None = Field(None, title="备注", max_length=500)


class ChangeBoxInput(Correction, of=PutUpBoxInput, row=SuggestionBox):
    """Corrections of a box."""

    box: Ref[SuggestionBox] = Field(title="意见箱")
    put_up_on: date | None = Field(
        None, title="启用日期", description="Not after the first opening."
    )
    taken_down_on: date | None = Field(
        None, title="撤除日期", description="Of one that was taken down; null hangs it up again."
    )


class ChangeBoxOpeningInput(Correction, of=OpenBoxInput, row=BoxOpening, but={"box"}):
    """Corrections of an opening; an opening of another box is entered there."""

    opening: Ref[BoxOpening] = Field(title="开箱登记")
    opened_on: date | None = Field(None, title="开箱日期")
    slips: int | None = Field(
        None, title="意见条数", description="Not fewer than are entered.", ge=0, le=10_000
    )


class PutUpNoticeBoardInput(OwnedInput):
    """A board of a station, or of a special group, that shows how to hand in a matter."""

    place: str = Field(
        title="摆放地点", description="Where it stands.", min_length=2, max_length=120
    )
    content: str = Field(title="内容", description="What it shows.", min_length=2, max_length=2000)
    from_on: date | None = Field(None, title="起始日期", description="Today unless named.")


class TakeDownNoticeBoardInput(Input):
    """The taking down of a board."""

    board: Ref[NoticeBoard] = Field(title="移动宣传栏")
    to_on: date | None = Field(None, title="截止日期", description="Last day; today unless named.")


class ChangeNoticeBoardInput(Correction, of=PutUpNoticeBoardInput, row=NoticeBoard):
    """Corrections of a board; its QR code stays."""

    board: Ref[NoticeBoard] = Field(title="移动宣传栏")
    from_on: date | None = Field(None, title="起始日期")
    to_on: date | None = Field(
        None, title="截止日期", description="Of one that was taken down; null puts it up again."
    )


@operation(
    Text("安放意见箱", "Put up a box"),
    permission=Permission.BOX_MANAGE,
    subject="owner",
    event="box.put_up",
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
    event="box.changed",
)
async def change_box(context: OperationContext, data: ChangeBoxInput) -> SuggestionBox:
    """Correct name, place or days of a box; its openings must still lie between them."""
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
    event="box.taken_down",
)
async def take_down_box(context: OperationContext, data: TakeDownBoxInput) -> SuggestionBox:
    """Take a box down. Slips still in it are found by an opening on the same day."""
    require(
        data.box.taken_down_on is None,
        "box_taken_down",
        "该意见箱已撤除。",
        "The box has been taken down already.",
    )
    day = data.taken_down_on or context.today
    not_future(day, "taken_down_on", context)
    not_before(day, data.box.put_up_on, "taken_down_on", "启用日期", "the day it was put up")
    data.box.taken_down_on = day
    return data.box


@operation(
    Text("登记开箱", "Open a box"),
    permission=Permission.BOX_MANAGE,
    subject="box",
    event="box.opened",
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
    event="box.opening_changed",
)
async def change_box_opening(context: OperationContext, data: ChangeBoxOpeningInput) -> BoxOpening:
    """Correct who opened a box, when, and how many slips were found."""
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
    event="notice_board.put_up",
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
    event="notice_board.changed",
)
async def change_notice_board(
    context: OperationContext, data: ChangeNoticeBoardInput
) -> NoticeBoard:
    """Correct place, text or days of a board."""
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
    event="notice_board.taken_down",
)
async def take_down_notice_board(
    context: OperationContext, data: TakeDownNoticeBoardInput
) -> NoticeBoard:
    """Take a board down; it stays in the record."""
    require(
        data.board.to_on is None,
        "board_taken_down",
        "该宣传栏已撤除。",
        "The board has been taken down already.",
    )
    to_on = data.to_on or context.today
    not_before(to_on, data.board.from_on, "to_on", "起始日期", "the first day")
    data.board.to_on = to_on
    return data.board


async def _require_hanging(context: OperationContext, box: SuggestionBox) -> None:
    """Require that a box hangs from a day on which its station was open."""
    not_future(box.put_up_on, "put_up_on", context)
    not_future(box.taken_down_on, "taken_down_on", context)
    not_before(
        box.taken_down_on, box.put_up_on, "taken_down_on", "启用日期", "the day it was put up"
    )
    await _require_open_then(context, box, box.put_up_on, "put_up_on")


async def _require_open_then(
    context: OperationContext, row: SuggestionBox | NoticeBoard, day: date, path: str
) -> None:
    """Require that the station was open on the first day of its box or board."""
    station = await context.get(Station, row.station_id)
    if station is not None:
        rules.require_within_life(station, day, path)
