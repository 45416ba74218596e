"""Where topics come from and what they are about; meetings in four steps."""

from __future__ import annotations

import pytest

from tests.stories.five_five_six_four.place import PLUGIN, Place, day, open_case, topic
from tests.stories.people import Json

pytestmark = pytest.mark.day

SOURCES = ("go_out", "member", "public_call", "party_government", "from_documents")


async def test_a_topic_comes_from_one_of_the_five_sources(place: Place) -> None:
    village = place["village"]
    for source in SOURCES:
        given = topic(place, f"修路之{source}", topic_source=source)
        await village.do("proposeTopic", "__typename", **given)
    error = await village.refused(
        "proposeTopic",
        "INVALID_INPUT",
        field="input.topicSource",
        **topic(place, "修路", topic_source="resident"),
    )
    assert "“5+5”“6+4”协商" in error["message"], "the plugin that hides it is named"
    lists = await place.asked(
        "vocabularies",
        "words { code label offered }",
        org=place.orgs["township"],
        names=["topic_source"],
    )
    offered = {w["code"]: w["label"] for w in lists[0]["words"] if w["offered"]}
    assert set(offered) == set(SOURCES)
    assert offered["from_documents"] == "从提案和社情民意信息中选题"


async def test_a_topic_is_of_one_priority_at_least(place: Place) -> None:
    village = place["village"]
    for tags in (None, [], ["leftover"]):
        error = await village.refused(
            "proposeTopic",
            "REFUSED",
            "no_priority",
            field="input.focusTags",
            **topic(place, "护坡加固", focus_tags=tags),
        )
        assert (
            "党政忧虑的事、群众身边的事、社会关注的事、委员反映的事、政策明确的事"
            in error["message"]
        )
        assert error["extensions"]["plugin"] == PLUGIN
    both = topic(place, "护坡加固", focus_tags=["leftover", "party_worry"])
    made = await village.do("proposeTopic", "topic { id focusTags }", **both)
    assert made["topic"]["focusTags"] == ["leftover", "party_worry"]
    id_ = made["topic"]["id"]
    await village.refused(
        "changeTopic", "REFUSED", "no_priority", topic=id_, focus_tags=["leftover"]
    )
    await village.do("changeTopic", "__typename", topic=id_, title="护坡加固与排水")


async def test_an_old_sheet_tells_its_priority_too(place: Place) -> None:
    sheet: Json = {
        "station": place.room,
        "date": day(40),
        "title": "村道会车",
        "content": ["村道窄,会车难,商定建三处会车带。"],
        "topic_source": "member",
        "participants": [{"party_kind": "mass_representative", "count": 9}],
    }
    village = place["village"]
    await village.refused("recordConsultation", "REFUSED", "no_priority", **sheet)
    made = await village.do(
        "recordConsultation",
        "consultation { fourStep case { topic { focusTags } } }",
        **sheet,
        focus_tags=["society_watch"],
    )
    assert made["consultation"]["case"]["topic"]["focusTags"] == ["society_watch"]
    assert made["consultation"]["fourStep"] is False, "what was held earlier is entered as it was"


async def test_a_meeting_is_held_in_four_steps(place: Place) -> None:
    case, village = await open_case(place, "灌渠清淤"), place["village"]
    event: Json = {"case": case, "title": "灌渠清淤", "date": day(30), "place": "渠首"}
    error = await village.refused(
        "planConsultation", "REFUSED", "four_steps", field="input.fourStep", **event
    )
    assert "提出问题、回应关切、协商互动、达成共识" in error["message"]
    await village.do("planConsultation", "__typename", **event, is_pre_consultation=True)
    held = await village.do("planConsultation", "consultation { agenda }", **event, four_step=True)
    assert held["consultation"]["agenda"] == ["提出问题", "回应关切", "协商互动", "达成共识"]
    beside: Json = {"station": place.room, "title": "说说家常", "date": day(3), "place": "院坝"}
    await village.do("planConsultation", "__typename", **beside)


async def test_a_township_does_without_the_four_steps(place: Place) -> None:
    mine: Json = {"org": place.orgs["neighbour"], "plugin": PLUGIN}
    await place["township"].refused(
        "configurePlugin", "NOT_FOUND", **mine, values={"four_steps_required": False}
    )
    neighbour = place["neighbour"]
    await neighbour.do(
        "configurePlugin", "__typename", **mine, values={"four_steps_required": False}
    )
    forms = await place.asked(
        "plugins", "code settings { key value source }", who="neighbour", org=mine["org"]
    )
    [held] = [
        setting
        for plugin in forms
        if plugin["code"] == PLUGIN
        for setting in plugin["settings"]
        if setting["key"] == "four_steps_required"
    ]
    assert held["value"] is False


async def test_what_belongs_to_dual_help_is_found_by_its_tag(place: Place) -> None:
    village = place["village"]
    await village.do(
        "proposeTopic", "__typename", **topic(place, "安全饮水到户", campaign="dual_help")
    )
    await village.do(
        "recordActivity",
        "__typename",
        station=place.room,
        kind="visit",
        visit_target="household",
        title="看望留守儿童",
        date=day(9),
        campaign="dual_help",
    )
    found = await village.ask(
        '{ topics(where: {campaign: {eq: "dual_help"}}) { nodes { title } } '
        'activities(where: {campaign: {eq: "dual_help"}}) { nodes { title } } }'
    )
    assert [t["title"] for t in found["topics"]["nodes"]] == ["安全饮水到户"]
    assert [a["title"] for a in found["activities"]["nodes"]] == ["看望留守儿童"]
