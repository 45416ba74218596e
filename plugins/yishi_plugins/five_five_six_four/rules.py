"""Rules of the way."""

from __future__ import annotations

from yishi_core import Rule


class WayRule(Rule):
    """Why the way refuses: priorities, four steps, classes and their papers, areas, neighbours."""

    CLASS_MISSING = (
        "class_missing",
        "公开公示前须对协商成果分类(A、B、C):{outcomes}。",
        "Decide the class (A, B, C) of each outcome first: {outcomes}.",
    )
    FOUR_STEPS = (
        "four_steps",
        "协商会须按四步议事:提出问题、回应关切、协商互动、达成共识。",
        "The meeting is held in four steps.",
    )
    LEADER_MISSING = (
        "leader_missing",
        "片区覆盖须写明责任领导。",
        "Name the leader who answers for the place.",
    )
    NO_PRIORITY = (
        "no_priority",
        "议题至少归入一类重点:{known}。",
        "Tag the topic with one of the five priorities.",
    )
    OUTCOME_MISSING = (
        "outcome_missing",
        "公开公示前须登记协商成果并分类。",
        "Record what was concluded, with its class, before it is published.",
    )
    PATH_OPEN = (
        "path_open",
        "尚未按分类办理:{outcomes}。",
        "The path of their class was not taken: {outcomes}.",
    )
    SHARE_ALL = (
        "share_all",
        "跨县联合须议题共选、会议共办、成果共享,三样都要共享。",
        "With another county topics, meetings and results are all shared.",
    )
