"""The explorer comes out of our own package and loads nothing from the internet (parts.md, finding
5).
"""

from __future__ import annotations

import json
import re

import pytest

from graphql import validate
from tests.fixtures.county import schema_of
from tests.graphql.http.served import served
from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.http.explorer import static_folder
from yishi_graphql.reader import Reader
from yishi_graphql.reader.limits import Limits, check_limits, parse_document

pytestmark = pytest.mark.anyio
LOADS = re.compile(
    r"""(?:\b(?:src|href|action|data|poster)\s*=\s*["'`]?|\bfetch\(\s*["'`]|\bimport\(?\s*["'`]|\bimportScripts\(\s*["'`]"""
    r"""|\burl\(\s*["']?|@import\s+["']?|\bnew\s+(?:WebSocket|EventSource|Worker|SharedWorker)\(\s*["'`]"""
    r"""|\.open\(\s*["'`][A-Z]+["'`]\s*,\s*["'`])\s*(?P<what>(?:https?:|wss?:)?//[^\s"'`)>]+)""",
    re.IGNORECASE,
)
"""Whatever makes a browser load something; a link in a licence or a message does not."""


def test_the_pattern_finds_what_a_browser_would_load() -> None:
    for text in (
        '<script src="https://unpkg.com/react">',
        "<link href=//cdn.example/x.css>",
        "fetch('https://x.example')",
        "import('https://x.example/a.js')",
        "@import 'https://x.example'",
        "url(https://x.example/f.woff2)",
        "new WebSocket('wss://x.example')",
        "x.open('GET','http://x.example')",
    ):
        assert LOADS.search(text), text


async def test_the_page_and_all_it_names_are_served_and_name_no_other_host() -> None:
    async with served() as here:
        page = await here.client.get("/graphql", headers={"Accept": "text/html"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert 'lang="zh-CN"' in page.text
        assert "<script>" not in page.text
        named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert len(named) == 7
        for path in named:
            if path == "data:,":
                continue
            assert path.startswith("/explorer/")
            file = await here.client.get(path)
            assert file.status_code == 200, path
            assert "max-age" in file.headers["cache-control"]


@pytest.mark.check("K13", part="no served page loads from a foreign host")
def test_no_file_of_the_explorer_loads_from_a_foreign_host() -> None:
    files = [path for path in static_folder().rglob("*") if path.suffix in {".html", ".js", ".css"}]
    assert len(files) == 7
    # The only addresses that stand behind an attribute are links a reader may follow, never
    # something that loads.
    links = {"https://github.com/graphql/graphiql"}
    foreign = {
        (path.name, found["what"])
        for path in files
        for found in LOADS.finditer(path.read_text("utf-8"))
    }
    assert {(name, what) for name, what in foreign if what not in links} == set()


async def test_the_explorer_can_be_switched_off() -> None:
    async with served(explorer=False) as here:
        assert (
            await here.client.get("/graphql", headers={"Accept": "text/html"})
        ).status_code == 405
        assert (await here.client.get("/explorer/explorer.js")).status_code == 404


@pytest.mark.check("K22", part="no path leads out of the explorer's folder")
@pytest.mark.parametrize(
    "path",
    [
        "/explorer/..%2f..%2fapplication.py",
        "/explorer/%2e%2e/application.py",
        "/explorer//etc/passwd",
    ],
)
async def test_no_path_leads_out_of_the_folder(path: str) -> None:
    async with served() as here:
        answer = await here.client.get(path)
        assert answer.status_code == 404
        assert "create_application" not in answer.text


async def test_the_examples_fit_the_schema_and_its_limits(platform: Platform) -> None:
    schema = schema_of(platform.plugins)
    reader = Reader(platform, schema)
    examples = json.loads((static_folder() / "examples.json").read_text("utf-8"))
    assert len(examples) == 6
    for example in examples:
        variables = json.loads(example.get("variables", "{}"))
        document = parse_document(example["query"], Limits())
        check_limits(document, variables, Limits())
        visitor = Principal.anonymous(0, platform.policy)
        assert validate(await reader.schema_of(visitor), document) == [], example["query"]
