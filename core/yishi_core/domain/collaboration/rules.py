"""Rules of who sets which question, and who passes information to whom (domain.md 2.17)."""

from __future__ import annotations

from yishi_core.domain.collaboration.models import QuestionSetter
from yishi_core.domain.stations.models import Station
from yishi_core.errors import Hint, Rule
from yishi_core.kernel.access import Permission, Principal
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.refusals import CommonRule
from yishi_core.kernel.tree.models import OrgUnit


class CollaborationRule(Rule):
    """Why an operation on questions set to studios and information that is passed on is refused."""

    ANSWERED_ALREADY = (
        CommonRule.ANSWERED_ALREADY,
        "该题目已作答。",
        "The question is answered already.",
    )
    HANDLED_ALREADY = "handled_already", "该信息已办理。", "It has been handled already."
    NOT_ANSWERED = CommonRule.NOT_ANSWERED, "该题目尚未作答。", "The question is not answered yet."
    NOT_HANDLED = "not_handled", "该信息尚未办理。", "It has not been handled yet."
    SET_BY_COUNTY = (
        "setter",
        "“政协出题”由县级登记。",
        "Questions set by the CPPCC are recorded by the county.",
    )
    SET_BY_TOWNSHIP = (
        "setter",
        "“党委点题”由乡镇登记。",
        "Questions pointed out by the party committee are recorded by the township.",
    )


class CollaborationHint(Hint):
    """What an operation between offices points out."""

    NOT_FIRST = (
        "not_first",
        "协商未在党委决策、人大通过、政府实施之前,不计入“三在前”。",
        "The consultation did not come before all three: it does not count.",
    )


def require_setter(principal: Principal, setter: QuestionSetter, station: Station) -> None:
    """Require that the caller's grant lies at the level of the setter.

    The county's CPPCC sets questions, the township's party committee assigns them.
    """
    root = county_path(station.county)
    places = [
        p for p in principal.paths_for(Permission.QUESTION_SET) if station.org_path.startswith(p)
    ]
    if setter is QuestionSetter.CPPCC_SETS:
        fits = any(p == root for p in places)
        require(fits, CollaborationRule.SET_BY_COUNTY)
    else:
        fits = any(p != root for p in places)
        require(fits, CollaborationRule.SET_BY_TOWNSHIP)


def lower_of(first: OrgUnit, second: OrgUnit) -> OrgUnit:
    """The lower of two orgs of one line; both can see and change what belongs to it.

    Raises `InvalidInput` when neither lies below the other.
    """
    require_field(
        first.id != second.id,
        "to_org",
        "不能送给本组织。",
        "An org does not pass information to itself.",
    )
    if second.org_path.startswith(first.org_path):
        return second
    require_field(
        first.org_path.startswith(second.org_path),
        "to_org",
        "只能在上下级组织之间互通信息。",
        "Information passes between an org and those above or below it.",
    )
    return first
