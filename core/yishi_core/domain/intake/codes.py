"""The query code of a matter: shown once, stored as a hash (domain.md 2.5, access.md 1)."""

from __future__ import annotations

from yishi_core.domain.intake.models import Intake
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.access.places import receipt_mark
from yishi_core.kernel.entity.codes import random_word

CODE_BITS = 100
"""Bits of a query code; it cannot be found by trying (access.md 1)."""


def give_code(intake: Intake) -> str:
    """A new code for the sender of a matter that has none; its holder may read the matter."""
    code = random_word(CODE_BITS)
    intake.query_hash = receipt_mark(code)
    intake.audience = joined(intake.audience, [intake.query_hash])
    return code
