"""站点升级: rooms by local character, members who show themselves, and reward money."""

from __future__ import annotations

from tests.stories.asking import asked, counted
from tests.stories.people import Json
from tests.stories.three_upgrades.district import PLUGIN, District, room


async def test_a_room_is_told_what_its_upgrade_still_lacks(district: District) -> None:
    county = district.town["county"]
    given = {
        "org": district.town.orgs["village"],
        "name": "柳湾议事室",
        "kind": "council_room",
        "level": "village",
        "opened_on": "2025-05-01",
    }
    opened = await county.do("openStation", "station { id } advice { rule }", **given)
    assert [a["rule"] for a in opened["advice"]] == ["no_culture_theme", "stands_alone"]
    change = {"station": opened["station"]["id"], "culture_theme": "农耕文化"}
    await county.refused("changeStation", "INVALID_INPUT", shares_with=["tea_house"], **change)
    done = await county.do(
        "changeStation",
        "station { cultureTheme sharesWith } advice { rule }",
        shares_with=["reading_room", "painting_room", "liaison_station"],
        **change,
    )
    assert done == {
        "station": {
            "cultureTheme": "农耕文化",
            "sharesWith": ["reading_room", "painting_room", "liaison_station"],
        },
        "advice": [],
    }
    words = await asked(
        county,
        "vocabularies",
        "name words { code label }",
        org=district.town.orgs["county"],
        names=["shares_with"],
    )
    labels = {value["code"]: value["label"] for value in words[0]["words"]}
    assert (labels["painting_room"], labels["meeting_room"]) == ("诗书画室", "现有会议室")
    studio = await county.do(
        "openStation", "advice { rule }", **{**given, "kind": "workstation", "name": "工作站"}
    )
    assert studio["advice"] == []


async def test_the_board_tells_rooms_of_towns_and_of_villages(district: District) -> None:
    town = district.town
    await room(district, "河口镇协商议事室")
    board: Json = await asked(
        town["county"],
        "platformBoard",
        "formulas { formula parts { label registered } }",
        org=town.orgs["county"],
    )
    formula = board["formulas"][0]
    assert formula["formula"] == "11+92"
    registered = {part["label"]: part["registered"] for part in formula["parts"]}
    assert registered["镇(街道)协商议事室"] >= 1
    assert set(registered) == {"镇(街道)协商议事室", "村(社区)协商议事室"}


async def test_leaders_award_the_plaque(district: District) -> None:
    town, id_ = district.town, await room(district, "老街议事室")
    award = {"station": id_, "plate_awarded_by": "区委书记、区长", "plate_awarded_on": "2025-03-20"}
    await town["village"].refused("awardPlaque", "FORBIDDEN", **award)
    await town["county"].refused(
        "awardPlaque", "INVALID_INPUT", **{**award, "plate_awarded_on": "2027-01-01"}
    )
    done = await town["county"].do(
        "awardPlaque", "station { plateAwardedBy plateAwardedOn }", **award
    )
    assert done["station"] == {"plateAwardedBy": "区委书记、区长", "plateAwardedOn": "2025-03-20"}


async def test_members_of_three_levels_enter_and_show_themselves(district: District) -> None:
    town = district.town
    shown = {
        "place_kind": "community",
        "shown_identity": "市政协委员、市一小校长",
        "shown_expertise": "学位规划、家校沟通",
        "from_on": "2025-04-01",
    }
    place = {"org": town.orgs["village"], "member": district.members["李承志"]}
    await town["township"].refused(
        "deployMember", "INVALID_INPUT", **{**shown, "shown_identity": ""}, **place
    )
    made = await town["township"].do("deployMember", "memberDeployment { id }", **shown, **place)
    await town["township"].refused("deployMember", "REFUSED", **shown, **place)
    await town["township"].do(
        "changeDeployment",
        "memberDeployment { shownAction }",
        deployment=made["memberDeployment"]["id"],
        shown_action="协调增加学位一百二十个。",
    )
    for name, org, kind in (("张兆和", "township", "town"), ("何雨桐", "village2", "park")):
        await town["township"].do(
            "deployMember",
            "__typename",
            org=town.orgs[org],
            member=district.members[name],
            **{**shown, "place_kind": kind},
        )
    assert await counted(town["county"], town.orgs["county"], "members_deployed") == "3"
    assert (
        await counted(town["county"], town.orgs["county"], "members_deployed{place_kind=park}")
        == "1"
    )


async def test_the_reward_stays_below_what_the_town_put_in(district: District) -> None:
    town, id_ = district.town, await room(district, "航天议事室", culture_theme="航天文化")
    given = {
        "station": id_,
        "year": 2026,
        "reason": "改造会议室,建成航天文化主题议事室",
        "granted_on": "2026-06-01",
    }
    county = town["county"]
    error = await county.refused(
        "grantSubsidy",
        "REFUSED",
        "reward_above_own",
        own_funds=3_000_000,
        amount=3_000_001,
        **given,
    )
    assert error["extensions"]["plugin"] == PLUGIN
    await town["village"].refused("grantSubsidy", "FORBIDDEN", own_funds=2, amount=1, **given)
    made = await county.do(
        "grantSubsidy", "subsidy { id paidOn }", own_funds=3_000_000, amount=2_000_000, **given
    )
    subsidy = {"subsidy": made["subsidy"]["id"]}
    await county.refused(
        "changeSubsidy", "REFUSED", "reward_above_own", own_funds=1_900_000, **subsidy
    )
    await county.do("paySubsidy", "__typename", paid_on="2026-07-01", **subsidy)
    await county.refused("paySubsidy", "REFUSED", "paid_already", **subsidy)
    accounts = await asked(
        county, "fundAccounts", "subsidies ownFunds", org=town.orgs["township"], year=2026
    )
    assert (int(accounts["subsidies"]), int(accounts["ownFunds"])) == (2_000_000, 3_000_000)
    values = {"org": town.orgs["county"], "plugin": PLUGIN, "values": {"reward_percent": 50}}
    await county.do("configurePlugin", "__typename", **values)
    error = await county.refused(
        "changeSubsidy", "REFUSED", "reward_above_own", amount=1_600_000, **subsidy
    )
    assert "50%" in error["message"]
