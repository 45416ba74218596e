"""What must hold of a standard and of a check against it (domain.md 2.3, 5.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from yishi_core.domain.standards.models import StandardChecklist
from yishi_core.errors import InvalidInput
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import ChecklistDef


def delivered(context: OperationContext) -> Mapping[str, ChecklistDef]:
    """The standards that core and the plugins switched on here bring, by code."""
    variants = context.platform.plugins.switched_on(context.settings.plugins)
    return {
        definition.code: definition for variant in variants for definition in variant.checklists
    }


def require_delivered(context: OperationContext, code: str) -> ChecklistDef:
    """The delivered standard; raises `InvalidInput` listing what there is."""
    offered = delivered(context)
    if code not in offered:
        listed = "、".join(f"{d.code}({d.label})" for d in offered.values())
        raise InvalidInput.of(
            "code",
            f"没有建设标准“{code}”,可选:{listed}。",
            f"No standard {code}; there are: {', '.join(offered)}.",
        )
    return offered[code]


def require_distinct(items: Sequence[str]) -> None:
    """An item stands once in a standard: a check names it by its place, an office by its words."""
    for index, item in enumerate(items):
        require_field(
            item not in items[:index],
            f"items.{index}",
            f"项目“{item}”重复。",
            f"“{item}” stands twice.",
        )


def require_in_force(checklist: StandardChecklist, day: date) -> None:
    """A check is held against the version that was in force on its day; old checks entered late may
    use any that was not yet replaced.
    """
    until = checklist.valid_until
    require_field(
        until is None or day <= until,
        "checklist",
        f"该版本已于{until}停用,请选用新版。",
        f"This version was in force until {until}: use the newer one.",
    )


def require_holds_there(checklist: StandardChecklist, org: OrgUnit) -> None:
    """A standard holds at the org that keeps it and below."""
    fits = org.county == checklist.county and org.org_path.startswith(checklist.org_path)
    require_field(
        fits, "checklist", "该标准不适用于此组织。", "The standard does not hold at this org."
    )


def require_items(checklist: StandardChecklist, numbers: Sequence[int]) -> None:
    """What is judged are items of the standard, each once."""
    for index, number in enumerate(numbers):
        known = 1 <= number <= len(checklist.items)
        require_field(
            known,
            f"results.{index}.item_no",
            f"该标准没有第{number}项。",
            f"The standard has no item {number}.",
        )
        require_field(
            number not in numbers[:index],
            f"results.{index}.item_no",
            f"第{number}项重复。",
            f"Item {number} stands twice.",
        )


def require_all_items(checklist: StandardChecklist, numbers: Sequence[int]) -> None:
    """Every item is judged, and once."""
    require_items(checklist, numbers)
    missing = [f"{n}.{item}" for n, item in enumerate(checklist.items, 1) if n not in numbers]
    require_field(
        not missing,
        "results",
        f"未填写:{'、'.join(missing)}。",
        f"Not judged: {', '.join(missing)}.",
    )
