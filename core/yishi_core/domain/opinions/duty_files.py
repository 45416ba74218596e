"""What a duty file tells of social-opinion reports.

Adoptions and endorsements are told beside the reports and not counted with them: one report would
count several times (trap 12).
"""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.opinions.models import Adoption, Endorsement, Opinion, OpinionState
from yishi_core.facilities.duty_files.source import DutySource, SectionCode, label

OPINIONS = DutySource(
    SectionCode.OPINIONS,
    Opinion,
    Opinion.person_id,
    Opinion.reported_on,
    Opinion.title,
    label,
    also=(Opinion.state,),
    where=(Opinion.state != OpinionState.DRAFT,),
)
ADOPTIONS = DutySource(
    SectionCode.OPINIONS,
    Adoption,
    Opinion.person_id,
    Adoption.on,
    Opinion.title,
    lambda level, mode, body: label("被采用", level, mode, body),
    also=(Adoption.level, Adoption.mode, Adoption.body),
    through=(Opinion, Adoption.opinion_id == Opinion.id),
    uncounted=sa.true(),
)
ENDORSEMENTS = DutySource(
    SectionCode.OPINIONS,
    Endorsement,
    Opinion.person_id,
    Endorsement.on,
    Opinion.title,
    lambda level, post: label("获批示", level, post),
    also=(Endorsement.level, Endorsement.leader_post),
    through=(Opinion, Endorsement.opinion_id == Opinion.id),
    uncounted=sa.true(),
)
