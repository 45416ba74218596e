"""The fictional people of the demonstration county: nine in each of four townships.

Each has a post; members have a sector.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Part:
    """One fictional person.

    `title` is the post as written; `sector` is set only for members of the county's committee.
    """

    post: str
    name: str
    sex: str
    born: int
    employer: str
    title: str
    expertise: tuple[str, ...] = ()
    sector: str | None = None
    post_kind: str | None = None
    ethnic: str = "汉族"
    party: str = "群众"

    def registered(self) -> dict[str, Any]:
        """The input of `register_person`, without the org."""
        return {
            "name": self.name,
            "sex": self.sex,
            "born_on": date(self.born, 1 + self.born % 12, 1 + self.born % 28),
            "ethnic": self.ethnic,
            "party": self.party,
            "employer": self.employer,
            "post": self.title,
            "post_kind": self.post_kind,
            "expertise": list(self.expertise) or None,
        }


@dataclass(frozen=True)
class Posting:
    """An account of the demonstration.

    `who` is its name in a scene; `stands_for` is the post of the person that it stands for.
    """

    who: str
    role: str
    label: str
    stands_for: str = ""


COUNTY_POSTS = (
    Posting("county", "county_admin", "县政协管理员"),
    Posting("leader", "county_leader", "县政协领导"),
    Posting("unit2", "handling_unit", "县交通运输局经办人"),
)
"""Accounts that exist once in the county."""
TOWNSHIP_POSTS = (
    Posting("township", "township_staff", "工作人员", "clerk"),
    Posting("head", "leading_group_head", "协商工作领导小组组长", "secretary"),
    Posting("village", "council_staff", "议事工作人员", "village_secretary"),
    Posting("village2", "council_staff", "议事工作人员", "village2_secretary"),
    Posting("member", "member", "政协委员", "member"),
    Posting("unit", "handling_unit", "经办人"),
)
"""Accounts of every township; their names end with the code of its plugin."""

_PARTY = "中共党员"
_SECRETARY, _CLERK, _VILLAGE = (
    "township_party_secretary",
    "organisation_publicity_united_front_member",
    "village_party_secretary",
)

Troupe = tuple[Part, ...]
TROUPES: tuple[Troupe, ...] = (
    (
        Part(
            "member",
            "张德全",
            "male",
            1971,
            "河口果蔬合作社",
            "理事长",
            ("agriculture", "ecology"),
            "agriculture",
        ),
        Part(
            "member2",
            "何晓兰",
            "female",
            1980,
            "青禾建筑设计所",
            "工程师",
            ("engineering", "planning"),
            "science_tech",
        ),
        Part(
            "member3",
            "罗永清",
            "male",
            1976,
            "清源律师事务所",
            "律师",
            ("law", "mediation"),
            "social_science",
        ),
        Part(
            "secretary",
            "周启明",
            "male",
            1975,
            "河口镇党委",
            "党委书记",
            post_kind=_SECRETARY,
            party=_PARTY,
        ),
        Part(
            "clerk",
            "林小燕",
            "female",
            1992,
            "河口镇政府",
            "统战委员",
            ("social_work",),
            post_kind=_CLERK,
            party=_PARTY,
        ),
        Part(
            "village_secretary",
            "陈水生",
            "male",
            1969,
            "柳湾村",
            "党支部书记",
            ("agriculture",),
            post_kind=_VILLAGE,
            party=_PARTY,
        ),
        Part(
            "village2_secretary",
            "石建国",
            "male",
            1973,
            "石桥村",
            "党支部书记",
            ("mediation",),
            post_kind=_VILLAGE,
            party=_PARTY,
        ),
        Part("elder", "余长福", "male", 1953, "柳湾村", "村民代表", ("mediation",), ethnic="羌族"),
        Part(
            "expert",
            "邓文博",
            "male",
            1965,
            "县文化馆",
            "副研究馆员",
            ("heritage", "culture"),
            party=_PARTY,
        ),
    ),
    (
        Part(
            "member",
            "刘志远",
            "male",
            1974,
            "东坪茶业公司",
            "总经理",
            ("agriculture", "economy"),
            "economy",
        ),
        Part(
            "member2", "马春梅", "female", 1979, "县人民医院", "副主任医师", ("health",), "health"
        ),
        Part(
            "member3",
            "韩立新",
            "male",
            1968,
            "县消防工程公司",
            "高级工程师",
            ("fire_safety", "engineering"),
            "science_tech",
        ),
        Part(
            "secretary",
            "赵国强",
            "male",
            1977,
            "东坪镇党委",
            "党委书记",
            post_kind=_SECRETARY,
            party=_PARTY,
        ),
        Part(
            "clerk",
            "孙佳",
            "female",
            1990,
            "东坪镇政府",
            "统战委员",
            ("law",),
            post_kind=_CLERK,
            party=_PARTY,
        ),
        Part(
            "village_secretary",
            "唐大勇",
            "male",
            1970,
            "松林村",
            "党支部书记",
            ("agriculture",),
            post_kind=_VILLAGE,
            party=_PARTY,
        ),
        Part(
            "village2_secretary",
            "冯秀英",
            "female",
            1978,
            "马鞍村",
            "党支部书记",
            ("social_work",),
            post_kind=_VILLAGE,
            party=_PARTY,
        ),
        Part("elder", "谭正文", "male", 1950, "松林村", "退休教师", ("education", "culture")),
        Part(
            "expert",
            "苏明哲",
            "male",
            1966,
            "县文物保护中心",
            "研究馆员",
            ("heritage", "planning"),
            party="民盟盟员",
        ),
    ),
    (
        Part(
            "member",
            "黄海波",
            "male",
            1972,
            "西岭机械厂",
            "厂长",
            ("engineering", "economy"),
            "acfic",
        ),
        Part(
            "member2",
            "曾丽华",
            "female",
            1981,
            "西岭中学",
            "副校长",
            ("education",),
            "education",
            party="民进会员",
        ),
        Part(
            "member3",
            "吕成刚",
            "male",
            1970,
            "县农商银行",
            "支行行长",
            ("finance", "economy"),
            "economy",
        ),
        Part(
            "secretary",
            "高建平",
            "male",
            1974,
            "西岭镇党委",
            "党委书记",
            post_kind=_SECRETARY,
            party=_PARTY,
        ),
        Part(
            "clerk",
            "廖婷",
            "female",
            1993,
            "西岭镇政府",
            "统战委员",
            ("social_work",),
            post_kind=_CLERK,
            party=_PARTY,
        ),
        Part(
            "village_secretary",
            "邱家明",
            "male",
            1972,
            "云溪村",
            "党支部书记",
            ("tourism",),
            post_kind=_VILLAGE,
            party=_PARTY,
        ),
        Part(
            "village2_secretary",
            "杨顺国",
            "male",
            1967,
            "杨家坝村",
            "党支部书记",
            ("agriculture",),
            post_kind=_VILLAGE,
            party=_PARTY,
        ),
        Part(
            "elder", "秦玉兰", "female", 1955, "云溪村", "老妇联主任", ("mediation", "social_work")
        ),
        Part(
            "expert",
            "方志鹏",
            "male",
            1969,
            "县规划设计院",
            "院长",
            ("planning", "transport"),
            party="九三学社社员",
        ),
    ),
    (
        Part(
            "member",
            "许文涛",
            "male",
            1975,
            "南坝养殖公司",
            "经理",
            ("agriculture", "economy"),
            "agriculture",
        ),
        Part(
            "member2",
            "袁晓东",
            "male",
            1983,
            "县电信分公司",
            "工程师",
            ("telecom", "engineering"),
            "science_tech",
        ),
        Part(
            "member3",
            "彭秀云",
            "female",
            1977,
            "县疾控中心",
            "主管医师",
            ("health", "ecology"),
            "health",
            party="农工党党员",
        ),
        Part(
            "secretary",
            "蒋志刚",
            "male",
            1978,
            "南坝乡党委",
            "党委书记",
            post_kind=_SECRETARY,
            party=_PARTY,
        ),
        Part(
            "clerk",
            "任雪梅",
            "female",
            1991,
            "南坝乡政府",
            "统战委员",
            ("mediation",),
            post_kind=_CLERK,
            party=_PARTY,
        ),
        Part(
            "village_secretary",
            "梁永福",
            "male",
            1968,
            "古井村",
            "党支部书记",
            ("agriculture",),
            post_kind=_VILLAGE,
            party=_PARTY,
        ),
        Part(
            "village2_secretary",
            "覃小芳",
            "female",
            1984,
            "双河村",
            "党支部书记",
            ("tourism",),
            post_kind=_VILLAGE,
            party=_PARTY,
            ethnic="土家族",
        ),
        Part("elder", "郑德厚", "male", 1952, "古井村", "退休水利员", ("engineering", "mediation")),
        Part(
            "expert", "白世安", "male", 1964, "县水务协会", "高级工程师", ("engineering", "ecology")
        ),
    ),
)
"""One troupe for each township, in the order of the townships' codes."""
