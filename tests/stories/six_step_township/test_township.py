"""What a township of six steps has: platforms, forms, documents, its scheme, its settings."""

from __future__ import annotations

import pytest

from tests.stories.asking import asked
from tests.stories.six_step_township.township import PLUGIN, Township, day

pytestmark = pytest.mark.day

DOCUMENTS = (
    ("work_plan", "政协协商向基层延伸工作方案"),
    ("consultation_rules", "基层民主议事规则"),
    ("opinion_collection", "社情民意收集制度"),
    ("yard_consultation", "邻里小院协商议事制度"),
)


async def test_the_board_tells_what_is_missing(township: Township) -> None:
    select = "formulas { formula parts { label expected most registered gap surplus text } }"
    board = await asked(
        township["township"], "platformBoard", select, org=township.orgs["township"]
    )
    [formula] = board["formulas"]
    assert formula["formula"] == "1+10+N"
    assert [
        (part["label"], part["expected"], part["most"], part["registered"], part["gap"])
        for part in formula["parts"]
    ] == [
        ("委员工作站", 1, 1, 1, 0),
        ("协商议事室", 10, None, 1, 9),
        ("邻里小院、板凳会等灵活议事点", None, None, 1, 0),
    ]
    assert formula["parts"][1]["text"] == "协商议事室:应有10个,已登记1个,缺9个"


async def test_forms_are_listed_in_their_groups(township: Township) -> None:
    select = "label groups forms { form label }"
    listed = await asked(
        township["village"], "consultationForms", select, org=township.orgs["village"]
    )
    assert [
        (one["label"], one["groups"], [f["label"] for f in one["forms"]]) for one in listed
    ] == [
        ("会场协商议事", ["in_room"], ["集中会议", "座谈会"]),
        ("实地协商", ["on_site"], ["实地考察"]),
        ("微协商", ["light", "online"], ["小院议事", "地头议事", "村社板凳会", "线上议事"]),
    ]
    error = await township["village"].refused(
        "planConsultation",
        "INVALID_INPUT",
        field="input.form",
        station=township.stations["flexible_venue"],
        title="主席会议协商",
        date=day(0),
        place="小院",
        form="chairs_meeting",
    )
    assert "六步议事只提供" in error["extensions"]["fields"][0]["message"]


async def test_micro_consultations_are_counted_apart_from_meetings(township: Township) -> None:
    for title, form in (
        ("会场里议厕所改造", "meeting"),
        ("小院里议垃圾清运", "yard"),
        ("板凳会议红白事", "bench"),
        ("群里议停水", "online"),
        ("到现场看塌方", "site_visit"),
    ):
        await township["village"].do(
            "recordConsultation",
            "__typename",
            station=township.stations["flexible_venue"],
            date=day(3),
            title=title,
            content=[f"{title},形成一致意见。"],
            form=form,
            participants=[{"party_kind": "mass_representative", "count": 9}],
        )
    shown = await asked(
        township["township"],
        "variantFigures",
        "plugin figures { label figure { text } }",
        org=township.orgs["township"],
        from_on=day(4),
    )
    [own] = [one for one in shown if one["plugin"] == PLUGIN]
    texts = {one["label"]: one["figure"]["text"] for one in own["figures"]}
    assert {k: texts[k] for k in ("会场协商议事", "微协商", "实地协商")} == {
        "会场协商议事": "1",
        "微协商": "3",
        "实地协商": "1",
    }


async def test_the_documents_are_a_list(township: Township) -> None:
    office, org = township["township"], township.orgs["township"]
    await office.do("adoptQuotaSet", "__typename", org=org, code="six_step_documents")

    async def lacking() -> list[str]:
        found = await asked(office, "quotaProgress", "label current { done required }", org=org)
        periods = [(one["label"], one["current"]) for one in found]
        return [label for label, now in periods if float(now["done"]) < float(now["required"])]

    titles = [title for _, title in DOCUMENTS]
    assert [title for title in await lacking() if title in titles] == titles
    for kind, title in DOCUMENTS:
        await office.do(
            "registerDocument",
            "__typename",
            org=org,
            title=title,
            doc_kind=kind,
            issued_by="河口镇党委",
            issued_on=day(200),
        )
    assert [title for title in await lacking() if title in titles] == []


async def test_the_scheme_is_told(township: Township) -> None:
    office, org = township["township"], township.orgs["township"]
    select = "sources { code label } criteria acceptDays replyDays document { title }"
    scheme = await asked(office, "topicScheme", select, org=org)
    assert scheme == {
        "sources": [
            {"code": "resident", "label": "群众反映"},
            {"code": "cadre", "label": "干部发现"},
            {"code": "expert", "label": "专家建议"},
        ],
        "criteria": ["贴近群众利益", "具备解决条件"],
        "acceptDays": 5,
        "replyDays": 15,
        "document": None,
    }
    await office.do(
        "registerDocument",
        "__typename",
        org=org,
        title="河口镇议题征集方案",
        doc_kind="topic_scheme",
        issued_by="河口镇党委",
        issued_on=day(100),
    )
    village = await asked(
        township["village"], "topicScheme", "document { title }", org=township.orgs["village"]
    )
    assert village == {"document": {"title": "河口镇议题征集方案"}}


async def test_a_township_sets_its_criteria_and_its_interval(township: Township) -> None:
    office, org = township["township"], township.orgs["township"]
    await office.do(
        "configurePlugin",
        "__typename",
        org=org,
        plugin=PLUGIN,
        values={"criteria": ["群众所盼", "力所能及", "一年内能办"]},
    )
    scheme = await asked(office, "topicScheme", "criteria", org=org)
    assert scheme["criteria"] == ["群众所盼", "力所能及", "一年内能办"]
    await office.do(
        "configurePlugin", "__typename", org=org, plugin=PLUGIN, values={"criteria": None}
    )
    core = {"org": org, "plugin": "core"}
    await office.refused(
        "configurePlugin", "INVALID_INPUT", values={"progress_check_days": -1}, **core
    )
    await office.do("configurePlugin", "__typename", values={"progress_check_days": 14}, **core)


async def test_a_township_without_the_steps_goes_on_as_before(township: Township) -> None:
    neighbour, org = township["neighbour"], township.orgs["neighbour"]
    made = await neighbour.do(
        "proposeTopic",
        "topic { id }",
        org=org,
        title="党委交办的事",
        description="不在三种来源之内",
        topic_source="party_government",
        focus_category="policy",
    )
    screened = await neighbour.do(
        "screenTopic", "topic { state }", topic=made["topic"]["id"], decision="screened"
    )
    assert screened["topic"]["state"] == "screened"
