"""Names and telephones of those who handed a matter in stay out of every text that others read
(domain.md 2.15, access.md 1).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from uuid import UUID

import sqlalchemy as sa

from yishi_core.domain.consultations.models import Consultation, ConsultationLink, OnSpotReply
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.procedures.models import ConsultationCase, WalkGroup
from yishi_core.domain.publicity.rules import PublicityRule
from yishi_core.errors import FieldError, Refused, Text
from yishi_core.kernel.operation import OperationContext

SHORTEST_NAME = 2
SHORTEST_PHONE = 7
_GAPS = re.compile(r"[\s\-—–·.。()()]+")


def found_in(text: str, words: Iterable[str]) -> list[str]:
    """The words that occur in a text, in their order; spaces and hyphens inside names and numbers
    hide nothing.

    Words too short to mean one person (a surname, an extension) are passed over.
    """
    plain = _GAPS.sub("", text)
    return [word for word in dict.fromkeys(words) if _tells(word) and _GAPS.sub("", word) in plain]


def masked(text: str, words: Iterable[str]) -> str:
    """The text with each of the words blotted out: 周某某, and no digit of a telephone; for copies
    that go out by themselves.
    """
    for word in dict.fromkeys(words):
        plain = _GAPS.sub("", word)
        if _tells(word):
            cover = "*" * len(plain) if plain.isdigit() else plain[0] + "某" * (len(plain) - 1)
            text = re.sub(_GAPS.pattern.replace("+", "*").join(map(re.escape, plain)), cover, text)
    return text


def require_masked(words: Collection[str], **texts: str | None) -> None:
    """Raise `Refused("not_masked")` naming what stands in which field; the keywords are the input's
    fields.
    """
    fields = []
    for path, given in texts.items():
        if given and (found := found_in(given, words)):
            listed = "、".join(found)
            told = Text(f"请先隐去“{listed}”。", f"Mask “{listed}” first.")
            fields.append(FieldError(path, told))
    if fields:
        raise Refused(PublicityRule.NOT_MASKED, fields=fields)


async def personal_words(
    context: OperationContext, case_id: UUID | None, *intakes: UUID | None
) -> list[str]:
    """Names and telephones given with the intakes of a case: its topic's, its walk groups', those
    answered on the spot; and with single intakes.
    """
    wanted: list[sa.ColumnElement[bool]] = [Intake.id.in_([i for i in intakes if i])]
    case = await context.get(ConsultationCase, case_id)
    if case and case.topic_id:
        wanted.append(Intake.topic_id == case.topic_id)
    if case:
        wanted += _of_clues(case)
    rows = await context.find(Intake, sa.or_(*wanted))
    return [word for row in rows for word in (row.submitter_name, row.submitter_phone) if word]


def _of_clues(case: ConsultationCase) -> list[sa.ColumnElement[bool]]:
    """The clues that walk groups went after and that were answered in its consultations (domain.md
    2.7, 2.8).
    """
    held = sa.select(Consultation.id).where(
        Consultation.county == case.county, Consultation.case_id == case.id
    )
    also = sa.select(ConsultationLink.consultation_id).where(
        ConsultationLink.county == case.county, ConsultationLink.case_id == case.id
    )
    answered = sa.select(OnSpotReply.clue_id).where(
        OnSpotReply.county == case.county,
        sa.or_(OnSpotReply.consultation_id.in_(held), OnSpotReply.consultation_id.in_(also)),
    )
    walked = sa.select(WalkGroup.origin_intake_id).where(
        WalkGroup.county == case.county, WalkGroup.case_id == case.id
    )
    return [Intake.id.in_(answered), Intake.id.in_(walked)]


def _tells(word: str) -> bool:
    plain = _GAPS.sub("", word)
    return len(plain) >= (SHORTEST_PHONE if plain.isdigit() else SHORTEST_NAME)
