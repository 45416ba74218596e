"""Mutations and questions through the schema; the changed record is read back by the reader."""

from __future__ import annotations

from typing import Any

import pytest
import structlog

from tests.graphql.reader.conftest import Asking, gid, station
from yishi_core.kernel.tree.models import OrgUnit

CREATE = """mutation($in: CreateOrgInput!, $key: String) { createOrg(input: $in, idempotencyKey: $key) {
  orgUnit { id name kind version parent { name } children { totalCount } } advice { rule } replayed ok __typename } }"""


def hall(asking: Asking, **rest: Any) -> dict[str, Any]:
    return {
        "parent": gid(asking.county.orgs["county"]),
        "name": "县文旅局",
        "kind": "department",
        "slug": "unit-culture",
        **rest,
    }


async def test_a_mutation_answers_with_the_record_as_it_is(asking: Asking) -> None:
    made = (await asking.data("county", CREATE, **{"in": hall(asking)}))["createOrg"]
    org = made["orgUnit"]
    assert made == {
        "orgUnit": {
            "id": org["id"],
            "name": "县文旅局",
            "kind": "department",
            "version": 1,
            "parent": {"name": asking.county.orgs["county"].name},
            "children": {"totalCount": 0},
        },
        "advice": [],
        "replayed": False,
        "ok": True,
        "__typename": "CreateOrgPayload",
    }
    assert (
        await asking.data("county", "query($i: ID!) { orgUnit(id: $i) { name } }", i=org["id"])
    )["orgUnit"]["name"] == "县文旅局"
    rename = (
        'mutation($o: ID!, $v: Int) { renameOrg(input: {org: $o, name: "县文化和旅游局"}, '
        "expectedVersion: $v) { orgUnit { name version } } }"
    )
    assert (await asking.data("county", rename, o=org["id"], v=1))["renameOrg"]["orgUnit"] == {
        "name": "县文化和旅游局",
        "version": 2,
    }
    stale = await asking.full("county", rename, o=org["id"], v=1)
    assert stale["errors"][0]["extensions"] == {"code": "CONFLICT", "currentVersion": 2}
    assert stale["data"] == {"renameOrg": None}


async def test_one_key_gives_one_effect(asking: Asking) -> None:
    first = (await asking.data("county", CREATE, **{"in": hall(asking)}, key="k1"))["createOrg"]
    again = (await asking.data("county", CREATE, **{"in": hall(asking)}, key="k1"))["createOrg"]
    assert again == {**first, "replayed": True}


async def test_every_wrong_field_is_named_as_the_client_wrote_it(asking: Asking) -> None:
    answer = await asking.full(
        "county", CREATE, **{"in": hall(asking, name="x", regionCode="abc", slug=None)}
    )
    error = answer["errors"][0]
    assert error["path"] == ["createOrg"]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert {f["path"] for f in error["extensions"]["fields"]} == {"input.name", "input.regionCode"}
    foreign = await asking.full(
        "county",
        CREATE,
        **{"in": hall(asking, parent="OrgUnit:999999:00000000-0000-0000-0000-000000000000")},
    )
    assert foreign["errors"][0]["extensions"]["fields"][0]["path"] == "input.parent"
    assert foreign["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_a_variable_of_the_wrong_form_names_its_path(asking: Asking) -> None:
    answer = await asking.full(
        "county", CREATE, **{"in": {"name": 5, "kind": "department", "colour": "red"}}
    )
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    assert {f["path"] for f in answer["errors"][0]["extensions"]["fields"]} >= {"in.name"}


async def test_fields_of_one_mutation_run_in_order_each_for_itself(asking: Asking) -> None:
    document = """mutation($c: ID!) {
      a: createOrg(input: {parent: $c, name: "甲单位", kind: department, slug: "unit-a"}) { orgUnit { name } }
      b: createOrg(input: {parent: $c, name: "乙单位", kind: department, slug: "unit-a"}) { orgUnit { name } }
      c: createOrg(input: {parent: $c, name: "丙单位", kind: department, slug: "unit-c"}) { orgUnit { name } } }"""
    answer = await asking.full("county", document, c=gid(asking.county.orgs["county"]))
    assert answer["data"] == {
        "a": {"orgUnit": {"name": "甲单位"}},
        "b": None,
        "c": {"orgUnit": {"name": "丙单位"}},
    }
    assert [(e["path"], e["extensions"]["code"]) for e in answer["errors"]] == [(["b"], "CONFLICT")]


async def test_a_denial_names_the_permission_in_the_callers_language(asking: Asking) -> None:
    answer = await asking.full(
        "village", CREATE, **{"in": hall(asking, parent=gid(asking.county.orgs["village"]))}
    )
    assert answer["errors"][0]["extensions"]["permission"] == "org:manage"
    assert answer["errors"][0]["message"] == "You do not hold the right to manage orgs here."
    assert len(await asking.county.rows(OrgUnit, OrgUnit.name == "县文旅局")) == 0


@pytest.mark.check("K16", part="resolver")
async def test_an_unexpected_exception_gives_a_fixed_message_and_an_id(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret-of-the-house")

    monkeypatch.setattr("yishi_graphql.reader.run.run", broken)
    with structlog.testing.capture_logs() as logs:
        answer = await asking.raw("county", CREATE, "zh", **{"in": hall(asking)})
    assert b"secret" not in answer
    assert b'"INTERNAL"' in answer
    [line] = [entry for entry in logs if entry["event"] == "unexpected error"]
    assert line["error_id"].encode() in answer
    assert "secret-of-the-house" in str(line["exc_info"])


async def test_variables_are_for_operations_what_the_client_sent(asking: Asking) -> None:
    link = """mutation($g: ID!, $t: ID!, $d: Date) { linkOrgs(input: {guide: $g, guided: $t, fromOn: $d}) {
      orgLink { fromOn toOn guide { name } guided { guidedBy { nodes { guide { id } } } } } } }"""
    orgs = asking.county.orgs
    found = await asking.data(
        "county", link, g=gid(orgs["unit"]), t=gid(orgs["township"]), d="2025-02-03"
    )
    assert found["linkOrgs"]["orgLink"] == {
        "fromOn": "2025-02-03",
        "toOn": None,
        "guide": {"name": orgs["unit"].name},
        "guided": {"guidedBy": {"nodes": [{"guide": {"id": gid(orgs["unit"])}}]}},
    }


async def test_a_visitor_may_not_change_anything_unless_the_operation_lets_him(
    asking: Asking,
) -> None:
    await asking.plant(station("柳湾"))
    answer = await asking.full(asking.county.anonymous, CREATE, **{"in": hall(asking)})
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_questions_entities_are_read_together_and_within_the_callers_rights(
    asking: Asking,
) -> None:
    document = """query($org: ID!) { overview(org: $org) { fromOn total { org { id name } stations }
      rows { org { name parent { name } kind } name } } }"""
    await asking.plant(station("柳湾"), at="village")
    found = (await asking.data("county", document, org=gid(asking.county.orgs["county"])))[
        "overview"
    ]
    assert found["total"]["org"] == {"id": gid(asking.county.orgs["county"]), "name": "青禾县政协"}
    assert found["total"]["stations"] == 1
    assert len(found["rows"]) > 1
    assert all(
        r["org"] == {"name": r["name"], "parent": {"name": "青禾县政协"}, "kind": r["org"]["kind"]}
        for r in found["rows"]
    )
    assert len(asking.statements) == 2  # the total's org, and those of all rows together


async def test_questions_beside_data(asking: Asking) -> None:
    document = """query($org: ID!) {
      overview(org: $org) { total { name } } orgs(first: 1) { totalCount } __typename }"""
    found = await asking.data("county", document, org=gid(asking.county.orgs["county"]))
    assert found == {
        "overview": {"total": {"name": "青禾县政协"}},
        "orgs": {"totalCount": 9},
        "__typename": "Query",
    }
    denied = await asking.full("neighbour", document, org=gid(asking.county.orgs["township"]))
    assert denied["data"]["overview"] is None
    assert denied["data"]["orgs"]["totalCount"] > 0
    assert [e["path"] for e in denied["errors"]] == [["overview"]]


async def test_a_question_names_its_arguments_where_they_are_wrong(asking: Asking) -> None:
    """As the client wrote them, without the `input` that mutations have."""
    org = gid(asking.county.orgs["county"])
    for question, paths in (
        ('overview(org: "Topic:1:x") { fromOn }', ["org"]),
        (
            f'overview(org: "{org}", fromOn: "2026-03-01", toOn: "2026-02-01") {{ fromOn }}',
            ["toOn"],
        ),
        (f'metrics(org: "{org}", figures: [{{metric: "x"}}]) {{ text }}', ["figures.0.metric"]),
        ('metrics(figures: [{metric: "consultations"}]) { text }', [""]),
    ):
        answer = await asking.full("county", f"{{ {question} }}")
        [error] = answer["errors"]
        assert [field["path"] for field in error["extensions"]["fields"]] == paths, question


async def test_a_word_that_is_shown_once_stands_beside_the_record(asking: Asking) -> None:
    ask = (
        "mutation($in: RecordIntakeInput!) { recordIntake(input: $in) { intake { no state } "
        "queryCode replayed } }"
    )
    given = {"org": gid(asking.county.orgs["village"]), "content": "水渠漏水", "channel": "visit"}
    made = (await asking.data("village", ask, **{"in": {**given, "withReceipt": True}}))[
        "recordIntake"
    ]
    assert (made["intake"]["state"], made["replayed"], len(made["queryCode"]) >= 20) == (
        "received",
        False,
        True,
    )
    assert (await asking.data("village", ask, **{"in": given}))["recordIntake"]["queryCode"] is None
