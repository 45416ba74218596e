"""Cursors: where a page of a list ended, as an opaque word. It is base64 of a JSON list of the
list's name and the texts of the values by which it is sorted, the id last.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from yishi_core.errors import InvalidInput


def written(of: str, *values: object) -> str:
    """The word for a row of the list `of`, from values whose `str` can be read again."""
    return base64.b64encode(msgspec.json.encode([of, *map(str, values)])).decode()


def read(cursor: str, of: str, *readers: Callable[[Any], Any]) -> Sequence[Any]:
    """The values of a word, each made by its reader from a text (or None, where PostgreSQL wrote
    the word). Raises `InvalidInput` for what is no word of this list, or has a value that its
    reader refuses with a `ValueError`, `KeyError`, `TypeError` or `ArithmeticError`.
    """
    try:
        name, *values = msgspec.json.decode(
            base64.b64decode(cursor, validate=True), type=list[str | None]
        )
        if name != of:
            raise ValueError("another list")
        return [made(value) for made, value in zip(readers, values, strict=True)]
    except (ValueError, KeyError, TypeError, ArithmeticError, msgspec.DecodeError):
        raise InvalidInput.of(
            "after",
            "游标无效,或不属于这个列表的这种排序;请从第一页重新读取。",
            "Not a cursor of this list in this order: start with the first page.",
        ) from None
