"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.outcomes.models import (
    Evaluation,
    Explanation,
    Feedback,
    Outcome,
    SpecialReport,
    Supervision,
    VillageReferral,
)
from yishi_core.kernel.events.declaration import EventType

OUTCOME_CONVERSION_DECLINED = EventType("outcome.conversion_declined", Outcome)
OUTCOME_CONVERTED = EventType("outcome.converted", Outcome)
OUTCOME_CONVERSION_WITHDRAWN = EventType("outcome.conversion_withdrawn", Outcome)

SPECIAL_REPORT_CHANGED = EventType("special_report.changed", SpecialReport)

EVALUATION_CHANGED = EventType("evaluation.changed", Evaluation)

FEEDBACK_GIVEN = EventType("feedback.given", Feedback)
FEEDBACK_RATED = EventType("feedback.rated", Feedback)

SPECIAL_REPORT_SUBMITTED = EventType("special_report.submitted", SpecialReport)
SPECIAL_REPORT_DECIDED = EventType("special_report.decided", SpecialReport)

OUTCOME_REFERRED = EventType("outcome.referred", VillageReferral)
REFERRAL_SETTLED = EventType("referral.settled", VillageReferral)

OUTCOME_EXPLAINED = EventType("outcome.explained", Explanation)

OUTCOME_RECORDED = EventType("outcome.recorded", Outcome)
OUTCOME_CHANGED = EventType("outcome.changed", Outcome)
OUTCOME_ROUTED = EventType("outcome.routed", Outcome)
OUTCOME_CLOSED = EventType("outcome.closed", Outcome)

CASE_EVALUATED = EventType("case.evaluated", Evaluation)

OUTCOME_SUPERVISED = EventType("outcome.supervised", Supervision)
PROMISE_SUPERVISED = EventType("promise.supervised", Supervision)
SUPERVISION_CHANGED = EventType("supervision.changed", Supervision)
