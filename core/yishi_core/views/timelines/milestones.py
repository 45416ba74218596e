"""What a time line tells of a case: each kind of milestone is one statement over one entity."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from yishi_core.domain.collaboration.joint.models import JointApproval, JointCase
from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    ConsultationForm,
    Minutes,
)
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.outcomes.models import Evaluation, Outcome, Supervision
from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord
from yishi_core.domain.publicity.models import Disclosure
from yishi_core.facilities.duty_files.source import label
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.entity.labelled import Labelled


class MilestoneKind(Labelled):
    """What happened, in the order in which it is told of one day."""

    OPENED = "opened", "立项"
    STEP = "step", "环节办结"
    JOINT = "joint", "发起联合协商"
    APPROVAL = "approval", "联合审批"
    STARTED = "started", "启动联合协商"
    CONSULTATION = "consultation", "协商"
    CONSENSUS = "consensus", "达成共识"
    MINUTES = "minutes", "确认纪要"
    OUTCOME = "outcome", "形成成果"
    SUPERVISION = "supervision", "督办"
    CONVERSION = "conversion", "成果转化"
    DISCLOSURE = "disclosure", "公开"
    EVALUATION = "evaluation", "评估"
    CONCLUDED = "concluded", "办结"


@dataclass(frozen=True, eq=False)
class Milestone:
    """Rows of `entity` with a day: of which case they are, their title, and what is told beside.

    `through` is the record by which they belong to the case; it must not be voided either.
    """

    kind: MilestoneKind
    entity: type[OrgRow]
    case: Any
    day: Any
    title: Any
    tell: Callable[..., str] = label
    also: tuple[Any, ...] = ()
    through: tuple[type[OrgRow], Any] | None = None
    where: tuple[sa.ColumnElement[bool], ...] = ()
    round_no: Any = None

    def statement(self, county: int, cases: Collection[UUID]) -> sa.Select[Any]:
        """(case, record id, day, title, round, *also) of these cases."""
        round_no = self.round_no if self.round_no is not None else sa.null()
        query = sa.select(self.case, self.entity.id, self.day, self.title, round_no, *self.also)
        query = query.select_from(self.entity).where(
            self.entity.county == county,
            self.entity.voided_at.is_(None),
            self.case.in_(cases),
            self.day.is_not(None),
            *self.where,
        )
        if self.through is None:
            return query
        other, on = self.through
        return query.join(other, sa.and_(on, other.county == self.entity.county)).where(
            other.county == county, other.voided_at.is_(None)
        )


def held(pre_consultation: bool, form: ConsultationForm, joint: bool) -> str:
    """What is told of a consultation."""
    return label("预协商" if pre_consultation else None, form, "联合" if joint else None)


_EVENT = (Consultation, Minutes.consultation_id == Consultation.id)
_OF_JOINT = (JointCase, JointApproval.joint_case_id == JointCase.id)
_OF_OUTCOME = (Outcome, Supervision.outcome_id == Outcome.id)
_CASE = ConsultationCase.id

MILESTONES = (
    Milestone(
        MilestoneKind.OPENED,
        ConsultationCase,
        _CASE,
        ConsultationCase.opened_on,
        ConsultationCase.title,
    ),
    Milestone(
        MilestoneKind.STEP,
        StepRecord,
        StepRecord.case_id,
        StepRecord.done_on,
        StepRecord.label,
        also=(StepRecord.state, StepRecord.note),
    ),
    Milestone(
        MilestoneKind.JOINT,
        JointCase,
        JointCase.case_id,
        JointCase.formed_on,
        JointCase.joint_kind,
    ),
    Milestone(
        MilestoneKind.APPROVAL,
        JointApproval,
        JointCase.case_id,
        JointApproval.approved_on,
        JointApproval.body,
        also=(JointApproval.approval_kind, JointApproval.doc_no),
        through=_OF_JOINT,
    ),
    Milestone(
        MilestoneKind.STARTED,
        JointCase,
        JointCase.case_id,
        JointCase.started_on,
        JointCase.joint_kind,
    ),
    Milestone(
        MilestoneKind.CONSULTATION,
        Consultation,
        Consultation.case_id,
        Consultation.date,
        Consultation.title,
        held,
        also=(Consultation.is_pre_consultation, Consultation.form, Consultation.joint),
        where=(Consultation.state.in_(HELD),),
        round_no=Consultation.round_no,
    ),
    Milestone(
        MilestoneKind.CONSENSUS,
        Consensus,
        Consensus.case_id,
        Consensus.agreed_on,
        Consensus.text,
    ),
    Milestone(
        MilestoneKind.MINUTES,
        Minutes,
        Consultation.case_id,
        Minutes.confirmed_on,
        Minutes.text,
        through=_EVENT,
        round_no=Consultation.round_no,
    ),
    Milestone(MilestoneKind.OUTCOME, Outcome, Outcome.case_id, Outcome.formed_on, Outcome.title),
    Milestone(
        MilestoneKind.SUPERVISION,
        Supervision,
        Outcome.case_id,
        Supervision.on,
        Supervision.finding,
        also=(Supervision.method, Supervision.by),
        through=_OF_OUTCOME,
    ),
    Milestone(
        MilestoneKind.CONVERSION,
        Outcome,
        Outcome.case_id,
        Outcome.converted_on,
        Outcome.title,
        also=(Outcome.conversion_kind, Outcome.conversion_note),
        where=(Outcome.converted.is_(True),),
    ),
    Milestone(
        MilestoneKind.DISCLOSURE,
        Disclosure,
        Disclosure.case_id,
        Disclosure.published_on,
        Disclosure.title,
        also=(Disclosure.kind,),
    ),
    Milestone(
        MilestoneKind.EVALUATION,
        Evaluation,
        Evaluation.case_id,
        Evaluation.on,
        Evaluation.comment,
        also=(Evaluation.kind,),
    ),
    Milestone(
        MilestoneKind.CONCLUDED,
        ConsultationCase,
        _CASE,
        ConsultationCase.concluded_on,
        ConsultationCase.title,
        where=(ConsultationCase.state != CaseState.STOPPED,),
    ),
)
