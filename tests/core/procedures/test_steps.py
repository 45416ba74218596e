"""What always holds of the records of a case, whatever is done in whatever order (domain.md
2.7).
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.core.cases import procedure, step
from yishi_core.domain.procedures import steps
from yishi_core.domain.procedures.models import StepRecord, StepState
from yishi_core.kernel.variants.procedure import ProcedureDef

DAY = date(2026, 3, 1)


@st.composite
def procedures(draw: st.DrawFn) -> ProcedureDef:
    """One to nine steps in blocks; a block of several stands side by side."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    made = []
    for block, size in enumerate(sizes):
        for n in range(size):
            group = f"g{block}" if size > 1 else None
            limit = draw(st.none() | st.integers(1, 30))
            made.append(
                step(
                    f"s{block}_{n}",
                    may_skip=draw(st.booleans()),
                    parallel_group=group,
                    time_limit_days=limit,
                )
            )
    return procedure(*made)


class Walk(RuleBasedStateMachine):
    """Random ways of advance, skip and return."""

    @initialize(definition=procedures())
    def first(self, definition: ProcedureDef) -> None:
        self.begin(definition)

    def begin(self, definition: ProcedureDef) -> None:
        self.definition = definition
        self.today = DAY
        self.records: list[StepRecord] = steps.lay_out(definition.steps)
        self.written: dict[int, tuple[date | None, str | None]] = {}
        steps.open_next(definition, self.records, self.today)

    @property
    def at_work(self) -> list[StepRecord]:
        return steps.active(self.records)

    @property
    def finished(self) -> list[StepRecord]:
        return [r for r in steps.current(self.records) if r.state in steps.FINISHED]

    @precondition(lambda self: self.at_work)
    @rule(data=st.data(), days=st.integers(0, 9))
    def advance(self, data: st.DataObject, days: int) -> None:
        self._close(data.draw(st.sampled_from(self.at_work)), StepState.DONE, days)

    @precondition(lambda self: any(self.definition.step(r.step).may_skip for r in self.at_work))
    @rule(data=st.data())
    def skip(self, data: st.DataObject) -> None:
        allowed = [r for r in self.at_work if self.definition.step(r.step).may_skip]  # type: ignore[union-attr]  # it is a step of it
        self._close(data.draw(st.sampled_from(allowed)), StepState.SKIPPED, 0)

    @precondition(lambda self: self.at_work and self.finished)
    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        target = data.draw(st.sampled_from(self.finished))
        self.records += steps.go_back(self.definition, self.records, target, "重做")
        steps.open_next(self.definition, self.records, self.today)
        assert target.state is StepState.RETURNED
        assert any(r.step == target.step for r in self.at_work)

    @precondition(lambda self: not self.at_work)
    @rule()
    def consult_again(self) -> None:
        """The case has ended; a new one begins (再协商)."""
        assert steps.is_finished(self.records)
        assert steps.open_next(self.definition, self.records, self.today) == []
        self.begin(self.definition)

    def _close(self, record: StepRecord, state: StepState, days: int) -> None:
        self.today += timedelta(days=days)
        steps.finish(record, state, self.today, f"第{len(self.written)}次")
        self.written[id(record)] = (record.done_on, record.note)
        steps.open_next(self.definition, self.records, self.today)

    @invariant()
    def every_position_has_one_current_record(self) -> None:
        assert [r.position for r in steps.current(self.records)] == list(
            range(1, len(self.definition.steps) + 1)
        )

    @invariant()
    def one_is_active_unless_they_stand_side_by_side(self) -> None:
        groups = {self.definition.step(r.step).parallel_group for r in self.at_work}  # type: ignore[union-attr]
        assert len(groups) <= 1
        assert len(self.at_work) <= 1 or None not in groups

    @invariant()
    def something_is_active_until_all_is_finished(self) -> None:
        assert bool(self.at_work) != steps.is_finished(self.records)

    @invariant()
    def order_holds(self) -> None:
        now = steps.current(self.records)
        if not self.at_work:
            return
        first, last = self.at_work[0].position, self.at_work[-1].position
        assert all(r.state in steps.FINISHED for r in now if r.position < first)
        group = self.definition.step(self.at_work[0].step).parallel_group  # type: ignore[union-attr]
        behind = [r for r in now if r.position > last]
        same = [r for r in behind if group and self.definition.step(r.step).parallel_group == group]  # type: ignore[union-attr]
        assert all(r.state in steps.FINISHED for r in same)
        assert all(r.state is StepState.PENDING for r in behind if r not in same)

    @invariant()
    def old_records_keep_what_they_hold(self) -> None:
        kept = {id(r): (r.done_on, r.note) for r in self.records if id(r) in self.written}
        assert kept == self.written

    @invariant()
    def limits_run_from_the_start(self) -> None:
        for record in self.records:
            limit = self.definition.step(record.step).time_limit_days  # type: ignore[union-attr]
            begun = record.started_on
            assert record.due_on == (begun + timedelta(days=limit) if begun and limit else None)


TestWalk = Walk.TestCase


@given(limit=st.integers(1, 60), late=st.integers(-60, 60))
def test_a_step_is_overdue_on_the_day_after_its_limit(limit: int, late: int) -> None:
    definition = procedure(step("one", time_limit_days=limit))
    records = steps.lay_out(definition.steps)
    steps.open_next(definition, records, DAY)
    assert steps.is_overdue(records[0], DAY + timedelta(days=limit + late)) == (late > 0)


def test_a_step_that_is_done_is_never_overdue() -> None:
    definition = procedure(step("one", time_limit_days=1))
    records = steps.lay_out(definition.steps)
    steps.open_next(definition, records, DAY)
    steps.finish(records[0], StepState.DONE, DAY, None)
    assert not steps.is_overdue(records[0], DAY + timedelta(days=99))


def test_the_limit_may_run_from_another_day_than_the_start() -> None:
    definition = procedure(step("one", time_limit_days=3))
    records = steps.lay_out(definition.steps)
    steps.open_next(definition, records, DAY, count_from=DAY + timedelta(days=10))
    assert (records[0].started_on, records[0].due_on) == (DAY, DAY + timedelta(days=13))
