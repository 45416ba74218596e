"""The county's list of sectors: add, rename, hide; and how many members each has (domain.md
5.7).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from yishi_core.domain.people.models import Member
from yishi_core.domain.people.rules import PeopleRule
from yishi_core.errors import Text
from yishi_core.facilities.ledgers.vocabularies import Vocabularies, VocabularyTable
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.entity import Entity, Inherited, column
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    Term,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.tree.models import OrgUnit


class Sector(Inherited, Entity):
    """A sector that a county renamed, hid or added; the others are as delivered (`countySectors`
    tells the whole list).
    """

    __label__ = "界别"
    __voidable__ = False
    __constraints__ = (sa.UniqueConstraint("county", "code"),)

    code: Mapped[str] = column("代码", "Stable word; members refer to it.")
    name: Mapped[str] = column("名称", "As the county writes it.")
    group: Mapped[str] = column(
        "界别类别", "Party, people's organisation, profession …", vocabulary="sector_group"
    )
    sort: Mapped[int] = column("序号", "Place in the list.")
    hidden: Mapped[bool] = column(
        "停用", "Not offered to new members; those who have it keep it.", default=False
    )


SECTOR_ADDED = EventType("sector.added", Sector)
SECTOR_CHANGED = EventType("sector.changed", Sector)


VOCABULARY = "sector"
PROFESSION = "profession"
STEP = 10

GROUPS: Mapping[str, tuple[str, ...]] = {
    "party": ("cpc", "rcck", "cdl", "cndca", "capd", "cpwdp", "zhigong", "jiusan", "taimeng"),
    "non_party": ("non_party",),
    "mass_organisation": (
        "youth",
        "trade_union",
        "women",
        "acfic",
        "sci_assoc",
        "taiwan_fellow",
        "returned_overseas",
    ),
    "ethnic_religious": ("ethnic", "religion"),
    "invited": ("hongkong", "macao", "special_invited"),
}
"""The delivered sectors by group; every other one, also a variant's, is a profession."""

GROUP_OF: Mapping[str, str] = {code: group for group, codes in GROUPS.items() for code in codes}


@dataclass(frozen=True, slots=True)
class ListedSector:
    """A line of a county's list."""

    code: str
    name: str
    group: str
    sort: int
    hidden: bool
    delivered: bool


def merged(delivered: Mapping[str, str], changed: Iterable[Sector]) -> dict[str, ListedSector]:
    """Code → line, in the order of the list."""
    lines = {
        code: ListedSector(code, name, GROUP_OF.get(code, PROFESSION), STEP * place, False, True)
        for place, (code, name) in enumerate(delivered.items(), 1)
    }
    for row in changed:
        lines[row.code] = ListedSector(
            row.code, row.name, row.group, row.sort, row.hidden, row.code in delivered
        )
    return {line.code: line for line in sorted(lines.values(), key=lambda line: line.sort)}


async def _words(
    session: AsyncSession, county: int, delivered: Vocabularies, offered: bool
) -> Mapping[str, str]:
    changed = await session.scalars(sa.select(Sector).where(Sector.county == county))
    lines = merged(delivered.get(VOCABULARY, {}), changed).values()
    return {line.code: line.name for line in lines if not (offered and line.hidden)}


SECTORS = VocabularyTable(VOCABULARY, _words)


async def listed(context: OperationContext) -> dict[str, ListedSector]:
    """The list of the county in which the operation runs."""
    return merged(context.settings.vocabularies.get(VOCABULARY, {}), await context.find(Sector))


async def listed_code(
    context: OperationContext, word: str | None, path: str = "sector"
) -> str | None:
    """The code of a sector that the county offers, given by its code or, as a sheet has it, by its
    name; `InvalidInput` otherwise.
    """
    if word is None:
        return None
    offered = {line.code: line.name for line in (await listed(context)).values() if not line.hidden}
    found = next((code for code, name in offered.items() if word in (code, name)), None)
    zh = f"本县界别名单中没有“{word}”或已停用,可选:{'、'.join(offered.values())}。"
    require_field(found, path, zh, f"“{word}” is not in the county's list: {', '.join(offered)}.")
    return found


MOST = 9999
CODE = re.compile(r"^[a-z][a-z0-9_]{1,39}$")


class AddSectorInput(Input, enters=Sector):
    """A sector that the delivered list has not."""

    org: Ref[OrgUnit] = Field(title="政协组织", description="The county's committee.")
    code: str = like(Sector.code, doc="Small letters, digits and _; it stays.", max_length=40)
    name: str = like(Sector.name, min_length=2, max_length=40)
    group: Annotated[str, Term("sector_group")] = like(Sector.group)
    sort: int | None = like(
        Sector.sort, None, doc="Place in the list; the last unless named.", ge=1, le=MOST
    )


class ChangeSectorInput(Input):
    """What the county calls a sector, where it stands, and whether it is used; what is left out
    stays.
    """

    org: Ref[OrgUnit] = Field(title="政协组织", description="The county's committee.")
    code: str = like(Sector.code, doc="Of the list.", max_length=40)
    name: str | None = like(Sector.name, None, min_length=2, max_length=40)
    group: Annotated[str | None, Term("sector_group")] = like(Sector.group, None)
    sort: int | None = like(Sector.sort, None, ge=1, le=MOST)
    hidden: bool | None = like(Sector.hidden, None)


class CountySectorsInput(Input):
    """Whose members are counted."""

    org: Ref[OrgUnit] = like(
        OrgUnit, doc="The list is its county's; the members are those of the org and below."
    )


class CountySector(Structure):
    """A line of the county's list of sectors."""

    code: str = Field(title="代码", description="Stable word; members refer to it.")
    name: str = Field(title="名称", description="As the county writes it.")
    group: str = Field(title="界别类别", description="Code of the group.")
    group_label: str = Field(title="类别名称", description="The group in words.")
    sort: int = Field(title="序号", description="Place in the list.")
    hidden: bool = Field(title="停用", description="Not offered to new members.")
    delivered: bool = Field(
        title="预置", description="Of the delivered list, perhaps under another name."
    )
    members: int = Field(title="在任委员", description="Persons in office today.")


@operation(
    Text("增加界别", "Add a sector"),
    permission=Permission.SECTOR_MANAGE,
    subject="org",
    event=SECTOR_ADDED,
)
async def add_sector(context: OperationContext, data: AddSectorInput) -> Sector:
    """Add a sector to the county's list; a delivered one is renamed or shown again instead."""
    _require_county(data.org)
    require_field(
        CODE.match(data.code),
        "code",
        "代码须为小写字母、数字和下划线,以字母开头。",
        "Small letters, digits and _, a letter first.",
    )
    known = await listed(context)
    require(data.code not in known, PeopleRule.SECTOR_TAKEN, code=data.code)
    _require_name_free(known.values(), data.code, data.name)
    sort = data.sort or max((line.sort for line in known.values()), default=0) + STEP
    return context.add(entered(Sector, data, sort=sort))


@operation(
    Text("修改界别", "Change a sector"),
    permission=Permission.SECTOR_MANAGE,
    subject="org",
    event=SECTOR_CHANGED,
)
async def change_sector(context: OperationContext, data: ChangeSectorInput) -> Sector:
    """Rename, move, hide a sector of the list or show it again. The code stays, and with it what
    members represent.
    """
    _require_county(data.org)
    known = await listed(context)
    line = known.get(data.code)
    require_field(
        line,
        "code",
        f"本县界别名单中没有“{data.code}”。",
        f"“{data.code}” is not in the county's list.",
    )
    assert line is not None
    row = await context.first(Sector, Sector.code == data.code)
    if row is None:
        row = context.add(
            Sector(
                code=line.code, name=line.name, group=line.group, sort=line.sort, hidden=line.hidden
            )
        )
    for name in ("name", "group", "sort", "hidden"):
        value = getattr(data, name)
        if value is not None:
            setattr(row, name, value)
    _require_name_free(known.values(), row.code, row.name)
    return row


@question(Text("界别名单", "The county's sectors"), permission=None, subject="org")
async def county_sectors(context: OperationContext, data: CountySectorsInput) -> list[CountySector]:
    """The list of the org's county in its order, with the members in office of the org and below
    that each sector has.
    """
    context.principal.require_within_scopes(reading("sector"))
    groups = context.settings.vocabularies.get("sector_group", {})
    counts = await _members(context, data.org)
    return [
        CountySector(
            code=line.code,
            name=line.name,
            group=line.group,
            group_label=groups.get(line.group, line.group),
            sort=line.sort,
            hidden=line.hidden,
            delivered=line.delivered,
            members=counts.get(line.code, 0),
        )
        for line in (await listed(context)).values()
    ]


async def _members(context: OperationContext, org: OrgUnit) -> dict[str | None, int]:
    """Sector → persons; who is a member at two levels is one."""
    query = sa.select(Member.sector, sa.func.count(sa.distinct(Member.person_id))).where(
        Member.county == org.county,
        Member.org_path.bool_op("^@")(org.org_path),
        Member.voided_at.is_(None),
        Member.joined_on <= context.today,
        sa.or_(Member.left_on.is_(None), Member.left_on >= context.today),
    )
    rows = await context.session.execute(query.group_by(Member.sector))
    return dict(rows.all())


def _require_county(org: OrgUnit) -> None:
    require_field(
        org.org_path == county_path(org.county),
        "org",
        "界别名单由县级政协管理。",
        "The list is the county's.",
    )


def _require_name_free(lines: Iterable[ListedSector], code: str, name: str) -> None:
    taken = any(line.name == name and line.code != code for line in lines)
    require(not taken, PeopleRule.SECTOR_NAMED, name=name)
