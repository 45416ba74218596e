"""A day's requests of different kinds, over HTTP: what a serving process has done at least once
before its memory is looked at.
"""

from __future__ import annotations

import json
from typing import Any

from bench.client import Call, once
from yishi_core import clock

READS = (
    "{ me { displayName } orgs(first: 20) { nodes { id name } } }",
    "{ topics(first: 20, orderBy: [{createdAt: desc}]) { totalCount nodes { id title state "
    "station { name } } pageInfo { endCursor } } }",
    "{ topicsAggregate(groupBy: [state, township]) { count key { state township { name } } } }",
    '{ stations(where: {topics: {some: {title: {contains: "路灯"}}}}) { nodes { name topics(first: '
    "2) { nodes { title } } } } }",
    "{ intakes(first: 10, where: {state: {in: [received]}}) { nodes { id content submitterName } "
    "} }",
    "{ consultations(first: 10) { nodes { date title state } } participations(first: 50) { nodes "
    "{ partyKind count } } }",
    "{ persons(first: 10) { nodes { name } } outcomes(first: 10) { nodes { id state } } }",
    '{ search(text: "路灯") { hits { title } } }',
    "query($county: Int!) { public(county: $county) { stations(first: 5) { nodes { name } } } }",
)
INVALID = "{ stations { nodes { noSuchField } } }"
MATTERS = 40
TIMES = 10


class Day:
    """One caller with his token."""

    def __init__(self, port: int, token: str, county: int) -> None:
        self.port, self.token, self.county = port, token, county

    async def ask(self, document: str, **variables: Any) -> Any:
        return json.loads(
            await once(
                self.port,
                Call.post("/graphql", {"query": document, "variables": variables}, self.token),
            )
        )

    async def do(self, operation: str, select: str, **given: Any) -> Any:
        """A mutation; raises when it is refused, for then the day is not what it says."""
        input_ = f"{operation[0].upper()}{operation[1:]}Input"
        answer = await self.ask(
            f"mutation($input: {input_}!) {{ {operation}(input: $input) {{ {select} }} }}",
            input=given,
        )
        if "errors" in answer:
            raise SystemExit(f"{operation}: {answer['errors']}")
        return answer["data"][operation]

    async def pass_(self) -> None:
        """Write, then read what was written, again and again."""
        orgs = await self.ask(
            "{ orgUnits(first: 1, where: {kind: {eq: county_cppcc}}) { nodes { id } } }"
        )
        org, day = orgs["data"]["orgUnits"]["nodes"][0]["id"], clock.today().isoformat()
        opened = await self.do(
            "openStation",
            "station { id }",
            org=org,
            name="日常议事室",
            kind="council_room",
            level="county",
            openedOn=day,
        )
        station = opened["station"]["id"]
        for number in range(MATTERS):
            await self.do(
                "submitIntake",
                "ok",
                station=station,
                content=f"村口到学校的第{number}盞路灯壞了",
                channel="qr",
                submitterName="曾小满",
            )
        await self.do(
            "recordConsultation",
            "ok",
            station=station,
            date=day,
            title="村道路灯怎么修",
            content=["路灯坏了三盏"],
            participants=[
                {"partyKind": "cppcc_member", "count": 3},
                {"partyKind": "expert", "count": 1},
            ],
            suggestions=["换节能灯"],
            consensus=["两个月内换完"],
        )
        topic = await self.do(
            "proposeTopic",
            "topic { id }",
            org=org,
            title="村道怎么修",
            description="路面破损",
            topicSource="resident",
            focusCategory="roads",
            grade="key_special",
        )
        await self.do("screenTopic", "ok", topic=topic["topic"]["id"], decision="screened")
        for _ in range(TIMES):
            for document in READS:
                answer = await self.ask(
                    document, **({"county": self.county} if "$county" in document else {})
                )
                if "errors" in answer:
                    raise SystemExit(f"{document}: {answer['errors']}")
            if "errors" not in await self.ask(INVALID):
                raise SystemExit(f"{INVALID} was answered")
