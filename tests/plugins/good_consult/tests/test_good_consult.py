"""The plugin keeps the platform's rules, and its own."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from yishi_core import OperationContext, Refused
from yishi_core.domain.consultations import (
    Consultation,
    ConsultationState,
    Participation,
    PartyKind,
)
from yishi_core.testing import Conformance, change_of, context_for
from yishi_good_consult.rules import three_parties, who_came

PACKAGE = "yishi_good_consult"
THREE = (PartyKind.CPPCC_MEMBER, PartyKind.MASS_REPRESENTATIVE, PartyKind.DEPARTMENT_HEAD)
HELD = Consultation(state=ConsultationState.HELD)


class TestConformance(Conformance):
    package = PACKAGE


def at(monkeypatch: pytest.MonkeyPatch, *kinds: PartyKind, count: int = 5, **settings: Any) -> Any:
    """A context in which those came to the consultation."""

    async def find(*_: Any) -> list[Participation]:
        return [Participation(party_kind=kind, count=count) for kind in kinds]

    monkeypatch.setattr(OperationContext, "find", find)
    return context_for(PACKAGE, "hold_consultation", **settings)


def test_two_parties_are_refused_where_the_setting_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    context = at(monkeypatch, *THREE[:2], three_parties_refuse=True)
    with pytest.raises(Refused) as caught:
        asyncio.run(three_parties(context, change_of(HELD, "participants")))
    assert caught.value.rule.word == "three_parties"
    context = at(monkeypatch, *THREE, three_parties_refuse=True)
    asyncio.run(three_parties(context, change_of(HELD, "participants")))


@pytest.mark.parametrize(
    ("kinds", "count", "hints"),
    [(THREE[:2], 5, ["three_parties"]), (THREE, 1, ["few_came"]), (THREE, 5, [])],
)
def test_hints(monkeypatch: pytest.MonkeyPatch, kinds: Any, count: int, hints: list[str]) -> None:
    context = at(monkeypatch, *kinds, count=count)
    asyncio.run(three_parties(context, change_of(HELD, "state")))
    assert [a.rule for a in asyncio.run(who_came(context, None, HELD))] == hints
