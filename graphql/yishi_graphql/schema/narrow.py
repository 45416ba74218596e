"""A caller's schema: the full one without the types and fields of plugins that none of his orgs has switched on.

What is not switched on is not in his introspection, and a document that names it is not valid (design.md 7). On the way every field
gets its resolver. Strawberry's enumerations have become plain ones whose inner value is the stored word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from graphql.utilities.map_schema_config import MappedSchemaContext, SchemaElementKind, map_schema_config

from graphql import GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema
from yishi_graphql.schema.build import PLUGIN, PLUGIN_MARK

BACKREF = "strawberry-definition"
THUNKS = frozenset({"_fields", "_interfaces"})
"""What graphql-core keeps of a type's configuration."""
Resolvers = Callable[[str, str], GraphQLFieldResolver]
"""(type name, field name) → resolver."""


def narrow(schema: GraphQLSchema, plugins: frozenset[str], resolvers: Resolvers) -> GraphQLSchema:
    """The schema as a caller with these plugins sees it; each type and field carries its plugin in `extensions`."""

    def visible(fields: Mapping[str, Any]) -> dict[str, Any]:
        return {n: f for n, f in fields.items() if (p := f.extensions[PLUGIN]) is None or p in plugins}

    def with_fields(config: Any) -> Any:
        fields = config["fields"]
        return {**config, "fields": lambda: visible(fields())}

    def output(config: Any) -> Any:
        mapped = with_fields(config)
        name, fields = config["name"], mapped["fields"]

        def resolved() -> dict[str, Any]:
            found = fields()
            for field_name, field in found.items():
                field.resolve = resolvers(name, field_name)
            return found  # type: ignore[no-any-return]

        return {**mapped, "fields": resolved}

    def interface(config: Any) -> Any:
        return {**with_fields(config), "resolve_type": lambda source, _info, _type: source["__typename"]}

    def mappers(_context: MappedSchemaContext) -> Any:
        return {
            SchemaElementKind.OBJECT: output,
            SchemaElementKind.INTERFACE: interface,
            SchemaElementKind.INPUT_OBJECT: with_fields,
            SchemaElementKind.SCHEMA: lambda config: _schema(config, plugins),
        }

    return GraphQLSchema(**map_schema_config(schema.to_kwargs(), mappers))


def plain(schema: GraphQLSchema) -> GraphQLSchema:
    """Strawberry's schema without Strawberry: of its definitions, most of the memory, only the plugin of each type and field is kept."""

    def type_(config: Any) -> Any:
        return {**config, "extensions": _of_type(config["extensions"])}

    def output(config: Any) -> Any:
        return {**type_(config), "is_type_of": None}

    def interface(config: Any) -> Any:
        return {**type_(config), "resolve_type": None}

    def member(config: Any, *_: Any) -> Any:
        definition = config["extensions"].get(BACKREF)
        plugin = getattr(definition, "metadata", {}).get(PLUGIN)
        return {**config, "extensions": {PLUGIN: plugin}}

    def field(config: Any, *_: Any) -> Any:
        return {**member(config), "resolve": None, "subscribe": None}

    def bare(config: Any, *_: Any) -> Any:
        return {**config, "extensions": {}}

    def mappers(_context: MappedSchemaContext) -> Any:
        return {
            SchemaElementKind.OBJECT: output,
            SchemaElementKind.INTERFACE: interface,
            SchemaElementKind.INPUT_OBJECT: type_,
            SchemaElementKind.FIELD: field,
            SchemaElementKind.INPUT_FIELD: member,
            SchemaElementKind.ENUM: type_,
            SchemaElementKind.ENUM_VALUE: bare,
            SchemaElementKind.ARGUMENT: bare,
            SchemaElementKind.SCALAR: bare,
            SchemaElementKind.SCHEMA: bare,
        }

    made = GraphQLSchema(**map_schema_config(schema.to_kwargs(), mappers))
    for type_made in made.type_map.values():
        for name in THUNKS & vars(type_made).keys():  # once called they only hold on to what they were made of
            setattr(type_made, name, getattr(type_made, name.removeprefix("_")))
    return made


def _schema(config: Any, plugins: frozenset[str]) -> Any:
    """Types that nothing visible names disappear; of the named ones only object types need listing (for `Node`)."""
    kept = [t for t in config["types"] if isinstance(t, GraphQLObjectType) and t.extensions.get(PLUGIN) in {None, *plugins}]
    return {**config, "types": [t for t in kept if t.interfaces]}


def _of_type(extensions: dict[str, Any]) -> dict[str, Any]:
    definition: Any = extensions.get(BACKREF)
    origin = getattr(definition, "origin", None) or getattr(definition, "wrapped_cls", None)
    return {PLUGIN: cast("str | None", getattr(origin, PLUGIN_MARK, None))}
