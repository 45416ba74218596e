"""The records behind every figure of the catalogue, in a county that has records of every kind: what
they add is the figure, whatever is counted and of whom.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa

from tests.graphql.demo.conftest import Loaded
from yishi_core import clock
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.quotas.models import QuotaSet
from yishi_core.domain.stations.models import Station
from yishi_core.facilities.metrics import counting, records
from yishi_core.facilities.metrics.catalogue import Catalogue, catalogue_of
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.figures import Count, Figure, FigureSide, Share
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.access import Principal
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit
from yishi_graphql.demo.founding import COUNTY

KINDS: dict[CountedFor, type[OrgRow]] = {
    CountedFor.ORG: OrgUnit,
    CountedFor.STATION: Station,
    CountedFor.PERSON: Person,
    CountedFor.CASE: ConsultationCase,
    CountedFor.UNIT: OrgUnit,
}
WORDS = 3
"""Words of one dimension that are looked at."""
ALL = Span(date(2000, 1, 1), date(2090, 1, 1))


@asynccontextmanager
async def reading(loaded: Loaded) -> AsyncIterator[OperationContext]:
    """As one who may read all of the county."""
    platform = loaded.platform
    system = Principal.system(COUNTY, platform.policy)
    async with platform.database.transaction(system.reading) as session:
        [org] = await session.scalars(
            sa.select(OrgUnit).where(OrgUnit.county == COUNTY, OrgUnit.parent_id.is_(None))
        )
        settings = await platform.settings.effective(session, org)
        yield OperationContext(platform, system, session, "ask", org, settings)


def written(catalogue: Catalogue) -> Iterator[str]:
    """Every metric, alone and with some words of each dimension, and some added up."""
    for code in catalogue.counted:
        yield code
        for dimension, words in catalogue.dimensions(code).items():
            for word in list(dict.fromkeys(words))[:WORDS]:
                yield f"{code}{{{dimension}={word}}}"
    yield from ("2*consultations+0.25*attend_times", "8*proposals+12*proposals{is_key=true}")
    yield from (
        "member_project_invested{largest}",
        "attend_times{largest}",
        "served_times{largest}",
    )
    for rate in catalogue.rates.values():
        yield rate.shown
    yield "platforms_total"


def spans(metric: str, for_: CountedFor) -> Iterable[Span]:
    """All days; of an org, and a metric without dimensions, also the year to date. Of a quota only
    that, since it has many periods.
    """
    today = clock.today()
    year = Span(date(today.year, 1, 1), today)
    if metric.startswith("quota"):
        return [year]
    return [ALL] if "=" in metric or for_ is not CountedFor.ORG else [ALL, year]


async def subjects(
    context: OperationContext, figure: Figure, for_: CountedFor, span: Span
) -> list[OrgRow]:
    """The whole county; of other kinds the one of whom the figure counts most, if anyone."""
    if for_ is CountedFor.ORG or not isinstance(figure, Count | Share):
        return [context.org]
    counts = [figure] if isinstance(figure, Count) else [figure.part, figure.whole]
    found: dict[UUID, Decimal] = {}
    for count in counts:
        for subject, n in (await counting.total(context, count.terms, for_, span)).items():
            found[subject] = max(n, found.get(subject, n))
    entity, best = KINDS[for_], max(found, key=lambda id_: found[id_], default=None)
    return [*await context.find(entity, entity.id == best)] if best else []


async def compared(
    context: OperationContext, figure: Figure, of: OrgRow, span: Span
) -> tuple[bool, list[str]]:
    """Whether a figure counts anything, and where its records do not add up to it."""
    read = await figure.figure(context, of, span)
    value = read.value if read.part is None else read.part
    found = []
    for side, should in ((FigureSide.PART, value), (FigureSide.WHOLE, read.whole)):
        counted = await figure.behind(context, of, span, side)
        assert (counted is None) == (should is None)
        if counted is not None and should:
            page = await records.page(context, counted, 10**4, None)
            each = sum((one.adds for one in page.found), Decimal(0))
            if not page.adds == each == should or page.total != len(page.found):
                found.append(f"{side}: {should} is told, {page.adds} and {each} are listed")
    return bool(value), found


async def contradictions(loaded: Loaded) -> tuple[dict[CountedFor, set[str]], list[str]]:
    """The codes that count something, by the kind of their subject; and where records differ from
    their figure.
    """
    catalogue = catalogue_of(loaded.platform)
    seen: dict[CountedFor, set[str]] = {for_: set() for for_ in CountedFor}
    wrong: list[str] = []
    async with reading(loaded) as context:
        rules = [found.code for found in await context.find(QuotaSet)]
        for metric in (*written(catalogue), *(f"quota_done{{rule={rule}}}" for rule in rules)):
            code = metric.partition("{")[0]
            for for_ in [CountedFor.ORG] if "=" in metric else CountedFor:
                figure = catalogue.understood(metric, for_)
                if figure is None:
                    continue
                for span in spans(metric, for_):
                    for of in await subjects(context, figure, for_, span):
                        counts, told = await compared(context, figure, of, span)
                        seen[for_] |= {code} if counts else set()
                        wrong += [f"{metric} of {for_} {of.id} in {span}: {one}" for one in told]
    return seen, wrong
