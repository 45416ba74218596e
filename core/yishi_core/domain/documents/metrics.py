"""What is counted of documents: those in force on the last day of a period (domain.md 2.2)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from yishi_core.domain.documents.models import RuleDocument
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric


def _in_force(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions that a document was in force on a day."""
    return (
        RuleDocument.issued_on <= day,
        sa.or_(RuleDocument.repealed_on.is_(None), RuleDocument.repealed_on > day),
    )


DOCUMENTS = Metric(
    "documents",
    Counter(
        RuleDocument,
        None,
        as_of=_in_force,
        station=RuleDocument.station_id,
        dims={"kind": RuleDocument.doc_kind},
    ),
)
