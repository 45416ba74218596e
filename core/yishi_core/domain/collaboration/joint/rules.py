"""Who may be partner of which kind of joint case, and what must be there before it starts
(domain.md 2.17).
"""

from __future__ import annotations

from collections.abc import Collection

from yishi_core.domain.collaboration.joint.models import (
    ApprovalKind,
    JointApproval,
    JointKind,
    JointPartner,
    PartnerLevel,
)
from yishi_core.errors import Rule
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.refusals import CommonRule
from yishi_core.kernel.tree.models import OrgKind, OrgUnit


class JointCaseRule(Rule):
    """Why an operation on joint cases is refused."""

    ANSWERED_ALREADY = CommonRule.ANSWERED_ALREADY, "已答复。", "It has been answered already."
    NOT_APPROVED = (
        "not_approved",
        "多级联动启动前须登记“{wanted.label}”。",
        "Record the {wanted.value} before a case over several levels starts.",
    )
    NOT_ASKED = (
        "not_asked",
        "只需对联合事项答复,不必逐场答复。",
        "Only the case is answered, not its events.",
    )


LEAST_LEVELS = 2
LEAST_DEPARTMENTS = 2
_BY_KIND = {
    OrgKind.PROVINCE_CPPCC: PartnerLevel.PROVINCE,
    OrgKind.CITY_CPPCC: PartnerLevel.CITY,
    OrgKind.DEPARTMENT: PartnerLevel.DEPARTMENT,
    OrgKind.INSTITUTION: PartnerLevel.DEPARTMENT,
    OrgKind.ENTERPRISE: PartnerLevel.ENTERPRISE,
    OrgKind.PARK: PartnerLevel.ENTERPRISE,
}
_BY_DEPTH = {3: PartnerLevel.COUNTY, 4: PartnerLevel.TOWNSHIP, 5: PartnerLevel.VILLAGE}


def level_of(org: OrgUnit) -> PartnerLevel:
    """The level of a body: by its kind, else by its place in the tree (`61/09/22/` is a county)."""
    return _BY_KIND.get(org.kind) or _BY_DEPTH.get(org.org_path.count("/"), PartnerLevel.VILLAGE)


def require_kind(kind: JointKind, county: int, partners: Collection[JointPartner]) -> None:
    """The partners make the kind: several levels, another county, an enterprise or park, several
    departments.
    """
    levels = [p.level for p in partners]
    abroad = any(p.partner_county != county for p in partners)
    fits, zh, en = {
        JointKind.MULTI_LEVEL: (
            len(set(levels)) >= LEAST_LEVELS,
            "多级联动至少要有两个不同层级的单位。",
            "Several levels need partners of two levels.",
        ),
        JointKind.CROSS_REGION: (
            abroad,
            "跨区域联合至少要有一个外县单位。",
            "A case over regions needs a partner of another county.",
        ),
        JointKind.ENTERPRISE_LOCAL: (
            PartnerLevel.ENTERPRISE in levels,
            "企地协商须有企业或园区参加。",
            "It needs an enterprise or park.",
        ),
        JointKind.CROSS_DEPARTMENT: (
            levels.count(PartnerLevel.DEPARTMENT) >= LEAST_DEPARTMENTS,
            "跨部门联合至少要有两个部门。",
            "It needs two departments.",
        ),
    }[kind]
    require_field(fits, "partners", zh, en)


def require_approved(kind: JointKind, approvals: Collection[JointApproval]) -> None:
    """Over several levels: the party committee has consented and the body above has approved
    (domain.md 2.17, [S1.3]).
    """
    if kind is not JointKind.MULTI_LEVEL:
        return
    there = {a.approval_kind for a in approvals}
    for wanted in ApprovalKind:
        require(wanted in there, JointCaseRule.NOT_APPROVED, wanted=wanted)
