"""Whom B outcomes go to, and when (domain.md 2.9)."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from yishi_core.operation.rules import require_field
from yishi_core.orgs.models import OrgKind, OrgUnit

DECIDING = frozenset({OrgKind.PARTY_GOVERNMENT, OrgKind.PARTY_COMMITTEE})


def require_decider(org: OrgUnit) -> None:
    """A special report goes to a party committee or to party and government."""
    require_field(
        org.kind in DECIDING and org.closed_on is None, "to_org",
        "专报应报送党委或党委政府,且该单位未撤销。", "A special report goes to a party committee or government that still exists.",
    )  # fmt: skip


def require_village(org: OrgUnit) -> None:
    """Matters of self-government go to a village's committees."""
    require_field(
        org.kind is OrgKind.VILLAGE_COMMITTEES and org.closed_on is None, "village_committees",
        "请选择未撤销的村(居)两委。", "Choose the committees of a village that still exist.",
    )  # fmt: skip


def recheck_day(explained_on: date, months: int) -> date:
    """Look again after so many months; the 31st becomes the last day of a shorter month."""
    return explained_on + relativedelta(months=months)
