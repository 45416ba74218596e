"""What is counted of duty reports and survey reports (domain.md 2.20)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.opinions.metrics import ENDORSEMENTS, best
from yishi_core.domain.opinions.models import Endorsement
from yishi_core.domain.reports.models import DutyReport, SurveyReport
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Addend, Metric
from yishi_core.facilities.metrics.overdue import late

# A report counts in the half-year that it is about, whose last day lies ten days before the report
# is due (domain.md 4.2).
_REPORTED = sa.type_coerce(DutyReport.due_on - 10, sa.Date())

DUTY_REPORTS = Metric(
    "duty_reports",
    Counter(
        DutyReport,
        _REPORTED,
        where=(DutyReport.submitted_on.is_not(None),),
        dims={"period": DutyReport.period},
    ),
)

LATE_DUTY_REPORTS = late(DutyReport, DutyReport.due_on, DutyReport.submitted_on.is_(None))

ENDORSED_SURVEYS = Addend(
    ENDORSEMENTS,
    Counter(
        Endorsement,
        Endorsement.on,
        through=(SurveyReport, Endorsement.survey_report_id == SurveyReport.id),
        dims={"level": Endorsement.level, "best": best(Endorsement)},
    ),
)

SURVEY_REPORTS = Metric(
    "survey_reports",
    Counter(
        SurveyReport,
        SurveyReport.completed_on,
        station=Activity.station_id,
        case=Activity.case_id,
        reach=(Activity, SurveyReport.activity_id == Activity.id),
    ),
)
