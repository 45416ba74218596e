"""Introspection: the same bytes for everyone who sees a schema, computed once in a thread.

The usual introspection of a full schema is 4 MB and takes a second or more; in the event loop it
would delay all other callers (check K14). graphql-core would make all types of the schema and an
object for everything it reports of them, 30 MB that the process would keep. Therefore a document is
run for some hundred types at a time, each time on a fresh schema, and the answer is kept
compressed, under a key that does not depend on how the document is written.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from threading import Event
from typing import Any

import msgspec
from graphql.execution.values import get_argument_values

from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLError,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    get_named_type,
)
from graphql import execute as run_document
from yishi_core.kernel.making import Making
from yishi_graphql.reader.document import Prepared
from yishi_graphql.reader.errors import of_field
from yishi_graphql.reader.selection import Fields, Selector
from yishi_graphql.reader.variables import coerce

ANSWERS = 16
"""Number of answers kept.

Explorers and code generators send few different documents; an answer may take megabytes.
"""
AT_ONCE = 100
"""Number of types described in one run of the document."""
LEVEL = 1
HERE = b"\0"
"""Marks the place of a list of types in an answer; JSON itself never contains this byte."""
ROOTS = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}
Packed = tuple[bytes, ...]
"""An answer in pieces, each compressed."""
Asked = tuple[Any, ...]
"""A selection in canonical form: (response key, field, arguments, selection) of each field."""


class GivenUp(Exception):
    """Raised in the thread when no caller waits for the answer any more."""


class Introspection:
    """A cache of answers by schema and selection."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, Asked], tuple[Prepared, Packed]] = OrderedDict()
        self._making = Making(threads=1)

    async def answer(self, prepared: Prepared, given: Mapping[str, Any], language: str) -> bytes:
        """The whole answer; raises `InvalidInput` for wrong variables."""
        values = coerce(prepared.schema, prepared.node, prepared.variables, given)
        selector = Selector(prepared.schema, prepared.fragments, values)
        roots = selector.fields("Query", [prepared.node.selection_set])
        ended = Event()
        try:
            key = (id(prepared.schema), _asked(selector, "Query", roots))
        except (
            GraphQLError
        ):  # an argument that is wrong only because of its variable: graphql-core reports how
            return await self._making.once(
                id(ended), lambda: _with_errors(prepared, given, language)
            )
        packed = self._found(key)
        if packed is None:
            packed = await self._making.once(
                key,
                lambda: _packed(prepared, given, _lists_of_types(selector, roots), ended),
                ended.set,
            )
            self._known[key] = (
                prepared,
                packed,
            )  # keeps the schema alive, whose identity is in the key
            if len(self._known) > ANSWERS:
                self._known.popitem(last=False)
        return await asyncio.to_thread(_unpacked, packed)

    def _found(self, key: tuple[int, Asked]) -> Packed | None:
        if key not in self._known:
            return None
        self._known.move_to_end(key)
        return self._known[key][1]


def _asked(selector: Selector, type_name: str, fields: Fields) -> Asked:
    return tuple(_field(selector, type_name, key, nodes) for key, nodes in fields.items())


def _field(selector: Selector, type_name: str, key: str, nodes: list[FieldNode]) -> Asked:
    name = nodes[0].name.value
    if name == "__typename":
        return key, name
    field: Any = (
        ROOTS[name] if type_name == "Query" else selector.schema.type_map[type_name].fields[name]  # type: ignore[attr-defined]
    )
    arguments = get_argument_values(field, nodes[0], selector.variables)
    below = get_named_type(field.type).name
    return (
        key,
        name,
        tuple(arguments.items()),
        _asked(selector, below, selector.below(below, nodes)),
    )


def _unpacked(packed: Packed) -> bytes:
    return b"".join(map(zlib.decompress, packed))


def _packed(
    prepared: Prepared, given: Mapping[str, Any], lists: list[tuple[str, str]], ended: Event
) -> Packed:
    said: dict[tuple[str, str], list[bytes]] = {path: [] for path in lists}
    data: dict[str, Any] = {}
    for first in range(0, len(prepared.schema.type_map) if lists else 1, AT_ONCE):
        if ended.is_set():
            raise GivenUp
        result = _run(prepared, given, slice(first, first + AT_ONCE) if lists else None)
        assert result.data is not None
        assert (
            not result.errors
        )  # introspection fails by its arguments only, and these have been checked
        data = result.data
        for (root, key), pieces in said.items():
            types = msgspec.json.encode(data[root][key]).removeprefix(b"[").removesuffix(b"]")
            pieces.append(zlib.compress(b"," * bool(pieces) + types, LEVEL))
    for root, key in lists:
        data[root][key] = msgspec.Raw(b"[" + HERE + b"]")
    frame = [zlib.compress(part, LEVEL) for part in msgspec.json.encode({"data": data}).split(HERE)]
    return (
        frame[0],
        *(
            p
            for part, pieces in zip(frame[1:], _in_order(data, said), strict=True)
            for p in (*pieces, part)
        ),
    )


def _with_errors(prepared: Prepared, given: Mapping[str, Any], language: str) -> bytes:
    result = _run(prepared, given, None)
    return msgspec.json.encode(
        {"data": result.data, "errors": [of_field(e, language) for e in result.errors or ()]}
    )


def _run(prepared: Prepared, given: Mapping[str, Any], listed: slice | None) -> ExecutionResult:
    schema, name = prepared.schema.anew(listed), prepared.node.name
    result = run_document(
        schema, prepared.document, {}, None, dict(given), name.value if name else None
    )
    assert isinstance(result, ExecutionResult)  # nothing of introspection is asynchronous
    schema.end()
    return result


def _in_order(data: dict[str, Any], said: dict[tuple[str, str], list[bytes]]) -> list[list[bytes]]:
    """The lists in the order in which they occur in the answer."""
    return [
        said[root, key]
        for root, below in data.items()
        if isinstance(below, dict)
        for key in below
        if (root, key) in said
    ]


def _lists_of_types(selector: Selector, roots: Fields) -> list[tuple[str, str]]:
    """Where the answer lists all types: the response keys of `__schema` and of `types` in it."""
    return [
        (root, key)
        for root, nodes in roots.items()
        if nodes[0].name.value == "__schema"
        for key, below in selector.below("__Schema", nodes).items()
        if below[0].name.value == "types"
    ]
