"""What a schema says of itself: the same bytes for everybody who sees that schema, made once,
beside the event loop.

The usual introspection of a full schema is 4 MB and takes a second or more; in the loop it would
hold up everybody else (check K14). graphql-core would make all types of it and an object for each
thing it says of them, 30 MB which the process would keep. So a document is run for some hundred
types after the other, each time on a schema in which nothing else is made, and the answer is kept
packed.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import msgspec

from graphql import ExecutionResult
from graphql import execute as run_document
from yishi_core.errors import InvalidInput
from yishi_graphql.reader.document import Prepared
from yishi_graphql.reader.selection import Selector
from yishi_graphql.reader.variables import coerce

ANSWERS = 16
"""Explorers and code generators send a handful of documents; each answer may be megabytes."""
AT_ONCE = 100
"""Types that are described in one run of the document."""
LEVEL = 1
HERE = b"\0"
"""Marks in an answer where a list of types goes; JSON itself has no such byte."""
Packed = tuple[bytes, ...]
"""An answer in pieces, each compressed."""


class Introspection:
    """The newest answers, by document and variables."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, bytes], tuple[Prepared, Packed]] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def answer(self, prepared: Prepared, given: Mapping[str, Any]) -> bytes | None:
        """The whole answer; None when it has errors, which are told like all others."""
        key = (
            id(prepared),
            msgspec.json.encode(given),
        )  # the prepared document is kept alive beside its answer
        packed = self._found(key)
        if packed is None:
            async with self._one_at_a_time:
                packed = self._found(key) or await asyncio.to_thread(_packed, prepared, dict(given))
            if packed is None:
                return None
            self._known[key] = (prepared, packed)
            if len(self._known) > ANSWERS:
                self._known.popitem(last=False)
        return await asyncio.to_thread(_unpacked, packed)

    def _found(self, key: tuple[int, bytes]) -> Packed | None:
        if key not in self._known:
            return None
        self._known.move_to_end(key)
        return self._known[key][1]


def _unpacked(packed: Packed) -> bytes:
    return b"".join(map(zlib.decompress, packed))


def _packed(prepared: Prepared, given: dict[str, Any]) -> Packed | None:
    try:
        lists = _lists_of_types(prepared, given)
    except InvalidInput:
        return None
    said: dict[tuple[str, str], list[bytes]] = {path: [] for path in lists}
    data: dict[str, Any] = {}
    for first in range(0, len(prepared.schema.type_map) if lists else 1, AT_ONCE):
        found = _run(prepared, given, slice(first, first + AT_ONCE) if lists else None)
        if found is None:
            return None
        data = found
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


def _run(prepared: Prepared, given: dict[str, Any], listed: slice | None) -> dict[str, Any] | None:
    schema, name = prepared.schema.anew(listed), prepared.node.name
    result = run_document(schema, prepared.document, {}, None, given, name.value if name else None)
    assert isinstance(result, ExecutionResult)  # nothing of introspection is asynchronous
    schema.end()
    return None if result.errors else result.data


def _in_order(data: dict[str, Any], said: dict[tuple[str, str], list[bytes]]) -> list[list[bytes]]:
    """The lists as they stand in the answer."""
    return [
        said[root, key]
        for root, below in data.items()
        if isinstance(below, dict)
        for key in below
        if (root, key) in said
    ]


def _lists_of_types(prepared: Prepared, given: dict[str, Any]) -> list[tuple[str, str]]:
    """Where the answer lists all types: the response keys of `__schema` and of `types` in it."""
    values = coerce(prepared.schema, prepared.node, prepared.variables, given)
    selector = Selector(prepared.schema, prepared.fragments, values)
    return [
        (root, key)
        for root, nodes in selector.fields("Query", [prepared.node.selection_set]).items()
        if nodes[0].name.value == "__schema"
        for key, below in selector.below("__Schema", nodes).items()
        if below[0].name.value == "types"
    ]
