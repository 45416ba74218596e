"""Todo items of a joint case (domain.md 2.17).

The owner starts and ends it, a partner answers whether it takes part.
"""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.collaboration.joint.models import (
    JointCase,
    JointState,
    ReceivedShare,
    ShareAnswer,
    ShareKind,
)
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

_case = sa.and_(
    ConsultationCase.county == JointCase.county, ConsultationCase.id == JointCase.case_id
)

JOINT = Matter(
    JointCase,
    title=sa.select(ConsultationCase.title).where(_case).correlate(JointCase).scalar_subquery(),
    started=True,
    pending=(JointState.PREPARING,),
    finished=(JointState.ENDED,),
    acts=("open_joint_case", "add_joint_partners", "record_joint_approval"),
)
SHARE = Matter(ReceivedShare, title=ReceivedShare.title)

ANSWER = Todo(
    "received_share.answer",
    SHARE,
    Text("答复是否参加联合协商", "Answer whether you take part"),
    waits="联合协商邀请未答复",
    permission=Permission.JOINT_CASE,
    when=(ReceivedShare.answer == ShareAnswer.OPEN)
    & (ReceivedShare.share_kind == ShareKind.CASE)
    & ReceivedShare.ended_on.is_(None),
    by=("answer_share",),
)
START = Todo(
    "joint_case.start",
    JOINT,
    Text("登记审批并启动联合协商", "Record the approvals and start the joint case"),
    waits="联合协商未启动",
    permission=Permission.JOINT_CASE,
    when=JointCase.state == JointState.PREPARING,
    by=("start_joint_case", "record_joint_approval"),
)
END = Todo(
    "joint_case.end",
    JOINT,
    Text("结束联合协商", "End the joint case"),
    waits="事项已办结,联合协商未结束",
    permission=Permission.JOINT_CASE,
    when=(JointCase.state == JointState.RUNNING)
    & sa.exists().where(_case, ConsultationCase.state != CaseState.RUNNING).correlate(JointCase),
    by=("end_joint_case",),
)
