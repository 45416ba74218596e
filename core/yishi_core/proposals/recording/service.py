"""Entering a proposal of earlier years with what became of it: the county body kept them on paper (domain.md 2.1, 2.10)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.access import Permission
from yishi_core.access.audience import joined
from yishi_core.access.principal import person_mark
from yishi_core.attachments.models import Attachment
from yishi_core.attachments.service import attach
from yishi_core.errors import Text
from yishi_core.meetings.models import PlenaryMeeting
from yishi_core.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.operation.changing import require_one_county
from yishi_core.operation.counting import characters
from yishi_core.operation.rules import not_before, not_future, require, require_field
from yishi_core.orgs.models import OrgUnit
from yishi_core.people.models import Person
from yishi_core.proposals import rules
from yishi_core.proposals.models import CoProposer, Proposal, ProposalKind, ProposalState, TimeKind
from yishi_core.proposals.service import new_number, term_on

Part = Annotated[str, StringConstraints(max_length=10_000)]


class RecordedEnd(StrEnum):
    FILED = "filed"
    NOT_FILED = "not_filed"
    CLOSED = "closed"


class RecordProposalInput(Input):
    """A proposal as the papers have it."""

    org: Ref[OrgUnit] = Field(title="所属组织", description="The proposer's office, or the county body.")
    no: str | None = Field(None, title="提案号", description="As on the paper; the next of its year unless named.", min_length=1, max_length=40)
    title: str = Field(title="案由", description="Title.", min_length=2, max_length=120)
    proposal_kind: ProposalKind = Field(ProposalKind.INDIVIDUAL, title="提案类别", description="Who proposed.")
    time_kind: TimeKind = Field(TimeKind.REGULAR, title="提出时间", description="At a plenary meeting, or between.")
    plenary_meeting: Ref[PlenaryMeeting] | None = Field(None, title="全体会议", description="Of a plenary proposal.")
    first_proposer: Ref[Person] | None = Field(None, title="第一提案人", description="Of an individual or joint one, where he is registered.")
    co_proposers: list[Ref[Person]] = Field(default_factory=list, title="联名提案人", description="Further signers, in their order.", max_length=300)
    proposing_org: Ref[OrgUnit] | None = Field(None, title="提案单位", description="In whose name, where that body is registered.")
    proposer_name: str | None = Field(None, title="提案者", description="As written, where nobody is registered.", max_length=120)
    category: Annotated[str, Term("focus_category")] = Field(title="类别", description="What it is about.")
    situation: Part = Field("", title="情况", description="How things stood.")
    analysis: Part = Field("", title="分析", description="Why.")
    suggestions: Part = Field("", title="建议", description="What was to be done.")
    submitted_on: date = Field(title="提交日期", description="When it was handed in; figures count by it.")
    end: RecordedEnd = Field(RecordedEnd.CLOSED, title="办理情况", description="Filed, not filed, or handled and closed.")
    decided_on: date | None = Field(None, title="审定日期", description="When it was filed or not; the day it was handed in unless named.")
    not_filed_reason: Annotated[str | None, Term("not_filed_reason")] = Field(None, title="不予立案原因", description="Of one not filed.")
    is_key: bool = Field(False, title="重点提案", description="Chosen by the chairs meeting.")
    key_supervisor: str | None = Field(None, title="督办领导", description="Of a key one.", max_length=120)
    is_excellent: bool = Field(False, title="优秀提案", description="Commended.")
    closed_on: date | None = Field(None, title="办结日期", description="Of a closed one.")
    appraisal: str | None = Field(None, title="办理结果", description="What came of it.", max_length=5000)
    attachments: list[Ref[Attachment]] = Field(default_factory=list, title="附件", description="Scans.", max_length=20)


@operation(Text("补录提案", "Record a proposal"), permission=Permission.PROPOSAL_REVIEW, subject="org", event="proposal.recorded", by_sheet=True)
async def record_proposal(context: OperationContext, data: RecordProposalInput) -> Proposal:
    """Enter a proposal of earlier years in one go; a filed one may be handed over as any other.

    Limits of characters, windows of meetings and seats of signers are not asked: the rules of those years were others.
    """
    require_one_county(context, data)
    _require_fitting(context, data)
    name = data.proposer_name or (data.first_proposer.name if data.first_proposer else data.proposing_org.name if data.proposing_org else None)
    require_field(name, "proposer_name", "请填写提案者。", "Say who proposed it.")
    signers = [*([data.first_proposer] if data.first_proposer else []), *data.co_proposers]
    readers = joined([person_mark(p.id) for p in signers])
    term = await term_on(context, data.submitted_on)
    proposal = context.add(
        Proposal(
            **data.model_dump(include=COPIED), proposer_name=name, no=await _number(context, data),
            plenary_meeting_id=data.plenary_meeting.id if data.plenary_meeting else None, term_id=term.id if term else None,
            first_proposer_id=data.first_proposer.id if data.first_proposer else None,
            proposing_org_id=data.proposing_org.id if data.proposing_org else None, stamped=False,
            word_count=characters(data.situation, data.analysis, data.suggestions), decided_on=data.decided_on or data.submitted_on,
            state=ProposalState.read(data.end.value), audience=readers,
        )
    )  # fmt: skip
    for position, person in enumerate(data.co_proposers, 1):
        context.add(CoProposer(proposal_id=proposal.id, person_id=person.id, position=position, audience=readers))
    attach(context, proposal, data.attachments)
    return proposal


COPIED = {
    "title", "proposal_kind", "time_kind", "category", "situation", "analysis", "suggestions", "submitted_on", "not_filed_reason", "is_key",
    "key_supervisor", "is_excellent", "closed_on", "appraisal",
}  # fmt: skip
"""Fields that are columns of the same name."""


def _require_fitting(context: OperationContext, data: RecordProposalInput) -> None:
    rules.require_time(data.time_kind, data.plenary_meeting)
    not_future(data.submitted_on, "submitted_on", context)
    not_future(data.decided_on, "decided_on", context)
    not_before(data.decided_on, data.submitted_on, "decided_on", "提交日期", "the day it was handed in")
    not_future(data.closed_on, "closed_on", context)
    not_before(data.closed_on, data.decided_on or data.submitted_on, "closed_on", "审定日期", "the day of the decision")
    refused, closed = data.end is RecordedEnd.NOT_FILED, data.end is RecordedEnd.CLOSED
    reasoned = refused == (data.not_filed_reason is not None)
    require_field(reasoned, "not_filed_reason", "不予立案须选择原因,其他不填。", "A reason belongs to one that was not filed.")
    require_field(closed == (data.closed_on is not None), "closed_on", "已办结的须填写办结日期,其他不填。", "A closed one has its day.")
    require_field(not data.is_key or data.key_supervisor, "key_supervisor", "重点提案须填写督办领导。", "A key proposal has its supervisor.")
    require_field(not (refused and (data.is_key or data.is_excellent)), "end", "未立案的不能是重点或优秀提案。", "Key and excellent ones were filed.")
    ids = [p.id for p in data.co_proposers]
    first = data.first_proposer.id if data.first_proposer else None
    once = len(set(ids)) == len(ids) and first not in ids
    require_field(once, "co_proposers", "联名提案人不能重复,也不能是第一提案人。", "Nobody signs twice.")


async def _number(context: OperationContext, data: RecordProposalInput) -> str | None:
    if data.no is None:
        return None if data.end is RecordedEnd.NOT_FILED else await new_number(context, data.submitted_on.year)
    taken = await context.first(Proposal, Proposal.no == data.no)
    require(taken is None, "number_taken", f"提案号{data.no}已使用。", "Another proposal has this number.")
    return data.no
