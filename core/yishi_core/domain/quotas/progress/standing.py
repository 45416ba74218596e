"""How each subject of a quota stands, by name: who has met it, and who has not (domain.md 2.12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from yishi_core.domain.people.models import Person
from yishi_core.domain.quotas import rules
from yishi_core.domain.quotas.models import QuotaRule, QuotaSubject
from yishi_core.domain.quotas.progress.figures import figures_of, period_at, required_of
from yishi_core.domain.quotas.progress.service import QuotaPeriod
from yishi_core.domain.quotas.progress.subjects import subjects_of
from yishi_core.domain.stations.models import Station
from yishi_core.errors import InvalidInput, Text
from yishi_core.facilities.metrics.percent import percent
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.tree.models import OrgUnit


class QuotaStandingsInput(Input):
    """The org whose subjects are listed, the quota and the day."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Its subjects, and those of everything below it.")
    quota: Ref[QuotaRule] = Field(title="指标项", description="One quota of a set, as in progress.")
    on: date | None = Field(
        None, title="截至日期", description="As of this day; today unless named."
    )


class QuotaStanding(Structure):
    """One subject of a quota, and the period that contains the day."""

    name: str = Field(title="对象", description="Name of the org, station or member.")
    org: OrgUnit | None = Field(title="组织", description="Of a quota of orgs.")
    station: Station | None = Field(title="站点", description="Of a quota of stations or rooms.")
    person: Person | None = Field(title="委员", description="Of a quota of members.")
    current: QuotaPeriod = Field(title="本期")


@question(
    Text("指标完成名单", "Who meets a quota"), permission=Permission.QUOTA_PROGRESS, subject="org"
)
async def quota_standings(
    context: OperationContext, data: QuotaStandingsInput
) -> list[QuotaStanding]:
    """Every subject of a quota below an org with what it has done, those furthest behind first.

    Refused is a quota that does not hold at the org.
    """
    authorize(context.principal, reading("score_entry"), data.org)
    rule, on = data.quota, data.on or context.today
    here, there = data.org.org_path, rule.org_path
    if not (here.startswith(there) or there.startswith(here)):
        raise InvalidInput.of("quota", "该指标不适用于此处。", "The quota does not hold there.")
    span = await period_at(context, rule, on)
    subjects = await subjects_of(context, rule, span, here)
    done = await figures_of(context, rule, span, [s.id for s in subjects])
    named = await _named(context, rule.subject, [s.id for s in subjects])
    found = []
    for subject in subjects:
        row, required = named[subject.id], await required_of(context, rule, subject, span)
        got = done.get(subject.id, Decimal(0))
        found.append(
            QuotaStanding(
                name=row.name,
                org=row if isinstance(row, OrgUnit) else None,
                station=row if isinstance(row, Station) else None,
                person=row if isinstance(row, Person) else None,
                current=QuotaPeriod(
                    from_on=span.from_on,
                    to_on=span.to_on,
                    required=required,
                    done=got,
                    progress=percent(got, required),
                    state=rules.state_of(got, required, span, on),
                ),
            )
        )
    return sorted(found, key=lambda one: (one.current.done - one.current.required, one.name))


async def _named(
    context: OperationContext, subject: QuotaSubject, ids: list[UUID]
) -> Mapping[UUID, OrgUnit | Station | Person]:
    """The rows of subjects, by id."""
    match subject:
        case QuotaSubject.MEMBER:
            return {p.id: p for p in await context.find(Person, Person.id.in_(ids))}
        case QuotaSubject.ORG:
            return {o.id: o for o in await context.find(OrgUnit, OrgUnit.id.in_(ids))}
        case _:
            return {s.id: s for s in await context.find(Station, Station.id.in_(ids))}
