"""A plugin declares own fields of an entity of core once: they are read, filtered, entered and
corrected with its records.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from tests.oneplace.consulting import SHOWN, TOPIC, planned
from tests.oneplace.evening_talks import PACKAGE
from tests.stories.people import Json
from tests.stories.town import Town
from yishi_core.facilities.ledgers.templates import template
from yishi_core.kernel.access import Principal
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.testing.conformance import check_plugin


async def test_own_fields_are_entered_and_shown_with_the_record(talks: Town) -> None:
    made = await planned(talks, evening_talks={"lamp": "路灯太暗", "tea": 12, "mood": "calm"})
    assert made["eveningTalks"] == {"lamp": "路灯太暗", "tea": 12, "mood": "calm", "host": None}
    assert (await planned(talks))["eveningTalks"] is None


async def test_a_correction_writes_what_was_sent_and_keeps_the_rest(talks: Town) -> None:
    made = await planned(talks, evening_talks={"lamp": "路灯太暗", "tea": 12})
    village = talks["village"]
    same: Json = {"consultation": made["id"]}
    changed = await village.do(
        "changeConsultation", SHOWN, **same, evening_talks={"tea": 15, "mood": "heated"}
    )
    shown = changed["consultation"]
    assert shown["eveningTalks"] == {"lamp": "路灯太暗", "tea": 15, "mood": "heated", "host": None}
    assert shown["version"] == made["version"] + 1  # a second editor's copy is out of date
    await village.refused(
        "changeConsultation",
        "CONFLICT",
        version=made["version"],
        **same,
        evening_talks={"tea": 16},
    )
    emptied = await village.do("changeConsultation", SHOWN, **same, evening_talks={"lamp": None})
    assert emptied["consultation"]["eveningTalks"]["lamp"] is None
    without = await village.do("changeConsultation", SHOWN, **same, title="院坝协商")
    assert without["consultation"]["eveningTalks"]["tea"] == 15
    none = await village.do("changeConsultation", SHOWN, **same, evening_talks=None)
    assert none["consultation"]["eveningTalks"] is None
    again = await village.do("changeConsultation", SHOWN, **same, evening_talks={"tea": 1})
    assert again["consultation"]["eveningTalks"]["tea"] == 1


async def test_what_is_wrong_is_named_by_its_field(talks: Town) -> None:
    village = talks["village"]
    given: Json = {
        "org": talks.orgs["village"],
        "title": "协商",
        "date": "2026-12-01",
        "place": "院坝",
    }
    for part, field in (
        ({"tea": 1000}, "tea"),
        ({"tea": 1, "lamp": "灯"}, "lamp"),
        ({"tea": 1, "host": talks.orgs["village"]}, "host"),
        (
            {"tea": 1, "host": f"Person:{talks.code}:01993000-0000-7000-8000-000000000000"},
            "host",
        ),
    ):
        code = "NOT_FOUND" if "Person:" in str(part.get("host")) else "INVALID_INPUT"
        await village.refused(
            "planConsultation",
            code,
            field=f"input.eveningTalks.{field}",
            **given,
            evening_talks=part,
        )
    made = await planned(talks)
    missing = await village.refused(
        "changeConsultation",
        "INVALID_INPUT",
        field="input.eveningTalks.tea",
        consultation=made["id"],
        evening_talks={"lamp": "路灯太暗"},
    )
    assert missing["extensions"]["fields"][0]["message"] == "必填项未填写。"
    await village.refused(
        "changeConsultation",
        "INVALID_INPUT",
        field="input.eveningTalks.tea",
        consultation=(await planned(talks, evening_talks={"tea": 1}))["id"],
        evening_talks={"tea": None},
    )


async def test_they_are_read_in_the_one_statement_of_the_document(
    talks: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await planned(talks, evening_talks={"tea": 1})
    database, sent = talks.platform.database, []
    read = database.read

    async def noted(entry: Any, query: str, params: Any) -> bytes | None:
        sent.append(query)
        return await read(entry, query, params)

    monkeypatch.setattr(database, "read", noted)
    listed = "{ consultations(first: 3) { nodes { title eveningTalks { tea host { name } } } } }"
    assert await talks["village"].ask(listed)
    assert len([query for query in sent if "plugin_switch s" not in query]) == 1


async def test_where_the_plugin_is_off_there_is_no_such_field(talks: Town) -> None:
    there: Json = {"org": talks.orgs["neighbour_village"], "title": "东坪协商"}
    there |= {"date": "2026-12-01", "place": "村部"}
    elsewhere = await talks["neighbour"].refused(
        "planConsultation", "INVALID_INPUT", **there, evening_talks={"tea": 1}
    )
    assert "eveningTalks" in elsewhere["message"]  # not in the neighbour's schema
    own = await talks["neighbour"].send("{ consultations { nodes { eveningTalks { tea } } } }")
    assert own["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    # The county sees the field, since it is on below; but there it means nothing.
    admin = await talks["county"].refused(
        "planConsultation",
        "INVALID_INPUT",
        field="input.eveningTalks",
        **there,
        evening_talks={"tea": 1},
    )
    assert admin["extensions"]["fields"][0]["message"] == "此处没有启用“夜谈”,不能填写。"
    nothing = await talks["neighbour"].ask(
        '{ consultations(where: {title: {eq: "东坪协商"}}) { totalCount } }'
    )
    assert nothing["consultations"]["totalCount"] == 0  # nothing is left of what was refused


async def test_records_are_filtered_by_own_fields(talks: Town) -> None:
    for tea, lamp in ((901, "水渠"), (902, "水渠清淤"), (903, None)):
        await planned(talks, title="筛选", evening_talks={"tea": tea, "lamp": lamp})
    await planned(talks, title="筛选")

    async def found(condition: str) -> int:
        where = f'{{title: {{eq: "筛选"}}, {condition}}}'
        answer = await talks["township"].ask(
            f"{{ consultations(where: {where}) {{ totalCount }} }}"
        )
        return int(answer["consultations"]["totalCount"])

    assert await found("eveningTalks: {tea: {gt: 901}}") == 2
    assert await found('eveningTalks: {tea: {gt: 901}, lamp: {contains: "水渠"}}') == 1
    assert await found("eveningTalks: {lamp: {isNull: true}}") == 1
    assert await found("eveningTalks: null") == 1
    assert await found("not: {eveningTalks: {tea: {eq: 901}}}") == 3


async def test_beside_a_list_own_fields_are_null_and_the_list_is_there(talks: Town) -> None:
    village = talks["village"]
    select = "topic { id eveningTalks { heardAt notes { totalCount } } }"
    given: Json = {**TOPIC, "org": talks.orgs["village"], "title": "夜里听到的议题"}
    made = (await village.do("proposeTopic", select, **given))["topic"]
    assert made["eveningTalks"] == {"heardAt": None, "notes": {"totalCount": 0}}
    await village.do("recordTalkNote", "__typename", topic=made["id"], text="灯要修")
    changed = await village.do(
        "changeTopic", select, topic=made["id"], evening_talks={"heard_at": "李家院坝"}
    )
    assert changed["topic"]["eveningTalks"] == {
        "heardAt": "李家院坝",
        "notes": {"totalCount": 1},
    }
    for where, count in (
        ('{eveningTalks: {heardAt: {eq: "李家院坝"}}}', 1),
        ('{eveningTalks: {notes: {some: {text: {eq: "灯要修"}}}}}', 1),
        ('{eveningTalks: {heardAt: {eq: "别处"}, notes: {some: {text: {eq: "灯要修"}}}}}', 0),
    ):
        answer = await village.ask(f"{{ topics(where: {where}) {{ totalCount }} }}")
        assert answer["topics"]["totalCount"] == count, where


async def test_own_fields_with_a_permission_take_it(talks: Town) -> None:
    given: Json = {**TOPIC, "org": talks.orgs["township"], "title": "镇里的议题"}
    refused = await talks["township"].refused(
        "proposeTopic",
        "FORBIDDEN",
        field="input.eveningTalks",
        **given,
        evening_talks={"heard_at": "镇上"},
    )
    assert refused["extensions"]["permission"] == "topic_talk:fill"
    assert refused["message"] == "您在此处没有“填写夜谈”的权限。"


async def audited(town: Town, id_: str) -> list[tuple[str, Json]]:
    """The operations on a record with what they changed of own fields, oldest first."""
    system = Principal.system(town.code, town.platform.policy)
    query = sa.select(AuditEntry).where(
        AuditEntry.county == town.code, AuditEntry.subject_id == UUID(id_.rpartition(":")[2])
    )
    async with town.platform.database.transaction(system.reading) as session:
        rows = await session.scalars(query.order_by(AuditEntry.id))
        return [
            (
                row.operation,
                {n: both for n, both in (row.changes or {}).items() if n.startswith("talk.")},
            )
            for row in rows
        ]


async def test_the_audit_tells_own_fields_with_the_record(talks: Town) -> None:
    made = await planned(talks, evening_talks={"tea": 3, "lamp": "晒谷场"})
    village, same = talks["village"], made["id"]
    for part in ({"tea": 4}, None):
        await village.do("changeConsultation", "__typename", consultation=same, evening_talks=part)
    told = await audited(talks, same)
    assert told[:2] == [
        ("plan_consultation", {"talk.lamp": [None, "晒谷场"], "talk.tea": [None, 3]}),
        ("change_consultation", {"talk.tea": [3, 4]}),
    ]
    assert told[2][1]["talk.void_reason"] == [None, "更正时清空"]


async def test_own_fields_are_voided_with_the_record_and_still_shown_with_it(talks: Town) -> None:
    made = await planned(talks, title="作废", evening_talks={"tea": 3})
    gone = await talks["village"].do("voidRecord", "records", id=made["id"], reason="登记错误")
    assert gone["records"] == 2
    shown = await talks["village"].ask(
        "query($id: ID!) { consultation(id: $id) { voidedAt eveningTalks { tea } } }", id=made["id"]
    )
    assert shown["consultation"]["voidedAt"]
    assert shown["consultation"]["eveningTalks"] == {"tea": 3}


async def test_whoever_may_not_read_the_record_reads_nothing_of_it(talks: Town) -> None:
    made = await planned(talks, title="只在河口", evening_talks={"tea": 77})
    ask = "query($id: ID!) { consultation(id: $id) { id } node(id: $id) { id } }"
    beside = await talks["neighbour"].ask(ask, id=made["id"])
    assert beside == {"consultation": None, "node": None}
    await talks.switch_on("evening_talks", "neighbour")
    try:
        everywhere = await talks["neighbour"].ask(
            "query($id: ID!) { consultation(id: $id) { eveningTalks { tea } }"
            " consultations(where: {eveningTalks: {tea: {eq: 77}}}) { totalCount } }",
            id=made["id"],
        )
        assert everywhere == {"consultation": None, "consultations": {"totalCount": 0}}
        # The row is no object by itself: its own id is not an id of the API.
        own = await talks["village"].send("{ talks { totalCount } }")
        assert own["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    finally:
        await talks["county"].do(
            "switchPlugin",
            "__typename",
            org=talks.orgs["neighbour"],
            plugin="evening_talks",
            on=False,
        )


async def test_a_rule_holds_own_fields_whichever_operation_writes_them(talks: Town) -> None:
    village = talks["village"]
    made = await planned(talks, evening_talks={"tea": 0, "mood": "calm"})
    given: Json = {"org": talks.orgs["village"], "title": "干谈", "date": "2026-12-01"}
    dry: Json = {"tea": 0, "mood": "heated"}
    await village.refused(
        "planConsultation", "REFUSED", "dry_talk", **given, place="院坝", evening_talks=dry
    )
    same: Json = {"consultation": made["id"]}
    await village.refused(
        "changeConsultation", "REFUSED", "dry_talk", **same, evening_talks={"mood": "heated"}
    )
    await village.do("changeConsultation", "__typename", **same, evening_talks={"lamp": "旧事"})


async def test_advice_is_given_on_own_fields_as_they_were_sent(talks: Town) -> None:
    given: Json = {"org": talks.orgs["village"], "title": "大谈", "date": "2026-12-01"}
    for tea, said in ((501, ["much_tea"]), (500, [])):
        told = await talks["village"].do(
            "planConsultation",
            "advice { rule }",
            **given,
            place="院坝",
            evening_talks={"tea": tea},
        )
        assert [one["rule"] for one in told["advice"]] == said


async def test_a_column_with_a_permission_is_empty_for_others(talks: Town) -> None:
    made = await planned(talks, evening_talks={"tea": 5, "guests": "邻村的老李"})
    ask = "query($id: ID!) { consultation(id: $id) { eveningTalks { tea guests } } }"
    leader = await talks.person("reading_leader", ("county_leader", "county"))
    for who, guests in (("village", "邻村的老李"), ("township", "邻村的老李"), (leader.name, None)):
        shown = (await talks[who].ask(ask, id=made["id"]))["consultation"]
        assert shown["eveningTalks"] == {"tea": 5, "guests": guests}, who
    told = await leader.send(
        '{ consultations(where: {eveningTalks: {guests: {contains: "老李"}}}) { totalCount } }'
    )
    assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def sheet(town: Town, who: str, path: str, content: str | None = None) -> Any:
    """The answer to a request for a ledger file, or to sending one."""
    headers = {"Authorization": f"Bearer {town[who].token}", "Content-Type": "text/csv"}
    if content is None:
        return await town.http.get(f"/ledgers/{path}", headers=headers)
    return await town.http.post(f"/ledgers/{path}", content=content, headers=headers)


async def test_own_fields_are_columns_of_the_records_ledger_and_of_its_import(talks: Town) -> None:
    titles = (await sheet(talks, "village", "Topic/template")).text.lstrip("\ufeff").splitlines()[0]
    assert titles.split(",")[-2:] == ["听到的地方", "专题(夜谈议题)"]  # 专题 is the topic's own
    beside = (await sheet(talks, "neighbour", "Topic/template")).text
    assert "听到的地方" not in beside
    operator = Principal.system(talks.code, talks.platform.policy)
    assert "听到的地方" in await template(talks.platform, operator, "Topic")

    head = "所属组织,题目,说明,议题来源,领域,听到的地方,专题(夜谈议题)"
    row = "柳湾村两委,文件里的议题,村口到学校没有路灯。,群众反映,基础设施,李家院坝,"
    entered = await sheet(talks, "village", "Topic", f"{head}\n{row}\n")
    assert entered.json().get("entered") == 1, entered.text
    wrong = await sheet(talks, "village", "Topic", f"{head}\n{row}{'长' * 41}\n")
    assert [(e["row"], e["column"]) for e in wrong.json()["errors"]] == [(2, "专题(夜谈议题)")]
    there = row.replace("柳湾村两委", "东坪村两委")
    off = await sheet(talks, "county", "Topic", f"{head}\n{there}\n")
    assert off.json()["errors"][0]["message"] == "此处没有启用“夜谈议题”,不能填写。"

    lines = (await sheet(talks, "village", "Topic.csv")).text.splitlines()
    assert lines[0].split(",")[-2:] == ["听到的地方", "专题"]
    assert [line.split(",")[-2:] for line in lines if "文件里的议题" in line] == [["李家院坝", ""]]
    assert "听到的地方" not in (await sheet(talks, "neighbour", "Topic.csv")).text
    told = await talks["village"].ask(
        '{ ledgers(entity: "Topic") { columns { path } sheet { field required } } }'
    )
    assert told["ledgers"][0]["columns"][-1] == {"path": "eveningTalks.theme"}
    assert told["ledgers"][0]["sheet"][-1] == {"field": "eveningTalks.theme", "required": False}


async def test_a_plugin_with_own_fields_conforms(talks: Town) -> None:
    assert [str(finding) for finding in check_plugin(PACKAGE)] == []
