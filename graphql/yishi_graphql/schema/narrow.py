"""A caller's schema: the full one without the types and fields of plugins that none of his orgs has switched on.

What is not switched on is not in his introspection, and a document that names it is not valid (design.md 7). On the way every field
gets its resolver, and Strawberry's enumerations become plain ones whose inner value is the stored word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from graphql.utilities.map_schema_config import MappedSchemaContext, SchemaElementKind, map_schema_config

from graphql import GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema
from yishi_graphql.schema.build import PLUGIN, PLUGIN_MARK

BACKREF = "strawberry-definition"
Resolvers = Callable[[str, str], GraphQLFieldResolver]
"""(type name, field name) → resolver."""


def narrow(schema: GraphQLSchema, plugins: frozenset[str], resolvers: Resolvers) -> GraphQLSchema:
    """The schema as a caller with these plugins sees it; each type and field carries its plugin in `extensions`."""

    def visible(fields: Mapping[str, Any]) -> dict[str, Any]:
        return {n: f for n, f in fields.items() if (p := f.extensions[PLUGIN]) is None or p in plugins}

    def with_fields(config: Any) -> Any:
        fields = config["fields"]
        return {**config, "extensions": _of_type(config["extensions"]), "fields": lambda: visible(fields())}

    def output(config: Any) -> Any:
        mapped = with_fields(config)
        name, fields = config["name"], mapped["fields"]

        def resolved() -> dict[str, Any]:
            found = fields()
            for field_name, field in found.items():
                field.resolve = resolvers(name, field_name)
            return found  # type: ignore[no-any-return]

        return {**mapped, "fields": resolved, "is_type_of": None}

    def interface(config: Any) -> Any:
        return {**with_fields(config), "resolve_type": lambda source, _info, _type: source["__typename"]}

    def member(config: Any, *_: Any) -> Any:
        definition = config["extensions"].get(BACKREF)
        plugin = getattr(definition, "metadata", {}).get(PLUGIN)
        return {**config, "extensions": {PLUGIN: plugin}}

    def bare(config: Any, *_: Any) -> Any:
        return {**config, "extensions": {}}

    def mappers(_context: MappedSchemaContext) -> Any:
        return {
            SchemaElementKind.OBJECT: output,
            SchemaElementKind.INTERFACE: interface,
            SchemaElementKind.INPUT_OBJECT: with_fields,
            SchemaElementKind.FIELD: member,
            SchemaElementKind.INPUT_FIELD: member,
            SchemaElementKind.ENUM: lambda config: {**config, "extensions": _of_type(config["extensions"])},
            SchemaElementKind.ENUM_VALUE: bare,
            SchemaElementKind.ARGUMENT: bare,
            SchemaElementKind.SCALAR: bare,
            SchemaElementKind.SCHEMA: lambda config: _schema(config, plugins),
        }

    return GraphQLSchema(**map_schema_config(schema.to_kwargs(), mappers))


def _schema(config: Any, plugins: frozenset[str]) -> Any:
    """Types that nothing visible names disappear; of the named ones only object types need listing (for `Node`)."""
    kept = [t for t in config["types"] if isinstance(t, GraphQLObjectType) and t.extensions.get(PLUGIN) in {None, *plugins}]
    return {**config, "types": [t for t in kept if t.interfaces], "extensions": {}}


def _of_type(extensions: dict[str, Any]) -> dict[str, Any]:
    definition: Any = extensions.get(BACKREF)
    origin = getattr(definition, "origin", None) or getattr(definition, "wrapped_cls", None)
    return {PLUGIN: cast("str | None", getattr(origin, PLUGIN_MARK, None))}
