"""Creating a county: its organisation tree and its first administrator, in one transaction.

See domain.md 2.2. This is done by the owner of the installation, who may see and write every
county.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.errors import Conflict, InvalidInput
from yishi_core.errors import Text as Words
from yishi_core.kernel.audit.models import AuditEntry, AuditResult
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.entity.sorting import pinyin_key
from yishi_core.kernel.tree.models import TOWNSHIP_BODIES, CountyEntry, OrgKind, OrgUnit, Region
from yishi_core.kernel.tree.paths import region_path
from yishi_core.kernel.tree.regions import RegionLevel, RegionRow
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.grants.rules import ADMINISTRATOR
from yishi_tenants.accounts.models import Account, Credential
from yishi_tenants.accounts.passwords import hash_password, one_time_password
from yishi_tenants.counties.regions import region, regions_below, write_regions

R = TypeVar("R", bound=OrgRow)
FIRST_ACCOUNT = "admin"


@dataclass(frozen=True)
class CountyOrder:
    """The county to be created.

    `villages` are its villages (`read_villages_csv`); regions of fictional places must be written
    before. `kinds` tells by a township's code where its body is not of `township_kind`.
    """

    code: str
    villages: Sequence[RegionRow] = ()
    township_kind: OrgKind = TOWNSHIP_BODIES[0]
    kinds: Mapping[str, OrgKind] = field(default_factory=dict)


@dataclass(frozen=True)
class NewCounty:
    """The county that was created; `password` is the administrator's one-time password."""

    root: OrgUnit
    townships: tuple[OrgUnit, ...]
    villages: tuple[OrgUnit, ...]
    account: Account
    password: str = field(repr=False)


async def create_county(session: AsyncSession, order: CountyOrder) -> NewCounty:
    """Create a county.

    Raises `InvalidInput` (unknown code, not a county, wrong village) or `Conflict` (it exists
    already); then nothing is written.
    """
    place = await _county(session, order.code)
    towns = await regions_below(session, order.code)
    _check_villages(order, {t.code for t in towns})
    if await session.scalar(
        sa.select(OrgUnit.id).where(OrgUnit.county == int(order.code)).limit(1)
    ):
        raise Conflict(
            Words(
                f"{place.name}({order.code})已经建立。",
                f"{place.name} ({order.code}) exists already.",
            )
        )
    await write_regions(session, order.villages)
    root = _org(session, place, f"{place.name}政协", OrgKind.COUNTY_CPPCC, None)
    townships = {
        t.code: _township(session, t, order.kinds.get(t.code, order.township_kind), root)
        for t in towns
    }
    villages = [_village(session, v, townships[v.code[:9]]) for v in order.villages]
    account, password = await _administrator(session, root)
    session.add(CountyEntry(code=order.code, since=clock.today()))
    _audit(session, root)
    await session.flush()
    return NewCounty(root, tuple(townships.values()), tuple(villages), account, password)


async def _county(session: AsyncSession, code: str) -> Region:
    found = await region(session, code) if re.fullmatch(r"\d{2,12}", code) else None
    if found is None:
        raise InvalidInput.of("code", f"没有区划代码{code}。", f"There is no division {code}.")
    if found.level != RegionLevel.COUNTY:
        label = RegionLevel.read(found.level).label
        raise InvalidInput.of(
            "code",
            f"{code}是{label}的{found.name},不是县级。",
            f"{code} is {found.name} ({found.level}), not a county.",
        )
    return found


def _check_villages(order: CountyOrder, towns: set[str]) -> None:
    seen: set[str] = set()
    for number, row in enumerate(order.villages):
        path = f"villages.{number}"
        if len(row.code) != 12 or row.code[:9] not in towns:
            raise InvalidInput.of(
                path,
                f"{row.code}不属于本县的任何乡镇。",
                f"{row.code} lies in no township of this county.",
            )
        if row.code in seen:
            raise InvalidInput.of(path, f"{row.code}重复。", f"{row.code} occurs twice.")
        seen.add(row.code)


def _township(session: AsyncSession, town: Region, kind: OrgKind, root: OrgUnit) -> OrgUnit:
    return _org(session, town, f"{town.name}{kind.label}", kind, root)


def _village(session: AsyncSession, row: RegionRow, township: OrgUnit) -> OrgUnit:
    name = _place_of(row.name) + "两委"
    return _org(session, row, name, OrgKind.VILLAGE_COMMITTEES, township)


def _place_of(committee: str) -> str:
    """`滨江社区居民委员会` → `滨江社区`; `堡子村村民委员会`, `堡子村民委员会` → `堡子村`.

    Other names are returned unchanged.
    """
    short = committee.removesuffix("委员会").removesuffix("居民")
    if not short.endswith("村民"):
        return short
    short = short.removesuffix("民")
    return short.removesuffix("村") if short.endswith("村村") else short


def _org(
    session: AsyncSession,
    place: Region | RegionRow,
    name: str,
    kind: OrgKind,
    parent: OrgUnit | None,
) -> OrgUnit:
    org = OrgUnit(
        county=int(place.code[:6]),
        org_path=region_path(place.code),
        name=name,
        sort_key=pinyin_key(name),
        kind=kind,
        region_code=place.code,
        parent_id=parent.id if parent else None,
    )
    return _stamped(session, org)


async def _administrator(session: AsyncSession, root: OrgUnit) -> tuple[Account, str]:
    """Create the first account, with the one role from which all others are given."""
    where = {"county": root.county, "org_path": root.org_path}
    password = one_time_password()
    account = Account(
        **where,
        org_id=root.id,
        name=FIRST_ACCOUNT,
        display_name=f"{root.name}管理员",
        must_change_password=True,
    )
    _stamped(session, account)
    hashed = await hash_password(password)
    session.add(
        Credential(
            **where,
            id=new_id(),
            account_id=account.id,
            password_hash=hashed,
            changed_at=clock.now(),
            one_time=True,
        )
    )
    grant = GrantRow(
        **where,
        org_id=root.id,
        account_id=account.id,
        role=ADMINISTRATOR,
        reach_county=root.county,
        reach_path=root.org_path,
        given_at=clock.now(),
    )
    _stamped(session, grant)
    return account, password


def _audit(session: AsyncSession, root: OrgUnit) -> None:
    session.add(
        AuditEntry(
            county=root.county,
            id=new_id(),
            org_path=root.org_path,
            at=clock.now(),
            actor="owner",
            operation="create_county",
            result=AuditResult.DONE,
            subject_type="OrgUnit",
            subject_id=root.id,
        )
    )


def _stamped(session: AsyncSession, row: R) -> R:
    """Set id and times and add the row: the owner writes outside of operations, which do this."""
    row.id = new_id()
    row.created_at = row.updated_at = clock.now()
    session.add(row)
    return row
