"""The stage of the demonstration county: what a variant's `demo.py` is given to show its way of
working (docs/demo.md).

A variant that wants to be shown has a module `demo` with `async def play(scene: Scene) -> None`. It
gets a township of its own, in which it is switched on already, and acts there as the office would:
through operations only, on days of the past twelve months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from yishi_core.kernel.entity.base import TenantRow

if TYPE_CHECKING:
    from yishi_core.domain.people.models import Person
    from yishi_core.facilities.attachments.models import Attachment
    from yishi_core.kernel.tree.models import OrgUnit

R = TypeVar("R", bound=TenantRow)


class Scene(Protocol):
    """One township of the demonstration county with its people."""

    @property
    def plugin(self) -> str:
        """Code of the plugin that this township has switched on."""
        ...

    @property
    def county(self) -> OrgUnit: ...

    @property
    def party(self) -> OrgUnit:
        """The county's party committee and government."""
        ...

    @property
    def township(self) -> OrgUnit: ...

    @property
    def villages(self) -> tuple[OrgUnit, OrgUnit]:
        """Of the accounts `village` and `village2`."""
        ...

    @property
    def units(self) -> tuple[OrgUnit, OrgUnit]:
        """Handling units of the county: water works, transport; of the accounts `unit` and
        `unit2`.
        """
        ...

    @property
    def people(self) -> Mapping[str, Person]:
        """The township's invented people by name."""
        ...

    @property
    def posts(self) -> Mapping[str, Person]:
        """The same by post, since the names differ from township to township.

        `member`, `member2`, `member3` (CPPCC members), `secretary` (of the township), `clerk`,
        `village_secretary`, `village2_secretary`, `elder` (respected villager), `expert`.
        """
        ...

    def day(self, ago: int) -> date:
        """The day so many days before the day of loading."""
        ...

    async def act(
        self, who: str, operation: str, *, ago: int | date = 0, hour: int = 10, **given: Any
    ) -> Any:
        """Run an operation (`open_case`) as one of the people on a past day; what it returns. Rows
        in the input become ids.

        `who`: county, leader, township, head, village, village2, member, unit, unit2, resident (who
        has no account). Raises the operation's own error, with a note of what was tried.
        """
        ...

    async def upload(
        self, who: str, name: str, ago: int | date = 0, record: TenantRow | None = None
    ) -> Attachment:
        """Keep a small generated photograph (`.jpg`) or paper (`.pdf`), beside a record, or beside
        the uploader's org until a record takes it.
        """
        ...

    async def rows(self, entity: type[R], *where: Any) -> Sequence[R]:
        """Records at this township and below, and those of its units, as they stand now, in the
        order in which they were entered.

        For what an answer does not hold.
        """
        ...
