"""The full schema as text that somebody can review: one file per noun, without what follows from an
entity by rule.

    refusals.graphql         the words of refusals of core and tenants
    topics.graphql           the noun's questions and operations, then its entities, inputs,
    structures, payloads and enumerations shared.graphql           what belongs to no noun: `Node`,
    `PageInfo`, scalars, the comparisons of columns derived/Topic.graphql    what the entity alone
    decides (filters, orders, connections, aggregates, root fields), for two entities

Left out is what `test_derived.py` proves of every entity: its derived types and root fields, the
view `Public`, the arguments of its lists, and the arguments and fields that all operations have.
The whole text is what `yishi schema export` writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    print_type,
)
from yishi_core.kernel.entity import Labelled
from yishi_graphql.schema import Schema, names
from yishi_graphql.schema.catalogue import GroupPart

STOREYS = frozenset({"kernel", "facilities", "domain", "views"})
"""Folders of nouns inside an import package, where it has such folders."""
SHARED = "shared"
REFUSALS = "refusals"
COMMON_ARGUMENTS = frozenset({"expectedVersion", "idempotencyKey"})
COMMON_FIELDS = frozenset({"advice", "replayed", "ok"})
ROOTS = ("Query", "Mutation")


def noun_of(module: str) -> str:
    """The noun in whose folder a module lies: the segment after the import package, or after the
    storey where there is one.
    """
    _, first, *rest = module.split(".")
    return rest[0] if first in STOREYS and rest else first


def homes_of(schema: Schema) -> dict[str, str]:
    """Noun of each type and, as `Query.topics`, of each root field that a Python declaration stands
    behind.
    """
    found: dict[str, str] = {}
    for model in schema.catalogue.models.values():
        noun = noun_of(model.entity.__module__)
        found[model.name] = noun
        found |= _enumerations(
            field.column.type.enum_class
            for field in model.fields
            if getattr(field.column.type, "enum_class", None)
        )
        for part in schema.catalogue.parts[model.name].values():
            if isinstance(part, GroupPart):
                found[names.group(model.name, part.plugin)] = part.plugin
    for operation in schema.operations.values():
        noun = noun_of(operation.function.__module__)
        found |= _structures((operation.input, operation.output))
        found[operation.input_name] = found[names.payload(operation.name)] = noun
        found[f"{'Mutation' if operation.changes else 'Query'}.{operation.field}"] = noun
    for name, plugin in schema.nodes.items():  # beside entities, the words of refusals
        found.setdefault(name, plugin or REFUSALS)
    return found


def _enumerations(classes: Iterable[type]) -> dict[str, str]:
    return {c.__name__: noun_of(c.__module__) for c in classes}


def _structures(annotations: Iterable[Any]) -> dict[str, str]:
    """Nouns of the structures and enumerations that annotations reach, by the names that their
    types may have.
    """
    found: dict[str, str] = {}
    waiting, seen = list(annotations), set()
    while waiting:
        annotation = waiting.pop()
        waiting += get_args(annotation)
        if not isinstance(annotation, type) or annotation in seen:
            continue
        seen.add(annotation)
        if issubclass(annotation, Labelled):
            found |= _enumerations([annotation])
        elif issubclass(annotation, BaseModel):
            noun = noun_of(annotation.__module__)
            found |= {annotation.__name__: noun, f"{annotation.__name__}Input": noun}
            waiting += [field.annotation for field in annotation.model_fields.values()]
    return found


def derived_of(entity: str) -> list[str]:
    """Names of the types that follow from an entity by rule; not every entity is looked for in a
    filter, so `…ManyWhere` may be absent.
    """
    ends = (
        "Where",
        "ManyWhere",
        "Order",
        "Connection",
        "Edge",
        "AggregateKey",
        "AggregateRow",
        "Group",
    )
    return [f"{entity}{end}" for end in ends]


def texts(schema: Schema, full: GraphQLSchema) -> dict[str, str]:
    """File name → text, for every noun, and for what is shared."""
    homes = homes_of(schema)
    entities = schema.catalogue.models
    left_out = {name for entity in entities for name in derived_of(entity)} | {"Public", *ROOTS}
    left_out |= {
        names.where(name) for name in homes if name in full.type_map
    }  # of what plugins add to an entity
    left_out |= {
        f"{name}Filter" for name in homes if isinstance(full.type_map.get(name), GraphQLEnumType)
    }
    sections: dict[str, list[str]] = defaultdict(list)
    for root in ROOTS:
        for noun, fields in _root_fields(schema, full, root, homes).items():
            sections[noun].append(_extension(root, fields))
    for name, type_ in sorted(
        full.type_map.items(), key=lambda item: _rank(item[0], item[1], entities)
    ):
        if name not in left_out and not name.startswith("__"):
            sections[homes.get(name, SHARED)].append(print_type(_brief(type_)))
    return {f"{noun}.graphql": "\n\n".join(parts) for noun, parts in sections.items()}


def derived_text(schema: Schema, full: GraphQLSchema, entity: str) -> str:
    """All that follows from one entity by rule, its root fields first."""
    model = schema.catalogue.models[entity]
    assert full.query_type is not None
    roots = {
        name: full.query_type.fields[name]
        for name in (model.single, model.many, f"{model.many}Aggregate")
    }
    made = [full.type_map[name] for name in derived_of(entity) if name in full.type_map]
    return "\n\n".join([_extension("Query", roots), *map(print_type, made)])


def _root_fields(
    schema: Schema, full: GraphQLSchema, root: str, homes: Mapping[str, str]
) -> dict[str, dict[str, GraphQLField]]:
    """Noun → its fields of a root type; those of plain data follow from the entities."""
    type_ = full.type_map[root]
    assert isinstance(type_, GraphQLObjectType)
    found: dict[str, dict[str, GraphQLField]] = defaultdict(dict)
    for name, field in sorted(type_.fields.items()):
        plain = schema.catalogue.roots.get(name) if root == "Query" else None
        if plain is None or plain.model is None:
            found[homes.get(f"{root}.{name}", SHARED)][name] = _without(field, COMMON_ARGUMENTS)
    return found


def _rank(name: str, type_: GraphQLNamedType, entities: Mapping[str, Any]) -> tuple[int, str, str]:
    """Entities, then structures, inputs and payloads, enumerations last; what is alike by name."""
    return (
        0 if name in entities else 1 if not isinstance(type_, GraphQLEnumType) else 2,
        type(type_).__name__,
        name,
    )


def _brief(type_: GraphQLNamedType) -> GraphQLNamedType:
    """An object type without the arguments of its lists, a payload without the fields that all
    have.
    """
    if not isinstance(type_, GraphQLObjectType):
        return type_
    common = COMMON_FIELDS if type_.name.endswith("Payload") else frozenset()
    kept = {name: _of_list(field) for name, field in type_.fields.items() if name not in common}
    return GraphQLObjectType(
        type_.name, kept, interfaces=type_.interfaces, description=type_.description
    )


def _of_list(field: GraphQLField) -> GraphQLField:
    is_list = get_named_type(field.type).name.endswith("Connection")
    return _without(field, frozenset(field.args)) if is_list else field


def _without(field: GraphQLField, arguments: frozenset[str]) -> GraphQLField:
    kept = {name: argument for name, argument in field.args.items() if name not in arguments}
    return GraphQLField(field.type, args=kept, description=field.description)


def _extension(root: str, fields: Mapping[str, GraphQLField]) -> str:
    """`extend type Query { … }` with these fields."""
    return f"extend {print_type(GraphQLObjectType(root, dict(fields)))}"
