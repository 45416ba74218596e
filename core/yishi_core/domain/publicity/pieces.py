"""Pieces published in newspapers, broadcasts, briefs and on the web (domain.md 2.15)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity.models import HonourLevel, Publicity
from yishi_core.domain.stations.owner import OwnedInput, require_station_of_org
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import OperationContext, Ref, Term, operation
from yishi_core.kernel.operation.changing import Correction, correct, entered, require_one_county
from yishi_core.kernel.operation.rules import not_future


class RecordPublicityInput(OwnedInput):
    """A piece that was published."""

    publicity_kind: Annotated[str, Term("publicity_kind")] = Field(
        title="类型", description="What sort."
    )
    outlet: str = Field(
        title="刊发媒体", description="Where it stood.", min_length=2, max_length=120
    )
    outlet_level: HonourLevel = Field(title="媒体级别", description="Level of the outlet.")
    title: str = Field(title="标题", description="Title.", min_length=2, max_length=200)
    date: dt.date = Field(title="刊发日期", description="When; figures count by it.")
    award: str | None = Field(
        None, title="所获奖项", description="Prize that the piece won.", max_length=120
    )
    author: Ref[Person] | None = Field(None, title="作者", description="Who wrote or made it.")
    case: Ref[ConsultationCase] | None = Field(
        None, title="协商事项", description="The case that it is about."
    )
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Clipping, picture.", max_length=20
    )


class ChangePublicityInput(Correction, of=RecordPublicityInput, row=Publicity):
    """Corrections of a piece."""

    publicity: Ref[Publicity] = Field(title="宣传报道")


@operation(
    Text("登记宣传报道", "Record publicity"),
    permission=Permission.PUBLICITY_RECORD,
    subject="owner",
    event="publicity.recorded",
    importable=True,
)
async def record_publicity(context: OperationContext, data: RecordPublicityInput) -> Publicity:
    """Record a piece that was published about the work.

    The station may have closed since, because articles appear later.
    """
    require_one_county(context, data)
    piece = entered(Publicity, data)
    not_future(piece.date, "date", context)
    context.add(piece)
    attach(context, piece, data.attachments)
    return piece


@operation(
    Text("更正宣传报道", "Change publicity"),
    permission=Permission.PUBLICITY_RECORD,
    subject="publicity",
    event="publicity.changed",
)
async def change_publicity(context: OperationContext, data: ChangePublicityInput) -> Publicity:
    """Correct the record of a published piece."""
    require_station_of_org(data, data.publicity, working=False)
    correct(context, data.publicity, data)
    not_future(data.publicity.date, "date", context)
    return data.publicity
