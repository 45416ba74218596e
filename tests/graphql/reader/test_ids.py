"""Ids that no foreign key holds: who did it, to which record. They are global ids like all others,
shown, filtered and grouped by.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from tests.graphql.reader.conftest import Asking, gid, station
from yishi_core import clock
from yishi_core.domain.collaboration.joint.models import (
    JointKind,
    PartnerRole,
    ReceivedShare,
    ShareKind,
)
from yishi_core.kernel.audit.models import AuditEntry, AuditResult
from yishi_core.kernel.entity import ColumnInfo, Field, IdOf, TenantRow
from yishi_graphql.schema.catalogue import ColumnPart
from yishi_graphql.schema.columns import Sort, sort_of
from yishi_graphql.schema.filters import operators

LIST = (
    "query($w: AuditEntryWhere) { auditEntries(where: $w, orderBy: {operation: asc}, first: "
    "50) { totalCount nodes { operation } } }"
)


def entry(operation: str, subject: TenantRow | None, account: UUID | None) -> AuditEntry:
    about = (
        {"subject_type": type(subject).__name__, "subject_id": subject.id}
        if subject is not None
        else {}
    )
    return AuditEntry(
        at=clock.now(),
        operation=operation,
        account=account,
        actor="account",
        result=AuditResult.DONE,
        **about,
    )


@pytest.fixture
async def acted(asking: Asking) -> dict[str, Any]:
    """Three entries: two of one account, two about a station, one about nothing by nobody."""
    one, other = station("安平"), station("白云")
    await asking.plant(one, other)
    accounts = uuid4(), uuid4()
    await asking.plant(
        entry("a_first", one, accounts[0]),
        entry("b_second", one, accounts[1]),
        entry("c_third", other, accounts[0]),
    )
    await asking.plant(entry("d_fourth", None, None), at="county")
    county = asking.county.orgs["county"].county
    return {"one": one, "other": other, "accounts": [f"Account:{county}:{a}" for a in accounts]}


async def operations(asking: Asking, where: Any) -> str:
    found = await asking.data(
        "county",
        LIST,
        w={"and": [where, {"operation": {"in": ["a_first", "b_second", "c_third", "d_fourth"]}}]},
    )
    entries = found["auditEntries"]
    assert entries["totalCount"] == len(entries["nodes"])
    return "".join(n["operation"][0] for n in entries["nodes"])


@pytest.mark.day
async def test_who_did_it_and_to_which_record_are_global_ids(
    asking: Asking, acted: dict[str, Any]
) -> None:
    document = """{ auditEntries(where: {operation: {in: ["a_first", "d_fourth"]}}, orderBy: {operation: asc}) { nodes { subjectId account } } }"""
    assert (await asking.data("county", document))["auditEntries"]["nodes"] == [
        {"subjectId": gid(acted["one"]), "account": acted["accounts"][0]},
        {"subjectId": None, "account": None},
    ]
    id_ = gid(acted["one"])
    assert (await asking.data("county", "query($id: ID!) { node(id: $id) { id } }", id=id_))[
        "node"
    ] == {"id": id_}


@pytest.mark.day
async def test_records_of_somebody_and_about_something_are_found(
    asking: Asking, acted: dict[str, Any]
) -> None:
    one, other, first = gid(acted["one"]), gid(acted["other"]), acted["accounts"][0]
    cases: list[tuple[Any, str]] = [
        ({"subjectId": {"eq": one}}, "ab"),
        ({"subjectId": {"ne": one}}, "cd"),
        ({"subjectId": {"in": [one, other]}}, "abc"),
        ({"subjectId": {"in": []}}, ""),
        ({"subjectId": {"notIn": [one, other]}}, "d"),
        ({"subjectId": {"isNull": True}}, "d"),
        ({"subjectId": {"eq": None}}, "d"),
        ({"subjectId": {"ne": None}}, "abc"),
        ({"account": {"eq": first}}, "ac"),
        ({"account": {"notIn": [first]}}, "bd"),
        ({"account": {"eq": first}, "subjectId": {"eq": one}}, "a"),
        (
            {"subjectId": {"eq": one.replace("Station", "Person")}},
            "",
        ),  # the id of a record that there is not
    ]
    for _ in range(2):  # the second run takes the first one's plan
        assert [await operations(asking, where) for where, _ in cases] == [
            found for _, found in cases
        ]


@pytest.mark.day
async def test_an_id_may_stand_in_the_document_beside_a_variable(
    asking: Asking, acted: dict[str, Any]
) -> None:
    document = f"""query($id: ID!) {{
      auditEntries(where: {{subjectId: {{in: [$id, "{gid(acted["other"])}"]}}}}, orderBy: {{operation: asc}}) {{ nodes {{ operation }} }} }}"""
    found = await asking.data("county", document, id=gid(acted["one"]))
    assert [n["operation"] for n in found["auditEntries"]["nodes"]] == [
        "a_first",
        "b_second",
        "c_third",
    ]


@pytest.mark.day
async def test_whatever_is_no_id_of_such_a_record_is_refused_with_its_field(
    asking: Asking, acted: dict[str, Any]
) -> None:
    wrong = ["x", "", str(uuid4()), "Station:1:x", f"Nothing:1:{uuid4()}", f"Station:-1:{uuid4()}"]
    cases = [("auditEntries", "AuditEntry", "subjectId", w) for w in wrong]
    cases += [("auditEntries", "AuditEntry", "account", w) for w in (*wrong, gid(acted["one"]))]
    cases += [
        ("events", "Event", "subjectId", "x"),
        ("events", "Event", "account", "x"),
        ("attachments", "Attachment", "subjectId", "x"),
    ]
    cases += [("receivedShares", "ReceivedShare", "sourceId", w) for w in ("x", gid(acted["one"]))]
    for many, type_, field, id_ in cases:
        document = f"query($w: {type_}Where) {{ {many}(where: $w) {{ totalCount }} }}"
        for where in ({field: {"eq": id_}}, {field: {"in": [id_]}}):
            answer = await asking.full("county", document, w=where)
            assert answer["data"] is None
            extensions = answer["errors"][0]["extensions"]
            assert (extensions["code"], extensions["fields"][0]["path"]) == (
                "INVALID_INPUT",
                f"where.{field}",
            ), (where, extensions)


@pytest.mark.day
async def test_entries_are_counted_by_account(asking: Asking, acted: dict[str, Any]) -> None:
    document = """{ auditEntriesAggregate(where: {operation: {in: ["a_first", "b_second", "c_third", "d_fourth"]}}, groupBy: [account]) {
      key { account } count } }"""
    found = {
        row["key"]["account"]: row["count"]
        for row in (await asking.data("county", document))["auditEntriesAggregate"]
    }
    assert found == {acted["accounts"][0]: 2, acted["accounts"][1]: 1, None: 1}


@pytest.mark.day
async def test_the_source_of_a_share_is_a_record_of_the_owners_county(asking: Asking) -> None:
    source = uuid4()
    await asking.plant(
        ReceivedShare(
            share_kind=ShareKind.NOTICE,
            from_county=990202,
            from_name="邻县",
            source_id=source,
            joint_source_id=uuid4(),
            joint_kind=JointKind.CROSS_REGION,
            role=PartnerRole.PARTICIPANT,
            title="通知",
            on=clock.now().date(),
        )
    )
    document = "query($w: ReceivedShareWhere) { receivedShares(where: $w) { nodes { sourceId } } }"
    id_ = f"Consultation:990202:{source}"
    found = await asking.data("county", document, w={"sourceId": {"eq": id_}})
    assert found["receivedShares"]["nodes"] == [{"sourceId": id_}]


async def test_every_filter_of_every_sort_of_column_is_understood_by_the_database(
    asking: Asking,
) -> None:
    """One column of each SQL type, with each of its operators; a type that is compared as another
    one is an error of the database.
    """
    values: dict[Sort, Any] = {
        Sort.ID: f"Account:1:{uuid4()}",
        Sort.STRING: "x",
        Sort.BOOLEAN: True,
        Sort.INT: 1,
        Sort.BIGINT: 1,
        Sort.DECIMAL: "1.5",
        Sort.DATE: "2026-03-01",
        Sort.DATETIME: "2026-03-01T09:00:00+08:00",
        Sort.TIME: "09:00:00",
        Sort.LIST: "x",
    }
    seen: set[tuple[Any, Sort]] = set()
    for model in asking.reader.schema.catalogue.models.values():
        conditions: list[Any] = []
        for name, part in asking.reader.schema.catalogue.parts[model.name].items():
            if not isinstance(part, ColumnPart) or part.field.info.permission:
                continue
            sort = sort_of(part.field)
            if (type(part.field.column.type), sort) not in seen:
                seen.add((type(part.field.column.type), sort))
                value = (
                    next(iter(part.field.column.type.enum_class)).value
                    if sort is Sort.ENUM
                    else values.get(sort)
                )
                words = {o: [value] if o in ("in", "notIn") else value for o in operators(sort)}
                conditions += [
                    {name: {word: given}} for word, given in {**words, "isNull": True}.items()
                ]
        if conditions:
            document = (
                f"query($w: {model.name}Where) {{ {model.many}(where: $w) {{ totalCount }} }}"
            )
            await asking.data("county", document, w={"or": conditions})
    assert {sort for _, sort in seen} == {*values, Sort.ENUM, Sort.JSON}


def test_an_id_of_nobody_knows_what_stops_the_start() -> None:
    table = sa.Table("t", sa.MetaData(), sa.Column("x", sa.Uuid()))
    with pytest.raises(TypeError, match="id_of"):
        sort_of(Field("x", table.c.x, ColumnInfo("来源", "Something.")))
    with pytest.raises(TypeError, match="one entity"):
        IdOf("Station", told_by="subject_type")
