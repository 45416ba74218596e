"""The assignment sheet (交办单): an assignment as given on paper, with its progress.

Source: domain.md 2.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.outcomes.drafts.models import ReplyDraft
from yishi_core.domain.outcomes.drafts.rules import newest
from yishi_core.domain.outcomes.extensions import Extension
from yishi_core.domain.outcomes.handling.rules import beside, still_counts
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    HandlingRole,
    Outcome,
    Reply,
    Supervision,
)
from yishi_core.domain.outcomes.supervision import SupervisionAnswer
from yishi_core.domain.proposals.models import Proposal
from yishi_core.errors import Text
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.tree.models import OrgUnit

DONE = (
    AssignmentState.REPLIED,
    AssignmentState.CONFIRMED,
    AssignmentState.CLOSED,
    AssignmentState.RETURNED,
)


class AssignmentSheetInput(Input):
    """The assignment whose sheet is asked for."""

    assignment: Ref[Assignment] = like(Assignment)


class SheetUnit(Structure):
    """A unit named on the sheet."""

    name: str = Field(description="单位 — Name.")
    role_label: str = Field(description="办理角色 — 主办, 会办 or 分办.")


class SheetCheck(Structure):
    """A check (督办) listed on the sheet."""

    on: date = Field(description="督办日期 — When.")
    method_label: str = Field(description="督办方式 — How.")
    by: str = Field(description="督办人 — Who.")
    finding: str = Field(description="发现情况 — What was found.")
    demand: str | None = Field(None, description="督办要求 — What is demanded.")
    new_due: date | None = Field(None, description="新期限 — New due day.")
    answers: list[str] = Field(description="回应 — What this unit said to it.")


class SheetExtension(Structure):
    """A request for more time, listed on the sheet."""

    asked_on: date = Field(description="申请日期 — When.")
    wanted_until: date = Field(description="申请延至 — The day asked for.")
    reason: str = Field(description="延期理由 — Why.")
    state_label: str = Field(description="状态 — 待答复, 同意延期 or 不同意延期.")
    granted_until: date | None = Field(None, description="同意延至 — The day granted.")
    decision_note: str | None = Field(None, description="答复意见 — What was said to it.")


class SheetReply(Structure):
    """A reply of the unit, listed on the sheet."""

    replied_on: date = Field(description="答复日期 — When.")
    text: str = Field(description="答复内容 — What.")
    result_label: str = Field(description="办理结果 — How far it is solved.")
    approved_by: str | None = Field(None, description="签发人 — Who approved it.")
    communicated_label: str | None = Field(
        None, description="沟通方式 — How the unit spoke with those concerned."
    )


class AssignmentSheet(Structure):
    """The assignment sheet (交办单).

    It shows only what the unit may read: names and telephone numbers of residents were masked when
    the matter was assigned.
    """

    no: str | None = Field(None, description="编号 — Number of the outcome or proposal.")
    title: str | None = Field(None, description="名称 — Its title.")
    text: str | None = Field(
        None, description="内容 — What is to be done; of a proposal its suggestions."
    )
    brief: str = Field(description="交办事项 — This unit's part.")
    unit: SheetUnit = Field(description="承办单位 — The unit.")
    others: list[SheetUnit] = Field(
        description="其他承办单位 — Who works on it beside, lead first."
    )
    assigned_by: str = Field(description="交办单位 — Which office handed it over.")
    assigned_on: date = Field(description="交办日期 — When.")
    due_on: date = Field(description="办理期限 — Reply by this day.")
    due_working_days: int | None = Field(
        None, description="期限工作日数 — Where it was counted in working days."
    )
    due_provisional: bool = Field(
        description="期限暂按周末推算 — The year's holidays were not known."
    )
    overdue: bool = Field(description="逾期 — Past the day without an answer.")
    state_label: str = Field(description="状态 — Where it stands.")
    accepted_on: date | None = Field(None, description="签收日期 — When the unit accepted.")
    returned_label: str | None = Field(None, description="退回原因 — Why the unit returned it.")
    return_refused_note: str | None = Field(
        None, description="不同意退回理由 — Why it stays with the unit."
    )
    rework_note: str | None = Field(None, description="重办要求 — What the answer lacked.")
    draft_label: str | None = Field(None, description="答复草稿 — Where the unit's draft stands.")
    extensions: list[SheetExtension] = Field(description="延期 — Requests for more time.")
    checks: list[SheetCheck] = Field(description="督办 — How it was pressed.")
    replies: list[SheetReply] = Field(description="答复 — What was answered, oldest first.")
    confirmed_on: date | None = Field(None, description="确认日期 — When the answer was confirmed.")


@question(Text("交办单", "Assignment sheet"), permission="assignment:read", subject="assignment")
async def assignment_sheet(
    context: OperationContext, data: AssignmentSheetInput
) -> AssignmentSheet:
    """The sheet of an assignment, for the assigning office and the unit."""
    row = data.assignment
    no, title, text = await _matter(context, row)
    unit = await context.get(OrgUnit, row.unit_id)
    draft = newest(await context.find(ReplyDraft, ReplyDraft.assignment_id == row.id))
    reason = row.returned_reason
    return AssignmentSheet(
        no=no,
        title=title,
        text=text,
        brief=row.brief,
        unit=SheetUnit(name=unit.name if unit else "", role_label=row.handling_role.label),
        others=await _others(context, row),
        assigned_by=row.assigned_by,
        assigned_on=row.assigned_on,
        due_on=row.due_on,
        due_working_days=row.due_working_days,
        due_provisional=row.due_provisional,
        overdue=row.state not in DONE and row.due_on < context.today,
        state_label=row.state.label,
        accepted_on=row.accepted_on,
        returned_label=context.settings.label("return_reason", reason) if reason else None,
        return_refused_note=row.return_refused_note,
        rework_note=row.rework_note,
        draft_label=draft.state.label if draft else None,
        extensions=_extensions(await context.find(Extension, Extension.assignment_id == row.id)),
        checks=await _checks(context, row),
        replies=_replies(await context.find(Reply, Reply.assignment_id == row.id)),
        confirmed_on=row.confirmed_on,
    )


async def _matter(
    context: OperationContext, row: Assignment
) -> tuple[str | None, str | None, str | None]:
    """Number, title and text of the assigned matter."""
    if proposal := await context.get(Proposal, row.proposal_id):
        return proposal.no, proposal.title, proposal.suggestions
    outcome = await context.get(Outcome, row.outcome_id)
    return (outcome.no, outcome.title, outcome.text) if outcome else (None, None, None)


def _pressing(row: Assignment) -> sa.ColumnElement[bool]:
    if row.outcome_id is None:
        return Supervision.proposal_id == row.proposal_id
    return Supervision.outcome_id == row.outcome_id


async def _others(context: OperationContext, row: Assignment) -> list[SheetUnit]:
    """The names and roles of the other units.

    A unit does not see the others' assignments, but the sheet names them.
    """
    async with as_platform(context):
        rows = [
            a
            for a in await context.find(Assignment, beside(row))
            if a.id != row.id and still_counts(a)
        ]
        units = {
            u.id: u.name
            for u in await context.find(OrgUnit, OrgUnit.id.in_([a.unit_id for a in rows]))
        }
    rows.sort(key=lambda a: (a.handling_role is not HandlingRole.LEAD, a.id))
    return [
        SheetUnit(name=units.get(a.unit_id, ""), role_label=a.handling_role.label) for a in rows
    ]


def _extensions(rows: Sequence[Extension]) -> list[SheetExtension]:
    return [
        SheetExtension(
            asked_on=e.asked_on,
            wanted_until=e.wanted_until,
            reason=e.reason,
            state_label=e.state.label,
            granted_until=e.granted_until,
            decision_note=e.decision_note,
        )
        for e in rows
    ]


async def _checks(context: OperationContext, of: Assignment) -> list[SheetCheck]:
    """The checks of the whole matter and of this unit, never of another unit.

    They include this unit's answers.
    """
    own = [
        s
        for s in await context.find(Supervision, _pressing(of))
        if s.assignment_id in (None, of.id)
    ]
    said = (
        SupervisionAnswer.supervision_id.in_([s.id for s in own]),
        SupervisionAnswer.org_id == of.unit_id,
    )
    answers = await context.find(SupervisionAnswer, *said) if own else ()
    return [
        SheetCheck(
            on=s.on,
            method_label=s.method.label,
            by=s.by,
            finding=s.finding,
            demand=s.demand,
            new_due=s.new_due,
            answers=[a.text for a in answers if a.supervision_id == s.id],
        )
        for s in sorted(own, key=lambda s: (s.on, s.id))
    ]


def _replies(rows: Sequence[Reply]) -> list[SheetReply]:
    return [
        SheetReply(
            replied_on=r.replied_on,
            text=r.text,
            result_label=r.result_class.label,
            approved_by=r.approved_by,
            communicated_label=r.communicated_by.label if r.communicated_by else None,
        )
        for r in rows
    ]
