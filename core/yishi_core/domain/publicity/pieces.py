"""Pieces in newspapers, on the air, on the web and in briefs (domain.md 2.15)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity.events import PUBLICITY_CHANGED, PUBLICITY_RECORDED
from yishi_core.domain.publicity.models import HonourLevel, Publicity
from yishi_core.domain.stations.owner import OwnedInput, require_station_of_org
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Beside, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_future


class RecordPublicityInput(OwnedInput, enters=Publicity):
    """A piece that was published."""

    publicity_kind: Annotated[str, Term("publicity_kind")] = like(Publicity.publicity_kind)
    outlet: str = like(Publicity.outlet, min_length=2, max_length=120)
    outlet_level: HonourLevel = like(Publicity.outlet_level)
    title: str = like(Publicity.title, min_length=2, max_length=200)
    date: dt.date = like(Publicity.date)
    award: str | None = like(Publicity.award, None, max_length=120)
    author: Ref[Person] | None = like(Publicity.author_id, None, doc="Who wrote or made it.")
    case: Ref[ConsultationCase] | None = like(
        Publicity.case_id, None, doc="The case that it is about."
    )
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Clipping, picture.", max_length=20
    )


class ChangePublicityInput(Correction, of=RecordPublicityInput):
    """Corrections of a piece."""

    publicity: Ref[Publicity] = like(Publicity)


@operation(
    Text("登记宣传报道", "Record publicity"),
    permission=Permission.PUBLICITY_RECORD,
    subject="owner",
    event=PUBLICITY_RECORDED,
    importable=True,
)
async def record_publicity(context: OperationContext, data: RecordPublicityInput) -> Publicity:
    """Record a piece that was published about the work. Also of a station that has closed: articles
    appear later.
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
    event=PUBLICITY_CHANGED,
)
async def change_publicity(context: OperationContext, data: ChangePublicityInput) -> Publicity:
    """Put right what is recorded of a piece."""
    require_station_of_org(data, data.publicity, working=False)
    correct(context, data.publicity, data)
    not_future(data.publicity.date, "date", context)
    return data.publicity
