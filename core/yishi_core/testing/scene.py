"""The interface with which a variant's `demo.py` plays its scene in the demonstration county.

See docs/demo.md. A variant that is to be demonstrated has a module `demo` with `async def
play(scene: Scene) -> None`. It gets a township of its own, where it is already switched on, and
acts there as the office would: through operations only, on days of the past twelve months.
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
    """One township of the demonstration county, with its people."""

    @property
    def plugin(self) -> str:
        """Code of the plugin that is switched on in this township."""
        ...

    @property
    def county(self) -> OrgUnit: ...

    @property
    def party(self) -> OrgUnit:
        """The party committee and government of the county."""
        ...

    @property
    def township(self) -> OrgUnit: ...

    @property
    def villages(self) -> tuple[OrgUnit, OrgUnit]:
        """The villages of the accounts `village` and `village2`."""
        ...

    @property
    def units(self) -> tuple[OrgUnit, OrgUnit]:
        """Handling units of the county: water works and transport.

        They belong to the accounts `unit` and `unit2`.
        """
        ...

    @property
    def people(self) -> Mapping[str, Person]:
        """The township's fictional people by name."""
        ...

    @property
    def posts(self) -> Mapping[str, Person]:
        """The same people by post, since the names differ from township to township.

        The posts are `member`, `member2`, `member3` (CPPCC members), `secretary` (of the township),
        `clerk`, `village_secretary`, `village2_secretary`, `elder` (respected villager) and
        `expert`.
        """
        ...

    def day(self, ago: int) -> date:
        """The day that number of days before the day of loading."""
        ...

    async def act(
        self, who: str, operation: str, *, ago: int | date = 0, hour: int = 10, **given: Any
    ) -> Any:
        """Run an operation (e.g. `open_case`) as one of the people on a past day.

        `who` is one of county, leader, township, head, village, village2, member, unit, unit2,
        resident (without an account). Rows in the input are sent as ids. Returns what the operation
        returns; raises its error, with a note of what was tried.
        """
        ...

    async def upload(
        self, who: str, name: str, ago: int | date = 0, record: TenantRow | None = None
    ) -> Attachment:
        """Upload a small generated photograph (`.jpg`) or document (`.pdf`).

        It belongs to a record or, until a record takes it, to the uploader's org.
        """
        ...

    async def rows(self, entity: type[R], *where: Any) -> Sequence[R]:
        """Records of this township, the orgs below it and its units, in the order of their entry.

        Use it for what the answer of an operation does not contain.
        """
        ...
