"""What was taken back as a mistake is entered again: no voided record keeps its place (access.md
10).
"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.core import cases
from tests.core.meetings import plenary
from tests.fixtures.county import County
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation.platform import Platform

AGAIN: dict[str, tuple[str, str, dict[str, Any]]] = {
    "draft_duty_report": ("township", "township", {"year": 2026, "period": "first_half"}),
    "submit_ledger_report": ("township", "township", {"period": "2026-03-01", "is_nil": True}),
    "record_term": ("county", "county", {"no": 9, "start": "2021-12-01", "end": "2026-12-31"}),
    "record_introduced_project": (
        "township",
        "township",
        {"name": "茶叶加工厂", "year": 2025, "funds_in_place": 100},
    ),
    "adopt_checklist": ("county", "county", {"code": "committee_5"}),
    "open_assessment": ("county", "county", {"code": "member_default", "year": 2026}),
}


@pytest.mark.parametrize("operation", AGAIN)
async def test_a_mistake_is_entered_again(town: County, operation: str) -> None:
    who, org, given = AGAIN[operation]
    for _ in range(2):
        row = await town.act(who, operation, org=town.orgs[org], **given)
        await town.act("county", "void_record", id=row, reason="录入有误")
    await town.act(who, operation, org=town.orgs[org], **given)
    assert [r.voided_at is None for r in await town.rows(type(row))] == [False, False, True]


async def test_a_member_s_project_and_a_meeting_too(town: County) -> None:
    term = await plenary.term(town)
    person = await plenary.member(town)
    for _ in range(2):
        meeting = await plenary.meeting(town, term)
        await town.act("county", "void_record", id=meeting, reason="录入有误")
        project = await town.act(
            "township",
            "record_member_project",
            org=town.orgs["township"],
            person=person,
            name="果园",
            year=2025,
        )
        await town.act("township", "void_record", id=project, reason="录入有误")


async def test_a_council_is_founded_again(town: County) -> None:
    station = await cases.station(town)
    for _ in range(2):
        council = await town.act("township", "found_council", station=station, name="议事会")
        await town.act("township", "void_record", id=council, reason="录入有误")


NUMBERS = {"no", "qr_token", "org_path"}
"""Given once and never again, whatever became of the record."""
KEPT = {
    "Notification": "is a mark of what somebody was told; nobody enters one",
    "ReceivedShare": "a job renews it where it is",
    "ScheduleDate": "a date that was taken back does not come again by itself",
    "Sector": "is hidden, never voided",
    "StandardCheckItem": "goes with its check",
}


def test_every_other_key_forgets_what_was_voided(platform: Platform) -> None:
    """A plain unique constraint keeps a voided record's place: only numbers do, and those with a
    reason.
    """
    plain = set()
    for model in platform.registry:
        if issubclass(model.entity, OrgRow) and model.entity.__module__.startswith("yishi_core."):
            keys = [c for c in model.table.constraints if isinstance(c, sa.UniqueConstraint)]
            if any(not NUMBERS & set(c.columns.keys()) for c in keys):
                plain.add(model.entity.__name__)
    assert plain == set(KEPT)
