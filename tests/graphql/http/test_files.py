"""Files in and out over HTTP, against PostgreSQL: rights, county path and audit hold, and what may
not be had does not exist.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.core.attachments.pictures import docx, jpeg
from tests.fixtures.county import County, make_county, make_platform, schema_of
from yishi_core.errors import Unauthenticated
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.store import KEY
from yishi_core.kernel.access import Principal
from yishi_core.kernel.audit.models import AuditEntry
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader import Reader
from yishi_tenants.accounts.models import Account

pytestmark = pytest.mark.anyio
PDF = b"%PDF-1.7\n" + b"x" * 1_000


class Known:
    """Tokens `ys_<county>_<name>` of the people of counties."""

    def __init__(self) -> None:
        self._principals: dict[str, Principal] = {}
        self.fresh: dict[str, Principal] = {}
        self.forgotten: list[str] = []

    def admit(self, county: County) -> None:
        self._principals |= {f"ys_{county.code}_{name}": p for name, p in county.principals.items()}

    async def by_token(self, token: str) -> Principal:
        if token not in self._principals:
            raise Unauthenticated.missing()
        return self._principals[token]

    def forget(self, token: str) -> None:
        self.forgotten.append(token)
        self._principals[token] = self.fresh[token]


@dataclass
class Office:
    """Two counties behind one application."""

    client: AsyncTestClient[Any]
    home: County
    abroad: County
    store: Path
    known: Known

    def headers(self, who: str | None, county: County | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer ys_{(county or self.home).code}_{who}"} if who else {}

    async def send(
        self,
        who: str | None,
        data: bytes = PDF,
        name: str = "纪要.pdf",
        subject: str | None = None,
        **fields: str,
    ) -> Any:
        form = {"subject": subject or global_id(self.home.orgs["village"]), **fields}
        return await self.client.post(
            "/files", files={"file": (name, data)}, data=form, headers=self.headers(who)
        )

    async def fetch(self, who: str | None, id_: str, county: County | None = None) -> Any:
        return await self.client.get(f"/files/{id_}", headers=self.headers(who, county))

    def stored(self) -> list[Path]:
        return [path for path in self.store.rglob("*") if path.is_file()]


@dataclass
class Building:
    """What all tests of this module share: the application and a county that is not theirs."""

    platform: Platform
    app: Litestar
    abroad: County
    known: Known
    store: Path


@pytest.fixture(scope="module")
async def building(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Building:
    folder = tmp_path_factory.mktemp("files")
    known = Known()
    platform = replace(make_platform(database, folder), principals=known)
    abroad = await make_county(platform)
    known.admit(abroad)
    settings = HttpSettings(file_bytes=300_000)
    reader = Reader(platform, schema_of(platform.plugins), limits=settings.limits)
    return Building(platform, create_application(platform, settings, reader), abroad, known, folder)


@pytest.fixture
async def office(building: Building) -> AsyncIterator[Office]:
    home = await make_county(building.platform)
    building.known.admit(home)
    async with AsyncTestClient(building.app, raise_server_exceptions=False) as client:
        yield Office(client, home, building.abroad, building.store / str(home.code), building.known)


@pytest.mark.check("K22", part="random stored name, tenant in the storage path; audited")
async def test_a_file_is_kept_for_an_org_with_its_own_bytes_and_an_audit_row(
    office: Office,
) -> None:
    answer = await office.send("village", takenOn="2026-07-01")
    assert answer.status_code == 201, answer.text
    [row] = await office.home.rows(Attachment)
    assert answer.json() == {
        "id": global_id(row),
        "name": "纪要.pdf",
        "mediaType": "application/pdf",
        "size": len(PDF),
    }
    assert (row.org_path, row.subject_type) == (office.home.orgs["village"].org_path, "OrgUnit")
    assert row.subject_id == row.org_id == office.home.orgs["village"].id
    assert row.digest == hashlib.sha256(PDF).hexdigest()
    assert row.created_by == office.home.principals["village"].account
    assert str(row.taken_on) == "2026-07-01"
    assert KEY.fullmatch(row.storage_key)
    assert row.storage_key.startswith(f"{office.home.code}/")
    assert [p.read_bytes() for p in office.stored()] == [PDF]
    [audited] = await office.home.rows(AuditEntry)
    assert (audited.operation, audited.result.value) == ("upload_file", "done")


@pytest.mark.check("K22", part="served with nosniff, attachment and CSP sandbox")
async def test_a_file_comes_back_as_a_download_and_never_as_a_page(office: Office) -> None:
    id_ = (await office.send("village")).json()["id"]
    answer = await office.fetch("village", id_)
    assert answer.status_code == 200
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert (
        answer.headers["content-disposition"]
        == "attachment; filename*=UTF-8''%E7%BA%AA%E8%A6%81.pdf"
    )
    assert answer.headers.get_list("content-security-policy") == ["default-src 'none'; sandbox"]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-length"] == str(len(PDF))


@pytest.mark.check("K22", part="download re-checks authorization")
@pytest.mark.check("K11", part="a foreign and an absent file give the same bytes")
async def test_who_may_not_have_a_file_gets_the_answer_of_one_that_does_not_exist(
    office: Office,
) -> None:
    id_ = (await office.send("village")).json()["id"]
    for who in ("village", "township", "county"):
        assert (await office.fetch(who, id_)).status_code == 200, who
    absent = await office.fetch("village2", f"Attachment:{office.home.code}:{new_id()}")
    assert absent.status_code == 404
    strangers = [
        await office.fetch("village2", id_),
        await office.fetch("neighbour", id_),
        await office.fetch("unit", id_),
        await office.fetch("county", id_, office.abroad),
        await office.fetch(None, id_),
    ]
    broken = [
        await office.fetch("village", bad)
        for bad in (
            "x",
            "Attachment:1:x",
            f"OrgUnit:{office.home.code}:{office.home.orgs['village'].id}",
            f"Attachment:99999999999:{new_id()}",
            f"Attachment:-1:{new_id()}",
            "..%2f..%2fetc%2fpasswd",
        )
    ]
    assert [(a.status_code, a.content) for a in (*strangers, *broken)] == [
        (404, absent.content)
    ] * 11


@pytest.mark.check("K12", part="a file is gone with the next request after the grant")
async def test_a_grant_that_has_ended_ends_the_download_at_once(office: Office) -> None:
    id_ = (await office.send("village")).json()["id"]
    before = office.home.principals["village"]
    async with office.home.platform.database.transaction(office.home.system.reading) as session:
        account = await session.get_one(Account, (office.home.code, before.account))
        account.grant_version = 2
    office.known.fresh = {f"ys_{office.home.code}_village": replace(before, version=2, grants=())}
    answer = await office.fetch("village", id_)
    assert office.known.forgotten == [f"ys_{office.home.code}_village"]
    assert answer.status_code == 404


async def test_a_voided_attachment_is_not_found(office: Office) -> None:
    id_ = (await office.send("village")).json()["id"]
    async with office.home.platform.database.transaction(office.home.system.reading) as session:
        row = await session.get_one(
            Attachment, (office.home.code, (await office.home.rows(Attachment))[0].id)
        )
        row.voided_at = row.created_at
        row.void_reason = "误传"
    assert (await office.fetch("village", id_)).status_code == 404


@pytest.mark.check("K32", part="a photo's EXIF is gone after an upload")
async def test_a_photograph_is_kept_without_its_place(office: Office) -> None:
    answer = await office.send("village", jpeg(), "IMG_1.JPG")
    assert answer.json()["name"] == "IMG_1.jpg"
    kept = (await office.fetch("village", answer.json()["id"])).content
    assert b"SECRETPLACE" in jpeg()
    assert b"SECRETPLACE" not in kept
    assert b"Exif" not in kept


@pytest.mark.check(
    "K22", part="SVG and HTML are refused, whatever they are called; nothing is left behind"
)
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg onload=alert(1)>", "a.png"),
        (b"<html>", "a.pdf"),
        (docx({"word/vbaProject.bin": b"x"}), "a.docx"),
    ],
)
async def test_what_is_not_taken_is_refused_and_leaves_nothing(
    office: Office, data: bytes, name: str
) -> None:
    answer = await office.send("village", data, name)
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == "REFUSED"
    assert error["extensions"]["fields"][0]["path"] == "file"
    assert office.stored() == []
    assert await office.home.rows(Attachment) == []


@pytest.mark.check("K10", part="POST /files by every kind of caller")
@pytest.mark.parametrize(
    ("who", "place", "status"),
    [
        ("village", "village", 201),
        ("township", "village", 201),
        ("county", "village", 201),
        ("village2", "village", 404),
        ("neighbour", "village", 404),
        ("village", "township", 403),
        (None, "village", 401),
        ("village", "nowhere", 404),
        ("village", "malformed", 404),
        ("village", "machinery", 404),
    ],
)
async def test_only_who_may_attach_there_may_upload(
    office: Office, who: str | None, place: str, status: int
) -> None:
    subjects = {
        "nowhere": f"OrgUnit:{office.home.code}:{new_id()}",
        "malformed": "x",
        "machinery": f"AuditEntry:{office.home.code}:{new_id()}",
    }
    subject = subjects.get(place) or global_id(office.home.orgs[place])
    answer = await office.send(who, subject=subject)
    assert answer.status_code == status, answer.text
    kept = 1 if status == 201 else 0
    assert len(office.stored()) == len(await office.home.rows(Attachment)) == kept


async def test_a_refused_upload_is_audited(office: Office) -> None:
    await office.send("village", subject=global_id(office.home.orgs["township"]))
    [audited] = await office.home.rows(AuditEntry)
    assert (audited.operation, audited.result.value) == ("upload_file", "refused")


@pytest.mark.check("K21", part="file and part limits give 413 and 400")
async def test_a_file_beyond_the_limit_is_refused(office: Office) -> None:
    assert (await office.send("village", b"%PDF-" + b"x" * 300_000)).status_code == 413
    assert (await office.send("village", b"%PDF-" + b"x" * 400_000)).status_code == 413
    many = {f"f{i}": ("a.pdf", PDF) for i in range(11)}
    answer = await office.client.post("/files", files=many, headers=office.headers("village"))
    assert answer.status_code in {400, 413}
    assert office.stored() == []


async def test_an_incomplete_form_says_what_is_missing(office: Office) -> None:
    headers = office.headers("village")
    without_file = await office.client.post(
        "/files", files={"subject": (None, "x")}, headers=headers
    )
    assert without_file.json()["errors"][0]["extensions"]["fields"][0]["path"] == "file"
    without_subject = await office.client.post(
        "/files", files={"file": ("a.pdf", PDF)}, headers=headers
    )
    assert without_subject.json()["errors"][0]["extensions"]["fields"][0]["path"] == "subject"
    wrong_day = await office.send("village", takenOn="1. Juli")
    assert wrong_day.json()["errors"][0]["extensions"]["fields"][0]["path"] == "takenOn"
    assert (await office.client.post("/files", json={}, headers=headers)).status_code == 415


async def test_the_api_shows_the_attachment_but_not_where_it_lies(office: Office) -> None:
    await office.send("village")
    query = "{ attachments { totalCount nodes { name mediaType size subjectType } } }"
    answer = await office.client.post(
        "/graphql", json={"query": query}, headers=office.headers("village")
    )
    node = {
        "name": "纪要.pdf",
        "mediaType": "application/pdf",
        "size": len(PDF),
        "subjectType": "OrgUnit",
    }
    assert answer.json() == {"data": {"attachments": {"totalCount": 1, "nodes": [node]}}}
    hidden = await office.client.post(
        "/graphql",
        json={"query": "{ attachments { nodes { storageKey } } }"},
        headers=office.headers("village"),
    )
    assert "storageKey" in hidden.json()["errors"][0]["message"]
    mutation = 'mutation { uploadFile(input: {record: "x"}) { __typename } }'
    refused = await office.client.post(
        "/graphql", json={"query": mutation}, headers=office.headers("village")
    )
    assert refused.json()["errors"]
    assert "data" not in refused.json()
