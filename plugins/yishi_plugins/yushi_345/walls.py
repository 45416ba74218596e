"""The echo wall's four blocks: what each link makes public before it ends (domain.md 2.15, 3.6)."""

from __future__ import annotations

from yishi_core import ReadContext, guard, require
from yishi_core.domain.procedures import AdvanceStepInput, StepRecord, advance_step
from yishi_core.domain.publicity import (
    Disclosure,
    DisclosureKind,
    DisclosurePlace,
    DisclosureState,
)
from yishi_plugins.yushi_345.rules import YushiRule
from yishi_plugins.yushi_345.settings import Settings

LINKS = "three_links_345"
BLOCKS = {
    "collect": (DisclosureKind.TOPIC,),
    "deliberate": (DisclosureKind.PROCESS,),
    "convert": (DisclosureKind.DECISION, DisclosureKind.CONVERSION),
}
"""Stage of a link → what is on the wall before it ends."""


@guard(advance_step)
async def shown_on_the_wall(context: ReadContext, data: AdvanceStepInput) -> None:
    """A link ends when its blocks are released for the echo wall, where the township wants it."""
    case = data.case
    if case.procedure != LINKS or not context.settings.of(Settings).wall_first:
        return
    of_the_case = (StepRecord.case_id == case.id, StepRecord.step == data.step)
    step = await context.first(StepRecord, *of_the_case)
    wanted = BLOCKS.get(step.stage, ()) if step else ()
    released = (
        Disclosure.case_id == case.id,
        Disclosure.place == DisclosurePlace.ECHO_WALL,
        Disclosure.state == DisclosureState.RELEASED,
    )
    shown = {text.kind for text in await context.find(Disclosure, *released)}
    blocks = "、".join(kind.label for kind in wanted if kind not in shown)
    require(not blocks, YushiRule.NOT_ON_THE_WALL, blocks=blocks)
