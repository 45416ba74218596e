"""Converting the text of a cell to the value of an input field.

Wrong words and records are reported here; Pydantic reports wrong plain values.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yishi_core.errors import Text
from yishi_core.facilities.ledgers.cells import NO, YES
from yishi_core.facilities.ledgers.fields import PART, TITLE, SheetField

_YES = frozenset({YES, "√", "true", "1", "y", "yes"})
_NO = frozenset({NO, "×", "false", "0", "n", "no"})
_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_TIME = re.compile(r"^(\d{1,2})\s*[:：时]\s*(\d{1,2})\s*(?:分|[:：]\s*(\d{1,2}))?$")


class BadCell(ValueError):
    """The text of a cell does not mean anything in its column."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.text = Text(zh, en)


@dataclass(frozen=True)
class Reader:
    """Reads the cells of one row.

    `record` returns the id of the record that a reference names; `vocabulary` returns a vocabulary
    of the row's org as code → label; `spoken` the local words for values of an enumeration, as label
    → code.
    """

    record: Callable[[SheetField, str], str]
    vocabulary: Callable[[str], Mapping[str, str]]
    spoken: Callable[[str], Mapping[str, str]]

    def read(self, field: SheetField, cell: str) -> Any:
        """The value of a cell that is not empty; raises `BadCell`."""
        if field.many:
            return [self._one(field, item) for item in field.items(cell)]
        return self._one(field, cell)

    def _one(self, field: SheetField, word: str) -> Any:
        if field.nested:
            return self._item(field, word)
        if field.reference is not None:
            return self.record(field, word)
        if field.words is not None:
            local = self.spoken(field.words.__vocabulary__ or "")
            return local.get(word) or _chosen(word, {m.value: m.label for m in field.words})
        if field.term is not None:
            return _chosen(word, self.vocabulary(field.term))
        return _plain(field.type, word)

    def _item(self, field: SheetField, word: str) -> dict[str, Any]:
        named = {inner.title: inner for inner in field.nested}
        made: dict[str, Any] = {}
        for place, part in enumerate(PART.split(word)):
            title, colon, value = _split(part)
            inner = named.get(title) if colon else None
            if inner is None and place == 0:
                inner, value = field.nested[0], part
            if inner is None:
                zh = f"“{part}”应写作“标题:值”,标题可为:{'、'.join(named)}。"
                raise BadCell(zh, f"Write “title:value”; titles: {', '.join(named)}.")
            if value.strip():
                made[inner.name] = self.read(inner, value.strip())
        return made


def _split(part: str) -> tuple[str, bool, str]:
    found = TITLE.search(part)
    return (
        (part[: found.start()].strip(), True, part[found.end() :]) if found else (part, False, "")
    )


def _chosen(word: str, words: Mapping[str, str]) -> str:
    for code, label in words.items():
        if word in (label, code):
            return code
    known = "、".join(words.values())
    raise BadCell(f"没有“{word}”这个选项,可选:{known}。", f"“{word}” is not in the list: {known}.")


def _plain(type_: Any, word: str) -> Any:
    if type_ is bool:
        lower = word.lower()
        return True if lower in _YES else False if lower in _NO else word
    if type_ is dt.date:
        return _day(word)
    if type_ is dt.time:
        return _time(word)
    if type_ is dt.datetime:
        return _moment(word)
    if type_ in (int, float, Decimal):
        return word.replace(",", "").replace("，", "")
    return word


def _day(word: str) -> str:
    found = _DAY.match(word) or _DIGITS.match(word)
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else word


def _time(word: str) -> str:
    found = _TIME.match(word)
    return (
        "{:0>2}:{:0>2}:{:0>2}".format(*(part or "0" for part in found.groups())) if found else word
    )


def _moment(word: str) -> str:
    day, _, time = word.replace("T", " ").partition(" ")
    return f"{_day(day)}T{_time(time.strip()) if time.strip() else '00:00:00'}"
