"""The platform's own reactions to events about a joint case."""

from __future__ import annotations

from yishi_core.domain.collaboration.joint.events import (
    JOINT_CASE_CHANGED,
    JOINT_CASE_ENDED,
    JOINT_CASE_PARTNERS_ADDED,
    JOINT_CASE_STARTED,
    RECEIVED_SHARE_ANSWERED,
)
from yishi_core.domain.collaboration.joint.receiving import CARRIED, SHARED, carry_back, share
from yishi_core.domain.consultations.events import (
    CONSULTATION_CANCELLED,
    CONSULTATION_CHANGED,
    CONSULTATION_HELD,
    CONSULTATION_NOTIFIED,
    CONSULTATION_POSTPONED,
    CONSULTATION_REARRANGED,
    MINUTES_CONFIRMED,
    SUGGESTION_ADDED,
    SUGGESTION_CHANGED,
)
from yishi_core.domain.outcomes.events import (
    OUTCOME_CHANGED,
    OUTCOME_CLOSED,
    OUTCOME_CONVERSION_WITHDRAWN,
    OUTCOME_CONVERTED,
    OUTCOME_ROUTED,
)
from yishi_core.domain.procedures.events import CASE_CONCLUDED, CASE_STOPPED
from yishi_core.domain.procedures.walks.events import CONSENSUS_CHANGED, CONSENSUS_RECORDED
from yishi_core.domain.topics.events import TOPIC_CHANGED
from yishi_core.facilities.jobs.reaction import Reaction
from yishi_core.kernel.events.any_record import RECORD_VOIDED

OF_THE_CASE = frozenset(
    {
        JOINT_CASE_STARTED,
        JOINT_CASE_PARTNERS_ADDED,
        JOINT_CASE_CHANGED,
        JOINT_CASE_ENDED,
        TOPIC_CHANGED,
        CASE_CONCLUDED,
        CASE_STOPPED,
    }
)
OF_ITS_EVENTS = frozenset(
    {
        CONSULTATION_NOTIFIED,
        CONSULTATION_CHANGED,
        CONSULTATION_REARRANGED,
        CONSULTATION_HELD,
        CONSULTATION_POSTPONED,
        CONSULTATION_CANCELLED,
        MINUTES_CONFIRMED,
        SUGGESTION_ADDED,
        SUGGESTION_CHANGED,
    }
)
OF_ITS_RESULTS = frozenset(
    {
        CONSENSUS_RECORDED,
        CONSENSUS_CHANGED,
        OUTCOME_ROUTED,
        OUTCOME_CHANGED,
        OUTCOME_CONVERTED,
        OUTCOME_CONVERSION_WITHDRAWN,
        OUTCOME_CLOSED,
    }
)

SHARE = Reaction(
    OF_THE_CASE | OF_ITS_EVENTS | OF_ITS_RESULTS | {RECORD_VOIDED}, share, emits=SHARED
)
ANSWER = Reaction(frozenset({RECEIVED_SHARE_ANSWERED}), carry_back, emits=CARRIED)
