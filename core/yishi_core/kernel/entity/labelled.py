"""Closed lists of values with their Chinese labels.

A list that a tenant or a variant may extend is not an enumeration but a *vocabulary*
(`column(vocabulary=…)`): its values are data. An enumeration of which a variant may hide and rename
values bears the name of a vocabulary too: `class ConsultationForm(Labelled, vocabulary="form")`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Self


class Labelled(StrEnum):
    """A `StrEnum` whose members carry a Chinese label: `HELD = "held", "已召开"`."""

    label: str
    __vocabulary__: ClassVar[str | None] = None
    """The name under which a variant hides and renames values; None where it may not."""

    def __init_subclass__(cls, vocabulary: str | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.__vocabulary__ = vocabulary

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def read(cls, word: str) -> Self:
        """Return the member whose stored value is `word`; raises `ValueError` without one."""
        for member in cls:
            if member.value == word:
                return member
        raise ValueError(f"{word!r} is no {cls.__name__}")
