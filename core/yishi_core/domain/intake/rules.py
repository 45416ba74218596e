"""Rules of how a matter comes in and what may become of it (domain.md 2.5, 5.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from yishi_core import clock
from yishi_core.domain.intake.models import Channel, Intake, IntakeState, SubmitterKind
from yishi_core.domain.schedules.models import CollectRound
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.domain.stations.models import BoxOpening
from yishi_core.errors import Hint, Refused, Rule
from yishi_core.kernel.access import PrincipalKind
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.refusals import CommonRule
from yishi_core.kernel.variants.core_settings import CoreSettings


class IntakeRule(Rule):
    """Why an operation on intakes is refused."""

    ANONYMOUS_WITH_ACCOUNT = (
        "anonymous_with_account",
        "匿名反映请退出登录后提交,以免留下账号信息。",
        "Log out to hand in a matter anonymously: your account would be recorded.",
    )
    CODE_GIVEN = "code_given", "该来件已有查询码,不能重新出具。", "The matter has its code already."
    DAILY_LIMIT = (
        "daily_limit",
        "该站点今日网上来件已满,请明日再提交或到站点现场反映。",
        "This station takes no more today: come back tomorrow or go there.",
    )
    INTAKE_NOT_ACCEPTED = (
        "intake_not_accepted",
        "来件 {no} 为“{state.label}”,须先受理。",
        "Intake {no} is not accepted.",
    )
    MERGE_CHAIN = (
        "merge_chain",
        "主件已合并或不予受理,请选择有效的主件。",
        "The main matter is merged or rejected itself: choose a living one.",
    )
    MERGE_ITSELF = (
        CommonRule.MERGE_ITSELF,
        "不能与自身合并。",
        "A matter cannot be merged with itself.",
    )
    NAMED_TWICE = "intake_not_accepted", "同一来件重复填写。", "The same intake is named twice."
    NIL_ROUND = "nil_round", "该次集中收集已登记为零报告。", "That round was recorded as empty."
    NO_REPLY = "no_reply", "尚未答复来件人,不能办结。", "The sender has had no answer: reply first."
    NO_SLIP_LEFT = (
        "no_slip_left",
        "该次开箱共{slips}条,已全部录入。",
        "All {slips} slips of this opening are entered.",
    )
    REAL_NAME_REQUIRED = (
        "real_name_required",
        "本地要求实名反映,请填写姓名和电话。",
        "A real name is required here: give name and telephone.",
    )


class IntakeHint(Hint):
    """What an operation on matters points out."""

    DECIDED_LATE = "decided_late", "已超过受理期限({due})。", "The deadline was {due}."


UNDECIDED = (IntakeState.RECEIVED,)
OPEN = (IntakeState.RECEIVED, IntakeState.ACCEPTED)
ELSEWHERE = (IntakeState.TO_TOPIC, IntakeState.TO_OPINION, IntakeState.TO_PROPOSAL)
"""The matter is part of another record; if that is voided, the matter is accepted again."""
TAKEN_ON = (*ELSEWHERE, IntakeState.TRANSFERRED)
"""The matter was accepted and passed on."""
ANSWERABLE = (IntakeState.ACCEPTED, IntakeState.MERGED, *TAKEN_ON)
"""States in which the sender is still answered.

The sender of a duplicate gets an answer of their own, not the one to the main matter's sender.
"""
CLOSABLE = (*TAKEN_ON, IntakeState.ANSWERED_DIRECTLY)
PUBLIC_CHANNELS = (Channel.QR, Channel.WEB)


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender's data, as far as they are stored."""

    kind: SubmitterKind
    name: str | None
    phone: str | None
    anonymous: bool


def sender(kind: SubmitterKind, name: str | None, phone: str | None, anonymous: bool) -> Sender:
    """The sender of a matter; of an anonymous matter nothing about the sender is kept.

    Sending a name with an anonymous matter is refused, never silently dropped.
    """
    if anonymous or kind is SubmitterKind.ANONYMOUS:
        require_field(
            name is None,
            "submitter_name",
            "匿名反映不留姓名。",
            "An anonymous matter carries no name.",
        )
        require_field(
            phone is None,
            "submitter_phone",
            "匿名反映不留电话。",
            "An anonymous matter carries no telephone.",
        )
        return Sender(SubmitterKind.ANONYMOUS, None, None, True)
    return Sender(kind, name, phone, False)


def require_policy(policy: str, who: Sender) -> None:
    """Apply the anonymity policy of the place (domain.md 2.5).

    Where real names are required, a name and a telephone number must be given.
    """
    if policy == "required_real_name" and not (who.name and who.phone):
        raise Refused(IntakeRule.REAL_NAME_REQUIRED)


def require_no_account(context: OperationContext, who: Sender) -> None:
    """Refuse anonymity to a caller who is logged in (domain.md 2.5).

    Their account would stand in the record and in the audit.
    """
    require(
        not (who.anonymous and context.principal.kind is PrincipalKind.ACCOUNT),
        IntakeRule.ANONYMOUS_WITH_ACCOUNT,
    )


async def require_within_limit(context: OperationContext, station_id: object, limit: int) -> None:
    """Allow at most `limit` matters of callers without account per station and day (China time).

    They are counted in the database. The caller of this function has already taken the next
    register number, which makes other transactions wait: two at once cannot both be the last.
    """
    begin = datetime.combine(context.today, time(), clock.CHINA)
    today = (
        Intake.station_id == station_id,
        Intake.received_at >= begin,
        Intake.created_by.is_(None),
    )
    require(await context.count(Intake, *today) < limit, IntakeRule.DAILY_LIMIT)


async def deadlines(context: OperationContext, received_on: date) -> tuple[date, date, bool]:
    """The deadlines of a matter: (decide by, reply by, provisional).

    They are working days from the day of receipt, as the settings of the place say.
    """
    settings = context.settings.of(CoreSettings)
    decide_by, first = await add_working_days(
        context.session, received_on, settings.intake_accept_days
    )
    reply_by, second = await add_working_days(
        context.session, received_on, settings.intake_reply_days
    )
    return decide_by, reply_by, first or second


def moment(
    given: datetime | None,
    context: OperationContext,
    source: BoxOpening | CollectRound | None = None,
) -> datetime:
    """The moment of receipt: as given, else the day of the source, else now.

    The source is the box opening or collection round. A time without zone is China's.
    """
    day = collected_on(source)
    if given is None:
        return (
            context.now
            if day in (None, context.today)
            else datetime.combine(day, time(), clock.CHINA)
        )
    known = given if given.tzinfo else given.replace(tzinfo=clock.CHINA)
    not_future(known, "received_at", context)
    not_before(
        known.astimezone(clock.CHINA).date(),
        day,
        "received_at",
        "开箱或收集日期",
        "the day of the opening or round",
    )
    return known


def collected_on(source: BoxOpening | CollectRound | None) -> date | None:
    """The day on which the box was opened, or the matters were collected."""
    if source is None:
        return None
    return source.opened_on if isinstance(source, BoxOpening) else source.date


def require_own_source(
    context: OperationContext, **sources: BoxOpening | CollectRound | None
) -> None:
    """Require that the box or round belongs to the org that enters the matter.

    The keywords are the names of the input fields.
    """
    for path, source in sources.items():
        own = source is None or source.org_id == context.org.id
        require_field(own, path, "该登记属于其他组织。", "It is another org's.")


def source_of(context: OperationContext, channel: Channel) -> str | None:
    """The topic source that stands for the channel, where the list has one (domain.md 5.1).

    Examples are a box and a QR code.
    """
    return (
        channel.value
        if channel.value in context.settings.vocabularies.get("topic_source", {})
        else None
    )


def require_box_channel(channel: Channel, opening: BoxOpening | None) -> None:
    """Require a box opening for a slip from a box, and for nothing else."""
    require_field(
        (channel is Channel.BOX) == (opening is not None),
        "box_opening",
        "意见箱来件须注明开箱登记,其他渠道不填。",
        "Name the opening for a slip from a box, and for nothing else.",
    )


def require_sender_there(channel: Channel, *, with_receipt: bool) -> None:
    """Refuse a receipt for a slip from a box: its sender is not present to take it."""
    require_field(
        not with_receipt or channel is not Channel.BOX,
        "with_receipt",
        "意见箱来件的来件人不在场,无法交付查询码。",
        "The sender of a slip from a box is not there to be given a code.",
    )


async def require_slip_left(context: OperationContext, opening: BoxOpening) -> None:
    """Require that no more matters come from an opening than slips were found."""
    entered = await context.count(Intake, Intake.box_opening_id == opening.id)
    require(entered < opening.slips, IntakeRule.NO_SLIP_LEFT, slips=opening.slips)


def require_not_nil(collect_round: CollectRound | None) -> None:
    """Refuse matters from a round that was recorded as empty."""
    nil = collect_round is not None and collect_round.is_nil
    require(not nil, IntakeRule.NIL_ROUND)


def require_mergeable(intake: Intake, main: Intake) -> None:
    """Require that the main matter is open, and neither the same matter nor a duplicate."""
    require(intake.id != main.id, IntakeRule.MERGE_ITSELF)
    require(main.state not in (IntakeState.MERGED, IntakeState.REJECTED), IntakeRule.MERGE_CHAIN)


def require_accepted(intakes: Sequence[Intake]) -> None:
    """Require that each matter is accepted and named only once in the input's `intakes`.

    Only accepted matters become a topic, proposal or opinion.
    """
    found = []
    for index, intake in enumerate(intakes):
        path = f"intakes.{index}"
        if intake in intakes[:index]:
            found.append(Refused(IntakeRule.NAMED_TWICE, at=path))
        elif intake.state is not IntakeState.ACCEPTED:
            found.append(
                Refused(IntakeRule.INTAKE_NOT_ACCEPTED, at=path, no=intake.no, state=intake.state)
            )
    if found:
        raise Refused.together(found)


def require_replied(intake: Intake) -> None:
    """Require an answer to an accepted matter before it is closed (domain.md 2.5)."""
    require(intake.replied_on is not None, IntakeRule.NO_REPLY)


def received_on(intake: Intake) -> date:
    """The day of receipt in China."""
    return intake.received_at.astimezone(clock.CHINA).date()
