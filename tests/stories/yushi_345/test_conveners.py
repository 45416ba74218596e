"""Two conveners: the township's deputy secretary and the director of the linked committee."""

from __future__ import annotations

from typing import Any

from tests.stories.yushi_345.district import PLUGIN, District

TOWNSHIP, COMMITTEE = "convener_of_township_missing", "convener_of_committee_missing"


async def test_nobody_is_invited_before_both_convene(district: District) -> None:
    township, event = district.township, await district.planned()
    told = await township.refused("notifyConsultation", "REFUSED", TOWNSHIP, consultation=event)
    assert told["extensions"]["plugin"] == PLUGIN
    assert "乡镇党委副书记" in told["message"]
    deputy, director = district.both
    await township.do("changeConveners", "__typename", consultation=event, conveners=[deputy])
    told = await township.refused("notifyConsultation", "REFUSED", COMMITTEE, consultation=event)
    assert "专委会主任" in told["message"]
    await township.refused("holdConsultation", "REFUSED", COMMITTEE, consultation=event)
    await township.do(
        "changeConveners", "__typename", consultation=event, conveners=[director, deputy]
    )
    done = await township.do("notifyConsultation", "consultation { state }", consultation=event)
    assert done["consultation"]["state"] == "notified"
    # nobody drops out once people are invited
    await township.refused(
        "changeConveners", "REFUSED", COMMITTEE, consultation=event, conveners=[deputy]
    )
    held = await township.do(
        "holdConsultation",
        "consultation { state conveners { nodes { person { name } } } }",
        consultation=event,
        participants=[{"party_kind": "mass_representative", "count": 9}],
    )
    names = {c["person"]["name"] for c in held["consultation"]["conveners"]["nodes"]}
    assert (held["consultation"]["state"], names) == ("held", {"镇副书记", "经济委主任"})


async def test_the_director_is_that_of_the_committee_that_guides_the_township(
    district: District,
) -> None:
    deputy, _ = district.both
    stranger = {"person": district.people["社法委主任"]}
    event = await district.planned(conveners=[deputy, stranger])
    told = await district.township.refused(
        "notifyConsultation", "REFUSED", "convener_not_linked", consultation=event
    )
    assert "经济委主任" in told["message"]
    # a post held in the event alone does not make a director
    posed = {"person": district.people["镇副书记"], "post_kind": "committee_director"}
    await district.township.refused(
        "changeConveners", "INVALID_INPUT", consultation=event, conveners=[deputy, posed]
    )


async def test_an_event_of_a_village_is_convened_by_its_township(district: District) -> None:
    village = district.town.orgs["village"]
    event = {
        "org": village,
        "title": "院坝会",
        "date": "2026-11-25",
        "place": "院坝",
        "form": "yard",
    }
    made = await district.village.do("planConsultation", "consultation { id }", **event)
    own = made["consultation"]["id"]
    await district.village.refused("holdConsultation", "REFUSED", TOWNSHIP, consultation=own)
    await district.village.do(
        "changeConveners", "__typename", consultation=own, conveners=district.both
    )
    came = [{"party_kind": "mass_representative", "count": 15}]
    await district.village.do("holdConsultation", "__typename", consultation=own, participants=came)


async def test_old_papers_are_entered_as_they_are(district: District) -> None:
    paper: dict[str, Any] = {"date": "2025-05-06", "title": "饮水管网协商", "content": ["换管"]}
    made = await district.township.do(
        "recordConsultation", "consultation { id state }", station=district.room, **paper
    )
    assert made["consultation"]["state"] == "held"
    # and put right, as long as nothing of the conveners is touched
    await district.township.do(
        "changeConsultation",
        "__typename",
        consultation=made["consultation"]["id"],
        place="镇议事室",
    )


async def test_the_county_says_who_convenes_for_its_body(district: District) -> None:
    town, neighbour = district.town, district.town["neighbour"]
    await district.person(
        "county", "东坪副书记", "neighbour", post_kind="township_deputy_secretary"
    )
    await district.person("county", "县政协副主席", "county", post_kind="vice_chair")
    conveners = [{"person": district.people[n]} for n in ("东坪副书记", "县政协副主席")]
    made = await neighbour.do(
        "planConsultation",
        "consultation { id }",
        org=town.orgs["neighbour"],
        title="修桥协商",
        date="2026-11-25",
        place="镇政府",
        conveners=conveners,
    )
    event = made["consultation"]["id"]
    await neighbour.refused("notifyConsultation", "REFUSED", COMMITTEE, consultation=event)
    change = {"plugin": PLUGIN, "values": {"second_convener_posts": ["vice_chair"]}}
    await neighbour.refused(
        "configurePlugin", "INVALID_INPUT", org=town.orgs["neighbour"], **change
    )
    county = {"org": town.orgs["county"], "plugin": PLUGIN}
    await town["county"].do("configurePlugin", "__typename", **county, values=change["values"])
    # the committee that guides the place is still that of 社法委主任
    await neighbour.refused(
        "notifyConsultation", "REFUSED", "convener_not_linked", consultation=event
    )
    await town["county"].do(
        "configurePlugin", "__typename", **county, values={"second_convener_posts": None}
    )
