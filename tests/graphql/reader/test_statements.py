"""The statements of worked queries, among them those of docs/queries.md that are plain data, and
one law that all of them keep.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from tests.docs.worked import ROOT, examples
from tests.fixtures.golden import Golden
from yishi_core.kernel.access import Grant, Policy, Principal, PrincipalKind
from yishi_core.kernel.access.policy import read_policy
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.making import Making
from yishi_core.kernel.operation.collecting import entities_of
from yishi_core.nouns import core_packages
from yishi_graphql.reader.document import Documents
from yishi_graphql.reader.limits import Limits
from yishi_graphql.reader.read_scope import ReadScopes
from yishi_graphql.reader.resolve import ResolverSource
from yishi_graphql.reader.run import start
from yishi_graphql.schema import Schema, build_schema

QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "object": (
        "query($id: ID!) { station(id: $id) { id name kind org { name } } }",
        {"id": "Station:990101:x"},
    ),
    "list": (
        """query($n: Int, $after: String, $w: StationWhere) { stations(first: $n, after: $after, orderBy: [{name: asc}], where: $w) {
             totalCount nodes { id name assignments(first: 5) { nodes { role person { name phone } } } } pageInfo { hasNextPage endCursor } } }""",
        {
            "n": 50,
            "after": (
                "WyJuYW1lOmFzYyIsImEiLCI5OTAxMDEi"
                "LCIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDAiXQ=="
            ),
            "w": {
                "kind": {"in": ["council_room"]},
                "assignments": {"some": {"person": {"name": {"startsWith": "李"}}}},
            },
        },
    ),
    "aggregate": (
        "{ stationsAggregate(groupBy: [township, kind, openedOnQuarter]) { key { township { name "
        "} kind openedOnQuarter } count } }",
        {},
    ),
    "public": ("{ public(county: 990101) { stations(first: 3) { nodes { name } } } }", {}),
}
WHO = {
    "township": (("township_staff", 990101, "99/01/01/100/"),),
    "member": (("member", 990101, "99/01/01/100/"),),
    "two_counties": (("county_admin", 990101, "99/01/01/"), ("county_admin", 990102, "99/01/02/")),
}
DOCUMENTED = (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 20)
"""Sections of docs/queries.md whose documents are plain data."""
SOME_ID = "00000000-0000-0000-0000-000000000000"
STANDS_FOR = {
    "…endCursor1": base64.b64encode(
        json.dumps(["receivedAt:desc", "2026-05-19 07:10:00+00", "990101", SOME_ID]).encode()
    ).decode(),
    "…queryCode1": "ABCD-EFGH",
}


def documented() -> dict[str, tuple[str, dict[str, Any]]]:
    """The page's documents by `docs_…`, with values for what is another one each time."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for example in examples((ROOT / "docs" / "queries.md").read_text(encoding="utf-8")):
        if int(example.name[:2]) in DOCUMENTED:
            given = {
                k: STANDS_FOR.get(v, re.sub("….*", SOME_ID, v)) if isinstance(v, str) else v
                for k, v in example.variables.items()
            }
            found[f"docs_{example.name}"] = (example.document, given)
    return found


QUERIES |= documented()
CASES = [
    (name, who) for name in QUERIES for who in (["township"] if name.startswith("docs_") else WHO)
]


class Listening:
    """Stands where the database is, and keeps what would be asked. No answer is made up: the
    document ends there.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def read(self, _entry: Any, query: str, parameters: dict[str, Any]) -> bytes:
        self.asked.append((query, parameters))
        return b"{}"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return build_schema(Registry(entities_of(core_packages())), [])


async def statement(schema: Schema, who: str, name: str) -> tuple[str, dict[str, Any]]:
    """The statement of one worked query for one kind of caller."""
    policy, database = Policy(read_policy("yishi_core.kernel.access")), Listening()
    text, variables = QUERIES[name]
    principal = Principal(PrincipalKind.ACCOUNT, 990101, policy, tuple(Grant(*g) for g in WHO[who]))
    narrowed = schema.for_plugins(frozenset(), ResolverSource({}))
    making = Making()
    prepared = (
        await Documents(schema.catalogue, Limits(), making).read(narrowed, text, variables)
    ).operation(None)
    platform: Any = type(
        "Installed",
        (),
        {
            "database": database,
            "policy": policy,
            "making": making,
            "derived": lambda make: {},  # no plugin, so no words of its own
        },
    )
    await start(
        platform,
        schema.catalogue,
        ReadScopes(schema.catalogue),
        principal,
        prepared,
        variables,
        "zh",
    ).data()
    [asked] = database.asked
    return asked


@pytest.mark.parametrize(("name", "who"), CASES)
async def test_the_statement_of_a_worked_query(
    schema: Schema, golden: Golden, who: str, name: str
) -> None:
    query, parameters = await statement(schema, who, name)
    shown = "\n".join(f"-- {key} = {value!r}" for key, value in sorted(parameters.items()))
    golden.compare(f"sql/{name}.{who}.sql", f"{query}\n{shown}")


@pytest.mark.parametrize(("name", "who"), CASES)
async def test_every_table_at_every_level_carries_its_own_county(
    schema: Schema, who: str, name: str
) -> None:
    query, parameters = await statement(schema, who, name)
    aliases = re.findall(r"\b(?:FROM|JOIN) \w+ AS (t\d+)", query)
    assert aliases
    for alias in aliases:
        assert re.search(rf"\b{alias}\.county = (%\(\w+\)s|ANY \(%\(counties\)s)", query), alias
    # A list of which only the count is asked leaves its page length over.
    assert set(re.findall(r"%\((\w+)\)s", query)) <= set(parameters)
    assert not re.search(r"'[^']*(?:李|990101)[^']*'", query), "a value stands in the text"
