"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.opinions.models import Endorsement
from yishi_core.domain.reports.models import DutyReport, SurveyReport
from yishi_core.kernel.events.declaration import EventType

DUTY_REPORT_DRAFTED = EventType("duty_report.drafted", DutyReport)
DUTY_REPORT_EDITED = EventType("duty_report.edited", DutyReport)
DUTY_REPORT_SIGNED = EventType("duty_report.signed", DutyReport)
DUTY_REPORT_SUBMITTED = EventType("duty_report.submitted", DutyReport)
DUTY_REPORT_RECEIVED = EventType("duty_report.received", DutyReport)
DUTY_REPORT_RETURNED = EventType("duty_report.returned", DutyReport)
DUTY_REPORT_ARCHIVED = EventType("duty_report.archived", DutyReport)

SURVEY_REPORT_RECORDED = EventType("survey_report.recorded", SurveyReport)
SURVEY_REPORT_SUBMITTED = EventType("survey_report.submitted", SurveyReport)
SURVEY_REPORT_CHANGED = EventType("survey_report.changed", SurveyReport)

SURVEY_REPORT_ENDORSED = EventType("survey_report.endorsed", Endorsement)
