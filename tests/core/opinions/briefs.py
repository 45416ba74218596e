"""Beginnings that the stories of opinions share."""

from __future__ import annotations

from typing import Any

from tests.fixtures.county import County
from yishi_core.domain.opinions.models import Opinion

TEXT = {
    "title": "基层巡查打卡过于频繁",
    "category": "governance",
    "problem": "村干部每天打卡六次。",
    "cause": "多个部门各设系统。",
    "suggestion": "合并系统,减少频次。",
    "reporter": "严秀英",
    "reporter_unit": "河口镇柳湾村",
}


async def collected(
    town: County, who: str = "township", org: str = "township", **given: Any
) -> Opinion:
    row: Opinion = await town.act(who, "create_opinion", org=town.orgs[org], **{**TEXT, **given})
    return row


async def edited(town: County, **given: Any) -> Opinion:
    row: Opinion = await town.act(
        "township", "edit_opinion", opinion=await collected(town, **given), editor="罗静"
    )
    return row


async def at_county(town: County, **given: Any) -> Opinion:
    row: Opinion = await town.act(
        "township",
        "report_opinion",
        opinion=await edited(town, **given),
        to_county=True,
        to_body="青禾县政协",
    )
    return row


async def submitted(town: County, to_level: str = "county", **given: Any) -> Opinion:
    body = {"county": "县委、县政府", "city": "市政协"}[to_level]
    row: Opinion = await town.act(
        "county",
        "submit_opinion",
        opinion=await at_county(town, **given),
        to_level=to_level,
        to_body=body,
    )
    return row


async def state(town: County, row: Any) -> str:
    return str((await town.fresh(row)).state.value)
