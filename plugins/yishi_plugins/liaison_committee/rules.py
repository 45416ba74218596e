"""Rules of liaison committees."""

from __future__ import annotations

from yishi_core import Rule


class CommitteeRule(Rule):
    """Who leads a committee, and what a check of its building rests on."""

    COMMITTEE_POST = (
        "committee_post",
        "联络委{position}应由{posts}担任;请先登记其职务类别,或由县级调整设置。",
        "By the setting-up scheme this place goes with a post of the township's party committee.",
    )
    EVIDENCE_MISSING = (
        "evidence_missing",
        "“{item}”评为达标须附佐证材料(照片或文件)。",
        "An item of 五有 passes only with a photo or document that shows it.",
    )
    HEAD_NO_COUNTY_MEMBER = (
        "head_no_county_member",
        "联络委主任应为在任的县级政协委员。",
        "The head of a liaison committee is a county member in office.",
    )
