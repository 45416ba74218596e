"""A rule states what must hold of a record: it is asked whichever way the record was written, for
nothing that it does not name, and under the settings of the record's case.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core import cases
from tests.core.consultations import events
from tests.core.outcomes import stories
from tests.core.plugins.samples import Quiet, SampleRule
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import Consultation, Participation, PartyKind
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.outcomes import Assignment, AssignmentState
from yishi_core.domain.outcomes.handling.service import accept_assignment
from yishi_core.errors import Refused
from yishi_core.kernel.operation import ReadContext
from yishi_core.kernel.operation.change import Change
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.run import run_all
from yishi_core.kernel.operation.system_context import unasked
from yishi_core.kernel.plugins.hooks import guard, holds
from yishi_core.kernel.plugins.plugin_set import load_plugins

pytestmark = pytest.mark.anyio
CODE = "parties"
TWO = [
    {"party_kind": "cppcc_member", "count": 3},
    {"party_kind": "mass_representative", "count": 5},
]


class Parties(Quiet):
    """Residents must have come to what was held; notes every change that it is asked about."""

    def __init__(self) -> None:
        super().__init__(CODE)
        self.seen: list[tuple[str, bool, set[str], bool]] = []
        self.titles: list[tuple[str | None, str]] = []
        self.strict = True

    @holds(Consultation, on=("participants", "state"))
    async def residents_came(
        self, context: ReadContext, change: Change[Consultation]
    ) -> Refused | None:
        named = set(change.changed) & {"participants", "state"}
        self.seen.append((context.operation, change.new, named, change.back_entered))
        if change.row.state not in HELD or change.back_entered or not self.strict:
            return None
        came = await context.count(
            Participation,
            Participation.consultation_id == change.row.id,
            Participation.party_kind == PartyKind.MASS_REPRESENTATIVE,
            Participation.count > 0,
        )
        return None if came else Refused(SampleRule.TOO_LATE)

    @holds(Consultation, on=["title"])
    def titles_seen(self, change: Change[Consultation]) -> None:
        self.titles.append((change.before and change.before.title, change.row.title))


@pytest.fixture
async def parties(town: County) -> Parties:
    """A plugin with rules, on in the settings of every new case and of every org."""
    plugin = Parties()
    source = await cases.choose(town)
    source.newest = replace(source.newest, plugins={CODE: "1.0.0"}, digest="with parties")
    town.platform = replace(town.platform, plugins=load_plugins([plugin], entry_points=False))
    return plugin


async def test_a_rule_is_asked_for_what_was_made_and_changed_in_what_it_names(
    town: County, parties: Parties
) -> None:
    event = await events.held(town, participants=TWO)
    await town.act("village", "change_consultation", consultation=event, place="祠堂")
    assert parties.seen == [
        ("plan_consultation", True, {"state"}, False),
        ("hold_consultation", False, {"participants", "state"}, False),
    ]


async def test_a_refusal_of_a_rule_names_plugin_and_org_and_saves_nothing(
    town: County, parties: Parties
) -> None:
    event = await events.planned(town)
    error = await town.refused(
        "village",
        "hold_consultation",
        code="REFUSED",
        rule="sample_too_late",
        consultation=event,
        participants=TWO[:1],
    )
    assert (error.data["plugin"], error.data["orgName"]) == (CODE, town.orgs["village"].name)
    assert (await town.fresh(event)).state.value == "planned"
    assert await events.attendance(town, event) == []


async def test_a_refusal_does_not_name_an_org_that_the_caller_may_not_see(town: County) -> None:
    """A handling unit accepts what a village has assigned to it; it knows nothing of the village."""

    class Strict(Quiet):
        @holds(Assignment, on=("state",))
        def is_not_accepted(self, change: Change[Assignment]) -> Refused | None:
            accepted = change.row.state is AssignmentState.ACCEPTED
            return Refused(SampleRule.TOO_LATE) if accepted else None

    source = await cases.choose(town)
    source.newest = replace(source.newest, plugins={"strict": "1.0.0"}, digest="strict")
    plugins = load_plugins([Strict("strict")], entry_points=False)
    town.platform = replace(town.platform, plugins=plugins)
    assignment = await stories.assigned(town)
    error = await town.refused(
        "unit",
        "accept_assignment",
        code="REFUSED",
        rule="sample_too_late",
        assignment=assignment,
    )
    assert error.data == {"rule": "sample_too_late", "plugin": "strict"}


async def test_another_operation_cannot_take_away_what_the_rule_wants(
    town: County, parties: Parties
) -> None:
    """`holdConsultation` had the residents, and `recordAttendance` then took them away."""
    event = await events.held(town, participants=TWO)
    await town.refused(
        "village",
        "record_attendance",
        code="REFUSED",
        rule="sample_too_late",
        consultation=event,
        participants=[{**TWO[1], "count": 0}],
    )
    assert {p.count for p in await events.attendance(town, event)} == {3, 5}


async def test_an_old_record_that_breaks_the_rule_can_be_put_right_and_taken_back(
    town: County, parties: Parties
) -> None:
    parties.strict = False  # an earlier version of the plugin
    event = await events.held(town, participants=TWO[:1])
    parties.strict = True
    parties.seen.clear()
    parties.titles.clear()
    await town.act("village", "change_consultation", consultation=event, title="村道照明再议")
    assert parties.seen == []
    assert parties.titles == [("村道照明协商会", "村道照明再议")]
    await town.act("township", "void_record", id=event, reason="重复登记")


async def test_what_is_entered_afterwards_is_told_as_such(town: County, parties: Parties) -> None:
    hall = await cases.station(town)
    given = {"station": hall, "title": "渠道清淤", "content": ["渠道淤塞"], "date": "2026-03-01"}
    await town.act("village", "record_consultation", **given, procedure="community_default")
    assert parties.seen == [
        ("record_consultation", True, {"state"}, True),
    ]


async def test_an_import_is_ruled_row_by_row(town: County, parties: Parties) -> None:
    case = await cases.case(town)
    operation: Operation = town.platform.operations["planConsultation"]
    given: dict[str, Any] = {"case": global_id(case), "date": "2026-03-10", "place": "村委会"}
    rows = [{**given, "title": f"第{n}次会议"} for n in (1, 2)]
    errors = await run_all(town.platform, town.principals["village"], operation, rows, keep=True)
    assert errors == [None, None]
    assert [(now, entered) for _, now, _, entered in parties.seen] == [(True, True)] * 2


async def test_a_job_keeps_the_rules_too(town: County, parties: Parties) -> None:
    event = await events.held(town, participants=TWO)

    async def tidy() -> None:
        async with unasked(town.platform, town.code, "tidying") as context:
            assert context is not None
            for part in await context.find(Participation):
                part.count = 0

    with pytest.raises(Refused):
        await tidy()
    assert {p.count for p in await events.attendance(town, event)} == {3, 5}


async def test_the_rules_of_a_record_are_those_with_which_its_case_began(
    town: County, parties: Parties
) -> None:
    source = town.platform.settings
    assert isinstance(source, cases.Chosen)
    case = await cases.case(town)
    source.newest = replace(source.newest, plugins={}, digest="without")
    event = await events.planned(town, case)
    await town.refused(
        "village",
        "hold_consultation",
        code="REFUSED",
        rule="sample_too_late",
        consultation=event,
        participants=TWO[:1],
    )
    source.newest = replace(source.newest, plugins={CODE: "1.0.0"}, digest="again")
    parties.seen.clear()
    source.newest = replace(source.newest, plugins={}, digest="without")
    other = await cases.case(town)
    source.newest = replace(source.newest, plugins={CODE: "1.0.0"}, digest="again")
    await events.held(town, other, participants=TWO[:1])
    assert parties.seen == []


async def test_a_guest_who_cannot_see_the_case_acts_under_its_settings(
    town: County, parties: Parties
) -> None:
    """A handling unit answers for a township whose case it may not read."""
    source = town.platform.settings
    assert isinstance(source, cases.Chosen)
    assignment = await stories.assigned(town)
    source.newest = replace(source.newest, plugins={}, digest="without")
    seen: list[str] = []

    class Watching(Parties):
        @guard(accept_assignment)
        def watches(self, context: ReadContext) -> None:
            seen.append(context.settings.digest)

    town.platform = replace(town.platform, plugins=load_plugins([Watching()], entry_points=False))
    await town.act("unit", "accept_assignment", assignment=assignment)
    assert seen == ["with parties"]
