"""The shape of a correction: derived from the input that enters the record, so that a field, its
label and its limits stand once.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from pydantic import Field, ValidationError

from yishi_core.domain.activities.models import Donation, MemberProject
from yishi_core.domain.activities.projects import RecordDonationInput, RecordMemberProjectInput
from yishi_core.domain.outcomes.service import ChangeOutcomeInput, RecordOutcomeInput
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.models import Station
from yishi_core.errors import InvalidInput
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.operation import Ref
from yishi_core.kernel.operation.changing import Correction, change
from yishi_core.kernel.operation.entering import entered


class ChangeGift(Correction, of=RecordDonationInput, row=Donation, but={"station", "purpose"}):
    """Corrections of a gift."""

    donation: Ref[Donation] = Field(title="捐赠")
    purpose: str | None = Field(None, title="用途")
    reason: str | None = Field(None, title="原因")


class ChangeProject(Correction, of=RecordMemberProjectInput):
    """Corrections of a project."""

    project: Ref[MemberProject] = Field(title="项目")


GIFT, PROJECT = f"Donation:900101:{uuid4()}", f"MemberProject:900101:{uuid4()}"


def fill(data: Any, **rows: TenantRow) -> Any:
    """References as the wrapper puts them."""
    for name, row in rows.items():
        setattr(data, name, row)
    return data


def test_every_column_is_a_field_that_may_be_left_out_but_owner_and_exceptions() -> None:
    assert ChangeGift.corrects == {"person", "date", "amount"}
    assert set(ChangeGift.model_fields) == {
        "donation",
        "purpose",
        "reason",
        "person",
        "date",
        "amount",
    }
    assert [n for n, f in ChangeGift.model_fields.items() if f.is_required()] == ["donation"]
    assert ChangeProject.corrects == {"person", "name", "year", "invested", "jobs", "land_mu"}


def test_labels_and_limits_are_those_of_the_entering_input() -> None:
    for name in ChangeProject.corrects:
        ours, theirs = ChangeProject.model_fields[name], RecordMemberProjectInput.model_fields[name]
        assert (ours.title, ours.description) == (theirs.title, theirs.description)
    for wrong in (
        {"year": 1900},
        {"name": "x"},
        {"jobs": -1},
        {"land_mu": "1.234"},
        {"person": "Station:900101:1"},
        {"org": "OrgUnit:900101:1"},
    ):
        with pytest.raises(ValidationError):
            ChangeProject.model_validate({"project": PROJECT, **wrong})


def test_a_description_leaves_out_what_stands_for_a_field_left_out() -> None:
    assert (
        RecordOutcomeInput.model_fields["formed_on"].description
        == "When it came about; today unless named."
    )
    assert ChangeOutcomeInput.model_fields["formed_on"].description == "When it came about."


def test_what_was_sent_is_told_from_what_was_left_out() -> None:
    data = ChangeProject.model_validate({"project": PROJECT, "invested": None})
    assert (data.sent("invested", 5), data.sent("jobs", 5), data.sent("jobs")) == (None, 5, None)


def test_sent_fields_are_written_null_empties_and_a_field_that_must_stay_is_refused() -> None:
    somebody = Person(id=uuid4(), county=900101)
    row = MemberProject(name="茶园", year=2025, invested=100, jobs=20)
    data = fill(
        ChangeProject.model_validate(
            {"project": PROJECT, "person": f"Person:900101:{somebody.id}", "invested": None}
        ),
        person=somebody,
    )
    change(row, data, but={"project"})
    assert (row.person_id, row.invested, row.jobs, row.name) == (somebody.id, None, 20, "茶园")
    with pytest.raises(InvalidInput):
        change(
            row, ChangeProject.model_validate({"project": PROJECT, "name": None}), but={"project"}
        )
    with pytest.raises(TypeError, match="reason is no column of Donation"):
        change(
            Donation(),
            ChangeGift.model_validate({"donation": GIFT, "reason": "误录"}),
            but={"donation"},
        )


def test_a_new_row_has_what_the_input_says_and_not_its_owner() -> None:
    station, somebody = Station(id=uuid4(), county=900101), Person(id=uuid4(), county=900101)
    raw = {
        "station": f"Station:900101:{station.id}",
        "person": f"Person:900101:{somebody.id}",
        "date": "2026-05-01",
        "amount": 5,
        "purpose": "助学",
    }
    data = fill(RecordDonationInput.model_validate(raw), station=station, person=somebody)
    row = entered(Donation, data, amount=7)
    assert (row.station_id, row.person_id, row.amount, row.purpose, row.org_id) == (
        station.id,
        somebody.id,
        7,
        "助学",
        None,
    )


def test_a_correction_of_an_input_that_enters_nothing_names_its_row() -> None:
    with pytest.raises(TypeError, match="Vague: ChangeGift enters no entity, so name a row"):

        class Vague(Correction, of=ChangeGift):
            """It does not say of what."""

            donation: Ref[Donation] = Field(title="捐赠")


def test_a_correction_of_nothing_is_a_mistake() -> None:
    with pytest.raises(KeyError):

        class Nothing(Correction, of=RecordDonationInput, row=Donation):
            """It names no record."""
