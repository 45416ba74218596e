"""What a duty file tells of published results."""

from __future__ import annotations

from yishi_core.domain.assessments.models import AssessmentResult, AssessmentScheme, AssessmentState
from yishi_core.facilities.duty_files.source import DutySource, SectionCode
from yishi_core.facilities.metrics.years import new_year, year_end

SCORES = DutySource(
    SectionCode.SCORES,
    AssessmentResult,
    AssessmentResult.person_id,
    new_year(AssessmentScheme.year),
    AssessmentScheme.label,
    lambda score, rank, grade: f"{score}分,第{rank}名,{grade}",
    also=(AssessmentResult.score, AssessmentResult.rank, AssessmentResult.grade),
    through=(AssessmentScheme, AssessmentResult.scheme_id == AssessmentScheme.id),
    where=(AssessmentScheme.state == AssessmentState.PUBLISHED,),
    until=year_end(AssessmentScheme.year),
)
