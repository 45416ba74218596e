"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.opinions.models import Adoption, Endorsement, Opinion, Submission
from yishi_core.kernel.events.declaration import EventType

OPINION_SOURCE_CHANGED = EventType("opinion.source_changed", Opinion)

OPINION_SUBMISSION_CHANGED = EventType("opinion.submission_changed", Submission)

OPINION_ADOPTION_CHANGED = EventType("opinion.adoption_changed", Adoption)

OPINION_ENDORSEMENT_CHANGED = EventType("opinion.endorsement_changed", Endorsement)

OPINION_CREATED = EventType("opinion.created", Opinion)
OPINION_CHANGED = EventType("opinion.changed", Opinion)
OPINION_HANDED_IN = EventType("opinion.handed_in", Opinion)
OPINION_DISCARDED = EventType("opinion.discarded", Opinion)
OPINION_EDITED = EventType("opinion.edited", Opinion)
OPINION_REPORTED = EventType("opinion.reported", Opinion)
OPINION_SUBMITTED = EventType("opinion.submitted", Opinion)

OPINION_ADOPTED = EventType("opinion.adopted", Adoption)

OPINION_ENDORSED = EventType("opinion.endorsed", Endorsement)

OPINION_FED_BACK = EventType("opinion.fed_back", Opinion)
OPINION_CLOSED = EventType("opinion.closed", Opinion)
OPINION_MERGED = EventType("opinion.merged", Opinion)
OPINION_SET_ASIDE = EventType("opinion.set_aside", Opinion)
