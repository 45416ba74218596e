"""Questions set by the leaders, the studio and its visitors, and the work that answers them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

WORK = (
    (
        275,
        "survey",
        "survey",
        "中药材种植调研",
        "走访九个村药农,丹参、黄精适宜连片五千亩,缺烘干和统一收购",
    ),
    (160, "supervision", "supervise", "河堤修复民主监督", "抽查石料和砂浆配比,一处返工"),
    (
        88,
        "joint_survey",
        "survey",
        "配合县级开展预制菜产业调研",
        "三家作坊缺标准厂房,建议集中建冷链",
    ),
)
"""Days ago, kind, micro kind, title, result."""


async def ask(scene: Scene, studio: Station, who: str, ago: int, days: int, text: str) -> Any:
    setter = "party_points" if who == "township" else "cppcc_sets"
    due = scene.day(ago) + timedelta(days=days)
    return await scene.act(
        who,
        "set_question",
        ago=ago,
        station=studio,
        setter=setter,
        text=text,
        given_on=scene.day(ago),
        due_on=due,
    )


async def set_questions(scene: Scene, studio: Station) -> None:
    """Answered by a survey; answered late; overdue; not due yet."""
    for ago, kind, micro, title, found in WORK:
        went = await scene.act(
            "township",
            "record_activity",
            ago=ago,
            station=studio,
            kind=kind,
            micro_kind=micro,
            title=title,
            date=scene.day(ago),
            result_text=found,
            self_started=kind == "survey",
            participants=[
                {"person": scene.posts[p], "party_kind": "cppcc_member", "level": "county"}
                for p in ("member", "member2")
            ],
            suggestions=[{"text": "建烘干房,统一收购"}] if kind == "survey" else [],
        )
        if kind == "survey":
            herbs = await ask(scene, studio, "leader", 285, 60, "中药材产业如何连片成规模")
            answer = "建议以合作社统一供苗、统一收购,先连片五千亩,建烘干房两座。"
            await scene.act(
                "member",
                "answer_question",
                ago=ago - 10,
                question=herbs,
                answer=answer,
                answer_activity=went,
            )
        if kind == "joint_survey":
            food = await ask(scene, studio, "county", 130, 30, "预制菜产业起步缺什么")
            answer = "缺标准厂房和冷链,建议三家作坊入园,共建冷库。"
            await scene.act(
                "member",
                "answer_question",
                ago=ago - 8,
                question=food,
                answer=answer,
                answer_activity=went,
            )
    await ask(scene, studio, "township", 70, 45, "农贸市场占道经营如何疏导")
    await ask(scene, studio, "leader", 20, 60, "康养旅游与丝绸产业怎样结合")
