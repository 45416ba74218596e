"""What a duty file tells of consultations."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationForm,
    Convener,
    Participation,
    Suggestion,
)
from yishi_core.domain.consultations.rules import HELD
from yishi_core.facilities.duty_files.source import DutySource, SectionCode, label
from yishi_core.kernel.entity.labelled import Labelled

_HELD = Consultation.state.in_(HELD)
_EVENT = (Consultation, Participation.consultation_id == Consultation.id)
PRESENCE = (
    Participation.present,
    Participation.spoke,
    Participation.on_leave,
    Participation.leave_reason,
)
"""What `came` tells of, after the kind of event."""


def came(
    kind: Labelled, present: bool, spoke: bool, on_leave: bool, leave_reason: str | None
) -> str:
    """What is told of somebody who was expected: the kind of event, and whether they came."""
    return label(
        kind,
        None if present else "请假" if on_leave else "缺席",
        leave_reason,
        "发言" if spoke else None,
    )


def _attended(section: SectionCode, *where: sa.ColumnElement[bool]) -> DutySource:
    return DutySource(
        section,
        Participation,
        Participation.person_id,
        Consultation.date,
        Consultation.title,
        came,
        through=_EVENT,
        where=(_HELD, *where),
        also=(Consultation.form, *PRESENCE),
        uncounted=Participation.present.is_(False),
    )


STANDING = _attended(SectionCode.STANDING, Consultation.form == ConsultationForm.STANDING_MEETING)
CONSULTATIONS = _attended(
    SectionCode.CONSULTATIONS, Consultation.form != ConsultationForm.STANDING_MEETING
)
CONVENED = DutySource(
    SectionCode.CONVENED,
    Convener,
    Convener.person_id,
    Consultation.date,
    Consultation.title,
    label,
    also=(Consultation.form,),
    through=(Consultation, Convener.consultation_id == Consultation.id),
    where=(_HELD,),
)
SUGGESTIONS = DutySource(
    SectionCode.SUGGESTIONS,
    Suggestion,
    Suggestion.person_id,
    Consultation.date,
    Suggestion.text,
    label,
    also=(Consultation.title,),
    through=(Consultation, Suggestion.consultation_id == Consultation.id),
    where=(_HELD,),
)
