"""A record that was made or changed, as a rule of a plugin sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from yishi_core.kernel.entity.base import TenantRow

R = TypeVar("R", bound=TenantRow)


class Before:
    """The columns of a record as they were before the transaction; reading only."""

    def __init__(self, entity: type[TenantRow], values: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_entity", entity.__name__)
        object.__setattr__(self, "_values", dict(values))

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(f"{self.__dict__['_entity']} has no column {name}") from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("what was cannot be changed")


@dataclass(frozen=True)
class Change(Generic[R]):
    """A record that an operation, import, job or reaction has made or changed."""

    row: R
    """The record as it will be committed."""
    before: Before | None
    """The record as it was, column by column; None when it is new."""
    changed: frozenset[str]
    """What has changed, in the words of `on`: columns (without `_id`) and parts. For a new record,
    every column and the parts that it got."""
    back_entered: bool = False
    """Whether something that happened earlier is entered afterwards: 补录, or an import."""

    @property
    def new(self) -> bool:
        return self.before is None
