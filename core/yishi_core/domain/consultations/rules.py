"""Rules of events: times, attendance and length of notice (domain.md 2.8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time

import sqlalchemy as sa

from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationForm,
    ConsultationLink,
    ConsultationState,
    MicroKind,
    PartyKind,
)
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import require_active, require_within_life
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.errors import FieldError, Hint, InvalidInput, Rule, Text
from yishi_core.kernel.entity import Labelled
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


class ConsultationHint(Hint):
    """What an operation on consultations points out."""

    FOUR_PARTIES = (
        "four_parties",
        "四方协商缺少:{missing}。",
        "Of the four parties these are missing: {missing}.",
    )
    NOTICE_SHORT = (
        "notice_short",
        "{grade}应提前{days}天通知。",
        "Notice should be given {days} days before.",
    )
    OWN_DRAFT = (
        "own_draft",
        "纪要由起草人本人确认,建议由他人复核。",
        "The drafter confirms their own draft; somebody else should look at it.",
    )
    PRE_CONSULTATION_MISSING = (
        "pre_consultation_missing",
        "多级联动协商前应先召开预协商。",
        "A case over several levels is prepared by a pre-consultation.",
    )
    SENT_LATE = "sent_late", "纪要应于{due}前印发。", "They should have been sent by {due}."


NOT_HELD_YET = frozenset(
    {ConsultationState.PLANNED, ConsultationState.NOTIFIED, ConsultationState.POSTPONED}
)
HELD = frozenset({ConsultationState.HELD, ConsultationState.MINUTED, ConsultationState.CLOSED})
OPEN = NOT_HELD_YET | HELD - {ConsultationState.CLOSED}
"""States in which the record of an event may still be corrected."""

FOUR_STEPS = ("提出问题", "回应关切", "协商互动", "达成共识")
"""Agenda of a meeting in four steps (domain.md 2.7, `four_step_meeting`, [S1.4])."""


class FormGroup(Labelled, vocabulary="form_group"):
    """Forms that are counted together (domain.md 5.3)."""

    IN_ROOM = "in_room", "会场协商"
    ON_SITE = "on_site", "现场协商"
    LIGHT = "light", "院坝板凳类"
    ONLINE = "online", "线上"


_FORMS: Mapping[FormGroup, tuple[ConsultationForm, ...]] = {
    FormGroup.IN_ROOM: (
        ConsultationForm.MEETING,
        ConsultationForm.STANDING_MEETING,
        ConsultationForm.CHAIRS_MEETING,
        ConsultationForm.GROUP_MEETING,
        ConsultationForm.SYMPOSIUM,
        ConsultationForm.ROUNDTABLE,
    ),
    FormGroup.ON_SITE: (ConsultationForm.SITE_VISIT, ConsultationForm.ON_SITE),
    FormGroup.LIGHT: (
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
    FormGroup.ONLINE: (
        ConsultationForm.ONLINE,
        ConsultationForm.VIDEO,
        ConsultationForm.CHAT_GROUP,
    ),
}
GROUP_OF_FORM: Mapping[str, str] = {
    form.value: group.value for group, forms in _FORMS.items() for form in forms
}
"""Form → `form_group`."""

FOUR_PARTIES = (
    PartyKind.CPPCC_MEMBER,
    PartyKind.INVITED_REPRESENTATIVE,
    PartyKind.DEPARTMENT_HEAD,
    PartyKind.MASS_REPRESENTATIVE,
)
"""The four parties of an event (domain.md 2.8, [S1.1]).

Members, invited representatives, heads of related departments, mass representatives.

"""


BEGUN = ("立项日期", "the day on which the case was opened")


def require_micro(micro: MicroKind | None) -> None:
    """Require that the micro kind is consultation.

    Micro supervision and micro survey are activities (domain.md 1.3).
    """
    require_field(
        micro in (None, MicroKind.CONSULT),
        "micro_kind",
        "协商活动只登记微协商;微监督、微调研请登记为履职活动。",
        "Micro supervision and micro survey are recorded as activities.",
    )


def require_stood(station: Station | None, day: date, today: date) -> None:
    """Require a station at work for a future event, or one that existed then for a past one."""
    if station is None:
        return
    if day >= today:
        require_active(station)
    require_within_life(station, day, "date")


def one_agenda(four_step: bool, agenda: object) -> None:
    """Refuse an agenda for a four-step meeting (四步议事): the four steps are its agenda."""
    require_field(
        not (four_step and agenda),
        "agenda",
        "四步议事的议程固定,不另填。",
        "The four steps are the agenda: give no other.",
    )


def times_in_order(time_from: time | None, time_to: time | None) -> None:
    """Require that an event ends after it begins."""
    if time_from is not None and time_to is not None:
        require_field(
            time_to > time_from,
            "time_to",
            "结束时间须晚于开始时间。",
            "The end must lie after the begin.",
        )


def require_himself(context: OperationContext, person: Person) -> None:
    """Require that the person is the caller's own.

    Members sign in, speak and pledge only for themselves (domain.md 2.19).
    """
    linked = context.principal.person is not None
    require(linked, CommonRule.NOT_LINKED)
    require(context.principal.person == person.id, ConsultationRule.NOT_HIMSELF)


def named_once(people: Sequence[Person | None], path: str) -> None:
    """Refuse a person named twice; `path` is that of the list, e.g. `participants.{}.person`."""
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
    """Those of the four parties that nobody present represents."""
    there = set(present)
    return [kind for kind in FOUR_PARTIES if kind not in there]


def treats(case: ConsultationCase) -> sa.ColumnElement[bool]:
    """The condition that an event treats a case, as its own or as one of several."""
    beside = sa.select(ConsultationLink.consultation_id).where(
        ConsultationLink.county == case.county,
        ConsultationLink.case_id == case.id,
        ConsultationLink.voided_at.is_(None),
    )
    return sa.or_(Consultation.case_id == case.id, Consultation.id.in_(beside))


def notice_days(grade: ConsultationGrade, settings: CoreSettings) -> int:
    """How many days before the event people should be notified (domain.md 2.8 [D])."""
    return (
        settings.notice_days_small
        if grade is ConsultationGrade.SMALL_MICRO
        else settings.notice_days_key
    )


def notice_is_short(notified_on: date, day: date, days: int) -> bool:
    return (day - notified_on).days < days


def next_round(rounds: Collection[int]) -> int:
    """The next round of a case; rounds count from 1."""
    return max(rounds, default=0) + 1
