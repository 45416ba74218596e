"""What fits together in an activity, a deed, a dispute, a pledge, however it was entered (domain.md
2.11).
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


def require_activity(context: OperationContext, row: Activity) -> None:
    """An activity took place, and says what its kind asks for."""
    not_future(row.date, "date", context)
    require_visit(row.kind, row.visit_target, row.visit_means)
    require_micro(row.micro_kind)
    require_process(row.kind, row.process_kind)
    require_leader(row.kind, row.leader_post)


def require_deed(context: OperationContext, row: Deed) -> None:
    """A deed was done; a wish that was collected stays one, and its days follow each other."""
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
    """A dispute came up and was settled afterwards, if it was."""
    not_future(row.date, "date", context)
    not_future(row.settled_on, "settled_on", context)
    not_before(row.settled_on, row.date, "settled_on", "受理日期", "the day on which it came up")


def require_visit(kind: ActivityKind, target: VisitTarget | None, means: VisitMeans | None) -> None:
    """A visit says whom it went to, and nothing else does."""
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
    """Micro supervision and micro survey are activities; a micro consultation is a consultation
    (domain.md 1.3).
    """
    require_field(
        micro is not MicroKind.CONSULT,
        "micro_kind",
        "微协商请登记为协商活动,履职活动只登记微监督、微调研。",
        "A micro consultation is recorded as a consultation.",
    )


def require_process(kind: ActivityKind, process: ProcessKind | None) -> None:
    """Tenders, vetting and village affairs are watched in supervision, appraisal or inspection."""
    require_field(
        not process or kind in WATCHING,
        "process_kind",
        "仅监督、评议、视察登记监督事项。",
        "Only supervision, appraisal or inspection watches a process.",
    )


def require_leader(kind: ActivityKind, post: str | None) -> None:
    """A leader's visit may say which post came; nothing else does."""
    require_field(
        not post or kind is ActivityKind.LEADER_VISIT,
        "leader_post",
        "仅领导调研登记领导职务。",
        "Only a leader's visit names the leader's post.",
    )


def require_member(memberships: Sequence[Member], day: date) -> None:
    """Members promise, on a day on which they are in office."""
    in_office = any(
        m.joined_on <= day and (m.left_on is None or m.left_on >= day) for m in memberships
    )
    require(in_office, ActivityRule.NOT_MEMBER)


def require_pledge(context: OperationContext, row: Pledge) -> None:
    """A promise is kept after it was made; late is late, not impossible."""
    not_before(row.due_on, row.made_on, "due_on", "协商日期", "the day of the consultation")
    not_future(row.fulfilled_on, "fulfilled_on", context)
    not_before(row.fulfilled_on, row.made_on, "fulfilled_on", "认领日期", "the day of the pledge")


def require_open(pledge: Pledge) -> None:
    """A pledge is fulfilled or withdrawn once."""
    require_state(pledge, (PledgeState.OPEN,), "pledge")
