"""Rules of the order of terms, and of meetings within their term (domain.md 2.2, 2.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yishi_core.domain.meetings.models import PlenaryMeeting, Term
from yishi_core.errors import Hint, Rule
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.refusals import CommonRule


class MeetingRule(Rule):
    """Why an operation on terms, plenary meetings and speeches is refused."""

    MEETING_TAKEN = "meeting_taken", "{meeting}已登记。", "This meeting is there already."
    NOT_OWN = (
        CommonRule.NOT_OWN,
        "委员只能登记本人的大会发言。",
        "Members record their own speeches.",
    )
    TERMS_OVERLAP = (
        "terms_overlap",
        "与{term}({start}至{end})的时间重叠或先后不符。",
        "It overlaps term {no}, or does not follow it.",
    )
    TERM_TAKEN = "term_taken", "{term}已登记。", "Term {no} is there already."


class MeetingHint(Hint):
    """What an operation on terms points out."""

    TERM_LENGTH = (
        "term_length",
        "每届一般为五年,请核对起止日期。",
        "A term usually lasts five years: check the days.",
    )


USUAL_YEARS = 5
MONTHS_BEFORE = 3
"""Months before the opening from which proposals are taken (domain.md 2.10 [P], one city)."""
LONGEST_DAYS = 30


def months_before(day: date, months: int) -> date:
    """The same day some months earlier; the last of the month where the month lacks it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def taken_from(meeting: PlenaryMeeting) -> date:
    """The first day on which plenary proposals are taken."""
    return months_before(meeting.date_from, MONTHS_BEFORE)


def require_term(start: date, end: date, others: Sequence[Term], no: int) -> None:
    """Require that a term ends after it begins, overlaps no other and is in numerical order."""
    require_field(end > start, "end", "截止日期须晚于起始日期。", "A term ends after it begins.")
    for other in others:
        require(other.no != no, MeetingRule.TERM_TAKEN, term=other.name, no=no)
        apart = other.end < start if other.no < no else other.start > end
        require(
            apart,
            MeetingRule.TERMS_OVERLAP,
            term=other.name,
            no=other.no,
            start=other.start,
            end=other.end,
        )


def advise_length(context: OperationContext, start: date, end: date) -> None:
    """Advise when a term is not five years long (domain.md 2.2)."""
    if end.year - start.year != USUAL_YEARS:
        context.advise(MeetingHint.TERM_LENGTH)


def require_meeting(term: Term, date_from: date, date_to: date, until: date) -> None:
    """Require that a meeting ends after it opens and lies within its term.

    The last day for its proposals must fit the meeting, too.
    """
    require_field(
        date_to >= date_from, "date_to", "闭幕日期不能早于开幕日期。", "It closes after it opens."
    )
    require_field(
        (date_to - date_from).days <= LONGEST_DAYS,
        "date_to",
        "会期过长,请核对日期。",
        "Too long for a meeting: check the days.",
    )
    require_field(
        term.start <= date_from and date_to <= term.end,
        "date_from",
        f"会议须在{term.name}任期内({term.start.isoformat()}至{term.end.isoformat()})。",
        f"It must lie within the term ({term.start.isoformat()} to {term.end.isoformat()}).",
    )
    fits = months_before(date_from, MONTHS_BEFORE) <= until <= date_to
    require_field(
        fits,
        "proposals_until",
        "提案截止日期须在开幕前三个月至闭幕之间。",
        "The last day for proposals lies between three months before the opening and the close.",
    )


def require_within(term: Term, meeting: PlenaryMeeting) -> None:
    """Require that an existing meeting lies within the corrected days of its term."""
    path = "start" if meeting.date_from < term.start else "end"
    require_field(
        term.start <= meeting.date_from and meeting.date_to <= term.end,
        path,
        f"{meeting.name}({meeting.date_from.isoformat()}至{meeting.date_to.isoformat()})不在更正后的任期内。",
        f"A meeting from {meeting.date_from.isoformat()} to {meeting.date_to.isoformat()} would "
        "lie outside the term.",
    )


def require_said_within(meeting: PlenaryMeeting, on: date, path: str) -> None:
    """Require that a speech is given on a day of its meeting."""
    within = meeting.date_from <= on <= meeting.date_to
    require_field(
        within,
        path,
        f"发言日期({on.isoformat()})须在会期内。",
        f"The day of a speech ({on.isoformat()}) must lie within the meeting.",
    )
