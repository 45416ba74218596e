"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.assessments.models import (
    AssessmentAppeal,
    AssessmentResult,
    AssessmentScheme,
    ScoreEntry,
)
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

APPEAL_FILED = EventType("appeal.filed", AssessmentAppeal)
APPEAL_ANSWERED = EventType("appeal.answered", AssessmentAppeal)

SCORE_ADDED = EventType("score.added", ScoreEntry)
SCORE_CLAIMED = EventType("score.claimed", ScoreEntry)
SCORE_CORRECTED = EventType("score.corrected", ScoreEntry)

ASSESSMENT_OPENED = EventType("assessment.opened", AssessmentScheme)
ASSESSMENT_FROZEN = EventType("assessment.frozen", AssessmentScheme)
ASSESSMENT_SELF_SCORED = EventType("assessment.self_scored", AssessmentScheme)
ASSESSMENT_CHECKED = EventType("assessment.checked", AssessmentScheme)
ASSESSMENT_DECIDED = EventType("assessment.decided", AssessmentScheme)

ASSESSMENT_REMOVAL_CONFIRMED = EventType("assessment.removal_confirmed", AssessmentResult)

ASSESSMENT_PUBLISHED = EventType("assessment.published", AssessmentScheme)
ASSESSMENT_CHANGED = EventType("assessment.changed", AssessmentScheme)
ASSESSMENT_COUNTED = EventType(
    "assessment.counted", AssessmentScheme, Text("考核已自动计分", "Scores were counted")
)
