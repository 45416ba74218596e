"""Rules on the way from a draft to an issued reply (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from yishi_core.domain.outcomes.drafts.models import (
    CoSignature,
    DraftState,
    ReplyDraft,
    SignatureState,
)
from yishi_core.domain.outcomes.models import Assignment, AssignmentState, HandlingRole
from yishi_core.errors import Forbidden
from yishi_core.kernel.access import Permission, Principal
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.tree.models import OrgUnit

UNDER_WAY = (DraftState.WRITTEN, DraftState.IN_REVIEW, DraftState.PASSED)
"""States in which a draft is binding: the reply must come from it."""
REPLACEABLE = (DraftState.WRITTEN, DraftState.SENT_BACK)


def require_drafts(assignment: Assignment) -> None:
    """Refuse drafts of assisting units: they sign the draft of the lead."""
    require(
        assignment.handling_role is not HandlingRole.ASSIST,
        "assist_co_signs",
        "会办单位不单独拟稿,请在主办单位的答复草稿上会签。",
        "An assisting unit co-signs the lead's draft instead of writing one.",
    )


def newest(drafts: Sequence[ReplyDraft]) -> ReplyDraft | None:
    """The newest draft, which is the valid one; ids sort by time."""
    return max(drafts, key=lambda d: d.id, default=None)


def require_draft(drafts: Sequence[ReplyDraft], state: DraftState) -> ReplyDraft:
    """The newest draft, in the state required by a step."""
    draft = newest(drafts)
    require(
        draft is not None,
        "no_draft",
        "该交办没有答复草稿,请先拟稿。",
        "There is no draft: write one first.",
    )
    assert draft is not None
    require(
        draft.state is state,
        "draft_state",
        f"草稿当前为“{draft.state.label}”,只有“{state.label}”时可以办理。",
        f"The draft is “{draft.state.value}”, not “{state.value}”.",
    )
    return draft


def require_replaceable(drafts: Sequence[ReplyDraft]) -> None:
    """Refuse to replace a draft that is being reviewed or has passed."""
    draft = newest(drafts)
    require(
        draft is None or draft.state in (*REPLACEABLE, DraftState.REPLACED, DraftState.ISSUED),
        "draft_state",
        "已有草稿在审核或已通过,不能重拟。",
        "A draft is in review or has passed: it cannot be replaced.",
    )


def require_none_under_way(drafts: Sequence[ReplyDraft]) -> None:
    """Refuse a reply of its own while a draft is under way."""
    draft = newest(drafts)
    require(
        draft is None or draft.state not in UNDER_WAY,
        "draft_under_way",
        "已有答复草稿,请按会签、审核程序发出。",
        "A draft is under way: co-sign, review and issue it.",
    )


def require_all_agreed(
    signatures: Collection[CoSignature], names: dict[object, str], note: str | None
) -> None:
    """Require that every assisting unit has agreed, or that the lead says why not.

    Reasons are that a unit does not answer, or that the two cannot agree.
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
    require(
        not objected,
        "objected",
        f"{who}有不同意见,请修改后重新拟稿;协商不一致的,请填写未会签说明。",
        "An assisting unit objects: change the draft, or say why you go on.",
    )
    open_ = [s for s in signatures if s.state is SignatureState.ASKED]
    who = "、".join(names.get(s.unit_id, "") for s in open_)
    require(
        not open_,
        "not_signed",
        f"等待会签:{who};不再等待的,请填写未会签说明。",
        f"{len(open_)} units have not signed: wait, or say why not.",
    )


def require_own_name(principal: Principal, unit: OrgUnit | None) -> None:
    """Require that the caller signs for their own unit only.

    This holds even if they handle what belongs to the office that reads the signature.
    """
    places = principal.paths_for(Permission.ASSIGNMENT_HANDLE)
    if unit is None or not any(unit.org_path.startswith(path) for path in places):
        raise Forbidden.lacking(Permission.ASSIGNMENT_HANDLE)


def require_co_signed(signers: Collection[OrgUnit], note: str | None) -> None:
    """Require co-signatures, or a note, of a reply without a draft.

    Where units assist, they sign a draft first, or the lead says why not.
    """
    who = "、".join(unit.name for unit in signers)
    require_field(
        signers or not note,
        "unsigned_note",
        "没有协办单位,不需填写未会签说明。",
        "No unit assists: nothing is to be explained.",
    )
    require(
        not signers or note,
        "co_sign_first",
        f"请先拟稿并由{who}会签;确无法会签的,请填写未会签说明。",
        "Draft it and let the assisting units sign, or say why not.",
    )


def asked_to_sign(beside: Collection[Assignment]) -> list[Assignment]:
    """The assisting units that still take part in the matter."""
    done = (AssignmentState.RETURNED, AssignmentState.CONFIRMED, AssignmentState.CLOSED)
    return [a for a in beside if a.handling_role is HandlingRole.ASSIST and a.state not in done]
