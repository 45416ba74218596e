"""A case held together with a county abroad, and what its people see there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.core import cases
from tests.core.outcomes.test_handling_unit import seen
from tests.fixtures.county import County
from yishi_core.domain.collaboration.joint.models import JointCase
from yishi_core.facilities.jobs.delivery import deliver_pending
from yishi_core.kernel.access.audience import audience_of


async def opened(town: County, kind: str, *partners: dict[str, Any], **given: Any) -> JointCase:
    row: JointCase = await town.act(
        "township",
        "open_joint_case",
        case=await cases.case(town),
        joint_kind=kind,
        partners=list(partners),
        **given,
    )
    return row


def township_of(county: County) -> dict[str, Any]:
    return {"region_code": f"{county.code}100"}


async def started(town: County, abroad: County, **given: Any) -> JointCase:
    """Over counties, running, and told to the partner."""
    row = await opened(town, "cross_region", township_of(abroad), **given)
    await town.act("township", "start_joint_case", joint_case=row)
    await deliver_pending(town.platform, town.code)
    return row


def visiting(abroad: County, town: County) -> County:
    """The partner's people as their tokens make them once the share has come: with the owner's
    county, and with a new version of their grants.
    """
    for who, principal in abroad.principals.items():
        if principal.grants[0].path in audience_of(abroad.orgs["township"].org_path, abroad.code):
            abroad.principals[who] = replace(principal, shared=(town.code,), version=2)
    return abroad


async def seen_from(visitor: County, town: County, who: str, entity: type[Any]) -> list[Any]:
    """Rows of `town` that somebody of another county is shown."""
    host = replace(town, principals={who: visitor.principals[who]})
    return await seen(host, who, entity)


async def events(town: County) -> list[Any]:
    from yishi_core.kernel.events.models import Event

    return await town.rows(Event)
