"""Todo items of an assessment: check, decide, publish (domain.md 2.13)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.assessments.models import (
    AppealState,
    AssessmentAppeal,
    AssessmentResult,
    AssessmentScheme,
    AssessmentState,
    ScoreEntry,
    SubjectKind,
)
from yishi_core.domain.assessments.subjects import stations_in
from yishi_core.domain.stations.models import Station, StationKind
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

SCHEME = Matter(
    AssessmentScheme,
    title=AssessmentScheme.label,
    finished=(AssessmentState.PUBLISHED,),
    acts=("open_assessment",),
)

_claimed = sa.and_(
    ScoreEntry.scheme_id == AssessmentScheme.id, ScoreEntry.self_scored.is_(sa.true())
)
_of_stations = AssessmentScheme.subject_kind.in_((SubjectKind.STATION, SubjectKind.STUDIO))
_unscored = sa.and_(
    *stations_in(AssessmentScheme),
    (AssessmentScheme.subject_kind == SubjectKind.STATION)
    | (Station.kind == StationKind.MEMBER_STUDIO),
    ~sa.exists()
    .where(
        ScoreEntry.county == Station.county,
        ScoreEntry.station_id == Station.id,
        _claimed,
        ScoreEntry.voided_at.is_(None),
    )
    .correlate(Station, AssessmentScheme),
)

SELF_SCORE = Todo(
    "assessment.self_score",
    SCHEME,
    Text("自评打分", "Score your own work"),
    waits="考核未自评",
    permission=Permission.ASSESSMENT_SELF_SCORE,
    when=(AssessmentScheme.state == AssessmentState.OPEN) & ~_of_stations,
    below=True,
    by=("self_score",),
    unless=(ScoreEntry, _claimed),
)
SELF_SCORE_STATIONS = Todo(
    "assessment.self_score_stations",
    SCHEME,
    Text("站点逐个自评打分", "Score each of your stations"),
    waits="站点考核未自评",
    permission=Permission.ASSESSMENT_SELF_SCORE,
    when=(AssessmentScheme.state == AssessmentState.OPEN) & _of_stations,
    below=True,
    by=("self_score",),
    each=(Station, _unscored),
)
END_SELF_SCORING = Todo(
    "assessment.end_self_scoring",
    SCHEME,
    Text("结束自评", "End self-scoring"),
    waits="考核自评中",
    permission=Permission.ASSESSMENT_SCHEME,
    when=AssessmentScheme.state == AssessmentState.OPEN,
    by=("end_self_scoring",),
)
CHECK = Todo(
    "assessment.check",
    SCHEME,
    Text("核查考核得分", "Check the scores"),
    waits="考核未核查",
    permission=Permission.ASSESSMENT_CHECK,
    when=AssessmentScheme.state == AssessmentState.SELF_SCORED,
    by=("check_assessment", "correct_score", "add_score"),
)
DECIDE = Todo(
    "assessment.decide",
    SCHEME,
    Text("审定考核结果", "Decide on the result"),
    waits="考核未审定",
    permission=Permission.ASSESSMENT_DECIDE,
    when=AssessmentScheme.state == AssessmentState.CHECKED,
    by=("decide_assessment",),
)
_appealed = (
    sa.exists()
    .where(
        AssessmentAppeal.county == AssessmentScheme.county,
        AssessmentAppeal.state == AppealState.FILED,
        AssessmentAppeal.voided_at.is_(None),
        AssessmentResult.county == AssessmentAppeal.county,
        AssessmentResult.id == AssessmentAppeal.result_id,
        AssessmentResult.scheme_id == AssessmentScheme.id,
    )
    .correlate(AssessmentScheme)
)
PUBLISH = Todo(
    "assessment.publish",
    SCHEME,
    Text("公布考核结果", "Publish the result"),
    waits="考核未公布",
    permission=Permission.ASSESSMENT_DECIDE,
    when=(AssessmentScheme.state == AssessmentState.DECIDED) & ~_appealed,
    by=("publish_assessment",),
)

APPEAL = Matter(
    AssessmentAppeal, title=AssessmentAppeal.text, started=True, finished=(AppealState.ANSWERED,)
)

ANSWER_APPEAL = Todo(
    "appeal.answer",
    APPEAL,
    Text("答复考核申诉", "Answer the appeal"),
    waits="考核申诉未答复",
    permission=Permission.ASSESSMENT_DECIDE,
    when=AssessmentAppeal.state == AppealState.FILED,
    by=("answer_appeal",),
)

_scheme = sa.and_(
    AssessmentScheme.county == AssessmentResult.county,
    AssessmentScheme.id == AssessmentResult.scheme_id,
)
_decided = (
    sa.exists()
    .where(
        _scheme,
        AssessmentScheme.state == AssessmentState.DECIDED,
        AssessmentScheme.voided_at.is_(None),
    )
    .correlate(AssessmentResult)
)

RESULT = Matter(
    AssessmentResult,
    title=sa.select(AssessmentScheme.label)
    .where(_scheme)
    .correlate(AssessmentResult)
    .scalar_subquery(),
)

CONFIRM_REMOVAL = Todo(
    "removal.confirm",
    RESULT,
    Text("研究确认末位退出", "Decide on the removal of the last place"),
    waits="末位退出建议未确认",
    permission=Permission.ASSESSMENT_DECIDE,
    when=AssessmentResult.proposed_removal & AssessmentResult.confirmed_on.is_(None) & _decided,
    by=("confirm_removal",),
)
