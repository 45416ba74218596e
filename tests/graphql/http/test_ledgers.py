"""Ledgers over HTTP: a register leaves with the caller's rows and columns and no others, is
audited, and comes in again (checks.md K23).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.fixtures.county import County, make_county, make_platform, schema_of
from tests.graphql.http.test_files import Known
from yishi_core.domain.people.models import Person
from yishi_core.facilities.ledgers import importing
from yishi_core.facilities.ledgers.large import enter_kept
from yishi_core.facilities.ledgers.sheets import MARK, written
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.http import ledgers as addresses
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader import Reader

pytestmark = pytest.mark.anyio


@dataclass
class Office:
    client: AsyncTestClient[Any]
    home: County

    def headers(self, who: str | None, **more: str) -> dict[str, str]:
        return ({"Authorization": f"Bearer ys_{self.home.code}_{who}"} if who else {}) | more

    async def take(self, who: str | None, name: str, **params: str) -> Any:
        return await self.client.get(f"/ledgers/{name}", params=params, headers=self.headers(who))

    async def rows(self, who: str, name: str, **params: str) -> list[dict[str, str]]:
        answer = await self.take(who, name, **params)
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(MARK.encode())
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    async def enter(
        self,
        who: str | None,
        name: str,
        *rows: tuple[str, ...],
        accept: str = "application/json",
        **params: str,
    ) -> Any:
        headers = self.headers(who, **{"Content-Type": "text/csv", "Accept": accept})
        return await self.client.post(
            f"/ledgers/{name}",
            content=(MARK + written(rows)).encode(),
            params=params,
            headers=headers,
        )

    async def deed(self, text: str, date: str = "2024-05-01", org: str = "village") -> Any:
        return await self.home.act(
            "county",
            "record_deed",
            org=self.home.orgs[org],
            deed_kind="practical",
            date=date,
            description=text,
        )


@dataclass
class Building:
    platform: Platform
    app: Litestar
    known: Known


@pytest.fixture(scope="module")
async def building(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Building:
    known = Known()
    platform = replace(make_platform(database, tmp_path_factory.mktemp("files")), principals=known)
    settings = HttpSettings()
    reader = Reader(platform, schema_of(platform.plugins), limits=settings.limits)
    return Building(platform, create_application(platform, settings, reader), known)


@pytest.fixture
async def office(building: Building) -> AsyncIterator[Office]:
    home = await make_county(building.platform)
    building.known.admit(home)
    async with AsyncTestClient(building.app, raise_server_exceptions=False) as client:
        yield Office(client, home)


async def test_a_register_leaves_with_chinese_titles_and_labels_in_its_order(
    office: Office,
) -> None:
    await office.deed("修路灯", "2024-05-02")
    await office.deed("送药", "2024-05-01")
    answer = await office.take("township", "Deed.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        answer.headers["content-disposition"]
        == "attachment; filename*=UTF-8''%E5%AE%9E%E4%BA%8B%E5%8F%B0%E8%B4%A6.csv"
    )
    assert answer.headers["cache-control"] == "private, no-store"
    rows = await office.rows("township", "Deed.csv")
    assert [
        (r["所属组织"], r["类型"], r["日期"], r["内容"], r["受益人数"], r["委员"]) for r in rows
    ] == [
        ("柳湾村", "民生实事", "2024-05-01", "送药", "1", ""),
        ("柳湾村", "民生实事", "2024-05-02", "修路灯", "1", ""),
    ]


@pytest.mark.check("K23", part="cells that a spreadsheet would run are quoted")
async def test_no_cell_is_run_as_a_formula(office: Office) -> None:
    texts = ["=1+1", "+86 139", "-2", "@SUM(A1)"]
    for text in texts:
        await office.deed(text)
    assert {r["内容"] for r in await office.rows("township", "Deed.csv")} == {
        "'" + text for text in texts
    }


@pytest.mark.check("K23", part="only the caller's rows and columns, audited")
async def test_a_register_holds_only_what_the_caller_may_read(office: Office) -> None:
    home = office.home
    await office.deed("柳湾修路")
    await office.deed("东坪修路", org="neighbour_village")
    await home.act(
        "county",
        "register_person",
        org=home.orgs["village"],
        name="张三",
        phone="13900001234",
        born_on="1970-01-01",
    )
    assert [r["内容"] for r in await office.rows("township", "Deed.csv")] == ["柳湾修路"]
    assert [r["内容"] for r in await office.rows("county", "Deed.csv")] == ["柳湾修路", "东坪修路"]
    assert await office.rows("village2", "Deed.csv") == []
    assert [r["电话"] for r in await office.rows("county", "Person.csv")] == ["13900001234"]
    [seen] = await office.rows("member", "Person.csv")
    assert (seen["姓名"], seen["电话"], seen["出生日期"]) == ("张三", "", "")
    audited = await home.rows(AuditEntry, AuditEntry.operation == "export_ledger")
    assert [
        (a.subject_type, a.account == home.principals[who].account, a.changes)
        for a, who in zip(
            audited, ("township", "county", "village2", "county", "member"), strict=True
        )
    ] == [
        ("Deed", True, {"rows": [None, 1]}),
        ("Deed", True, {"rows": [None, 2]}),
        ("Deed", True, {"rows": [None, 0]}),
        ("Person", True, {"rows": [None, 1]}),
        ("Person", True, {"rows": [None, 1]}),
    ]


async def test_a_filter_and_an_org_narrow_it_as_they_do_in_the_api(office: Office) -> None:
    await office.deed("柳湾修路", "2023-05-01")
    await office.deed("石桥修路", "2024-05-01", org="village2")
    await office.deed("东坪修路", "2024-05-01", org="neighbour_village")
    where = json.dumps({"date": {"gte": "2024-01-01"}})
    assert [r["内容"] for r in await office.rows("county", "deeds.csv", where=where)] == [
        "石桥修路",
        "东坪修路",
    ]
    assert [
        r["内容"]
        for r in await office.rows("county", "Deed", org=global_id(office.home.orgs["township"]))
    ] == ["柳湾修路", "石桥修路"]
    both = await office.rows(
        "county", "Deed.csv", org=global_id(office.home.orgs["township"]), where=where
    )
    assert [r["内容"] for r in both] == ["石桥修路"]


async def test_a_filter_that_is_wrong_or_not_allowed_is_refused(office: Office) -> None:
    for where in ("{", "[]", json.dumps({"nothing": {"eq": 1}})):
        assert (await office.take("township", "Deed.csv", where=where)).status_code == 400, where
    by_phone = json.dumps({"phone": {"eq": "13900001234"}})
    assert (await office.take("member", "Person.csv", where=by_phone)).status_code == 403
    assert await office.home.rows(AuditEntry, AuditEntry.operation == "export_ledger") == []


async def test_what_is_no_register_or_another_s_org_is_not_found(office: Office) -> None:
    assert (await office.take("township", "Nothing.csv")).status_code == 404
    assert (await office.take("township", "Deed.csv", org="nonsense")).status_code == 404
    assert (
        await office.take(
            "village", "Deed.csv", org=global_id(office.home.orgs["neighbour_village"])
        )
    ).status_code == 404
    assert (await office.take(None, "Deed.csv")).status_code == 401


async def test_a_register_of_several_pages_is_whole(office: Office) -> None:
    rows = tuple(("柳湾村", f"人员{n:03}") for n in range(250))
    assert (await office.enter("township", "Person", ("所属组织", "姓名"), *rows)).json()[
        "entered"
    ] == 250
    assert [r["姓名"] for r in await office.rows("township", "Person.csv")] == [
        name for _, name in rows
    ]


async def test_a_template_is_filled_and_comes_in(office: Office) -> None:
    answer = await office.client.get("/ledgers/Person/template", headers=office.headers("township"))
    assert answer.status_code == 200
    titles, hints = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (titles[0], titles[1]) == ("所属组织*", "姓名*")
    filled = ["柳湾村", "张三", *[""] * (len(titles) - 2)]
    answer = await office.enter(
        "township", "Person.csv", tuple(titles), tuple(hints), tuple(filled)
    )
    assert answer.json() == {
        "rows": 1,
        "entered": 1,
        "dryRun": False,
        "errorCount": 0,
        "errors": [],
    }
    assert [p.name for p in await office.home.rows(Person)] == ["张三"]


async def test_mistakes_come_as_json_or_as_the_file_with_reasons(office: Office) -> None:
    rows = (("所属组织", "姓名", "性别"), ("柳湾村", "张三", "不详"))
    answer = await office.enter("township", "Person", *rows, dryRun="true")
    assert answer.status_code == 422
    assert answer.json() == {
        "rows": 1,
        "entered": 0,
        "dryRun": True,
        "errorCount": 1,
        "errors": [{"row": 2, "column": "性别", "message": "没有“不详”这个选项,可选:女、男。"}],
    }
    file = await office.enter("township", "Person", *rows, accept="text/csv")
    assert file.status_code == 422
    assert file.content.decode("utf-8-sig").splitlines()[0] == "所属组织,姓名,性别,错误原因"
    assert await office.home.rows(Person) == []


async def test_a_form_with_a_file_is_taken_as_well(office: Office) -> None:
    data = written([("所属组织", "姓名"), ("柳湾村", "张三")]).encode("gb18030")
    answer = await office.client.post(
        "/ledgers/Person", files={"file": ("人员.csv", data)}, headers=office.headers("township")
    )
    assert answer.json()["entered"] == 1, answer.text


async def test_what_is_no_file_for_this_door_is_refused(office: Office) -> None:
    async def send(who: str | None, name: str, content: bytes, kind: str) -> int:
        headers = office.headers(who, **{"Content-Type": kind})
        return int(
            (
                await office.client.post(f"/ledgers/{name}", content=content, headers=headers)
            ).status_code
        )

    assert await send(None, "Person", b"x", "text/csv") == 401
    assert await send("township", "Nothing", b"x", "text/csv") == 404
    assert await send("township", "Token", b"x", "text/csv") == 404
    assert await send("township", "Person", b"{}", "application/json") == 415
    assert await send("township", "Person", b"x" * 6_000_000, "text/csv") == 413
    assert await send("township", "Person", b"", "text/csv") == 400


async def test_a_long_file_is_taken_by_a_job_that_can_be_followed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "AT_ONCE", 1)
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    titles, platform = ("所属组织", "姓名"), office.home.platform
    unreadable = await office.enter(
        "township", "Person", (*titles, "外号"), ("柳湾村", "张三", "三"), ("柳湾村", "李四", "四")
    )
    assert unreadable.status_code == 400
    taken = await office.enter("township", "Person", titles, ("柳湾村", "张三"), ("柳湾村", "李"))
    assert taken.status_code == 202
    told = taken.json()
    assert (told["state"], told["rows"], told["entered"]) == ("queued", 2, 0)
    follow = taken.headers["location"]
    assert follow == f"/ledgers/imports/{told['id']}"
    await enter_kept(platform, office.home.code, UUID(told["id"]), last_try=False)
    answer = await office.client.get(
        follow, headers=office.headers("township", **{"Accept-Language": "en"})
    )
    assert (answer.status_code, answer.json()["state"], answer.json()["errorCount"]) == (
        200,
        "refused",
        1,
    )
    assert answer.json()["errors"] == [
        {"row": 3, "column": "姓名", "message": "At least 2 characters."}
    ]
    file = await office.client.get(follow, headers=office.headers("township", Accept="text/csv"))
    assert "错误原因" in file.content.decode("utf-8-sig").splitlines()[0]
    again = await office.enter("township", "Person", titles, ("柳湾村", "张三"), ("柳湾村", "李四"))
    await enter_kept(platform, office.home.code, UUID(again.json()["id"]), last_try=False)
    done = await office.client.get(again.headers["location"], headers=office.headers("township"))
    assert (done.json()["state"], done.json()["entered"], done.json()["passed"]) == ("done", 2, 2)
    assert (
        await office.client.get(
            again.headers["location"], headers=office.headers("township", Accept="text/csv")
        )
    ).status_code == 404
    for who, code in (("county", 404), (None, 401)):
        assert (await office.client.get(follow, headers=office.headers(who))).status_code == code
