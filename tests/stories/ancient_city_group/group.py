"""The group's people, and what its stories begin with: clues, their sheets, a topic, an open case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.stories.people import Json
from tests.stories.town import Town
from yishi_core import clock

PLUGIN = "ancient_city_group"
THEME = "古城保护与利用"
CLUE = "北街老院子连片,消防车进不去,夏天就怕起火。"
SCHEDULE = (
    "{ scheduleDates(first: 100) { nodes { id date plannedOn held rule { kind label "
    "timeFrom plugin } } } }"
)


def day(ago: int) -> str:
    """A day so many days ago (before: negative)."""
    return (clock.today() - timedelta(days=ago)).isoformat()


def after(iso: str, days: int) -> str:
    return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()


@dataclass
class Group:
    """A special group beside the townships, switched on, with people, experts, a box, a board and a
    year and more of dates.
    """

    town: Town
    org: str
    station: str
    qr: str
    people: dict[str, str] = field(default_factory=dict)
    collect: list[Json] = field(default_factory=list)
    consult: list[Json] = field(default_factory=list)

    @property
    def round(self) -> str:
        """The last consult day but one: two months ago and more."""
        return str(self.consult[-2]["date"])

    @property
    def collected(self) -> str:
        """The collect day before it."""
        return str([d["date"] for d in self.collect if d["date"] < self.round][-1])


async def clue_from_the_box(group: Group) -> str:
    """A collect day: the box is opened by two, its slip is entered with the round."""
    staff, people = group.town["group_staff"], group.people
    box = await staff.do(
        "putUpBox",
        "suggestionBox { id }",
        org=group.org,
        name="一号箱",
        place="北街口",
        put_up_on=day(450),
    )
    opening: Json = {
        "box": box["suggestionBox"]["id"],
        "opened_on": group.collected,
        "first_opener": people["赵工"],
        "slips": 1,
    }
    await staff.refused("openBox", "REFUSED", second_opener=people["赵工"], **opening)
    opened = await staff.do(
        "openBox", "boxOpening { id slips }", second_opener=people["钱工"], **opening
    )
    await staff.do(
        "putUpBox", "__typename", org=group.org, name="二号箱", place="南门", put_up_on=day(450)
    )
    planned = next(d for d in group.collect if d["date"] == group.collected)
    held = await staff.do(
        "holdCollectRound",
        "collectRound { id date } advice { rule message }",
        org=group.org,
        schedule_date=planned["id"],
        place="北街广场",
        staff=["赵工"],
        items=1,
    )
    assert [(a["rule"], "二号箱" in a["message"]) for a in held["advice"]] == [
        ("box_not_opened", True)
    ]
    intake = await staff.do(
        "recordIntake",
        "intake { id no isAnonymous }",
        org=group.org,
        content=CLUE,
        channel="box",
        is_anonymous=True,
        received_at=f"{group.collected}T10:00:00+08:00",
        box_opening=opened["boxOpening"]["id"],
        collect_round=held["collectRound"]["id"],
    )
    id_ = str(intake["intake"]["id"])
    await staff.do("acceptIntake", "__typename", intake=id_, on=after(group.collected, 1))
    return id_


async def clue_by_code(group: Group) -> tuple[str, str]:
    """Somebody scans the board in the street: no login, no name, and a code to come back with."""
    town, staff = group.town, group.town["group_staff"]
    board = await staff.do(
        "putUpNoticeBoard",
        "noticeBoard { qrToken }",
        station=group.station,
        place="鼓楼下",
        content="扫码提供线索,可以匿名",
    )
    page = (
        "query($county: Int!, $word: String!) { qrEntry(county: $county, qrToken: $word)"
        " { station theme boardText takesMatters anonymityPolicy guide { title } } }"
    )
    seen = (await town.resident.ask(page, county=town.code, word=board["noticeBoard"]["qrToken"]))[
        "qrEntry"
    ]
    assert (seen["station"], seen["theme"], seen["boardText"]) == (
        group.station,
        THEME,
        "扫码提供线索,可以匿名",
    )
    assert (seen["takesMatters"], seen["anonymityPolicy"], seen["guide"][0]["title"]) == (
        True,
        "anonymous_allowed",
        "怎样提供线索",
    )
    given: Json = {
        "station": seen["station"],
        "content": "老城墙根下堆着易燃杂物。",
        "channel": "qr",
        "is_anonymous": True,
    }
    await town.resident.refused(
        "submitIntake", "INVALID_INPUT", field="input.submitterName", submitter_name="张三", **given
    )
    sent = await town.resident.do("submitIntake", "queryCode state", **given)
    found = await staff.ask(
        "{ intakes(where: {channel: {eq: qr}}) { nodes { id submitterName submitterPhone "
        "submitterKind } } }"
    )
    node = found["intakes"]["nodes"][0]
    assert (node["submitterName"], node["submitterPhone"], node["submitterKind"]) == (
        None,
        None,
        "anonymous",
    )
    await staff.do("acceptIntake", "__typename", intake=node["id"])
    return str(node["id"]), str(sent["queryCode"])


def sheet(group: Group, intake: str, **given: Any) -> Json:
    two = {"first_analyst": group.people["赵工"], "second_analyst": group.people["钱工"]}
    found = {"direction": "old_town_livelihood", "finding": "消防通道不足,须到现场量路宽"}
    return {"intake": intake, "analysis_field": "fire_safety", **found, **two, **given}


def topic(group: Group, **given: Any) -> Json:
    return {
        "org": group.org,
        "title": "提高古城消防能力",
        "description": "消防通道与水源不足。",
        "topic_source": "box",
        "focus_category": "fire_safety",
        "theme": THEME,
        "focus_tags": ["old_town_livelihood"],
        **given,
    }


async def to_an_open_case(group: Group, *intakes: str) -> str:
    """Clues become a topic of the theme, chosen, approved by the head and opened."""
    staff, head = group.town["group_staff"], group.town["group_head"]
    made = await staff.do(
        "proposeTopic", "topic { id theme }", **topic(group, intakes=list(intakes))
    )
    id_ = made["topic"]["id"]
    await staff.do(
        "screenTopic",
        "__typename",
        topic=id_,
        decision="screened",
        screened_on=after(group.collected, 3),
    )
    await head.do(
        "approveTopic",
        "topic { state }",
        topic=id_,
        approved_by="联络组领导小组",
        approved_on=after(group.collected, 4),
    )
    opened = await staff.do(
        "openCase",
        "consultationCase { id procedure }",
        topic=id_,
        opened_on=after(group.collected, 4),
    )
    assert opened["consultationCase"]["procedure"] == "monthly_cycle"
    return str(opened["consultationCase"]["id"])
