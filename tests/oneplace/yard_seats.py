"""A second plugin with own fields of consultations, beside those of evening talks."""

from __future__ import annotations

PACKAGE = "yard_seats"

VARIANT = """
code = "yard_seats"
label = "院坝座次"
version = "1.0.0"
core = ">=0.1"
"""

MODELS = '''
"""What is kept of the seats of a consultation."""
from __future__ import annotations
from typing import Annotated
from pydantic import Field
from sqlalchemy.orm import Mapped
from yishi_core import Change, OwnFields, Rule, column, holds, require
from yishi_core.domain.consultations import Consultation

class Seats(OwnFields, of=Consultation):
    """Who sat how."""
    __label__ = "座次"
    benches: Mapped[Annotated[int, Field(ge=0, le=99)]] = column("板凳数", "Benches in the yard.")
    tea: Mapped[Annotated[str, Field(max_length=20)] | None] = column("茶", "What was poured.")

class SeatRule(Rule):
    """Why seats are not taken."""
    STANDING = "standing", "没有板凳。", "There is no bench."

@holds(Seats, on=("benches",))
def somebody_sits(change: Change[Seats]) -> None:
    """Nobody stands."""
    require(change.row.benches, SeatRule.STANDING)
'''

FILES = {
    "__init__.py": '"""Seats in the yard."""\n',
    "variant.toml": VARIANT,
    "models.py": MODELS,
    "README.md": "# 院坝座次\n",
}
