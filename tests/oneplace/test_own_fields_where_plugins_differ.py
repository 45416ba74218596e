"""Own fields where a plugin is switched off, is retired, or is not the only one."""

from __future__ import annotations

from tests.oneplace.consulting import SHOWN, TOPIC, planned
from tests.oneplace.evening_talks import PACKAGE
from tests.stories.people import Json
from tests.stories.town import Town


async def test_two_plugins_keep_something_of_one_record_each_for_itself(talks: Town) -> None:
    """Columns of one name do not get in each other's way, and what one refuses the other loses."""
    village, county = talks["village"], talks["county"]
    switch: Json = {"org": talks.orgs["village"], "plugin": "yard_seats"}
    await county.do("switchPlugin", "__typename", **switch, on=True)
    shown = "consultation { id eveningTalks { tea } yardSeats { benches tea } }"
    given: Json = {"org": talks.orgs["village"], "title": "两样", "date": "2026-12-01"}
    both: Json = {"evening_talks": {"tea": 4}, "yard_seats": {"benches": 6, "tea": "老鹰茶"}}
    made = await village.do("planConsultation", shown, **given, place="院坝", **both)
    same: Json = {"consultation": made["consultation"]["id"]}
    assert made["consultation"] == {
        "id": same["consultation"],
        "eveningTalks": {"tea": 4},
        "yardSeats": {"benches": 6, "tea": "老鹰茶"},
    }
    alone = await village.do("changeConsultation", shown, **same, yard_seats={"tea": None})
    assert alone["consultation"]["yardSeats"] == {"benches": 6, "tea": None}
    await village.refused(
        "changeConsultation",
        "REFUSED",
        "standing",
        **same,
        evening_talks={"tea": 9},
        yard_seats={"benches": 0},
    )
    wrong: Json = {"evening_talks": {"tea": 1000}, "yard_seats": {"benches": 100}}
    error = await village.refused("changeConsultation", "INVALID_INPUT", **same, **wrong)
    fields = [field["path"] for field in error["extensions"]["fields"]]
    assert fields == ["input.eveningTalks.tea", "input.yardSeats.benches"]
    found = await village.ask(
        "{ consultations(where: {eveningTalks: {tea: {eq: 4}}, yardSeats: {benches: {eq: 6}}}) "
        "{ nodes { id } } }"
    )
    assert [node["id"] for node in found["consultations"]["nodes"]] == [same["consultation"]]
    await village.do("changeConsultation", shown, **same, evening_talks=None, yard_seats=None)
    await county.do("switchPlugin", "__typename", **switch, on=False)  # nothing of it is left


async def test_what_was_kept_is_put_right_where_the_plugin_was_switched_off(talks: Town) -> None:
    county, place = talks["county"], talks.orgs["neighbour"]
    switch: Json = {"org": place, "plugin": PACKAGE}
    await county.do("switchPlugin", "__typename", **switch, on=True)
    kept = await planned(talks, "county", "neighbour_village", evening_talks={"tea": 8})
    without = await planned(talks, "county", "neighbour_village")
    await county.do("switchPlugin", "__typename", **switch, on=False)
    right = await county.do(
        "changeConsultation", SHOWN, consultation=kept["id"], evening_talks={"tea": 9}
    )
    assert right["consultation"]["eveningTalks"]["tea"] == 9
    await county.refused(
        "changeConsultation",
        "INVALID_INPUT",
        field="input.eveningTalks",
        consultation=without["id"],
        evening_talks={"tea": 1},
    )
    gone = await county.do("changeConsultation", SHOWN, consultation=kept["id"], evening_talks=None)
    assert gone["consultation"]["eveningTalks"] is None
    await county.do("switchPlugin", "__typename", **switch, on=False)  # nothing of it is left


async def begun(town: Town, who: str, at: str) -> str:
    """A running case at an org, on whose topic a township decides; its id."""
    made = await town["county"].do(
        "proposeTopic", "topic { id }", org=town.orgs[at], title="村道照明", **TOPIC
    )
    topic: Json = {"topic": made["topic"]["id"]}
    await town[who].do("screenTopic", "__typename", **topic, decision="screened")
    await town[who].do("approveTopic", "__typename", **topic, approved_by="镇党委")
    opened = await town["county"].do("openCase", "consultationCase { id }", **topic)
    return str(opened["consultationCase"]["id"])


async def test_a_case_finishes_with_its_own_fields_and_rules_where_the_plugin_is_retired(
    talks: Town,
) -> None:
    county, at = talks["county"], "neighbour_village"
    switch: Json = {"org": talks.orgs["neighbour"], "plugin": PACKAGE}
    await county.do("switchPlugin", "__typename", **switch, on=True)
    case = await begun(talks, "neighbour", at)
    await county.do("switchPlugin", "__typename", **switch, on=False)
    later = await begun(talks, "neighbour", at)
    talk: Json = {"title": "协商", "date": "2026-12-01", "place": "院坝"}

    made = await county.do("planConsultation", SHOWN, **talk, case=case, evening_talks={"tea": 3})
    assert made["consultation"]["eveningTalks"]["tea"] == 3
    dry: Json = {"tea": 0, "mood": "heated"}
    await county.refused(
        "planConsultation", "REFUSED", "dry_talk", **talk, case=case, evening_talks=dry
    )
    for nowhere in ({"case": later}, {"org": talks.orgs[at]}):
        await county.refused(
            "planConsultation",
            "INVALID_INPUT",
            field="input.eveningTalks",
            **talk,
            **nowhere,
            evening_talks={"tea": 3},
        )
    await county.do("planConsultation", "__typename", **talk, case=later)
    await county.do("stopCase", "__typename", case=case, reason="合并办理")
    told = await county.ask(
        "query($org: ID!) { plugins(org: $org) { code state runningCases records } }",
        org=talks.orgs["neighbour"],
    )
    [left] = [one for one in told["plugins"] if one["code"] == PACKAGE]
    assert (left["state"], left["runningCases"], left["records"]) == ("retired", 0, 1)
    voided: Json = {"id": made["consultation"]["id"], "reason": "重复登记"}
    await county.do("voidRecord", "__typename", **voided)
    await county.do("switchPlugin", "__typename", **switch, on=False)  # nothing of it is left
