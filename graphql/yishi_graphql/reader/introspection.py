"""What a schema says of itself: the same bytes for everybody who sees that schema, made once, beside the event loop.

The usual introspection of a full schema is 2 MB and takes a second or more; in the loop it would hold up everybody else (check K14).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import msgspec

from graphql import ExecutionResult
from graphql import execute as run_document
from yishi_graphql.reader.document import Prepared

ANSWERS = 16
"""Explorers and code generators send a handful of documents; each answer may be megabytes."""


class Introspection:
    """The newest answers, by document and variables."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, bytes], tuple[Prepared, bytes]] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def answer(self, prepared: Prepared, given: Mapping[str, Any]) -> bytes | None:
        """The whole answer; None when it has errors, which are told like all others."""
        key = (id(prepared), msgspec.json.encode(given))  # the prepared document is kept alive beside its answer
        if (found := self._found(key)) is not None:
            return found
        async with self._one_at_a_time:
            if (found := self._found(key)) is not None:
                return found
            made = await asyncio.to_thread(_made, prepared, dict(given))
            if made is not None:
                self._known[key] = (prepared, made)
                if len(self._known) > ANSWERS:
                    self._known.popitem(last=False)
            return made

    def _found(self, key: tuple[int, bytes]) -> bytes | None:
        if key not in self._known:
            return None
        self._known.move_to_end(key)
        return self._known[key][1]


def _made(prepared: Prepared, given: dict[str, Any]) -> bytes | None:
    # On a schema of its own, which goes when the answer is there: it is the one document that has all types made.
    schema, name = prepared.schema.anew(), prepared.node.name
    result = run_document(schema, prepared.document, {}, None, given, name.value if name else None)
    assert isinstance(result, ExecutionResult)  # nothing of introspection is asynchronous
    return None if result.errors else msgspec.json.encode({"data": result.data})
