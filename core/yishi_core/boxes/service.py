"""Suggestion boxes, their openings, and notice boards (domain.md 2.3, 2.5, 3.9)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.codes import random_word
from yishi_core.errors import Text
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.changing import require_same_county
from yishi_core.operation.rules import not_before, not_future, require
from yishi_core.people.models import Person
from yishi_core.stations import rules
from yishi_core.stations.models import BoxOpening, NoticeBoard, Station, SuggestionBox
from yishi_core.stations.owner import OwnedInput
from yishi_core.stations.service import QR_BITS


class PutUpBoxInput(OwnedInput):
    """A box of a station, or of a special group that has none."""

    name: str = Field(title="名称", description="Number or name of the box.", min_length=1, max_length=60)
    place: str = Field(title="安放地点", description="Where it hangs.", min_length=2, max_length=120)
    put_up_on: date | None = Field(None, title="启用日期", description="Today unless named.")


class TakeDownBoxInput(Input):
    """The end of a box."""

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


class PutUpNoticeBoardInput(Input):
    """A board that shows how to hand in a matter."""

    station: Ref[Station] = Field(title="所属站点")
    place: str = Field(title="摆放地点", description="Where it stands.", min_length=2, max_length=120)
    content: str = Field(title="内容", description="What it shows.", min_length=2, max_length=2000)
    from_on: date | None = Field(None, title="起始日期", description="Today unless named.")


class TakeDownNoticeBoardInput(Input):
    """The end of a board."""

    board: Ref[NoticeBoard] = Field(title="移动宣传栏")
    to_on: date | None = Field(None, title="截止日期", description="Last day; today unless named.")


@operation(Text("安放意见箱", "Put up a box"), permission=Permission.BOX_MANAGE, subject="owner", event="box.put_up", by_sheet=True)
async def put_up_box(context: OperationContext, data: PutUpBoxInput) -> SuggestionBox:
    """Put up a suggestion box for anonymous slips (domain.md 2.5)."""
    rules.require_active(data.station)
    put_up_on = data.put_up_on or context.today
    not_future(put_up_on, "put_up_on", context)
    if data.station:
        rules.require_within_life(data.station, put_up_on, "put_up_on")
    box = SuggestionBox(station_id=data.station and data.station.id, name=data.name, place=data.place, put_up_on=put_up_on)
    return context.add(box)


@operation(Text("撤除意见箱", "Take down a box"), permission=Permission.BOX_MANAGE, subject="box", event="box.taken_down")
async def take_down_box(context: OperationContext, data: TakeDownBoxInput) -> SuggestionBox:
    """Take a box down. Slips still in it are found by an opening on the same day."""
    require(data.box.taken_down_on is None, "box_taken_down", "该意见箱已撤除。", "The box has been taken down already.")
    day = data.taken_down_on or context.today
    not_future(day, "taken_down_on", context)
    not_before(day, data.box.put_up_on, "taken_down_on", "启用日期", "the day it was put up")
    data.box.taken_down_on = day
    return data.box


@operation(Text("登记开箱", "Open a box"), permission=Permission.BOX_MANAGE, subject="box", event="box.opened", by_sheet=True)
async def open_box(context: OperationContext, data: OpenBoxInput) -> BoxOpening:
    """Record that two people opened a box; its slips are entered one by one with `recordIntake`."""
    rules.require_two_openers(data.first_opener.id, data.second_opener.id)
    require_same_county(context, first_opener=data.first_opener, second_opener=data.second_opener)
    opened_on = data.opened_on or context.today
    rules.require_in_use(data.box, opened_on, context)
    opening = BoxOpening(
        box_id=data.box.id, opened_on=opened_on, first_opener_id=data.first_opener.id,
        second_opener_id=data.second_opener.id, slips=data.slips, note=data.note,
    )  # fmt: skip
    return context.add(opening)


@operation(
    Text("摆放宣传栏", "Put up a notice board"), permission=Permission.BOX_MANAGE, subject="station", event="notice_board.put_up"
)
async def put_up_notice_board(context: OperationContext, data: PutUpNoticeBoardInput) -> NoticeBoard:
    """Put up a board with a QR code of its own (domain.md 3.9)."""
    rules.require_active(data.station)
    from_on = data.from_on or context.today
    rules.require_within_life(data.station, from_on, "from_on")
    board = NoticeBoard(
        station_id=data.station.id, place=data.place, content=data.content, from_on=from_on,
        qr_token=f"{context.county}-{random_word(QR_BITS)}",
    )  # fmt: skip
    return context.add(board)


@operation(
    Text("撤除宣传栏", "Take down a notice board"), permission=Permission.BOX_MANAGE, subject="board",
    event="notice_board.taken_down",
)  # fmt: skip
async def take_down_notice_board(context: OperationContext, data: TakeDownNoticeBoardInput) -> NoticeBoard:
    """Take a board down; it stays in the record."""
    require(data.board.to_on is None, "board_taken_down", "该宣传栏已撤除。", "The board has been taken down already.")
    to_on = data.to_on or context.today
    not_before(to_on, data.board.from_on, "to_on", "起始日期", "the first day")
    data.board.to_on = to_on
    return data.board
