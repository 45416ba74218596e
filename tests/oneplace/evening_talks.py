"""A plugin with own fields of two entities of core: alone for consultations, beside a list for
topics.
"""

from __future__ import annotations

PACKAGE = "evening_talks"

VARIANT = """
code = "evening_talks"
label = "夜谈"
version = "1.0.0"
core = ">=0.1"

[[policy]]
role = "council_staff"
object = "talk_note"
actions = ["read", "record"]

[[policy]]
role = "township_staff"
object = "talk_note"
actions = ["read"]

[[policy]]
role = "council_staff"
object = "topic_talk"
actions = ["fill"]

[[policy]]
role = "county_admin"
object = "talk_note"
actions = ["read"]

[[quotas]]
code = "talks_a_year"
label = "每村每年十条夜谈记录"
items = [{ code = "notes", label = "夜谈记录", subject = "org", org_kinds = ["village_committees"], metric = "talk_notes", min = 2, period = "year" }]

[[assessment]]
code = "talkative_villages"
label = "夜谈评比"
subject_kind = "village"
period = "year"
full_mark = 100
bonus_cap = 0
items = [{ code = "notes", label = "夜谈记录", metric = "talk_notes+tea_poured", points_per = 1, cap = 50, auto = true }]
grades = [{ label = "优秀", min = 85 }, { label = "一般", min = 0 }]

[[figures]]
metric = "talk_notes"
label = "夜谈记录"
print = "exact"
"""

METRICS = '''
"""What is counted of evening talks."""
from __future__ import annotations
from yishi_core.domain.consultations import Consultation
from yishi_core.facilities.metrics import Counter, Metric, Rate, late
from evening_talks.models import Talk, TalkNote

OF_TALK = (Consultation, Talk.are_of(Consultation))
TALK_NOTES = Metric("talk_notes", Counter(TalkNote, TalkNote.on))
TEA = Metric("tea_poured", Counter(Talk, Consultation.date, station=Consultation.station_id, value=Talk.tea, through=OF_TALK))
TALKS = Metric("evening_talks_held", Counter(Talk, Consultation.date, station=Consultation.station_id, through=OF_TALK))
LATE = late(TalkNote, TalkNote.on, TalkNote.text == "待补")
CUPS = Rate("cups_per_talk", part=TEA, whole=TALKS, percent=False)
'''

MODELS = '''
"""What evening talks keep of consultations and topics."""
from __future__ import annotations
import uuid
from datetime import date
from typing import Annotated
from pydantic import Field
from sqlalchemy.orm import Mapped
from yishi_core import Entity, Labelled, OwnFields, Rights, column, ref
from yishi_core.domain.consultations import Consultation
from yishi_core.domain.topics import Topic

class Right(Rights):
    """What one may do with evening talks."""
    FILL = "topic_talk:fill", "填写夜谈", "fill in evening talks"
    RECORD = "talk_note:record", "登记夜谈记录", "record notes of evening talks"

class Mood(Labelled):
    """How the evening went."""
    CALM = "calm", "平和"
    HEATED = "heated", "热烈"

class Talk(OwnFields, of=Consultation):
    """What an evening talk keeps of a consultation."""
    __label__ = "夜谈"
    lamp: Mapped[Annotated[str, Field(min_length=2, max_length=20)] | None] = column("灯下话题", "What was talked about under the lamp.")
    tea: Mapped[Annotated[int, Field(ge=0, le=999)]] = column("茶水份数", "Cups of tea that were poured.")
    mood: Mapped[Mood | None] = column("气氛", "How the evening went.")
    guests: Mapped[Annotated[str, Field(max_length=40)] | None] = column("来客", "Who came by.", permission="talk_note:read")
    host_id: Mapped[uuid.UUID | None] = ref("Person", "东道主", "In whose yard it was.")

class TopicTalk(OwnFields, of=Topic, permission=Right.FILL):
    """What an evening talk keeps of a topic."""
    __label__ = "夜谈议题"
    heard_at: Mapped[Annotated[str, Field(max_length=40)] | None] = column("听到的地方", "Where it was heard.")
    theme: Mapped[Annotated[str, Field(max_length=40)] | None] = column("专题", "What the evening was about.")

class TalkNote(Entity):
    """A note taken in an evening talk."""
    __label__ = "夜谈记录"
    topic_id: Mapped[uuid.UUID] = ref("Topic", "议题", inverse="notes")
    text: Mapped[str] = column("内容", "What was noted.")
    on: Mapped[date] = column("日期", "When.")
'''

SERVICE = '''
"""Taking notes."""
from __future__ import annotations
from pydantic import Field
from yishi_core import EventType, Input, OperationContext, Ref, Text, entered, like, operation
from yishi_core.domain.topics import Topic
from evening_talks.models import Right, TalkNote

NOTED = EventType("talk_note.recorded", TalkNote)

class RecordTalkNoteInput(Input, enters=TalkNote):
    """A note."""
    topic: Ref[Topic] = like(Topic)
    text: str = like(TalkNote.text, max_length=200)

@operation(Text("登记夜谈记录", "Record a note"), permission=Right.RECORD, subject="topic", event=NOTED)
async def record_talk_note(context: OperationContext, data: RecordTalkNoteInput) -> TalkNote:
    """Record what was said."""
    return context.add(entered(TalkNote, data, topic_id=data.topic.id, on=context.today))
'''

RULES = '''
"""What must be true of an evening talk."""
from __future__ import annotations
from yishi_core import Advice, Change, ReadContext, Rule, Text, advise, holds, require
from yishi_core.domain.consultations import PlanConsultationInput, plan_consultation
from evening_talks.models import Mood, Talk

class TalkRule(Rule):
    """Why an evening talk is not taken."""
    DRY = "dry_talk", "气氛热烈的夜谈不能没有茶。", "A heated talk needs tea."

@holds(Talk, on=("tea", "mood"))
def heated_talks_have_tea(context: ReadContext, change: Change[Talk]) -> None:
    """Nobody talks himself into a heat without tea."""
    require(change.row.mood is not Mood.HEATED or change.row.tea, TalkRule.DRY)

@advise(plan_consultation)
def much_tea(context: ReadContext, data: PlanConsultationInput) -> list[Advice]:
    """Advice knows what was sent with the record."""
    talk = getattr(data, "evening_talks", None)
    much = talk is not None and talk.tea > 500
    return [Advice("much_tea", Text("茶水较多。", "That is a lot of tea."))] if much else []
'''

FILES = {
    "__init__.py": '"""Evening talks."""\n',
    "variant.toml": VARIANT,
    "models.py": MODELS,
    "service.py": SERVICE,
    "metrics.py": METRICS,
    "rules.py": RULES,
    "README.md": "# 夜谈\n",
}
