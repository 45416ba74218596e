"""Why the stations of 一三四六 refuse (domain.md 3.3)."""

from __future__ import annotations

from yishi_core import Rule


class LinkRule(Rule):
    """The variant's own rules: stations, checks with evidence, and the last links."""

    EVIDENCE_MISSING = (
        "item_without_evidence",
        "八有逐项须有佐证:{items}请附材料或写明情况。",
        "Every item of the standard that passes needs evidence: {items}.",
    )
    FEATURE_MISSING = (
        "station_feature_missing",
        "一站一特色:请填写联络站的“协商+”特色。",
        "Name the speciality that the station combines with consultation.",
    )
    NOTHING_TO_SUPERVISE = (
        "nothing_to_supervise",
        "该事项没有协商成果,无从督办。",
        "The case has no outcome to supervise.",
    )
    NOT_EVALUATED = (
        "case_not_evaluated",
        "评估环节须先登记成效评估并打分。",
        "Record an evaluation with a score before this link ends.",
    )
    NOT_SUPERVISED_BY_CLASS = (
        "not_supervised_by_class",
        "尚未按类督办:{outcomes}。",
        "Not supervised as their class asks: {outcomes}.",
    )
    STUDY_GROUP_KIND = (
        "study_group_kind",
        "“{group}”不是委员学习党小组,或已撤销。",
        "“{group}” is no study party group, or is closed.",
    )
    STUDY_GROUP_TAKEN = (
        "study_group_taken",
        "“{group}”已是“{station}”的学习党小组,一站一组。",
        "“{group}” is the study party group of “{station}” already.",
    )
