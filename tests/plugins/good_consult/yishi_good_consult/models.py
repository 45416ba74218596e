"""What 有事好商量 keeps beyond the core, what may be done with it, what of it waits and counts."""

import uuid
from datetime import date
from functools import partial
from typing import Annotated

from sqlalchemy.orm import Mapped

from yishi_core import Entity, EventType, Rights, Term, Text, column, ref
from yishi_core.domain.consultations import Consultation
from yishi_core.facilities.metrics import Counter, Metric
from yishi_core.facilities.todos import Matter, Todo


class Right(Rights):
    """What one may do with result sheets."""

    RECORD = "result_sheet:record", "登记协商成果报送单", "record result sheets"
    FIGURES = "result_sheet:figures", "查看协商成果报送统计", "see the figures of result sheets"


class ResultSheet(Entity):
    """The sheet on which the result of a consultation is sent to whoever decides."""

    __label__ = "协商成果报送单"
    __ledger__ = ("org", "consultation", "receiving_body", "sent_on", "adopted", "adoption_level")

    consultation_id: Mapped[uuid.UUID] = ref(
        "Consultation", "协商活动", "What it reports.", inverse="result_sheets", bound=True
    )
    receiving_body: Mapped[str | None] = column("报送对象", "Who receives it.", search="title")
    report_by: Mapped[date] = column("报送期限", "Day by which it is to be sent.")
    sent_on: Mapped[date | None] = column("报送日期", "Day of sending.", search="date")
    adopted: Mapped[bool | None] = column("是否采纳", "Empty while nobody has said.")
    adoption_level: Mapped[str | None] = column("采纳层级", "By whom.", vocabulary="adoption_level")
    summary: Mapped[str | None] = column("成果摘要", "What was agreed.", search="text")


OPENED = EventType("result_sheet.opened", ResultSheet, Text("待报送协商成果", "A sheet was opened"))
SENT = EventType("result_sheet.sent", ResultSheet)
CHANGED = EventType("result_sheet.changed", ResultSheet)
RECORD = Text("登记协商成果报送单", "Record a result sheet")
CHANGE = Text("更正协商成果报送单", "Change a result sheet")
SENDING = Text("报送协商成果", "Send the result")
ANSWERING = Text("登记采纳情况", "Say what became of it")

Level = Annotated[str, Term("adoption_level")]
UNSENT = ResultSheet.sent_on.is_(None)
UNANSWERED = ResultSheet.sent_on.is_not(None) & ResultSheet.adopted.is_(None)
REPORTED = (Consultation, ResultSheet.consultation_id == Consultation.id)
SHEETS = Metric(
    "result_sheets",
    Counter(ResultSheet, ResultSheet.sent_on, station=Consultation.station_id, through=REPORTED),
)
SHEET = Matter(ResultSheet, title=ResultSheet.receiving_body, started=True)
todo = partial(Todo, matter=SHEET, permission=Right.RECORD, by=("change_result_sheet",))
SEND = todo(
    "result_sheet.send", action=SENDING, waits="待报送", when=UNSENT, due=ResultSheet.report_by
)
ANSWER = todo("result_sheet.answer", action=ANSWERING, waits="待反馈采纳", when=UNANSWERED)
