"""The public page behind a QR code.

It shows the station, whether it takes matters, and the guides of the variants there.
"""

from __future__ import annotations

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.stations.models import NoticeBoard, Station, StationState
from yishi_core.errors import Text
from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation import Input, OperationContext, Structure, question
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings
from yishi_core.kernel.variants.settings import Effective
from yishi_core.kernel.variants.toml import core_variant


class QrEntryInput(Input):
    """A QR code. The word in it begins with the county."""

    county: int = Field(
        title="县级代码",
        description="Division code of the county; the code's word begins with it.",
        ge=100000,
        le=999999,
    )
    qr_token: str = Field(
        title="二维码标识",
        description="The word in the code of a station or notice board.",
        min_length=8,
        max_length=60,
    )


class GuidePage(Structure):
    """A page for the public, brought by a variant enabled at the station."""

    title: str = Field(title="标题")
    text: str = Field(title="正文")


class QrEntry(Structure):
    """What the page of a QR code shows.

    With `station` a matter is handed in by `submitIntake`, channel qr.
    """

    station: str | None = Field(
        title="站点",
        description="Id of the station; none where a special group's board has no station to "
        "take matters.",
    )
    station_name: str | None = Field(title="站点名称")
    org_name: str = Field(title="所属组织")
    theme: str | None = Field(title="专题", description="The one theme of a special group.")
    address: str | None = Field(title="地址")
    board_text: str | None = Field(
        title="宣传栏内容", description="Of a notice board: what it shows."
    )
    takes_matters: bool = Field(
        title="接收来件", description="Whether a matter can be handed in here without an account."
    )
    anonymity_policy: str = Field(
        title="实名要求", description="required_real_name, optional or anonymous_allowed."
    )
    anonymity_label: str = Field(title="实名要求说明")
    guide: list[GuidePage] = Field(title="指引")


@question(Text("扫码进入", "Enter by a QR code"), permission=None, public=True)
async def qr_entry(context: OperationContext, data: QrEntryInput) -> QrEntry | None:
    """The page of a QR code, without an account.

    It is null for an unknown word, or for a board that was taken down.
    """
    principal = Principal.system(data.county, context.principal.policy)
    await context.platform.database.enter(context.session, principal.reading)
    session, county = context.session, data.county
    boards = sa.select(NoticeBoard).where(
        NoticeBoard.county == county,
        NoticeBoard.qr_token == data.qr_token,
        NoticeBoard.voided_at.is_(None),
        NoticeBoard.from_on <= context.today,
        NoticeBoard.to_on.is_(None) | (NoticeBoard.to_on >= context.today),
    )
    board = await session.scalar(boards)
    station = await session.scalar(_station_of(board, data))
    place = station or (board if board is not None and board.station_id is None else None)
    if place is None:
        return None
    org = (
        await session.scalars(
            sa.select(OrgUnit).where(OrgUnit.county == county, OrgUnit.id == place.org_id)
        )
    ).one()
    settings = await context.platform.settings.effective(session, org)
    policy = settings.of(CoreSettings).anonymity_policy
    return QrEntry(
        station=global_id(station) if station else None,
        station_name=station.name if station else None,
        org_name=org.name,
        theme=org.theme,
        address=board.place if board else station.address if station else None,
        board_text=board.content if board else None,
        takes_matters=bool(
            station and station.takes_anonymous and station.state is StationState.ACTIVE
        ),
        anonymity_policy=policy,
        anonymity_label=(core_variant().settings["anonymity_policy"].choices or {})[policy],
        guide=_guide(context, settings),
    )


def _station_of(board: NoticeBoard | None, data: QrEntryInput) -> sa.Select[Station]:
    """The station of the word, or of the board that carries the word.

    For the board of a special group it is the oldest of the group's stations that takes matters.
    """
    query = sa.select(Station).where(
        Station.county == data.county,
        Station.voided_at.is_(None),
        Station.state != StationState.CLOSED,
    )
    if board is None:
        return query.where(Station.qr_token == data.qr_token)
    if board.station_id:
        return query.where(Station.id == board.station_id)
    open_ = (Station.takes_anonymous, Station.state == StationState.ACTIVE)
    return (
        query.where(Station.org_id == board.org_id, *open_)
        .order_by(Station.opened_on, Station.id)
        .limit(1)
    )


def _guide(context: OperationContext, settings: Effective) -> list[GuidePage]:
    return [
        GuidePage(title=page.title, text=page.text)
        for variant in context.platform.plugins.switched_on(settings)
        for page in variant.guide
    ]
