"""The variables of a request: those that shape the statement, and those that are only values.

A plan is made once per *shape*: which filter fields are present, which are null, which direction an
order has. Every other value is a `Slot` that is filled when the plan runs, so that requests that
differ only in values share one statement.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values
from graphql.utilities import coerce_input_value, validate_input_value

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    type_from_ast,
)
from yishi_core.errors import FieldError, InvalidInput, Text
from yishi_graphql.reader.wording import worded

SHAPING = frozenset({"Boolean", "Direction"})
"""Types whose values shape the statement, besides the group enums (`…Group`)."""

OPERATION = "Input"
"""Suffix of the input types of operations, which never become part of a statement."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that is known only when the plan runs: the variable and the path into it."""

    path: tuple[str | int, ...]

    def read(self, variables: Mapping[str, Any]) -> Any:
        value: Any = variables
        for step in self.path:
            value = value[step]
        return value


def read(value: Any, variables: Mapping[str, Any]) -> Any:
    """An argument's value with its slots filled."""
    if isinstance(value, Slot):
        return value.read(variables)
    if isinstance(value, list):
        return [read(item, variables) for item in value]
    return value


def is_fixed(value: Any) -> bool:
    """Whether a value contains no slot, because it is written in the document."""
    if isinstance(value, list):
        return all(is_fixed(item) for item in value)
    return not isinstance(value, Slot)


def signatures(
    schema: GraphQLSchema, operation: OperationDefinitionNode
) -> tuple[GraphQLVariableSignature, ...]:
    """The variables that a valid operation declares."""
    found = [get_variable_signature(schema, node) for node in operation.variable_definitions or ()]
    return tuple(s for s in found if isinstance(s, GraphQLVariableSignature))


def coerce(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    declared: Sequence[GraphQLVariableSignature],
    given: Mapping[str, Any],
) -> VariableValues:
    """Coerce the variables of a request; raises `InvalidInput` with all wrong paths."""
    if (plain := _plain(declared, given)) is not None:
        return plain
    nodes = operation.variable_definitions or ()
    coerced = get_variable_values(schema, nodes, dict(given), max_errors=50, hide_suggestions=True)
    if isinstance(coerced, list):
        fields = _wrong_fields(schema, operation, given)
        said = [worded(e.message) for e in coerced[:3]]
        zh, en = "".join(one.zh for one in said), "; ".join(one.en for one in said)
        raise InvalidInput(Text(f"变量有误:{zh}", f"The variables are not valid: {en}"), fields)
    return coerced


def _plain(
    declared: Sequence[GraphQLVariableSignature], given: Mapping[str, Any]
) -> VariableValues | None:
    """Coerce the common case without building the signatures again; None in all other cases.

    In the common case every variable is a single value that is present and valid.
    """
    sources: dict[str, VariableValueSource] = {}
    coerced: dict[str, Any] = {}
    for signature in declared:
        value = given.get(signature.name)
        if value is None or not is_leaf_type(get_nullable_type(signature.type)):
            return None
        read = coerce_input_value(value, signature.type)
        if read is Undefined:
            return None
        sources[signature.name] = VariableValueSource(signature, value)
        coerced[signature.name] = read
    return VariableValues(sources, coerced)


def _wrong_fields(
    schema: GraphQLSchema, operation: OperationDefinitionNode, given: Mapping[str, Any]
) -> list[FieldError]:
    found: list[FieldError] = []
    for node in operation.variable_definitions or ():
        name, type_ = node.variable.name.value, type_from_ast(schema, node.type)
        if name not in given or type_ is None:
            continue

        def note(error: Any, path: list[str | int], name: str = name) -> None:
            found.append(FieldError(".".join(map(str, [name, *path])), worded(error.message)))

        validate_input_value(given[name], type_, note, True)  # type: ignore[arg-type]
    return found


def symbolic(
    types: Container[str], declared: Sequence[GraphQLVariableSignature], values: VariableValues
) -> tuple[VariableValues, tuple[Any, ...]]:
    """Replace values that do not shape the statement by slots; return them with the shape.

    Equal shapes give equal plans.
    """
    coerced: dict[str, Any] = {}
    shape: list[Any] = []
    for name, type_, *_ in declared:
        if name in values.coerced and get_named_type(type_).name.endswith(OPERATION):
            coerced[name] = values.coerced[name]
        elif name in values.coerced:
            coerced[name], part = _walk(type_, values.coerced[name], (name,), types)
            shape.append((name, part))
    return VariableValues(values.sources, coerced), tuple(shape)


def _walk(
    type_: GraphQLInputType, value: Any, path: tuple[str | int, ...], types: Container[str]
) -> tuple[Any, Any]:
    if isinstance(type_, GraphQLNonNull):
        return _walk(type_.of_type, value, path, types)
    if value is None:
        return None, None
    if isinstance(type_, GraphQLList):
        return _walk_list(type_, value, path, types)
    if isinstance(type_, GraphQLInputObjectType):
        parts = {k: _walk(type_.fields[k].type, v, (*path, k), types) for k, v in value.items()}
        return {k: v for k, (v, _) in parts.items()}, tuple((k, s) for k, (_, s) in parts.items())
    if type_.name in SHAPING or type_.name.endswith("Group"):
        return value, value
    return Slot(path), _mark(type_.name, value, types)


def _walk_list(
    type_: GraphQLList[Any], value: Any, path: tuple[str | int, ...], types: Container[str]
) -> tuple[Any, Any]:
    inner = get_named_type(type_)
    if (
        not isinstance(inner, GraphQLInputObjectType)
        and inner.name not in SHAPING
        and not inner.name.endswith("Group")
    ):
        return Slot(path), "*"
    parts = [_walk(type_.of_type, item, (*path, i), types) for i, item in enumerate(value)]
    return [v for v, _ in parts], tuple(s for _, s in parts)


def _mark(type_name: str, value: Any, types: Container[str]) -> str:
    # `node(id)` is planned for the type that the id names. Anything else that a client writes there
    # gets no plan of its own.
    named = value.partition(":")[0] if type_name == "ID" and isinstance(value, str) else ""
    return "*" + named if named in types else "*"
