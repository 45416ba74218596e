"""Todo items of opinions: of their author, the township and the county (domain.md 2.10)."""

from __future__ import annotations

from yishi_core.domain.opinions.models import Opinion, OpinionState
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

OPINION = Matter(
    Opinion,
    title=Opinion.title,
    started=True,
    pending=(OpinionState.DRAFT, OpinionState.COLLECTED),
    finished=(OpinionState.CLOSED, OpinionState.NOT_USED, OpinionState.MERGED),
    acts=(
        "create_opinion",
        "change_opinion",
        "discard_opinion",
        "merge_opinion",
        "set_aside_opinion",
    ),
)
HAND_IN = Todo(
    "opinion.hand_in",
    OPINION,
    Text("完善并提交社情民意", "Finish and hand in the opinion"),
    waits="社情民意草稿未提交",
    permission=Permission.OPINION_CREATE,
    when=Opinion.state == OpinionState.DRAFT,
    only_by=Opinion.created_by,
    by=("hand_in_opinion",),
)
EDIT = Todo(
    "opinion.edit",
    OPINION,
    Text("编辑社情民意", "Edit the opinion"),
    waits="社情民意未编辑",
    permission=Permission.OPINION_EDIT,
    when=Opinion.state == OpinionState.COLLECTED,
    by=("edit_opinion",),
)
REPORT = Todo(
    "opinion.report",
    OPINION,
    Text("报送社情民意", "Report the opinion"),
    waits="社情民意未报送",
    permission=Permission.OPINION_REPORT,
    when=Opinion.state == OpinionState.EDITED,
    by=("report_opinion",),
)
SUBMIT = Todo(
    "opinion.submit",
    OPINION,
    Text("上报社情民意", "Submit the opinion upward"),
    waits="社情民意未上报",
    permission=Permission.OPINION_SUBMIT,
    when=Opinion.state == OpinionState.REPORTED_COUNTY,
    by=("submit_opinion",),
)
FEED_BACK = Todo(
    "opinion.feed_back",
    OPINION,
    Text("向反映人反馈成效", "Tell the reporter its effect"),
    waits="社情民意成效未反馈",
    permission=Permission.OPINION_EDIT,
    when=Opinion.state.in_((OpinionState.ADOPTED, OpinionState.ENDORSED)),
    by=("feed_back_effect",),
)
CLOSE = Todo(
    "opinion.close",
    OPINION,
    Text("社情民意办结", "Close the opinion"),
    waits="社情民意未办结",
    permission=Permission.OPINION_EDIT,
    when=Opinion.state == OpinionState.EFFECT_FED_BACK,
    by=("close_opinion",),
)
