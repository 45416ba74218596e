"""The people of a story. Each speaks HTTP with a token of his own, as a GraphQL client would; a
resident has none.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Litestar
from litestar.testing import AsyncTestClient

from yishi_core.kernel.entity import camel

Json = dict[str, Any]


class Person:
    """Somebody with a token, or nobody in particular without one."""

    def __init__(
        self, http: AsyncTestClient[Litestar], token: str | None = None, name: str = ""
    ) -> None:
        self._http = http
        self.token = token
        self.name = name or ("居民" if token is None else token[:14])

    async def send(self, document: str, **variables: Any) -> Json:
        """The whole answer to a document."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": document, "variables": variables}
        answer = await self._http.post(
            "/graphql",
            content=json.dumps(body),
            headers={**headers, "Content-Type": "application/json"},
        )
        found: Json = answer.json()
        return found

    async def ask(self, document: str, **variables: Any) -> Json:
        """The data of a query that must succeed."""
        answer = await self.send(document, **variables)
        assert "errors" not in answer, (
            f"{self.name}: {json.dumps(answer['errors'], ensure_ascii=False)}"
        )
        data: Json = answer["data"]
        return data

    async def do(
        self,
        operation: str,
        select: str,
        *,
        version: int | None = None,
        key: str | None = None,
        **given: Any,
    ) -> Json:
        """Run a mutation that must succeed; `given` is its input with Python names; the payload."""
        answer = await self._mutate(operation, select, version, key, given)
        assert "errors" not in answer, (
            f"{self.name} {operation}: {json.dumps(answer['errors'], ensure_ascii=False)}"
        )
        payload: Json = answer["data"][operation]
        return payload

    async def refused(
        self,
        operation: str,
        code: str,
        /,
        rule: str | None = None,
        *,
        field: str | None = None,
        version: int | None = None,
        **given: Any,
    ) -> Json:
        """Run a mutation that must be refused, with this code, rule and input field; the error."""
        answer = await self._mutate(operation, "__typename", version, None, given)
        assert answer.get("errors"), f"{self.name} {operation} was not refused: {answer}"
        error: Json = answer["errors"][0]
        extensions = error["extensions"]
        assert extensions["code"] == code, (
            f"{self.name} {operation}: {json.dumps(error, ensure_ascii=False)}"
        )
        if rule is not None:
            assert extensions.get("rule") == rule, (
                f"{self.name} {operation}: {json.dumps(error, ensure_ascii=False)}"
            )
        if field is not None:
            assert field in [f["path"] for f in extensions["fields"]], json.dumps(
                error, ensure_ascii=False
            )
        return error

    async def upload(self, name: str, content: bytes, place: str) -> str:
        """Put a file beside the record or org `place`; the attachment's id."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = await self._http.post(
            "/files", files={"file": (name, content)}, data={"subject": place}, headers=headers
        )
        assert answer.status_code < 300, answer.text
        found: str = answer.json()["id"]
        return found

    async def hand_in(self, entity: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Enter a register's file; a row is field of the operation's input → cell."""
        found = await self.ask(
            "query ($entity: String) { ledgers(entity: $entity) { sheet { field title } } }",
            entity=entity,
        )
        titles = {head["field"]: head["title"] for head in found["ledgers"][0]["sheet"]}
        named = [{titles[camel(name)]: cell for name, cell in row.items()} for row in rows]
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "text/csv"}
        for begin in range(0, len(named), MOST_AT_ONCE):
            sheet = io.StringIO()
            lines = csv.DictWriter(sheet, list(dict.fromkeys(t for row in named for t in row)))
            lines.writeheader()
            lines.writerows(named[begin : begin + MOST_AT_ONCE])
            answer = await self._http.post(
                f"/ledgers/{entity}", content=sheet.getvalue().encode(), headers=headers
            )
            assert answer.status_code == 200, f"{self.name} {entity}: {answer.text[:600]}"

    async def _mutate(
        self, operation: str, select: str, version: int | None, key: str | None, given: Json
    ) -> Json:
        type_ = operation[:1].upper() + operation[1:] + "Input"
        document = (
            f"mutation ($input: {type_}!, $version: Int, $key: String) {{"
            f" {operation}(input: $input, expectedVersion: $version, idempotencyKey: $key) "
            f"{{ {select} }} }}"
        )
        return await self.send(document, input=camelled(given), version=version, key=key)


MOST_AT_ONCE = 500
"""Rows of a file that are entered while the sender waits; longer ones are the worker's."""
PLAIN = frozenset({"fields", "values"})
"""Inputs of type JSON: their keys are data."""


def camelled(value: Any) -> Any:
    """Python names as GraphQL names, however deep; values stay."""
    if isinstance(value, dict):
        return {camel(k): v if k in PLAIN else camelled(v) for k, v in value.items()}
    if isinstance(value, list):
        return [camelled(v) for v in value]
    return value
