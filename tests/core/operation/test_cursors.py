"""The one codec of cursors: what is written is read again, and nothing else is."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from yishi_core.errors import InvalidInput
from yishi_core.kernel.operation import cursors

ID = UUID("0190a1b2-c3d4-7000-8000-000000000001")


@pytest.mark.parametrize(
    ("at", "reader"),
    [
        (date(2026, 11, 30), date.fromisoformat),
        (datetime(2026, 11, 30, 9, 5, 7, 123456, tzinfo=UTC), datetime.fromisoformat),
        ("“品牌”\\", str),
    ],
)
def test_what_was_written_is_read_again(at: Any, reader: Any) -> None:
    assert cursors.read(cursors.written("todos", at, ID), "todos", reader, UUID) == [at, ID]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "游标",
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b"null").decode(),
        base64.b64encode(b"\xff").decode(),
        base64.b64encode(b'["todos", 1, 2]').decode(),
        cursors.written("others", date(2026, 11, 30), ID),
        cursors.written("todos", date(2026, 11, 30)),
        cursors.written("todos", date(2026, 11, 30), ID, ID),
        cursors.written("todos", "30 November", ID),
        cursors.written("todos", date(2026, 11, 30), "id"),
        base64.b64encode(b'["todos", "2026-11-30", null]').decode(),
        cursors.written("todos", date(2026, 11, 30), ID) + "\n",
    ],
)
def test_anything_else_is_refused_at_its_field(cursor: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        cursors.read(cursor, "todos", date.fromisoformat, UUID)
    assert [field.path for field in refused.value.fields] == ["after"]
