"""From a draft to an issued answer (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from yishi_core.domain.outcomes.drafts.models import (
    CoSignature,
    DraftState,
    ReplyDraft,
    SignatureState,
)
from yishi_core.domain.outcomes.models import Assignment, AssignmentState, HandlingRole
from yishi_core.errors import Forbidden, Rule
from yishi_core.kernel.access import Permission, Principal
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.tree.models import OrgUnit


class DraftRule(Rule):
    """Why an operation on the draft of a reply is refused."""

    ASSIST_CO_SIGNS = (
        "assist_co_signs",
        "会办单位不单独拟稿,请在主办单位的答复草稿上会签。",
        "An assisting unit co-signs the lead's draft instead of writing one.",
    )
    CO_SIGN_FIRST = (
        "co_sign_first",
        "请先拟稿并由{units}会签;确无法会签的,请填写未会签说明。",
        "Draft it and let the assisting units sign, or say why not.",
    )
    DRAFT_IN_REVIEW = (
        "draft_state",
        "已有草稿在审核或已通过,不能重拟。",
        "A draft is in review or has passed: it cannot be replaced.",
    )
    DRAFT_STATE = (
        "draft_state",
        "草稿当前为“{state.label}”,只有“{wanted.label}”时可以办理。",
        "The draft is “{state.value}”, not “{wanted.value}”.",
    )
    DRAFT_UNDER_WAY = (
        "draft_under_way",
        "已有答复草稿,请按会签、审核程序发出。",
        "A draft is under way: co-sign, review and issue it.",
    )
    NOT_SIGNED = (
        "not_signed",
        "等待会签:{units};不再等待的,请填写未会签说明。",
        "{count} units have not signed: wait, or say why not.",
    )
    NO_DRAFT = "no_draft", "该交办没有答复草稿,请先拟稿。", "There is no draft: write one first."
    OBJECTED = (
        "objected",
        "{units}有不同意见,请修改后重新拟稿;协商不一致的,请填写未会签说明。",
        "An assisting unit objects: change the draft, or say why you go on.",
    )


UNDER_WAY = (DraftState.WRITTEN, DraftState.IN_REVIEW, DraftState.PASSED)
"""A draft that binds: the answer comes out of it."""
REPLACEABLE = (DraftState.WRITTEN, DraftState.SENT_BACK)


def require_drafts(assignment: Assignment) -> None:
    """Assisting units sign what the lead drafts, they do not draft."""
    require(assignment.handling_role is not HandlingRole.ASSIST, DraftRule.ASSIST_CO_SIGNS)


def newest(drafts: Sequence[ReplyDraft]) -> ReplyDraft | None:
    """The draft that counts; ids sort by time."""
    return max(drafts, key=lambda d: d.id, default=None)


def require_draft(drafts: Sequence[ReplyDraft], state: DraftState) -> ReplyDraft:
    """The newest draft, in the state that a step begins with."""
    draft = newest(drafts)
    require(draft is not None, DraftRule.NO_DRAFT)
    assert draft is not None
    require(draft.state is state, DraftRule.DRAFT_STATE, state=draft.state, wanted=state)
    return draft


def require_replaceable(drafts: Sequence[ReplyDraft]) -> None:
    """A draft that is being reviewed or has passed is not written over."""
    draft = newest(drafts)
    require(
        draft is None or draft.state in (*REPLACEABLE, DraftState.REPLACED, DraftState.ISSUED),
        DraftRule.DRAFT_IN_REVIEW,
    )


def require_none_under_way(drafts: Sequence[ReplyDraft]) -> None:
    """Where a draft is on its way, the answer comes out of it and of nothing else."""
    draft = newest(drafts)
    require(draft is None or draft.state not in UNDER_WAY, DraftRule.DRAFT_UNDER_WAY)


def require_all_agreed(
    signatures: Collection[CoSignature], names: dict[object, str], note: str | None
) -> None:
    """Every assisting unit has agreed, or the lead says why it goes on without one: it does not
    answer, or the two cannot agree.
    """
    if note:
        missing = any(s.state is not SignatureState.AGREED for s in signatures)
        require_field(
            missing,
            "unsigned_note",
            "协办单位均已会签,不需填写未会签说明。",
            "All have signed: nothing is to be explained.",
        )
        return
    objected = [s for s in signatures if s.state is SignatureState.OBJECTED]
    who = "、".join(names.get(s.unit_id, "") for s in objected)
    require(not objected, DraftRule.OBJECTED, units=who)
    open_ = [s for s in signatures if s.state is SignatureState.ASKED]
    who = "、".join(names.get(s.unit_id, "") for s in open_)
    require(not open_, DraftRule.NOT_SIGNED, units=who, count=len(open_))


def require_own_name(principal: Principal, unit: OrgUnit | None) -> None:
    """Nobody signs for another unit, even if he handles what lies at the office that reads the
    signature.
    """
    places = principal.paths_for(Permission.ASSIGNMENT_HANDLE)
    if unit is None or not any(unit.org_path.startswith(path) for path in places):
        raise Forbidden.lacking(Permission.ASSIGNMENT_HANDLE)


def require_co_signed(signers: Collection[OrgUnit], note: str | None) -> None:
    """The short way without a draft: where units assist, they sign a draft first, or the lead says
    why not.
    """
    who = "、".join(unit.name for unit in signers)
    require_field(
        signers or not note,
        "unsigned_note",
        "没有协办单位,不需填写未会签说明。",
        "No unit assists: nothing is to be explained.",
    )
    require(not signers or note, DraftRule.CO_SIGN_FIRST, units=who)


def asked_to_sign(beside: Collection[Assignment]) -> list[Assignment]:
    """The assisting units that still have a part in the matter."""
    done = (AssignmentState.RETURNED, AssignmentState.CONFIRMED, AssignmentState.CLOSED)
    return [a for a in beside if a.handling_role is HandlingRole.ASSIST and a.state not in done]
