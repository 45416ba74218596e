"""Rules of 雨事多商量."""

from __future__ import annotations

from yishi_core import Rule


class YushiRule(Rule):
    """Its own rules: who convenes, and what the echo wall shows before a link ends."""

    CONVENER_NOT_LINKED = (
        "convener_not_linked",
        "联系本镇(街道)的专委会主任是{directors},请由其召集。",
        "The committee that guides the township is headed by {directors}, who convenes.",
    )
    CONVENER_OF_COMMITTEE_MISSING = (
        "convener_of_committee_missing",
        "双召集人缺一:还须由{posts}召集。",
        "The second of the two conveners is missing: the head of the linked committee.",
    )
    CONVENER_OF_TOWNSHIP_MISSING = (
        "convener_of_township_missing",
        "双召集人缺一:还须由{posts}召集。",
        "One of the two conveners is missing: the deputy secretary of the township.",
    )
    NOT_ON_THE_WALL = (
        "not_on_the_wall",
        "回音壁上还没有公开“{blocks}”,公开后方可结束本环节。",
        "Something of this link is not on the echo wall yet: {blocks}.",
    )
