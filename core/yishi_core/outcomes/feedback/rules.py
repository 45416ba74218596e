"""Who is told, and what a proposer may say about the answer (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core.intake.models import Intake
from yishi_core.operation.rules import require, require_field
from yishi_core.outcomes.models import Communication, Feedback, FeedbackDirection, Outcome, OutcomeState, Satisfaction

MOST_RATINGS = 2
"""The answer, and the answer after rework."""


def require_direction(direction: FeedbackDirection, satisfaction: Satisfaction | None, intake: Intake | None) -> None:
    """Satisfaction is the proposer's, and only he sent a matter."""
    fits = direction is FeedbackDirection.TO_PROPOSER or (satisfaction is None and intake is None)
    require_field(fits, "direction", "满意度和来件只能登记在“向提出人反馈”中。", "Satisfaction and intake belong to feedback to the proposer.")


def require_heard(satisfaction: Satisfaction | None, communicated_by: Communication | None) -> None:
    """An office reads satisfaction; it writes it only as what it heard, and says how (domain.md 2.19)."""
    require_field(
        satisfaction is None or communicated_by is not None, "communicated_by",
        "满意度由提出人本人评价;代为登记时须注明沟通方式(上门、电话、会议、信函)。",
        "Satisfaction is the proposer's own: to record it for him, say how he was asked (visit, phone, meeting, letter).",
    )  # fmt: skip


def require_outcome_answered(outcome: Outcome) -> None:
    """What is still being handled cannot be rated."""
    answered = (OutcomeState.REPLIED, OutcomeState.CLOSED)
    require(outcome.state in answered, "not_answered", "该成果尚未答复,答复后即可评价。", "The outcome has not been answered yet.")


def require_answered(intake: Intake) -> None:
    """Only an answer can be rated."""
    require(intake.replied_on, "not_answered", "该来件尚未答复,答复后即可评价。", "The matter has not been answered yet: rate it afterwards.")


def require_may_rate(earlier: Sequence[Feedback]) -> None:
    """Once; again once more if the first answer was found unsatisfactory (rework once, domain.md 2.9)."""
    again = earlier and earlier[-1].satisfaction is Satisfaction.UNSATISFIED and len(earlier) < MOST_RATINGS
    require(not earlier or again, "rated_already", "您已评价过,感谢参与。", "You have rated the answer already.")
