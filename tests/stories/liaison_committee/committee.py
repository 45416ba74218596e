"""A county with the variant on, and the liaison committee of its first township."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.stories.town import Town

PLUGIN = "liaison_committee"
SETS = ("four_schemes", "deed_each", "five_ones_committee", "half_year_report")
PEOPLE = (
    ("周文清", "township_deputy_secretary", True),
    ("马丽华", "organisation_publicity_united_front_member", False),
    ("王海峰", None, True),
    ("李素芳", None, True),
)
"""Name, kind of post, whether a county member."""


@dataclass
class Committee:
    """The town, the committee's id, and its people's ids by name."""

    town: Town
    org: str
    people: dict[str, str] = field(default_factory=dict)


async def set_up(town: Town) -> Committee:
    """The variant is on; both townships' bodies are committees, the first one has its people."""
    county = town["county"]
    await town.switch_on(PLUGIN, "county")
    for code in SETS:
        await county.do("adoptQuotaSet", "__typename", org=town.orgs["county"], code=code)
    for place in ("township", "neighbour"):
        given = {"org": town.orgs[place], "kind": PLUGIN}
        await county.do("changeOrgKind", "orgUnit { name }", **given)
    org = town.orgs["township"]
    await county.do(
        "changeOrg", "__typename", org=org, founded_on="2026-01-06", doc_no="青委〔2026〕2号"
    )
    made = Committee(town, org)
    for name, post_kind, member in PEOPLE:
        made.people[name] = await registered(town, org, name, post_kind, member=member)
    return made


async def registered(
    town: Town, org: str, name: str, post_kind: str | None = None, *, member: bool = False
) -> str:
    """A person of the committee, and a county member where that is said."""
    county = town["county"]
    kept = await county.do(
        "registerPerson", "person { id }", org=org, name=name, post_kind=post_kind
    )
    id_: str = kept["person"]["id"]
    if member:
        await county.do(
            "addMember", "__typename", person=id_, level="county", joined_on="2022-01-10"
        )
    return id_


async def led(committee: Committee) -> None:
    """Head and deputy take their places, and the members theirs."""
    places = {"周文清": "head", "马丽华": "deputy", "王海峰": "member", "李素芳": "member"}
    for name, position in places.items():
        await committee.town["township"].do(
            "addToGroup",
            "__typename",
            group=committee.org,
            person=committee.people[name],
            group_position=position,
            from_on="2026-01-06",
        )
