"""Pure rules of the union: what counts as one platform, how many months are paid, which votes
suffice, how a question stands (domain.md 3.13).
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from yishi_core import CommonRule, Labelled, Rule
from yishi_core.domain.activities import ActivityKind
from yishi_core.domain.consultations import MicroKind


class UnionRule(Rule):
    """The union's own rules: studios, conveners, the closed loop, scores."""

    ANSWER_DAYS = (
        "answer_days",
        "答题期限不得晚于出题后{days}天。",
        "A question is due within {days} days.",
    )
    ANSWER_ELSEWHERE = (
        "answer_elsewhere",
        "答题依据须是本工作室的事项或活动。",
        "The work must be the studio's own.",
    )
    ANSWER_FORM = (
        "answer_form",
        "答题须附出题后开展的微协商、微监督或微调研。",
        "An answer rests on a micro consultation, supervision or survey held since.",
    )
    CONVENERS_OF_STUDIOS = (
        "not_a_studio",
        "只有委员工作室遴选召集人。",
        "Only studios select conveners.",
    )
    CONVENER_SEATS = (
        "convener_seats",
        "任期内已有{taken}名召集人,最多{seats}名。",
        "{taken} of {seats} seats are taken in this term.",
    )
    EXEMPT = "exempt", "不得淘汰:{reason}。", "This person is exempt and cannot be removed."
    GROUP_ELSEWHERE = (
        "group_elsewhere",
        "联络组与工作室不在同一处。",
        "The group belongs to another place than the studio.",
    )
    GROUP_KIND = (
        "group_kind",
        "“{group}”不能与工作室合一。",
        "This org cannot be one body with a studio.",
    )
    GROUP_MISSING = (
        "group_missing",
        "组室合一:请填写与工作室合一的联络组。",
        "Name the liaison group that is one body with the studio.",
    )
    GROUP_TAKEN = (
        "group_taken",
        "该组已与“{studio}”合一。",
        "The group is one body with “{studio}” already.",
    )
    HONOUR_NAMES_NO_STUDIO = (
        "studio_missing",
        "优秀工作室荣誉须指明工作室。",
        "Name the studio that won it.",
    )
    IMPACT_MISSING = (
        "impact_missing",
        "服务企业须在活动成果中写明银行、企业、贷款情况。",
        "Tell the banks, firms and loans in the result.",
    )
    IN_UNION = (
        "in_union",
        "该组与工作室合一,请先撤销工作室或改配其他组。",
        "The group is one body with a studio: close that or pair it anew.",
    )
    MICRO_KIND = (
        "micro_kind",
        "工作室开展的此项工作须登记为“{wanted.label}”。",
        "In a studio its micro kind is {wanted.value}.",
    )
    NOT_A_STUDIO = "not_a_studio", "只能向委员工作室出题。", "Questions are set to member studios."
    NOT_CARRIED_OUT = (
        "not_carried_out",
        "前一轮未走完闭环,不能再协商;可就该议题重新立项。",
        "The former cycle was not carried out: open its topic anew instead.",
    )
    NOT_COUNTED = "not_counted", "审定前须先自动计分。", "Count the automatic scores first."
    NOT_OF_UNION = (
        "not_of_union",
        "当选人不属于该工作室或联络组。",
        "The person is of neither studio nor group.",
    )
    NOT_SELECTED = (
        "not_selected",
        "该人员在此期间不是经遴选的召集人。",
        "The person was not a selected convener throughout the period.",
    )
    NOT_SUPERVISED = "not_supervised", "尚未督办:{outcomes}。", "Not pressed yet: {outcomes}."
    NO_CONSULTATION = (
        CommonRule.NO_CONSULTATION,
        "“协商”环节须先召开微协商。",
        "Hold a micro consultation before this link ends.",
    )
    NO_FEEDBACK = "no_feedback", "尚未反馈:{outcomes}。", "Nobody was told of: {outcomes}."
    NO_OUTCOME = "no_outcome", "没有协商成果,无从督办。", "There is no outcome to press."
    PROPOSER_NOT_TOLD = "proposer_not_told", "尚未向提出人反馈。", "The proposer was not told."
    SCHEME_NAMES_NO_STUDIO = (
        "studio_missing",
        "工作室委员考核须指定工作室。",
        "Name the studio whose members are judged.",
    )
    SELECTION_NEEDED = (
        "selection_needed",
        "召集人须经遴选产生,请用“遴选召集人”。",
        "Conveners are selected: use selectConvener.",
    )
    STIPEND_LIMIT = (
        "stipend_limit",
        "超过薪酬上限{yuan:.2f}元。",
        "More than the limit of {cents} cents.",
    )
    STUDIO_KIND = "studio_kind", "工作室类别只能是:{kinds}。", "A studio is one of: {kinds}."
    VOTES = "votes", "同意票未超过{percent}%。", "Not more than {percent} % of the votes."


MICRO_OF = {
    ActivityKind.SURVEY: MicroKind.SURVEY,
    ActivityKind.JOINT_SURVEY: MicroKind.SURVEY,
    ActivityKind.SUPERVISION: MicroKind.SUPERVISE,
}
"""Surveys and supervisions of a studio are micro ones; other activities need no micro kind."""


class AnswerState(Labelled):
    """How a question stands; computed, never stored."""

    OPEN = "open", "待答"
    DUE_SOON = "due_soon", "即将到期"
    OVERDUE = "overdue", "逾期未答"
    ANSWERED = "answered", "已答"
    ANSWERED_LATE = "answered_late", "逾期作答"


def answer_state(
    due_on: date, answered_on: date | None, today: date, remind_days: int
) -> AnswerState:
    """Where a question stands today; one due today is not overdue."""
    if answered_on is not None:
        return AnswerState.ANSWERED if answered_on <= due_on else AnswerState.ANSWERED_LATE
    if due_on < today:
        return AnswerState.OVERDUE
    return (
        AnswerState.DUE_SOON if due_on <= today + timedelta(days=remind_days) else AnswerState.OPEN
    )


def platforms(paired_with: Iterable[UUID | None], groups: Collection[UUID]) -> int:
    """How many platforms studios and groups make up: a studio and the group it is one body with
    count once.

    `paired_with` holds one entry per studio: the id of its group, or None; `groups` the ids of all
    groups.
    """
    pairs = list(paired_with)
    return len(pairs) + len(set(groups) - {p for p in pairs if p is not None})


def add_months(day: date, months: int) -> date:
    """The same day so many months later, the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_of(first: date, last: date) -> int:
    """Months from `first` to `last`, both included; a begun month counts. 15 January to 14 February
    is one.
    """
    months = 0
    while add_months(first, months) <= last:
        months += 1
    return months


def covers(terms: Iterable[tuple[date, date]], first: date, last: date) -> bool:
    """Whether terms that follow each other without a gap hold every day from `first` to `last`."""
    day = first
    for begin, end in sorted(terms):
        if begin <= day <= end:
            day = end + timedelta(days=1)
    return day > last


def votes_suffice(votes_for: int, votes_cast: int, percent: int) -> bool:
    """More than `percent` of those who voted were in favour."""
    return votes_for * 100 > votes_cast * percent


class Cycle(Protocol):
    """A case as one cycle of a loop."""

    @property
    def id(self) -> UUID: ...

    @property
    def cycle(self) -> int: ...

    @property
    def restarted_from_id(self) -> UUID | None: ...


C = TypeVar("C", bound=Cycle)


def chain_of(start: C, cases: Iterable[C]) -> list[C]:
    """The cycles that belong together with `start`, out of the cases of its topic: back to the
    first, and on to the last.
    """
    known = {c.id: c for c in [*cases, start]}
    first = start
    while first.restarted_from_id in known and known[first.restarted_from_id].cycle < first.cycle:
        first = known[first.restarted_from_id]
    found, waiting = [], [first]
    while waiting:
        case = waiting.pop(0)
        found.append(case)
        waiting += [
            c for c in known.values() if c.restarted_from_id == case.id and c.cycle > case.cycle
        ]
    return sorted(found, key=lambda c: c.cycle)
