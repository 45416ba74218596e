"""What is derived, and how it is narrowed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Annotated, Any

import pytest
import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Mapped

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    parse,
    validate,
    validate_schema,
)
from yishi_core.errors import Text
from yishi_core.kernel.entity import Entity, Registry, camel, column, describe, ref
from yishi_core.kernel.operation import Input, OperationContext, Structure, operation, question
from yishi_core.kernel.operation.collecting import entities_of
from yishi_core.kernel.operation.declaration import ATTRIBUTE
from yishi_core.nouns import core_packages
from yishi_graphql.schema import Schema, build_schema, schema_text
from yishi_graphql.schema.build import Builder, Member
from yishi_graphql.schema.scalars import scalar_map

PLUGIN = "test_variant"


class VisitDay(Entity):
    """A plugin's own entity, pointing at one of the core."""

    __label__ = "走访日"
    metadata = sa.MetaData(naming_convention=Entity.metadata.naming_convention)
    """Apart: it is in no migration, and tests that compare tables with migrations run in this
    process too.
    """

    station_id: Mapped[uuid.UUID] = ref("Station", "站点", inverse="visit_days")
    title: Mapped[str] = column("标题", "What it was about.")


class CountDays(Input):
    at_least: int = 0
    cents: Annotated[int, Field(gt=0, le=10**13)] | None = None
    steps: int = Field(0, le=100)


class DayCount(Structure):
    """How many."""

    days: int


@question(Text("走访日数", "Days"), permission=None)
async def visit_days_held(context: OperationContext, data: CountDays) -> DayCount:
    """Count the days."""
    return DayCount(days=data.at_least)


@operation(Text("登记", "Record"), permission=None, subject="")
async def record_visit_day(context: OperationContext, data: CountDays) -> VisitDay:
    """Write a day down."""
    raise NotImplementedError


@pytest.fixture(scope="module")
def core() -> Schema:
    return build_schema(Registry(entities_of(core_packages())), [])


@pytest.fixture(scope="module")
def schema() -> Schema:
    models = [*entities_of(core_packages()), describe(VisitDay, PLUGIN)]
    declared = [
        replace(getattr(f, ATTRIBUTE), plugin=PLUGIN) for f in (visit_days_held, record_visit_day)
    ]
    return build_schema(Registry(models), declared)


def narrowed(schema: Schema, *plugins: str) -> GraphQLSchema:
    return schema.for_plugins(frozenset(plugins), lambda type_name, field_name: lambda *_: None)


def fields(schema: GraphQLSchema, name: str) -> dict[str, Any]:
    type_ = schema.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    return dict(type_.fields)


def test_the_derived_schema_is_valid(schema: Schema) -> None:
    whole: dict[str, Any] = {**narrowed(schema, PLUGIN).to_kwargs(), "assume_valid": False}
    assert validate_schema(GraphQLSchema(**whole)) == []


def test_a_field_says_its_label_and_meaning_and_carries_its_plugin(schema: Schema) -> None:
    full = narrowed(schema, PLUGIN)
    assert fields(full, "Station")["name"].description == "名称 — Name on the plate."
    assert fields(full, "Station")["name"].extensions == {"plugin": None}
    assert full.type_map["VisitDay"].extensions == {"plugin": PLUGIN}
    assert fields(full, "VisitDay")["title"].extensions == {"plugin": PLUGIN}


def test_an_enumeration_has_the_stored_words(schema: Schema) -> None:
    kinds = narrowed(schema).type_map["StationKind"]
    assert isinstance(kinds, GraphQLEnumType)
    assert kinds.values["council_room"].value == "council_room"
    assert kinds.values["council_room"].description == "协商议事室"


def test_what_a_plugin_adds_stands_under_its_name(schema: Schema) -> None:
    full = narrowed(schema, PLUGIN)
    group = camel(PLUGIN)
    assert get_named_type(fields(full, "Station")[group].type).name == "StationTestVariant"
    assert set(fields(full, "StationTestVariant")) == {"visitDays"}
    assert group in full.type_map["StationWhere"].fields  # type: ignore[attr-defined]


def test_what_is_not_switched_on_is_not_there(schema: Schema) -> None:
    plain, full = narrowed(schema), narrowed(schema, PLUGIN)
    added = set(full.type_map) - set(plain.type_map)
    assert {
        "VisitDay",
        "VisitDayConnection",
        "VisitDayWhere",
        "StationTestVariant",
        "DayCount",
        "RecordVisitDayPayload",
    } <= added
    assert all(
        "Visit" in n or "TestVariant" in n or "Day" in n or n in ("Mutation", "Advice")
        for n in added
    )
    assert "VisitDay" not in schema_text(plain)
    assert camel(PLUGIN) not in fields(plain, "Station")
    assert "visitDaysHeld" not in fields(plain, "Query")
    assert {"visitDay", "visitDays", "visitDaysAggregate", "visitDaysHeld"} <= set(
        fields(full, "Query")
    )


def test_narrowing_is_done_once_per_set_and_unknown_codes_do_not_matter(schema: Schema) -> None:
    assert narrowed(schema, PLUGIN) is narrowed(schema, PLUGIN, "not_installed")
    assert narrowed(schema) is narrowed(schema, "not_installed")


@pytest.mark.check("K15", part="no list without a limit")
def test_every_list_of_objects_has_a_limit(schema: Schema) -> None:
    """Lists of entities come as connections; the lists inside a page are as long as the page;
    structures' lists are their operation's.
    """
    full = narrowed(schema, PLUGIN)
    entities = set(schema.catalogue.models)
    for type_ in full.type_map.values():
        if not is_object_type(type_) or type_.name.startswith("__"):
            continue
        for name, field in type_.fields.items():
            inner = field.type.of_type if is_non_null_type(field.type) else field.type
            target = get_named_type(field.type).name
            if is_list_type(inner) and (target in entities or target.endswith("AggregateRow")):
                assert (
                    type_.name.endswith("Connection") and name == "nodes"
                ) or "first" in field.args, f"{type_.name}.{name}"
            if target.endswith("Connection"):
                assert (
                    field.args["first"].default_value == 20
                    or field.args["first"].default is not None
                ), f"{type_.name}.{name}"


def test_a_type_has_fields_only_when_a_document_asks_for_it(core: Schema) -> None:
    asked = core.for_plugins(frozenset(), lambda *_: lambda *_: None).anew()
    assert validate(asked, parse("{ stations(first: 3) { nodes { name } } }")) == []
    made = {
        name
        for name, type_ in asked.type_map.items()
        if "fields" in vars(type_) and not name.startswith("__")
    }
    assert made == {"Query", "StationConnection", "Station"}
    assert set(asked.anew().type_map) == set(asked.type_map)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([], "Bare has no fields"),
        ([Member("__hidden", str)], "Bare.__hidden"),
        ([Member("some name", str)], "some name"),
        ([Member("odd", bytes)], "bytes"),
    ],
)
def test_a_type_that_the_api_cannot_show_stops_the_start(members: list[Member], said: str) -> None:
    builder = Builder(scalar_map())
    builder.declare("Bare", lambda: members)
    with pytest.raises((ValueError, TypeError, GraphQLError), match=said):
        builder.finish()


def test_two_types_of_one_name_stop_the_start() -> None:
    builder = Builder(scalar_map())
    builder.declare("Twice", lambda: [Member("a", str)])
    with pytest.raises(ValueError, match="Twice"):
        builder.declare("Twice", lambda: [Member("a", str)])
    with pytest.raises(ValueError, match="Twice"):
        builder.enum("Twice", {"a": "A"})


def test_a_name_used_twice_stops_the_start() -> None:
    taken = replace(getattr(visit_days_held, ATTRIBUTE), name="stations")
    with pytest.raises(ValueError, match="stations"):
        build_schema(Registry(entities_of(core_packages())), [taken])


def test_a_whole_number_that_may_exceed_int_is_a_big_one(schema: Schema) -> None:
    """Money in cents exceeds GraphQL's Int from 21 million yuan on."""
    type_ = narrowed(schema, PLUGIN).type_map["RecordVisitDayInput"]
    assert isinstance(type_, GraphQLInputObjectType)
    inputs = type_.fields
    assert {
        name: get_named_type(inputs[name].type).name for name in ("atLeast", "cents", "steps")
    } == {
        "atLeast": "Int",
        "cents": "BigInt",
        "steps": "Int",
    }


def test_a_question_takes_the_fields_of_its_input_as_arguments(schema: Schema) -> None:
    full = narrowed(schema, PLUGIN)
    assert full.query_type is not None
    assert full.mutation_type is not None
    asked = full.query_type.fields["visitDaysHeld"].args
    assert {name: (str(a.type), a.description) for name, a in asked.items()} == {
        "atLeast": ("Int", None),
        "cents": ("BigInt", None),
        "steps": ("Int", "[≤ 100]"),
    }
    assert set(full.mutation_type.fields["recordVisitDay"].args) == {
        "input",
        "expectedVersion",
        "idempotencyKey",
    }
    assert "VisitDaysHeldInput" not in full.type_map


def test_an_enumeration_that_core_uses_is_cores_whoever_uses_it_first() -> None:
    builder = Builder(scalar_map())
    asked = [builder.enum("Weather", {"rain": "雨"}, plugin=p) for p in (PLUGIN, None, PLUGIN)]
    assert [made.extensions for made in asked] == [{"plugin": None}] * 3
    assert builder.enum("Wind", {"calm": "无风"}, plugin=PLUGIN).extensions == {"plugin": PLUGIN}


def test_hidden_columns_are_nowhere(core: Schema) -> None:
    """Hidden columns (paths, sort keys, audiences) are in no type, filter or order."""
    hidden = {"orgPath", "sortKey", "audience", "createdBy"}
    full = narrowed(core)
    for name in ("Station", "StationWhere", "StationOrder"):
        assert not hidden & set(full.type_map[name].fields)  # type: ignore[attr-defined]
