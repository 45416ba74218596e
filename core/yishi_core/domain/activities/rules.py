"""Consistency rules of activities, deeds, disputes and pledges (domain.md 2.11).

They hold however the record was entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yishi_core.domain.activities.models import (
    Activity,
    ActivityKind,
    Deed,
    DeedKind,
    DeedState,
    Dispute,
    Pledge,
    PledgeState,
    ProcessKind,
    VisitMeans,
    VisitTarget,
)
from yishi_core.domain.consultations.models import MicroKind
from yishi_core.domain.people.models import Member
from yishi_core.errors import Rule
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.refusals import CommonRule


class ActivityRule(Rule):
    """Why an operation on activities, deeds, disputes and pledges is refused."""

    NOT_MEMBER = (
        "not_member",
        "只有在任政协委员可以认领承诺。",
        "Only a member in office makes a pledge.",
    )
    SETTLED_ALREADY = CommonRule.SETTLED_ALREADY, "该纠纷已登记化解。", "It is settled already."


WATCHING = frozenset({ActivityKind.SUPERVISION, ActivityKind.APPRAISAL, ActivityKind.INSPECTION})
LED = frozenset({ActivityKind.LEADER_VISIT, ActivityKind.WORK_MEETING, ActivityKind.PARTY_MEETING})


def require_activity(context: OperationContext, row: Activity) -> None:
    """Require that an activity has taken place and gives the details of its kind."""
    not_future(row.date, "date", context)
    require_visit(row.kind, row.visit_target, row.visit_means)
    require_micro(row.micro_kind)
    require_process(row.kind, row.process_kind)
    require_leader(row.kind, row.leader_post)


def require_deed(context: OperationContext, row: Deed) -> None:
    """Require that a deed has been done, or a wish stays a wish, with its days in order."""
    not_future(row.collected_on, "collected_on", context)
    not_future(row.claimed_on, "claimed_on", context)
    not_future(row.date, "date", context)
    require_field(
        row.collected_on is None or row.deed_kind is DeedKind.WISH,
        "deed_kind",
        "该实事由征集的微心愿而来,类型不能更改。",
        "It was collected as a wish and stays one.",
    )
    not_before(
        row.claimed_on,
        row.collected_on,
        "claimed_on",
        "征集日期",
        "the day on which it was collected",
    )
    not_before(
        row.date,
        row.claimed_on if row.state is DeedState.FULFILLED else None,
        "date",
        "认领日期",
        "the day on which it was claimed",
    )
    not_before(row.date, row.collected_on, "date", "征集日期", "the day on which it was collected")


def require_dispute(context: OperationContext, row: Dispute) -> None:
    """Require that a dispute has come up, and was settled only afterwards."""
    not_future(row.date, "date", context)
    not_future(row.settled_on, "settled_on", context)
    not_before(row.settled_on, row.date, "settled_on", "受理日期", "the day on which it came up")


def require_visit(kind: ActivityKind, target: VisitTarget | None, means: VisitMeans | None) -> None:
    """Require the target of a visit for a visit, and for nothing else."""
    visit = kind is ActivityKind.VISIT
    require_field(
        not visit or target, "visit_target", "走访须填写走访对象。", "Say whom the visit went to."
    )
    require_field(
        visit or not (target or means),
        "visit_target",
        "仅走访登记走访对象和方式。",
        "Only a visit has a target and means.",
    )


def require_micro(micro: MicroKind | None) -> None:
    """Require that the micro kind is supervision or survey.

    A micro consultation is a consultation, not an activity (domain.md 1.3).
    """
    require_field(
        micro is not MicroKind.CONSULT,
        "micro_kind",
        "微协商请登记为协商活动,履职活动只登记微监督、微调研。",
        "A micro consultation is recorded as a consultation.",
    )


def require_process(kind: ActivityKind, process: ProcessKind | None) -> None:
    """Require that only supervision, appraisal or inspection names a supervised process.

    The processes are tenders, vetting and village affairs.
    """
    require_field(
        not process or kind in WATCHING,
        "process_kind",
        "仅监督、评议、视察登记监督事项。",
        "Only supervision, appraisal or inspection watches a process.",
    )


def require_leader(kind: ActivityKind, post: str | None) -> None:
    """Require that only a leader's visit, or a meeting that a leader chairs, names the post."""
    require_field(
        not post or kind in LED,
        "leader_post",
        "仅领导调研、工作推进会和党委专题会登记领导职务。",
        "Only a leader's visit, or a meeting that a leader chairs, names the post.",
    )


def require_member(memberships: Sequence[Member], day: date) -> None:
    """Require that the person is a member in office on the day."""
    in_office = any(
        m.joined_on <= day and (m.left_on is None or m.left_on >= day) for m in memberships
    )
    require(in_office, ActivityRule.NOT_MEMBER)


def require_pledge(context: OperationContext, row: Pledge) -> None:
    """Require that a pledge is kept only after it was made; it may be late."""
    not_before(row.due_on, row.made_on, "due_on", "协商日期", "the day of the consultation")
    not_future(row.fulfilled_on, "fulfilled_on", context)
    not_before(row.fulfilled_on, row.made_on, "fulfilled_on", "认领日期", "the day of the pledge")


def require_open(pledge: Pledge) -> None:
    """Require that a pledge is still open: it is fulfilled or withdrawn once."""
    require_state(pledge, (PledgeState.OPEN,), "pledge")
