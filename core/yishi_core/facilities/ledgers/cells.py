"""Values as a register shows them in its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from yishi_core.clock import CHINA
from yishi_core.facilities.ledgers.columns import LedgerColumn
from yishi_core.kernel.entity import Labelled

YES, NO = "是", "否"
BETWEEN = "、"


def shower(
    column: LedgerColumn, vocabularies: Mapping[str, Mapping[str, str]]
) -> Callable[[Any], str]:
    """A function that writes the values of a column, as the API returns them, into cells."""
    words = _words(column, vocabularies)
    return lambda value: _shown(value, words, column.column.type)


def _words(
    column: LedgerColumn, vocabularies: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    if column.info.vocabulary:
        return vocabularies.get(column.info.vocabulary, {})
    type_: Any = column.column.type
    type_ = getattr(type_, "item_type", type_)
    members = getattr(type_, "enum_class", None)
    if isinstance(members, type) and issubclass(members, Labelled):
        local = vocabularies.get(members.__vocabulary__ or "", {})
        return {member.value: local.get(member.value, member.label) for member in members}
    return {}


def _shown(value: Any, words: Mapping[str, str], type_: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return BETWEEN.join(_shown(item, words, type_) for item in value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(type_, sa.DateTime):
        return datetime.fromisoformat(str(value)).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return words.get(str(value), str(value))
