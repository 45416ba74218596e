"""What an office may change, what holds of a consultation, and what follows from it."""

from __future__ import annotations

from datetime import date, timedelta

from yishi_core import (
    Advice,
    Change,
    EventView,
    OperationContext,
    PluginSettings,
    ReadContext,
    Rule,
    Text,
    advise,
    holds,
    reacts_to,
    require,
    setting,
)
from yishi_core.domain.consultations import (
    CONSULTATION_HELD,
    CONSULTATION_RECORDED,
    HELD,
    Consultation,
    HoldConsultationInput,
    Participation,
    PartyKind,
    RecordConsultationInput,
    hold_consultation,
    record_consultation,
)
from yishi_good_consult.models import OPENED, ResultSheet

PARTIES = {
    PartyKind.CPPCC_MEMBER: "委员",
    PartyKind.MASS_REPRESENTATIVE: "群众",
    PartyKind.DEPARTMENT_HEAD: "部门",
}
LOCAL = ("county", "township")


class Settings(PluginSettings):
    """What a county or township may change."""

    three_parties_refuse: bool = setting(
        "三方不齐不得协商",
        help="开启:委员、群众、部门三方缺一即不予登记;关闭:只作提醒。",
        default=False,
        open_to=LOCAL,
    )
    least_attendance: int = setting(
        "建议最少到会人数", help="少于此数时提醒。", default=10, min=3, max=200, open_to=LOCAL
    )
    motto: str = setting(
        "口号", default="有事好商量,众人的事情由众人商量", min=2, max=40, open_to=LOCAL
    )
    receiving_bodies: list[str] = setting(
        "成果报送对象",
        help="可以接收协商成果报送单的单位。",
        default=["镇党委", "镇政府", "县政协"],
        open_to=LOCAL,
    )
    report_days: int = setting(
        "成果报送期限(天)",
        help="协商活动后多少天内报送成果;只由县级设定。",
        default=10,
        min=1,
        max=60,
        open_to=("county",),
    )


class SheetRule(Rule):
    """Why a consultation or its result sheet is refused."""

    THREE_PARTIES = "three_parties", "三方不齐,缺:{missing}。", "A party is missing: {missing}."
    SHEET_EXISTS = "sheet_exists", "该协商活动已有报送单。", "There is a sheet already."


async def attendance(context: ReadContext, consultation: Consultation) -> tuple[str, int]:
    """Which of the three parties are missing at a consultation, and how many people came."""
    here = Participation.consultation_id == consultation.id
    came = await context.find(Participation, here, Participation.present.is_(True))
    there = {line.party_kind for line in came if line.count}
    missing = "、".join(label for kind, label in PARTIES.items() if kind not in there)
    return missing, sum(line.count for line in came)


@holds(Consultation, on=("participants", "state"))
async def three_parties(context: ReadContext, change: Change[Consultation]) -> None:
    """委员, 群众 and 部门 take part in what is held, where the setting says so."""
    if change.row.state in HELD and context.settings.of(Settings).three_parties_refuse:
        missing, _ = await attendance(context, change.row)
        require(not missing, SheetRule.THREE_PARTIES, missing=missing)


@advise(hold_consultation, record_consultation)
async def who_came(
    context: ReadContext,
    data: HoldConsultationInput | RecordConsultationInput,
    result: Consultation,
) -> list[Advice]:
    """Hints: a party is missing (where that is no refusal), few came."""
    missing, number = await attendance(context, result)
    least = context.settings.of(Settings).least_attendance
    absent = Text(f"三方不齐,缺:{missing}。", f"A party is missing: {missing}.")
    few = Text(f"到会{number}人,少于{least}人。", f"{number} came, fewer than {least}.")
    hints = {"three_parties": (missing, absent), "few_came": (number < least, few)}
    return [Advice(rule, text) for rule, (applies, text) in hints.items() if applies]


def due(context: OperationContext, consultation: Consultation) -> date:
    """The day by which the result of a consultation is to be sent."""
    return consultation.date + timedelta(days=context.settings.of(Settings).report_days)


@reacts_to(CONSULTATION_HELD, CONSULTATION_RECORDED, emits=[OPENED])
async def open_sheet(context: OperationContext, event: EventView) -> None:
    """After a consultation its result sheet is waited for."""
    held = await context.get(Consultation, event.subject_id)
    if held and not await context.count(ResultSheet, ResultSheet.consultation_id == held.id):
        sheet = ResultSheet(consultation_id=held.id, report_by=due(context, held))
        context.emit(OPENED, context.add(sheet))
