"""An application in this process: real HTTP through Litestar, a real graphql-core schema, and
nobody's database.

What needs rows is tested against PostgreSQL in `test_files.py`; here it is the way of a request
that is tested.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any, cast

from litestar.testing import AsyncTestClient

from graphql import (
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    execute,
    validate,
)
from yishi_core.errors import Unauthenticated, YishiError
from yishi_core.facilities.jobs.procrastinate_queue import AT_WORK
from yishi_core.kernel.access import Grant, Policy, PolicyLine, Principal, PrincipalKind
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_graphql.http.application import create_application
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.reader.limits import check_limits, parse_document

POLICY = Policy([PolicyLine("county_admin", "*", "*", "tree")])
TOKEN = "ys_990101_geheim"
SCHEMA = GraphQLSchema(
    GraphQLObjectType(
        "Query",
        {
            "who": GraphQLField(
                GraphQLNonNull(GraphQLString), resolve=lambda p, _info: str(p["principal"].kind)
            ),
            "language": GraphQLField(GraphQLString, resolve=lambda p, _info: p["language"]),
            "bang": GraphQLField(GraphQLString),
        },
    )
)


class Tokens:
    """Knows one token; `forget` makes its version fresh, as the tenants package does."""

    def __init__(self) -> None:
        self.version = 1
        self.forgotten: list[str] = []

    async def by_token(self, token: str) -> Principal:
        if token != TOKEN:
            raise Unauthenticated.missing()
        grant = Grant("county_admin", 990101, "99/01/01/")
        return Principal(
            PrincipalKind.ACCOUNT,
            990101,
            POLICY,
            grants=(grant,),
            account=new_id(),
            version=self.version,
        )

    def forget(self, token: str) -> None:
        self.forgotten.append(token)
        self.version = 2


@dataclass
class TinyReader:
    """Runs documents with graphql-core. `fails` is raised by the next runs, `newest` is the version
    of grants it takes.
    """

    fails: list[Exception] = field(default_factory=list)
    newest: int = 1
    runs: int = 0
    turned: list[str] = field(default_factory=list)

    async def plugins_of(self, principal: Principal) -> frozenset[str]:
        return frozenset()

    async def turned_away(
        self, principal: Principal, document: str, operation_name: str | None, error: YishiError
    ) -> None:
        self.turned.append(document)

    async def execute(
        self,
        principal: Principal,
        document: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        language: str,
    ) -> bytes:
        self.runs += 1
        if self.fails:
            raise self.fails.pop(0)
        if principal.version is not None and principal.version < self.newest:
            raise StaleGrants()
        limits = HttpSettings().limits
        parsed = parse_document(document, limits)
        check_limits(parsed, variables, limits)
        if errors := validate(SCHEMA, parsed):
            return json.dumps({"errors": [e.formatted for e in errors]}).encode()
        result = execute(
            SCHEMA,
            parsed,
            {"principal": principal, "language": language},
            operation_name=operation_name,
        )
        return json.dumps({"data": cast(Any, result).data}, ensure_ascii=False).encode()


@dataclass
class FarDatabase:
    """Answers a probe, or does not."""

    server_version: str = "18.1"
    fails: Exception | None = None
    missing: list[str] = field(default_factory=list)
    worked_for: bool = True

    async def ping(self) -> bool:
        if self.fails:
            raise self.fails
        return True

    async def read(self, _entry: Any, query: str, *_args: Any) -> bytes:
        await self.ping()
        if query == AT_WORK:
            return json.dumps(self.worked_for).encode()
        return json.dumps(self.missing).encode()


@dataclass
class Served:
    client: AsyncTestClient[Any]
    reader: TinyReader
    tokens: Tokens
    database: FarDatabase
    stopping: Event

    async def ask(self, query: str, **headers: str) -> Any:
        answer = await self.client.post("/graphql", json={"query": query}, headers=headers)
        return answer.json()


@asynccontextmanager
async def served(**settings: Any) -> AsyncIterator[Served]:
    """The application with settings, and what stands behind it."""
    reader, tokens, database, stopping = TinyReader(), Tokens(), FarDatabase(), Event()
    platform = Platform(
        modules=(),
        registry=Registry([]),
        operations={},
        policy=POLICY,
        plugins=load_plugins(entry_points=False),
        database=cast(Any, database),
        principals=tokens,
        settings=cast(Any, None),
        files=cast(Any, None),
        queue=cast(Any, None),
    )
    app = create_application(platform, HttpSettings(**settings), reader, stopping)
    async with AsyncTestClient(app, raise_server_exceptions=False) as client:
        yield Served(client, reader, tokens, database, stopping)
