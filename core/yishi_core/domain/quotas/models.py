"""Quota sets as versioned data (domain.md 2.12)."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from yishi_core.facilities.metrics.periods import PeriodKind
from yishi_core.kernel.entity import Entity, Inherited, Labelled, column, ref, unique_while_valid


class QuotaSubject(Labelled):
    STATION = "station", "站点"
    ORG = "org", "组织"
    MEMBER = "member", "委员"
    COUNCIL_ROOM = "council_room", "协商议事室"


class QuotaSet(Inherited, Entity):
    """A set of quotas in force at an org and below it.

    A change makes a new edition; the old one ends and keeps its figures.
    """

    __label__ = "履职指标"
    __constraints__ = (unique_while_valid("uq_quota_set_edition", "org_id", "code", "edition"),)

    code: Mapped[str] = column("代码", "Code of the set.")
    name: Mapped[str] = column("名称", "Name, e.g. 四个一.", search="title")
    edition: Mapped[int] = column("版次", "1, and one more with each change.", default=1)
    from_on: Mapped[date] = column("起始日期", "First day in force.")
    to_on: Mapped[date | None] = column("截止日期", "Last day in force.")
    replaces_id: Mapped[uuid.UUID | None] = ref("QuotaSet", "上一版", inverse="replaced_by")
    change_reason: Mapped[str | None] = column("调整原因", "Why it was changed or ended.")
    settings_digest: Mapped[str] = column("设置版本", "Digest of the settings with which it began.")


class QuotaRule(Inherited, Entity):
    """A quota: at least so much of a metric for each subject in each period."""

    __label__ = "指标项"
    __constraints__ = (unique_while_valid("uq_quota_rule_code", "quota_set_id", "code"),)

    quota_set_id: Mapped[uuid.UUID] = ref("QuotaSet", "履职指标", inverse="rules")
    code: Mapped[str] = column("代码", "Code within the set.")
    label: Mapped[str] = column("名称", "What is to be done.")
    subject: Mapped[QuotaSubject] = column("对象", "Station, org, member or council room.")
    org_kinds: Mapped[list[str] | None] = column(
        "组织类型",
        "Kinds of orgs below that must meet a quota for orgs; null for the set's own org.",
    )
    metric: Mapped[str] = column("指标", "Metric that is counted, as in the catalogue.")
    min: Mapped[Decimal] = column("最低数", "Lowest number in a period.")
    per_member: Mapped[bool] = column(
        "按委员人数", "Whether the lowest number applies to each member in office.", default=False
    )
    period: Mapped[PeriodKind] = column(
        "周期", "Week, month, quarter, half-year, year, term, or once."
    )
    last_months: Mapped[int | None] = column(
        "限于末几个月", "Number of last months of the period whose records count."
    )
    from_on: Mapped[date] = column("起始日期", "First day in force.")
    to_on: Mapped[date | None] = column("截止日期", "Last day in force.")
