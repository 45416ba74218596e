"""Rules of events: times, who may be named, who should be there, how early people are told
(domain.md 2.8).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time

from yishi_core.domain.consultations.models import (
    ConsultationForm,
    ConsultationState,
    MicroKind,
    PartyKind,
)
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import require_active, require_within_life
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.errors import FieldError, InvalidInput, Rule, Text
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.refusals import CommonRule, KernelRule
from yishi_core.kernel.variants.core_settings import CoreSettings


class ConsultationRule(Rule):
    """Why an operation on consultations is refused."""

    ASSIGNED = CommonRule.ASSIGNED, "该答复已转为交办,不能更正。", "An assignment was made of it."
    CONFIRMED = "confirmed", "该纪要已确认。", "The minutes are confirmed already."
    IN_OUTCOME = "in_outcome", "该建议已转成协商成果,不能更正。", "An outcome was formed from it."
    NOT_BEGUN = (
        CommonRule.TOO_EARLY,
        "协商尚未开始,请在当天签到。",
        "Sign in on the day of the event.",
    )
    NOT_CONFIRMED = (
        CommonRule.NOT_CONFIRMED,
        "纪要尚未确认,不能印发。",
        "The minutes are not confirmed yet.",
    )
    NOT_HIMSELF = "not_himself", "只能以本人名义签到、发言和认领。", "Only for yourself."
    NOT_LINKED = (
        CommonRule.NOT_LINKED,
        "账号尚未关联人员,请联系管理员办理关联。",
        "Your account stands for nobody yet.",
    )
    NOT_OPEN = "not_open", "该协商未开放签到。", "Signing in is not open."
    NO_MORE_LINKS = (
        KernelRule.STATE,
        "协商活动“{state.label}”,不能再关联事项。",
        "The consultation is {state.value}.",
    )
    SENT = "sent", "该纪要已登记印发。", "That they were sent is recorded already."
    SIGN_IN_TOO_EARLY = (
        CommonRule.TOO_EARLY,
        "协商当天才能开放签到。",
        "Signing in opens on the day of the event.",
    )


NOT_HELD_YET = frozenset(
    {ConsultationState.PLANNED, ConsultationState.NOTIFIED, ConsultationState.POSTPONED}
)
HELD = frozenset({ConsultationState.HELD, ConsultationState.MINUTED, ConsultationState.CLOSED})
OPEN = NOT_HELD_YET | HELD - {ConsultationState.CLOSED}
"""What is recorded of it may still be put right."""

FOUR_STEPS = ("提出问题", "回应关切", "协商互动", "达成共识")
"""Agenda of a meeting in four steps (domain.md 2.7, `four_step_meeting`, [S1.4])."""

_FORMS: Mapping[str, tuple[ConsultationForm, ...]] = {
    "in_room": (
        ConsultationForm.MEETING,
        ConsultationForm.STANDING_MEETING,
        ConsultationForm.CHAIRS_MEETING,
        ConsultationForm.GROUP_MEETING,
        ConsultationForm.SYMPOSIUM,
        ConsultationForm.ROUNDTABLE,
    ),
    "on_site": (ConsultationForm.SITE_VISIT, ConsultationForm.ON_SITE),
    "light": (
        ConsultationForm.YARD,
        ConsultationForm.FIELD,
        ConsultationForm.BENCH,
        ConsultationForm.PARK,
        ConsultationForm.SQUARE,
        ConsultationForm.COMMUNITY,
        ConsultationForm.CAMPUS,
        ConsultationForm.HEARTH,
        ConsultationForm.TENT,
    ),
    "online": (ConsultationForm.ONLINE, ConsultationForm.VIDEO, ConsultationForm.CHAT_GROUP),
}
GROUP_OF_FORM: Mapping[str, str] = {
    form.value: group for group, forms in _FORMS.items() for form in forms
}
"""Form → `form_group`: 会场协商, 现场协商, 院坝板凳类, 线上 (domain.md 5.3)."""

FOUR_PARTIES = (
    PartyKind.CPPCC_MEMBER,
    PartyKind.INVITED_REPRESENTATIVE,
    PartyKind.DEPARTMENT_HEAD,
    PartyKind.MASS_REPRESENTATIVE,
)
"""Members, invited representatives, heads of related departments, mass representatives (domain.md
2.8, [S1.1]).
"""


BEGUN = ("立项日期", "the day on which the case was opened")


def require_micro(micro: MicroKind | None) -> None:
    """A consultation is a micro *consultation*; micro supervision and survey are activities
    (domain.md 1.3).
    """
    require_field(
        micro in (None, MicroKind.CONSULT),
        "micro_kind",
        "协商活动只登记微协商;微监督、微调研请登记为履职活动。",
        "Micro supervision and micro survey are recorded as activities.",
    )


def require_stood(station: Station | None, day: date, today: date) -> None:
    """An event to come is held at a station at work, an old one at a station that was there on its
    day.
    """
    if station is None:
        return
    if day >= today:
        require_active(station)
    require_within_life(station, day, "date")


def one_agenda(four_step: bool, agenda: object) -> None:
    """The four steps are the agenda of a 四步议事."""
    require_field(
        not (four_step and agenda),
        "agenda",
        "四步议事的议程固定,不另填。",
        "The four steps are the agenda: give no other.",
    )


def times_in_order(time_from: time | None, time_to: time | None) -> None:
    """An event ends after it began."""
    if time_from is not None and time_to is not None:
        require_field(
            time_to > time_from,
            "time_to",
            "结束时间须晚于开始时间。",
            "The end must lie after the begin.",
        )


def require_himself(context: OperationContext, person: Person) -> None:
    """A member signs in, speaks and promises as the person for whom his account stands (domain.md
    2.19).
    """
    linked = context.principal.person is not None
    require(linked, CommonRule.NOT_LINKED)
    require(context.principal.person == person.id, ConsultationRule.NOT_HIMSELF)


def named_once(people: Sequence[Person | None], path: str) -> None:
    """Nobody is named twice; `path` is the list's, e.g. `participants.{}.person`."""
    seen: set[object] = set()
    fields = []
    for index, person in enumerate(people):
        if person is not None and person.id in seen:
            fields.append(
                FieldError(
                    path.format(index),
                    Text(f"人员重复:{person.name}。", "The same person is named twice."),
                )
            )
        if person is not None:
            seen.add(person.id)
    if fields:
        raise InvalidInput(fields[0].text, fields)


def missing_parties(present: Iterable[PartyKind]) -> list[PartyKind]:
    """Which of the four parties nobody stands for."""
    there = set(present)
    return [kind for kind in FOUR_PARTIES if kind not in there]


def notice_days(grade: ConsultationGrade, settings: CoreSettings) -> int:
    """How many days before the event people should be told (domain.md 2.8 [D])."""
    return (
        settings.notice_days_small
        if grade is ConsultationGrade.SMALL_MICRO
        else settings.notice_days_key
    )


def notice_is_short(notified_on: date, day: date, days: int) -> bool:
    return (day - notified_on).days < days


def next_round(rounds: Collection[int]) -> int:
    """Rounds count up within a case, from 1."""
    return max(rounds, default=0) + 1
