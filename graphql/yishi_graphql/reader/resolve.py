"""Resolvers for what graphql-core runs: operations, questions, introspection, and data beside them.

Data has been read before graphql-core begins and is picked by response key. Structures yield their
fields; where a field is an entity, the reader reads it with the field's own selection, under the
caller's rights.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from graphql import GraphQLFieldResolver, GraphQLResolveInfo, get_named_type, is_abstract_type
from yishi_core.kernel.entity import TenantRow, camel
from yishi_core.kernel.operation import Operation, Result
from yishi_core.kernel.operation.inputs import Pending, global_id
from yishi_graphql.reader.run import Running
from yishi_graphql.schema.operations import ADVICE, ITEMS, OK, REPLAYED, result_field


@dataclass(frozen=True)
class Answered:
    """A payload or another object made here: values by field name."""

    values: Mapping[str, Any]


class ResolverSource:
    """Chooses the resolver of a field; passed to `Schema.for_plugins`."""

    def __init__(self, operations: Mapping[str, Operation]) -> None:
        self._operations = operations

    def __call__(self, type_name: str, field_name: str) -> GraphQLFieldResolver:
        """The resolver of one field."""
        operation = self._operations.get(field_name)
        if operation is not None and type_name == "Mutation":
            return _mutation(operation)
        if operation is not None and type_name == "Query":
            return _question(operation)
        return pick


def pick(source: Any, info: GraphQLResolveInfo[Running], **_: Any) -> Any:
    """Resolve a field of an object that is already there."""
    if type(source) is dict:
        return source[info.path.key]
    value = _value(source, info.field_name)
    if isinstance(value, TenantRow):
        return _entity(info, value)
    if isinstance(value, Pending):
        return _record(info, value)
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], TenantRow):
        return _entities(info, value)
    return value


def _value(source: Any, name: str) -> Any:
    if isinstance(source, Answered):
        return source.values.get(name)
    fields = type(source).model_fields
    return getattr(source, name if name in fields else next(n for n in fields if camel(n) == name))


async def _entity(info: GraphQLResolveInfo[Running], row: TenantRow) -> Any:
    return await _read(info, type(row).__name__, global_id(row))


async def _record(info: GraphQLResolveInfo[Running], named: Pending) -> Any:
    """A record that an answer names; null where its type is not in the caller's schema."""
    if named.type not in info.schema.type_map:
        return None
    return await _read(info, named.type, str(named))


async def _read(info: GraphQLResolveInfo[Running], type_name: str, id_: str) -> Any:
    running: Running = info.context
    where = tuple(k for k in info.path.as_list() if isinstance(k, str))
    model = running.catalogue.models[type_name]
    typed = is_abstract_type(get_named_type(info.return_type))
    return await running.object(model, id_, where, info.field_nodes, typed=typed)


async def _entities(info: GraphQLResolveInfo[Running], rows: Any) -> list[Any]:
    return list(await asyncio.gather(*(_entity(info, row) for row in rows)))


def _question(operation: Operation) -> GraphQLFieldResolver:
    async def ask(_source: Any, info: GraphQLResolveInfo[Running], /, **arguments: Any) -> Any:
        value = (await info.context.operate(operation, arguments)).value
        return await _entity(info, value) if isinstance(value, TenantRow) else value

    return ask


def _mutation(operation: Operation) -> GraphQLFieldResolver:
    async def change(_source: Any, info: GraphQLResolveInfo[Running], **arguments: Any) -> Answered:
        info.context.tried.add(str(info.path.key))
        return payload(await info.context.operate(operation, arguments), info.context.language)

    return change


def payload(result: Result, language: str) -> Answered:
    """The payload of a changing operation: its result, advice, and whether it was replayed."""
    advice = [
        Answered({"rule": a.rule, "message": a.text.in_(language), "plugin": a.plugin})
        for a in result.advice
    ]
    once = {camel(name): word for name, word in result.shown.items()}
    return Answered(
        {**_spread(result.value), **once, ADVICE: advice, REPLAYED: result.replayed, OK: True}
    )


def _spread(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, TenantRow):
        return {result_field(type(value)): value}
    if isinstance(value, BaseModel):
        return {camel(name): getattr(value, name) for name in type(value).model_fields}
    return {ITEMS: value}
