"""The question `dutyFile`: all that the records say of a member in a term.

See domain.md 2.4, 5.10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import Field

from yishi_core.domain.meetings.models import Term as TermOfOffice
from yishi_core.domain.people.models import Member, Person
from yishi_core.errors import Text
from yishi_core.facilities.duty_files.source import DutySource, SectionCode
from yishi_core.kernel.access import Permission, authorize
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.changing import require_same_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.rules import require_field


class DutyFileInput(Input):
    """The member and the term of the file."""

    member: Ref[Member] = like(Member, doc="The membership of which the file is kept.")
    term: Ref[TermOfOffice] | None = like(
        TermOfOffice, None, doc="Only the days within this term; the whole membership unless named."
    )


class DutyLine(Structure):
    """One record in the file."""

    on: date | None = Field(
        title="日期", description="Day of the record; for a post, its first day."
    )
    title: str = Field(title="事项", description="Subject of the record.")
    detail: str = Field(title="情况", description="Further particulars.")
    record: str = Field(
        title="记录",
        description="Global id of the record, which opens only for those who may read it.",
    )
    counted: bool = Field(
        title="计数",
        description="Whether it counts; false for an absence or an addition to another line.",
    )


class DutySection(Structure):
    """One section of the file."""

    code: str = Field(title="栏目代码", description="Code of the section.")
    label: str = Field(title="栏目", description="Heading of the section.")
    count: int = Field(title="件次", description="Number of lines that count.")
    lines: list[DutyLine] = Field(title="明细", description="Lines in chronological order.")


class DutyFile(Structure):
    """A member's file for a term: who they are, and what they did.

    It is never typed in: it follows from the records of those who held the events.
    """

    member: Member = Field(title="政协委员", description="The membership.")
    person: Person = Field(
        title="人员",
        description="Particulars; birthday and telephone only for those who may see them.",
    )
    memberships: list[Member] = Field(
        title="各级委员职务", description="All memberships of the person, at every level."
    )
    from_on: date = Field(title="起始日期", description="First day of the file.")
    to_on: date = Field(title="截止日期", description="Last day of the file, today at the latest.")
    sections: list[DutySection] = Field(
        title="栏目", description="All sections, including empty ones."
    )


@question(Text("履职档案", "A duty file"), permission=None, subject="member")
async def duty_file(context: OperationContext, data: DutyFileInput) -> DutyFile:
    """The duty file of a member.

    Members may ask for their own; otherwise it takes the right to see duty files at the member's
    org (`duty_file:see`). It is complete: records of other places in the county are included, with
    title and day.
    """
    member = data.member
    require_same_county(context, term=data.term)
    context.principal.require_within_scopes(Permission.DUTY_FILE)
    if context.principal.person != member.person_id or context.principal.person is None:
        authorize(context.principal, Permission.DUTY_FILE, member)
    first, last = period(member, data.term, context.today)
    memberships = await context.find(
        Member, Member.person_id == member.person_id, order=Member.joined_on
    )
    async with as_platform(context):
        person = await context.get(Person, member.person_id)
        sections = await _sections(context, member, first, last)
    assert person is not None  # a foreign key
    return DutyFile(
        member=member,
        person=person,
        memberships=list(memberships),
        from_on=first,
        to_on=last,
        sections=sections,
    )


def period(member: Member, term: TermOfOffice | None, today: date) -> tuple[date, date]:
    """The first and last day of a membership within a term, up to today.

    Raises `InvalidInput` when there is no such day.
    """
    first, last = member.joined_on, min(member.left_on or today, today)
    if term is not None:
        first, last = max(first, term.start), min(last, term.end)
    require_field(
        first <= last,
        "term",
        "该委员在该届内没有任职。",
        "The member was not in office within the term.",
    )
    return first, last


async def _sections(
    context: OperationContext, member: Member, first: date, last: date
) -> list[DutySection]:
    found = []
    for code, sources in sources_of(context.platform).items():
        lines: list[DutyLine] = []
        for source in sources:
            rows = await context.session.execute(
                source.statement(member.county, member.person_id, first, last)
            )
            for id_, on, title, uncounted, *also in rows:
                record = f"{source.record}:{member.county}:{id_}"
                lines.append(
                    DutyLine(
                        on=on,
                        title=title,
                        detail=source.tell(*also),
                        record=record,
                        counted=not uncounted,
                    )
                )
        lines.sort(key=lambda line: (line.on or first, line.record))
        found.append(
            DutySection(
                code=code.value,
                label=code.label,
                count=sum(line.counted for line in lines),
                lines=lines,
            )
        )
    return found


def sources_of(platform: Platform) -> Mapping[SectionCode, Sequence[DutySource]]:
    """From what each part of a file is built, as nouns and plugins declare it."""
    return platform.derived(_by_section)


def _by_section(platform: Platform) -> Mapping[SectionCode, Sequence[DutySource]]:
    found = platform.declared(DutySource)
    return {code: [source for source in found if source.section is code] for code in SectionCode}
