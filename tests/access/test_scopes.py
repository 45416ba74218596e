"""The scopes of a token limit what it reads on every way, also what its account sees because a
record names it as its audience (access.md 1, 4).
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.access.matrix_file import read_matrix
from tests.access.world import plant_records, switch_all_on
from tests.core.meetings import plenary
from tests.core.outcomes import stories
from tests.fixtures.county import County, make_county, stamps
from yishi_core import clock
from yishi_core.domain.outcomes.models import Assignment
from yishi_core.domain.people.models import Member
from yishi_core.errors import Code, NotFound, YishiError
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.reading import find_attachment
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.facilities.ledgers import large
from yishi_core.facilities.ledgers.sheets import read_sheet, written
from yishi_core.kernel.access import Principal
from yishi_core.kernel.entity import EntityModel, TenantRow, Visibility
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.ledgers.export import open_ledger
from yishi_graphql.reader import Reader
from yishi_graphql.schema import build_schema

pytestmark = pytest.mark.anyio
MATRIX = read_matrix("scopes")
SCOPES: Mapping[str, frozenset[str] | None] = {
    "whole": None,
    "reading": frozenset({"assignment:read"}),
    "object": frozenset({"assignment:*"}),
    "other": frozenset({"sector:read"}),
}
Look = Callable[[County, Reader, Principal, Assignment], Awaitable[bool]]
WAYS = {"single", "node", "list", "aggregate"}


@dataclass
class Named:
    """A county in which one record of every entity that can be shared names the unit as its
    audience.
    """

    county: County
    rows: Mapping[str, TenantRow]

    def unit(self, *scopes: str) -> Principal:
        """The unit by a token of these scopes, or without any."""
        return replace(self.county.principals["unit"], scopes=frozenset(scopes) if scopes else None)


@pytest.fixture(scope="session")
async def named(open_platform: Platform) -> Named:
    county = await make_county(open_platform)
    await switch_all_on(county)
    rows = await plant_records(
        county, county.orgs["village"], "village", audience=[county.orgs["unit"].org_path]
    )
    return Named(county, rows)


def shared(platform: Platform) -> list[EntityModel]:
    return [m for m in platform.registry.exposed if Visibility.SHARED in m.visibility]


async def ways(reader: Reader, caller: Principal, model: EntityModel, row: TenantRow) -> set[str]:
    """The root fields that show a record to a caller."""
    document = (
        f"query($id: ID!) {{ single: {model.single}(id: $id) {{ id }} node: node(id: $id) {{ id }}"
        f" list: {model.many}(where: {{id: {{in: [$id]}}}}) {{ nodes {{ id }} totalCount }}"
        f" sums: {model.many}Aggregate(where: {{id: {{in: [$id]}}}}) {{ count }} }}"
    )
    data = await asked(reader, caller, document, id=global_id(row))
    assert data["list"]["totalCount"] == len(data["list"]["nodes"])
    shown = {
        "single": data["single"],
        "node": data["node"],
        "list": data["list"]["nodes"],
        "aggregate": sum(s["count"] for s in data["sums"]),
    }
    return {way for way, value in shown.items() if value}


async def asked(reader: Reader, caller: Principal, document: str, **variables: Any) -> Any:
    answer = json.loads(await reader.execute(caller, document, variables, None, "en"))
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


@pytest.mark.check("K10", part="scopes of a token against what is shared by audience")
async def test_no_root_field_shows_what_is_shared_to_a_token_of_other_scopes(
    open_platform: Platform, reader: Reader, named: Named
) -> None:
    swept = 0
    for model in shared(open_platform):
        row = named.rows[model.name]
        if (
            await ways(reader, named.unit(), model, row) != WAYS
        ):  # a draft, which is its author's alone
            continue
        swept += 1
        assert await ways(reader, named.unit(f"{model.object}:read"), model, row) == WAYS, (
            model.name
        )
        other = "sector:read" if model.object != "sector" else "person:read"
        assert await ways(reader, named.unit(other), model, row) == set(), model.name
    assert swept > 25


@pytest.mark.check("K10", part="scopes of a token against what is shared by audience")
async def test_no_relation_leads_a_token_to_what_its_scopes_leave_out(
    open_platform: Platform, reader: Reader, named: Named
) -> None:
    registry, followed = open_platform.registry, 0
    for model in shared(open_platform):
        relations = {
            r.name: r
            for r in registry.relations(model.name)
            if registry[r.target].exposed
            and Visibility.SHARED in registry[r.target].visibility
            and r.target != model.name
            and registry[r.target].plugin in (None, model.plugin)
        }
        if not relations:
            continue
        wanted = " ".join(
            f"{name} {{ {'nodes { id }' if r.many else 'id'} }}" for name, r in relations.items()
        )
        document = f"query($id: ID!) {{ one: {model.single}(id: $id) {{ {wanted} }} }}"
        id_ = global_id(named.rows[model.name])
        whole = (await asked(reader, named.unit(), document, id=id_))["one"]
        narrow = (await asked(reader, named.unit(f"{model.object}:read"), document, id=id_))["one"]
        if narrow is None:  # a draft
            continue
        followed += sum(bool(value and value.get("nodes", True)) for value in whole.values())
        assert all(not value or value.get("nodes") == [] for value in narrow.values()), (
            model.name,
            narrow,
        )
    assert followed > 25


@pytest.fixture
async def told(town: County) -> Assignment:
    """An assignment of the unit, of which it was told, and of which it has done something."""
    row = await stories.assigned(town)
    await deliver_pending(town.platform, town.code)
    await town.act("unit", "accept_assignment", assignment=row)
    return row


@pytest.fixture
async def file(town: County, told: Assignment) -> Attachment:
    """A file of the assignment, with its audience, as an upload gives it."""
    row = Attachment(
        county=town.code,
        id=new_id(),
        org_path=told.org_path,
        org_id=told.org_id,
        subject_type="Assignment",
        subject_id=told.id,
        name="a.pdf",
        media_type="application/pdf",
        size=1,
        digest="0" * 64,
        storage_key=new_id().hex,
        audience=told.audience,
        **stamps(),
    )
    async with town.platform.database.transaction(town.system.reading) as session:
        session.add(row)
    return row


async def test_every_way_of_reading_keeps_to_the_scopes(
    town: County, told: Assignment, file: Attachment
) -> None:
    reader = Reader(
        town.platform, build_schema(town.platform.registry, town.platform.operations.values())
    )
    model, found = town.platform.registry.of(Assignment), dict[str, dict[str, str]]()
    for column, scopes in SCOPES.items():
        caller = replace(town.principals["unit"], scopes=scopes)
        shown = await ways(reader, caller, model, told)
        looked = {way: way in shown for way in WAYS} | {
            way: await look(town, reader, caller, told) for way, look in LOOKS.items()
        }
        looked["file"] = await downloads(town, caller, file)
        for way, seen in looked.items():
            found.setdefault(way, {})[column] = "yes" if seen else "-"
    assert found == MATRIX


async def searches(town: County, _reader: Reader, caller: Principal, row: Assignment) -> bool:
    hits = (await town.act(caller, "search", text=row.brief[:8])).hits
    return global_id(row) in {hit.id for hit in hits}


def lists(kind: str) -> Look:
    async def look(town: County, _reader: Reader, caller: Principal, row: Assignment) -> bool:
        counts = await town.act(caller, "todo_counts")
        items = (await town.act(caller, "todos", kind=kind)).items
        assert bool(getattr(counts, kind)) == bool(items)
        return global_id(row) in {item.record for item in items}

    return look


async def takes_out(town: County, reader: Reader, caller: Principal, _row: Assignment) -> bool:
    _, page = await open_ledger(
        town.platform, reader, caller, "Assignment", org=None, where={}, language="zh"
    )
    return bool(page.rows)


async def knows_register(
    town: County, _reader: Reader, caller: Principal, _row: Assignment
) -> bool:
    return "Assignment" in {ledger.entity for ledger in await town.act(caller, "ledgers")}


async def refers(town: County, _reader: Reader, caller: Principal, row: Assignment) -> bool:
    """An operation is refused for its rules, and not because the record or the right is missing."""
    with pytest.raises(YishiError) as caught:
        await town.act(caller, "accept_assignment", assignment=row)
    return caught.value.code is Code.REFUSED


async def hears(town: County, _reader: Reader, caller: Principal, row: Assignment) -> bool:
    page = await town.act(caller, "notifications")
    assert bool(page.unread) == bool(page.items)
    return global_id(row) in {item.record for item in page.items}


async def downloads(town: County, caller: Principal, file: Attachment) -> bool:
    try:
        return (await find_attachment(town.platform, caller, global_id(file))).id == file.id
    except NotFound:
        return False


LOOKS: Mapping[str, Look] = {
    "search": searches,
    "todos_waiting": lists("waiting"),
    "todos_done": lists("done"),
    "register": takes_out,
    "registers": knows_register,
    "reference": refers,
    "notifications": hears,
}


async def test_a_file_needs_its_record_and_itself_within_the_scopes(
    town: County, file: Attachment
) -> None:
    unit = town.principals["unit"]
    for scopes, expected in (
        ({"attachment:read"}, False),
        ({"attachment:read", "assignment:read"}, True),
    ):
        assert await downloads(town, replace(unit, scopes=frozenset(scopes)), file) is expected, (
            scopes
        )


async def test_what_needs_no_role_needs_the_scope_all_the_same(town: County) -> None:
    """One's own duty file, and the list of sectors, which everybody may read."""
    person = await plenary.member(town)
    (member,) = await town.rows(Member, Member.person_id == person.id)
    for scopes, code in (({"member:read"}, "FORBIDDEN"), ({"sector:read"}, "NOT_FOUND")):
        narrow = replace(town.principals["member"], scopes=frozenset(scopes))
        await town.refused(narrow, "duty_file", code=code, member=member)
    whole = replace(town.principals["member"], scopes=frozenset({"member:read", "duty_file:see"}))
    assert (await town.act(whole, "duty_file", member=member)).member.id == member.id
    county = town.orgs["county"]
    await town.refused(
        replace(town.principals["member"], scopes=frozenset({"org_unit:read"})),
        "county_sectors",
        code="FORBIDDEN",
        org=county,
    )
    assert await town.act(
        replace(town.principals["member"], scopes=frozenset({"org_unit:read", "sector:read"})),
        "county_sectors",
        org=county,
    )


@pytest.mark.day
async def test_a_limited_token_marks_nothing_as_read(town: County, told: Assignment) -> None:
    for limits in ({"scopes": frozenset({"assignment:*"})}, {"read_only": True}):
        narrow = replace(town.principals["unit"], **limits)
        await town.refused(
            narrow, "mark_read", code="REFUSED", rule="token_limited", until=clock.now().isoformat()
        )
    assert (await town.act("unit", "notifications")).unread == 1


async def test_a_long_file_that_was_sent_is_told_of_within_the_scopes(town: County) -> None:
    sheet = read_sheet(written([("组织", "类型"), ("柳湾村", "民生实事")]).encode())
    sender = town.principals["village"]
    id_ = await large.hand_over(town.platform, sender, "Deed", b"", sheet, dry_run=True)
    for scopes, expected in (({"deed:read"}, True), ({"sector:read"}, False)):
        narrow = replace(sender, scopes=frozenset(scopes))
        assert bool(await large.found(town.platform, narrow, id_)) is expected
        if not expected:
            await town.refused(narrow, "ledger_import", code="NOT_FOUND", id=str(id_))
