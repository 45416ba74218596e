"""Rules about comments."""

from __future__ import annotations

from yishi_core.errors import Rule
from yishi_core.kernel.refusals import KernelRule


class CommentRule(Rule):
    """Why an operation on comments is refused."""

    OUTCOME_CLOSED = KernelRule.STATE, "该成果已办结。", "The outcome is closed."
