"""What holds of a consultation and of its result sheet, and what is told about who came."""

from yishi_core import Advice, Change, Input, ReadContext, Rule, Text, advise, holds, require
from yishi_core.domain.consultations import (
    HELD,
    Consultation,
    Participation,
    PartyKind,
    hold_consultation,
    record_consultation,
)

from .models import ResultSheet


class SheetRule(Rule):
    """Why a consultation or its result sheet is refused."""

    THREE_PARTIES = "three_parties", "三方不齐,缺:{missing}。", "A party is missing: {missing}."
    SHEET_EXISTS = "result_sheet_exists", "该协商活动已有报送单。", "There is a sheet already."
    IN_FUTURE = "sent_in_future", "报送日期不能晚于今天。", "It cannot be sent in the future."
    OTHER_BODY = "unknown_receiver", "报送对象须为:{bodies}。", "It is sent to one of: {bodies}."
    LEVEL = "sheet_level", "采纳的须写明层级,未采纳的不写。", "A level says who adopted it."


async def who_came(context: ReadContext, consultation: Consultation) -> tuple[str, int]:
    """Which of the three parties are missing at a consultation, and how many people came."""
    here = Participation.consultation_id == consultation.id
    came = await context.find(Participation, here, Participation.present.is_(True))
    parties = PartyKind.CPPCC_MEMBER, PartyKind.MASS_REPRESENTATIVE, PartyKind.DEPARTMENT_HEAD
    missing = set(parties) - {line.party_kind for line in came if line.count}
    return "、".join(kind.label for kind in parties if kind in missing), sum(p.count for p in came)


@holds(Consultation, on=("participants", "state"))
async def three_parties(context: ReadContext, change: Change[Consultation]) -> None:
    """委员, 群众 and 部门 take part in what is held, where the setting says so."""
    settings = context.settings.values["good_consult"]
    if change.row.state in HELD and settings["three_parties_refuse"]:
        missing, _ = await who_came(context, change.row)
        require(not missing, SheetRule.THREE_PARTIES, missing=missing)


@advise(hold_consultation, record_consultation)
async def hints(context: ReadContext, data: Input, result: Consultation) -> list[Advice]:
    """A party is missing (where that is no refusal), or few came."""
    missing, came = await who_came(context, result)
    least = context.settings.values["good_consult"]["least_attendance"]
    lacks = Advice("three_parties", Text(f"三方不齐,缺:{missing}。", f"Missing: {missing}."))
    few = Advice("few_came", Text(f"到会{came}人,少于{least}人。", f"{came} of {least} came."))
    return [hint for hint, told in ((lacks, missing), (few, came < least)) if told]


@holds(ResultSheet, on=("consultation", "receiving_body", "sent_on", "adopted", "adoption_level"))
async def possible(context: ReadContext, change: Change[ResultSheet]) -> None:
    """One sheet for a consultation, sent by now to a body of the place; a level if adopted."""
    row, bodies = change.row, context.settings.values["good_consult"]["receiving_bodies"]
    others = ResultSheet.consultation_id == row.consultation_id, ResultSheet.id != row.id
    require(not await context.count(ResultSheet, *others), SheetRule.SHEET_EXISTS)
    require(not row.sent_on or row.sent_on <= context.today, SheetRule.IN_FUTURE, at="sent_on")
    known = row.receiving_body is None or row.receiving_body in bodies
    require(known, SheetRule.OTHER_BODY, at="receiving_body", bodies="、".join(bodies))
    require(bool(row.adoption_level) == bool(row.adopted), SheetRule.LEVEL, at="adoption_level")
