"""K37: whatever is tried is in the audit exactly once: who, where, when, what, on which record,
with what result.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.access.inputs import Examples, references
from tests.access.world import World
from tests.core import cases
from tests.fixtures.county import County
from tests.fixtures.database import Urls
from tests.tenants.accounts.people import PASSWORD, login, settled
from yishi_core import clock
from yishi_core.errors import PluginFailed, YishiError
from yishi_core.kernel.access import Principal
from yishi_core.kernel.audit.allowance import AnonymousAuditQuota
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.operation import Operation
from yishi_core.kernel.operation.inputs import parse_global_id
from yishi_core.kernel.operation.run import run

pytestmark = pytest.mark.anyio
COLUMNS = "county, account, actor, operation, result, code, subject_type, subject_id, at, reason"


class Ledger:
    """The audit of all counties, as its owner sees it."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self._owner = owner

    def rows(self) -> list[dict[str, Any]]:
        found = self._owner.execute(f"select {COLUMNS} from audit_entry order by id").fetchall()
        return [dict(zip(COLUMNS.split(", "), row, strict=True)) for row in found]

    @asynccontextmanager
    async def one_row(self) -> AsyncIterator[dict[str, Any]]:
        """Exactly one row is written inside the block, whatever it raises; the row is filled in at
        its end.
        """
        before, began, row = self._count(), clock.now(), dict[str, Any]()
        yield row
        assert self._count() - before == 1, f"{self._count() - before} rows"
        row |= self.rows()[-1]
        assert began <= row["at"] <= clock.now()

    def _count(self) -> int:
        found = self._owner.execute("select count(*) from audit_entry").fetchone()
        assert found is not None
        return int(found[0])


@pytest.fixture
def ledger(owner: psycopg.Connection) -> Ledger:
    return Ledger(owner)


async def tried(
    ledger: Ledger, world: World, who: Principal, operation: Operation, raw: dict[str, Any]
) -> tuple[dict[str, Any], str]:
    """The one row of an attempt that must fail, and the code with which it did."""
    async with ledger.one_row() as row:
        with pytest.raises(YishiError) as caught:
            await run(world.platform, who, operation, raw)
    assert (row["operation"], row["actor"]) == (operation.name, who.kind.value)
    assert (row["account"], row["result"], row["code"]) == (
        who.account,
        "refused",
        caught.value.code.value,
    )
    return row, caught.value.code.value


def mutations(world: World) -> list[Operation]:
    return [o for o in world.platform.operations.values() if o.changes]


@pytest.mark.day
@pytest.mark.check("K37", part="every mutation: invalid input")
async def test_every_invalid_input_is_audited_once(
    ledger: Ledger, world: World, examples: Examples
) -> None:
    who = world.callers["own"]
    for operation in mutations(world):
        given = examples.of(operation)
        row, code = await tried(ledger, world, who, operation, {**given, "no_such_field": 1})
        assert (code, row["county"]) == ("INVALID_INPUT", world.home.code), operation.field
        assert (row["subject_type"], row["subject_id"]) == named(operation, given, who), (
            operation.field
        )


@pytest.mark.day
@pytest.mark.check("K37", part="every mutation: a record that is not there for the caller")
async def test_every_reach_for_a_foreign_record_is_audited_once(
    ledger: Ledger, world: World, examples: Examples
) -> None:
    who, seen = world.callers["own"], 0
    for operation in mutations(world):
        wanted = [
            (name, entity)
            for name, entity in references(operation.input)
            if name in examples.of(operation)
        ]
        if not wanted or not operation.subject:
            continue
        foreign = Examples(
            world.foreign, world.platform.plugins.core.words, world.foreign["Station"]
        )  # type: ignore[arg-type]  # planted as one
        given = foreign.of(operation)
        row, code = await tried(ledger, world, who, operation, given)
        assert (code, row["county"]) == ("NOT_FOUND", world.home.code), operation.field
        assert (row["subject_type"], row["subject_id"]) == named(operation, given, who), (
            operation.field
        )
        seen += 1
    assert seen > 120


@pytest.mark.day
@pytest.mark.check("K37", part="every mutation: visitors")
async def test_every_attempt_of_a_visitor_is_audited_once(
    ledger: Ledger, world: World, examples: Examples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(world.platform), "nameless", AnonymousAuditQuota(10_000))
    for operation in mutations(world):
        given = examples.of(operation)
        if operation.acts_for is None and "county" not in operation.input.model_fields:
            row, code = await tried(ledger, world, world.home.anonymous, operation, given)
            assert (code, row["county"]) == ("UNAUTHENTICATED", 0), operation.field


def named(
    operation: Operation, given: dict[str, Any], who: Principal
) -> tuple[str | None, UUID | None]:
    """What the attempt was about, as far as the input says."""
    ids = [
        given.get(operation.subject),
        *(given.get(name) for name in operation.input.model_fields),
    ]
    found = [
        parse_global_id(v)
        for v in ids
        if isinstance(v, str) and re.fullmatch(r"[A-Z]\w+:\d+:[0-9a-f-]{36}", v)
    ]
    return (found[0].type, found[0].id) if found else ("Account", who.account)


@pytest.mark.day
@pytest.mark.check("K37", part="the failure of a plugin and an unexpected one")
@pytest.mark.parametrize(
    ("error", "code"),
    [(PluginFailed.during("x", "y"), "PLUGIN_FAILED"), (RuntimeError("a secret"), "INTERNAL")],
)
async def test_a_failure_is_audited_once_without_its_text(
    ledger: Ledger, world: World, examples: Examples, error: Exception, code: str
) -> None:
    async def breaks(*_: Any) -> None:
        raise error

    operation = replace(world.platform.operations["renameOrg"], function=breaks)
    async with ledger.one_row() as row:
        with pytest.raises(type(error)):
            await run(world.platform, world.callers["admin"], operation, examples.of(operation))
    assert row["code"] == code
    assert row["result"] == ("refused" if code == "PLUGIN_FAILED" else "failed")
    assert (row["subject_type"], row["subject_id"]) == ("OrgUnit", world.home.orgs["village"].id)
    assert "secret" not in str(row)


@pytest.mark.check("K37", part="successes")
async def test_every_success_is_audited_once_with_its_record(ledger: Ledger, town: County) -> None:
    done: list[str] = []

    async def do(
        who: str | Principal, operation: str, subject: type[TenantRow] | str, **raw: Any
    ) -> Any:
        principal = town.principals[who] if isinstance(who, str) else who
        async with ledger.one_row() as row:
            value = await town.act(principal, operation, **raw)
        assert (row["operation"], row["result"], row["code"], row["reason"]) == (
            operation,
            "done",
            None,
            None,
        )
        assert (row["county"], row["account"], row["actor"]) == (
            town.code,
            principal.account,
            principal.kind.value,
        )
        assert row["subject_type"] == (subject if isinstance(subject, str) else subject.__name__), (
            operation
        )
        assert (
            row["subject_id"]
            == (value.id if isinstance(value, TenantRow) else row["subject_id"])
            is not None
        )
        done.append(operation)
        return value

    orgs = town.orgs
    station = await do(
        "county",
        "open_station",
        "Station",
        org=orgs["village"],
        name="柳湾议事室",
        kind="council_room",
        level="village",
        opened_on="2020-01-01",
    )
    await do("county", "change_station", "Station", station=station, address="村委会院内")
    person = await do("township", "register_person", "Person", org=orgs["township"], name="张德全")
    await do("township", "change_person", "Person", person=person, phone="13900000000")
    await do(
        town.anonymous,
        "submit_intake",
        "Intake",
        station=station,
        content="村口路灯坏了三盏,晚上不安全。",
    )
    intake = await do(
        "village", "record_intake", "Intake", station=station, content="路灯坏了", channel="visit"
    )
    await do("township", "accept_intake", "Intake", intake=intake)
    given = {
        "title": "村道照明",
        "description": "村口到学校没有路灯",
        "topic_source": "resident",
        "focus_category": "roads",
    }
    topic = await do("village", "propose_topic", "Topic", org=orgs["village"], **given)
    await do(
        "township",
        "screen_topic",
        "Topic",
        topic=topic,
        decision="screened",
        screened_on="2026-03-01",
    )
    await do(
        "township",
        "approve_topic",
        "Topic",
        topic=topic,
        approved_by="镇党委",
        approved_on="2026-03-01",
    )
    case = await do("village", "open_case", "ConsultationCase", topic=topic, opened_on="2026-03-02")
    await do("village", "stop_case", "ConsultationCase", case=case, reason="当事人已自行解决")
    made = await do(
        "county",
        "create_account",
        "Account",
        org=orgs["village"],
        name="new.one",
        display_name="新人",
    )
    grant = await do(
        "county",
        "give_grant",
        "GrantRow",
        account=made.account,
        role="observer",
        org=orgs["village"],
    )
    await do("county", "end_grant", "GrantRow", grant=grant)
    org = await do(
        "county",
        "create_org",
        "OrgUnit",
        parent=orgs["village"],
        name="第一小组",
        kind="member_group",
        slug="group",
    )
    await do("county", "rename_org", "OrgUnit", org=org, name="第二小组")
    _, caller, _ = await settled(town, "me.myself")
    await do(caller, "issue_own_token", "Account", label="手机")
    await do(
        town.anonymous, "login", "Account", county=town.code, name="me.myself", password=PASSWORD
    )
    fresh = await town.platform.principals.by_token(
        (await login(town, "me.myself", PASSWORD)).token
    )
    await do(fresh, "logout", "Account")
    await do("township", "void_record", "Intake", id=intake, reason="重复登记")
    assert len(done) >= 15


@pytest.mark.day
@pytest.mark.check("K37", part="refusals of rules, and conflicts")
async def test_refusals_are_audited_once_with_their_rule(ledger: Ledger, town: County) -> None:
    topic = await cases.topic(town)
    for who, code, reason in (
        ("village", "FORBIDDEN", "topic:approve_small"),
        ("township", "REFUSED", "state"),
        ("village2", "NOT_FOUND", None),
    ):
        async with ledger.one_row() as row:
            await town.refused(who, "approve_topic", code=code, topic=topic, approved_by="镇党委")
        assert (row["code"], row["reason"], row["subject_id"]) == (code, reason, topic.id)
    async with ledger.one_row() as row:
        with pytest.raises(YishiError):
            await town.act(
                "county", "rename_org", version=99, org=town.orgs["village"], name="新名"
            )
    assert (row["code"], row["result"], row["subject_type"]) == ("CONFLICT", "refused", "OrgUnit")


@pytest.mark.check("K36", part="the run-time role cannot change or delete audit rows")
@pytest.mark.parametrize(
    "statement",
    ["update audit_entry set reason = 'x'", "delete from audit_entry", "truncate audit_entry"],
)
def test_the_serving_role_cannot_change_what_is_written(
    database_urls: Urls, statement: str
) -> None:
    with (
        psycopg.connect(database_urls.app) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)
