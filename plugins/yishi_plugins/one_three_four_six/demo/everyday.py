"""Study, wishes, a bridge for which firms and residents put money together, and the press."""

from __future__ import annotations

from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


async def everyday(scene: Scene, station: Station) -> None:
    """What the station did besides its matter of the year."""
    for ago, kind, title in (
        (290, "study", "集中学习:政协章程"),
        (110, "reading_share", "读书分享会:乡村治理"),
    ):
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            station=station,
            kind=kind,
            title=title,
            date=scene.day(ago),
            participants=[{"party_kind": "cppcc_member", "count": 9}],
        )
    held = await scene.act(
        "township",
        "record_consultation",
        ago=99,
        station=station,
        date=scene.day(100),
        title="众筹修便民桥",
        content=["桥由企业、居民众筹,镇里出设计。"],
        form="on_site",
        focus_category="infrastructure",
        participants=[{"party_kind": "mass_representative", "count": 28}],
    )
    [bridge] = await scene.rows(ConsultationCase, ConsultationCase.id == held.case_id)
    await scene.act(
        "township",
        "record_fund_secured",
        ago=90,
        case=bridge,
        amount=8_600_000,
        source="crowd",
        from_body="沿线企业和居民",
        purpose="便民桥",
        date=scene.day(90),
    )
    wish = await scene.act(
        "township", "collect_wish", ago=80, station=station, description="独居老人想要助听器"
    )
    await scene.act("township", "claim_wish", ago=78, deed=wish, person=scene.posts["member2"])
    await scene.act("township", "fulfil_wish", ago=60, deed=wish, people=6)
    await scene.act(
        "township", "collect_wish", ago=15, station=station, description="村小想要一套乒乓球台"
    )
    await scene.act(
        "township",
        "record_publicity",
        ago=50,
        station=station,
        publicity_kind="newspaper",
        outlet="人民政协报",
        outlet_level="national",
        title="联络站里解民忧",
        date=scene.day(52),
    )
