"""Building standards: adopted, written anew, checked, and scored.

Source: domain.md 2.3 and 5.8.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from yishi_core.domain.people.models import Person
from yishi_core.domain.standards import rules
from yishi_core.domain.standards.events import (
    STANDARD_CHECK_CHANGED,
    STANDARD_CHECK_RECORDED,
    STANDARD_CHECKLIST_ADOPTED,
    STANDARD_CHECKLIST_WRITTEN,
)
from yishi_core.domain.standards.models import (
    ItemVerdict,
    StandardCheck,
    StandardCheckItem,
    StandardChecklist,
)
from yishi_core.domain.standards.rules import StandardsHint
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.owner import OwnedInput
from yishi_core.domain.stations.rules import require_within_life
from yishi_core.errors import Conflict, NotFound, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.metrics.percent import mean, percent
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_future, require_field
from yishi_core.kernel.tree.models import OrgUnit

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
Item = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class AdoptChecklistInput(Input):
    """A standard defined by core or a plugin."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="It holds here and below.")
    code: str = Field(
        title="标准代码", description="Code of the standard, e.g. liaison_station_8.", max_length=60
    )


class WriteChecklistInput(Input, enters=StandardChecklist):
    """A standard of the org's own, or a new version of the one with this code."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="It holds here and below.")
    code: Code = Field(
        title="标准代码",
        description="Lower case letters, digits, _; the same through all versions.",
    )
    label: str = like(StandardChecklist.label, min_length=2, max_length=60)
    items: list[Item] = like(StandardChecklist.items, min_length=1, max_length=50)


class ItemResultInput(Input):
    """The finding for one item."""

    item_no: int = like(StandardCheckItem.item_no, ge=1)
    verdict: ItemVerdict = like(StandardCheckItem.verdict)
    note: str | None = like(StandardCheckItem.note, None, max_length=500)
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="佐证材料", description="Evidence.", max_length=20
    )


class RecordStandardCheckInput(OwnedInput, enters=StandardCheck):
    """A check of a station, or of an org itself, against all items of a standard."""

    checklist: Ref[StandardChecklist] = like(
        StandardCheck.checklist_id, doc="The version in force on that day."
    )
    inspector: Ref[Person] = like(StandardCheck.inspector_id, doc="Who checked.")
    checked_on: date | None = like(StandardCheck.checked_on, None, doc=TODAY)
    results: Annotated[list[ItemResultInput], Beside()] = Field(
        title="各项结论", description="One for each item.", min_length=1, max_length=50
    )
    note: str | None = like(StandardCheck.note, None, max_length=1000)


class ChangeStandardCheckInput(
    Correction, of=RecordStandardCheckInput, but={"checklist", "station"}
):
    """Corrections of a check.

    A check against another standard, or of another station, is recorded there.
    """

    check: Ref[StandardCheck] = like(StandardCheck)
    results: list[ItemResultInput] = Field(
        default_factory=list,
        title="各项结论",
        description="Only of the items that are put right; the others stay.",
        max_length=50,
    )


class StandardScoresInput(Input):
    """The org and standard, and the day of the scores."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="It and everything below.")
    code: str = Field(
        title="标准代码", description="Code of the standard; all its versions count.", max_length=60
    )
    on: date | None = Field(
        None,
        title="截至日期",
        description="The last check up to this day counts; today unless named.",
    )


class StandardScore(Structure):
    """The last check of one station or org."""

    check: StandardCheck = Field(title="达标检查", description="The check.")
    passed: int = Field(title="达标项数", description="Items passed.")
    total: int = Field(title="项目数", description="Items of the standard.")
    score: Decimal | None = Field(title="达标率(%)", description="Passed ÷ items, in percent.")


class StandardScores(Structure):
    """The scores of a standard: average share of passed items, and how many pass every item."""

    average: Decimal | None = Field(
        title="平均达标率(%)", description="Mean of the scores, in percent; None without a check."
    )
    checked: int = Field(title="已检查", description="Stations and orgs with a check.")
    passed: int = Field(title="全部达标", description="Of these, with every item passed.")
    rows: list[StandardScore] = Field(
        title="明细", description="One for each, the lowest score first."
    )


@operation(
    Text("采用建设标准", "Adopt a standard"),
    permission=Permission.RULE_MANAGE,
    subject="org",
    event=STANDARD_CHECKLIST_ADOPTED,
)
async def adopt_checklist(
    context: OperationContext, data: AdoptChecklistInput
) -> StandardChecklist:
    """Adopt a delivered standard as it is.

    From then on it is the org's own: `writeChecklist` makes a new version.
    """
    definition = rules.require_delivered(context, data.code)
    if await _in_force(context, data.org, data.code):
        raise Conflict(
            Text(f"本组织已采用“{definition.label}”。", "The org has adopted it already.")
        )
    return context.add(
        StandardChecklist(
            code=definition.code,
            label=definition.label,
            checklist_version=1,
            items=list(definition.items),
        )
    )


@operation(
    Text("编写建设标准", "Write a standard"),
    permission=Permission.RULE_MANAGE,
    subject="org",
    event=STANDARD_CHECKLIST_WRITTEN,
)
async def write_checklist(
    context: OperationContext, data: WriteChecklistInput
) -> StandardChecklist:
    """Write a standard of the org's own, or a new version of it.

    Checks against older versions stay as they are; those versions end yesterday.
    """
    rules.require_distinct(data.items)
    newest = await _newest(context, data.org, data.code)
    if newest is not None and newest.valid_until is None:
        require_field(
            (newest.label, newest.items) != (data.label, data.items),
            "items",
            "内容与现行版本相同。",
            "It says the same as the version in force.",
        )
        newest.valid_until = context.today - timedelta(days=1)
    number = newest.checklist_version + 1 if newest else 1
    return context.add(entered(StandardChecklist, data, checklist_version=number))


@operation(
    Text("登记达标检查", "Record a check"),
    permission=Permission.STANDARD_CHECK,
    subject="owner",
    event=STANDARD_CHECK_RECORDED,
)
async def record_standard_check(
    context: OperationContext, data: RecordStandardCheckInput
) -> StandardCheck:
    """Record the findings of a check for every item.

    An item that passed without a note or a file gives an advice.
    """
    require_one_county(context, data)
    rules.require_holds_there(data.checklist, context.org)
    rules.require_all_items(data.checklist, [r.item_no for r in data.results])
    check = entered(
        StandardCheck,
        data,
        checked_on=data.checked_on or context.today,
        total=len(data.checklist.items),
    )
    check.passed = sum(r.verdict is ItemVerdict.PASS for r in data.results)
    await _require_day(context, check, data.checklist)
    context.add(check)
    for result in data.results:
        item = StandardCheckItem(
            check_id=check.id, item_no=result.item_no, item=data.checklist.items[result.item_no - 1]
        )
        _found(context, context.add(item), result)
    return check


@operation(
    Text("更正达标检查", "Change a check"),
    permission=Permission.STANDARD_CHECK,
    subject="check",
    event=STANDARD_CHECK_CHANGED,
)
async def change_standard_check(
    context: OperationContext, data: ChangeStandardCheckInput
) -> StandardCheck:
    """Correct who checked, when, and the findings for single items; the score follows."""
    check = data.check
    correct(context, check, data)
    checklist = await context.get(StandardChecklist, check.checklist_id)
    if checklist is None:
        raise NotFound.at("check")
    await _require_day(context, check, checklist)
    items = {
        item.item_no: item
        for item in await context.find(StandardCheckItem, StandardCheckItem.check_id == check.id)
    }
    rules.require_items(checklist, [r.item_no for r in data.results])
    for result in data.results:
        _found(context, items[result.item_no], result)
    check.passed = sum(item.verdict is ItemVerdict.PASS for item in items.values())
    return check


@question(Text("达标情况", "Standard scores"), permission=Permission.OVERVIEW, subject="org")
async def standard_scores(context: OperationContext, data: StandardScoresInput) -> StandardScores:
    """The scores of stations and orgs, each by its last check up to a day.

    Source: domain.md 2.20, `standard_score`, `standard_passed`.
    """
    lists = await context.find(StandardChecklist, StandardChecklist.code == data.code)
    checks = await context.find(
        StandardCheck,
        StandardCheck.checklist_id.in_([c.id for c in lists]),
        StandardCheck.org_path.bool_op("^@")(data.org.org_path),
        StandardCheck.checked_on <= (data.on or context.today),
    )
    last: dict[UUID, StandardCheck] = {}
    for check in sorted(checks, key=lambda c: (c.checked_on, c.id)):
        last[check.station_id or check.org_id] = check
    rows = [
        StandardScore(check=c, passed=c.passed, total=c.total, score=percent(c.passed, c.total))
        for c in last.values()
    ]
    rows.sort(key=lambda row: (row.passed / row.total, row.check.org_path, row.check.id))
    shares = sum((Decimal(r.passed * 100) / r.total for r in rows), Decimal(0))
    return StandardScores(
        average=mean(shares, len(rows)),
        checked=len(rows),
        passed=sum(r.passed == r.total for r in rows),
        rows=rows,
    )


async def _require_day(
    context: OperationContext, check: StandardCheck, checklist: StandardChecklist
) -> None:
    """Require a past day, an open station and a version in force on the day of a check."""
    not_future(check.checked_on, "checked_on", context)
    station = await context.get(Station, check.station_id)
    if station is not None:
        require_within_life(station, check.checked_on, "checked_on")
    rules.require_in_force(checklist, check.checked_on)


def _found(context: OperationContext, item: StandardCheckItem, result: ItemResultInput) -> None:
    """Write the finding for an item; a pass without a note or a file gives an advice."""
    item.verdict, item.note = result.verdict, result.note
    attach(context, item, result.attachments)
    if result.verdict is ItemVerdict.PASS and not (result.note or result.attachments):
        context.advise(StandardsHint.NO_EVIDENCE, item=item.item)


async def _newest(context: OperationContext, org: OrgUnit, code: str) -> StandardChecklist | None:
    same = (StandardChecklist.org_id == org.id, StandardChecklist.code == code)
    return await context.first(
        StandardChecklist, *same, order=StandardChecklist.checklist_version.desc()
    )


async def _in_force(context: OperationContext, org: OrgUnit, code: str) -> StandardChecklist | None:
    newest = await _newest(context, org, code)
    return newest if newest is not None and newest.valid_until is None else None
