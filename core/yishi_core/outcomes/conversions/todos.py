"""What waits when somebody proposes a conversion (domain.md 2.19): the county decides, of small ones the township too."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.outcomes.conversions.models import ConversionProposal, ConversionState
from yishi_core.outcomes.models import Outcome
from yishi_core.outcomes.todos import OUTCOME
from yishi_core.procedures.models import ConsultationCase
from yishi_core.todos.declaration import Todo
from yishi_core.topics.models import ConsultationGrade

_proposed = sa.exists().where(
    ConversionProposal.county == Outcome.county, ConversionProposal.outcome_id == Outcome.id,
    ConversionProposal.state == ConversionState.PROPOSED, ConversionProposal.voided_at.is_(None),
).correlate(Outcome)  # fmt: skip
_small = sa.exists().where(
    ConsultationCase.county == Outcome.county, ConsultationCase.id == Outcome.case_id, ConsultationCase.grade == ConsultationGrade.SMALL_MICRO,
).correlate(Outcome)  # fmt: skip

DECIDE_SMALL = Todo(
    "conversion.decide_small", OUTCOME, Text("认定小微协商成果转化", "Decide whether a small outcome is converted"), waits="转化申请未认定",
    permission=Permission.OUTCOME_CONVERT_SMALL, when=_proposed & _small, by=("convert_outcome", "decline_conversion"),
)  # fmt: skip
DECIDE = Todo(
    "conversion.decide", OUTCOME, Text("认定成果转化", "Decide whether an outcome is converted"), waits="转化申请未认定",
    permission=Permission.OUTCOME_CONVERT, when=_proposed & ~_small, by=("convert_outcome", "decline_conversion"),
)  # fmt: skip
