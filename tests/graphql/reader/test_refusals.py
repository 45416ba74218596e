"""K37: a change that is refused before any operation begins leaves its audit row: who, which
operation, why.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from litestar.testing import AsyncTestClient

from tests.graphql.reader.conftest import Asking, gid
from tests.graphql.reader.test_operations import CREATE, hall
from yishi_core import clock
from yishi_core.errors import Unavailable
from yishi_core.kernel.access import Principal
from yishi_core.kernel.audit.allowance import WINDOW, AnonymousAuditQuota
from yishi_core.kernel.database.driver.failures import unavailable
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader import refusals
from yishi_graphql.schema.narrow import NarrowedSchema

RENAME = "mutation($o: ID!, $n: String!) { renameOrg(input: {org: $o, name: $n}) { ok } }"
TWICE = "mutation { a: renameOrg { ok } b: renameOrg { ok } openStation { ok } }"
SOMEWHERE = "OrgUnit:990101:00000000-0000-7000-8000-000000000000"
COLUMNS = "county, account, actor, operation, result, code, reason, subject_id, changes"


@dataclass
class Audit:
    owner: psycopg.Connection
    seen: int = 0

    def new(self) -> list[dict[str, Any]]:
        """The rows since it was asked last."""
        rows = self.owner.execute(f"select {COLUMNS} from audit_entry order by id").fetchall()
        fresh, self.seen = rows[self.seen :], len(rows)
        return [dict(zip(COLUMNS.split(", "), row, strict=True)) for row in fresh]

    def reasons(self) -> list[tuple[str, str, str]]:
        return [(r["operation"], r["code"], r["reason"]) for r in self.new()]


@pytest.fixture
def audit(owner: psycopg.Connection, asking: Asking) -> Audit:
    made = Audit(owner)
    made.new()
    return made


def deep(document: str) -> str:
    return document.replace("{ ok }", "{ orgUnit " + "{ parent " * 25 + "{ name }" + " }" * 26)


@pytest.mark.check("K37", part="documents refused before an operation begins")
@pytest.mark.parametrize(
    ("document", "variables", "code", "reason"),
    [
        (RENAME, {}, "INVALID_INPUT", "variables"),
        (RENAME, {"o": None, "n": "新名"}, "INVALID_INPUT", "variables"),
        (RENAME, {"o": SOMEWHERE, "n": {"a": 1}}, "INVALID_INPUT", "variables"),
        (
            "mutation($i: RenameOrgInput!) { renameOrg(input: $i) { ok } }",
            {"i": {"name": "新名"}},
            "INVALID_INPUT",
            "variables",
        ),
        ("mutation { renameOrg(input: {}) { ok } }", {}, "INVALID_INPUT", "document"),
        ("mutation { renameOrg { noSuchField } }", {}, "INVALID_INPUT", "document"),
        (
            "mutation A { ...f } fragment f on Mutation { ...on Mutation { renameOrg { ok } } }",
            {},
            "INVALID_INPUT",
            "document",
        ),
        ("mutation { ...missing renameOrg { ok } }", {}, "INVALID_INPUT", "document"),
        ("# 改名\nmutation { renameOrg(input: { }", {}, "INVALID_INPUT", "document"),
        (
            "query A { me { name } } mutation B { renameOrg(input: }",
            {},
            "INVALID_INPUT",
            "document",
        ),
        ("mutation { renameOrg { ok } }" + " " * 100_000, {}, "TOO_COMPLEX", "limit:length"),
        ("mutation { renameOrg { ok } }" + "#\n" * 1_001, {}, "TOO_COMPLEX", "limit:comments"),
        (
            "mutation {" + "... {" * 900 + "renameOrg { ok }" + "}" * 901,
            {},
            "TOO_COMPLEX",
            "limit:depth",
        ),
        (deep("mutation { renameOrg { ok } }"), {}, "TOO_COMPLEX", "limit:depth"),
        (
            "mutation {" + " ".join(f"a{n}: renameOrg {{ ok }}" for n in range(101)) + "}",
            {},
            "TOO_COMPLEX",
            "limit:aliases",
        ),
        (
            'mutation($i: RenameOrgInput = {org: "x", name: "y"}) { renameOrg(input: $i) { ok } }',
            {"i": None},
            "INVALID_INPUT",
            "arguments",
        ),
    ],
)
async def test_a_refused_change_of_an_account_is_audited_once(
    asking: Asking, audit: Audit, document: str, variables: dict[str, Any], code: str, reason: str
) -> None:
    answer = await asking.full("township", document, **variables)
    assert answer["errors"][0]["extensions"]["code"] == code
    who = asking.county.principals["township"]
    assert audit.new() == [
        {
            "county": who.county,
            "account": who.account,
            "actor": "account",
            "operation": "rename_org",
            "result": "refused",
            "code": code,
            "reason": reason,
            "subject_id": None,
            "changes": None,
        }
    ]


async def test_each_operation_that_is_named_has_its_row_and_what_is_none_has_one(
    asking: Asking, audit: Audit
) -> None:
    await asking.full("county", TWICE)
    assert [name for name, _, _ in audit.reasons()] == ["rename_org", "open_station"]
    await asking.full("county", 'mutation { eraseAll(name: "秘密") { ok } }')
    assert audit.reasons() == [(refusals.UNNAMED, "INVALID_INPUT", "document")]
    names = [o.field for o in asking.county.platform.operations.values() if o.changes]
    await asking.full("county", "mutation {" + " ".join(f"{n} {{ ok }}" for n in names[:60]) + "}")
    assert len(audit.reasons()) == refusals.MOST


async def test_of_several_operations_the_named_one_counts(asking: Asking, audit: Audit) -> None:
    document = (
        "mutation A { renameOrg { ok } } mutation B { openStation { ok } } query C { "
        "orgUnits(first: 1) { totalCount } }"
    )
    who = asking.county.principals["county"]
    for name, rows in (
        ("A", ["rename_org"]),
        ("C", []),
        (None, ["rename_org", "open_station"]),
        ("D", ["rename_org", "open_station"]),
    ):
        await asking.reader.execute(who, document, None, name, "zh")
        assert [operation for operation, _, _ in audit.reasons()] == rows


async def test_questions_leave_nothing_and_what_an_operation_refuses_has_one_row(
    asking: Asking, audit: Audit
) -> None:
    for document in (
        "{ noSuchField }",
        "query { mutation",
        "{ a }" + " " * 100_000,
        "query($i: ID!) { orgUnit(id: $i) { name } }",
        "{",
    ):
        assert "errors" in await asking.full("county", document)
    assert audit.reasons() == []
    await asking.full(
        "village", CREATE, **{"in": hall(asking, parent=gid(asking.county.orgs["village"]))}
    )
    assert audit.reasons() == [("create_org", "FORBIDDEN", "org:manage")]
    await asking.full("county", CREATE, **{"in": hall(asking, name="x")})
    assert audit.reasons() == [("create_org", "INVALID_INPUT", None)]


@pytest.mark.day
@pytest.mark.check("K37", part="a limited number of rows for those without an account")
async def test_senders_without_an_account_fill_the_audit_up_to_a_limit(
    asking: Asking, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(asking.county.platform), "nameless", AnonymousAuditQuota(3))
    for _ in range(5):
        answer = await asking.full(asking.county.anonymous, RENAME)
        assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    rows = audit.new()
    assert [(r["county"], r["account"], r["actor"], r["operation"]) for r in rows] == [
        (asking.county.anonymous.county, None, "anonymous", "rename_org")
    ] * 3
    await asking.full("county", RENAME)
    assert len(audit.new()) == 1, "accounts are not counted"
    for _ in range(5):  # a valid document: the operation itself refuses
        login = (
            f"mutation {{ login(input: {{county: {asking.county.code}, "
            'name: "nobody", password: "wrong"}) { token } }'
        )
        assert (await asking.full(asking.county.anonymous, login))["errors"][0]["extensions"][
            "code"
        ] == "UNAUTHENTICATED"
    assert [r["operation"] for r in audit.new()] == ["login"] * 3, (
        "another door, with its own limit"
    )
    with clock.moved(clock.now() + WINDOW + timedelta(seconds=1)):
        await asking.full(asking.county.anonymous, RENAME)
    assert len(audit.new()) == 1


@pytest.mark.check("K37", part="a token that is none")
@pytest.mark.parametrize("header", ["Bearer ys_990101_wrong", "Basic eA=="])
async def test_a_change_with_a_token_that_is_none_is_audited_in_county_0(
    asking: Asking, audit: Audit, header: str
) -> None:
    application = create_application(asking.county.platform, HttpSettings(), asking.reader)
    async with AsyncTestClient(application) as client:
        for document, rows in (
            (RENAME, [("rename_org", "UNAUTHENTICATED", "token")]),
            ("{ me { name } }", []),
        ):
            sent = json.dumps({"query": document, "variables": {"o": SOMEWHERE, "n": "新名"}})
            headers = {"Authorization": header, "Content-Type": "application/json"}
            answer = await client.post("/graphql", content=sent, headers=headers)
            assert answer.status_code == 401
            found = audit.new()
            assert [(r["operation"], r["code"], r["reason"]) for r in found] == rows
            assert all(
                (r["county"], r["account"], r["actor"]) == (0, None, "anonymous") for r in found
            )


async def test_a_database_that_is_away_before_the_document_is_read_is_no_answer(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which plugins are switched on is asked first: the door makes a 503 of it, not an answer with
    an error.
    """

    async def away(_principal: Principal) -> NarrowedSchema:
        raise unavailable()

    monkeypatch.setattr(asking.reader, "schema_of", away)
    with pytest.raises(Unavailable):
        await asking.raw("county", "{ me { name } }")
