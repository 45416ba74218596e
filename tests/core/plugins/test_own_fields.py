"""Own fields that cannot be kept are told at start, with file and reason."""

from __future__ import annotations

import types
from typing import Annotated, Any

import pytest
import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Mapped

from tests.core.plugins.samples import module, variant
from yishi_core import clock
from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.kernel.audit.changes import Changes
from yishi_core.kernel.audit.facts import Watched
from yishi_core.kernel.entity import Entity, OwnFields, Personal, Registry, column, describe
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.entity.watching import WatchedSession
from yishi_core.kernel.operation.collecting import entities_of, operations_of
from yishi_core.kernel.operation.own_inputs import with_own_fields
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants.problem import BrokenPlugin
from yishi_core.nouns import core_packages

Short = Annotated[str, Field(max_length=10)]


class Kite(Entity):
    """An entity of a plugin."""

    __label__ = "风筝"
    colour: Mapped[str] = column("颜色", "Its colour.")


class KiteTail(OwnFields, of=Kite):
    """What is kept of a plugin's entity."""

    __label__ = "风筝尾"
    length: Mapped[int] = column("长度", "How long it is.")


class Drum(OwnFields, of=Consultation):
    """What is kept of a consultation."""

    __label__ = "锣鼓"
    beats: Mapped[int] = column("鼓点", "Beats.")
    word: Mapped[Short | None] = column("唱词", "What was sung.")


class SecondDrum(OwnFields, of=Consultation):
    """What is kept of a consultation once more."""

    __label__ = "又一面鼓"
    beats: Mapped[int] = column("鼓点", "Beats.")


class Hint(OwnFields, of=Proposal):
    """What is kept of a proposal."""

    __label__ = "提示"
    word: Mapped[Short | None] = column("字", "A word.")
    phone: Mapped[Short | None] = column("电话", "Telephone.", personal=Personal("回访", 12))


def problems(code: str, **content: Any) -> list[str]:
    """What is said of a plugin with these declarations."""
    plugin = module(f"{code}_package", variant=variant(code), **content)
    with pytest.raises(BrokenPlugin) as caught:
        load_plugins([plugin], entry_points=False)
    return [str(problem) for problem in caught.value.problems]


def test_only_entities_of_core_are_given_own_fields() -> None:
    assert any("Kite is no entity of core" in p for p in problems("kites", Tail=KiteTail))


def test_a_plugin_has_one_class_for_an_entity() -> None:
    [told] = problems("drums", Drum=Drum, SecondDrum=SecondDrum)
    assert "the own fields of Consultation are Drum" in told


@pytest.mark.parametrize("code", ["agenda", "participants", "station"])
def test_the_code_of_the_plugin_is_no_field_of_the_record(code: str) -> None:
    [told] = problems(code, Drum=Drum)
    assert f"Consultation has a field {code} already" in told


def test_the_code_of_the_plugin_is_no_field_of_the_input() -> None:
    registry = Registry([*entities_of(core_packages()), describe(Drum, "conveners")])
    with pytest.raises(ValueError, match="PlanConsultationInput has a field conveners already"):
        with_own_fields(operations_of(core_packages()), registry)


def declared(name: str, of: type[Any] = Consultation, /, **content: Any) -> None:
    """Declare own fields that are refused."""
    told = {"__label__": "试", "__module__": __name__, "__annotations__": {}}
    types.new_class(name, (OwnFields,), {"of": of}, lambda space: space.update({**told, **content}))


def test_a_column_says_its_type() -> None:
    with pytest.raises(TypeError, match=r"Untold\.beats has no annotation"):
        declared("Untold", beats=column("鼓点", "Beats.", type_=sa.Integer()))


def test_own_fields_are_not_searched_and_have_none_themselves() -> None:
    with pytest.raises(TypeError, match="own fields cannot be searched"):
        declared(
            "Found",
            __annotations__={"name": Mapped[str]},
            name=column("名称", "A name.", search="title"),
        )
    with pytest.raises(TypeError, match="no entity that can have own fields"):
        declared("Deeper", Drum)


def test_the_operations_of_a_record_take_its_own_fields_and_no_others_do() -> None:
    registry = Registry([*entities_of(core_packages()), describe(Drum, "drums")])
    widened = {
        operation.name
        for operation in with_own_fields(operations_of(core_packages()), registry)
        if "drums" in operation.input.model_fields
    }
    assert widened == {"plan_consultation", "record_consultation", "change_consultation"}


@pytest.mark.day
def test_the_audit_tells_nothing_of_a_draft_and_no_personal_data() -> None:
    session = WatchedSession()
    changes = Changes(session, clock.now(), None, Watched())
    draft = Proposal(county=990101, id=new_id(), state=ProposalState.DRAFT, title="未定稿")
    kept = Hint(county=990101, id=new_id(), proposal_id=draft.id, word="路灯", phone="13800000000")
    session.add_all([draft, kept])
    changes._gather(session)
    assert changes.of(draft) == {"state": [None, "draft"]}
    draft.state = ProposalState.SUBMITTED
    told = changes.of(draft) or {}
    assert told["hint.word"] == [None, "路灯"]
    assert "13800000000" not in str(told)
