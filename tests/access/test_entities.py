"""K10: every entity and every guarded column by every kind of caller, by every root field that
reads it.

One record of each entity lies in a village, one in its township, one in its county. A cell of
`matrix/entities` names those that a caller sees (`v`, `t`, `c`; `-` none, or of a plugin that is on
nowhere for him; `401` log in first), a cell of `matrix/columns` those in which he sees the column's
value.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.access.matrix_file import line, read_matrix
from tests.access.world import CALLERS, PLACES, World
from yishi_core.errors import Unauthenticated
from yishi_core.kernel.entity import EntityModel
from yishi_core.kernel.operation.inputs import global_id
from yishi_graphql.reader import Reader
from yishi_graphql.schema import Schema

pytestmark = pytest.mark.anyio
ENTITIES, COLUMNS = read_matrix("entities"), read_matrix("columns")
LETTERS = {place: place[0] for place in PLACES}


def guarded(model: EntityModel) -> list[str]:
    """Names of the columns that need a permission of their own."""
    return [f.name for f in model.fields if f.info.permission]


async def seen(world: World, reader: Reader, model: EntityModel, caller: str) -> dict[str, str]:
    """What a caller gets: the cell of the entity under "", those of its guarded columns under their
    names.
    """
    ids = {global_id(world.rows[place][model.name]): letter for place, letter in LETTERS.items()}
    columns = " ".join(guarded(model))
    wanted = " ".join(
        f"one{n}: {model.single}(id: ${n}) {{ id }} node{n}: node(id: ${n}) {{ id }}" for n in "vtc"
    )
    document = (
        "query($v: ID!, $t: ID!, $c: ID!) "
        f"{{ {wanted} sums: {model.many}Aggregate(where: {{id: {{in: [$v, $t, $c]}}}}) {{ count }}"
        f" list: {model.many}(where: {{id: {{in: [$v, $t, $c]}}}}) "
        f"{{ totalCount nodes {{ id {columns} }} }} }}"
    )
    try:
        answer = json.loads(
            await reader.execute(
                world.callers[caller], document, {n: i for i, n in ids.items()}, None, "en"
            )
        )
    except Unauthenticated:
        return {"": "401", **dict.fromkeys(guarded(model), "401")}
    if caller == "anonymous" and model.plugin:
        assert "Cannot query field" in answer["errors"][0]["message"]
        return {"": "-", **dict.fromkeys(guarded(model), "-")}
    assert "errors" not in answer, answer["errors"]
    data = answer["data"]
    rows = {ids[n["id"]]: n for n in data["list"]["nodes"]}
    for ways in ("one", "node"):
        assert {n for n in "vtc" if data[f"{ways}{n}"]} == set(rows), (
            f"{ways} and list differ: {data}"
        )
    assert data["list"]["totalCount"] == len(rows) == sum(s["count"] for s in data["sums"])
    found = {"": "".join(n for n in "vtc" if n in rows) or "-"}
    for column in guarded(model):
        found[column] = (
            "".join(n for n in "vtc" if n in rows and rows[n][column] is not None) or "-"
        )
    return found


async def rows_of(world: World, reader: Reader, model: EntityModel) -> dict[str, dict[str, str]]:
    """Row of the matrix → caller → cell, for an entity and its guarded columns."""
    answers = {caller: await seen(world, reader, model, caller) for caller in CALLERS}
    names = {"": model.name, **{column: f"{model.name}.{column}" for column in guarded(model)}}
    return {
        full: {caller: answers[caller][name] for caller in CALLERS} for name, full in names.items()
    }


@pytest.mark.check("K10", part="every entity and guarded column by every kind of caller")
@pytest.mark.parametrize("entity", sorted(ENTITIES))
async def test_an_entity_is_seen_as_the_matrix_says(
    world: World, reader: Reader, entity: str
) -> None:
    expected = {entity: ENTITIES[entity]} | {
        name: row for name, row in COLUMNS.items() if name.split(".")[0] == entity
    }
    assert await rows_of(world, reader, world.platform.registry[entity]) == expected


@pytest.mark.check(
    "K10", part="an entity or guarded column that is missing in the matrix fails the build"
)
async def test_the_matrix_has_every_entity_and_guarded_column(world: World, reader: Reader) -> None:
    models = {m.name: m for m in world.platform.registry.exposed}
    new = [
        m
        for name, m in models.items()
        if name not in ENTITIES or any(f"{name}.{c}" not in COLUMNS for c in guarded(m))
    ]
    proposed = [
        line(name, row) for m in new for name, row in (await rows_of(world, reader, m)).items()
    ]
    assert not proposed, "\n".join(
        [
            "Not in the matrix. As it is now; check each cell against domain.md 2.19, then add:",
            *proposed,
        ]
    )
    assert set(ENTITIES) <= set(models), "in the matrix, but no entity"
    assert set(COLUMNS) == {f"{m.name}.{c}" for m in models.values() for c in guarded(m)}


def test_nobody_sees_beyond_his_places() -> None:
    """Another county sees nothing, a neighbouring village nothing of the village, a visitor nothing
    at all through these doors.
    """
    for name, row in {**ENTITIES, **COLUMNS}.items():
        assert (row["abroad"], row["chief"]) == ("-", "-"), name
        assert row["anonymous"] in ("401", "-"), name
        assert "v" not in row["sibling"], name
        assert set(row["own"]) <= set("vtc-"), name


@pytest.mark.check("K10", part="the public door shows what is public and nothing else")
async def test_the_public_door_shows_only_what_is_public(
    world: World, reader: Reader, schema: Schema
) -> None:
    fields: Any = schema.for_plugins(schema.plugins, reader._resolvers).type_map["Public"]
    lists = {m.many: m for m in world.platform.registry.exposed if m.many in fields.fields}
    assert "stations" in lists
    planted = {
        global_id(rows[m.name]): m.name for rows in world.rows.values() for m in lists.values()
    }
    shown: set[str] = set()
    for many, model in lists.items():
        if model.plugin:
            continue  # a visitor belongs to no org, so no plugin is switched on for him
        document = (
            f"{{ public(county: {world.home.code}) {{ {many}(first: 100) {{ nodes {{ id }} }} }} }}"
        )
        answer = json.loads(await reader.execute(world.home.anonymous, document, None, None, "en"))
        assert "errors" not in answer, answer
        shown |= {n["id"] for n in answer["data"]["public"][many]["nodes"]}
    assert shown & set(planted) == set()
    assert global_id(world.open_station) in shown
