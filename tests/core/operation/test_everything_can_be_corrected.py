"""What an office enters it can put right: every record that an operation makes has one that changes
it, or a reason why it stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.operation import Operation
from yishi_core.kernel.operation.changing import Correction
from yishi_core.kernel.operation.collecting import operations_of
from yishi_core.nouns import core_packages

OTHERWISE: Mapping[str, str] = {
    "DutyReport": "edit_duty_report",
    "Minutes": "draft_minutes",
    "Participation": "record_attendance",
    "ReplyDraft": "draft_reply",
    "ScheduleDate": "move_schedule_date",
    "ScoreEntry": "correct_score",
    "Sector": "change_sector",
    "StandardChecklist": "write_checklist",
    "QuotaSet": "revise_quota_set",
    "LedgerReport": "submit_ledger_report",
}
"""Put right by an operation of another name or shape: written anew in the same place, line by line,
or as a new version.
"""

STAYS: Mapping[str, str] = {
    "AssessmentAppeal": "an objection is its member's own words, and is answered, not changed",
    "AssessmentResult": "is counted; what it is counted from is put right",
    "Assignment": "a unit has it: it is returned and handed out anew, its day moves by an "
    "extension",
    "CoSignature": "a signature",
    "Comment": "is its author's own word",
    "ConsultationLink": "names two records and nothing else: it is voided",
    "ConversionProposal": "waits for the office, which decides it",
    "Explanation": "was said to people; one that was wrong is said again",
    "Extension": "was asked of the dispatcher, who decides it",
    "Feedback": "is its giver's own word",
    "FundYear": "a closed year stays closed",
    "ReceivedShare": "a copy that follows its source; the answer is the partner's own word",
    "Recheck": "is a look on a day; another look is another record",
    "Reply": "was issued to people; one that was wrong is redone",
    "SupervisionAnswer": "is the unit's own word",
    "VillageReferral": "was handed to a village, which answers it",
}
"""A signature, a vote, a receipt, another's word, or what is made and not typed."""


def made() -> dict[str, list[Operation]]:
    """Entity → the operations that answer with it."""
    found: dict[str, list[Operation]] = {}
    for operation in operations_of(core_packages()):
        if (
            operation.changes
            and isinstance(operation.output, type)
            and issubclass(operation.output, TenantRow)
        ):
            found.setdefault(operation.output.__name__, []).append(operation)
    return found


def corrects(operation: Operation) -> bool:
    return issubclass(operation.input, Correction) or operation.name.startswith("change_")


def test_every_record_that_is_entered_can_be_put_right() -> None:
    missing = (
        {n for n, operations in made().items() if not any(map(corrects, operations))}
        - OTHERWISE.keys()
        - STAYS.keys()
    )
    assert sorted(missing) == [], (
        "no operation changes them: derive one with Correction, or say above why they stay"
    )


def test_what_is_said_of_the_exceptions_is_true() -> None:
    names = {o.name for o in operations_of(core_packages())}
    assert {operation for operation in OTHERWISE.values() if operation not in names} == set()
    assert {n for n in STAYS if any(map(corrects, made().get(n, [])))} == set(), (
        "they can be changed after all"
    )
    assert set(STAYS) - made().keys() == set(), "nothing makes them"


def test_a_correction_writes_at_least_one_column() -> None:
    """One that is derived from the wrong input has nothing to write."""
    derived = [
        o.input
        for operations in made().values()
        for o in operations
        if issubclass(o.input, Correction)
    ]
    assert derived
    assert [data.__name__ for data in derived if not data.corrects] == []
