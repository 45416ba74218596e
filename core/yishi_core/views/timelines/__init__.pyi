# Written by `make face` from what the package declares; do not edit.
from .milestones import MilestoneKind as MilestoneKind
from .service import CaseTimeline as CaseTimeline
from .service import CaseTimelineInput as CaseTimelineInput
from .service import TimelineEntry as TimelineEntry
from .service import case_timeline as case_timeline
