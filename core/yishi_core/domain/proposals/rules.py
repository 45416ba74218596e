"""Rules of contents, signatures and periods of proposals (domain.md 2.10 [P], 5.11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from yishi_core.domain.meetings.models import PlenaryMeeting
from yishi_core.domain.meetings.rules import taken_from
from yishi_core.domain.outcomes.rules import OutcomeHint
from yishi_core.domain.people.models import Member, MemberLevel, Person
from yishi_core.domain.proposals.models import Proposal, ProposalKind, ProposalState, TimeKind
from yishi_core.errors import Forbidden, Hint, Rule
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.counting import require_length
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.refusals import CommonRule
from yishi_core.kernel.tree.models import OrgUnit


class ProposalRule(Rule):
    """Why an operation on proposals is refused."""

    ASSIGNED = CommonRule.ASSIGNED, "该提案已交办,不能更正。", "A unit has it already."
    EXCELLENT_ALREADY = "excellent_already", "该提案已评为优秀提案。", "It is commended already."
    HAS_MERGED = (
        "has_merged",
        "已有{merged}件提案并入本提案,不能撤回;请与县级政协联系。",
        "Others were merged into it: it cannot be withdrawn.",
    )
    KEY_ALREADY = (
        "key_already",
        "该提案已是重点提案,由{supervisor}督办。",
        "It is a key proposal already.",
    )
    MERGE_TARGET = (
        CommonRule.MERGE_TARGET,
        "主提案已答复或未立案,请选择在办的提案。",
        "Choose a proposal that is under way.",
    )
    NOT_LINKED = (
        CommonRule.NOT_LINKED,
        "您的账号尚未关联人员,请联系管理员关联后再提交提案。",
        "Your account stands for no person yet: have it linked.",
    )
    NOT_PROPOSER = CommonRule.NOT_OWN, "只有提案人本人可以办理。", "Only the proposer may do this."
    NUMBER_TAKEN = "number_taken", "提案号{no}已使用。", "Another proposal has this number."
    OWN_WORDS = (
        "own_words",
        "该提案由提案人提交,不能由机关更正。",
        "Its proposer handed it in: the office does not rewrite it.",
    )
    TOO_EARLY = (
        CommonRule.TOO_EARLY,
        "{meeting}自{first}起受理提案。",
        "Proposals are taken from {first}.",
    )
    TOO_LATE = (
        "too_late",
        "{meeting}提案已于{until}截止,可作为平时提案提交。",
        "Proposals were taken until {until}: hand it in as a regular one.",
    )


class ProposalHint(Hint):
    """What an operation on proposals points out."""

    REWORK = (
        OutcomeHint.REWORK,
        "已退回办理,县级政协将要求承办单位重新办理。",
        "It goes back: the county will demand that it be reworked.",
    )


OWN_NAME = (ProposalKind.INDIVIDUAL, ProposalKind.JOINT)
"""Kinds signed by members; the others are made in the name of a body."""
STAMPED = (ProposalKind.PARTY, ProposalKind.GROUP, ProposalKind.SPECIAL_COMMITTEE)
CONVENED = (ProposalKind.SECTOR, ProposalKind.MEMBER_GROUP)
WITHDRAWABLE = (
    ProposalState.DRAFT,
    ProposalState.SUBMITTED,
    ProposalState.REVIEWED,
    ProposalState.FILED,
)
"""States before a unit has the proposal."""
READERS = ("person:", "account:")
"""Audience tokens of those who wrote and signed a proposal; others are the units'."""
IN_HAND = (ProposalState.FILED, ProposalState.ASSIGNED, ProposalState.HANDLING)
"""States in which a proposal is filed and not answered."""
ANSWERED = (
    ProposalState.REPLIED,
    ProposalState.FEEDBACK,
    ProposalState.APPRAISED,
    ProposalState.CLOSED,
)


TELL_PROPOSER = frozenset({"proposal_kind", "proposing_org", "proposer_name"})
"""Fields of a draft that say who proposes."""


def require_author(context: OperationContext, proposal: Proposal) -> None:
    """Require that the caller wrote the proposal or is its first signer.

    Source: domain.md 2.19: member, own.
    """
    principal = context.principal
    wrote = proposal.created_by is not None and proposal.created_by == principal.account
    signs = (
        proposal.first_proposer_id is not None and proposal.first_proposer_id == principal.person
    )
    if not wrote and not signs:
        raise Forbidden.by(ProposalRule.NOT_PROPOSER)


def require_proposer(
    kind: ProposalKind, person: Person | None, name: str | None, org: OrgUnit | None
) -> str:
    """The name of the proposer on the sheet: a member, or a body."""
    if kind in OWN_NAME:
        require(person, ProposalRule.NOT_LINKED)
        assert person is not None
        return person.name
    found = name or (org.name if org else None)
    require_field(
        found,
        "proposer_name",
        "以组织名义提出的提案须填写提案单位。",
        "Name the body that proposes.",
    )
    assert found is not None
    return found


def require_time(kind: TimeKind, meeting: PlenaryMeeting | None) -> None:
    """Require the meeting of a plenary proposal, and of no other."""
    require_field(
        (kind is TimeKind.PLENARY) == (meeting is not None),
        "plenary_meeting",
        "大会提案须注明全体会议,平时提案不填。",
        "A plenary proposal names its meeting; a regular one does not.",
    )


def require_window(meeting: PlenaryMeeting | None, day: date) -> None:
    """Require that a plenary proposal is handed in within the period of its meeting.

    It begins three months before the opening and ends on the meeting's last day for proposals.
    """
    if meeting is None:
        return
    first = taken_from(meeting)
    require(day >= first, ProposalRule.TOO_EARLY, meeting=meeting.name, first=first)
    require(
        day <= meeting.proposals_until,
        ProposalRule.TOO_LATE,
        meeting=meeting.name,
        until=meeting.proposals_until,
    )


def require_complete(proposal: Proposal, most: int) -> int:
    """Require situation, analysis and suggestions within the limit; returns the character count."""
    for path, zh in (("situation", "情况"), ("analysis", "分析"), ("suggestions", "建议")):
        require_field(
            getattr(proposal, path).strip(),
            path,
            f"提案须有情况、分析、建议,请补充“{zh}”。",
            f"Write the {path}.",
        )
    return require_length(
        (proposal.situation, proposal.analysis, proposal.suggestions), most, "suggestions", "提案"
    )


def require_signatures(
    kind: ProposalKind,
    co_proposers: Sequence[Person],
    first: object,
    convener: str | None,
    stamped: bool,
) -> None:
    """Require the signatures of the kind.

    A joint proposal has further signers, a sector's or group's its convener, a party's or
    organisation's its stamp.
    """
    ids = [p.id for p in co_proposers]
    require_field(
        len(set(ids)) == len(ids) and first not in ids,
        "co_proposers",
        "联名提案人不能重复,也不能是第一提案人。",
        "Nobody signs twice; the first proposer is not among the others.",
    )
    require_field(
        kind is not ProposalKind.JOINT or ids,
        "co_proposers",
        "联名提案须填写其他联名人。",
        "A joint proposal has further signers.",
    )
    require_field(
        kind is not ProposalKind.INDIVIDUAL or not ids,
        "co_proposers",
        "个人提案没有联名人,请改为联名提案。",
        "Make it a joint proposal.",
    )
    require_field(
        kind not in CONVENED or convener,
        "convener",
        "界别、小组提案须由召集人签名。",
        "The convener signs for a sector or group.",
    )
    require_field(
        kind not in STAMPED or stamped,
        "stamped",
        "党派、团体和专委会提案须加盖公章。",
        "A party's, organisation's or committee's proposal is stamped.",
    )


async def require_members(
    context: OperationContext, people: Sequence[Person], day: date, path: str
) -> None:
    """Require that all signers are county members in office on that day."""
    for index, person in enumerate(people):
        where = f"{path}.{index}" if path == "co_proposers" else path
        held = sa.or_(Member.left_on.is_(None), Member.left_on >= day)
        seat = (
            Member.person_id == person.id,
            Member.level == MemberLevel.COUNTY,
            Member.joined_on <= day,
            held,
        )
        found = await context.first(Member, *seat)
        require_field(
            found,
            where,
            f"“{person.name}”当日不是在任县级政协委员。",
            f"“{person.name}” is no county member in office on that day.",
        )


def require_stands_alone(merged: int) -> None:
    """Refuse to withdraw a proposal into which others were merged.

    Their signers rely on it, so its proposer alone cannot withdraw it.
    """
    require(not merged, ProposalRule.HAS_MERGED, merged=merged)


def require_mergeable(proposal: Proposal, main: Proposal | None) -> None:
    """Require that the main proposal is open and no unit has answered it."""
    require_field(
        main, "merged_into", "并案须选择主提案。", "Name the proposal into which it is merged."
    )
    assert main is not None
    require(main.id != proposal.id, CommonRule.MERGE_ITSELF)
    require(
        main.state in (ProposalState.SUBMITTED, ProposalState.REVIEWED, *IN_HAND),
        ProposalRule.MERGE_TARGET,
    )
