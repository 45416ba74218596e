"""Opaque cursors for the lists that questions return: the sort key and id of a page's last row."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from yishi_core.errors import InvalidInput

K = TypeVar("K", bound=date)


def written(of: str, key: date | datetime, id_: UUID) -> str:
    """Encode the cursor of a row; `of` is the name of the list."""
    return base64.urlsafe_b64encode(json.dumps([of, key.isoformat(), str(id_)]).encode()).decode()


def read(cursor: str, of: str, key: Callable[[str], K]) -> tuple[K, UUID]:
    """Decode a cursor to key and id; raises `InvalidInput` when it is not a cursor of this list."""
    try:
        name, at, id_ = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if name != of:
            raise ValueError(name)
        return key(at), UUID(id_)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise InvalidInput.of(
            "after",
            "起点无效,请从第一页重新读取。",
            "This is no cursor of this list: start with the first page.",
        ) from None
