"""What a studio does all year: disputes settled, visits, the year's scores."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

DISPUTES = (
    (255, "interest", "合作社分红账目不清,社员有意见", 12),
    (170, "enterprise_local", "采石场运输扬尘,沿路住户要求洒水限速", 20),
    (26, "other", "广场舞音量扰民", None),
)
"""Days ago, kind, contents, days until it was settled."""
VISITS = (
    (205, "enterprise", "走访茶企,收集用工难、贷款难两条意见"),
    (120, "household", "走访老旧小区独居老人,登记安装扶手的愿望"),
)
"""Days ago, person visited, result."""


async def everyday(scene: Scene, studio: Station) -> None:
    """Disputes, visits, service for enterprises, honours."""
    for ago, kind, summary, days in DISPUTES:
        mediated: dict[str, Any] = {"mediated_by": scene.posts["member3"]}
        dispute = await scene.act(
            "township",
            "record_dispute",
            ago=ago,
            station=studio,
            date=scene.day(ago),
            dispute_kind=kind,
            summary=summary,
            **mediated,
        )
        if days is not None:
            await scene.act("township", "settle_dispute", ago=ago - days, dispute=dispute)
    for ago, whom, found in VISITS:
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            station=studio,
            kind="visit",
            title="委员走访",
            date=scene.day(ago),
            visit_target=whom,
            visit_means="on_foot",
            result_text=found,
            campaign="enterprise_service" if whom == "enterprise" else None,
            participants=[
                {"person": scene.posts["member2"], "party_kind": "cppcc_member", "level": "county"}
            ],
        )
    await scene.act(
        "township",
        "record_activity",
        ago=110,
        station=studio,
        kind="volunteer",
        title="银企对接会",
        date=scene.day(110),
        served_times=216,
        campaign="bank_enterprise",
        result_text="对接银行5家、企业36家,达成贷款意向2860万元,当场签约9家。",
        participants=[
            {"person": scene.posts["member3"], "party_kind": "cppcc_member"},
            {"party_kind": "enterprise_representative", "count": 36},
        ],
    )
    await scene.act(
        "township",
        "record_deed",
        ago=75,
        station=studio,
        deed_kind="practical",
        date=scene.day(75),
        people=48,
        person=scene.posts["member2"],
        description="请县里专家到镇上义诊,四十八位老人建了健康档案。",
    )
    honours: tuple[tuple[int, str, str, str, str, Station | None], ...] = (
        (60, "excellent_studio", "市级优秀委员工作室", "city", "市政协", studio),
        (45, "article_prize", "政协好新闻三等奖", "province", "省政协", None),
    )
    for ago, kind, title, level, by, won in honours:
        await scene.act(
            "township",
            "record_honour",
            ago=ago,
            org=scene.township,
            kind=kind,
            title=title,
            level=level,
            awarded_by=by,
            year=scene.day(ago).year,
            awarded_on=scene.day(ago),
            station=won,
        )


async def score_members(scene: Scene, studio: Station) -> None:
    """Last year's scores: the last place is proposed for removal and waits for the chairs meeting,
    the newcomer is exempt.
    """
    year = scene.day(0).year - 1
    scheme = await scene.act(
        "county",
        "open_assessment",
        ago=18,
        org=scene.township,
        code="studio_member",
        year=year,
        station=studio,
    )
    await scene.act("county", "count_scores", ago=17, scheme=scheme)
    for post, points in (("member", 20), ("member2", 15), ("member3", 6), ("expert", 8)):
        entry: dict[str, Any] = {
            "person": scene.posts[post],
            "item": "proposal",
            "points": points,
            "evidence": "履职台账",
        }
        await scene.act("county", "add_score", ago=16, scheme=scheme, **entry)
    await scene.act("county", "end_self_scoring", ago=15, scheme=scheme)
    await scene.act("county", "check_assessment", ago=12, scheme=scheme)
    await scene.act("leader", "decide_assessment", ago=8, scheme=scheme)
