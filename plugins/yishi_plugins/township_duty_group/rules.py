"""Rules of the members' group."""

from __future__ import annotations

from yishi_core import Rule


class DutyGroupRule(Rule):
    """The group's own rules: what an appraisal of departments ends with."""

    OPINION_MISSING = (
        "appraisal_opinion_missing",
        "述职评议须有书面评议意见,请填写活动成果。",
        "An appraisal of departments ends with a written opinion.",
    )
