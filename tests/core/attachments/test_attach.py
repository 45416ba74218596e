"""A file is given to one record, and is seen with it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from yishi_core import clock
from yishi_core.errors import Refused
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgLink


def context() -> OperationContext:
    """As much of one as `attach` looks at."""
    return cast(
        OperationContext,
        SimpleNamespace(now=clock.now(), principal=SimpleNamespace(account=new_id())),
    )


def waiting(**values: Any) -> Attachment:
    return Attachment(
        **{"name": "a.pdf", "subject_type": "OrgUnit", "subject_id": new_id(), **values}
    )


@pytest.mark.day
def test_a_waiting_file_goes_to_the_record() -> None:
    running, row, file = context(), OrgLink(id=new_id()), waiting()
    attach(running, row, [file])
    attach(running, row, [file])
    assert (file.subject_type, file.subject_id) == ("OrgLink", row.id)
    assert file.updated_by == running.principal.account


@pytest.mark.day
def test_a_file_of_another_record_is_refused_by_its_place_in_the_list() -> None:
    file = waiting(subject_type="Topic", name="b.pdf")
    with pytest.raises(Refused) as caught:
        attach(context(), OrgLink(id=new_id()), [waiting(), file])
    assert caught.value.data["rule"] == "attachment_taken"
    assert [f.path for f in caught.value.fields] == ["attachments.1"]
    assert file.subject_type == "Topic"
