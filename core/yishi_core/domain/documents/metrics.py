"""What is counted of documents: those in force on the last day of a period (domain.md 2.2)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.documents.models import RuleDocument
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric

_LAST_DAY = sa.type_coerce(RuleDocument.repealed_on - 1, sa.Date())
"""From the day of its repeal on a document is not in force."""

DOCUMENTS = Metric(
    "documents",
    Counter(
        RuleDocument,
        RuleDocument.issued_on,
        station=RuleDocument.station_id,
        dims={"kind": RuleDocument.doc_kind},
        until=_LAST_DAY,
    ),
)
