"""What may be taken back, by whom, and what goes with it (access.md 10).

The org that entered a record takes it back until it has served a decision; afterwards only the
level above. Parts of a record go with it; what else refers to it must be taken back first, so that
nothing points into the void.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from yishi_core.domain.activities.models import Deed, DeedMember
from yishi_core.domain.assessments.models import AssessmentResult, ScoreEntry
from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    ConsultationLink,
    ConsultationState,
    Convener,
    Minutes,
    OnSpotReply,
    Participation,
    Suggestion,
)
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.opinions.ledger import LedgerItem, LedgerReport, LedgerReportState
from yishi_core.domain.opinions.models import (
    Adoption,
    Endorsement,
    Opinion,
    OpinionState,
    Submission,
)
from yishi_core.domain.outcomes.conversions import ConversionProposal, ConversionState
from yishi_core.domain.outcomes.drafts.models import CoSignature, DraftState, ReplyDraft
from yishi_core.domain.outcomes.extensions import Extension, ExtensionState
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Outcome,
    OutcomeState,
    SpecialReport,
    VillageReferral,
)
from yishi_core.domain.people.models import Council, CouncilMember
from yishi_core.domain.people.sectors import Sector
from yishi_core.domain.procedures.models import (
    CaseState,
    ConsultationCase,
    StepRecord,
    StepState,
    WalkGroup,
    WalkGroupMember,
)
from yishi_core.domain.proposals.models import CoProposer, Proposal, ProposalState
from yishi_core.domain.publicity.models import Disclosure, DisclosureState
from yishi_core.domain.reports.models import DutyReport, DutyReportState
from yishi_core.domain.schedules.models import ScheduleDate, ScheduleRule
from yishi_core.domain.standards.models import StandardCheck, StandardCheckItem
from yishi_core.domain.topics.models import Topic
from yishi_core.domain.topics.rules import BEFORE_APPROVAL
from yishi_core.errors import FieldError, Forbidden, Refused, Text
from yishi_core.kernel.access.authorize import holds
from yishi_core.kernel.entity.base import OrgRow
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.rules import require
from yishi_core.kernel.tree.models import OrgLink, OrgUnit

PARTS: Mapping[type[OrgRow], frozenset[type[OrgRow]]] = {
    Consultation: frozenset(
        {Participation, Convener, Minutes, Suggestion, ConsultationLink, OnSpotReply}
    ),
    ConsultationCase: frozenset({StepRecord, Consensus}),
    Deed: frozenset({DeedMember}),
    WalkGroup: frozenset({WalkGroupMember, Consensus}),
    Council: frozenset({CouncilMember}),
    ReplyDraft: frozenset({CoSignature}),
    Proposal: frozenset({CoProposer}),
    Opinion: frozenset({Submission, Adoption, Endorsement}),
    LedgerReport: frozenset({LedgerItem}),
    StandardCheck: frozenset({StandardCheckItem}),
    ScheduleRule: frozenset({ScheduleDate}),
}
"""What has no life of its own and goes with its whole."""

LOOSENED: frozenset[tuple[type[OrgRow], str]] = frozenset(
    {
        (Intake, "topic_id"),
        (Intake, "opinion_id"),
        (Intake, "proposal_id"),
        (Suggestion, "to_outcome_id"),
        (Outcome, "special_report_id"),
        (OnSpotReply, "assignment_id"),
    }
)
"""References that are taken away instead of standing in the way."""

NEVER: frozenset[type[OrgRow]] = frozenset(
    {AssessmentResult, OrgLink, OrgUnit, ScoreEntry, Sector, StepRecord}
)
"""An org is closed, a link ended, a sector hidden, a step returned, points are corrected: a
published score can be made again from its entries.
"""

SERVED: Mapping[type[OrgRow], Callable[[Any], bool]] = {
    Intake: lambda row: row.state is not IntakeState.RECEIVED,
    # `version` 1: approved, concluded … by the very operation that made it, so nobody else has
    # decided yet
    Topic: lambda row: row.state not in BEFORE_APPROVAL and row.version > 1,
    ConsultationCase: lambda row: row.state is not CaseState.RUNNING and row.version > 1,
    StepRecord: lambda row: (
        row.state not in (StepState.PENDING, StepState.ACTIVE) and row.version > 1
    ),
    Consultation: lambda row: row.state in (ConsultationState.MINUTED, ConsultationState.CLOSED),
    Minutes: lambda row: row.confirmed_on is not None,
    Outcome: lambda row: row.state is not OutcomeState.DRAFT or row.converted,
    Assignment: lambda row: row.state is not AssignmentState.ASSIGNED,
    SpecialReport: lambda row: row.decided_on is not None,
    VillageReferral: lambda row: row.result_on is not None,
    ReplyDraft: lambda row: row.state is not DraftState.WRITTEN,
    Extension: lambda row: row.state is not ExtensionState.ASKED,
    ConversionProposal: lambda row: row.state is not ConversionState.PROPOSED,
    Disclosure: lambda row: row.state is not DisclosureState.DRAFT,
    WalkGroup: lambda row: row.closed_on is not None,
    # handed in, it belongs to the county body; members withdraw their own instead
    Proposal: lambda row: row.state is not ProposalState.DRAFT,
    Opinion: lambda row: (
        row.state not in (OpinionState.DRAFT, OpinionState.COLLECTED, OpinionState.EDITED)
    ),
    LedgerReport: lambda row: row.state is LedgerReportState.RECEIVED,
    DutyReport: lambda row: row.state not in (DutyReportState.DRAFT, DutyReportState.EDITED),
}


def voidable(row: OrgRow, business: bool) -> None:
    """Accounts, grants and settings are ended by operations of their own; so are orgs and steps.
    Nothing is voided twice.
    """
    kind = type(row)
    require(
        business and kind not in NEVER,
        "not_voidable",
        "该类记录不能作废。",
        f"A record of this kind ({kind.__name__}) cannot be voided.",
    )
    require(
        row.voided_at is None, "voided", "该记录已作废。", "The record has been voided already."
    )


def is_above(paths: Iterable[str], org_path: str) -> bool:
    """Whether one of the places where the caller may void lies above the record's org."""
    return any(org_path.startswith(path) and path != org_path for path in paths)


def require_entering(context: OperationContext, row: OrgRow, above: bool) -> None:
    """Require that the caller could have entered the record, or works at the level above.

    A village thus does not void the station that its township opened.

    A part is entered with its whole. Raises `Forbidden`; for what no operation answers, the right
    to void is enough.
    """
    kind = type(row)
    kinds = {kind, *(whole for whole, parts in PARTS.items() if kind in parts)}
    permissions = sorted(
        {
            o.permission
            for o in context.platform.operations.values()
            if o.permission and _enters(o, kinds)
        }
    )
    if above or not permissions or row.created_by == context.principal.account:
        return
    if not any(holds(context.principal, permission, row) for permission in permissions):
        raise Forbidden.lacking(permissions[0])


def _enters(operation: Operation, kinds: Collection[type[OrgRow]]) -> bool:
    """Whether the operation makes a record of one of these kinds: it answers it, and does not work
    on one that is there.
    """
    about = operation.input.model_fields.get(operation.subject)
    return (
        operation.changes
        and operation.output in kinds
        and (about is None or about.annotation is not operation.output)
    )


def decided(rows: Iterable[OrgRow]) -> list[OrgRow]:
    """Those that have served a decision."""
    return [row for row in rows if type(row) in SERVED and SERVED[type(row)](row)]


def free_of_decisions(rows: Iterable[OrgRow], above: bool) -> None:
    """Refuse (`served`) what has served a decision, unless the caller stands above."""
    served = decided(rows)
    if served and not above:
        what = "、".join(dict.fromkeys(type(row).__label__ for row in served))
        text = Text(
            f"{what}已作为决定依据,只能由上级作废。",
            f"A decision rests on it: {', '.join({type(r).__name__ for r in served})}.",
        )
        raise Refused("served", text, [FieldError("id", text)])


def unused(users: Iterable[OrgRow]) -> None:
    """Refuse (`in_use`) while other records refer to it."""
    names = list(dict.fromkeys(type(row).__label__ for row in users))
    if names:
        text = Text(
            f"仍有记录引用它,请先作废:{'、'.join(names)}。",
            "Other records refer to it: void them first.",
        )
        raise Refused(
            "in_use",
            text,
            [FieldError("id", text)],
            used_by=sorted({type(row).__name__ for row in users}),
        )
