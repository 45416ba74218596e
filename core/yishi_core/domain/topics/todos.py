"""Todo items of topics: screen, approve by grade, improve, begin (domain.md 2.6, 2.19)."""

from __future__ import annotations

from yishi_core.domain.topics.models import ConsultationGrade, Topic, TopicState
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

TOPIC = Matter(
    Topic,
    title=Topic.title,
    started=True,
    finished=(TopicState.CONCLUDED, TopicState.ARCHIVED, TopicState.REJECTED, TopicState.MERGED),
    returned=(TopicState.RETURNED_FOR_REWORK,),
    pending=(TopicState.DRAFT, TopicState.COLLECTED),
    acts=("return_topic", "archive_topic"),
)

SCREEN = Todo(
    "topic.screen",
    TOPIC,
    Text("筛选议题", "Screen the topic"),
    waits="议题未筛选",
    permission=Permission.TOPIC_SCREEN,
    when=Topic.state == TopicState.COLLECTED,
    by=("screen_topic", "return_topic"),
)
BETTER = Todo(
    "topic.change",
    TOPIC,
    Text("完善议题", "Improve the topic"),
    waits="议题被退回未完善",
    permission=Permission.TOPIC_PROPOSE,
    when=Topic.state == TopicState.RETURNED_FOR_REWORK,
    only_by=Topic.created_by,
    by=("change_topic",),
)
APPROVE_SMALL = Todo(
    "topic.approve_small",
    TOPIC,
    Text("审定小微协商议题", "Approve the topic of a small consultation"),
    waits="议题未审定",
    permission=Permission.TOPIC_APPROVE_SMALL,
    when=(Topic.state == TopicState.SCREENED) & (Topic.grade == ConsultationGrade.SMALL_MICRO),
    by=("approve_topic", "return_topic"),
)
APPROVE_KEY = Todo(
    "topic.approve_key",
    TOPIC,
    Text("审定重点协商议题", "Approve the topic of a key consultation"),
    waits="议题未审定",
    permission=Permission.TOPIC_APPROVE_KEY,
    when=(Topic.state == TopicState.SCREENED) & (Topic.grade == ConsultationGrade.KEY_SPECIAL),
    by=("approve_topic", "return_topic"),
)
APPROVE_DELIBERATIVE = Todo(
    "topic.approve_deliberative",
    TOPIC,
    Text("审定议政性协商议题", "Approve the topic of a deliberative consultation"),
    waits="议题未审定",
    permission=Permission.TOPIC_APPROVE_DELIBERATIVE,
    when=(Topic.state == TopicState.SCREENED)
    & (Topic.grade == ConsultationGrade.DELIBERATIVE_SPECIAL),
    by=("approve_topic", "return_topic"),
)
BEGIN = Todo(
    "topic.begin",
    TOPIC,
    Text("立项", "Open a case"),
    waits="议题已审定未立项",
    permission=Permission.CASE_OPEN,
    when=Topic.state == TopicState.APPROVED,
    by=("open_case",),
)
