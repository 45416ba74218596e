"""The plugin keeps the platform's rules, and its own."""

import asyncio

import pytest
from yishi_good_consult import rules

from yishi_core import Refused
from yishi_core.domain.consultations import Consultation, ConsultationState
from yishi_core.testing import Conformance, change_of, context_for


class TestConformance(Conformance):
    package = "yishi_good_consult"


@pytest.mark.parametrize(("missing", "came"), [("部门负责人", 10), ("", 9), ("", 10)])
def test_who_came(monkeypatch: pytest.MonkeyPatch, missing: str, came: int) -> None:
    monkeypatch.setattr(rules, "who_came", lambda *_: asyncio.sleep(0, (missing, came)))
    lenient = context_for("yishi_good_consult", "hold_consultation")
    strict = context_for("yishi_good_consult", "hold_consultation", three_parties_refuse=True)
    held = change_of(Consultation(state=ConsultationState.HELD), "state")
    told = ["three_parties"] * (missing != "") + ["few_came"] * (came < 10)
    assert [hint.rule for hint in asyncio.run(rules.hints(lenient, None, held.row))] == told
    asyncio.run(rules.three_parties(lenient, held))
    if missing:
        with pytest.raises(Refused, match=missing):
            asyncio.run(rules.three_parties(strict, held))
