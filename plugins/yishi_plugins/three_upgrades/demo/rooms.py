"""The rooms are upgraded, awarded and rewarded; members enter and show themselves."""

from __future__ import annotations

from yishi_core.domain.people import Member
from yishi_core.testing import Scene

SHOWN = (
    ("member", "town", "县政协委员、企业负责人", "企业用工、融资对接", "为三家合作社对接贷款。"),
    ("member2", "community", "县政协委员、教师", "学位规划、家校沟通", "协调错时放学方案。"),
    ("member3", "community", "县政协委员、医生", "慢病管理、义诊", None),
)
"""Post, where the member goes, shown as whom, with which expertise, what was done."""


async def upgrade_rooms(scene: Scene) -> None:
    """A room of the township and one of a village, each with its theme and its uses."""
    room = await scene.act(
        "county",
        "open_station",
        ago=352,
        org=scene.township,
        name="老街协商议事室",
        kind="council_room",
        level="township",
        opened_on=scene.day(352),
        culture_theme="老街文化",
        shares_with=["meeting_room", "liaison_station", "painting_room"],
        address="老街文化站一楼",
    )
    village = await scene.act(
        "county",
        "open_station",
        ago=340,
        org=scene.villages[0],
        name="农耕协商议事室",
        kind="council_room",
        level="village",
        opened_on=scene.day(340),
        culture_theme="农耕文化",
        shares_with=["reading_room", "village_office"],
    )
    for station, ago in ((room, 330), (village, 300)):
        await scene.act(
            "county",
            "award_plaque",
            ago=ago,
            station=station,
            plate_awarded_by="县委书记、县长",
            plate_awarded_on=scene.day(ago),
        )
    year = scene.day(290).year
    granted = await scene.act(
        "county",
        "grant_subsidy",
        ago=290,
        station=room,
        year=year,
        own_funds=6_800_000,
        amount=3_000_000,
        reason="改造文化站,建成老街文化主题议事室",
        granted_on=scene.day(290),
    )
    await scene.act("county", "pay_subsidy", ago=270, subsidy=granted, paid_on=scene.day(270))
    await scene.act(
        "county",
        "grant_subsidy",
        ago=30,
        station=village,
        year=scene.day(30).year,
        own_funds=1_500_000,
        amount=800_000,
        reason="共用村阅览室,添置圆桌",
        granted_on=scene.day(30),
    )
    for post, kind, identity, expertise, action in SHOWN:
        member = (await scene.rows(Member, Member.person_id == scene.posts[post].id))[0]
        await scene.act(
            "township",
            "deploy_member",
            ago=280,
            org=scene.township if kind == "town" else scene.villages[0],
            member=member,
            place_kind=kind,
            shown_identity=identity,
            shown_expertise=expertise,
            shown_action=action,
            from_on=scene.day(280),
        )
