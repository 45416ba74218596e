"""A county with stations, people and posts, and a way to ask as one of its people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.county import County, make_county, make_platform, schema_of, stamps
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.models import (
    Station,
    StationAssignment,
    StationKind,
    StationLevel,
    StationRole,
)
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.entity.sorting import pinyin_key
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.reader import Reader
from yishi_graphql.schema import Schema


@dataclass
class Asking:
    """A reader over a planted county; `queries` are the statements it sent, newest last."""

    reader: Reader
    county: County
    queries: list[str] = field(default_factory=list)

    @property
    def statements(self) -> list[str]:
        """What was asked for documents; the look at the plugin switches is apart."""
        return [q for q in self.queries if "plugin_switch s" not in q]

    async def raw(
        self, who: str | Principal, document: str, language: str = "en", **variables: Any
    ) -> bytes:
        """The bytes of the answer."""
        principal = self.county.principals[who] if isinstance(who, str) else who
        return await self.reader.execute(principal, document, variables or None, None, language)

    async def full(self, who: str | Principal, document: str, **variables: Any) -> dict[str, Any]:
        """The answer with its errors."""
        answer: dict[str, Any] = json.loads(await self.raw(who, document, **variables))
        return answer

    async def data(self, who: str | Principal, document: str, **variables: Any) -> Any:
        """The data; an error fails the test."""
        answer = await self.full(who, document, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def code(self, who: str | Principal, document: str, **variables: Any) -> str:
        """The code of the first error; the answer must have one."""
        return str((await self.full(who, document, **variables))["errors"][0]["extensions"]["code"])

    async def plant(self, *rows: TenantRow, at: str = "township") -> None:
        """Write rows that belong to an org."""
        org = self.county.orgs[at]
        async with self.county.platform.database.transaction(self.county.system.reading) as session:
            for row in rows:
                row.county, row.org_path = org.county, row.org_path or org.org_path
                row.id = getattr(row, "id", None) or new_id()
                for name, value in {**stamps(), "org_id": org.id}.items():
                    if hasattr(type(row), name) and getattr(row, name) is None:
                        setattr(row, name, value)
                session.add(row)


def gid(row: TenantRow) -> str:
    return global_id(row)


def station(name: str, **rest: Any) -> Station:
    """A station; `sort_key` from its name."""
    made = {
        "kind": StationKind.COUNCIL_ROOM,
        "level": StationLevel.VILLAGE,
        "opened_on": date(2024, 5, 1),
        "qr_token": new_id().hex,
        "sort_key": pinyin_key(name),
        **rest,
    }
    return Station(name=name, **made)


def person(name: str, **rest: Any) -> Person:
    return Person(name=name, **{"sort_key": pinyin_key(name), **rest})


def post(
    at: Station, who: Person, role: StationRole = StationRole.GUIDE, **rest: Any
) -> StationAssignment:
    return StationAssignment(
        station_id=at.id, person_id=who.id, role=role, **{"from_on": date(2024, 6, 1), **rest}
    )


@pytest.fixture(scope="session")
def platform(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """One platform for the worker."""
    return make_platform(database, Path(tmp_path_factory.mktemp("files")))


@pytest.fixture(scope="session")
def schema(platform: Platform) -> Schema:
    return schema_of(platform.plugins)


@pytest.fixture
async def asking(platform: Platform, schema: Schema, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """A fresh county, and the reader that asks about it."""
    made = Asking(Reader(platform, schema), await make_county(platform))
    read = platform.database.read

    async def noted(entry: Any, query: str, params: Any) -> bytes | None:
        made.queries.append(query)
        return await read(entry, query, params)

    monkeypatch.setattr(platform.database, "read", noted)
    return made
