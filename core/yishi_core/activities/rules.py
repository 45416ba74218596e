"""What fits together in an activity, a dispute, a pledge (domain.md 2.11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yishi_core.activities.models import ActivityKind, Pledge, PledgeState, ProcessKind, VisitMeans, VisitTarget
from yishi_core.consultations.models import MicroKind
from yishi_core.operation.rules import require, require_field, require_state
from yishi_core.people.models import Member

WATCHING = frozenset({ActivityKind.SUPERVISION, ActivityKind.APPRAISAL, ActivityKind.INSPECTION})


def require_visit(kind: ActivityKind, target: VisitTarget | None, means: VisitMeans | None) -> None:
    """A visit says whom it went to, and nothing else does."""
    visit = kind is ActivityKind.VISIT
    require_field(not visit or target, "visit_target", "走访须填写走访对象。", "Say whom the visit went to.")
    require_field(visit or not (target or means), "visit_target", "仅走访登记走访对象和方式。", "Only a visit has a target and means.")


def require_micro(micro: MicroKind | None) -> None:
    """Micro supervision and micro survey are activities; a micro consultation is a consultation (domain.md 1.3)."""
    require_field(
        micro is not MicroKind.CONSULT, "micro_kind",
        "微协商请登记为协商活动,履职活动只登记微监督、微调研。", "A micro consultation is recorded as a consultation.",
    )  # fmt: skip


def require_process(kind: ActivityKind, process: ProcessKind | None) -> None:
    """Tenders, vetting and village affairs are watched in supervision, appraisal or inspection."""
    require_field(
        not process or kind in WATCHING, "process_kind",
        "仅监督、评议、视察登记监督事项。", "Only supervision, appraisal or inspection watches a process.",
    )  # fmt: skip


def require_leader(kind: ActivityKind, post: str | None) -> None:
    """A leader's visit may say which post came; nothing else does."""
    require_field(
        not post or kind is ActivityKind.LEADER_VISIT, "leader_post",
        "仅领导调研登记领导职务。", "Only a leader's visit names the leader's post.",
    )  # fmt: skip


def require_member(memberships: Sequence[Member], day: date) -> None:
    """Members promise, on a day on which they are in office."""
    in_office = any(m.joined_on <= day and (m.left_on is None or m.left_on >= day) for m in memberships)
    require(in_office, "not_member", "只有在任政协委员可以认领承诺。", "Only a member in office makes a pledge.")


def require_open(pledge: Pledge) -> None:
    """A pledge is fulfilled or withdrawn once."""
    require_state(pledge, (PledgeState.OPEN,), "pledge")
