"""What is measured on: counties of 60 stations with 20 topics each, written as the system. One has
no plugin switched on, one has three.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from yishi_core import clock
from yishi_core.domain.stations.models import Station, StationKind, StationLevel
from yishi_core.domain.topics.models import ConsultationGrade, Topic, TopicScope, TopicState
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.tree.models import OrgKind, OrgUnit
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.tokens.models import Token, TokenKind
from yishi_tenants.accounts.tokens.secret import new_token, token_hash
from yishi_tenants.settings.switches.models import PluginSwitch

Keep = Callable[..., Any]
COUNTY = 990901
COUNTY_WITH_PLUGINS = 990902
STATIONS = 60
TOPICS = 20


@dataclass(frozen=True)
class Filled:
    """A county with what a caller needs: a county administrator's token, and the id of one
    station.
    """

    county: int
    token: str
    station: uuid.UUID

    @property
    def station_id(self) -> str:
        return f"Station:{self.county}:{self.station}"


def kept(session: Any, county: int, path: str) -> Keep:
    """Gives a row its county, its id and its place (`path` unless named), and writes it."""

    def keep(row: Any, place: str = path, org: uuid.UUID | None = None) -> Any:
        row.county, row.id, row.org_path = county, new_id(), place
        if org is not None:
            row.org_id = org
        session.add(row)
        return row

    return keep


def county_admin(keep: Keep, stamps: dict[str, Any]) -> tuple[Account, str]:
    """The county itself, and its administrator's account and token."""
    root: TenantRow = keep(
        OrgUnit(name="量测县政协", sort_key="", kind=OrgKind.COUNTY_CPPCC, **stamps)
    )
    return administrator(keep, root, "bench", stamps)


def administrator(
    keep: Keep, root: TenantRow, name: str, stamps: dict[str, Any]
) -> tuple[Account, str]:
    """An administrator of the county of this root: the account and its token."""
    account: Account = keep(
        Account(
            name=name, display_name="量测", grant_version=1, must_change_password=False, **stamps
        ),
        org=root.id,
    )
    keep(
        GrantRow(
            account_id=account.id,
            role="county_admin",
            reach_county=root.county,
            reach_path=root.org_path,
            given_at=clock.now(),
            **stamps,
        ),
        org=root.id,
    )
    token = new_token(root.county)
    keep(
        Token(
            account_id=account.id,
            kind=TokenKind.PERSONAL,
            token_hash=token_hash(token),
            read_only=False,
            **stamps,
        ),
        org=root.id,
    )
    return account, token


async def fill(database: Database, system: Principal, plugins: Sequence[str] = ()) -> Filled:
    """Write the system's county, with these plugins switched on at its root."""
    county = system.county
    stamps: dict[str, Any] = {"created_at": clock.now(), "updated_at": clock.now()}
    path = county_path(county)
    async with database.transaction(system.reading) as session:
        keep = kept(session, county, path)
        account, token = county_admin(keep, stamps)
        for code in plugins:
            keep(
                PluginSwitch(plugin=code, plugin_version="1", switched_on_at=clock.now(), **stamps),
                org=account.org_id,
            )
        station: Any = None
        for number in range(STATIONS):
            place = f"{path}{100 + number}/"
            office = OrgUnit(
                name=f"第{number}镇",
                sort_key=f"{number:03d}",
                kind=OrgKind.LIAISON_GROUP,
                parent_id=account.org_id,
                **stamps,
            )
            town = keep(office, place)
            station = keep(
                Station(
                    name=f"第{number}镇委员工作站",
                    sort_key=f"{number:03d}",
                    kind=StationKind.WORKSTATION,
                    level=StationLevel.TOWNSHIP,
                    opened_on=clock.today(),
                    qr_token=new_id().hex,
                    audience=["public"],
                    **stamps,
                ),
                place,
                town.id,
            )
            for n in range(TOPICS):
                moment = clock.now() - timedelta(days=n, minutes=number)
                keep(
                    Topic(
                        no=f"2026-{n:04d}",
                        title=f"第{number}镇第{n}个议题",
                        description="路灯不亮,夜间出行不便。",
                        topic_source="resident",
                        focus_category="public_facility",
                        station_id=station.id,
                        scope=TopicScope.TOWNSHIP,
                        grade=ConsultationGrade.SMALL_MICRO,
                        year=2026,
                        state=TopicState.COLLECTED,
                        created_at=moment,
                        updated_at=moment,
                    ),
                    place,
                    town.id,
                )
    return Filled(county, token, station.id)
