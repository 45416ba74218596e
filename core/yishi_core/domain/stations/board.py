"""The question `platformBoard`: a variant's formula (1+10+N), part by part (domain.md 2.3, 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import Field

from yishi_core.domain.stations.metrics import STATIONS
from yishi_core.domain.stations.models import Mobility
from yishi_core.errors import Text
from yishi_core.facilities.metrics import expression
from yishi_core.facilities.metrics.catalogue import count
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.rules import not_future
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.settings import Effective
from yishi_core.kernel.variants.variant import StationKindDef, Variant


class PlatformBoardInput(Input):
    """The org whose formulas are shown, and the day."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="With everything below it.")
    on: date | None = Field(None, title="截至日期", description="Today unless named.")


class PlatformCount(Structure):
    """How many of a part stand at an org and below it."""

    org: OrgUnit
    name: str = Field(title="名称", description="Name of the org.")
    registered: int = Field(title="已登记", description="Active ones on the day.")


class PlatformPart(Structure):
    """One part of a formula: the 10 of 1+10+N."""

    label: str = Field(title="名称", description="As the variant calls it.")
    metric: str = Field(title="指标", description="The metric that counts it.")
    expected: int | None = Field(
        None, title="应有", description="The least there must be; null for the N of a formula."
    )
    most: int | None = Field(None, title="上限", description="The most there may be, if any.")
    registered: int = Field(title="已登记", description="Active ones on the day.")
    gap: int = Field(title="缺额", description="How many are missing from the least.")
    surplus: int = Field(title="超额", description="How many there are beyond the most.")
    text: str = Field(title="说明", description="The part in one Chinese sentence.")
    fixed: int | None = Field(None, title="固定", description="Of stations: the fixed ones.")
    mobile: int | None = Field(None, title="流动", description="Of stations: the mobile ones.")
    by_org: list[PlatformCount] = Field(
        title="按组织", description="The orgs directly below that have some."
    )


class PlatformFormula(Structure):
    """The formula of one variant where it is on."""

    org: OrgUnit
    name: str = Field(title="名称", description="Name of the org whose formula it is.")
    plugin: str = Field(title="插件", description="Code of the plugin.")
    label: str = Field(title="做法", description="Name of the plugin.")
    formula: str = Field(title="站点格局", description="As people say it, e.g. 1+10+N.")
    parts: list[PlatformPart] = Field(title="构成")


class PlatformBoard(Structure):
    """The formulas that hold at an org or directly below it."""

    on: date = Field(title="截至日期", description="As of this day.")
    formulas: list[PlatformFormula] = Field(
        title="站点格局", description="Those of the org itself, else of the orgs directly below."
    )


@question(Text("平台布局", "Platform board"), permission=Permission.OVERVIEW, subject="org")
async def platform_board(context: OperationContext, data: PlatformBoardInput) -> PlatformBoard:
    """The platforms of an org by the formula of its variants, part by part.

    Each part tells how many there must be, how many there are, and how many are missing; of
    stations also how many are fixed and mobile. A formula that is on at the org holds for the org as
    a whole. Where a variant is on directly below the org only, each org there has its own formula.
    """
    on = data.on or context.today
    not_future(on, "on", context)
    board = _Board(context, on)
    here = _with_formula(context, context.settings)
    below = await context.find(OrgUnit, OrgUnit.parent_id == data.org.id, order=OrgUnit.org_path)
    formulas = [await board.formula(data.org, below, variant) for variant in here]
    for org in below:
        settings = await context.platform.settings.effective(context.session, org)
        measured = settings.measured_from(data.org.org_path)
        own = [v for v in _with_formula(context, measured) if v not in here]
        parts = await context.find(OrgUnit, OrgUnit.parent_id == org.id) if own else []
        formulas += [await board.formula(org, parts, variant) for variant in own]
    return PlatformBoard(on=on, formulas=formulas)


def _with_formula(context: OperationContext, settings: Effective) -> list[Variant]:
    """The variants that are on and have parts to count."""
    on = context.platform.plugins.switched_on(settings)
    return [variant for variant in on if variant.station_kinds]


class _Board:
    """Counts the parts of formulas as of one day."""

    def __init__(self, context: OperationContext, on: date) -> None:
        self.context = context
        self.on = on

    async def formula(
        self, org: OrgUnit, below: Sequence[OrgUnit], variant: Variant
    ) -> PlatformFormula:
        return PlatformFormula(
            org=org,
            name=org.name,
            plugin=variant.code,
            label=variant.label,
            formula=variant.formula,
            parts=[await self._part(org, below, part) for part in variant.station_kinds],
        )

    async def _part(
        self, org: OrgUnit, below: Sequence[OrgUnit], part: StationKindDef
    ) -> PlatformPart:
        found = await self._counted(part.counted, [org, *below])
        registered = found.get(org.id, 0)
        least, most = await self._expected(part, org)
        gap = max(0, (least or 0) - registered)
        surplus = max(0, registered - most) if most is not None else 0
        return PlatformPart(
            label=part.label,
            metric=part.counted,
            expected=least,
            most=most,
            registered=registered,
            gap=gap,
            surplus=surplus,
            text=_told(part.label, least, registered, gap, surplus),
            fixed=await self._of_mobility(part, org, Mobility.FIXED),
            mobile=await self._of_mobility(part, org, Mobility.MOBILE),
            by_org=[
                PlatformCount(org=one, name=one.name, registered=found[one.id])
                for one in below
                if found.get(one.id)
            ],
        )

    async def _expected(self, part: StationKindDef, org: OrgUnit) -> tuple[int | None, int | None]:
        """The least and the most there may be at an org."""
        if part.per is None:
            return part.min, part.max
        times = (await self._counted(part.per, [org])).get(org.id, 0)
        least, most = (None if each is None else each * times for each in (part.min, part.max))
        return least, most

    async def _of_mobility(
        self, part: StationKindDef, org: OrgUnit, mobility: Mobility
    ) -> int | None:
        """How many stations of a part are fixed or mobile; None for a part of bodies."""
        terms = expression.parts(part.counted) or []
        if any(term.code != STATIONS.code for term in terms):
            return None
        written = "+".join(_narrowed(term, mobility) for term in terms)
        return (await self._counted(written, [org])).get(org.id, 0)

    async def _counted(self, metric: str, orgs: Sequence[OrgUnit]) -> dict[UUID, int]:
        span = Span(self.on, self.on)
        found = await count(self.context, metric, CountedFor.ORG, span, [org.id for org in orgs])
        return {org: int(n) for org, n in (found or {}).items()}


def _narrowed(term: expression.Part, mobility: Mobility) -> str:
    dims = [*(f"{name}={word}" if name else word for name, word in term.dims)]
    return f"{term.code}{{{','.join([*dims, f'mobility={mobility.value}'])}}}"


def _told(label: str, least: int | None, registered: int, gap: int, surplus: int) -> str:
    ends = [f"应有{least}个"] if least is not None else []
    ends.append(f"已登记{registered}个")
    ends += [f"缺{gap}个"] if gap else []
    ends += [f"超出{surplus}个"] if surplus else []
    return f"{label}:{','.join(ends)}"
