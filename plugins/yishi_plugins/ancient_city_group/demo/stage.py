"""The group's people, the matters of its year, and the stage on which they are played."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yishi_core.testing import Scene

THEME = "古城保护与利用"
TEAM = (
    ("贺长安", ("fire_safety", "engineering"), "县消防救援大队退休干部"),
    ("沈砚秋", ("heritage", "planning"), "古城文保员"),
    ("陆一鸣", ("telecom",), "通信公司古城网格员"),
    ("顾采薇", ("tourism", "culture"), "古城客栈协会会长"),
    ("温如玉", ("law", "mediation"), "律师"),
)
EXPERTS = (
    ("季明远", "adviser", ("heritage",), "国家级文物保护专家"),
    ("傅青山", "committee_member", ("fire_safety", "planning"), "古建筑研究所研究员"),
    ("鲁正平", "committee_member", ("engineering", "heritage"), "传统营造匠师"),
)


@dataclass(frozen=True)
class Matter:
    """The matter of one cycle: two clues, their topic, the findings, agreements and promises."""

    box: str
    code: str
    title: str
    category: str
    field: str
    direction: str
    finding: str
    agreed: str
    promise: str
    done: str = ""
    """The unit's answer; empty where it has not answered and the promise runs out."""


MATTERS = (
    Matter(
        "北街老院子连片,消防车进不去,夏天就怕起火。",
        "鼓楼巷两个消防栓打不出水。",
        "提高古城消防能力",
        "fire_safety",
        "fire_safety",
        "old_town_livelihood",
        "北街最窄处一米八,消防栓两处无水,木结构院落四十七座。",
        "设两处微型消防站,配手抬机动泵,每月联防演练一次。",
        "接通北街、鼓楼巷消防栓水源",
        "两处消防栓已通水,微型消防站器材到位。",
    ),
    Matter(
        "石板路坑洼,下雨天老人摔跤。",
        "西街石板松动,夜里骑车差点摔倒。",
        "修补西街石板路",
        "infrastructure",
        "engineering",
        "old_town_livelihood",
        "松动石板六十二块,须用老石料照原样补。",
        "照原工艺修补,施工避开早市。",
        "雨季前补好西街石板六十二块",
    ),
)
QUIET = (
    "雨天,当日无人反映",
    "上期线索正在办理,当日无新线索",
    "到点四人均为咨询,当场解答,未登记线索",
)
"""The notes of collect days that brought nothing."""


class NotYet(Exception):
    """Raised when the next step would lie in the future."""


@dataclass
class Stage:
    """The group with its places and people."""

    scene: Scene
    org: Any = None
    station: Any = None
    box: Any = None
    team: dict[str, Any] = field(default_factory=dict)

    async def on(self, day: date, who: str, operation: str, **given: Any) -> Any:
        """Act on a day; ends the cycle where that day has not come."""
        if day > self.scene.day(0):
            raise NotYet
        return await self.scene.act(who, operation, ago=day, **given)
