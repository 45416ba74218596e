"""The operations of tenants are held to the rules of core's."""

from __future__ import annotations

from yishi_core.kernel.operation.collecting import operations_of
from yishi_core.testing.unread import unread_fields
from yishi_tenants.nouns import NOUNS


def test_every_operation_reads_all_that_it_is_sent() -> None:
    unread = {o.name: fields for o in operations_of(NOUNS) if (fields := unread_fields(o))}
    assert unread == {}
