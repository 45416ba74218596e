"""Writing: an intake, a step, a consultation with forty participants, each against the same rows
inserted by hand.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

from bench.data import fill
from bench.figures import Figure, compare
from bench.rows import Written, write_again, written_by_last
from yishi_core import clock
from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation.platform import Platform
from yishi_core.settings import AppSettings
from yishi_graphql.http.startup_memory import settling
from yishi_graphql.place.assemble import assembled
from yishi_graphql.reader import Reader
from yishi_graphql.schema import build_schema

COUNTY_OF_WRITING = 990903
GOAL = 0.35
TIMES = 20
"""Writes of one round."""
KINDS = ("cppcc_member", "mass_representative", "department_head", "expert")


@dataclass
class Desk:
    """A station's clerk with a schema to write by, and a connection that no policy applies to."""

    platform: Platform
    reader: Reader
    clerk: Principal
    by_hand: psycopg.AsyncConnection[Any]
    station: str = ""
    org: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)
    """Cases with their next step, opened before anything is measured."""

    async def do(self, operation: str, select: str = "__typename", **given: Any) -> Any:
        """A mutation, as a client sends it; the payload."""
        type_ = operation[0].upper() + operation[1:] + "Input"
        document = f"mutation ($input: {type_}!) {{ {operation}(input: $input) {{ {select} }} }}"
        answer = json.loads(
            await self.reader.execute(self.clerk, document, {"input": given}, None, "zh")
        )
        if "errors" in answer:
            raise SystemExit(f"{operation}: {answer['errors']}")
        return answer["data"][operation]

    async def open_station(self) -> None:
        """A station of the county's own: its registers are empty."""
        query = "{ orgUnits(first: 1, where: {kind: {eq: county_cppcc}}) { nodes { id } } }"
        self.org = json.loads(await self.reader.execute(self.clerk, query, {}, None, "zh"))["data"][
            "orgUnits"
        ]["nodes"][0]["id"]
        made = await self.do(
            "openStation",
            "station { id }",
            org=self.org,
            name="量测议事室",
            kind="council_room",
            level="county",
            openedOn=clock.today().isoformat(),
        )
        self.station = made["station"]["id"]

    async def intake(self) -> None:
        await self.do(
            "submitIntake",
            station=self.station,
            content="村口到学校的路灯坏了三盏,晚上学生走路看不清,请帮助修好。",
            channel="qr",
            submitterName="周小满",
        )

    async def step(self) -> None:
        case, step = self.steps.pop()
        await self.do("advanceStep", case=case, step=step, note="已入户征求意见三十户")

    async def consultation(self) -> None:
        people = [{"partyKind": KINDS[n % 4], "count": 1 + n % 3} for n in range(40)]
        await self.do(
            "recordConsultation",
            station=self.station,
            date=clock.today().isoformat(),
            title="村道路灯怎么修",
            content=["路灯坏了三盏", "线路老化"],
            participants=people,
            suggestions=["换节能灯"],
            consensus=["两个月内换完"],
        )

    async def open_cases(self, number: int) -> None:
        """Cases with a step to be done, each through the operations that lead there."""
        for n in range(number):
            topic = await self.do(
                "proposeTopic",
                "topic { id }",
                org=self.org,
                title=f"第{n}段村道怎么修",
                description="路面破损",
                topicSource="resident",
                focusCategory="roads",
                grade="key_special",
            )
            id_ = topic["topic"]["id"]
            await self.do("screenTopic", topic=id_, decision="screened")
            await self.do("approveTopic", topic=id_, approvedBy="主席会议")
            case = await self.do(
                "openCase",
                "consultationCase { id steps(first: 20) { nodes { step state } } }",
                topic=id_,
            )
            steps = [s["step"] for s in case["consultationCase"]["steps"]["nodes"]]
            self.steps += [(case["consultationCase"]["id"], s) for s in reversed(steps[:3])]


async def measure_writing(
    settings: AppSettings, url: str, superuser: str, rounds: int
) -> list[Figure]:
    """The three figures; a ratio is the time by hand over ours, so 1 means as fast as plain SQL."""
    async with _desk(settings, url, superuser) as desk:
        figures = []
        for name, work in (
            ("submit_intake", desk.intake),
            ("advance_step", desk.step),
            ("record_consultation_40", desk.consultation),
        ):
            if name == "advance_step":
                await desk.open_cases((rounds + 2) * TIMES // 3 + 1)
            await work()
            rows = await written_by_last(desk.by_hand, COUNTY_OF_WRITING)
            print(f"  {name}: {len(rows)} rows, of them changed {sum(r.old for r in rows)}")
            figures.append(
                await compare(
                    f"{name}_vs_sql",
                    rate_of(work),
                    rate_of(_hand(desk, rows)),
                    goal=GOAL,
                    rounds=rounds,
                )
            )
        return figures


def rate_of(work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[float]]:
    """Writes in a second, one after the other."""

    async def taken() -> float:
        begun = time.perf_counter()
        for _ in range(TIMES):
            await work()
        return TIMES / (time.perf_counter() - begun)

    return taken


def _hand(desk: Desk, rows: list[Written]) -> Callable[[], Awaitable[None]]:
    async def again() -> None:
        await write_again(desk.by_hand, rows)

    return again


@asynccontextmanager
async def _desk(settings: AppSettings, url: str, superuser: str) -> AsyncIterator[Desk]:
    """A county of its own, written to by its administrator."""
    async with (
        assembled(settings, url) as platform,
        await psycopg.AsyncConnection.connect(superuser, autocommit=True) as by_hand,
    ):
        filled = await fill(platform.database, Principal.system(COUNTY_OF_WRITING, platform.policy))
        await by_hand.execute("analyze")
        clerk = await platform.principals.by_token(filled.token)
        with settling():  # as a serving process does it
            schema = build_schema(platform.registry, platform.operations.values())
        desk = Desk(platform, Reader(platform, schema), clerk, by_hand)
        await desk.open_station()
        yield desk
