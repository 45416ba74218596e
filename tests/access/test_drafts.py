"""A draft is its author's alone, by every door: lists, single records, counts, search, to-do lists,
the audit (domain.md 2.19).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.core.opinions import briefs
from tests.core.proposals import papers
from tests.fixtures.county import County, schema_of
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.reader import Reader

OTHERS = ("county", "leader", "auditor", "township", "member2")
DOORS = """query($id: ID!) {
  proposals { totalCount nodes { id } } proposalsAggregate { count } proposal(id: $id) { title } node(id: $id) { id }
  found: proposals(where: {title: {contains: "饮水"}}) { totalCount } terms { nodes { proposals { totalCount } } }
}"""


@pytest.fixture
def reader(platform: Platform) -> Reader:
    return Reader(platform, schema_of(platform.plugins))


async def read(
    reader: Reader, town: County, who: str, document: str, **variables: Any
) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(
        await reader.execute(town.principals[who], document, variables, None, "en")
    )
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]
    return found


async def counts(reader: Reader, town: County, who: str, draft: Any) -> tuple[Any, ...]:
    seen = await read(reader, town, who, DOORS, id=global_id(draft))
    aggregate = sum(row["count"] for row in seen["proposalsAggregate"])
    return (
        seen["proposals"]["totalCount"],
        aggregate,
        seen["found"]["totalCount"],
        bool(seen["proposal"]),
        bool(seen["node"]),
    )


async def test_no_door_shows_a_draft_to_anybody_but_its_author(
    town: County, reader: Reader
) -> None:
    draft = await papers.draft(town)
    assert await counts(reader, town, "member", draft) == (1, 1, 1, True, True)
    for who in OTHERS:
        assert await counts(reader, town, who, draft) == (0, 0, 0, False, False), who
    await town.act("member", "submit_proposal", proposal=draft, one_matter=True)
    for who in ("county", "leader", "auditor", "township"):
        assert await counts(reader, town, who, draft) == (1, 1, 1, True, True), who
    assert await counts(reader, town, "member2", draft) == (0, 0, 0, False, False)


async def test_opinions_too(town: County, reader: Reader) -> None:
    await briefs.collected(town, "member", draft=True)
    document = "{ opinions { totalCount } }"
    assert (await read(reader, town, "member", document))["opinions"]["totalCount"] == 1
    for who in OTHERS:
        assert (await read(reader, town, who, document))["opinions"]["totalCount"] == 0, who


async def test_the_audit_tells_that_there_is_a_draft_not_what_it_says(town: County) -> None:
    draft = await papers.draft(town)
    await town.act("member", "change_proposal", proposal=draft, situation="另一种写法")
    entries = [e for e in await town.rows(AuditEntry) if e.subject_id == draft.id]
    assert [e.operation for e in entries] == ["draft_proposal", "change_proposal"]
    assert [set(e.changes or {}) for e in entries] == [{"state"}, set()]
