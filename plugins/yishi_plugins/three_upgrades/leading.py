"""Party and government take part: the plan of the year, and what is rewarded (domain.md 3.4)."""

from __future__ import annotations

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.funds import Subsidy
from yishi_core.domain.topics import AnnualPlan
from yishi_plugins.three_upgrades.rules import UpgradeRule
from yishi_plugins.three_upgrades.settings import LEADERS, Settings


@holds(AnnualPlan, on=("studied_by",))
def studied(context: ReadContext, change: Change[AnnualPlan]) -> None:
    """The plan is studied by the secretary of the party committee."""
    leaders, by = context.settings.of(Settings).plan_leaders, change.row.studied_by
    posts = "、".join(LEADERS[post] for post in leaders)
    require(by is None or by in leaders, UpgradeRule.PLAN_LEADER, posts=posts, at="studied_by")


@holds(Subsidy, on=("own_funds", "amount"))
def rewarded(context: ReadContext, change: Change[Subsidy]) -> None:
    """The town bears the main burden, the district rewards it."""
    percent, subsidy = context.settings.of(Settings).reward_percent, change.row
    within = subsidy.amount * 100 <= subsidy.own_funds * percent
    require(within, UpgradeRule.REWARD_ABOVE_OWN, percent=percent, at="amount")
