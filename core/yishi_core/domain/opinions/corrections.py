"""Corrections of submissions, adoptions and endorsements (domain.md 2.10); an opinion's own text is
edited while it is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field

from yishi_core.domain.opinions import rules
from yishi_core.domain.opinions.drafting import CreateOpinionInput
from yishi_core.domain.opinions.events import (
    OPINION_ADOPTION_CHANGED,
    OPINION_ENDORSEMENT_CHANGED,
    OPINION_SOURCE_CHANGED,
    OPINION_SUBMISSION_CHANGED,
)
from yishi_core.domain.opinions.models import (
    Adoption,
    Endorsement,
    Opinion,
    OpinionState,
    Submission,
)
from yishi_core.domain.opinions.rules import OpinionRule
from yishi_core.domain.opinions.service import (
    AdoptOpinionInput,
    EndorseOpinionInput,
    SubmitOpinionInput,
)
from yishi_core.domain.reports.models import SurveyReport
from yishi_core.domain.stations.owner import require_station_of_org
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission, authorize, holds
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.access.places import person_mark
from yishi_core.kernel.operation import OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct
from yishi_core.kernel.operation.rules import (
    not_after,
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)

ON_ITS_WAY = (OpinionState.REPORTED_LOCAL, OpinionState.REPORTED_COUNTY)
"""What a township has passed on, and nobody beyond it yet."""


TEXT = frozenset({"title", "category", "problem", "cause", "suggestion"})
"""What `editOpinion` edits."""


class ChangeSubmissionInput(
    Correction, of=SubmitOpinionInput, but={"opinion", "to_level", "route"}
):
    """Corrections of a submission; to another level or by another route is another submission."""

    submission: Ref[Submission] = Field(title="报送记录")
    issue_no: str | None = Field(
        None,
        title="刊期",
        description="Of the opinion, once it has one.",
        min_length=1,
        max_length=40,
    )


class ChangeAdoptionInput(Correction, of=AdoptOpinionInput, but={"opinion"}):
    """Corrections of an adoption."""

    adoption: Ref[Adoption] = Field(title="采用记录")


class ChangeEndorsementInput(Correction, of=EndorseOpinionInput, but={"opinion"}):
    """Corrections of what a leader wrote, on an opinion or a survey's report."""

    endorsement: Ref[Endorsement] = Field(title="批示记录")


class ChangeOpinionSourceInput(Correction, of=CreateOpinionInput, row=Opinion, but=TEXT):
    """Corrections of who reported an opinion, when, and where it comes from."""

    opinion: Ref[Opinion] = like(Opinion)


@operation(
    Text("更正社情民意来源", "Change where an opinion comes from"),
    permission=Permission.OPINION_EDIT,
    subject="opinion",
    event=OPINION_SOURCE_CHANGED,
)
async def change_opinion_source(
    context: OperationContext, data: ChangeOpinionSourceInput
) -> Opinion:
    """Put right reporter, observer, station, case or day of an opinion while its text may be
    edited; who did not report it no longer reads it.
    """
    opinion, reporter = data.opinion, data.opinion.person_id
    require_state(
        opinion,
        (OpinionState.COLLECTED, OpinionState.EDITED, OpinionState.REPORTED_COUNTY),
        "opinion",
    )
    if opinion.state is OpinionState.REPORTED_COUNTY:
        authorize(context.principal, Permission.OPINION_SUBMIT, opinion)
    require_station_of_org(data, opinion)
    year = opinion.reported_on.year if opinion.reported_on else None
    correct(context, opinion, data)
    day = opinion.reported_on
    require_field(day, "reported_on", "反映日期不能清空。", "The day cannot be emptied.")
    not_future(day, "reported_on", context)
    zh = f"编号{opinion.no}含年份,不能改到其他年份;请作废后重新登记。"
    require_field(
        day and day.year == year,
        "reported_on",
        zh,
        f"The number {opinion.no} bears the year: void it and enter it anew.",
    )
    sent = await context.find(Submission, Submission.opinion_id == opinion.id)
    not_after(
        day,
        (opinion.edited_on, *(s.on for s in sent)),
        "reported_on",
        "编辑或报送日期",
        "its editing or submission",
    )
    if opinion.person_id != reporter:
        _read_by(opinion, sent, reporter)
    return opinion


@operation(
    Text("更正社情民意报送", "Change a submission"),
    permission=Permission.OPINION_REPORT,
    subject="submission",
    event=OPINION_SUBMISSION_CHANGED,
)
async def change_submission(context: OperationContext, data: ChangeSubmissionInput) -> Submission:
    """Put right to which body an opinion went and when; once the county body has passed it on, only
    the county body does.
    """
    submission = data.submission
    opinion = await _opinion(context, submission, "submission")
    above = holds(context.principal, Permission.OPINION_SUBMIT, opinion)
    passed_on = opinion.state not in ON_ITS_WAY or data.issue_no is not None
    require(above or not passed_on, OpinionRule.COUNTY_CORRECTS)
    correct(context, submission, data)
    _on_a_day(context, submission, opinion)
    if "issue_no" in data.model_fields_set:
        require_field(
            opinion.issue_no and data.issue_no,
            "issue_no",
            "该信息尚无刊期,或刊期为空。",
            "It has no issue number yet, or none was given.",
        )
        opinion.issue_no = data.issue_no
    return submission


@operation(
    Text("更正采用记录", "Change an adoption"),
    permission=Permission.OPINION_EDIT,
    subject="adoption",
    event=OPINION_ADOPTION_CHANGED,
)
async def change_adoption(context: OperationContext, data: ChangeAdoptionInput) -> Adoption:
    """Put right who used an opinion, how and when; levels above a township's own are the county
    body's to record.
    """
    adoption = data.adoption
    opinion = await _opinion(context, adoption, "adoption")
    _within(context, opinion, adoption)
    correct(context, adoption, data)
    _within(context, opinion, adoption)
    _on_a_day(context, adoption, opinion)
    return adoption


@operation(
    Text("更正领导批示", "Change an endorsement"),
    permission=Permission.OPINION_EDIT,
    subject="endorsement",
    event=OPINION_ENDORSEMENT_CHANGED,
)
async def change_endorsement(
    context: OperationContext, data: ChangeEndorsementInput
) -> Endorsement:
    """Put right what a leader wrote on an opinion, with the same rule of levels, or on a survey's
    report.
    """
    endorsement = data.endorsement
    opinion = (
        await _opinion(context, endorsement, "endorsement") if endorsement.opinion_id else None
    )
    if opinion is not None:
        _within(context, opinion, endorsement)
    correct(context, endorsement, data)
    if opinion is not None:
        _within(context, opinion, endorsement)
        _on_a_day(context, endorsement, opinion)
        return endorsement
    report = await context.get(SurveyReport, endorsement.survey_report_id)
    not_future(endorsement.on, "on", context)
    not_before(
        endorsement.on,
        report.submitted_on if report else None,
        "on",
        "报送日期",
        "the day it was submitted",
    )
    return endorsement


async def _opinion(
    context: OperationContext, row: Submission | Adoption | Endorsement, path: str
) -> Opinion:
    opinion = await context.get(Opinion, row.opinion_id)
    if opinion is None:
        raise NotFound.at(path)
    return opinion


def _read_by(opinion: Opinion, sent: Sequence[Submission], before: UUID | None) -> None:
    """The reporter follows his opinion; who was named by mistake does not."""
    gone = {person_mark(before)} if before else set()
    mark = [person_mark(opinion.person_id)] if opinion.person_id else []
    read: tuple[Opinion | Submission, ...] = (opinion, *sent)
    for row in read:
        row.audience = joined([m for m in row.audience or () if m not in gone], mark)


def _within(context: OperationContext, opinion: Opinion, row: Adoption | Endorsement) -> None:
    rules.require_use_within(
        row.level, holds(context.principal, Permission.OPINION_SUBMIT, opinion)
    )


def _on_a_day(
    context: OperationContext, row: Submission | Adoption | Endorsement, opinion: Opinion
) -> None:
    not_future(row.on, "on", context)
    not_before(row.on, opinion.reported_on, "on", "反映日期", "the day it was handed in")
