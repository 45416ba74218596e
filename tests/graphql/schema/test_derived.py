"""What follows from an entity by rule, for every entity of the installation: filters, orders,
connections, aggregates, root fields.

The rules stand here a second time, spelled out: the golden files show them for two entities only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import GraphQLEnumType, GraphQLObjectType, GraphQLSchema, get_named_type
from yishi_core.kernel.entity import EntityModel, Field
from yishi_graphql.schema import Schema
from yishi_graphql.schema.catalogue import ColumnPart, GroupPart, IdPart, ManyPart, OnePart, Part
from yishi_graphql.schema.columns import Sort, sort_of

ORDERING = "eq ne in notIn lt lte gt gte"
#: Family of columns → the type that is compared, and by which operators (`isNull` apart).
COMPARED: Mapping[Sort, tuple[str, str]] = {
    Sort.STRING: ("String", f"{ORDERING} contains startsWith"),
    Sort.BOOLEAN: ("Boolean", "eq ne"),
    Sort.INT: ("Int", ORDERING),
    Sort.BIGINT: ("BigInt", ORDERING),
    Sort.FLOAT: ("Float", ORDERING),
    Sort.DECIMAL: ("Decimal", ORDERING),
    Sort.DATE: ("Date", ORDERING),
    Sort.DATETIME: ("DateTime", ORDERING),
    Sort.TIME: ("Time", ORDERING),
    Sort.LIST: ("String", "contains"),
    Sort.JSON: ("JSON", ""),
    Sort.ID: ("ID", "eq ne in notIn"),
}
NUMBERS = (Sort.INT, Sort.BIGINT, Sort.FLOAT, Sort.DECIMAL)
DAYS = (Sort.DATE, Sort.DATETIME)
LIST_ARGUMENTS = {"first": "Int", "after": "String", "where": "{0}Where", "orderBy": "[{0}Order!]"}


def fields_of(schema: GraphQLSchema, name: str) -> dict[str, str]:
    """Field → its type, as written."""
    return {field: str(made.type) for field, made in schema.type_map[name].fields.items()}  # type: ignore[attr-defined]  # asked of types with fields


def arguments_of(schema: GraphQLSchema, type_: str, field: str) -> dict[str, str]:
    made = schema.type_map[type_].fields[field]  # type: ignore[attr-defined]  # an object type
    return {name: str(argument.type) for name, argument in made.args.items()}


def columns(installed: Schema, model: EntityModel) -> dict[str, Field]:
    """The plain columns that the API shows."""
    parts = installed.catalogue.parts[model.name]
    return {name: part.field for name, part in parts.items() if isinstance(part, ColumnPart)}


def open_columns(installed: Schema, model: EntityModel) -> dict[str, Field]:
    """Those of which statistics may be made."""
    return {
        name: f
        for name, f in columns(installed, model).items()
        if not f.info.personal and not f.info.permission
    }


def filter_of(field: Field) -> str:
    sort = sort_of(field)
    return f"{field.column.type.enum_class.__name__ if sort is Sort.ENUM else sort.value}Filter"  # type: ignore[attr-defined]  # of an enumeration


def condition(model: EntityModel, name: str, part: Part) -> str:
    """The type of a condition on a part of an entity."""
    match part:
        case IdPart():
            return "IDFilter"
        case ColumnPart(field):
            return filter_of(field)
        case OnePart(_, target):
            return f"{target.name}Where"
        case ManyPart(_, target):
            return f"{target.name}ManyWhere"
        case GroupPart():
            return f"{model.name}{name[0].upper()}{name[1:]}Where"


def list_arguments(model: EntityModel) -> dict[str, str]:
    arguments = {name: type_.format(model.name) for name, type_ in LIST_ARGUMENTS.items()}
    return arguments | ({"includeVoided": "Boolean"} if model.voidable else {})


def test_every_entity_is_filtered_by_all_that_it_shows(
    installed: Schema, full: GraphQLSchema
) -> None:
    for model in installed.catalogue.models.values():
        where = f"{model.name}Where"
        conditions = {
            name: condition(model, name, part)
            for name, part in installed.catalogue.parts[model.name].items()
        }
        assert (
            fields_of(full, where)
            == {"and": f"[{where}!]", "or": f"[{where}!]", "not": where} | conditions
        )
        if f"{model.name}ManyWhere" in full.type_map:
            assert fields_of(full, f"{model.name}ManyWhere") == dict.fromkeys(
                ("some", "none", "every"), where
            )


def test_what_a_plugin_adds_is_filtered_under_its_name(
    installed: Schema, full: GraphQLSchema
) -> None:
    added = [
        (model, name, part)
        for model in installed.catalogue.models.values()
        for name, part in installed.catalogue.parts[model.name].items()
        if isinstance(part, GroupPart)
    ]
    assert added
    for model, name, part in added:
        conditions = {inner: condition(model, inner, many) for inner, many in part.parts.items()}
        assert fields_of(full, condition(model, name, part)) == conditions


def test_every_family_of_columns_is_compared_by_its_operators(
    installed: Schema, full: GraphQLSchema
) -> None:
    seen = {
        sort_of(f): f
        for m in installed.catalogue.models.values()
        for f in columns(installed, m).values()
    }
    for sort, field in seen.items():
        if sort is not Sort.ENUM:
            assert fields_of(full, filter_of(field)) == comparison(*COMPARED[sort])
    assert fields_of(full, "IDFilter") == comparison("ID", "eq ne in notIn")


def test_every_enumeration_is_compared_by_equality(installed: Schema, full: GraphQLSchema) -> None:
    fields = [
        f
        for m in installed.catalogue.models.values()
        for f in columns(installed, m).values()
        if sort_of(f) is Sort.ENUM
    ]
    assert fields
    for field in fields:
        name = filter_of(field)
        assert fields_of(full, name) == comparison(name.removesuffix("Filter"), "eq ne in notIn")


def comparison(value: str, operators: str) -> dict[str, str]:
    return {o: f"[{value}!]" if o in ("in", "notIn") else value for o in operators.split()} | {
        "isNull": "Boolean"
    }


def test_every_entity_is_ordered_by_its_columns_but_lists_and_json(
    installed: Schema, full: GraphQLSchema
) -> None:
    for model in installed.catalogue.models.values():
        ordered = [
            name
            for name, f in columns(installed, model).items()
            if sort_of(f) not in (Sort.LIST, Sort.JSON)
        ]
        assert fields_of(full, f"{model.name}Order") == dict.fromkeys(ordered, "Direction")


def test_every_connection_has_nodes_edges_and_a_count(
    installed: Schema, full: GraphQLSchema
) -> None:
    for name in installed.catalogue.models:
        assert fields_of(full, f"{name}Connection") == {
            "nodes": f"[{name}!]!",
            "edges": f"[{name}Edge!]!",
            "pageInfo": "PageInfo!",
            "totalCount": "Int!",
        }
        assert fields_of(full, f"{name}Edge") == {"cursor": "String!", "node": f"{name}!"}


def test_every_list_takes_the_same_arguments(installed: Schema, full: GraphQLSchema) -> None:
    """The golden files leave them out."""
    entities = installed.catalogue.models
    lists = 0
    for type_ in full.type_map.values():
        if not isinstance(type_, GraphQLObjectType) or type_.name.startswith("__"):
            continue
        for field, made in type_.fields.items():
            target = get_named_type(made.type).name.removesuffix("Connection")
            if get_named_type(made.type).name.endswith("Connection"):
                lists += 1
                assert str(made.type) == f"{target}Connection!"
                assert arguments_of(full, type_.name, field) == list_arguments(entities[target]), (
                    f"{type_.name}.{field}"
                )
                assert made.args["first"].default_value == 20
    assert lists > len(entities)


def test_every_entity_is_counted_by_what_may_be_a_group(
    installed: Schema, full: GraphQLSchema
) -> None:
    for model in installed.catalogue.models.values():
        groups = dict(dimensions(installed, model))
        enum = full.type_map[f"{model.name}Group"]
        assert isinstance(enum, GraphQLEnumType)
        assert set(enum.values) == set(groups)
        assert fields_of(full, f"{model.name}AggregateKey") == groups


def dimensions(installed: Schema, model: EntityModel) -> Iterator[tuple[str, str]]:
    """Words, truth values and enumerations, the county, and the periods of days, also of the objects
    to which it refers; with the type of the key.
    """
    for one, part in installed.catalogue.parts[model.name].items():
        if isinstance(part, OnePart) and one != "org":
            for name, field in open_columns(installed, part.target).items():
                if sort_of(field) in DAYS and name not in ("createdAt", "updatedAt", "voidedAt"):
                    day = f"{one}{name[0].upper()}{name[1:]}"
                    yield from (
                        (f"{day}Year", "Int"),
                        *((f"{day}{p}", "String") for p in ("Quarter", "Month")),
                    )
    yield "township", "OrgUnit"
    for name, field in open_columns(installed, model).items():
        sort = sort_of(field)
        if sort is Sort.ENUM:
            yield name, filter_of(field).removesuffix("Filter")
        elif sort in (Sort.STRING, Sort.BOOLEAN, Sort.ID) or name == "county":
            yield name, COMPARED[sort][0]
        elif sort in DAYS:
            yield from (
                (f"{name}Year", "Int"),
                (f"{name}Quarter", "String"),
                (f"{name}Month", "String"),
            )


def test_every_aggregate_measures_its_numbers_and_days(
    installed: Schema, full: GraphQLSchema
) -> None:
    for model in installed.catalogue.models.values():
        head = {"key": f"{model.name}AggregateKey!", "count": "Int!"}
        assert fields_of(full, f"{model.name}AggregateRow") == head | dict(
            measures(installed, model)
        )


def measures(installed: Schema, model: EntityModel) -> Iterator[tuple[str, str]]:
    """Sums of columns that ask for one, least and greatest of numbers and days, means of
    numbers.
    """
    for name, field in open_columns(installed, model).items():
        sort = sort_of(field)
        if name in ("county", "version"):
            continue
        value = COMPARED[sort][0] if sort is not Sort.ENUM else ""
        if field.info.summed:
            yield f"{name}Sum", f"{value}!"
        if sort in (*NUMBERS, *DAYS):
            yield from ((f"{name}Min", value), (f"{name}Max", value))
        if sort in NUMBERS:
            yield f"{name}Avg", "Decimal"


def test_every_entity_has_its_three_root_fields(installed: Schema, full: GraphQLSchema) -> None:
    roots = fields_of(full, "Query")
    for model in installed.catalogue.models.values():
        single, many, counted = model.single, model.many, f"{model.many}Aggregate"
        assert [roots[n] for n in (single, many, counted)] == [
            model.name,
            f"{model.name}Connection!",
            f"[{model.name}AggregateRow!]!",
        ]
        assert arguments_of(full, "Query", single) == {"id": "ID!"}
        grouped = {
            "where": f"{model.name}Where",
            "groupBy": f"[{model.name}Group!]",
            "first": "Int",
        }
        voided = {"includeVoided": "Boolean"} if model.voidable else {}
        assert arguments_of(full, "Query", counted) == grouped | voided


def test_the_public_view_has_the_same_data(installed: Schema, full: GraphQLSchema) -> None:
    public, query = fields_of(full, "Public"), fields_of(full, "Query")
    assert public == {name: query[name] for name in installed.catalogue.roots if name != "public"}
    assert all(
        arguments_of(full, "Public", name) == arguments_of(full, "Query", name) for name in public
    )


def test_every_operation_takes_and_answers_what_all_do(
    installed: Schema, full: GraphQLSchema
) -> None:
    """The golden files leave it out."""
    for operation in (o for o in installed.operations.values() if o.changes):
        arguments = arguments_of(full, "Mutation", operation.field)
        assert {n: t for n, t in arguments.items() if n != "input"} == {
            "expectedVersion": "Int",
            "idempotencyKey": "String",
        }
        payload = fields_of(full, fields_of(full, "Mutation")[operation.field])
        assert list(payload.items())[-3:] == [
            ("advice", "[Advice!]!"),
            ("replayed", "Boolean!"),
            ("ok", "Boolean!"),
        ]
