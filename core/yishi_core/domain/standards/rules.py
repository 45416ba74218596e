"""Rules of standards and of checks against them (domain.md 2.3, 5.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from yishi_core.domain.standards.models import StandardChecklist
from yishi_core.errors import Hint, InvalidInput
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import ChecklistDef


class StandardsHint(Hint):
    """What a check against the standard points out."""

    NO_EVIDENCE = "no_evidence", "“{item}”达标但无佐证。", "“{item}” passes without any evidence."


def delivered(context: OperationContext) -> Mapping[str, ChecklistDef]:
    """The standards that core and the enabled plugins define, by code."""
    variants = context.platform.plugins.switched_on(context.settings)
    return {
        definition.code: definition for variant in variants for definition in variant.checklists
    }


def require_delivered(context: OperationContext, code: str) -> ChecklistDef:
    """The delivered standard; raises `InvalidInput` listing those available."""
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
    """Require that an item occurs once in a standard.

    A check names it by its position, an office by its words.
    """
    for index, item in enumerate(items):
        require_field(
            item not in items[:index],
            f"items.{index}",
            f"项目“{item}”重复。",
            f"“{item}” stands twice.",
        )


def require_in_force(checklist: StandardChecklist, day: date) -> None:
    """Require that a check uses a version of the standard in force on its day.

    Old checks entered late may use any version not yet replaced then.
    """
    until = checklist.valid_until
    require_field(
        until is None or day <= until,
        "checklist",
        f"该版本已于{until}停用,请选用新版。",
        f"This version was in force until {until}: use the newer one.",
    )


def require_holds_there(checklist: StandardChecklist, org: OrgUnit) -> None:
    """Require that the org is the standard's own or below it."""
    fits = org.county == checklist.county and org.org_path.startswith(checklist.org_path)
    require_field(
        fits, "checklist", "该标准不适用于此组织。", "The standard does not hold at this org."
    )


def require_items(checklist: StandardChecklist, numbers: Sequence[int]) -> None:
    """Require that only items of the standard are checked, each once."""
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
    """Require that every item is checked, and only once."""
    require_items(checklist, numbers)
    missing = [f"{n}.{item}" for n, item in enumerate(checklist.items, 1) if n not in numbers]
    require_field(
        not missing,
        "results",
        f"未填写:{'、'.join(missing)}。",
        f"Not judged: {', '.join(missing)}.",
    )
