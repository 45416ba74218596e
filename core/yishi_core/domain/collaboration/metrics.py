"""What is counted of joint cases, exchanges and questions (domain.md 2.20)."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.collaboration.decisions import DecisionConsult
from yishi_core.domain.collaboration.joint.models import (
    JointCase,
    JointPartner,
    PartnerLevel,
    ReceivedShare,
    ShareAnswer,
    ShareKind,
)
from yishi_core.domain.collaboration.models import InfoExchange, Question
from yishi_core.domain.procedures.metrics import of_case
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.facilities.metrics.overdue import late

_LEVELS = (
    PartnerLevel.PROVINCE,
    PartnerLevel.CITY,
    PartnerLevel.COUNTY,
    PartnerLevel.TOWNSHIP,
    PartnerLevel.VILLAGE,
)
"""Departments and enterprises are partners, but no level of their own."""

_TOOK_PART = JointPartner.answer != ShareAnswer.DECLINED

_PARTNER: dict[str, Any] = {
    "through": (JointCase, JointPartner.joint_case_id == JointCase.id),
    **of_case(JointCase.case_id),
}

DECISION_CONSULTS = Metric(
    "decision_consults",
    Counter(
        DecisionConsult,
        DecisionConsult.consulted_on,
        where=(DecisionConsult.valid.is_(True),),
        dims={"kind": DecisionConsult.decision_kind},
        **of_case(DecisionConsult.case_id),
    ),
)

INFO_EXCHANGES = Metric(
    "info_exchanges", Counter(InfoExchange, InfoExchange.on, **of_case(InfoExchange.case_id))
)

JOINT_CASES = Metric(
    "joint_cases",
    Counter(
        JointCase,
        JointCase.started_on,
        dims={"joint_kind": JointCase.joint_kind},
        **of_case(JointCase.case_id),
    ),
)

# a joint event counts once, at its owner (`consultations{joint=true}`); its partners have it
# here, beside their own events
JOINT_EVENTS_SHARED = Metric(
    "joint_events_shared",
    Counter(
        ReceivedShare,
        ReceivedShare.on,
        where=(ReceivedShare.share_kind == ShareKind.CONSULTATION,),
        dims={
            "joint_kind": ReceivedShare.joint_kind,
            "role": ReceivedShare.role,
            "grade": ReceivedShare.grade,
            "form": ReceivedShare.form,
        },
    ),
)

JOINT__LEVELS = Metric(
    "joint_levels",
    Counter(
        JointPartner,
        JointCase.started_on,
        where=(_TOOK_PART, JointPartner.level.in_(_LEVELS)),
        distinct=JointPartner.level,
        **_PARTNER,
    ),
)

JOINT_UNITS = Metric(
    "joint_units",
    Counter(
        JointPartner,
        JointCase.started_on,
        where=(_TOOK_PART,),
        **_PARTNER,
        dims={
            "joint_kind": JointCase.joint_kind,
            "level": JointPartner.level,
            "role": JointPartner.role,
        },
    ),
)

LATE_QUESTIONS = late(
    Question,
    Question.due_on,
    Question.answered_on.is_(None),
    station=Question.station_id,
)
