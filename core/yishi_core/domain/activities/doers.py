"""The people who did a deed together (domain.md 2.11: member(s)).

The first person stands on the deed itself, the others in `DeedMember` rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core.domain.activities.models import Deed, DeedMember
from yishi_core.domain.people.models import Person
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.rules import require_field


async def write_others(
    context: OperationContext, deed: Deed, others: Sequence[Person] | None
) -> None:
    """Replace the other people who did a deed; None leaves them as they are.

    Nobody is named twice, and a deed that names no first person names no others.
    """
    new = deed in context.session.new  # a new deed has no other people yet
    there = [] if new else list(await context.find(DeedMember, DeedMember.deed_id == deed.id))
    if others is not None:
        wanted = {person.id for person in others}
        for row in there:
            if row.person_id not in wanted:
                row.voided_at, row.void_reason = context.now, "更正参与委员"
        there = [row for row in there if row.person_id in wanted]
        known = {row.person_id for row in there}
        there += [
            context.add(DeedMember(deed_id=deed.id, person_id=person.id))
            for person in others
            if person.id not in known
        ]
    require_field(
        not there or deed.person_id,
        "person",
        "请先填写委员,再填写共同参与委员。",
        "Name the first before the others.",
    )
    again = any(row.person_id == deed.person_id for row in there)
    require_field(
        not again,
        "other_members",
        "共同参与委员与委员重复。",
        "The first is named among the others.",
    )
