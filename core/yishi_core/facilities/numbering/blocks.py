"""Numbers for bulk import: dry runs use temporary numbers, imports reserve a block at once.

So nobody waits for a register while a file is imported, and numbers that a file does not use are
given back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi_core.facilities.numbering.models import NumberSeries
from yishi_core.kernel.access import Principal
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.platform import Platform

Series = tuple[str, str, int]
"""Path of the office, register, year."""


class Numbers(Protocol):
    """A source of numbers other than the registers."""

    def take(self, series: Series) -> int | str | None:
        """The next number, or a word in its place; None when the register is to be used."""
        ...


_numbers: ContextVar[Numbers | None] = ContextVar("yishi_numbers", default=None)


@contextmanager
def numbers_from(numbers: Numbers) -> Iterator[None]:
    """Inside the block, in this task, take numbers from `numbers`."""
    token = _numbers.set(numbers)
    try:
        yield
    finally:
        _numbers.reset(token)


def given_number(series: Series) -> str | None:
    """The formatted number from the current source; None when the register is to be used."""
    numbers = _numbers.get()
    found = numbers.take(series) if numbers is not None else None
    return (
        None if found is None else f"{series[2]}-{found:04d}" if isinstance(found, int) else found
    )


def is_given() -> bool:
    """Whether numbers come from another source than the registers."""
    return _numbers.get() is not None


class TrialNumbers:
    """Temporary numbers for rows that are only tried.

    They occur in no register. `wanted` counts how many numbers would be taken.
    """

    def __init__(self) -> None:
        self.wanted: dict[Series, int] = {}
        self._mark = secrets.token_hex(4)

    def take(self, series: Series) -> str:
        self.wanted[series] = self.wanted.get(series, 0) + 1
        return f"{series[2]}-{self._mark}-{self.wanted[series]}"


@dataclass
class ReservedNumbers:
    """Numbers reserved from the registers: for each series `(first, last)`, both inclusive."""

    left: dict[Series, tuple[int, int]] = field(default_factory=dict)

    def copy(self) -> ReservedNumbers:
        return ReservedNumbers(dict(self.left))

    def take(self, series: Series) -> int | None:
        first, last = self.left.get(series, (1, 0))
        if first > last:
            return None
        self.left[series] = (first + 1, last)
        return first


async def reserve(platform: Platform, county: int, wanted: dict[Series, int]) -> ReservedNumbers:
    """Reserve a count of numbers of each series, in a transaction of its own."""
    table = NumberSeries.__table__
    found = ReservedNumbers()
    async with platform.database.transaction(
        Principal.system(county, platform.policy).reading
    ) as session:
        for (path, register, year), n in sorted(
            wanted.items()
        ):  # in a fixed order, so that two imports cannot deadlock
            row = {
                "county": county,
                "id": new_id(),
                "org_path": path,
                "register": register,
                "year": year,
                "last": n,
            }
            statement = insert(NumberSeries).values(row)
            keys = ["county", "org_path", "register", "year"]
            counted = statement.on_conflict_do_update(
                index_elements=keys, set_={"last": table.c.last + n}
            ).returning(table.c.last)
            last = int((await session.execute(counted)).scalar_one())
            found.left[path, register, year] = (last - n + 1, last)
    return found


async def give_back(platform: Platform, county: int, reserved: ReservedNumbers) -> None:
    """Return the numbers that were not used.

    Where a later number has been taken in the meantime, a gap remains, as on paper.
    """
    async with platform.database.transaction(
        Principal.system(county, platform.policy).reading
    ) as session:
        for (path, register, year), (first, last) in sorted(reserved.left.items()):
            if first <= last:
                same = (
                    NumberSeries.org_path == path,
                    NumberSeries.register == register,
                    NumberSeries.year == year,
                )
                await session.execute(
                    sa.update(NumberSeries)
                    .where(NumberSeries.county == county, *same, NumberSeries.last == last)
                    .values(last=first - 1)
                )
