"""Beginnings that the stories of topics, cases and consultations share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from tests.fixtures.county import County
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase, StepRecord
from yishi_core.domain.procedures.steps import current
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.procedure import ProcedureDef, StepDef
from yishi_core.kernel.variants.settings import Effective


class Chosen:
    """A settings source with one document for every org; every digest kept is remembered."""

    def __init__(self, effective: Effective) -> None:
        self.newest = effective
        self.kept: dict[str, Effective] = {effective.digest: effective}

    async def ahead(self, session: Any, entity: Any, county: int, id_: UUID) -> None:
        """They are at hand."""

    async def effective(self, session: Any, org: OrgUnit) -> Effective:
        return self.newest

    async def at(self, session: Any, county: int, digest: str) -> Effective:
        return self.kept[digest]

    async def own_words(self, session: Any, county: int) -> dict[str, dict[str, str]]:
        return {}

    async def keep(self, session: Any, county: int, effective: Effective) -> str:
        self.kept[effective.digest] = effective
        return effective.digest


async def choose(
    town: County, *procedures: ProcedureDef, digest: str = "chosen", **core: Any
) -> Chosen:
    """Let the county have these procedures beside core's own, and these values of core's
    settings.
    """
    base = await town.platform.settings.effective(None, town.orgs["county"])  # type: ignore[arg-type]  # the test's source asks no session
    source = town.platform.settings if isinstance(town.platform.settings, Chosen) else Chosen(base)
    source.newest = replace(
        base,
        digest=digest,
        procedures={**base.procedures, **{p.code: p for p in procedures}},
        values={**base.values, "core": {**base.values["core"], **core}},
    )
    town.platform = replace(town.platform, settings=source)
    return source


def procedure(*steps: StepDef, code: str = "tried", **rest: Any) -> ProcedureDef:
    return ProcedureDef(code=code, label="试用流程", steps=steps, **rest)


def step(code: str, stage: str = "research", **rest: Any) -> StepDef:
    return StepDef.model_validate({"code": code, "label": f"步骤{code}", "stage": stage, **rest})


async def station(town: County, org: str = "village", **given: Any) -> Station:
    usual = {
        "name": f"{town.orgs[org].name}议事室",
        "kind": "council_room",
        "level": "village",
        "opened_on": "2020-01-01",
    }
    opened: Station = await town.act(
        "county", "open_station", org=town.orgs[org], **{**usual, **given}
    )
    return opened


async def person(
    town: County, name: str = "王小河", *expertise: str, org: str = "township"
) -> Person:
    row: Person = await town.act(
        "county", "register_person", org=town.orgs[org], name=name, expertise=list(expertise)
    )
    return row


async def intake(town: County, *, accept: bool = True, **but: Any) -> Intake:
    """A resident's matter that the village recorded and, unless it shall wait, the township
    accepted.
    """
    usual = {
        "org": town.orgs["village"],
        "content": "村口路灯坏了",
        "channel": "offline_desk",
        "submitter_kind": "resident",
    }
    if "station" in but:
        del usual["org"]
    row: Intake = await town.act("village", "record_intake", **{**usual, **but})
    if accept:
        await town.act("township", "accept_intake", intake=row)
    return row


def topic_input(town: County, org: str = "village", **but: Any) -> dict[str, Any]:
    """What is sent with `proposeTopic`, but for what a test is about."""
    usual = {
        "title": "村道照明",
        "description": "村口到学校没有路灯",
        "topic_source": "resident",
        "focus_category": "roads",
    }
    return {"org": town.orgs[org], **usual, **but}


async def topic(town: County, who: str = "village", org: str = "village", **but: Any) -> Topic:
    """A topic as it is proposed."""
    row: Topic = await town.act(who, "propose_topic", **topic_input(town, org, **but))
    return row


async def approved(town: County, **rest: Any) -> Topic:
    """A small topic that the township approved on 1 March 2026."""
    row = await topic(town, **rest)
    await town.act(
        "township", "screen_topic", topic=row, decision="screened", screened_on="2026-03-01"
    )
    done: Topic = await town.act(
        "township", "approve_topic", topic=row, approved_by="镇党委", approved_on="2026-03-01"
    )
    return done


async def case(town: County, opened_on: str = "2026-03-02", **rest: Any) -> ConsultationCase:
    """A running case of the village."""
    row: ConsultationCase = await town.act(
        "village", "open_case", topic=await approved(town), opened_on=opened_on, **rest
    )
    return row


async def records(town: County, of: ConsultationCase) -> Sequence[StepRecord]:
    return await town.rows(StepRecord, StepRecord.case_id == of.id)


async def now(town: County, of: ConsultationCase) -> list[tuple[str, str]]:
    """Step and state of the current records."""
    return [(r.step, r.state.value) for r in current(await records(town, of))]


async def advance(
    town: County, of: ConsultationCase, step: str, who: str = "village", **rest: Any
) -> ConsultationCase:
    row: ConsultationCase = await town.act(
        who, "advance_step", case=of, step=step, **{"done_on": "2026-03-03", **rest}
    )
    return row


async def attachment(town: County, name: str = "纪要.pdf", org: str = "village") -> Attachment:
    """A file that waits at an org, as `POST /files` leaves it."""
    owner = town.orgs[org]
    async with town.platform.database.transaction(town.system.reading) as session:
        row = Attachment(
            county=town.code,
            id=new_id(),
            org_path=owner.org_path,
            org_id=owner.id,
            name=name,
            media_type="application/pdf",
            size=10,
            digest="0" * 64,
            storage_key=f"{town.code}/2026/03/{new_id().hex}",
            subject_type="OrgUnit",
            subject_id=owner.id,
            created_at=town.orgs["county"].created_at,
            updated_at=town.orgs["county"].created_at,
        )
        session.add(row)
    return row


def day(text: str) -> date:
    return date.fromisoformat(text)
